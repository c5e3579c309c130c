"""Counting a form: rows × columns, with the ids behind every cell, the period before, and what holds between columns.

Counted is through the actor's figures, as everywhere: what is above their level has no number. Cells of the table are asked for by
the ids they stand for, so that a number and the list behind it are one answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from minorcare.access import ceiling, trusted
from minorcare.declare import LEVELS
from minorcare.desk import Desk
from minorcare.errors import Refused
from minorcare.kinds import Area, AreaLevel
from minorcare.label import Label
from minorcare.query import F, Filter, Query, Tally, all_of, any_of, exists
from minorcare.query.questions import MAX_LIMIT
from minorcare.rules.ledger_settings import LedgerSettings
from minorcare.store.protocol import Reading
from minorcare.work.form_files import form_of
from minorcare.work.forms import REST, TOTAL, Column, Equation, Form, Period, about_minor, behind, sums
from minorcare.work.hiding import Cell, hidden, relations_of


@attrs.frozen(kw_only=True)
class Heading:
    """What a row or column is called, and which kind a column counts."""

    name: str
    label: Label


@attrs.frozen(kw_only=True)
class Table:
    """A form filled with numbers. A cell that its reader may not see, or that is too small for them, holds ``None``.

    Attributes:
        area: The part of the office it is about.
        recorded: The day whose end it shows the office at: the end of the period, or an earlier one if that lies ahead.
        cells: By row, the total last, and by column.
        ids: The records behind each cell of each row but the total, which is all of them; empty where only numbers were asked for.
        broken: Equations that do not hold, with the row.
    """

    form: Form
    period: Period
    area: str
    recorded: date
    rows: tuple[Heading, ...]
    cells: Mapping[Cell, int | None]
    ids: Mapping[Cell, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    broken: tuple[tuple[str, str], ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns."""
        return self.form.columns

    def row(self, name: str) -> tuple[int | None, ...]:
        """The numbers of one row, in the order of the columns."""
        return tuple(self.cells[name, column.name] for column in self.columns)


def figures(desk: Desk, name: str, *, day: date | None = None, area: str | None = None, below: int = 0) -> Table:
    """A form counted for the period that *day* (today, if not given) lies in, as its reader may see it.

    Args:
        desk: Of who asks.
        name: The form.
        day: A day of the period.
        area: A part of the office; all of it if not given.
        below: Hide counts below this, if the reader's role hides no more itself.

    Raises:
        Invalid: there is no such form.
        Refused: the actor's role has no figures of what it counts.
    """
    form = form_of(desk.catalog, name)
    return shown(desk, exact(desk, form, form.period_at(day or desk.day), area or desk.office), below=below)


def shown(desk: Desk, table: Table, *, below: int = 0) -> Table:
    """*table* as the desk's actor may see it: without columns above their level, and without small numbers.

    Exact small numbers are for who may open the lists behind them.
    """
    kept_back = {(row, c.name) for row in rows_of(table) for c in table.columns if not may_know(desk, c)}
    return suppressed(table, below=max(below, limit_of(desk)), kept_back=kept_back)


def suppressed(table: Table, *, below: int, kept_back: Collection[Cell] = ()) -> Table:
    """*table* without counts below *below*, without the cells *kept_back*, and without what would give them away."""
    counts = {cell: count or 0 for cell, count in table.cells.items()}
    equations = [equation.terms for equation in table.form.equations]
    relations = relations_of([r.name for r in table.rows], TOTAL, [c.name for c in table.columns], equations)
    unknown = {cell for cell, count in table.cells.items() if count is None}
    away = hidden(counts, relations, below=below, kept_back={*kept_back, *unknown})
    cells = {cell: None if cell in away else count for cell, count in table.cells.items()}
    # that an equation fails would tell something of cells that stay hidden
    return attrs.evolve(table, cells=cells, ids={}, broken=() if away else table.broken)


def limit_of(desk: Desk) -> int:
    """Below which count this actor sees none."""
    if desk.role.small_cells == 0 and desk.role.records is not None:
        return 0
    return desk.role.small_cells or desk.settings(LedgerSettings).print_below


def may_know(desk: Desk, column: Column) -> bool:
    """Whether the actor may know the numbers of a column."""
    kind = desk.catalog.kind(column.kind)
    level = ceiling(desk.actor, desk.role, kind, figures=True)
    reaches = level is not None and LEVELS.index(column.level) <= LEVELS.index(level)
    return desk.figures(kind).readable and reaches


def rows_of(table: Table) -> tuple[str, ...]:
    """The names of all rows, the total last."""
    return (*(row.name for row in table.rows), TOTAL)


def exact(desk: Desk, form: Form, period: Period, area: str) -> Table:
    """A form counted to the last one, for the office's own work: nothing of it goes to anybody but through :func:`shown`.

    Raises:
        Refused: the actor's role has no figures of what it counts.
    """
    counting = Counting(desk, form, period, area)
    rows, whole = tuple(counting.rows()), [c for c in form.columns if counting.whole(c)]
    ids = {(row, c.name): counting.ids(c, where, alone) for row, _, where, alone in rows for c in whole}
    names = [*(row[0] for row in rows), TOTAL]
    cells: dict[Cell, int | None] = {(row, c.name): None for row in names for c in form.columns}
    cells |= {cell: len(found) for cell, found in ids.items()}
    cells |= {(TOTAL, c.name): sum(len(ids[row[0], c.name]) for row in rows) for c in whole}
    headings = tuple(Heading(name=name, label=label) for name, label, _, _ in rows)
    return Table(
        form=form,
        period=period,
        area=area,
        recorded=counting.day,
        rows=headings,
        cells=cells,
        ids=ids,
        broken=broken(form, names, cells),
    )


def broken(form: Form, rows: Iterable[str], cells: Mapping[Cell, int | None]) -> tuple[tuple[str, str], ...]:
    """The equations that do not hold, with the row."""
    return tuple((one.text, row) for row in rows for one in form.equations if _fails(one, row, cells))


def _fails(equation: Equation, row: str, cells: Mapping[Cell, int | None]) -> bool:
    counts = {name: cells[row, name] for name, _ in equation.terms}
    known = {name: count for name, count in counts.items() if count is not None}
    return len(known) == len(counts) and sums(equation.terms, known) != 0


class Counting:
    """One form being counted at one desk, for one period and area."""

    def __init__(self, desk: Desk, form: Form, period: Period, area: str) -> None:
        """Ask the door for every column first: it refuses what the actor may not count, and notes that they did.

        Raises:
            Refused: the actor's role has no figures of a kind that is counted.
        """
        self._desk, self._form, self._period, self._area = desk, form, period, area
        self.day = min(period.ends, desk.day)
        self._reading: Reading = desk.store.reader()
        at = desk
        if self.day < desk.day:
            at, self._reading = desk.at(self.day), desk.store.at(desk.office, self.day, desk.figures, desk.day)
        self._asked = {column.name: column.asked(period, desk.catalog) for column in form.columns}
        for column in form.columns:
            if not may_know(desk, column):
                continue
            name = f"{form.name}.{column.name}"
            at.tally(Tally(name, column.kind, where=self._asked[column.name], label=column.label))
        if not any(may_know(desk, column) for column in form.columns):
            raise Refused(Label("您的岗位看不到这个报表", en="your role does not show this report"))

    def rows(self) -> Iterator[tuple[str, Label, Filter | None, Filter]]:
        """Name, label, condition on any record with an area or ``None``, and condition on a child, of each row."""
        inside = F.area.within(self._area)
        if self._form.rows:
            for name, label, where in self._form.row_filters(self._desk.catalog, self._period):
                yield name, label, None, all_of(inside, where)
            return
        codes = [code for code, _ in self._communities()]
        for code, name in self._communities():
            here = all_of(inside, F.area.within(code))
            yield f"a{code}", Label(name, en=name), here, here
        beyond = all_of(inside, ~any_of(*(F.area.within(code) for code in codes)))
        yield REST, Label("未分社区", en="In no community"), beyond, beyond

    def ids(self, column: Column, where: Filter | None, child: Filter) -> tuple[str, ...]:
        """The records behind one cell, in order."""
        asked, kind = self._asked[column.name], column.kind
        name = about_minor(self._desk.catalog, kind)
        if kind == "minor":
            asked = all_of(asked, child)
        elif column.count == "minors":
            kind, asked = "minor", all_of(child, exists(column.kind, asked, via=name))
        elif where is not None:
            asked = all_of(asked, where)
        else:
            asked = all_of(asked, behind(child, name) if name else child)
        desk = self._desk
        return tuple(sorted(self._reading.ids(desk.office, desk.catalog.kind(kind), asked, desk.figures, self.day)))

    def whole(self, column: Column) -> bool:
        """Whether the actor's count would be the whole of it: no record of its kind is above their level. Part of it would be false."""
        kind, desk = self._desk.catalog.kind(column.kind), self._desk
        if not may_know(desk, column):
            return False
        above = desk.figures(kind).masked_levels
        if kind.level_by is None or not above:
            return True
        higher = getattr(F, kind.level_by).is_in(above)
        return not self._reading.ids(desk.office, kind, higher, desk.figures, self.day)

    def _communities(self) -> Iterable[tuple[str, str]]:
        """Code and name of each community that lies in the area, or has it in it. What areas are called is no secret."""
        desk = self._desk
        query = Query(kind=Area, where=F.level == AreaLevel.COMMUNITY, order=("code",), limit=MAX_LIMIT)
        page = self._reading.find(desk.office, query, trusted, self.day)
        for row in page.rows:
            code: str = row.values["code"]
            if code.startswith(self._area) or self._area.startswith(code):
                yield code, row.values["name"]


def change(now: int | None, before: int | None) -> int | None:
    """By how much a number has changed; unknown where either is hidden."""
    return None if now is None or before is None else now - before
