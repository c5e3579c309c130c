"""Two offices in one file, and whoever moves a child between them."""

from types import SimpleNamespace

import pytest

from minorcare.kinds import Area, AreaLevel, Officer
from minorcare.testing import OFFICE, desk_as

OTHER = "530111005"
PLACE = f"{OTHER}001"


def second_office(registry):
    """Open a second office with one community and its people."""
    registry.open_office(OTHER)
    registry.found(
        OTHER,
        Area(code=OTHER, name="测试邻街道", level=AreaLevel.STREET),
        Area(code=PLACE, name="测试邻社区", level=AreaLevel.COMMUNITY),
        Officer(account="supervisor", name="测试邻督导", role="child_supervisor", posted_to=OTHER),
        Officer(account="neighbour", name="测试邻站长", role="station_head", posted_to=OTHER),
        Officer(account="liaison", name="测试邻联络", role="community_liaison", posted_to=PLACE),
    )


@pytest.fixture(scope="session")
def open_second():
    """Opens the second office in a registry."""
    return second_office


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def supervisor(registry):
    return desk_as(registry, "supervisor")


@pytest.fixture
def neighbours(registry):
    """The second office: its head's desk, the system's, and the desk here of the system."""
    second_office(registry)
    return SimpleNamespace(
        office=OTHER,
        area=PLACE,
        head=desk_as(registry, "neighbour", office=OTHER),
        liaison=desk_as(registry, "liaison", office=OTHER),
        system=registry.system_desk(OTHER),
        own=registry.system_desk(OFFICE),
    )
