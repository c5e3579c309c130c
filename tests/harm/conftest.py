"""What tests of mandatory reports share: the desks of who receives them, who sends them, and who knows nothing of them."""

import pytest

from minorcare.testing import desk_as


@pytest.fixture
def head(registry):
    """Of the station head, who receives what nobody was told in person."""
    return desk_as(registry, "head")


@pytest.fixture
def supervisor(registry):
    """Of the child supervisor, who reads reports too."""
    return desk_as(registry, "supervisor")


@pytest.fixture
def liaison(registry):
    """Of the second community, in which some of the children live: sends reports and reads none."""
    return desk_as(registry, "liaison_two")
