"""Lists of records: the roster, and any other kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import attrs

from minorcare.catalog import CORE
from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, Filter, Query, Tally, say
from minorcare.query.url import parse
from minorcare.store.protocol import Row
from minorcare.surfaces.front import Column as Shown
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.words import Words, title_fields
from minorcare_server.shells import inside

Pairs = Sequence[tuple[str, str]]
PAGE = ("q", "order", "limit", "after")
MOST_COLUMNS, MOST_FILTERS, MOST_OPTIONS = 6, 3, 60
_ANY = Label("不限", en="Any")
_NEW = Label("新增", en="Add")
_IMPORT, _EXPORT = Label("导入", en="Import"), Label("导出 Excel", en="Export to Excel")
_CHILD = Label("孩子", en="Child")
_NARROW = Label("条件写得不对，已经去掉：{what}", en="Left out, as it cannot be asked: {what}")


@attrs.frozen(kw_only=True)
class List:
    """A list about to be shown: what is asked, where, and its columns."""

    kind: Kind
    title: str
    here: str
    columns: tuple[Shown, ...]
    filters: tuple[str, ...]
    order: tuple[str, ...]
    search: str = ""
    example: str = ""


def roster(desk: Desk, asked: Asked) -> Answer:
    """The children."""
    front = asked.front.roster
    shown = List(
        kind=desk.catalog.kind(front.kind),
        title=asked.say(front.label),
        here=f"{asked.root}/roster",
        columns=front.columns,
        filters=front.filters,
        order=front.order,
        search=asked.say(front.search),
        example=front.example,
    )
    return inside(desk, asked, c.Roster(**_parts(desk, asked, shown)))


def listed(desk: Desk, asked: Asked) -> Answer:
    """The records of any kind."""
    kind = asked.kind(desk)
    shown = List(
        kind=kind,
        title=asked.say(kind.label),
        here=f"{asked.root}/records/{kind.name}",
        columns=_columns(desk, kind),
        filters=_filters(kind),
        order=_order(asked, kind),
        search=_CHILD.in_(asked.lang) if kind.searchable else "",
    )
    return inside(desk, asked, c.Listing(**_parts(desk, asked, shown)))


def _parts(desk: Desk, asked: Asked, shown: List) -> dict[str, object]:
    """What roster and list have in common."""
    kind, words = shown.kind, Words(desk, asked)
    pairs = [(name, value) for name, value in asked.pairs if value]
    query = parse(pairs, kind, desk.catalog.kinds, desk.catalog.codes)
    page = desk.find(query if query.order else attrs.evolve(query, order=shown.order))
    words.learn(page.rows)
    total = _count(desk, kind, EVERYTHING, len(page.rows))
    matched = total if query.where == EVERYTHING else _count(desk, kind, query.where, len(page.rows))
    given = dict(pairs)
    return {
        "title": shown.title,
        "plugin": desk.catalog.plugin_of("kind", kind.name) != CORE,
        "caption": shown.title,
        "action": shown.here,
        "actions": _actions(desk, asked, kind),
        "q": given.get("q", "") if shown.search else None,
        "search_label": shown.search,
        "search_example": shown.example,
        "filters": tuple(_filter(desk, words, kind, name, given) for name in shown.filters),
        "kept": tuple((name, given[name]) for name in ("order", "limit") if name in given),
        "chips": tuple(_chips(desk, asked, shown, pairs)),
        "clear": shown.here,
        "total": total,
        "matched": max(matched, len(page.rows)),
        "columns": tuple(_heading(words, shown, each, given) for each in shown.columns),
        "rows": tuple(_row(words, shown, row) for row in page.rows),
        "next": _with(shown, pairs, after=page.next) if page.next else "",
        "start": _with(shown, pairs, after=None) if query.after else "",
        "exports": _exports(desk, asked, shown, pairs),
    }


def _row(words: Words, shown: List, row: Row) -> c.Row:
    cells = [_cell(words, row, each) for each in shown.columns]
    if not cells[0].text:
        cells[0] = attrs.evolve(cells[0], text=words.title(row))
    return c.Row(id=row.id, href=words.href(row.kind, row.id), cells=tuple(cells))


def _cell(words: Words, row: Row, column: Shown) -> c.Cell:
    first = row.kind.by_name.get(column.paths[0])
    if first is not None and first is row.kind.state:
        tag = words.state(row)
        return c.Cell(tags=(tag,) if tag else ())
    if first is not None and first.type.name == "date" and len(column.paths) == 1 and first.name not in row.masked:
        value = row.values[first.name]
        return c.Cell(day=value if isinstance(value, date) else None, due=first.due is not None)
    texts = [words.path(row, path) for path in column.paths]
    masked = first is not None and first.name in row.masked
    return c.Cell(text=" ".join(filter(None, texts)), masked=masked)


def _columns(desk: Desk, kind: Kind) -> tuple[Shown, ...]:
    """What a list of any kind shows: what names it, whom it is about, its state and days, then what else is short."""
    hidden = desk.views(kind).hidden
    names = [field for field in title_fields(kind) if field.name not in hidden][:1]
    about = [kind.about] if kind.about and kind.about.name not in hidden else []
    days = [field for field in kind.fields if field.type.name == "date" and field.name not in hidden]
    rest = [f for f in kind.fields if _is_short(f) and f.name not in hidden]
    states = [kind.state] if kind.state else []
    found = list(dict.fromkeys([*names, *about, *states, *days[:2], *rest]))[:MOST_COLUMNS]
    return tuple(Shown(paths=(field.name,), label=field.label, phone="labelled", spare=n > 3) for n, field in enumerate(found))


def _is_short(field: Field) -> bool:
    long = field.type.name == "text" and (field.facts.max_length or 999) > 80
    return not (long or field.facts.secret or field.type.name in ("values", "ref"))


def _order(asked: Asked, kind: Kind) -> tuple[str, ...]:
    journal = asked.front.journal
    if kind.name == journal.kind:
        return (f"-{journal.entry}",)
    work = asked.front.work
    return (work.day,) if kind.name == work.kind else ("-since",)


def _filters(kind: Kind) -> tuple[str, ...]:
    coded = [f.name for f in kind.fields if f.type.name in ("code", "enum") and not f.facts.secret]
    states = [kind.state.name] if kind.state else []
    return (*states, *coded)[:MOST_FILTERS]


def _filter(desk: Desk, words: Words, kind: Kind, name: str, given: dict[str, str]) -> c.Filter:
    chosen = given.get(name, "")
    field = kind.by_name.get(name.partition("__")[0])
    options = [c.Option(value="", label=words.say(_ANY))]
    if field is not None:
        options += [c.Option(value=value, label=label, selected=value == chosen) for value, label in choices(desk, words, field)]
    if chosen and not any(each.selected for each in options):
        options.append(c.Option(value=chosen, label=words.area(chosen), selected=True))
    return c.Filter(name=name, label=words.say(field.label) if field else name, options=tuple(options))


def choices(desk: Desk, words: Words, field: Field) -> list[tuple[str, str]]:
    """What a field may hold, as values and texts: states, codes in force, members, areas."""
    places = words.asked.front.places
    if field.facts.codes:
        items = desk.catalog.codes[field.facts.codes].items
        return [(item.value, words.say(item.label)) for item in items if item.retired is None or item.retired > desk.day]
    if field.type.name == "enum":
        return [(str(member.value), words.text(field, member)) for member in field.type.python]  # type: ignore[var-annotated]
    if field.type.name == "state":
        return [(name, words.text(field, name)) for name in field.structure.states]  # type: ignore[union-attr]
    if field.name == places.kind and desk.may_read(places.kind):
        return _areas(desk, words)
    return []


def _areas(desk: Desk, words: Words) -> list[tuple[str, str]]:
    """The communities an actor may choose from, and below them where there is one only."""
    places = words.asked.front.places
    where: Filter = getattr(F, places.level).is_in(_levels(desk, places.kind, places.level, places.shown))
    mine = desk.actor.areas
    rows = desk.find(places.kind, where, order=(places.code,), limit=500).rows
    found = [(row.values[places.code], row.values[places.name]) for row in rows]
    return [(code, name) for code, name in found if any(code.startswith(area) or area.startswith(code) for area in mine)][:MOST_OPTIONS]


def _levels(desk: Desk, kind: str, field: str, shown: tuple[str, ...]) -> tuple[object, ...]:
    members = desk.catalog.kind(kind).by_name[field].type.python
    return tuple(member for member in members if member.value in shown)  # type: ignore[attr-defined]


def _chips(desk: Desk, asked: Asked, shown: List, pairs: Pairs) -> list[c.Link]:
    chips = []
    for name, value in pairs:
        if name in PAGE:
            continue
        where = parse([(name, value)], shown.kind, desk.catalog.kinds, desk.catalog.codes).where
        rest = [each for each in pairs if each != (name, value)]
        said = say(where, shown.kind, desk.catalog.kinds, desk.catalog.codes, asked.lang)
        chips.append(c.Link(label=said, href=_with(shown, rest, after=None)))
    return chips


def _heading(words: Words, shown: List, column: Shown, given: dict[str, str]) -> c.Column:
    order = given.get("order", "")
    turned = f"-{column.sort}" if order == column.sort else column.sort
    kept = [(name, value) for name, value in given.items() if name not in ("order", "after")]
    return c.Column(
        label=words.say(column.label),
        sort=f"{shown.here}?{urlencode([*kept, ('order', turned)])}" if column.sort else "",
        sorted={column.sort: "ascending", f"-{column.sort}": "descending"}.get(order, "") if column.sort else "",  # type: ignore[arg-type]
        phone=column.phone,  # type: ignore[arg-type]
        spare=column.spare,
    )


def _with(shown: List, pairs: Pairs, *, after: str | None) -> str:
    kept = [(name, value) for name, value in pairs if name != "after"]
    asked = urlencode([*kept, ("after", after)] if after else kept)
    return f"{shown.here}?{asked}" if asked else shown.here


def _actions(desk: Desk, asked: Asked, kind: Kind) -> tuple[c.Link, ...]:
    found = []
    if desk.may_write(kind):
        if kind.name == asked.front.roster.kind:
            found.append(c.Link(label=asked.say(_IMPORT), href=f"{asked.root}/import", icon="up", desktop=True))
        href = f"{asked.root}/records/{kind.name}/new"
        found.append(c.Link(label=asked.say(_NEW), href=href, icon="plus", primary=True))
    return tuple(found)


def _exports(desk: Desk, asked: Asked, shown: List, pairs: Pairs) -> tuple[c.Link, ...]:
    if not desk.role.exports:
        return ()
    kept = [(name, value) for name, value in pairs if name not in ("after", "limit")]
    href = f"{asked.root}/records/{shown.kind.name}/export?{urlencode([*kept, ('format', 'xlsx')])}"
    return (c.Link(label=asked.say(_EXPORT), href=href),)


def _count(desk: Desk, kind: Kind, where: Filter, at_least: int) -> int:
    """How many there are, if the reader may count them."""
    try:
        counts = desk.tally(Tally("list", kind.name, where=where, label=kind.label))
    except (Refused, Invalid):
        return at_least
    return (counts[0].records if counts else 0) or at_least


__all__ = ["List", "Query", "choices", "listed", "roster"]
