"""Ledgers as people make them: frozen at a cut-off, reviewed by a second person, sent, answered, reprinted, corrected by slips."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import days, stamp
from minorcare.declare import Id, Label, new_id
from minorcare.desk import Desk, Save
from minorcare.errors import Invalid, Problem, Refused
from minorcare.journal import canonical
from minorcare.kinds import Area, Ledger, LedgerSheet
from minorcare.kinds.ledgers import SENT, FrozenCell, FrozenText, mark_of
from minorcare.query import F
from minorcare.rules.ledger_settings import LedgerSettings
from minorcare.store.protocol import Receipt
from minorcare.work.figures import Table, broken, exact, limit_of, may_know, rows_of, suppressed
from minorcare.work.form_files import form_of
from minorcare.work.forms import Form, Period
from minorcare.work.ledger_data import Frozen, to_text
from minorcare.work.ledger_print import as_html
from minorcare.work.ledger_reading import read

_LEDGERS = uuid.UUID("6f0f1f55-5f0c-5a58-9b4e-0d1a3f6b2c77")
RECORDED = "recorded"


def prepare(
    desk: Desk,
    report: str,
    *,
    day: date | None = None,
    area: str | None = None,
    replaces: str | None = None,
    key: str | None = None,
) -> str:
    """Freeze a report for the period that *day* lies in (the last one that is over, if not given); the ledger's id.

    A period that is not over is frozen as it stands today. Where a ledger of the period before was sent, that period's numbers are
    taken from it; else they are counted as recorded then. The same *key* gives the ledger that was made with it.

    Raises:
        Invalid: there is no such report; an equation does not hold; the period has a ledger already.
        Refused: the actor may not have exact figures of all it counts, or writes no ledgers.
    """
    id = Id(str(uuid.uuid5(_LEDGERS, f"{desk.office} {key}"))) if key else new_id()
    if key and desk.find(Ledger, F.id == id).rows:
        return id
    form = form_of(desk.catalog, report)
    _may_prepare(desk, form)
    period = form.period_at(day) if day else form.period_at(desk.day).before
    with desk.store.snapshot():
        frozen, table = _frozen(desk, form, period, area or desk.office)
    sheet = _sheet(desk, frozen, table)
    ledger = _ledger(desk, id, frozen, sheet).but(replaces=None if replaces is None else Id(replaces))
    desk.apply(Save(sheet), Save(ledger), key=key)
    return id


def review(desk: Desk, ledger: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """A second person has gone through it.

    Raises:
        Invalid: the actor prepared it.
        NotFound, Conflict: as the desk does.
    """
    return desk.transition(Ledger, ledger, "reviewed", base=base, key=key)


def submit(
    desk: Desk,
    ledger: str,
    *,
    base: int,
    to: str,
    signed_by: str,
    answer_by: date | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """It was signed by who answers for the office, and sent; an answer is looked for by *answer_by* (as the office has set, if not given).

    Raises:
        Invalid: it was not reviewed.
        NotFound, Conflict: as the desk does.
    """
    waiting = desk.settings(LedgerSettings).answer_working_days
    by = answer_by or desk.calendar.add_working_days(desk.day, waiting)
    return desk.transition(
        Ledger, ledger, "submitted", base=base, key=key, submitted_to=to, signed_by=signed_by, answer_by=by
    )


def accepted(
    desk: Desk, ledger: str, *, base: int, receipt: str | None = None, day: date | None = None, key: str | None = None
) -> Receipt[Any]:
    """Those above have taken it, on *day* (today, if not given)."""
    values: Mapping[str, Any] = {"receipt": receipt, "answered": day}
    given = {name: value for name, value in values.items() if value is not None}
    return desk.transition(Ledger, ledger, "accepted", base=base, key=key, **given)


def returned(
    desk: Desk, ledger: str, *, base: int, why: str, day: date | None = None, key: str | None = None
) -> Receipt[Any]:
    """Those above have given it back; another is prepared that names it by ``replaces``."""
    given = {} if day is None else {"answered": day}
    return desk.transition(Ledger, ledger, "returned", base=base, key=key, why=why, **given)


def drop(desk: Desk, ledger: str, *, base: int, why: str, key: str | None = None) -> Receipt[Any]:
    """Leave a ledger that was not sent, with the reason; it stays on file."""
    return desk.transition(Ledger, ledger, "dropped", base=base, key=key, why=why)


def _may_prepare(desk: Desk, form: Form) -> None:
    if limit_of(desk) or not all(may_know(desk, column) for column in form.columns):
        raise Refused(_NOT_ALL)


def _frozen(desk: Desk, form: Form, period: Period, area: str) -> tuple[Frozen, Table]:
    """Everything read in one state of the store, and the table with its ids."""
    table = exact(desk, form, period, area)
    if None in table.cells.values():
        raise Refused(_NOT_ALL)
    table, repeats = _repeated(desk, table)
    if table.broken:
        raise Invalid([_broken(text, row) for text, row in table.broken])
    before, source = _before(desk, form, period.before, area)
    head = next(one for one in desk.store.anchors(stamp(desk.clock())) if one.office == desk.office)
    made = Frozen(
        table=table,
        before=before,
        source=source,
        area_name=_area_name(desk, area),
        anchor=str(head),
        prepared_by=desk.account,
        at=head.at,
        ids=mark_of(canonical({f"{row} {column}": list(ids) for (row, column), ids in table.ids.items()}).decode()),
        repeats=repeats,
    )
    return made, table


def _repeated(desk: Desk, table: Table) -> tuple[Table, dict[str, str]]:
    """*table* with what a ledger of the same period has told those above already: the same number is never told in two ways."""
    cells, ids, repeats = dict(table.cells), dict(table.ids), dict[str, str]()
    for column in table.columns:
        report, _, name = column.same.partition(".")
        sent = _sent(desk, report, table.period, table.area) if report else None
        held = read(desk, sent) if sent else None
        rows = rows_of(table)
        if held is None or any((row, name) not in held.frozen.table.cells for row in rows):
            continue
        other = next(one for one in held.frozen.table.columns if one.name == name)
        if (other.kind, other.count) != (column.kind, column.count):
            continue  # another list behind it, whatever it is called
        behind = {one.row: tuple(one.ids.split()) for one in held.sheet.values["cells"] if one.column == name}
        cells |= {(row, column.name): held.frozen.table.cells[row, name] for row in rows}
        ids |= {(row.name, column.name): behind.get(row.name, ()) for row in table.rows}
        repeats[column.name] = held.ledger.id
    told = broken(table.form, rows_of(table), cells)
    return attrs.evolve(table, cells=cells, ids=ids, broken=told), repeats


def _before(desk: Desk, form: Form, period: Period, area: str) -> tuple[Table, str]:
    """The numbers of the period before: those that were sent, where they were; else as recorded then."""
    sent = _sent(desk, form.name, period, area)
    if sent:
        return read(desk, sent).frozen.table, f"ledger:{sent}"
    return exact(desk, form, period, area), RECORDED


def _sent(desk: Desk, report: str, period: Period, area: str) -> str | None:
    """The ledger of a report that was sent for a period and area."""
    same = (F.report == report) & (F.area == area) & (F.begins == period.begins) & (F.ends == period.ends)
    rows = desk.find(Ledger, same & F.status.is_in(SENT), limit=1).rows
    return rows[0].id if rows else None


def _sheet(desk: Desk, frozen: Frozen, table: Table) -> LedgerSheet:
    """What is written once: data, prints, and the ids behind each cell."""
    below = [desk.settings(LedgerSettings).print_below, *(role.small_cells for role in desk.catalog.roles.values())]
    texts = _texts(frozen, to_text(frozen), max(below))
    return LedgerSheet(
        area=table.area,
        level=table.form.level,
        texts=tuple(FrozenText(name=name, mark=mark_of(text), text=text) for name, text in texts.items()),
        cells=tuple(FrozenCell(row=r, column=c, ids=" ".join(ids)) for (r, c), ids in table.ids.items() if ids),
    )


def _ledger(desk: Desk, id: Id, frozen: Frozen, sheet: LedgerSheet) -> Ledger:
    """The way of it, from here on."""
    table = frozen.table
    return Ledger(
        id=id,
        area=table.area,
        report=table.form.name,
        form_version=table.form.version,
        begins=table.period.begins,
        ends=table.period.ends,
        cut_off=table.recorded,
        sheet=sheet.id,
        fingerprint=sheet.texts[0].mark,
        anchor=frozen.anchor,
        prepared_by=desk.account,
        submit_by=table.period.ends + days(desk.settings(LedgerSettings).submit_days),
    )


def _texts(frozen: Frozen, data: str, hiding: int) -> Mapping[str, str]:
    """The data, and the prints for outside and for the office, in both languages."""
    mark = mark_of(data)
    texts = {"data": data}
    for name, below in (("public", hiding), ("exact", 0)):
        table, before = suppressed(frozen.table, below=below), suppressed(frozen.before, below=below)
        for lang in ("zh", "en"):
            texts[f"{name}.{lang}"] = as_html(frozen, table, before, below=below, mark=mark, lang=lang)
    return texts


def _area_name(desk: Desk, area: str) -> str:
    """What an area is called; its code where there is no record of it, as of the office as a whole."""
    if not desk.may_read(Area):
        return area
    rows = desk.find(Area, F.code == area, limit=1).rows
    return f"{rows[0].values['name']} {area}" if rows else area


def _broken(text: str, row: str) -> Problem:
    return Problem(
        at=f"equations.{row}",
        said=Label(f"勾稽关系不成立：{text}", en=f"the equation {text} does not hold"),
        remedy=Label(
            "核对这一行的记录，改正后重新填报", en="look through the records of this row, correct them and prepare anew"
        ),
        code="cross_foot",
    )


_NOT_ALL = Label(
    "您的岗位看不到这个报表的全部数字，不能填报",
    en="your role does not show every figure of this report, so you cannot prepare it",
)
