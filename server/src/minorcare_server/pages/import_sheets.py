"""A sheet that waits to be imported: read, put right so far, and shown column by column and row by row."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import attrs

from minorcare.declare import Field
from minorcare.desk import Desk
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.store.staging import Staged
from minorcare.surfaces.cell_reading import plain
from minorcare.surfaces.cells import CellProblem
from minorcare.surfaces.sheet_rows import ParsedRow
from minorcare.surfaces.sheets import Cell, Workbook, letters, place
from minorcare.surfaces.writing import write_xlsx
from minorcare.work import imports
from minorcare.work.import_fixes import address, alike, cell_problems, edited, suggestion
from minorcare.work.imports import Preview
from minorcare_server import contexts as c
from minorcare_server.asking import Asked

MOST_ROWS, MOST_COLUMNS = 200, 4
MOST_REHEARSED = 1500
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_LATER, _LEAVE = Label("待修正", en="To fix"), Label("不要这一行", en="Leave it out")
_SKIP, _USE = Label("先跳过", en="Skip now"), Label("用这行，不用第 {n} 行", en="Use this, not row {n}")
_OTHER, _WHAT = Label("其他要改的", en="Other cells"), Label("要改什么", en="What to put right")
_ALSO = Label("（还有 {n} 处）", en=" (and {n} more)")


@attrs.frozen(kw_only=True)
class Stage:
    """A waiting file, and what importing it would do as it has been put right so far."""

    staged: Staged
    shown: Preview
    raw: Workbook = attrs.field(repr=False)

    @property
    def cells(self) -> dict[str, str]:
        """What was put right, by address."""
        return dict(self.staged.choices.get("cells", {}))

    @property
    def left_out(self) -> list[int]:
        """The rows that are not imported."""
        return list(self.staged.choices.get("left_out", []))


def staged(desk: Desk, asked: Asked, found: Staged) -> Stage:  # noqa: ARG001 -- one signature with the other steps
    """The file, put right so far, held against what is on file."""
    choices = found.choices
    raw = imports.read(found.data, found.name)
    book = edited(raw, choices["sheet"], choices.get("cells", {}), choices.get("left_out", []))
    columns = {heading: tuple(to) if to else None for heading, to in (choices.get("columns") or {}).items()}
    shown = imports.preview(desk, book, choices["kind"], sheet=choices["sheet"], corrections=columns, file=found.name)
    return Stage(staged=found, shown=_rehearsed(desk, shown), raw=raw)


def _rehearsed(desk: Desk, shown: Preview) -> Preview:
    """With what only writing would show; the rows it shows to be bad are not written."""
    if (
        not 0 < len(shown.acts) <= MOST_REHEARSED
    ):  # nobody else can write meanwhile; of a longer sheet, loading says the rest
        return shown
    checked = imports.rehearse(desk, shown)
    bad = {each.row for each in checked.problems[len(shown.problems) :] if isinstance(each, CellProblem)}
    if not bad:
        return shown
    kept = [n for n, (row, _) in enumerate(shown.origins) if row not in bad]
    return attrs.evolve(checked, acts=tuple(shown.acts[n] for n in kept), origins=tuple(shown.origins[n] for n in kept))


# --- rows ---


def check_page(desk: Desk, asked: Asked, stage: Stage, *, key: str, more: Sequence[Problem] = ()) -> c.Import:
    """The rows with what is wrong in them, each where it is seen."""
    shown, counts = stage.shown, stage.shown.counts
    if more:
        shown = attrs.evolve(shown, problems=(*shown.problems, *more))
        stage = attrs.evolve(stage, shown=shown)
    everything = asked.query.get("show") == "all"
    columns = _columns(shown)
    rows = [row for row in shown.parsed.rows if everything or _state(stage, row) in ("bad", "duplicate", "fixed")]
    groups = alike(shown, desk.catalog.codes)
    return c.Import(
        step="check",
        staging=stage.staged.id,
        key=key,
        file=stage.staged.name,
        sheet=shown.match.sheet,
        row_total=len(shown.parsed.rows),
        good=counts.good,
        bad=counts.bad,
        duplicate=counts.duplicate,
        same=counts.unchanged,
        alike=tuple(
            c.AlikeFix(name=each.name, said=asked.say(each.said), button=asked.say(each.button)) for each in groups
        ),
        headings=(*(_heading(shown, column) for column in columns), asked.say(_OTHER)),
        rows=tuple(_row(desk, asked, stage, row, columns) for row in rows[:MOST_ROWS]),
        only_problems=not everything,
        wrong=tuple(
            wrong_of(asked, each) for each in shown.problems if not (isinstance(each, CellProblem) and each.row)
        ),
    )


def _columns(shown: Preview) -> list[int]:
    """The columns that are shown: what names the row, then where most is wrong."""
    match, first = shown.match, shown.match.targets[0]
    by_field = {column.field: number for number, column in match.columns.items() if column.target == first.name}
    named = [by_field[field.name] for field in first.kind.searchable or first.kind.fields[:1] if field.name in by_field]
    often = Counter(problems[0].column for problems in cell_problems(shown).values() if problems[0].column)
    telling = [by_field[name] for names in first.identities for name in names if name in by_field]
    ranked = [column for column, _ in often.most_common()]
    chosen = list(dict.fromkeys([*named, *ranked, *telling, *match.columns]))[:MOST_COLUMNS]
    return [*named, *sorted(set(chosen) - set(named))]


def _row(desk: Desk, asked: Asked, stage: Stage, row: ParsedRow, columns: list[int]) -> c.SheetRow:
    state, wrong = (
        _state(stage, row),
        {
            place(where)[1]: found
            for where, found in cell_problems(stage.shown).items()
            if place(where)[0] == row.number
        },
    )
    cells = [_cell(desk, asked, stage, row.number, column, wrong.get(column, [])) for column in columns]
    others = [column for column in wrong if column not in columns]
    if others:
        last = _cell(desk, asked, stage, row.number, others[0], wrong[others[0]])
        also = asked.say(_ALSO.fill(n=len(others) - 1)) if len(others) > 1 else ""
        cells.append(attrs.evolve(last, sub=_heading(stage.shown, others[0]) + also))
    else:
        cells.append(c.SheetCell())
    return c.SheetRow(number=row.number, state=state, cells=tuple(cells), options=_options(asked, row, state))  # type: ignore[arg-type]


def _state(stage: Stage, row: ParsedRow) -> str:
    shown = stage.shown
    if row.number in _bad(shown):
        return "bad" if row.status != "duplicate" or row.problems else "duplicate"
    if any(place(where)[0] == row.number for where in stage.cells):
        return "fixed"
    return "same" if row.number in shown.unchanged else "good"


def _bad(shown: Preview) -> set[int]:
    return {each.row for each in shown.problems if isinstance(each, CellProblem) and each.row}


def _options(asked: Asked, row: ParsedRow, state: str) -> tuple[c.Option, ...]:
    if state == "bad":
        return (c.Option(value="", label=asked.say(_LATER)), c.Option(value="leave", label=asked.say(_LEAVE)))
    if state == "duplicate":
        use = asked.say(_USE.fill(n=min(row.twins)))
        return (
            c.Option(value="", label=asked.say(_SKIP)),
            c.Option(value=f"use-{min(row.twins)}", label=use),
            c.Option(value="leave", label=asked.say(_LEAVE)),
        )
    return ()


def _cell(desk: Desk, asked: Asked, stage: Stage, row: int, column: int, wrong: list[CellProblem]) -> c.SheetCell:
    text, field = written(stage.shown.parsed.sheet.cell(row, column)), _field(stage.shown, column)
    if not wrong or wrong[0].code == "sheet.twice":
        return c.SheetCell(text=last_four(text) if field is not None and field.facts.secret and text else text)
    meant = suggestion(stage.shown, wrong[0], desk.catalog.codes) or ""
    return c.SheetCell(
        text=text,
        name=address(wrong[0]),
        said=asked.say(wrong[0].said),
        remedy="" if meant else asked.say(wrong[0].remedy),
        suggestion=meant,
        options=_choices(desk, asked, field, text),
    )


def _choices(desk: Desk, asked: Asked, field: Field | None, text: str) -> tuple[c.Option, ...]:
    """What a cell of one of a list may hold; what stands in it now comes first."""
    if field is None or field.type.name != "code":
        return ()
    items = [item for item in desk.catalog.codes[field.facts.codes or ""].items if item.retired is None]
    now = c.Option(value=text, label=text or "—", selected=True)
    return (now, *(c.Option(value=item.label.zh, label=asked.say(item.label)) for item in items))


def _field(shown: Preview, column: int) -> Field | None:
    found = shown.match.columns.get(column)
    if found is None:
        return None
    kind = next(target.kind for target in shown.match.targets if target.name == found.target)
    return kind.by_name[found.field]


def _heading(shown: Preview, column: int) -> str:
    return next((each.text for each in shown.match.headings if each.column == column), letters(column))


# --- what a form puts right ---


def corrected(desk: Desk, stage: Stage, form: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[int]]:
    """The cells put right and the rows left out, with what the form adds."""
    cells, left_out = stage.cells, set(stage.left_out)
    sheet = stage.shown.parsed.sheet
    taken: dict[str, str] = {}
    for name, value in form:
        if name == "alike":
            for each in alike(stage.shown, desk.catalog.codes):
                taken |= dict(each.cells) if each.name == value else {}
        elif name == "take":
            where, _, text = value.partition("=")
            taken |= {where: text} if _CELL.fullmatch(where) else {}
        elif name.startswith("row:") and name[4:].isdecimal() and value:
            left_out.add(int(value[4:]) if value.startswith("use-") and value[4:].isdecimal() else int(name[4:]))
        elif _CELL.fullmatch(name) and value.strip() != written(sheet.cell(*place(name))):
            cells[name] = value.strip()[:500]
    known = {row.number for row in stage.shown.parsed.rows} | set(stage.left_out)
    return {where: text for where, text in (cells | taken).items() if place(where)[0] in known}, sorted(
        left_out & known
    )


def problem_sheet(asked: Asked, stage: Stage) -> bytes:
    """The rows that are still wrong, as they stand, with what is wrong beside each."""
    shown, sheet = stage.shown, stage.shown.parsed.sheet
    headings = [asked.say(_WHAT), *(each.text for each in shown.match.headings)]
    rows = []
    for number in sorted(_bad(shown)):
        said = [each.in_(asked.lang) for each in shown.problems if isinstance(each, CellProblem) and each.row == number]
        rows.append(["\n".join(said), *(written(sheet.cell(number, each.column)) for each in shown.match.headings)])
    out = io.BytesIO()
    write_xlsx(out, headings, rows, text_columns=range(1, len(headings) + 1), sheet=shown.match.sheet)
    return out.getvalue()


def written(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else plain(cell).strip()


def wrong_of(asked: Asked, problem: Problem) -> c.Wrong:
    return c.Wrong(label=problem.at, said=asked.say(problem.said), remedy=asked.say(problem.remedy))


def last_four(text: str) -> str:
    """What is shown of a number."""
    return f"…{text.strip()[-4:]}"
