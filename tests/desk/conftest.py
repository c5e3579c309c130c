"""Desks of the street of the kit."""

import pytest

from minorcare.testing import desk_as


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def liaison(registry):
    """A community liaison of the second community, whose ceiling is sensitive."""
    return desk_as(registry, "liaison_two")
