"""Attention levels: proposed with reasons, set by a person, and proposed lower once they run out."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.errors import DeclarationError
from minorcare.kinds import Evidence, HouseholdHazard, LifeEvent, RiskTag
from minorcare.kinds.attention import ATTENTION_LEVELS, Attention
from minorcare.query import F
from minorcare.rules.attention import (
    AttentionSettings,
    Fact,
    Proposal,
    Standing,
    proposal,
    proposed,
)
from minorcare.testing import desk_as
from minorcare.work import attention, events, hazards, tags

DAY = date(2026, 11, 24)
CHILD = "child-09"  # recognised as in difficulty; in the first community, without a household
SOME = AttentionSettings(
    tags={"difficulty": "focus"}, any_tag="watch", hazards={}, any_hazard="watch", events={"fall": "urgent"}, several=3
)


def fact(reason, code, number=0):
    return Fact(reason=reason, code=code, record=Evidence(kind=reason, id=f"{reason}-{number}"))


FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(["tag", "hazard", "event"]),
        st.sampled_from(["difficulty", "fall", "other"]),
        st.integers(0, 2),
    ),
    max_size=6,
    unique_by=lambda each: each.record,
)


def expected(facts):
    """The same said another way: levels as numbers, one by one."""
    levels = [0]
    for each in facts:
        if each.reason == "tag":
            levels.append(2 if each.code == "difficulty" else 1)
        elif each.reason == "event":
            levels.append(3 if each.code == "fall" else 1)
        else:
            levels.append(1)
    return ATTENTION_LEVELS[min(3, max(levels) + (len(facts) >= 3))]


@given(facts=FACTS)
def test_the_level_is_the_highest_and_one_more_for_several(facts):
    """What each fact comes to by itself, the highest of them, raised by one from three on; never above urgent."""
    found = proposal(facts, SOME)

    assert expected(facts) == found.level
    assert sorted({each.record.id for each in facts}) == sorted(record.id for record in found.basis)
    assert {each.reason for each in facts} == set(found.reasons) - {"several"}
    assert found == proposal([*reversed(facts), *facts], SOME)


LEVEL = st.sampled_from(ATTENTION_LEVELS)


@given(
    facts=FACTS,
    level=st.none() | LEVEL,
    ends=st.none() | st.integers(-3, 3),
    refused=st.none() | st.tuples(LEVEL, st.integers(-5, 0)),
)
def test_up_at_once_down_when_it_has_run_out(facts, level, ends, refused):
    """A lower level is proposed only behind the end of the present one, and never more than one step down."""
    found = proposal(facts, SOME)
    end = None if ends is None else DAY + timedelta(days=ends)
    present = None if level is None else Standing(level=level, day=end)
    declined = refused and Standing(level=refused[0], day=DAY + timedelta(days=refused[1]), basis=found.basis)

    wanted = proposed(found, present=present, declined=declined, day=DAY)

    rank = ATTENTION_LEVELS.index
    now, over = rank(level or "general"), end is not None and level is not None and end < DAY
    if wanted is not None:
        assert rank(wanted.level) >= now - 1
        assert over or rank(wanted.level) > now
        assert over == ("expired" in wanted.reasons)
        assert wanted.basis == found.basis
        assert wanted.reasons
    elif declined is None:
        assert not over
        assert rank(found.level) <= now
    else:
        assert rank(declined.level) >= rank(found.level) or not over


def test_what_was_declined_comes_back_with_something_new():
    """The same again is not proposed; one more fact, a higher level, or a later end is."""
    found = proposal([fact("tag", "difficulty")], SOME)
    declined = Standing(level="focus", basis=found.basis, day=DAY)
    more = proposal([fact("tag", "difficulty"), fact("hazard", "gas")], SOME)

    assert proposed(found, present=None, declined=declined, day=DAY) is None
    assert proposed(more, present=None, declined=declined, day=DAY) is not None
    ends = Standing(level="focus", day=DAY - timedelta(days=1))
    before = attrs.evolve(declined, day=DAY - timedelta(days=1))
    assert proposed(found, present=ends, declined=declined, day=DAY) is None
    assert proposed(found, present=ends, declined=before, day=DAY) == Proposal(
        level="focus", reasons=("tag", "expired"), basis=found.basis
    )


@pytest.mark.parametrize("wrong", [{"any_tag": "high"}, {"tags": {"orphan": "x"}}, {"months": {"watch": 3}}])
def test_a_level_that_is_not_there_stops_the_start(wrong):
    """Settings that name an unknown level, or no end for one, are refused before anything is proposed."""
    with pytest.raises(DeclarationError):
        AttentionSettings(**wrong)


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def liaison(registry):
    return desk_as(registry, "liaison_two")


def confirmed(desk, minor, risk):
    [tag] = desk.find(RiskTag, (F.minor == minor) & (F.risk == risk)).rows
    tags.confirm(desk, tag.id, base=tag.version)
    return tag.id


def of_child(desk, minor=CHILD):
    rows = desk.find(Attention, F.minor == minor, order=("-since",)).rows
    return [(row.values["status"], row.values["level"], row.values["reasons"]) for row in rows]


def run(registry):
    done = attention.propose(registry.system_desk(registry.store.offices()[0]))
    assert done.total == done.made + done.changed + done.withdrawn
    return done.made, done.changed, done.withdrawn


def test_settings_that_ship_name_risks_that_are_there(registry):
    """A risk that was renamed would fall to the level of every other tag unnoticed."""
    assert set(AttentionSettings().tags) <= set(registry.catalog.risks)


def test_a_confirmed_tag_is_a_reason_a_suggested_one_is_not(registry, head):
    """Nothing is proposed before a person has confirmed something; then once, and the second run changes nothing."""
    assert (0, 0, 0) == run(registry)

    tag = confirmed(head, CHILD, "difficulty")

    assert (1, 0, 0) == run(registry)
    assert (0, 0, 0) == run(registry)
    [row] = head.find(Attention).rows
    assert ("focus", ("tag",), (Evidence(kind="risk_tag", id=tag),), "attention@1") == tuple(
        row.values[name] for name in ("level", "reasons", "basis", "rule")
    )
    assert "general" == attention.level_of(head, CHILD)


def test_hazards_and_events_of_the_child_are_reasons(registry, head):
    """A hazard counts for each child of the household while it is not lowered, an event once it is verified and for some time."""
    hazard = HouseholdHazard(household=Id("home-1"), type="supervision", found=DAY, source="visit")
    hazards.report(head, hazard)
    event = LifeEvent(minor=Id("child-01"), type="parent_died", found=registry.clock(), source="household")
    events.report(head, event)
    assert (2, 0, 0) == run(registry)
    assert [("proposed", "focus", ("hazard",))] == of_child(head, "child-02") == of_child(head, "child-01")

    events.verify(head, event.id, base=1)
    assert (0, 1, 0) == run(registry)
    assert [("proposed", "focus", ("hazard", "event"))] == of_child(head, "child-01")
    hazards.transfer(head, hazard.id, to="community", base=1)
    assert (0, 0, 0) == run(registry)
    hazards.close(head, hazard.id, base=2)
    assert (0, 1, 1) == run(registry)

    registry.clock.forward(timedelta(days=AttentionSettings().event_days))
    assert (0, 0, 0) == run(registry)
    registry.clock.forward(timedelta(days=1))
    assert (0, 0, 1) == run(registry)


def test_only_a_person_sets_a_level(registry, head):
    """The system's own desk proposes and can do no more, by work function or by the door."""
    confirmed(head, CHILD, "difficulty")
    run(registry)
    [row] = head.find(Attention).rows
    system = registry.system_desk(head.office)

    for act in (
        lambda: attention.set_level(system, row.id, base=1),
        lambda: system.transition(Attention, row.id, "set", base=1, expires=DAY, decided_by="head"),
        lambda: attention.set_by_hand(system, "child-10", "watch", reason="x"),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert "person" in [problem.code for problem in refused.value.problems]
    attention.set_level(head, row.id, base=1)

    assert ("set", "focus", "head", DAY, date(2027, 2, 24)) == tuple(
        head.get(Attention, row.id).values[name] for name in ("status", "level", "decided_by", "decided", "expires")
    )


def test_a_level_runs_out_and_going_down_is_proposed(registry, head):
    """On its last day nothing is proposed; the day after, one step down; until a person decides, it stands and is overdue."""
    attention.set_by_hand(head, CHILD, "urgent", reason="夜间多次独自在外")
    assert [date(2026, 12, 24)] == [row.values["day"] for row in head.find("due", F.what == "attention").rows]
    registry.clock.on(date(2026, 12, 24))
    assert (0, 0, 0) == run(registry)
    registry.clock.on(date(2026, 12, 25))
    assert (1, 0, 0) == run(registry)
    assert "urgent" == attention.level_of(head, CHILD)

    [row] = head.find(Attention, F.status == "proposed").rows
    attention.set_level(head, row.id, base=row.version)

    assert "focus" == attention.level_of(head, CHILD)
    assert [("set", "focus", ("expired",)), ("ended", "urgent", ("judgement",))] == sorted(
        of_child(head), key=lambda one: one[0], reverse=True
    )
    assert [date(2027, 3, 25)] == [row.values["day"] for row in head.find("due", F.what == "attention").rows]
    assert (0, 0, 0) == run(registry)


def test_what_was_declined_is_not_proposed_again(registry, head):
    """A person's no stands until there is something new, and it gives a reason."""
    confirmed(head, CHILD, "difficulty")
    run(registry)
    [row] = head.find(Attention).rows
    with pytest.raises(Invalid):
        attention.decline(head, row.id, reason=" ", base=1)
    attention.decline(head, row.id, reason="已由民政全面接手", base=1)
    assert (0, 0, 0) == run(registry)

    event = LifeEvent(minor=Id(CHILD), type="home_lost", found=registry.clock(), source="household")
    events.report(head, event)
    events.verify(head, event.id, base=1)

    assert (1, 0, 0) == run(registry)
    assert ("proposed", "focus", ("tag", "event")) in of_child(head)


def test_one_level_and_one_proposal_a_child(head):
    """A second level beside the first is refused at the door; the work function ends the first in the same batch."""
    attention.set_by_hand(head, CHILD, "watch", reason="x")
    one = Attention(minor=Id(CHILD), level="focus", reasons=("judgement",), proposed=DAY)
    head.save(one)

    with pytest.raises(Invalid) as refused:
        head.transition(Attention, one.id, "set", base=1, expires=DAY)
    with pytest.raises(Invalid) as again:
        head.save(attrs.evolve(one, id=Id("another")))

    assert [("level", "taken")] * 2 == [(p.at, p.code) for each in (refused, again) for p in each.value.problems]
    attention.set_by_hand(head, CHILD, "focus", reason="y")
    assert ["ended", "set", "withdrawn"] == sorted(status for status, _, _ in of_child(head))


def test_a_level_has_an_end(head):
    """Every level but the lowest says when it runs out; another level than the proposed one may be set."""
    one = Attention(minor=Id(CHILD), level="focus", reasons=("judgement",), proposed=DAY)
    head.save(one)
    with pytest.raises(Invalid) as refused:
        head.transition(Attention, one.id, "set", base=1)
    assert ["expires"] == [problem.at for problem in refused.value.problems]

    attention.set_level(head, one.id, base=1, level="watch", reason="已好转")

    assert ("watch", date(2027, 5, 24)) == tuple(head.get(Attention, one.id).values[n] for n in ("level", "expires"))


def test_the_reasons_do_not_name_what_is_restricted(registry, head, liaison):
    """A liaison reads the level and that a tag is behind it; which one stands only in the basis, which is above their ceiling."""
    confirmed(head, "child-03", "misbehaviour")
    run(registry)

    row = liaison.find(Attention, F.minor == "child-03").rows[0]

    assert ("focus", ("tag",)) == (row.values["level"], row.values["reasons"])
    assert ("basis",) == row.masked
    with pytest.raises(Invalid):
        liaison.apply(
            Save(
                Attention(
                    minor=Id("child-04"),
                    level="watch",
                    reasons=("tag",),
                    proposed=DAY,
                    basis=(Evidence(kind="risk_tag", id="guess"),),
                )
            )
        )
