"""Reading a ledger: reprints byte by byte, its table as a reader may see it, and the records behind a number as of the cut-off."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import attrs

from minorcare.declare import Id, Label
from minorcare.desk import Desk, Save
from minorcare.errors import Conflict, Invalid, NotFound, Problem, Refused
from minorcare.kinds import Ledger, LedgerSheet, LedgerSlip
from minorcare.kinds.ledgers import Correction, FrozenText, mark_of
from minorcare.query import EVERYTHING, F, Filter, Given, Query, Tally
from minorcare.query.questions import MAX_LIMIT
from minorcare.rules.ledger_settings import LedgerSettings
from minorcare.store.protocol import Receipt, Row
from minorcare.surfaces.writing import write_xlsx
from minorcare.work.figures import Table, limit_of, shown
from minorcare.work.forms import TOTAL
from minorcare.work.ledger_data import Frozen, from_text
from minorcare.work.ledger_print import headings, lines, remarks

_CHANGED = Label("台账原件与校验值不符", en="the frozen sheet is not what its fingerprint says")


@attrs.frozen(kw_only=True)
class Held:
    """A ledger that was opened: its row, its sheet's, and its data."""

    ledger: Row
    sheet: Row
    frozen: Frozen


@attrs.frozen(kw_only=True)
class Behind:
    """The records behind one number, as of the cut-off, through today's rights; and how many more there are that are not shown."""

    rows: tuple[Row, ...]
    unseen: int


@attrs.frozen(kw_only=True)
class Seen:
    """A ledger's numbers as its reader may see them, with those of the period before."""

    frozen: Frozen
    table: Table
    before: Table
    below: int


def read(desk: Desk, ledger: str) -> Held:
    """A ledger with everything in it: for those who see records of its area and level.

    Raises:
        NotFound: there is none the actor may open.
        Refused: it lies above the actor's level, or their role sees no ledgers.
        Conflict: the sheet is not what was frozen.
    """
    row = desk.get(Ledger, ledger)
    return _opened(row, desk.get(LedgerSheet, row.values["sheet"]))


def listed(desk: Desk) -> tuple[Row, ...]:
    """The ledgers of the actor's areas, newest first, for those who see figures too: what was reported when, and how far it has come.

    Raises:
        Refused: the actor sees neither records nor figures.
    """
    query = Query(kind=Ledger, order=("-ends",), limit=MAX_LIMIT)
    if desk.may_read(Ledger):
        return desk.find(query).rows
    _looked(desk, EVERYTHING)
    return desk.store.reader().find(desk.office, query, desk.figures, desk.day).rows


def seen(desk: Desk, ledger: str) -> Seen:
    """A ledger's numbers as the actor may see them, whether or not they may open what is behind.

    Raises:
        NotFound, Refused, Conflict: as :func:`read` does.
    """
    held = read(desk, ledger) if desk.may_read(Ledger) else _by_figures(desk, ledger)
    frozen, limit = held.frozen, limit_of(desk)
    return Seen(frozen=frozen, table=shown(desk, frozen.table), before=shown(desk, frozen.before), below=limit)


def reprint(desk: Desk, ledger: str, *, exact: bool = False, lang: str = "zh") -> bytes:
    """The print of a ledger, the same bytes every time: small numbers hidden, or *exact* for the office's own use.

    Raises:
        Refused: the actor may not have it.
        NotFound, Conflict: as :func:`read` does.
    """
    held = read(desk, ledger)
    if exact and limit_of(desk):
        raise Refused(
            Label("含小数的台账只给能打开明细的岗位", en="exact prints are for those who may open the lists behind")
        )
    text = _text(held.sheet, f"{'exact' if exact else 'public'}.{lang}")
    _leaves(desk, ledger, "print")
    return text.encode()


def as_xlsx(desk: Desk, ledger: str, *, exact: bool = False, lang: str = "zh") -> bytes:
    """The same table as a workbook, with the fingerprint of the data it was made from.

    Raises:
        NotFound, Refused, Conflict: as :func:`reprint` does.
    """
    held = read(desk, ledger)
    below = limit_of(desk) if exact else desk.settings(LedgerSettings).print_below
    table, before = shown(desk, held.frozen.table, below=below), shown(desk, held.frozen.before, below=below)
    mark, out = held.ledger.values["fingerprint"], io.BytesIO()
    write_xlsx(
        out,
        headings(table, lang),
        lines(table, before, lang),
        title=f"{table.form.label.in_(lang)} {table.period.begins} – {table.period.ends}",
        footer=remarks(held.frozen, table, below, mark, lang),
    )
    _leaves(desk, ledger, "xlsx")
    return out.getvalue()


def behind(desk: Desk, ledger: str, row: str, column: str) -> Behind:
    """The records behind one number, as they were at the cut-off. Access is today's: who may not see one today does not see it.

    Raises:
        Invalid: there is no such row or column.
        NotFound, Refused, Conflict: as :func:`read` does.
    """
    held = read(desk, ledger)
    table = held.frozen.table
    found = next((one for one in table.columns if one.name == column), None)
    if found is None or (row, column) not in table.cells:
        raise Invalid([_no_cell(row, column)])
    cells = {one.row: one.ids.split() for one in held.sheet.values["cells"] if one.column == column}
    ids = [id for name, each in cells.items() if row in (name, TOTAL) for id in each]
    kind = "minor" if found.count == "minors" else found.kind
    then = desk.at(table.recorded) if table.recorded < desk.day else desk
    rows: list[Row] = []
    for start in range(0, len(ids), MAX_LIMIT):
        part = {"ids": ids[start : start + MAX_LIMIT]}
        rows += then.find(kind, F.id.is_in(Given("ids")), order=("-since",), limit=MAX_LIMIT, given=part).rows
    return Behind(rows=tuple(rows), unseen=len(ids) - len(rows))


def amend(
    desk: Desk, ledger: str, corrections: tuple[Correction, ...], *, reason: str, key: str | None = None
) -> Receipt[Any]:
    """Write a slip: what a ledger that was sent says wrongly, and what it should say. Its ``was`` must be what it says, slips included.

    Raises:
        Invalid: it was not sent, there is no such cell, or the number is another.
        NotFound, Refused, Conflict: as :func:`read` does.
    """
    held, before = read(desk, ledger), slips(desk, ledger)
    numbers = dict(held.frozen.table.cells)
    numbers |= {(one.row, one.column): one.now for slip in before for one in slip.values["corrections"]}
    problems = [
        _no_cell(one.row, one.column).under(f"corrections[{n}]")
        if (one.row, one.column) not in numbers
        else _other_number(n)
        for n, one in enumerate(corrections)
        if numbers.get((one.row, one.column)) != one.was
    ]
    if problems:
        raise Invalid(problems)
    slip = LedgerSlip(
        ledger=Id(ledger),
        number=len(before) + 1,
        corrections=corrections,
        reason=reason,
        written=desk.day,
        written_by=desk.account,
    )
    return desk.apply(Save(slip), key=key)


def slips(desk: Desk, ledger: str) -> tuple[Row, ...]:
    """The slips of a ledger, in order."""
    return desk.find(LedgerSlip, F.ledger == ledger, order=("number",), limit=MAX_LIMIT).rows


def _by_figures(desk: Desk, ledger: str) -> Held:
    """A ledger for who sees figures and no records: their numbers go through :func:`shown` before they leave."""
    _looked(desk, F.id == ledger)
    reader = desk.store.reader()
    row = reader.get(desk.office, Ledger.__kind__, ledger, desk.figures, desk.day)
    sheet = row and reader.get(desk.office, LedgerSheet.__kind__, row.values["sheet"], desk.figures, desk.day)
    if row is None or sheet is None:
        raise NotFound(Ledger.__kind__.name)
    return _opened(row, sheet)


def _looked(desk: Desk, where: Filter) -> None:
    """Ask the door, which refuses who has no figures and notes who has."""
    desk.tally(Tally("ledger", Ledger, where=where, label=Ledger.__kind__.label))


def _opened(ledger: Row, sheet: Row) -> Held:
    if "texts" in sheet.masked:
        raise Refused(Label("这份台账超出您的查看级别", en="this ledger is above your level"))
    data = _text(sheet, "data")
    if mark_of(data) != ledger.values["fingerprint"]:
        raise Conflict(_CHANGED)
    return Held(ledger=ledger, sheet=sheet, frozen=from_text(data))


def _text(sheet: Row, name: str) -> str:
    texts: Iterator[FrozenText] = (one for one in sheet.values["texts"] if one.name == name)
    found = next(texts, None)
    if found is None or mark_of(found.text) != found.mark:
        raise Conflict(_CHANGED)
    return found.text


def _leaves(desk: Desk, ledger: str, form: str) -> None:
    """Note that a ledger leaves as a file, before it does."""
    desk.exported(Ledger, desk.find(Ledger, F.id == ledger, limit=1).rows, form=form)


def _no_cell(row: str, column: str) -> Problem:
    return Problem(
        at="cell",
        said=Label(f"没有“{row}”行“{column}”列", en=f"there is no cell {row} × {column}"),
        remedy=Label("核对行和列的名称", en="check the names of row and column"),
        code="unknown",
    )


def _other_number(number: int) -> Problem:
    return Problem(
        at=f"corrections[{number}].was",
        said=Label("与台账上的数不同", en="is not what the ledger says"),
        remedy=Label("照台账填写原数", en="give the number as it stands there"),
        code="range",
    )
