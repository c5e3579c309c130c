"""Importing a spreadsheet: read, matched, checked against what is on file, shown, then written as one batch that can be undone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from minorcare.declare import new_id
from minorcare.desk import Act, Desk
from minorcare.errors import Invalid, Problem
from minorcare.kinds import DERIVED, Area
from minorcare.label import Label
from minorcare.store.protocol import Note
from minorcare.surfaces import sheets
from minorcare.surfaces.cells import CellProblem
from minorcare.surfaces.layouts import Layout, Match, apply, detect
from minorcare.surfaces.sheet_rows import Parsed, ParsedRow, rows
from minorcare.surfaces.targets import Target
from minorcare.work.families import targets_for
from minorcare.work.import_plan import Plan, every


@attrs.frozen(kw_only=True)
class Counts:
    """How many rows of a sheet are what."""

    good: int = 0
    bad: int = 0
    duplicate: int = 0
    unchanged: int = 0


@attrs.frozen(kw_only=True)
class Preview:
    """What importing a sheet would do. Nothing has been written.

    ``acts`` are the writes, ``origins`` the row and target each comes from.
    """

    kind: str
    file: str
    digest: str
    match: Match
    counts: Counts
    problems: tuple[Problem, ...]
    parsed: Parsed = attrs.field(repr=False)
    acts: tuple[Act, ...] = attrs.field(repr=False)
    origins: tuple[tuple[int, str], ...] = attrs.field(repr=False)
    unchanged: tuple[int, ...] = ()

    @property
    def layout(self) -> Layout:
        """The mapping of columns, to be kept for the next sheet of this form."""
        return self.match.layout


@attrs.frozen(kw_only=True)
class Imported:
    """What was written. ``id`` undoes it."""

    id: str
    counts: Counts
    records: int


def read(source: str | os.PathLike[str] | bytes, name: str = "") -> sheets.Workbook:
    """Read a file in a child process, within limits.

    Raises:
        Invalid: it is no spreadsheet, is too large, or is not what its name says.
    """
    return sheets.read(source, name)


def sheets_by_kind(desk: Desk, book: sheets.Workbook) -> tuple[tuple[str, str], ...]:
    """Which sheet holds which kind, where a sheet is named like one (区域, 残疾人证) or fits the wide roster of children.

    In an order in which records come after those they name.
    """
    named = {
        word: kind for kind in desk.catalog.kinds.values() for word in (kind.name, kind.label.zh, kind.label.en) if word
    }
    found = []
    for page in book.filled:
        kind = named.get(page.name)
        if kind is None and not detect(page, targets_for(desk.catalog, desk.catalog.kind("minor"))).problems:
            kind = desk.catalog.kind("minor")
        if kind is not None and not kind.vault and kind.name not in DERIVED:
            found.append((page.name, kind.name))
    order = list(desk.catalog.kinds)
    return tuple(sorted(found, key=lambda pair: order.index(pair[1])))


def preview(
    desk: Desk,
    book: sheets.Workbook,
    kind: type[Any] | str,
    *,
    sheet: str | None = None,
    layout: Layout | None = None,
    corrections: Mapping[str, tuple[str, str] | None] | None = None,
    file: str = "",
) -> Preview:
    """What importing *sheet* of *book* (the first that fits, if none is named) as records of *kind* would do.

    Args:
        desk: Who imports, with its scope: what is on file elsewhere is neither matched nor mentioned.
        layout: A kept mapping of columns; found by headings without it.
        corrections: What a person says some headings stand for.
        file: The file's name, for the journal.
    """
    found = desk.catalog.kind(kind)
    targets = targets_for(desk.catalog, found)
    page, match = _chosen(book, targets, sheet, layout)
    if corrections:
        match = _corrected(match, corrections)
    parsed = rows(page, match, codes=desk.catalog.codes, areas=_areas(desk), day=desk.day)
    plan = Plan(desk, parsed)
    plan.run()
    bad = {row.number for row in parsed.rows if row.status == "bad"} | plan.bad
    twins = {row.number for row in parsed.having("duplicate")} - bad
    problems = (*parsed.problems, *(p for row in parsed.rows for p in (*row.problems, *_twice(row))), *plan.problems)
    return Preview(
        kind=found.name,
        file=Path(file).name,
        digest=sha256(repr(page.rows).encode()).hexdigest(),
        match=match,
        counts=Counts(
            good=len(parsed.rows) - len(bad) - len(twins) - len(plan.unchanged),
            bad=len(bad),
            duplicate=len(twins),
            unchanged=len(plan.unchanged),
        ),
        problems=problems,
        parsed=parsed,
        acts=tuple(plan.acts),
        origins=tuple(plan.origins),
        unchanged=tuple(sorted(plan.unchanged)),
    )


def rehearse(desk: Desk, shown: Preview) -> Preview:
    """The preview with what only writing would show (a number already on file, an area that is not yours) at its cells."""
    try:
        desk.rehearse(*shown.acts)
    except Invalid as error:
        placed = placed_problems(shown, error.problems)
        bad = {p.row for p in placed if isinstance(p, CellProblem)}
        counts = attrs.evolve(shown.counts, good=shown.counts.good - len(bad), bad=shown.counts.bad + len(bad))
        return attrs.evolve(shown, problems=(*shown.problems, *placed), counts=counts)
    return shown


def commit(desk: Desk, shown: Preview, *, key: str | None = None, only_good: bool = False) -> Imported:
    """Write the good rows of a preview as one batch.

    Args:
        only_good: Leave bad rows for later instead of refusing the sheet.

    Raises:
        Invalid: rows are bad (each with its cell), or writing finds more; nothing is written.
    """
    if shown.parsed.problems or (shown.counts.bad and not only_good):
        raise Invalid(shown.problems)
    import_id = key or new_id()
    counts = attrs.asdict(shown.counts)
    note = Note(action="import", kind=shown.kind, detail={"file": shown.digest, **counts})
    try:
        receipt = desk.apply(*shown.acts, key=import_id, note=note)
    except Invalid as error:
        raise Invalid(placed_problems(shown, error.problems)) from error
    return Imported(id=import_id, counts=shown.counts, records=len(receipt.value))


def placed_problems(shown: Preview, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of acts (``[12].birth_date``), put at the cells their values came from."""
    placed: list[Problem] = []
    for problem in problems:
        head, _, field = problem.at.partition("].")
        number = int(head[1:]) if head.startswith("[") else 0
        row, target = shown.origins[number]
        placed.append(shown.parsed.placed(row, target, attrs.evolve(problem, at=field or problem.at)))
    return tuple(placed)


def _chosen(
    book: sheets.Workbook, targets: Sequence[Target], sheet: str | None, layout: Layout | None
) -> tuple[sheets.Sheet, Match]:
    pages = [page for page in book.filled if sheet in (None, page.name)]
    if not pages:
        names = "、".join(page.name for page in book.filled)
        raise Invalid(
            [
                Problem(
                    at="sheet",
                    said=Label("没有这张工作表", en="is no sheet of this file"),
                    remedy=Label(f"从中选择：{names}", en=f"choose from: {names}"),
                )
            ]
        )
    if layout is not None:
        return pages[0], apply(layout, pages[0], targets)
    called = {targets[0].kind.name, targets[0].kind.label.zh, targets[0].kind.label.en}
    pages = [page for page in pages if page.name in called] or pages
    matches = [(page, detect(page, targets)) for page in pages]
    return max(matches, key=lambda found: (not found[1].problems, found[1].confidence, len(found[1].columns)))


def _areas(desk: Desk) -> dict[str, str]:
    """The codes of areas by their names, those with one meaning only."""
    by_name: dict[str, list[str]] = {}
    for row in every(desk, Area):
        by_name.setdefault(row.values["name"], []).append(row.values["code"])
    return {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}


def _corrected(match: Match, corrections: Mapping[str, tuple[str, str] | None]) -> Match:
    try:
        return match.corrected(corrections)
    except KeyError as error:
        names = "、".join(heading.text for heading in match.headings)
        said = Label("没有这个表头或字段", en="a correction names no heading, or no field")
        remedy = Label(f"从这些表头中选择：{names}", en=f"choose from these headings: {names}")
        raise Invalid([Problem(at="corrections", said=said, remedy=remedy, code="unknown")]) from error


def _twice(row: ParsedRow) -> tuple[Problem, ...]:
    return tuple(note for note in row.notes if note.code == "sheet.twice") if row.status == "duplicate" else ()
