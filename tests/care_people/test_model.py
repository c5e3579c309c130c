"""Random days of an office, beside the same days in plain Python: who answers for whom, who stands in, and who has nobody."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.errors import Conflict, Invalid, NotFound
from minorcare.kinds import Guarantee, Officer, RiskTag
from minorcare.query import F
from minorcare.rules.responsibility import standing
from minorcare.testing import desk_as
from minorcare.work import responsibility as work

CHILDREN = ("child-03", "child-04", "child-09", "child-10")
PEOPLE = ("committee_a", "committee_b", "committee_c")
CHILD, PERSON = st.sampled_from(CHILDREN), st.sampled_from(PEOPLE)
STEP = st.one_of(
    st.tuples(st.just("confirm"), CHILD),
    st.tuples(st.just("unconfirm"), CHILD),
    st.tuples(st.just("assign"), CHILD, PERSON),
    st.tuples(st.just("assign"), CHILD, PERSON),
    st.tuples(st.just("accept"), CHILD, PERSON),
    st.tuples(st.just("decline"), CHILD),
    st.tuples(st.just("release"), CHILD),
    st.tuples(st.just("hand_over"), PERSON, PERSON, st.integers(-3, 1)),
    st.tuples(st.just("hand_over"), PERSON, PERSON, st.just(0)),
    st.tuples(st.just("deputise"), PERSON, PERSON, st.integers(-2, 3), st.integers(-1, 3)),
    st.tuples(st.just("leave"), PERSON),
    st.tuples(st.just("sleep"), st.integers(1, 3)),
)


class Refusal(Exception):
    """The model lets nothing of this happen."""


class Office:
    """The office in plain Python. Every method does one thing or raises, having done nothing."""

    def __init__(self, day):
        self.day = day
        self.focus = set()
        self.held = {}  # child: [officer, began, state]
        self.trail = {child: [] for child in CHILDREN}  # [officer, began, ended]
        self.away = []  # officer, stand-in, first, last
        self.left = {}
        self.nights = {}  # day: who answered for whom at its end

    def there(self, person, day=None):
        return person not in self.left or self.left[person] >= (day or self.day)

    def confirm(self, child):
        self.focus.add(child)

    def unconfirm(self, child):
        self.focus.discard(child)

    def assign(self, child, person):
        if not self.there(person) or (child in self.held and self.held[child][0] == person):
            raise Refusal
        self.take(child, person, self.day)

    def take(self, child, person, day):
        if child in self.held:
            self.trail[child][-1][2] = day
        self.trail[child].append([person, day, None])
        self.held[child] = [person, day, "assigned"]

    def accept(self, child, person):
        if child not in self.held or self.held[child][0] != person or self.held[child][2] == "accepted":
            raise Refusal
        if not self.there(person):
            raise Refusal
        self.held[child][2] = "accepted"

    def decline(self, child):
        if child not in self.held or self.held[child][2] != "assigned" or not self.there(self.held[child][0]):
            raise Refusal
        self.held[child][2] = "declined"

    def release(self, child):
        if child not in self.held or child in self.focus:
            raise Refusal
        self.trail[child][-1][2] = self.day
        del self.held[child]

    def hand_over(self, giver, taker, shift):
        day = self.day + timedelta(shift)
        children = [child for child, (person, *_) in self.held.items() if person == giver]
        if giver == taker or not children or day > self.day or not self.there(taker):
            raise Refusal
        if any(self.held[child][1] > day for child in children):
            raise Refusal
        for child in children:
            self.take(child, taker, day)

    def deputise(self, person, other, shift, length):
        first = self.day + timedelta(shift)
        last = first + timedelta(length)
        if person == other or last < first or not self.there(person, last) or not self.there(other, last):
            raise Refusal
        for officer, stands_in, begins, ends in self.away:
            if begins <= last and ends >= first and (person in (officer, stands_in) or other == officer):
                raise Refusal
        self.away.append((person, other, first, last))

    def leave(self, person):
        if any(person == officer for officer, *_ in self.held.values()):
            raise Refusal
        self.left[person] = self.day

    def sleep(self, days):
        for _ in range(days):
            self.nights[self.day] = {child: (held[0], self.acting(held[0])) for child, held in self.held.items()}
            self.day += timedelta(1)

    def acting(self, person):
        return next(
            (other for who, other, first, last in self.away if who == person and first <= self.day <= last), person
        )

    def alone(self):
        return {child for child in self.focus if child not in self.held or not self.there(self.held[child][0])}


class Real:
    """The same through the desk, each with what a person would know: the child, the accounts, the day."""

    def __init__(self, registry, care):
        self.registry, self.care = registry, care
        self.desk = desk_as(registry, "supervisor")
        self.head = desk_as(registry, "head", purpose="administration")
        self.tags = {}

    def row(self, child):
        row = work.held_by(self.desk, child)
        if row is None:
            raise NotFound("guarantee")
        return row

    def confirm(self, child):
        if child not in self.tags:
            self.tags[child] = self.care.confirmed(self.desk, child, "disability")

    def unconfirm(self, child):
        if child in self.tags:
            self.care.ended(self.desk, self.tags.pop(child))

    def assign(self, child, person):
        work.assign(self.desk, child, person)

    def accept(self, child, person):
        row = self.row(child)
        work.accept(self.desk, row.id, base=row.version, by=person)

    def decline(self, child):
        row = self.row(child)
        work.decline(self.desk, row.id, base=row.version, why="事由")

    def release(self, child):
        row = self.row(child)
        work.release(self.desk, row.id, base=row.version)

    def hand_over(self, giver, taker, shift):
        work.hand_over(self.desk, giver, taker, day=self.desk.day + timedelta(shift))

    def deputise(self, person, other, shift, length):
        first = self.desk.day + timedelta(shift)
        work.deputise(self.head, person, other, began=first, last=first + timedelta(length))

    def leave(self, person):
        row = self.head.find(Officer, F.account == person).rows[0]
        self.head.change(Officer, row.id, base=row.version, ended=self.head.day)

    def sleep(self, days):
        self.registry.clock.forward(timedelta(days))


@settings(max_examples=40)
@given(steps=st.lists(STEP, min_size=5, max_size=20))
def test_a_street_of_random_days(streets, care, steps):
    """After every act both agree on who answers, who acts and who is alone, and on what is refused; afterwards on every day and entry."""
    registry = streets()
    real, model = Real(registry, care), Office(date(2026, 11, 24))
    for name, *args in steps:
        assert tried(model, name, args) == tried(real, name, args), (name, args)
        assert {c: (h[0], h[2]) for c, h in model.held.items()} == answering(real.desk)
        assert model.alone() == {row.id for row in work.unassigned(real.desk)}
    for child, held in model.held.items():
        found = work.holder(real.desk, child)
        assert (held[0], model.acting(held[0])) == (found.named, found.acting)
    for child in CHILDREN:
        trail = [[one.officer, one.began, one.ended] for one in work.trail(real.desk, child)]
        assert sorted(model.trail[child], key=str) == sorted(trail, key=str)
        assert all(1 >= covering(trail, day) for day in days(model))
    for day, night in list(model.nights.items())[-3:]:
        past = real.desk.at(day)
        found = {child: work.holder(past, child) for child in CHILDREN}
        assert night == {child: (one.named, one.acting) for child, one in found.items() if one}
    never_two_and_never_left(real.desk)
    assert [] == list(registry.store.verify())


def tried(office, name, args):
    try:
        getattr(office, name)(*args)
    except (Refusal, Invalid, NotFound, Conflict):
        return "refused"
    return "done"


def answering(desk):
    rows = desk.find(Guarantee, standing(), limit=500).rows
    found = {row.values["minor"]: (row.values["officer"], row.values["status"]) for row in rows}
    assert len(found) == len(rows)
    return found


def days(model):
    return [date(2026, 11, 20) + timedelta(n) for n in range((model.day - date(2026, 11, 20)).days + 1)]


def covering(trail, day):
    return sum(began <= day and (ended is None or day < ended) for _, began, ended in trail)


def never_two_and_never_left(desk):
    """Entry by entry: a child never has two, and what has one goes without only while it is no focus child."""
    entries = {}
    for kind in (Guarantee, RiskTag):
        for row in desk.find(kind, limit=500).rows:
            for version in desk.history(kind, row.id):
                entries[version.seq] = (kind, row.id, version.values)
    guarantees, tags, before = {}, {}, {}
    for seq in sorted(entries):
        kind, id_, values = entries[seq]
        (guarantees if kind is Guarantee else tags)[id_] = values
        over = {one["takes_over"] for one in guarantees.values()}
        for child in CHILDREN:
            has = sum(
                one["minor"] == child and one["status"] != "ended" and id_ not in over
                for id_, one in guarantees.items()
            )
            focus = any(one["minor"] == child and one["status"] == "confirmed" for one in tags.values())
            assert has <= 1
            assert has or not (before.get(child) and focus)
            before[child] = has
