"""Two records become one child, in one batch; taken back, every table is as it was."""

import sqlite3
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Invalid, Minor, NotFound, RiskTag
from minorcare.declare import Id
from minorcare.desk import Save, Transition
from minorcare.kinds import (
    AgeGate,
    Attention,
    DifficultyRecognition,
    DisabilityCard,
    Duplicate,
    Guarantee,
    MisbehaviourAct,
    Officer,
    Plan,
)
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.testing.strategies import records
from minorcare.work import responsibility
from minorcare.work.merge import merge
from minorcare.work.tags import confirm

WHY, KEY = "同名同生日，家长确认", "01a20caa-0000-7000-8000-000000000009"
KEEP, DROP = "child-09", "child-10"


def tables(desk):
    """Every table of records in force with everything in it, but for which version says so and since when."""
    conn = sqlite3.connect(desk.store.path)
    names = (
        [table.name for table in desk.store.tables.values() if table.kind.name not in ("journal", "seen")]
        + ["term"]
        + [table.list_name(field) for table in desk.store.tables.values() for field in table.lists]
    )
    found = {}
    for name in names:
        columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{name}")')]
        kept = ", ".join(f'"{column}"' for column in columns if column not in ("version", "since"))
        found[name] = sorted(conn.execute(f'SELECT {kept} FROM "{name}"').fetchall(), key=repr)
    conn.close()
    return found


def card(minor, **more):
    return DisabilityCard(minor=Id(minor), type="1", level="2", issued=date(2025, 1, 1), source="household", **more)


def test_everything_about_the_one_is_about_the_other(head):
    """Facts move, empty values are filled, and the record that goes is out of force, with the reason in the journal."""
    mine, theirs = card(KEEP), card(DROP)
    act = MisbehaviourAct(minor=Id(DROP), act="B02", happened=date(2026, 10, 1), source="school")
    head.apply(Save(mine), Save(theirs), Save(act))
    head.change(Minor, DROP, base=1, phone="13800000002", grade="五年级")

    merge(head, KEEP, DROP, reason=WHY, key=KEY)

    assert {mine.id, theirs.id} == {row.id for row in head.find(DisabilityCard, F.minor == KEEP).rows}
    assert [act.id] == [row.id for row in head.find(MisbehaviourAct, F.minor == KEEP).rows]
    assert "五年级" == head.get(Minor, KEEP).values["grade"]
    assert "13800000002" == head.reveal(Minor, KEEP, "phone")
    with pytest.raises(NotFound):
        head.get(Minor, DROP)
    told = head.find("journal", (F.record == DROP) & (F.action == "void")).rows
    assert [True] == [WHY in row.values["detail"] for row in told]
    assert 0 == head.screen().changed
    assert [] == list(head.store.verify())


def test_undone_the_tables_are_as_before(head):
    """Rows, search terms, lists, due rows: all of it, and the tags with it."""
    both = [
        DifficultyRecognition(minor=Id(m), types=("poverty",), recognised=date(2025, 6, 1), source="community")
        for m in (KEEP, DROP)
    ]
    head.apply(*map(Save, (*both, card(DROP))), Save(Duplicate(minor=Id(DROP), other=Id(KEEP))))
    tag = head.find(RiskTag, F.minor == DROP).rows[0]
    confirm(head, tag.id, base=tag.version)
    before = tables(head)

    merge(head, KEEP, DROP, reason=WHY, key=KEY)
    assert before != tables(head)
    undone = head.undo(KEY)

    assert () == undone.kept
    assert before == tables(head)
    assert 0 == head.screen().changed
    assert [] == list(head.store.verify())


FACTS = ("disability_card", "difficulty_recognition", "misbehaviour_act")


@settings(max_examples=15)
@given(data=st.data())
def test_any_two_can_be_merged_and_taken_apart(fresh, data):
    """Whatever is recorded of two children, with tags confirmed or not, merging loses no fact and undoing restores every table."""
    registry = fresh()
    desk = _head(registry)
    desk.apply(
        *(
            Save(Minor(id=Id(each), name="王一", sex="1", birth_date=date(2014, 1, 1), area=OFFICE))
            for each in (KEEP, DROP)
        )
    )
    ids = {"minor": [KEEP, DROP]}
    for number in range(data.draw(st.integers(0, 5), label="facts")):
        kind = registry.catalog.kind(data.draw(st.sampled_from(FACTS)))
        fact = data.draw(records(kind, registry.catalog.codes, ids, id=f"fact-{number}"))
        desk.save(attrs.evolve(fact, source="police") if isinstance(fact, MisbehaviourAct) else fact)
    for tag in desk.find(RiskTag).rows:
        if data.draw(st.booleans(), label="confirmed"):
            confirm(desk, tag.id, base=tag.version)
    facts = {kind: {row.id for row in desk.find(kind).rows} for kind in FACTS}
    before = tables(desk)

    merge(desk, KEEP, DROP, reason=WHY, key=KEY)

    assert facts == {kind: {row.id for row in desk.find(kind, F.minor == KEEP).rows} for kind in FACTS}
    risks = [row.values["risk"] for row in desk.find(RiskTag, F.status.is_in(("suggested", "confirmed"))).rows]
    assert sorted(set(risks)) == sorted(risks)
    assert 0 == desk.screen().changed
    assert () == desk.undo(KEY).kept
    assert before == tables(desk)


def _head(registry):
    from minorcare import Actor

    return registry.desk(Actor(name="head", role="station_head", areas=(OFFICE,)), office=OFFICE, purpose="check")


def test_the_tag_a_person_confirmed_stays(head):
    """Of two open tags of one risk: the confirmed one, with the evidence of both."""
    mine, theirs = card(KEEP), card(DROP)
    head.apply(Save(mine), Save(theirs))
    tag = head.find(RiskTag, (F.minor == DROP) & (F.risk == "disability")).rows[0]
    confirm(head, tag.id, base=tag.version)

    merge(head, KEEP, DROP, reason=WHY)

    (kept,) = head.find(RiskTag, (F.minor == KEEP) & (F.risk == "disability")).rows
    assert (tag.id, "confirmed") == (kept.id, kept.values["status"])
    assert {mine.id, theirs.id} == {each.id for each in kept.values["evidence"]}


def test_what_a_child_has_once_it_has_once(head):
    """Two notes of one age become one: that on which somebody has decided, else that of the child that stays."""
    gates = [AgeGate(minor=Id(m), gate="14", on=date(2026, 12, 1), due=date(2026, 12, 1)) for m in (KEEP, DROP)]
    head.apply(*map(Save, gates))
    head.apply(Transition(AgeGate, gates[1].id, "done", 1))

    merge(head, KEEP, DROP, reason=WHY, key=KEY)

    assert [gates[1].id] == [row.id for row in head.find(AgeGate).rows]
    head.undo(KEY)
    assert {gate.id for gate in gates} == {row.id for row in head.find(AgeGate).rows}


def test_suspicions_follow(head):
    """The question whether the two are one is answered; that with a third child is asked of the one that stays."""
    pair = Duplicate(minor=Id(DROP), other=Id(KEEP))
    third = Duplicate(minor=Id("child-11"), other=Id(DROP))
    head.apply(Save(pair), Save(third))

    merge(head, KEEP, DROP, reason=WHY)

    assert [(third.id, KEEP)] == [(row.id, row.values["other"]) for row in head.find(Duplicate).rows]


def test_the_number_is_kept(head):
    """The record that stays takes over the number, and is found by it."""
    number = head.reveal(Minor, "child-01", "resident_id")
    other = Minor(name="陈小禾", sex="2", birth_date=date(2015, 3, 4), area=f"{OFFICE}001")
    head.save(other)

    merge(head, other.id, "child-01", reason=WHY, key=KEY)

    assert number == head.reveal(Minor, other.id, "resident_id")
    assert "home-1" == head.get(Minor, other.id).values["household"]
    head.undo(KEY)
    assert number == head.reveal(Minor, "child-01", "resident_id")


def test_two_numbers_are_two_children(head):
    """Whoever holds two different resident IDs is not one."""
    with pytest.raises(Invalid) as refused:
        merge(head, "child-01", "child-07", reason=WHY)
    assert ["different"] == [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("keep", "drop", "why", "codes"),
    [(KEEP, KEEP, WHY, ["same"]), (KEEP, DROP, " ", ["required"]), (KEEP, KEEP, "", ["same", "required"])],
)
def test_a_merge_says_what_is_wrong_with_it(head, keep, drop, why, codes):
    """All of it at once, and nothing is written."""
    with pytest.raises(Invalid) as refused:
        merge(head, keep, drop, reason=why)
    assert codes == [problem.code for problem in refused.value.problems]


def test_nobody_merges_whom_they_do_not_see(registry):
    """A liaison of another community finds neither; one who may not see a fact about the second cannot make it vanish."""
    head, liaison = desk_as(registry, "head"), desk_as(registry, "liaison_two")
    with pytest.raises(NotFound):
        merge(liaison, "child-03", KEEP, reason=WHY)
    twin = Minor(name="曾子单", sex="1", birth_date=date(2010, 11, 24), area=f"{OFFICE}002")
    head.save(twin)
    with pytest.raises(Invalid) as refused:
        merge(liaison, twin.id, "child-03", reason=WHY)

    assert ["named"] == [problem.code for problem in refused.value.problems]
    assert "曾子单" == head.get(Minor, "child-03").values["name"]


def test_of_two_levels_the_higher_stands(head):
    """Both children were looked after closely: the one they are is looked after as closely as either was."""
    reason = next(item.value for item in head.catalog.codes["attention_reason"].items)
    levels = [
        Attention(minor=Id(m), level=level, reasons=(reason,), proposed=date(2026, 11, 1))
        for m, level in ((KEEP, "watch"), (DROP, "urgent"))
    ]
    head.apply(*map(Save, levels))
    head.apply(*(Transition(Attention, each.id, "set", 1, {"expires": date(2027, 1, 1)}) for each in levels))
    before = tables(head)

    merge(head, KEEP, DROP, reason=WHY, key=KEY)

    assert [(levels[1].id, "urgent")] == [(row.id, row.values["level"]) for row in head.find(Attention).rows]
    head.undo(KEY)
    assert before == tables(head)


def test_two_plans_in_force_are_for_a_person(head):
    """Which of them goes on is not for a merge to say: it is refused, and nothing is written."""
    plans = [_active_plan(head, minor) for minor in (KEEP, DROP)]
    with pytest.raises(Invalid) as refused:
        merge(head, KEEP, DROP, reason=WHY)

    assert "taken" in {problem.code for problem in refused.value.problems}
    assert ["active", "active"] == [head.get(Plan, each).values["status"] for each in plans]


def _active_plan(head, minor):
    made = Plan(
        minor=Id(minor),
        problems=(PlanProblem(area="schooling", said="常缺课"),),
        goals=(PlanGoal(said="到校", measure="全勤", day=date(2027, 1, 31)),),
        child_view="想踢球",
    )
    head.save(made)
    head.transition(Plan, made.id, "submitted", base=1)
    other = attrs.evolve(head, actor=attrs.evolve(head.actor, name="supervisor"))
    other.transition(Plan, made.id, "active", base=2, review=date(2027, 2, 1))
    return made.id


@pytest.fixture
def named(registry, head):
    """Two focus children, who are one; two members of the committees; and what names one of these for one of those."""
    for account in ("one", "two"):
        registry.found(OFFICE, Officer(account=account, name=account, role="guarantor", posted_to=OFFICE))
    for minor in (KEEP, DROP):
        tag = RiskTag(minor=Id(minor), risk="street_child", found=head.day)
        head.save(tag)
        confirm(head, tag.id, base=1)

    def name(minor, officer, *, accepts=False):
        responsibility.assign(head, minor, officer)
        held = responsibility.held_by(head, minor)
        if accepts:
            responsibility.accept(head, held.id, base=held.version, by=officer)
        return held.id

    return name


@pytest.mark.parametrize("accepts", [(False, False), (True, False), (False, True), (True, True)])
def test_of_two_who_answer_for_the_child_one_stays(registry, head, named, accepts):
    """The one who has accepted, else that of the record that stays, with the trail behind it; undone, both stand again."""
    mine = [named(KEEP, "one"), named(DROP, "two", accepts=True)]
    registry.clock.forward(timedelta(days=9))
    mine[0], theirs = named(KEEP, "two", accepts=accepts[0]), named(DROP, "one", accepts=accepts[1])
    before = tables(head)

    merge(head, KEEP, DROP, reason=WHY, key=KEY)

    held = responsibility.held_by(head, KEEP)
    stays = theirs if accepts == (False, True) else mine[0]
    assert stays == held.id
    trail = responsibility.trail(head, KEEP)
    assert [None] == [stretch.ended for stretch in trail if stretch.ended is None]
    assert 2 == len(trail)
    head.undo(KEY)
    assert before == tables(head)
    assert [] == list(head.store.verify())


def test_who_answered_on_other_days_stays_on_the_trail(registry, head, named):
    """A guarantee that ended before the other child had any is no rival; nor is one that took over from it broken."""
    first = named(DROP, "one", accepts=True)
    registry.clock.forward(timedelta(days=5))
    second = named(DROP, "two")
    named(KEEP, "one", accepts=True)

    merge(head, KEEP, DROP, reason=WHY, key=KEY)

    rows = {row.id: row.values for row in head.find(Guarantee, F.minor == KEEP).rows}
    assert first in rows
    assert second not in rows
    assert ["one", "one"] == [stretch.officer for stretch in responsibility.trail(head, KEEP)]
