"""The embedded store keeps every rule of a store."""

import sqlite3

import pytest

from minorcare.conformance import Place, store_checks
from minorcare.testing import SetClock, registry_in


def contents(path):
    """Every row of every table, as it stands on disk."""
    conn = sqlite3.connect(path)
    try:
        names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    finally:
        conn.close()


@pytest.fixture
def place(tmp_path):
    clock = SetClock()
    registry = registry_in(tmp_path, clock=clock)
    yield Place(
        registry=registry, clock=clock, url=str(registry.store.path), dump=lambda: contents(registry.store.path)
    )
    registry.close()


@pytest.mark.parametrize("check", store_checks, ids=lambda check: check.__name__)
def test_rule_of_stores(check, place):
    """See the check's own docstring, which is the rule."""
    check(place)
