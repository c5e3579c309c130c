"""Life events: found, verified, told to the departments, with the minutes it took; the child's plan is looked at again."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.kinds import LifeEvent, Told
from minorcare.kinds.events import elapsed_minutes
from minorcare.kinds.plans import Plan
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work import events

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture
def desk(registry):
    return desk_as(registry, "liaison_two")


def minute(count):
    return NOON + timedelta(minutes=count)


def told(count, body="police_station"):
    return Told(body=body, at=minute(count), channel="phone")


def found(**more):
    values = {"minor": Id("child-03"), "type": "house_fire", "found": minute(-50), "source": "grid"} | more
    return LifeEvent(**values)


def at_of(refused):
    return [problem.at for problem in refused.value.problems]


def test_the_minutes_are_shown(desk):
    """From found to verified and to the first department told, in whole minutes; nobody enters them."""
    event = found(verify_minutes=1, tell_minutes=1)
    events.report(desk, event)
    started = desk.get(LifeEvent, event.id).values
    assert (None, None) == (started["verify_minutes"], started["tell_minutes"])
    assert 50 == events.elapsed(started, NOON).waiting

    events.verify(desk, event.id, base=1, at=minute(-38))
    events.tell(desk, event.id, told(-20), told(-25, "civil_affairs"), base=2)

    kept = desk.get(LifeEvent, event.id).values
    assert ("told", "liaison_two", 12, 25) == tuple(
        kept[name] for name in ("status", "verified_by", "verify_minutes", "tell_minutes")
    )
    shown = events.elapsed(kept, minute(600))
    assert (12, 25, None, "发现后 25 分钟联动") == (shown.to_verify, shown.to_tell, shown.waiting, shown.words.zh)


def test_more_departments_are_added(desk):
    """A department told later stands beside the first; the minutes are those of the first."""
    event = found()
    events.report(desk, event)
    events.verify(desk, event.id, base=1)
    events.tell(desk, event.id, told(-10), base=2)

    events.tell(desk, event.id, told(0, "womens_federation"), base=3)

    kept = desk.get(LifeEvent, event.id).values
    assert ["police_station", "womens_federation"] == [one.body for one in kept["told"]]
    assert 40 == kept["tell_minutes"]


@pytest.mark.parametrize(
    ("to", "values", "at"),
    [
        ("verified", {}, ["verified"]),
        ("verified", {"verified": minute(-51)}, ["verified"]),
        ("closed", {}, ["result"]),
        ("told", {"told": (told(0),)}, ["status"]),
    ],
)
def test_a_step_says_what_it_rests_on(desk, to, values, at):
    """Verified without a minute or before it was found, told without being verified, closed without a result: refused."""
    event = found()
    events.report(desk, event)

    with pytest.raises(Invalid) as refused:
        desk.transition(LifeEvent, event.id, to, base=1, **values)

    assert at == at_of(refused)


@pytest.mark.parametrize(
    ("some", "at"),
    [
        ((), "told"),
        ((told(-51),), "told[0].at"),
        ((told(0), told(24 * 60)), "told[1].at"),
        ((attrs.evolve(told(0), body="x"),), "told[0].body"),
    ],
)
def test_who_was_told_is_written_down_whole(desk, some, at):
    """Nobody, before it was found, tomorrow, or a body that is on no list: refused, with the place of the mistake."""
    event = found()
    events.report(desk, event)
    events.verify(desk, event.id, base=1)

    with pytest.raises(Invalid) as refused:
        events.tell(desk, event.id, *some, base=2)

    assert [at] == at_of(refused)


def test_what_was_not_true_is_closed(desk):
    """An event that nobody could verify ends with that as its result, and is no reason for anything."""
    event = found()
    events.report(desk, event)

    events.close(desk, event.id, result="核实无此事", base=1)

    kept = desk.get(LifeEvent, event.id).values
    assert ("closed", None, DAY) == (kept["status"], kept["verified"], kept["closed"])


def test_the_next_step_stands_on_the_work_list(desk):
    """The days an office has set to verify and tell, those from then to close, and then nothing."""

    def due():
        return [row.values["day"] for row in desk.find("due", F.record == event.id).rows]

    event = found()
    desk = with_settings(desk, events.EventSettings(act_days=2, close_days=9))
    events.report(desk, event)
    steps = [due()]
    events.verify(desk, event.id, base=1)
    events.tell(desk, event.id, told(0), base=2)
    steps.append(due())
    events.close(desk, event.id, result="已妥善安置", base=3)
    steps.append(due())

    assert [[DAY + timedelta(days=2)], [DAY + timedelta(days=9)], []] == steps


def plan_in_force(registry, minor, id_):
    """A plan that was approved; only its state and its officer matter here."""
    kind = Plan.__kind__
    made = Plan(id=Id(id_), minor=Id(minor), officer="liaison_two", level="restricted")
    registry.found(OFFICE, kind.build({**kind.values(made), "status": "active"}))


def test_a_verified_event_opens_a_review_of_the_plan(registry):
    """The plan in force is to be looked at within the days set, once, at its own level; other children's plans are not."""
    desk = desk_as(registry, "head")
    for minor, plan in (("child-03", "plan-3"), ("child-04", "plan-4")):
        plan_in_force(registry, minor, plan)
    first, second = found(), found(type="income_lost")
    for event in (first, second):
        events.report(desk, event)
        events.verify(desk, event.id, base=1)

    [review] = desk.find("plan_review").rows
    assert ("plan-3", "child-03", "restricted", DAY + timedelta(days=7), "planned") == tuple(
        review.values[name] for name in ("plan", "minor", "level", "day", "status")
    )


def test_a_child_without_a_plan_has_none_to_review(desk):
    """Verifying goes through where there is no plan; what is missing is a matter of coverage."""
    event = found()
    events.report(desk, event)

    assert () == events.review_acts(desk, event.minor)
    assert [("life_event", event.id, 2)] == [tuple(one) for one in events.verify(desk, event.id, base=1).value]


def test_events_of_other_areas_are_not_seen(registry):
    """Whoever may not see the child learns of no event."""
    other = desk_as(registry, "liaison_one")
    events.report(desk_as(registry, "head"), found())

    assert () == other.find(LifeEvent).rows
    with pytest.raises(Invalid) as refused:
        other.apply(Save(found()))
    assert ["minor"] == at_of(refused)


@given(seconds=st.integers(0, 10**7), then=st.integers(0, 10**7))
def test_minutes_are_whole_and_never_more_than_passed(seconds, then):
    """The minutes between two instants are the full ones, whatever the seconds; without a second instant there are none."""
    first, second = NOON + timedelta(seconds=min(seconds, then)), NOON + timedelta(seconds=max(seconds, then))

    minutes = elapsed_minutes(first, second)

    assert timedelta(minutes=minutes) <= second - first < timedelta(minutes=minutes + 1)
    assert elapsed_minutes(first, None) is None
