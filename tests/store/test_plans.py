"""The plans SQLite makes: an index where there is one, whatever the file happens to hold; and long rows as JSON."""

from types import ModuleType

import orjson
import pytest

from minorcare.declare import Label, Record, field, kind
from minorcare.hooks import hookimpl
from minorcare.kinds import Circumstance, Member, Minor, RiskTag
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
    steps = plan(page(registry, desk, Minor), limit=51)
    assert any("minor__since (office=?)" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


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


def parent(relation, where):
    """The child's household has a member of this relation for whom *where* holds."""
    return exists(Member, (F.relation == relation) & where, on="household")


AWAY, ILL = exists(Circumstance, F.type == "works_away"), exists(Circumstance, F.type == "seriously_ill")


def test_what_several_rules_ask_is_found_once(asked):
    """The rules of an office share what they look for, however deep it stands in them."""
    registry, _, plan = asked
    one = parent("51", AWAY) & (F.sex == "1")
    statement = registry.store.reader().statements.findings((parent("51", AWAY), one, parent("52", AWAY)), "set")
    assert [1, 2] == [statement.sql.count(f'FROM "{table}"') for table in ("circumstance", "member")]
    assert ["MATERIALIZE s1", "MATERIALIZE s2"] == sorted(step for step in plan(statement) if "MATERIALIZE" in step)


def test_what_is_asked_once_is_looked_through(asked):
    """A set that one condition asks for is driven by it, as if it stood within."""
    registry, _, plan = asked
    steps = plan(registry.store.reader().statements.findings((parent("51", AWAY),), "set"))
    assert any("minor__household (office=? AND household=?)" in step for step in steps)
    assert not any("MATERIALIZE" in step or "SCAN" in step for step in steps)


def test_conditions_on_one_household_look_its_children_up_once(asked):
    """What both conditions find is intersected first: nobody is looked up who meets only one of them."""
    registry, _, plan = asked
    both = parent("51", AWAY) & parent("52", ILL)
    either = both | (parent("52", AWAY) & parent("51", ILL))
    for where in (both, either):
        statement = registry.store.reader().statements.findings((where,), "set")
        assert 1 == statement.sql.count('t1."household" IN ')
        assert not any("MULTI-INDEX OR" in step for step in plan(statement))


@pytest.mark.parametrize("shape", ["set", "point"])
def test_alternatives_over_one_link_read_its_records_once(asked, shape):
    """One circumstance or another is one question to the table of circumstances."""
    registry, _, _ = asked
    where = exists(Member, AWAY | ILL, on="household") | exists(Member, F.relation == "61", on="household")
    statement = registry.store.reader().statements.findings((where,), shape)
    assert [1, 1] == [statement.sql.count(f'FROM "{table}"') for table in ("member", "circumstance")]


def test_arms_share_what_they_ask(asked):
    """A page over several areas finds a set once, not once an area."""
    registry, desk, plan = asked
    steps = plan(page(registry, desk, Minor, parent("51", AWAY), arms=3), limit=51, leaves=["a", "b", "c"])
    assert ["MATERIALIZE s1", "MATERIALIZE s2"] == sorted(step for step in steps if "MATERIALIZE" in step)


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
