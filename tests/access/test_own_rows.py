"""Rows that are somebody's own: seen by their owner as far as they are told, gone once they are not, and nothing beside them."""

from datetime import date

import attrs
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.access import Actor
from minorcare.declare import Id
from minorcare.desk import Change, Save, Transition, Void
from minorcare.errors import MinorcareError
from minorcare.kinds import (
    Circumstance,
    Guarantee,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    Officer,
    RestrictedCircumstance,
    RiskTag,
    Task,
    Visit,
)
from minorcare.label import Label
from minorcare.query import EVERYTHING, Query, Tally, check
from minorcare.testing import OFFICE
from minorcare.work.worklist import counts, worklist

DAY, BEFORE = date(2026, 11, 24), date(2026, 11, 1)
TWO = f"{OFFICE}002"
GUARD = Actor(name="guard", role="guarantor", areas=(TWO,))
GRID = Actor(name="grid", role="grid_worker", areas=(TWO,))
STAND_IN = Actor(name="friend", role="guarantor", areas=(TWO,), stands_for=("guard",))
LEADER = Actor(name="other", role="grid_leader", areas=(TWO,), stands_for=("grid",))
OWNERS = (GUARD, GRID, STAND_IN, LEADER)
KINDS = (
    "minor",
    "household",
    "member",
    "circumstance",
    "restricted_circumstance",
    "misbehaviour_act",
    "risk_tag",
    "guarantee",
    "visit",
    "task",
    "due",
)
IDS = ("child-1", "child-2", "home-1", "home-2", "mine", "past", "theirs-0", "call", "errand", "elsewhere-0", "tag-1")


def shared():
    """What every world holds alike: two families, a child in the care of *guard*, an errand of *grid*."""
    for account, role in (("guard", "guarantor"), ("friend", "guarantor"), ("grid", "grid_worker")):
        yield Officer(account=account, name=account, role=role, posted_to=TWO)
    for n in (1, 2):
        yield Household(id=Id(f"home-{n}"), code=f"H{n}", area=TWO, address=f"测试路{n}号")


def secretly(choice):
    """What an owner is not told: why, what else is known of the child, and everything of others.

    What is there in every world comes first, so that file numbers are the same; of the rest there are as many as there are.
    """
    for n in (1, 2):
        hidden = choice["child"] if n == 1 else {}
        yield Minor(
            id=Id(f"child-{n}"),
            name="张三",
            sex="1",
            birth_date=date(2012, 1, n),
            area=TWO,
            household=Id(f"home-{n}"),
            **hidden,
        )
    yield put(
        Guarantee(
            id=Id("mine"),
            minor=Id("child-1"),
            officer="guard",
            began=DAY,
            reason="first",
            accept_by=DAY,
            why_declined=choice["child"]["note"],
        ),
        "assigned",
    )
    yield Visit(id=Id("call"), minor=Id("child-1"), type="home", officer="guard", planned=DAY, **choice["visit"])
    yield Task(
        id=Id("errand"),
        minor=Id(choice["whose"]),
        title="see_family",
        owner="grid",
        given=DAY,
        due=DAY,
        address="测试路2号",
    )
    yield put(
        Guarantee(
            id=Id("past"),
            minor=Id("child-2"),
            officer=choice["before"],
            began=BEFORE,
            ended=DAY,
            reason="first",
            why_ended="handed_over",
        ),
        "ended",
    )
    yield from extra(choice)


def extra(choice):
    """Records of which a world has none or many."""
    for n in range(choice["more"]):
        yield put(RiskTag(id=Id(f"tag-{n}"), minor=Id("child-1"), risk=choice["risk"], found=BEFORE), "confirmed")
        yield Member(id=Id(f"parent-{n}"), household=Id("home-1"), name="张大", relation="51", phone="13900000001")
        yield Circumstance(id=Id(f"told-{n}"), member=Id(f"parent-{n}"), type="divorced", source="community")
        yield RestrictedCircumstance(
            id=Id(f"kept-{n}"), member=Id(f"parent-{n}"), type="in_custody", began=BEFORE, source="police"
        )
        yield MisbehaviourAct(id=Id(f"act-{n}"), minor=Id("child-1"), act="B01", happened=BEFORE, source="school")
        yield put(
            Guarantee(
                id=Id(f"theirs-{n}"), minor=Id("child-2"), officer=f"o{n}", began=DAY, reason="first", accept_by=DAY
            ),
            "accepted",
        )
        for minor in ("child-1", "child-2"):
            yield Visit(id=Id(f"{minor}-seen-{n}"), minor=Id(minor), type="phone", officer="liaison", planned=DAY)
        # given by hand to who has the child no more: it is on their work list in every world, or in none
        yield Task(id=Id(f"elsewhere-{n}"), minor=Id("child-1"), title="invite", owner="somebody", given=DAY, due=DAY)


def put(record, state):
    """*record* in a state."""
    kind = type(record).__kind__
    return kind.build({**kind.values(record), kind.state.name: state})


VISITS = st.fixed_dictionaries(
    {
        "note": st.sampled_from([None, "父亲在戒毒"]),
        "seen": st.sampled_from([None, True, False]),
        "alone": st.sampled_from([None, True, False]),
        "cares_now": st.sampled_from([None, "grandparents"]),
        "state": st.sampled_from([None, "fine"]),
        "next": st.sampled_from([None, BEFORE, date(2027, 1, 1)]),
        "tries": st.integers(0, 2),
    }
)
CHOICES = st.fixed_dictionaries(
    {
        "child": st.fixed_dictionaries(
            {
                "note": st.sampled_from([None, "甲", "乙"]),
                "phone": st.sampled_from([None, "13900000002"]),
                "registered_at": st.sampled_from([None, "某县"]),
            }
        ),
        "visit": VISITS,
        "whose": st.sampled_from(["child-1", "child-2"]),
        "before": st.sampled_from(["guard", "somebody"]),
        "risk": st.sampled_from(["misbehaviour", "difficulty"]),
        "more": st.integers(0, 2),
    }
)


def answered(ask):
    """An answer as text, errors in full: a refusal that differs tells as much as a value."""
    try:
        return ask()
    except MinorcareError as error:
        return type(error).__name__, error.in_("zh"), error.in_("en")


def shown(rows):
    return [(r.id, r.no, r.version, r.area, r.since, r.masked, dict(r.values)) for r in rows]


def paged(desk, query):
    found, after = [], None
    while True:
        page = desk.find(attrs.evolve(query, after=after))
        found.append(shown(page.rows))
        after = page.next
        if after is None:
            return found


def asked(desk, query):
    """Every way to read that there is, of one question."""
    count = Tally("t", query.kind, where=query.where, label=Label("t", en="t"))
    yield lambda: paged(desk, query)
    yield lambda: desk.find_json(query).body
    yield lambda: desk.find_json(query).numbers
    yield lambda: desk.tally(count)
    for day in (DAY, date(2026, 11, 23)):
        yield lambda day=day: shown(desk.at(day).find(query).rows)
        yield lambda day=day: orjson.loads(desk.at(day).find_json(query).body)
        yield lambda day=day: desk.at(day).tally(count)
    for id_ in IDS:
        yield lambda id_=id_: shown([desk.get(query.kind, id_)])
        yield lambda id_=id_: desk.history(query.kind, id_)
        if query.kind in ("minor", "member"):
            yield lambda id_=id_: desk.reveal(query.kind, id_, "phone")
            yield lambda id_=id_: desk.holds(query.kind, id_, "phone", "13900000002")
            yield lambda: desk.find_secrets(query.kind, "phone", ["13900000002"])
    yield lambda: desk.why_visible("child-1")
    yield desk.why_hidden
    yield lambda: worklist(desk)
    yield lambda: counts(desk)
    yield lambda: desk.who_looked("child-1")


def tried(desk):
    """Every way to write, none of which is carried out."""
    said = {"seen": False, "cares_now": "mother", "state": "fine"}
    acts = [
        *(Transition(Visit, id_, "done", 1, said) for id_ in ("call", "child-1-seen-0", "child-2-seen-0", "nobody")),
        Transition(Visit, "call", "done", 1, {"next": DAY}),
        Transition(Visit, "call", "missed", 1, {"not_met": "away", "planned": date(2026, 12, 1)}),
        Transition(Visit, "call", "cancelled", 1, {"not_met": "away"}),
        *(Transition(Guarantee, id_, "accepted", 1) for id_ in ("mine", "past", "theirs-0")),
        Transition(Guarantee, "mine", "accepted", 1, {"minor": Id("child-2"), "ended": BEFORE}),
        Transition(Guarantee, "mine", "declined", 1, {"why_declined": "亲属"}),
        Transition(Guarantee, "mine", "ended", 1, {"why_ended": "no_longer_focus"}),
        Transition(Task, "errand", "done", 1, {"result": "as_usual"}),
        *(Save(Visit(id=Id("new"), minor=Id(f"child-{n}"), type="home", officer="guard")) for n in (1, 2, 3)),
        Save(Visit(id=Id("new"), minor=Id("child-1"), type="home", officer="liaison", note="x")),
        Save(Task(id=Id("new"), minor=Id("child-1"), title="invite", owner="grid", given=DAY, due=DAY)),
        *(Change(kind, id_, 1, {}) for kind, id_ in ((Visit, "call"), (Guarantee, "mine"), (Minor, "child-1"))),
        *(Void(kind, id_, 1, "x") for kind, id_ in ((Visit, "call"), (Guarantee, "mine"), (Minor, "child-1"))),
    ]
    for act in acts:
        yield lambda act=act: desk.rehearse(act)


def worlds(fresh, data):
    for side in ("one", "other"):
        registry = fresh()
        registry.found(OFFICE, *shared())
        registry.found(OFFICE, *secretly(data.draw(CHOICES, label=side)))
        yield registry


def desk_of(registry, actor):
    return registry.desk(actor, office=OFFICE, purpose="visit")


@settings(max_examples=8)
@given(data=st.data())
def test_no_answer_to_an_owner_depends_on_what_is_hidden(fresh, questions, data):
    """Whatever else is known of a child, why it is in somebody's care, and what others have: the owner is told the same."""
    two = list(worlds(fresh, data))
    for _ in range(6):
        actor = data.draw(st.sampled_from(OWNERS), label="actor")
        kind = two[0].catalog.kind(data.draw(st.sampled_from(KINDS), label="kind"))
        where = data.draw(questions(kind.name) if kind.name != "due" else st.just(EVERYTHING), label="filter")
        names = [
            n for n in (*kind.by_name, "since", "no") if not check.order_problems((n,), kind, two[0].catalog.kinds)
        ]
        order = data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        query = Query(kind=kind.name, where=where, order=tuple(order), limit=data.draw(st.integers(1, 3)))
        one, other = ([answered(ask) for ask in asked(desk_of(r, actor), query)] for r in two)
        assert one == other
        one, other = ([answered(ask) for ask in tried(desk_of(r, actor))] for r in two)
        assert one == other


@settings(max_examples=5)
@given(data=st.data())
def test_the_plain_list_of_every_kind_is_the_same(fresh, data):
    """Of every kind there is, every owner gets the same list, the same pages of JSON, the same count and the same refusal."""
    two = list(worlds(fresh, data))
    for actor in OWNERS:
        for name in two[0].catalog.kinds:
            if name in ("journal", "seen"):
                continue
            one, other = ([answered(ask) for ask in asked(desk_of(r, actor), Query(kind=name))] for r in two)
            assert one == other, name
