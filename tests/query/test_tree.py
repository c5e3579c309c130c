"""How a filter is written, and what it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import Span, days, months
from minorcare.declare import Label
from minorcare.errors import DeclarationError
from minorcare.query import (
    EVERYTHING,
    NOTHING,
    And,
    Compare,
    Exists,
    F,
    Given,
    Not,
    Or,
    Path,
    Query,
    Tally,
    Term,
    Today,
    all_of,
    any_of,
    exists,
    today,
)


@pytest.mark.parametrize(
    ("written", "op"),
    [(F.x == 1, "eq"), (F.x != 1, "ne"), (F.x < 1, "lt"), (F.x <= 1, "lte"), (F.x > 1, "gt"), (F.x >= 1, "gte")],
)
def test_operators_become_comparisons(written, op):
    """Each Python comparison is one node with the path as names."""
    assert Compare(Path(("x",)), op, 1) == written


def test_methods_become_comparisons():
    """What Python has no sign for is a method."""
    assert Compare(Path(("x",)), "in", (1, 2)) == F.x.is_in([1, 2])
    assert Compare(Path(("x",)), "empty", True) == F.x.is_empty
    assert Compare(Path(("x",)), "contains", "a") == F.x.contains("a")
    assert Compare(Path(("x",)), "within", "530111") == F.x.within("530111")
    assert Compare(Path(()), "matches", "zhang") == F.matches("zhang")


def test_paths_follow_references_and_end_in_a_function():
    """`F.minor.birth_date.age` is two names and a function."""
    assert Compare(Path(("minor", "birth_date"), "age"), "gte", 6) == (F.minor.birth_date.age >= 6)
    assert Compare(Path(("area",), "community"), "eq", "530111004002") == (F.area.community == "530111004002")


def parts_of(value):
    yield value
    for name in getattr(type(value), "__attrs_attrs__", ()):
        yield from parts_of(getattr(value, name.name))
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)


def test_the_tree_holds_no_terms():
    """A field on the right becomes a path too: equality of trees stays equality, and no node compares by making filters."""
    tree = exists("visit", (F.due < F.child.birth_date) & (F.a != F.b)) | ~(F.x >= F.y.age)

    assert [] == [part for part in parts_of(tree) if isinstance(part, Term)]


def test_equal_questions_are_equal_trees():
    """Filters compare and hash by what they say."""
    first, second = (F.a == 1) & (F.b == 2) & (F.c == 3), (F.a == 1) & ((F.b == 2) & (F.c == 3))

    assert first == second
    assert 1 == len({first, second})
    assert And((F.a == 1, F.b == 2, F.c == 3)) == first


def test_joining_one_part_is_that_part():
    """No filter is wrapped for nothing, and no parts are everything or nothing."""
    assert (F.a == 1) == all_of(F.a == 1) == any_of(F.a == 1)
    assert EVERYTHING == all_of()
    assert NOTHING == any_of()
    assert (F.a == 1) == all_of(EVERYTHING, F.a == 1)
    assert Or((F.a == 1, F.b == 1)) == (F.a == 1) | (F.b == 1)


def test_a_double_negation_is_none():
    """`~~f` is `f`."""
    assert Not(F.a == 1) == ~(F.a == 1)
    assert (F.a == 1) == ~~(F.a == 1)


@pytest.mark.parametrize("filter_", [F.a == 1, (F.a == 1) & (F.b == 1), ~(F.a == 1), exists("visit"), EVERYTHING])
def test_a_filter_has_no_truth_value(filter_):
    """`and`, `or`, `not`, `if` and chained comparisons would lose half of the filter: they raise and say what to write."""
    with pytest.raises(TypeError, match=r"write & for 'and'"):
        bool(filter_)
    with pytest.raises(TypeError):
        _ = F.a == 1 and F.b == 2
    with pytest.raises(TypeError):
        _ = 1 < F.a < 3


def test_a_term_has_no_truth_value():
    """Neither has a field alone."""
    with pytest.raises(TypeError, match=r"F\.boards == True"):
        bool(F.boards)


@pytest.mark.parametrize("compare", [lambda: F.a == None, lambda: F.a != None, lambda: F.a < None])  # noqa: E711
def test_comparing_with_none_raises(compare):
    """Emptiness is asked by name, because a comparison with an empty value is false."""
    with pytest.raises(TypeError, match="is_empty"):
        compare()


def test_a_kind_is_named_by_class_or_name(town):
    """A question holds the name, so that it can be stored."""
    assert Exists("visit", F.status == "done", via="child") == exists(town.Visit, F.status == "done", via="child")
    assert "visit" == Query(kind=town.Visit).kind == Tally("t", town.Visit, label=Label("走访")).kind


def test_a_class_that_is_no_kind_is_refused(town):
    """A plain subclass inherits the declaration of its parent, but is not what was declared."""

    class Subclass(town.Visit):
        pass

    with pytest.raises(DeclarationError, match="decorate it with @kind"):
        exists(Subclass)


@given(st.integers(-1000, 1000), st.integers(-100, 100))
def test_today_moves_by_spans(some_days, some_months):
    """`today() - days(30)` is a day to come, kept as a span."""
    moved = today() + days(some_days) - months(some_months)

    assert Today(Span(days=some_days, months=-some_months)) == moved
    assert today() == moved - days(some_days) + months(some_months)


def test_holes_may_stand_for_lists():
    """`Given` is bound when the question is asked."""
    assert Compare(Path(("minor",)), "in", Given("ids")) == F.minor.is_in(Given("ids"))
