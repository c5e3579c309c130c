"""The plans SQLite makes: an index where there is one, whatever the file happens to hold; and long rows as JSON."""

from types import ModuleType

import orjson
import pytest

from minorcare.declare import Label, Record, field, kind
from minorcare.hooks import hookimpl
from minorcare.kinds import Member, Minor, RiskTag
from minorcare.query import EVERYTHING, F, Given, Query, exists
from minorcare.store.sources import Binding
from minorcare.testing import OFFICE, desk_as, registry_in, street


@pytest.fixture
def asked(tmp_path):
    """A small street, and a way to see the plan of a statement on it."""
    registry = registry_in(tmp_path)
    street(registry)
    desk = desk_as(registry, "supervisor")
    reader = registry.store.reader()

    def plan(statement, **given):
        binding = Binding(office=OFFICE, day=desk.day, given=given)
        steps = reader.conn.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.arguments(binding))
        return [step[3] for step in steps]

    yield registry, desk, plan
    registry.close()


def page(registry, desk, cls, where=EVERYTHING, *, order=("-since",), arms=None):
    """The statement of a page."""
    statements, found = registry.store.reader().statements, registry.catalog.kind(cls)
    return statements.page(found, where, order, desk.views, "json", arms, follows=False)


@pytest.mark.parametrize("shape", ["set", "point"])
def test_a_condition_on_the_same_household_uses_its_index(asked, shape):
    """Screening looks the members of one household up, and does not read the office for each child."""
    registry, _, plan = asked
    where = ~exists(Member, F.responsible.is_empty, on="household")
    steps = plan(registry.store.reader().statements.findings((where,), shape), ids=["x"])
    assert any("member__household (office=? AND household=?)" in step for step in steps)


def test_a_page_of_the_office_comes_in_order_from_its_index(asked):
    """The newest fifty are read from an index, unsorted."""
    registry, desk, plan = asked
    (step,) = plan(page(registry, desk, Minor), limit=51)
    assert "minor__since (office=?)" in step


def test_arms_are_merged_and_none_is_sorted(asked):
    """A page over several areas takes the next row of each, in order."""
    registry, desk, plan = asked
    steps = plan(page(registry, desk, Minor, arms=3), limit=51, leaves=["a", "b", "c"])
    assert any("MERGE (UNION ALL)" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_what_is_about_one_child_is_looked_up(asked):
    """A list of what one child has does not read what all others have."""
    registry, desk, plan = asked
    steps = plan(page(registry, desk, RiskTag, F.minor == Given("minor")), limit=51, minor="x")
    assert any("risk_tag__minor (office=? AND minor=?)" in step for step in steps)


def test_a_row_of_many_fields_is_whole(tmp_path):
    """A kind with more fields than a function of SQLite takes arguments leaves the store whole, in order."""
    names = [f"field_{number}" for number in range(150)]
    made = {"__annotations__": dict.fromkeys(names, int | None)} | {
        name: field(default=None, label=Label("数", en="Number"), sensitivity="open") for name in names
    }
    wide = kind("many.wide", label=Label("宽", en="Wide"), roles=("station_head",))(type("Wide", (Record,), made))
    plugin = ModuleType("many")
    plugin.register_kinds = hookimpl(lambda: [wide])
    registry = registry_in(tmp_path, plugin)
    street(registry)
    registry.found(OFFICE, wide(**{name: number for number, name in enumerate(names)}))
    (row,) = orjson.loads(desk_as(registry, "head").find_json(Query(kind=wide)).body)
    assert [row[name] for name in names] == list(range(150))
    assert [name for name in row if name.startswith("field_")] == names
    registry.close()
