"""Household hazards: to be lowered by a day, or transferred, and looked at again."""

from datetime import date, timedelta

import pytest

from minorcare import Invalid, NotFound
from minorcare.declare import Id
from minorcare.kinds import HazardMeasure, HouseholdHazard
from minorcare.query import F
from minorcare.testing import desk_as, with_settings
from minorcare.work import hazards

DAY = date(2026, 11, 24)
DONE = HazardMeasure(what="加装窗户限位器", done=DAY)
PLANNED = HazardMeasure(what="加装护栏")


@pytest.fixture
def desk(registry):
    return desk_as(registry, "liaison_two")


@pytest.fixture
def hazard(desk):
    made = HouseholdHazard(household=Id("home-2"), type="window", found=DAY, source="visit", measures=(PLANNED,))
    hazards.report(desk, made)
    return made.id


def due(desk, id_):
    return [(row.values["which"], row.values["day"]) for row in desk.find("due", F.record == id_).rows]


def in_days(count):
    return DAY + timedelta(days=count)


def test_a_hazard_is_due(desk, hazard):
    """Without a day of its own it is due by what the office has set."""
    assert [("due", in_days(7))] == due(desk, hazard)


def test_an_open_hazard_has_a_day(desk):
    """Nobody writes down a hazard that may stand for good."""
    with pytest.raises(Invalid) as refused:
        desk.save(HouseholdHazard(household=Id("home-2"), type="gas", found=DAY, source="visit"))

    assert [("due", "required")] == [(problem.at, problem.code) for problem in refused.value.problems]


def test_lowered_then_looked_at_again_then_closed(registry, desk, hazard):
    """The day to lower it gives way to the day to look again; closing says who looked and when."""
    hazards.lower(desk, hazard, DONE, base=1)
    assert [("recheck", in_days(30))] == due(desk, hazard)
    registry.clock.forward(timedelta(days=20))

    hazards.close(desk, hazard, base=2)

    kept = desk.get(HouseholdHazard, hazard).values
    assert [] == due(desk, hazard)
    assert ("closed", DAY, in_days(20), "liaison_two", (PLANNED, DONE)) == tuple(
        kept[name] for name in ("status", "settled", "rechecked", "rechecked_by", "measures")
    )


def test_what_is_there_still_is_opened_anew(registry, desk, hazard):
    """Looking again may find it as it was: then it is due once more, and may be transferred."""
    hazards.lower(with_settings(desk, hazards.HazardSettings(recheck_days=3)), hazard, DONE, base=1)
    assert [("recheck", in_days(3))] == due(desk, hazard)
    registry.clock.forward(timedelta(days=3))

    hazards.reopen(desk, hazard, due=in_days(10), base=2)
    assert [("due", in_days(10))] == due(desk, hazard)
    hazards.transfer(desk, hazard, to="landlord", base=3)

    kept = desk.get(HouseholdHazard, hazard).values
    assert ("transferred", "landlord", in_days(3)) == tuple(kept[n] for n in ("status", "transferred_to", "settled"))
    assert [("recheck", in_days(33))] == due(desk, hazard)


@pytest.mark.parametrize(
    ("step", "at"),
    [
        (lambda desk, id_: hazards.lower(desk, id_, PLANNED, base=1), "measures"),
        (lambda desk, id_: hazards.transfer(desk, id_, to="somebody", base=1), "transferred_to"),
        (lambda desk, id_: desk.transition(HouseholdHazard, id_, "transferred", base=1), "transferred_to"),
        (lambda desk, id_: hazards.close(desk, id_, base=1), "status"),
    ],
)
def test_a_step_says_what_it_rests_on(desk, hazard, step, at):
    """Lowered by nothing done, transferred to nobody, closed without a look again: refused."""
    with pytest.raises(Invalid) as refused:
        step(desk, hazard)

    assert [at] == [problem.at for problem in refused.value.problems]
    assert "open" == desk.get(HouseholdHazard, hazard).values["status"]


def test_hazards_of_other_areas_are_not_seen(registry, hazard):
    """A hazard lies where its household lies."""
    with pytest.raises(NotFound):
        desk_as(registry, "liaison_one").get(HouseholdHazard, hazard)
