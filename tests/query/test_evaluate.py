"""What filters mean."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import days
from minorcare.query import (
    EVERYTHING,
    NOTHING,
    Compare,
    F,
    Given,
    World,
    all_of,
    any_of,
    exists,
    holds,
    resolve,
    today,
)


@pytest.fixture(scope="session")
def world(town):
    """Two children of one household, one visited; a third who lives nowhere."""
    return World(
        kinds=town.kinds,
        terms=town.terms,
        records={
            "household": {"h": {"id": "h", "address": "3 Lake Road", "area": "530111004002/07/"}},
            "child": {
                "li": {
                    "id": "li", "name": "Li Lei", "birth_date": date(2020, 11, 23), "area": "530111004002/07/3/", "household": "h",
                    "needs": ("study",), "siblings": 1, "since": datetime(2026, 11, 23, 16, tzinfo=UTC),
                },
                "han": {"id": "han", "name": "Han", "birth_date": date(2020, 11, 24), "area": "530111004", "household": "h", "needs": ()},
                "wu": {"id": "wu", "name": "Wu", "needs": ()},
            },
            "visit": {
                "v": {"id": "v", "child": "li", "visited_on": date(2026, 10, 25), "due": date(2026, 10, 25), "status": "done"},
                "lost": {"id": "lost", "child": "nobody", "status": "planned"},
            },
            "member": {"m": {"id": "m", "household": "h", "name": "Ma", "away": True}},
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        (EVERYTHING, {"li", "han", "wu"}),
        (NOTHING, set()),
        (F.siblings == 1, {"li"}),
        (F.siblings != 1, {"han", "wu"}),
        (F.siblings != 2, {"li", "han", "wu"}),
        (F.siblings < 2, {"li"}),
        (~(F.siblings < 2), {"han", "wu"}),
        (F.siblings.is_in([1, 2]), {"li"}),
        (F.siblings.is_empty, {"han", "wu"}),
        (F.needs.is_empty, {"han", "wu"}),
        (F.needs.contains("study"), {"li"}),
        (F.name.contains("i L"), {"li"}),
        (F.name.matches("lei"), {"li"}),
        (F.matches(" HA n"), {"han"}),
        (F.matches(" "), set()),
        (F.area.within("530111004002"), {"li"}),
        (F.area.within("530111004"), {"li", "han"}),
        (F.area.within("530111004002/07/"), {"li"}),
        (F.area.community == "530111004002", {"li"}),
        (F.area.community.is_empty, {"han", "wu"}),
        (F.birth_date.age >= 6, {"li"}),
        (F.birth_date.age < 6, {"han"}),
        (F.birth_date < today() - days(2192), set()),
        (F.birth_date < today() - days(2191), {"li"}),
        (F.since >= today(), {"li"}),
        (F.since > today(), set()),
        (F.household.address == "3 Lake Road", {"li", "han"}),
        (F.household.address != "3 Lake Road", {"wu"}),
        (F.name == F.name, {"li", "han", "wu"}),
        (F.siblings == F.siblings, {"li"}),
        (F.siblings != F.siblings, set()),
        (F.id.is_in(Given("ids")), {"wu"}),
        (exists("visit"), {"li"}),
        (exists("visit", F.visited_on == F.due), {"li"}),
        (exists("visit", F.status == "planned"), set()),
        (~exists("visit"), {"han", "wu"}),
        (exists("member", F.away == True, on="household"), {"li", "han"}),  # noqa: E712
    ],
)
def test_a_filter_finds_whom_it_says(town, world, asked, who):
    """An empty value fails every comparison but `ne` and `empty`; age is reached on the day after the birthday."""
    found = {
        id_
        for id_, values in world.records["child"].items()
        if holds(asked, town.child, values, world, town.day, given={"ids": ("wu",)})
    }

    assert who == found


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        (F.area.within("530111004002"), {"v"}),
        (F.child.name == "Li Lei", {"v"}),
        (F.child.name.is_empty, {"lost"}),
        (F.child.household.area.within("530111"), {"v"}),
    ],
)
def test_a_record_lies_where_its_child_lies(town, world, asked, who):
    """And what lies behind a reference to nothing is empty."""
    found = {id_ for id_, values in world.records["visit"].items() if holds(asked, town.visit, values, world, town.day)}

    assert who == found


def rows(town, data):
    world = data.draw(town.worlds())
    kind = data.draw(
        st.sampled_from([town.kinds[name] for name, made in world.records.items() if made] or [town.child])
    )
    return (
        kind,
        list(world.records.get(kind.name, {}).values()),
        lambda asked, row: holds(asked, kind, row, world, town.day),
    )


@given(st.data())
def test_a_filter_and_its_negation_split_all_rows(town, data):
    """Every row is found by exactly one of the two, empty values or not."""
    kind, made, found = rows(town, data)
    asked = data.draw(town.filters(kind))

    for row in made:
        assert 1 == found(asked, row) + found(~asked, row)


@given(st.data())
def test_negation_turns_and_into_or(town, data):
    """De Morgan's laws hold, which they would not with three values."""
    kind, made, found = rows(town, data)
    first, second = data.draw(town.filters(kind, depth=1)), data.draw(town.filters(kind, depth=1))

    for row in made:
        assert found(~(first & second), row) == found(~first | ~second, row)
        assert found(~(first | second), row) == found(~first & ~second, row)


@given(st.data())
def test_a_value_is_less_equal_more_or_empty(town, data):
    """The comparisons of an ordered field split all rows, and `ne` is whatever `eq` is not."""
    kind, made, found = rows(town, data)
    ordered = [
        each
        for each in town.paths_of(kind)
        if resolve(each, kind, town.kinds).type.name in ("int", "date", "datetime", "decimal")
    ]
    path = data.draw(st.sampled_from(ordered))
    asked = data.draw(town.compares(kind, paths=(path,), ops=("lt",), right=("value",)))
    less, same, more, empty, other = (Compare(path, op, asked.right) for op in ("lt", "eq", "gt", "empty", "ne"))
    empty = Compare(path, "empty", True)

    for row in made:
        assert 1 == sum(found(each, row) for each in (less, same, more, empty))
        assert found(other, row) != found(same, row)
        assert found(Compare(path, "lte", asked.right), row) == found(less | same, row)
        assert found(Compare(path, "gte", asked.right), row) == found(more | same, row)


@given(st.data())
def test_one_of_is_equal_to_one_or_another(town, data):
    """`in` is an `or` of `eq`."""
    kind, made, found = rows(town, data)
    asked = data.draw(town.compares(kind, ops=("in",)))
    each = any_of(*(Compare(asked.left, "eq", value) for value in asked.right))

    for row in made:
        assert found(asked, row) == found(each, row)


@given(st.data())
def test_joins_are_what_python_says(town, data):
    """All of nothing is everything, any of nothing is nothing."""
    kind, made, found = rows(town, data)
    parts = data.draw(st.lists(town.filters(kind, depth=1), max_size=3))

    for row in made:
        assert found(all_of(*parts), row) == all(found(part, row) for part in parts)
        assert found(any_of(*parts), row) == any(found(part, row) for part in parts)


def test_every_word_of_a_search_must_be_found(town):
    """`张san` is two words, and each begins some term of the name."""
    world = World(kinds=town.kinds, records={}, terms=lambda name: {name, "zhangsan", "san"}, words=str.split)

    def found(text):
        return holds(F.matches(text), town.child, {"name": "张三"}, world, town.day)

    assert found("张 san")
    assert not found("张 si")
    assert not found("")


def test_a_hole_left_open_raises(town, world):
    """Nothing is guessed."""
    with pytest.raises(KeyError):
        holds(F.id == Given("id"), town.child, world.records["child"]["li"], world, town.day)
