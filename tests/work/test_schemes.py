"""Figures of a scheme: persons once, of its own ages, group by group as the scheme says."""

from datetime import date

import pytest

from minorcare.declare import Id
from minorcare.kinds import MisbehaviourAct, RiskTag, SeriousAct
from minorcare.testing import desk_as
from minorcare.work.reports import groups


@pytest.fixture
def desk(registry):
    """The street of the kit; one child has both sorts of acts, another is nineteen, and a third is four."""
    desk = desk_as(registry, "supervisor")
    desk.save(SeriousAct(minor=Id("child-03"), act="S03", happened=desk.day, source="police", document="1号"))
    desk.save(MisbehaviourAct(minor=Id("child-08"), act="B01", happened=desk.day, source="school"))
    for child, birth in (("child-05", date(2007, 6, 1)), ("child-02", date(2022, 6, 1))):
        desk.change("minor", child, base=desk.get("minor", child).version, birth_date=birth)
    desk.save(RiskTag(minor=Id("child-05"), risk="misbehaviour", level="restricted", found=date(2026, 11, 1)))
    desk.save(RiskTag(minor=Id("child-05"), risk="disability", found=date(2026, 11, 1)))
    return desk


def persons(found):
    return {group.name: group.persons for group in found.groups}


def test_a_person_with_two_risks_of_a_group_is_one(desk):
    """Misbehaviour and serious misbehaviour are one group of the national five: three persons, four tags."""
    (group,) = [group for group in groups(desk, "national_five").groups if group.name == "misbehaviour"]

    assert (3, 4) == (group.persons, group.suggested)
    assert "有不良行为或严重不良行为青少年" == group.label.zh


def test_each_scheme_counts_its_own_ages(desk):
    """Who is nineteen is in no minors' register, and in the national list; who is four is in the register alone."""
    assert {"misbehaviour": 2, "disability": 1} == {
        name: persons(groups(desk, "jinma_2024"))[name] for name in ("misbehaviour", "disability")
    }
    assert persons(groups(desk)) == persons(groups(desk, "jinma_2024"))
    assert 3 == persons(groups(desk, "jinma_2024"))["left_behind"]
    assert 2 == persons(groups(desk, "national_five"))["left_behind"]
