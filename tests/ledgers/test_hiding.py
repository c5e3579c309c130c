"""No hidden number can be worked out from those shown."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.work.forms import Equation
from minorcare.work.hiding import hidden, relations_of

BELOW, MOST = 3, 7
ROWS, COLUMNS = ("north", "south"), ("all", "boys", "girls")
RELATIONS = relations_of(ROWS, "total", COLUMNS, [Equation.read("all = boys + girls").terms])


def table(numbers):
    """Every cell of the table in which north and south have so many boys and girls."""
    parts = dict(zip(itertools.product(ROWS, ("boys", "girls")), numbers, strict=True))
    parts |= {("total", sex): sum(parts[row, sex] for row in ROWS) for sex in ("boys", "girls")}
    return parts | {(row, "all"): parts[row, "boys"] + parts[row, "girls"] for row in (*ROWS, "total")}


ALL_TABLES = [table(numbers) for numbers in itertools.product(range(MOST + BELOW + 3), repeat=4)]


@settings(max_examples=150)
@given(numbers=st.tuples(*[st.integers(0, MOST)] * 4))
def test_whoever_knows_the_equations_finds_no_hidden_number(numbers):
    """An attacker who tries every table there can be is left with several values for each hidden cell."""
    counts = table(numbers)
    away = hidden(counts, RELATIONS, below=BELOW)
    shown = {cell: count for cell, count in counts.items() if cell not in away}
    possible = [each for each in ALL_TABLES if shown.items() <= each.items()]

    assert all(count >= BELOW for count in shown.values())
    assert [] == [cell for cell in away if len({each[cell] for each in possible}) == 1]


@settings(max_examples=150)
@given(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=8), below=st.sampled_from([5, 10]))
def test_rest_that_is_left_is_not_small(numbers, below):
    """What hidden rows add up to can be worked out from the total: it is nought of them, all of them, or no small number."""
    rows = [f"row{n}" for n in range(len(numbers))]
    counts = {(row, "x"): number for row, number in zip(rows, numbers, strict=True)}
    counts["total", "x"] = sum(numbers)
    away = hidden(counts, relations_of(rows, "total", ["x"], []), below=below)
    parts = [counts[cell] for cell in away if cell[0] != "total"]

    assert ("total", "x") in away or not parts or (len(parts) > 1 and sum(parts) >= below) or len(parts) == len(rows)


def test_at_the_edge_of_the_limit():
    """A count of the limit itself is shown, one less is hidden, and with it the smallest other."""
    rows, counts = ["a", "b", "c"], {("a", "x"): 5, ("b", "x"): 7, ("c", "x"): 9, ("total", "x"): 21}
    relations = relations_of(rows, "total", ["x"], [])

    assert frozenset() == hidden(counts, relations, below=5)
    assert {("a", "x"), ("b", "x")} == hidden(counts, relations, below=6)


def test_nothing_is_hidden_from_who_may_open_the_lists():
    """Without a limit every number stands, nought and one among them."""
    counts = {("a", "x"): 0, ("b", "x"): 1, ("total", "x"): 1}

    assert frozenset() == hidden(counts, relations_of(["a", "b"], "total", ["x"], []), below=0)


def test_what_is_kept_back_cannot_be_worked_out_either():
    """A column above a reader's level is hidden with what would give it away."""
    counts = table((9, 8, 7, 6))
    kept_back = {(row, "boys") for row in (*ROWS, "total")}
    away = hidden(counts, RELATIONS, below=3, kept_back=kept_back)
    gone = [row for row in (*ROWS, "total") if {(row, "all"), (row, "girls")} & away]

    assert kept_back < away
    assert [*ROWS, "total"] == gone


def one_row(**counts):
    return {("row", name): count for name, count in counts.items()}


def related(*terms):
    return [{("row", name): factor for name, factor in each.items()} for each in terms]


def test_three_sums_in_a_ring_are_worked_out_together():
    """Each sum alone leaves both its parts open; the three of them give every part, so one sum is hidden too."""
    counts = one_row(x=4, y=4, z=4, xy=8, yz=8, zx=8)
    relations = related({"x": 1, "y": 1, "xy": -1}, {"y": 1, "z": 1, "yz": -1}, {"z": 1, "x": 1, "zx": -1})
    parts = {("row", name) for name in "xyz"}

    assert parts < hidden(counts, relations, below=5)


def test_range_narrower_than_the_limit_is_too_narrow():
    """A hidden total that can lie between ten and thirteen leaves the part beside ten no more than three."""
    counts = one_row(x=2, seen=10, total=12, other=1, whole=13)
    relations = related({"x": 1, "seen": 1, "total": -1}, {"total": 1, "other": 1, "whole": -1})
    away = hidden(counts, relations, below=5, kept_back=[("row", "total")])

    assert {("row", "seen"), ("row", "whole")} & away
