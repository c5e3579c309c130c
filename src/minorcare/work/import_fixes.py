"""Putting a sheet right before it is imported: cells corrected, rows left out, and what settles many cells at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs

from minorcare.declare import Codes
from minorcare.kinds import resident_id
from minorcare.label import Label
from minorcare.surfaces.cell_reading import plain
from minorcare.surfaces.cells import CellProblem, write_cell
from minorcare.surfaces.sheets import Sheet, Workbook, letters, place
from minorcare.work.imports import Preview

Lists = Mapping[str, Codes]
_BIRTH, _SEX = "birth_date", "sex"
_SAYS = {
    _BIRTH: Label(
        "{heading}有 {n} 格没有填或读不出，同一行的身份证号里有",
        en="{heading}: {n} cells are empty or unreadable; the ID number of the row tells it",
    ),
    _SEX: Label(
        "{heading}有 {n} 格没有填或读不出，同一行的身份证号里有",
        en="{heading}: {n} cells are empty or unreadable; the ID number of the row tells it",
    ),
}
_FROM_ID = Label("{n} 处都照身份证号填写", en="Fill {n} cells from the ID number")
_SAME = Label(
    "{heading}写成“{text}”，出现 {n} 次。是不是“{suggestion}”？",
    en="{heading}: “{text}” stands {n} times. Is it “{suggestion}”?",
)
_MAKE = Label("{n} 处都改为“{suggestion}”", en="Make all {n} “{suggestion}”")


@attrs.frozen(kw_only=True)
class Alike:
    """Cells that one decision settles: what is asked, what the button says, and what each cell becomes, by address."""

    name: str
    said: Label
    button: Label
    cells: Mapping[str, str] = attrs.field(repr=False)


def edited(book: Workbook, sheet: str, cells: Mapping[str, str], left_out: Collection[int] = ()) -> Workbook:
    """The workbook with some cells of one sheet corrected (``{"C7": "2013-09-30"}``) and some rows emptied."""

    def changed(page: Sheet) -> Sheet:
        empty = {f"{letters(column)}{row}": None for row in left_out for column in range(1, _width(page, row) + 1)}
        return page.but({**cells, **empty}) if page.name == sheet else page

    return Workbook(sheets=tuple(changed(page) for page in book.sheets))


def address(problem: CellProblem) -> str:
    """The cell of a problem, without the name of its sheet: ``C7``."""
    return problem.at.rpartition("!")[2]


def cell_problems(shown: Preview) -> dict[str, list[CellProblem]]:
    """What is wrong, by cell."""
    found: dict[str, list[CellProblem]] = {}
    for problem in shown.problems:
        if isinstance(problem, CellProblem) and problem.row:
            found.setdefault(address(problem), []).append(problem)
    return found


def suggestion(shown: Preview, problem: CellProblem, codes: Lists) -> str | None:
    """What may be meant, as it is written in a cell: what the reader of the cell thought, or what the ID number of the row says."""
    return problem.suggestion or _from_number(shown, problem, codes)


def alike(shown: Preview, codes: Lists, *, least: int = 2) -> tuple[Alike, ...]:
    """Problems that one decision settles, the most frequent first: the same wrong text, or a column that the ID numbers fill."""
    found = [each for each in (*_by_text(shown), *_by_number(shown, codes)) if len(each.cells) >= least]
    return tuple(sorted(found, key=lambda each: -len(each.cells)))


def _by_text(shown: Preview) -> Iterator[Alike]:
    cells: dict[tuple[int, str, str], list[CellProblem]] = {}
    for problem in _suggesting(shown):
        text = plain(shown.parsed.sheet.cell(problem.row, problem.column) or "")
        cells.setdefault((problem.column, text, problem.suggestion or ""), []).append(problem)
    for (column, text, meant), problems in cells.items():
        words: dict[str, Any] = {"heading": problems[0].heading, "text": text, "n": len(problems), "suggestion": meant}
        yield Alike(
            name=f"text-{letters(column)}-{problems[0].row}",
            said=_SAME.fill(**words),
            button=_MAKE.fill(**words),
            cells={address(each): meant for each in problems},
        )


def _suggesting(shown: Preview) -> Iterator[CellProblem]:
    for problems in cell_problems(shown).values():
        if problems[0].suggestion:
            yield problems[0]


def _by_number(shown: Preview, codes: Lists) -> Iterator[Alike]:
    cells: dict[int, dict[str, str]] = {}
    first: dict[int, CellProblem] = {}
    for where, problems in cell_problems(shown).items():
        told = None if problems[0].suggestion else _from_number(shown, problems[0], codes)
        if told is not None:
            cells.setdefault(problems[0].column, {})[where] = told
            first.setdefault(problems[0].column, problems[0])
    for column, changes in cells.items():
        words = {"heading": first[column].heading, "n": len(changes)}
        yield Alike(
            name=f"number-{letters(column)}",
            said=_SAYS[first[column].field].fill(**words),
            button=_FROM_ID.fill(**words),
            cells=changes,
        )


def _from_number(shown: Preview, problem: CellProblem, codes: Lists) -> str | None:
    """The birthday or sex that the ID number of the same person says, if that number is sound."""
    if problem.field not in _SAYS or not problem.column:
        return None
    kind = next(target.kind for target in shown.match.targets if target.name == problem.target)
    if resident_id.FIELD not in kind.by_name:
        return None
    row = next((each for each in shown.parsed.rows if each.number == problem.row), None)
    number = row.records.get(problem.target, {}).get(resident_id.FIELD) if row else None
    if (
        row is None
        or number is None
        or any(p.field == resident_id.FIELD and p.target == problem.target for p in row.problems)
    ):
        return None
    value = resident_id.birth_of(number) if problem.field == _BIRTH else resident_id.sex_of(number)
    if value is None:
        return None
    told = str(write_cell(kind.by_name[problem.field], value, codes))
    return None if told == plain(shown.parsed.sheet.cell(problem.row, problem.column) or "") else told


def _width(page: Sheet, row: int) -> int:
    rows: Sequence[Any] = page.rows
    return len(rows[row - 1]) if 0 < row <= len(rows) else 0


__all__ = ["Alike", "address", "alike", "cell_problems", "edited", "place", "suggestion"]
