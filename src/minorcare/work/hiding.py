"""Which cells of a table stay hidden, so that no small number can be read off it or worked out from it.

Hidden is every cell below the limit, nought included, and as many others as it takes (complementary suppression): whoever knows
that rows add up to the total, and which equations hold between columns, must not be able to work a hidden cell out, nor a sum of
hidden cells that is itself small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

Cell = tuple[str, str]
"""Row and column."""
Relation = Mapping[Cell, int]
"""Cells and the factors with which they add up to nought."""


def hidden(
    counts: Mapping[Cell, int], relations: Sequence[Relation], *, below: int, kept_back: Collection[Cell] = ()
) -> frozenset[Cell]:
    """The cells not to be shown.

    Args:
        counts: Every cell of the table.
        relations: What readers know to hold between cells.
        below: Counts below this are hidden; 0 hides none.
        kept_back: Cells that are hidden whatever they hold, such as those above a reader's level.
    """
    chosen = {cell for cell, count in counts.items() if count < below} | set(kept_back)
    while more := _more(counts, relations, chosen, below):
        chosen.add(more)
    return frozenset(chosen)


def relations_of(
    rows: Sequence[str], total: str, columns: Sequence[str], equations: Iterable[Sequence[tuple[str, int]]]
) -> list[Relation]:
    """Rows add up to the total in each column, and each equation between columns holds in each row."""
    found: list[Relation] = [{**{(row, column): 1 for row in rows}, (total, column): -1} for column in columns]
    for terms in equations:
        found += [{(row, column): factor for column, factor in terms} for row in (*rows, total)]
    return found


def _more(counts: Mapping[Cell, int], relations: Sequence[Relation], chosen: set[Cell], below: int) -> Cell | None:
    """One more cell to hide: the smallest one that helps; none if nothing can be worked out any more."""
    for relation in relations:  # what is seen at a glance first: the rest takes longer
        inside = [cell for cell in relation if cell in chosen]
        if inside and _tells(counts, relation, inside, below):
            return _smallest(counts, relation, chosen)
    known = {*_worked_out(relations, chosen), *_cornered(counts, relations, chosen, below)}
    for relation in relations:
        if known.intersection(relation) and (more := _smallest(counts, relation, chosen)):
            return more
    return None


def _smallest(counts: Mapping[Cell, int], relation: Relation, chosen: set[Cell]) -> Cell | None:
    return min((cell for cell in relation if cell not in chosen), key=lambda cell: (counts[cell], cell), default=None)


def _tells(counts: Mapping[Cell, int], relation: Relation, inside: list[Cell], below: int) -> bool:
    """Whether the cells shown give away one hidden cell, or a sum of hidden ones that is small."""
    if len(inside) == len(relation):
        return False
    same_side = len({relation[cell] > 0 for cell in inside}) == 1
    return len(inside) == 1 or (same_side and sum(counts[cell] for cell in inside) < below)


def _worked_out(relations: Sequence[Relation], chosen: set[Cell]) -> Iterable[Cell]:
    """The hidden cells that a combination of equalities gives away: those a row of the reduced system names alone."""
    rows = [{c: Fraction(f) for c, f in relation.items() if c in chosen} for relation in relations]
    rows = [row for row in rows if row]
    reduced: list[dict[Cell, Fraction]] = []
    while rows:
        row = rows.pop()
        pivot = min(row)
        row = {cell: factor / row[pivot] for cell, factor in row.items()}
        rows = [left for other in rows if (left := _without(other, row, pivot))]
        reduced = [left for other in reduced if (left := _without(other, row, pivot))] + [row]
    return [next(iter(row)) for row in reduced if len(row) == 1]


def _without(other: dict[Cell, Fraction], row: Mapping[Cell, Fraction], pivot: Cell) -> dict[Cell, Fraction]:
    factor = other.get(pivot)
    if factor is None:
        return other
    cells = {**dict.fromkeys(other), **dict.fromkeys(row)}
    left = {cell: other.get(cell, Fraction(0)) - factor * row.get(cell, Fraction(0)) for cell in cells}
    return {cell: value for cell, value in left.items() if value}


def _cornered(
    counts: Mapping[Cell, int], relations: Sequence[Relation], chosen: set[Cell], below: int
) -> Iterable[Cell]:
    """The hidden cells that can only lie in a range narrower than the limit, since no count is below nought."""
    low: dict[Cell, int] = dict.fromkeys(chosen, 0)
    high: dict[Cell, int | None] = dict.fromkeys(chosen, None)
    for _ in range(len(relations) + 1):
        before = dict(low), dict(high)
        for relation in relations:
            _narrow(counts, relation, low, high)
        if (low, high) == before:
            break
    return [cell for cell in chosen if (most := high[cell]) is not None and most - low[cell] < below]


def _narrow(counts: Mapping[Cell, int], relation: Relation, low: dict[Cell, int], high: dict[Cell, int | None]) -> None:
    """Narrow the range of each hidden cell of one relation by what the others can at most and at least be."""
    for cell in relation:
        if cell not in low:
            continue
        factor = relation[cell]
        least: int | None = 0
        most: int | None = 0
        for other, weight in relation.items():
            if other == cell:
                continue
            share = -weight * factor  # factors are 1 or -1: the cell is the sum of these shares
            floor, ceiling = (counts[other], counts[other]) if other not in low else (low[other], high[other])
            ends = (floor, ceiling) if share > 0 else (ceiling, floor)
            least = None if least is None or ends[0] is None else least + share * ends[0]
            most = None if most is None or ends[1] is None else most + share * ends[1]
        low[cell] = max(low[cell], least) if least is not None else low[cell]
        if most is not None:
            high[cell] = most if (known := high[cell]) is None else min(known, most)
