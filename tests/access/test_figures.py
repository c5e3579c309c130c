"""Who sees figures and no list counts classes of people: what stands at the head of a count never names one."""

import pytest

from minorcare import Invalid
from minorcare.kinds import CensusResult, Minor, RiskTag
from minorcare.label import Label
from minorcare.query import Tally
from minorcare.testing import desk_as

FIGURES = ("leader", "superior")


def counted(kind, *by):
    return Tally("test", kind, by=by, label=Label("测试", en="Test"))


@pytest.mark.parametrize("role", FIGURES)
@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Minor, "name"),
        (Minor, "birth_date"),
        (Minor, "id"),
        (Minor, "household"),
        (Minor, "school"),
        (Minor, "no"),
        (RiskTag, "minor"),
        (RiskTag, "minor.name"),
    ],
)
def test_a_count_by_what_names_somebody_is_refused(quiet, role, kind, by):
    """However small the count, its head would have said the name."""
    with pytest.raises(Invalid) as refused:
        desk_as(quiet, role).tally(counted(kind, by))
    assert ["by"] == [problem.at for problem in refused.value.problems]


@pytest.mark.parametrize("role", FIGURES)
@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Minor, "sex"),
        (Minor, "area.community"),
        (Minor, "birth_date.age"),
        (RiskTag, "status"),
        (RiskTag, "minor.sex"),
        (CensusResult, "round"),
    ],
)
def test_a_count_by_classes_is_answered(quiet, role, kind, by):
    """Codes, states, communities, ages, and what is about nobody."""
    desk_as(quiet, role).tally(counted(kind, by))


def test_who_may_list_them_may_count_by_them(quiet):
    """A child supervisor sees the names anyway."""
    reader = desk_as(quiet, "supervisor")
    assert {row.values["name"] for row in reader.find(Minor, limit=500).rows} == {
        count.key[0] for count in reader.tally(counted(Minor, "name"))
    }
