"""Whatever is asked, the store answers as the plain-Python meaning of the question does, in every shape."""

from datetime import date

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from minorcare.access import trusted
from minorcare.query import F, Given, Not, Query, all_of, check, holds, operators, resolve
from minorcare.query.evaluate import _Asker
from minorcare.query.tree import Compare
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


@settings(max_examples=80)
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
