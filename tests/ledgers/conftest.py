"""Desks of the street of the kit, and what is frozen again and again."""

import pytest

from minorcare.testing import desk_as


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def supervisor(registry):
    return desk_as(registry, "supervisor")


@pytest.fixture
def leader(registry):
    """Sees figures, none below five, and no record."""
    return desk_as(registry, "leader")


@pytest.fixture
def superior(registry):
    """Sees figures up to sensitive ones, none below ten, and no record."""
    return desk_as(registry, "superior")
