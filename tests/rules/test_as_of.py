"""Rules run again over a past day: who would have been found, by whom it may be asked, and that nothing is written."""

from datetime import date, timedelta

import pytest

from minorcare.errors import Refused
from minorcare.kinds import Circumstance, RiskTag
from minorcare.query import F
from minorcare.testing import desk_as
from minorcare.work.screening import Found, screened_as_of

NOON = date(2026, 11, 24)


@pytest.fixture
def desk(registry):
    return desk_as(registry, "supervisor", purpose="screening")


def left_behind(found):
    return {one.minor for one in found.found if one.risk == "left_behind"}


def test_what_was_recorded_then_counts(desk, registry):
    """A parent who came home since is away on the day asked about; a day before anything was recorded finds nobody."""
    registry.clock.forward(timedelta(days=10))
    told = desk.get(Circumstance, "told-1")
    desk.change(Circumstance, "told-1", base=told.version, ended=date(2026, 11, 30))

    assert {"child-01", "child-02"} <= left_behind(screened_as_of(desk, NOON))
    assert not {"child-01", "child-02"} & left_behind(screened_as_of(desk, date(2026, 12, 4)))
    assert () == screened_as_of(desk, date(2026, 11, 1)).found


def test_ages_are_those_of_the_day(desk, registry):
    """Born on 24 November 2010, a child is left behind up to and on 24 November 2026."""
    registry.clock.forward(timedelta(days=3))

    assert "child-03" in left_behind(screened_as_of(desk, NOON))
    assert "child-03" not in left_behind(screened_as_of(desk, NOON + timedelta(days=1)))


def test_nothing_is_written(desk, registry):
    """No tag, no task and no version: the chain grows by reads alone."""
    tags = {row.id: row.version for row in desk.find(RiskTag, limit=500).rows}
    before = desk_as(registry, "auditor", purpose="audit").find("journal", order=("-entry",), limit=1).rows[0]

    screened_as_of(desk, NOON)

    assert tags == {row.id: row.version for row in desk.find(RiskTag, limit=500).rows}
    auditor = desk_as(registry, "auditor", purpose="audit")
    later = auditor.find("journal", F.entry > before.values["entry"], limit=500).rows
    assert {"list"} == {row.values["action"] for row in later}


def test_some_rules_alone(desk, registry):
    """Whoever asks may name the rules."""
    card = registry.catalog.rules["disability_card"]

    found = screened_as_of(desk, NOON, [card])

    assert (Found(minor="child-06", risk="disability", rule="disability_card", rule_version=1),) == found.found


def test_nobody_learns_what_they_may_not_see(registry):
    """Rules that read what is above a liaison's level are not asked, and are named; the others answer for her own area."""
    liaison = desk_as(registry, "liaison_two", purpose="screening")
    whole = screened_as_of(desk_as(registry, "supervisor"), NOON)

    found = screened_as_of(liaison, NOON)

    restricted = {"misbehaviour_recorded", "serious_misbehaviour_recorded", "drug_affected_parent", "parent_in_custody"}
    assert restricted | {"one_away_other_unable", "parents_cannot_raise"} == set(found.beyond)
    own = {row.id for row in liaison.find("minor", limit=500).rows}
    assert {one for one in whole.found if one.minor in own and one.rule not in found.beyond} == set(found.found)
    assert found.found


def test_who_reads_no_child_is_refused(registry):
    """A grid worker has tasks, and no list of children."""
    with pytest.raises(Refused):
        screened_as_of(desk_as(registry, "grid"), NOON, [registry.catalog.rules["disability_card"]])
