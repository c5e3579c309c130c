"""Deciding on tags: by a person, with a day of review."""

from datetime import date

import pytest

from minorcare import F, Invalid, Refused, Registry, RiskTag
from minorcare.calendar import day_of, months, system_clock
from minorcare.work.tags import confirm, confirm_demo, dismiss

from .conftest import OFFICE


@pytest.fixture
def registry(office):
    opened = Registry.open(office.db)
    yield opened
    opened.close()


@pytest.fixture
def desk(registry):
    return registry.desk(registry.actor("supervisor", office=OFFICE), office=OFFICE, purpose="case")


def tag(desk, risk):
    return desk.find(RiskTag, F.risk == risk).rows[0]


def test_confirming_sets_the_day_of_review(desk):
    """A confirmed tag names who decided and is looked at again when its risk says so."""
    row = tag(desk, "left_behind")

    confirm(desk, row.id, base=row.version, reason="家访核实")
    values = desk.get(RiskTag, row.id).values

    today: date = day_of(system_clock())
    assert ("confirmed", "supervisor", "家访核实") == (values["status"], values["decided_by"], values["reason"])
    assert (today, today + months(3)) == (values["decided"], values["review"])


def test_dismissing_needs_a_reason(desk):
    """A suggestion is not wiped away without a word."""
    row = tag(desk, "disability")

    with pytest.raises(Invalid, match="reason: is missing"):
        dismiss(desk, row.id, base=row.version, reason=" ")
    dismiss(desk, row.id, base=row.version, reason="证件属于他人")

    assert "dismissed" == desk.get(RiskTag, row.id).values["status"]


def test_real_tags_are_never_confirmed_in_bulk(desk):
    """On real children a person looks at each tag."""
    with pytest.raises(Refused, match="look at each one"):
        confirm_demo(desk)

    assert "suggested" == tag(desk, "left_behind").values["status"]


def test_made_up_tags_may_be_confirmed_in_bulk(demo_office):
    """A demonstration is confirmed by its supervisor, and the journal names them."""
    registry = Registry.open(demo_office.db)
    desk = registry.desk(registry.actor("child_supervisor", office=OFFICE), office=OFFICE, purpose="case", via="cli")

    assert (3, 0) == (confirm_demo(desk), confirm_demo(desk))
    registry.close()
    assert {("child_supervisor", "cli", "case")} == {entry[:3] for entry in demo_office.entries("transition")}
