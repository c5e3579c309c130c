"""Whatever is asked, the store answers as the plain-Python meaning of the question does, in every shape."""

from datetime import date
from itertools import permutations, product

import attrs
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from minorcare.access import trusted
from minorcare.declare import Id
from minorcare.kinds import Circumstance, Duplicate, Member, RiskTag
from minorcare.query import F, Given, Not, Query, all_of, any_of, check, exists, holds, operators, resolve
from minorcare.query.evaluate import _Asker
from minorcare.query.tree import Compare
from minorcare.store.sources import Binding
from minorcare.testing import OFFICE
from minorcare.testing.strategies import paths

DAY = date(2026, 11, 24)


def expected(world, kind, asked, given=None):
    return {
        id_
        for id_, values in world.records[kind.name].items()
        if holds(asked, kind, values, world, DAY, given=given or {})
    }


def by_set(registry, kind, asked, given=None):
    return set(registry.store.reader().ids(OFFICE, kind, asked, trusted, DAY, given))


def by_point(registry, kind, asked, world):
    reader = registry.store.reader()
    asked = all_of(F.id.is_in(Given("ids")), asked)
    return {
        id_
        for id_ in world.records[kind.name]
        if reader.ids(OFFICE, kind, asked, trusted, DAY, {"ids": [id_]}, point=True)
    }


def by_findings(registry, asked):
    """The same of many questions in one statement, as rules are run."""
    statement, reader = registry.store.statements.findings(tuple(asked), "set"), registry.store.reader()
    found = [set() for _ in asked]
    for number, id_ in reader.conn.execute(statement.sql, statement.arguments(Binding(office=OFFICE, day=DAY))):
        found[number].add(id_)
    return found


def by_page(registry, kind, asked, order, form):
    """The ids of all pages of three, and how often each came."""
    reader, found, after = registry.store.reader(), [], None
    while True:
        query = Query(kind=kind.name, where=asked, order=order, after=after, limit=3)
        if form == "rows":
            page = reader.find(OFFICE, query, trusted, DAY)
            found += [row.id for row in page.rows]
        else:
            import orjson

            page = reader.find_json(OFFICE, query, trusted, DAY)
            found += [row["id"] for row in orjson.loads(page.body)]
        after = page.next
        if after is None:
            return found


def orders(registry, kind):
    known = [p.names[0] for p in paths(kind, registry.catalog.kinds, 0) if p.function is None]
    good = [name for name in known if not check.order_problems((name,), kind, registry.catalog.kinds)]
    signed = [sign + name for name in good for sign in ("", "-")]
    return st.lists(st.sampled_from(signed), max_size=2, unique_by=lambda name: name.lstrip("-")).map(tuple)


def every_comparison(registry, world, kind):
    """Each path with each operator that goes with it, the values taken from the records there are."""
    for path in paths(kind, registry.catalog.kinds):
        end = resolve(path, kind, registry.catalog.kinds)
        asker = _Asker(world=world, day=DAY, given={})
        there = [
            v
            for v in (asker.value(path, kind, one) for one in world.records[kind.name].values())
            if v not in (None, ())
        ]
        some = sorted({v[0] if isinstance(v, tuple) else v for v in there if end.type.name != "values"}, key=str)[:2]
        for op in operators(end):
            if op == "empty":
                yield Compare(path, op, True)
            elif op == "in":
                yield from [Compare(path, op, tuple(some))] if some else []
            else:
                yield from (Compare(path, op, value) for value in some)


@pytest.mark.parametrize(
    "name", ["minor", "member", "circumstance", "risk_tag", "difficulty_recognition", "officer", "area"]
)
def test_every_path_takes_every_operator_that_goes_with_it(quiet, tools, name):
    """There is no comparison that passes the checks and means something else, or nothing, to the store."""
    world, kind = tools.world_of(quiet), quiet.catalog.kind(name)
    for asked in every_comparison(quiet, world, kind):
        assert () == check.problems(asked, kind, quiet.catalog.kinds, quiet.catalog.codes)
        wanted = expected(world, kind, asked)
        assert (asked, wanted) == (asked, by_set(quiet, kind, asked))
        assert (asked, set(world.records[name]) - wanted) == (asked, by_set(quiet, kind, Not(asked)))


@settings(max_examples=15)
@given(st.data())
def test_shapes_agree_with_each_other_and_with_the_meaning(fresh, questions, tools, data):
    """Set, point and page find the records for which the question holds, each once, and ``~f`` finds all others."""
    registry = fresh()
    registry.found(OFFICE, *data.draw(tools.populations(registry), label="records"))
    world = tools.world_of(registry)
    kinds = tools.kept_kinds(registry)
    for _ in range(12):
        kind = kinds[data.draw(st.sampled_from(list(kinds)), label="kind")]
        asked = data.draw(questions(kind.name), label="filter")
        order = data.draw(orders(registry, kind), label="order")
        assert () == check.problems(asked, kind, registry.catalog.kinds, registry.catalog.codes)
        wanted = expected(world, kind, asked)
        everything = set(world.records[kind.name])
        assert wanted == by_set(registry, kind, asked)
        assert everything - wanted == by_set(registry, kind, Not(asked))
        assert wanted == by_point(registry, kind, asked, world)
        for form in ("rows", "json"):
            paged = by_page(registry, kind, asked, order, form)
            note(paged)
            assert sorted(wanted) == sorted(paged)


PARTS = (
    exists(Member, F.relation == "51", on="household"),
    exists(Member, F.relation == "52", on="household"),
    exists(Member, exists(Circumstance, F.type == "works_away"), on="household"),
    F.household.code.is_in(("JM-03", "JM-04")),
    exists(RiskTag, F.risk == "left_behind"),
    exists(RiskTag, F.risk.is_in(("difficulty", "misbehaviour"))),
    exists(Duplicate, via="minor"),
    exists(Duplicate, via="other"),
    F.sex == "2",
)
"""Conditions on a child of which some look back over the same link, and some over another to the same records."""


def test_conditions_over_one_link_mean_what_they_say(registry, tools):
    """Intersected, united, merged, and shared between the rules of one statement, they find whom each of them finds."""
    registry.found(OFFICE, Duplicate(minor=Id("child-01"), other=Id("child-12")))
    world, minor = tools.world_of(registry), registry.catalog.kind("minor")
    assert all(0 < len(expected(world, minor, part)) < len(world.records["minor"]) for part in PARTS)
    asked = [made for a, b, c in permutations(PARTS, 3) for made in ((a & b) | c, (a | b) & c, (a & ~b) | c)]
    wanted = [expected(world, minor, one) for one in asked]
    assert wanted == [by_set(registry, minor, one) for one in asked]
    assert wanted == [found for n in range(0, len(asked), 60) for found in by_findings(registry, asked[n : n + 60])]
    some = list(zip(asked, wanted, strict=True))[::7]
    assert [found for _, found in some] == [by_point(registry, minor, one, world) for one, _ in some]


def test_a_long_question_is_read(quiet, tools):
    """However many conditions look back over one link, they stand side by side and not within each other."""
    world, minor = tools.world_of(quiet), quiet.catalog.kind("minor")
    members = [exists(Member, F.id != f"nobody-{n}", on="household") for n in range(100)]
    some = [PARTS[0] & PARTS[1] & members[n] for n in range(100)]
    for asked in (all_of(*members), any_of(*members), any_of(*some), all_of(*(one | PARTS[4] for one in members))):
        assert set() != expected(world, minor, asked) == by_set(quiet, minor, asked)


def test_a_page_over_several_areas_finds_what_each_of_them_holds(quiet, tools):
    """The areas of a page share the sets that its condition asks for, and each child comes once."""
    world, minor = tools.world_of(quiet), quiet.catalog.kind("minor")
    areas = {values["area"] for values in world.records["minor"].values()}
    for area, a, b in product(areas, PARTS, PARTS):
        view = attrs.evolve(trusted(minor), areas=(area[:12],))
        views = lambda kind, view=view: view if kind is minor else trusted(kind)  # noqa: E731
        found = quiet.store.reader().find(OFFICE, Query(kind="minor", where=a & b), views, DAY).rows
        inside = {id_ for id_, one in world.records["minor"].items() if one["area"].startswith(area[:12])}
        assert sorted(expected(world, minor, a & b) & inside) == sorted(row.id for row in found)


def test_a_scope_and_a_question_share_no_set(quiet):
    """A scope holds by what the office knows, the same condition asked by an actor by what that actor sees."""
    minor, tag = quiet.catalog.kind("minor"), quiet.catalog.kind("risk_tag")
    scope = exists(RiskTag)
    seen = {"minor": attrs.evolve(trusted(minor), where=scope), "risk_tag": attrs.evolve(trusted(tag), areas=("9",))}
    views = lambda kind: seen.get(kind.name, trusted(kind))  # noqa: E731
    reader = quiet.store.reader()
    assert by_set(quiet, minor, scope) == set(reader.ids(OFFICE, minor, F.sex.is_in(("1", "2")), views, DAY)) != set()
    assert () == reader.ids(OFFICE, minor, scope, views, DAY)
