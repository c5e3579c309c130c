"""The columns of lists, and what stands in their cells."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import orjson

from minorcare.calendar import CHINA
from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.journal import unpack
from minorcare.label import Label
from minorcare.store.protocol import Row
from minorcare.surfaces.front import ACTIONS, WAYS
from minorcare.surfaces.front import Column as Shown
from minorcare_server import contexts as c
from minorcare_server.asking import Asked
from minorcare_server.pages.beside import Beside
from minorcare_server.pages.reporting import link_to
from minorcare_server.pages.words import Words, is_open, title_fields

MOST_COLUMNS, MOST_NUMBERS = 7, 8
_FILES = Label("档案 {numbers}", en="Files {numbers}")
_RECORDS = Label("{n} 条", en="{n} records")
_ON = Label("涉及档案", en="Files")


def columns_of(desk: Desk, asked: Asked, kind: Kind) -> tuple[Shown, ...]:
    """What a list of any kind shows: whom it is about, what names it, its state and days, then what else is short."""
    journal = asked.front.journal
    if kind.name in (own := dict(asked.front.lists)):
        return own[kind.name]
    if kind.name == journal.kind:
        named = [kind.by_name[name] for name in (journal.entry, *journal.columns)]
        files = Shown(paths=(journal.detail,), label=_ON, phone="whole")
        return (*(_shown(field, n) for n, field in enumerate(named)), files)
    hidden = desk.views(kind).hidden
    about = [kind.about.name] if kind.about else []
    names = [field.name for field in title_fields(asked.front, kind)[:1]]
    states = [kind.state.name] if kind.state else []
    days = [f.name for f in kind.fields if f.type.name == "date"]
    rest = [f.name for f in kind.fields if _is_short(f)]
    wanted = dict.fromkeys([*about, *names, *states, *days[:2], *rest, *days])
    found = [name for name in wanted if (name not in hidden or name in about) and name != kind.level_by]
    return tuple(_shown(kind.by_name[name], n) for n, name in enumerate(found[:MOST_COLUMNS]))


def _shown(field: Field, n: int) -> Shown:
    sortable = field.type.name in ("date", "datetime", "int") and field.ref is None
    return Shown(
        paths=(field.name,), label=field.label, phone="labelled", spare=n > 3, sort=field.name if sortable else ""
    )


def _is_short(field: Field) -> bool:
    long = field.type.name == "text" and (field.facts.max_length or 999) > 80 and not field.facts.pattern
    return not (long or field.facts.secret or field.type.name in ("values", "ref"))


def row_of(words: Words, columns: tuple[Shown, ...], row: Row, beside: Beside) -> c.Row:
    """One row; its first cell names it."""
    cells = [beside.cell(row, each.shows) or _cell(words, row, each) for each in columns]
    first, *rest = cells
    if not first.text:
        first = attrs.evolve(first, text=str(first.day) if first.day else words.title(row), day=None)
    if _is_withheld(words, row):
        first = attrs.evolve(first, restricted=True)
    return c.Row(
        id=f"{row.id}@{row.version}", href=_href(words, row), cells=(first, *rest), action=beside.action(words, row)
    )


def _is_withheld(words: Words, row: Row) -> bool:
    """Whether more of this row is hidden than the reader's own ceiling hides of any."""
    view = words.desk.views(row.kind)
    return any(view.how(name) == "clear" for name in row.masked)


def _href(words: Words, row: Row) -> str:
    work, tags = words.asked.front.work, words.asked.front.tags
    if row.kind.name == work.kind:
        if answer := link_to(words.desk, words.asked, row):
            return answer.href
        kind, record = words.desk.catalog.kinds.get(str(row.values[work.what])), row.values[work.record]
        return (
            words.href(kind, str(record))
            if kind and record and work.what not in row.masked
            else words.href(row.kind, row.id)
        )
    child = row.values.get(tags.about) if row.kind.name == tags.kind else None
    if child and words.desk.may_read(words.asked.front.roster.kind):
        return f"{words.href(words.desk.catalog.kind(words.asked.front.roster.kind), child)}#f-{row.kind.name}-{row.id}"
    return words.href(row.kind, row.id)


def _cell(words: Words, row: Row, column: Shown) -> c.Cell:
    if not column.paths:
        return c.Cell()
    name = column.paths[0]
    field = row.kind.by_name.get(name)
    if row.kind.name == words.asked.front.journal.kind:
        return _journal_cell(words, row, name)
    if name in words.asked.front.places.held_by and len(column.paths) == 1:
        code = row.values[name] if field is not None and name not in row.masked else row.area
        community, rest = words.area_parts(code)
        return c.Cell(text=community, sub=rest)
    if field is None:
        return c.Cell(text=" ".join(filter(None, (words.path(row, path) for path in column.paths))))
    value, masked = row.values[name], name in row.masked
    if field is row.kind.state and not masked:
        tag = words.state(row)
        return c.Cell(tags=(tag,) if tag else ())
    if field.type.name == "date" and len(column.paths) == 1 and not masked:
        day = value if isinstance(value, date) else None
        open_ = field.due is not None and is_open(row)
        return c.Cell(day=day, due=open_ or row.kind.name == words.asked.front.work.kind)
    text = " ".join(filter(None, (words.path(row, path) for path in column.paths)))
    return c.Cell(text=text, masked=masked and not text)


def _journal_cell(words: Words, row: Row, name: str) -> c.Cell:
    """Codes in words; children by their file numbers, never by name."""
    front, value = words.asked.front.journal, row.values[name]
    if name == front.detail:
        return c.Cell(text=_files(words, row))
    if isinstance(value, datetime):
        return c.Cell(text=value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"))
    if name == front.what:
        kind = words.desk.catalog.kinds.get(str(value))
        return c.Cell(text=words.say(kind.label) if kind else str(value or ""))
    if name == front.action:
        label = ACTIONS.get(str(value))
        return c.Cell(text=words.say(label) if label else str(value))
    if value in WAYS:
        return c.Cell(text=words.say(WAYS[value]))
    return c.Cell(text=words.text(row.kind.by_name[name], value))


def _files(words: Words, row: Row) -> str:
    front = words.asked.front.journal
    try:
        detail = orjson.loads(row.values[front.detail] or "{}")
        numbers = unpack(detail["numbers"]) if detail.get("numbers") else ()
    except (orjson.JSONDecodeError, ValueError, AttributeError):
        return ""
    if numbers and row.values[front.what] != words.asked.front.roster.kind:
        return words.say(_RECORDS, n=len(numbers))
    if numbers:
        shown = ("、" if words.lang == "zh" else ", ").join(map(str, numbers[:MOST_NUMBERS]))
        return words.say(_FILES, numbers=shown + (f" …（{len(numbers)}）" if len(numbers) > MOST_NUMBERS else ""))
    return ""
