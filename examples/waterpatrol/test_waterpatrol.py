"""How an office tests its own module: `minorcare.testing` gives a registry, a street and somebody to act as."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import waterpatrol

from minorcare import F, Registry, RiskTag
from minorcare.conformance import plugin_checks
from minorcare.testing import Street, desk_as, registry_in, street


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    made = registry_in(tmp_path, waterpatrol)
    yield made
    made.close()


@pytest.fixture
def made(registry: Registry) -> Street:
    return street(registry)


@pytest.mark.parametrize("check", plugin_checks, ids=lambda check: check.__name__)
def test_plugin_keeps_the_rules(check: Callable[[object], None]) -> None:
    """Names, labels, levels, sources: what every plugin keeps."""
    check(waterpatrol)


def test_open_sighting_suggests_water_risk(registry: Registry, made: Street) -> None:
    """One open sighting is enough for a suggestion, for that child only."""
    desk = desk_as(registry, "supervisor")
    desk.save(waterpatrol.Sighting(minor=made.minors[0], place="南河闸口", seen_on=desk.day))

    tags = desk.find(RiskTag, F.risk == "waterpatrol.near_water").rows

    assert [(made.minors[0], "suggested")] == [(tag.values["minor"], tag.values["status"]) for tag in tags]


def test_liaison_sees_sightings_of_the_own_community_only(registry: Registry, made: Street) -> None:
    """Row scope follows the child: nothing had to be declared for it."""
    desk = desk_as(registry, "supervisor")
    for minor in made.minors:
        desk.save(waterpatrol.Sighting(minor=minor, place="南河闸口", seen_on=desk.day))

    seen = desk_as(registry, "liaison_one").find(waterpatrol.Sighting).rows

    assert {"530111004001"} == {row.area for row in seen}
