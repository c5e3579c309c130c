"""The rows of a matched sheet as typed records, with every problem at its cell: what an import shows before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

import attrs

from minorcare.declare import checks
from minorcare.declare.codes import Codes
from minorcare.declare.record import new_id
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.surfaces import sheet_twins
from minorcare.surfaces.cells import Ask, CellProblem, Key, read_cell
from minorcare.surfaces.layouts import Match
from minorcare.surfaces.sheets import Cell, Sheet
from minorcare.surfaces.targets import Target

FOOTERS = (
    "合计",
    "小计",
    "总计",
    "共计",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "审核人",
    "负责人",
    "说明",
    "注：",
    "备注：",
    "导出时间",
)
"""With these begin rows below the data that hold no record."""


@attrs.frozen(kw_only=True)
class Link:
    """A reference to another record of the same row, by its target's name."""

    target: str


@attrs.frozen(kw_only=True)
class ParsedRow:
    """One row, read.

    Attributes:
        number: The row in its sheet, from 1.
        records: The typed values by target, for those targets of which the row says something. A value may be a :class:`Link`, or
            a :class:`~minorcare.surfaces.cells.Key` for the caller to look up. Blank cells are left out.
        problems: Why the row cannot be imported as it is.
        notes: What was read but should be looked at.
        same: For a target whose record stands in an earlier row already (siblings share a household): that row's number.
        twins: Other rows about the same child.
    """

    number: int
    records: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)  # may end up in a traceback
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[CellProblem, ...] = ()
    same: Mapping[str, int] = attrs.field(factory=dict)
    twins: tuple[int, ...] = ()

    @property
    def status(self) -> Literal["good", "bad", "duplicate"]:
        """``duplicate``: an earlier row is about the same child."""
        if self.problems:
            return "bad"
        return "duplicate" if self.twins and min(self.twins) < self.number else "good"


@attrs.frozen(kw_only=True)
class Skipped:
    """A row that holds no record, and why it is taken for that."""

    number: int
    why: Label


@attrs.frozen(kw_only=True, slots=False)
class Parsed:
    """A sheet, read. With ``problems`` (columns that are missing) no row was read."""

    sheet: Sheet
    match: Match
    rows: tuple[ParsedRow, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()

    def having(self, status: str) -> tuple[ParsedRow, ...]:
        """The rows that are ``good``, ``bad`` or ``duplicate``."""
        return tuple(row for row in self.rows if row.status == status)

    def placed(self, row: int, target: str, problem: Problem) -> CellProblem:
        """A problem of a field (``birth_date``, ``types[1]``), put at its cell, or at the row's first cell if it has none."""
        name = problem.at.split("[")[0].split(".")[0]
        column = self._cells.get((target, name), 0) or self._source_of(target, name)
        heading = self.match.columns[column].heading if column else self._name_of(target, name)
        return CellProblem(
            at=self.sheet.at(row, column or 1),
            said=problem.said,
            remedy=problem.remedy,
            code=problem.code,
            heading=heading,
            row=row,
            column=column,
            target=target,
            field=name,
            suggestion=getattr(problem, "suggestion", None),
        )

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str], int]:
        return {(column.target, column.field): number for number, column in self.match.columns.items()}

    def _source_of(self, target: str, name: str) -> int:
        """Where a value was told of the record the row is about, if another record of the row takes it from there."""
        derived = next(each.derived for each in self.match.targets if each.name == target)
        return self._cells.get((self.match.targets[0].name, name), 0) if name in derived else 0

    def _name_of(self, target: str, name: str) -> str:
        kind = next(each.kind for each in self.match.targets if each.name == target)
        return kind.by_name[name].label.zh if name in kind.by_name else ""


def rows(sheet: Sheet, match: Match, *, codes: Mapping[str, Codes], areas: Mapping[str, str], day: date) -> Parsed:
    """Read the rows below the heading.

    Args:
        sheet: The sheet that *match* was made for.
        match: Which column holds what.
        codes: The code lists by name.
        areas: The codes of the office's areas by name.
        day: Today in China, for dates that may not lie in the future.
    """
    parsed = Parsed(sheet=sheet, match=match, problems=match.problems)
    if parsed.problems:
        return parsed
    ask = Ask(codes=codes, areas=areas, epoch=sheet.epoch, typed=sheet.typed)
    filled = _without_merges(sheet, match)
    found: list[ParsedRow] = []
    skipped: list[Skipped] = []
    for number in range(match.last + 1, len(filled.rows) + 1):
        why = _why_skipped(filled, match, number)
        if why:
            skipped.append(Skipped(number=number, why=why))
        elif not _is_blank(filled.rows[number - 1]):
            found.append(_Reader(parsed, filled, ask, day, number).row())
    return attrs.evolve(parsed, rows=sheet_twins.compared(found, parsed), skipped=tuple(skipped))


def _without_merges(sheet: Sheet, match: Match) -> Sheet:
    """The sheet with every cell of a block merged downwards filled: siblings are written beside one cell for the household."""
    tall = [merge for merge in sheet.merged if merge.top > match.last and merge.top < merge.bottom]
    changes: dict[str, Cell] = {}
    for merge in tall:
        value = sheet.cell(merge.top, merge.left)
        if value is not None:
            changes |= {sheet.at(row, merge.left): value for row in range(merge.top + 1, merge.bottom + 1)}
    return sheet.but(changes) if changes else sheet


def _is_blank(cells: Iterable[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _why_skipped(sheet: Sheet, match: Match, number: int) -> Label | None:
    """Why a row below the heading is no record, if it is none."""
    cells = sheet.rows[number - 1]
    words = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    held = [
        sheet.cell(number, column) for column, each in match.columns.items() if each.target == match.targets[0].name
    ]
    if words and words[0].startswith(FOOTERS) and sum(not _is_blank([cell]) for cell in held) <= 2:
        return Label("像是表尾（合计、填表人、说明）", en="looks like a footer: a total, a signature or a remark")
    head = sheet.rows[match.last - 1]
    if words and cells[: len(head)] == head[: len(cells)]:
        return Label("是重复的表头", en="repeats the heading")
    return None


@attrs.define
class _Reader:
    """Reads one row."""

    parsed: Parsed
    sheet: Sheet
    ask: Ask
    day: date
    number: int
    problems: list[CellProblem] = attrs.field(factory=list)
    notes: list[CellProblem] = attrs.field(factory=list)

    def row(self) -> ParsedRow:
        read = self._cells()
        self._cells_without_heading()
        records: dict[str, dict[str, Any]] = {}
        for target in self._present(read):
            records[target.name] = {**target.constants, **read.get(target.name, {})}
        self._complete(records)
        for target in self.parsed.match.targets:
            if target.name in records:
                self._check(target, records[target.name])
        return ParsedRow(number=self.number, records=records, problems=tuple(self.problems), notes=tuple(self.notes))

    def _cells(self) -> dict[str, dict[str, Any]]:
        """The values by target; a target of which every cell is blank is not there."""
        kinds = {target.name: target.kind for target in self.parsed.match.targets}
        read: dict[str, dict[str, Any]] = {}
        for number, column in self.parsed.match.columns.items():
            reading = read_cell(
                kinds[column.target].by_name[column.field], self.sheet.cell(self.number, number), self.ask
            )
            self.problems += (self.parsed.placed(self.number, column.target, problem) for problem in reading.problems)
            self.notes += (self.parsed.placed(self.number, column.target, note) for note in reading.notes)
            if reading.value is not None:
                read.setdefault(column.target, {})[column.field] = reading.value
            elif reading.problems:
                read.setdefault(column.target, {})
        return read

    def _cells_without_heading(self) -> None:
        """A text file with a comma too many moves all that follows; in a workbook it is somebody's remark in the margin."""
        headed = {heading.column for heading in self.parsed.match.headings}
        for column in range(1, len(self.sheet.rows[self.number - 1]) + 1):
            if column not in headed and not _is_blank([self.sheet.cell(self.number, column)]):
                found = CellProblem(
                    at=self.sheet.at(self.number, column),
                    said=Label("这一格上面没有表头", en="stands under no heading"),
                    remedy=Label(
                        "请检查这一行是不是错了列，或补上表头",
                        en="check that the row has not slipped, or give the column a heading",
                    ),
                    code="sheet.no_heading",
                    row=self.number,
                    column=column,
                )
                (self.notes if self.sheet.typed else self.problems).append(found)

    def _present(self, read: Mapping[str, Any]) -> Iterator[Target]:
        """The targets of which the row says something, and those that these cannot do without."""
        targets = self.parsed.match.targets
        wanted = {targets[0].name, *read}
        for target in targets:
            if target.name in wanted:
                wanted |= {other for name, other in target.link.items() if target.kind.by_name[name].required}
        yield from (target for target in targets if target.name in wanted)

    def _complete(self, records: dict[str, dict[str, Any]]) -> None:
        """Add links between the records, and what can be told from the rest of the row."""
        for target in self.parsed.match.targets:
            if target.name not in records:
                continue
            values = records[target.name]
            values |= {name: Link(target=other) for name, other in target.link.items() if other in records}
            failed = {problem.field for problem in self.problems if problem.target == target.name}
            for name, derive in target.derived.items():
                value = None if name in values or name in failed else derive(records)
                if value is not None:
                    values[name] = value

    def _check(self, target: Target, values: Mapping[str, Any]) -> None:
        """Hold the values against their declaration, and against each other once each is right."""
        kind = target.kind
        failed = {problem.field for problem in self.problems if problem.target == target.name}
        linked = {name for name, value in values.items() if isinstance(value, Link | Key)}
        only = {field.name for field in kind.fields if not field.due} - failed - linked
        if self.problems:  # what could not be derived may be for want of a cell that has its own problem
            only -= target.derived.keys() - values.keys()
        found = checks.problems(kind, values, codes=self.ask.codes, day=self.day, only=only)
        if not found and not failed and all(field.name in values for field in kind.fields if field.required):
            found = kind.build({name: new_id() if name in linked else value for name, value in values.items()}).check()
        self.problems += (self.parsed.placed(self.number, target.name, problem) for problem in found)
