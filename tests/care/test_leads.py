"""Leads: sent in a minute by who reads none, triaged in working days, told back without the case."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Conflict, Invalid, NotFound, Refused
from minorcare.access import Actor
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.errors import MinorcareError
from minorcare.kinds import Area, AreaLevel, Household, Lead, Minor, Outcome
from minorcare.label import Label
from minorcare.query import F, Query, Tally
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work import leads

DAY = date(2026, 11, 24)  # a Tuesday
ONE, TWO, THREE = f"{OFFICE}001", f"{OFFICE}002", f"{OFFICE}003"
GRID = f"{TWO}/07/"


def reporting(desk):
    """The same desk with a role that may send leads, as roles that only report do."""
    return attrs.evolve(desk, role=attrs.evolve(desk.role, reports=("lead",)))


@pytest.fixture
def grid(registry):
    return reporting(desk_as(registry, "grid"))


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def liaison(registry):
    """Of the second community, in which the grid lies."""
    return desk_as(registry, "liaison_two")


def seen(**more):
    values = {"area": GRID, "observed": ("child_alone",), "seen_on": DAY, "source": "grid"} | more
    return Lead(**values)


def codes(refused):
    return sorted((problem.at, problem.code) for problem in refused.value.problems)


def test_a_lead_takes_what_was_seen_where_and_when(grid, head):
    """Five values are enough; the account and the day by which it is triaged are filled in."""
    lead = seen()

    leads.send(grid, lead)

    kept = head.get(Lead, lead.id).values
    assert ("grid", "received", date(2026, 11, 26)) == (kept["sent_by"], kept["status"], kept["deal_by"])


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (None, date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 11, 30)),
        (date(2099, 1, 1), date(2026, 11, 30)),
    ],
)
def test_the_door_itself_sets_the_day(grid, head, given, due):
    """Whatever way a lead comes, it is due by the working days that the office has set, or earlier where its sender says so."""
    lead = seen(deal_by=given)

    with_settings(grid, leads.LeadSettings(triage_working_days=4)).save(lead)

    assert due == head.get(Lead, lead.id).values["deal_by"]


@pytest.mark.parametrize("claimed", [None, "head", "nobody"])
def test_the_door_itself_says_who_sent_it(grid, head, claimed):
    """Nobody sends in another's name; what is taken down for somebody without an account is in nobody's."""
    own, taken = seen(sent_by=claimed), seen(sent_by=claimed, taken_down=True)

    grid.apply(Save(own), Save(taken))

    assert ["grid", None] == [head.get(Lead, one.id).values["sent_by"] for one in (own, taken)]


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (date(2026, 11, 27), 2, date(2026, 12, 1)),  # Friday: Monday, Tuesday
        (date(2026, 9, 30), 2, date(2026, 10, 9)),  # before National Day: the 8th, the 9th
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # a make-up Saturday counts
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
    ],
)
def test_triage_is_due_in_working_days(registry, grid, head, sent, days, due):
    """The days are those of the Chinese calendar, as many as the office has set."""
    registry.clock.on(sent)
    lead = seen(seen_on=sent)

    leads.send(with_settings(grid, leads.LeadSettings(triage_working_days=days)), lead)

    assert due == head.get(Lead, lead.id).values["deal_by"]
    assert [due] == [row.values["day"] for row in head.find("due", F.record == lead.id).rows]


def test_who_sends_reads_nothing(grid):
    """The sender's role shows no lead, not even their own, and writes nothing further into it."""
    lead = seen()
    leads.send(grid, lead)

    for ask in (
        lambda: grid.get(Lead, lead.id),
        lambda: grid.find(Lead),
        lambda: grid.history(Lead, lead.id),
        lambda: grid.tally(Tally("x", Lead, by=("status",), label=Label("x"))),
        lambda: grid.change(Lead, lead.id, base=1, words="再补充"),
        lambda: leads.dismiss(grid, lead.id, base=1, reason="x"),
    ):
        with pytest.raises(Refused):
            ask()


@pytest.mark.parametrize("child", ["child-03", "nobody"])
def test_what_is_decided_is_not_the_senders_to_send(grid, head, child):
    """A child, an outcome or a decision sent along is not kept, and nothing says whether the child is on file."""
    lead = seen(minor=Id(child), outcome=Outcome.LINKED, decided=DAY, decided_by="head", told=DAY, reason="x")

    leads.send(grid, lead)

    kept = head.get(Lead, lead.id).values
    assert [None] * 6 == [kept[name] for name in ("minor", "outcome", "decided", "decided_by", "told", "reason")]


def test_a_role_that_does_not_report_sends_nothing(registry):
    """Nobody sends leads whose role neither writes nor reports them."""
    auditor = desk_as(registry, "auditor")

    with pytest.raises(Refused):
        leads.send(auditor, seen())


def test_a_child_on_file_is_linked(grid, liaison):
    """Who triaged it, when and with what result stands on the lead; the sender's own list says handled in the same batch."""
    lead = seen()
    leads.send(grid, lead)
    assert [lead.id] == [row.id for row in leads.waiting(liaison).rows]

    leads.link(liaison, lead.id, minor="child-04", base=1)

    kept = liaison.get(Lead, lead.id).values
    assert ("child-04", Outcome.LINKED, DAY, "liaison_two") == tuple(
        kept[name] for name in ("minor", "outcome", "decided", "decided_by")
    )
    assert ("told_back", DAY, "own_list") == (kept["status"], kept["told"], kept["told_how"])
    assert () == leads.waiting(liaison).rows
    assert () == liaison.find("due", F.record == lead.id).rows


def test_a_lead_is_not_linked_beyond_ones_view(grid, liaison, head):
    """A liaison links no child of another community; the answer is that of a child who does not exist."""
    lead = seen()
    leads.send(grid, lead)

    answers = []
    for child in ("child-01", "nobody"):
        with pytest.raises(Invalid) as refused:
            leads.link(liaison, lead.id, minor=child, base=1)
        answers.append(codes(refused))
    leads.link(head, lead.id, minor="child-01", base=1)

    assert [("[0].minor", "reference")] == answers[0] == answers[1]
    assert "child-01" == liaison.get(Lead, lead.id).values["minor"]
    with pytest.raises(NotFound):
        liaison.get(Minor, "child-01")


def test_a_child_not_on_file_is_entered_with_the_lead(grid, liaison):
    """Household, child and the decision are one batch: with a mistake in one, none is written."""
    lead = seen()
    leads.send(grid, lead)
    home = Household(code="L-1", area=GRID)
    child = Minor(name="林小雨", sex="2", birth_date=date(2019, 5, 1), area=GRID, household=home.id)

    with pytest.raises(Invalid):
        leads.open_for(liaison, lead.id, home, child.but(sex="7"), minor=child.id, base=1)
    assert "received" == liaison.get(Lead, lead.id).values["status"]
    leads.open_for(liaison, lead.id, home, child, minor=child.id, household=home.id, base=1)

    assert (child.id, Outcome.OPENED) == tuple(liaison.get(Lead, lead.id).values[n] for n in ("minor", "outcome"))


@pytest.mark.parametrize(
    ("decide", "at"),
    [
        (lambda desk, id_: leads.open_for(desk, id_, base=1), "minor"),
        (lambda desk, id_: leads.dismiss(desk, id_, reason="  ", base=1), "reason"),
        (lambda desk, id_: desk.transition(Lead, id_, "linked", base=1), "minor"),
        (lambda desk, id_: desk.transition(Lead, id_, "told_back", base=1), "status"),
    ],
)
def test_a_decision_says_what_it_rests_on(grid, liaison, decide, at):
    """Linked without a child, opened without anything, dismissed without a reason, told without a decision: refused."""
    lead = seen()
    leads.send(grid, lead)

    with pytest.raises(Invalid) as refused:
        decide(liaison, lead.id)

    assert at in [problem.at.rpartition(".")[2] for problem in refused.value.problems]
    assert 1 == liaison.get(Lead, lead.id).version


def test_who_has_no_account_is_told_by_a_person(registry, liaison):
    """A neighbour's lead stays on the work list until somebody writes down how the neighbour was told."""
    lead = seen(source="neighbour", contact="139 0000 0001")
    leads.take_down(liaison, lead)
    registry.clock.forward(timedelta(days=1))

    leads.dismiss(liaison, lead.id, reason="孩子与祖母在家", base=1)
    waiting = [row.values["day"] for row in liaison.find("due", F.record == lead.id).rows]
    with pytest.raises(Invalid) as refused:
        liaison.transition(Lead, lead.id, "told_back", base=2)
    leads.tell_back(liaison, lead.id, how="phone", base=2)

    assert [date(2026, 11, 27)] == waiting
    assert [("told_how", "required")] == codes(refused)
    row = liaison.get(Lead, lead.id)
    assert ("…0001", Outcome.DISMISSED, None) == tuple(row.values[n] for n in ("contact", "outcome", "sent_by"))
    assert "13900000001" == liaison.reveal(Lead, lead.id, "contact")


def test_the_sender_learns_received_and_handled(registry, grid, liaison):
    """Their own leads, latest first, and of each whether it was handled: nothing of anybody else's."""
    first, second = seen(seen_on=DAY - timedelta(days=3)), seen()
    leads.send(grid, first)
    leads.send(grid, second)
    leads.take_down(liaison, seen(source="hotline"))
    assert [("已收到", "received")] * 2 == [(s.state.zh, s.state.in_("en")) for s in leads.told_back(grid)]

    leads.link(liaison, first.id, minor="child-04", base=1)

    assert [(second.id, False), (first.id, True)] == [(sent.id, sent.handled) for sent in leads.told_back(grid)]
    assert {"id", "seen_on", "handled"} == {a.name for a in attrs.fields(leads.Sent)}
    assert () == leads.told_back(reporting(desk_as(registry, "volunteer")))
    assert () == leads.told_back(liaison)


def test_a_decision_not_yet_told_is_received(grid, liaison):
    """Between the decision and the telling the sender's answer does not change."""
    lead = seen()
    leads.send(grid, lead)

    liaison.transition(Lead, lead.id, "dismissed", base=1, reason="x")

    assert [False] == [sent.handled for sent in leads.told_back(grid)]


def test_what_the_sender_reads_is_in_the_journal(registry, grid):
    """A look at one's own leads is an entry like any other."""
    leads.send(grid, seen())
    leads.told_back(grid)

    entry = desk_as(registry, "auditor").find("journal", F.actor == "grid", order=("-entry",), limit=1).rows[0]
    assert ("list", "lead") == (entry.values["action"], entry.values["what"])


def test_no_lead_is_sent_twice(grid):
    """An id that is taken says so, and a repeated key is answered by the first receipt."""
    lead, key = seen(), "01a20caa-0000-7000-8000-00000000000a"
    first = leads.send(grid, lead, key=key)

    assert first == leads.send(grid, lead, key=key)
    with pytest.raises(Conflict):
        leads.send(grid, lead)


STRANGERS = (
    Actor(name="grid", role="grid_worker", areas=(GRID,)),
    Actor(name="other", role="grid_worker", areas=(GRID,)),
    Actor(name="block", role="building_head", areas=(f"{GRID}3/",)),
    Actor(name="pupils", role="school", areas=(TWO,)),
    Actor(name="office", role="department", areas=(OFFICE,)),
    Actor(name="friend", role="volunteer", areas=(TWO,)),
    Actor(name="keeper", role="guarantor", areas=(TWO,)),
    Actor(name="elsewhere", role="community_liaison", areas=(ONE,)),
    Actor(name="watch", role="auditor", areas=(OFFICE,)),
)
DECIDED = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(list(Outcome)),
        "minor": st.sampled_from(["child-1", "child-2"]),
        "household": st.sampled_from([None, "home-1"]),
        "reason": st.sampled_from(["甲", "乙"]),
        "decided_by": st.sampled_from(["liaison", "head"]),
    }
)


def standing(number, told, choice):
    """A lead as it stands: told back or not, and if not, perhaps not even triaged."""
    made = seen(id=Id(f"lead-{number}"), sent_by="grid", deal_by=DAY)
    if choice is None:
        return made
    values = {n: v and Id(v) if n in ("minor", "household") else v for n, v in choice.items()}
    state = "told_back" if told else choice["outcome"].value
    end = {"told": DAY, "told_by": choice["decided_by"], "told_how": "own_list"} if told else {}
    kind = Lead.__kind__
    return kind.build({**kind.values(made), **values, **end, "decided": DAY, "status": state})


def asked(desk):
    yield lambda: leads.told_back(desk)
    for query in (
        Query(kind="lead"),
        Query(kind="lead", where=F.minor == "child-1", order=("-deal_by",)),
        Query(kind="lead", where=F.status == "linked"),
        Query(kind="due"),
        Query(kind="minor"),
    ):
        yield lambda q=query: [row.values for row in desk.find(q).rows]
        yield lambda q=query: desk.find_json(q).body
        yield lambda q=query: [row.values for row in desk.at(DAY).find(q).rows]
    yield lambda: desk.tally(Tally("x", "lead", by=("outcome",), label=Label("x")))
    for id_ in ("lead-0", "lead-1", "nobody"):
        yield lambda i=id_: desk.get(Lead, i).values
        yield lambda i=id_: desk.history(Lead, i)
        yield lambda i=id_: desk.reveal(Lead, i, "contact")
        yield lambda i=id_: desk.transition(Lead, i, "linked", base=1, minor="child-1")
        yield lambda i=id_: desk.apply(Save(seen(id=Id(i)))).value


def answered(ask):
    try:
        return ask()
    except MinorcareError as error:
        return type(error).__name__, error.in_("zh")


@settings(settings.get_profile("quick"), max_examples=12)
@given(data=st.data())
def test_nobody_without_the_right_learns_of_a_linkage(fresh, data):
    """Two offices that differ only in what came of their leads give every stranger the same answers, the sender among them."""
    told = data.draw(st.lists(st.booleans(), min_size=2, max_size=2), label="told")
    two = []
    for side in ("one", "other"):
        registry = fresh()
        area = Area(id=Id("area-1"), code=GRID, name="网格", level=AreaLevel.GRID)
        home = Household(id=Id("home-1"), code="H1", area=TWO)
        children = [
            Minor(id=Id(f"child-{n}"), name="张三", sex="1", birth_date=date(2015, 1, n), area=TWO) for n in (1, 2)
        ]
        choices = [data.draw(DECIDED if each else st.none() | DECIDED, label=side) for each in told]
        made = [standing(n, each, choice) for n, (each, choice) in enumerate(zip(told, choices, strict=True))]
        registry.found(OFFICE, area, home, *children, *made)
        two.append(registry)
    for actor in STRANGERS:
        one, other = (reporting(registry.desk(actor, office=OFFICE, purpose="visit")) for registry in two)
        for mine, theirs in zip(asked(one), asked(other), strict=True):
            assert answered(mine) == answered(theirs)
    sender = two[0].desk(STRANGERS[0], office=OFFICE, purpose="visit")
    assert dict(enumerate(told)) == {int(s.id[-1]): s.handled for s in leads.told_back(sender) if s.id != "nobody"}
