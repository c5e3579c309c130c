"""Lists of records: the roster, and any other kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from minorcare.catalog import CORE
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import EVERYTHING, Filter, Tally
from minorcare.store.protocol import Row
from minorcare.surfaces.front import Column as Shown
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.beside import Beside
from minorcare_server.pages.choices import chips, filter_of, filters_of, roster_filters, roster_views
from minorcare_server.pages.columns import columns_of, row_of
from minorcare_server.pages.moves import asks_of
from minorcare_server.pages.questions import Question, address, question
from minorcare_server.pages.shelves import adds_of
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

_NEW = Label("新增", en="Add")
_ADD = Label("新增一人", en="Add a child")
_IMPORT, _EXCEL, _CSV = Label("导入", en="Import"), Label("导出 Excel", en="Excel"), Label("CSV", en="CSV")
_CAPTION = Label("{what}，逐条", en="{what}, row by row")
_SEARCH = Label("姓名、拼音首字母", en="Name, pinyin initials")


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
    return listing(desk, asked, asked.kind(desk))


def listing(desk: Desk, asked: Asked, kind: Kind) -> Answer:
    """The records of *kind*, wherever the list stands."""
    shown = List(
        kind=kind,
        title=asked.say(kind.label),
        here=f"{asked.root}/records/{kind.name}",
        columns=columns_of(desk, asked, kind),
        filters=filters_of(desk, asked, kind),
        order=_order(asked, kind),
        search=asked.say(_SEARCH) if kind.searchable else "",
    )
    return inside(desk, asked, c.Listing(**_parts(desk, asked, shown)))


def _parts(desk: Desk, asked: Asked, shown: List) -> dict[str, Any]:
    """What roster and list have in common."""
    kind, words = shown.kind, Words(desk, asked)
    q = question(desk, asked, kind)
    page = desk.find(q.query if q.query.order else attrs.evolve(q.query, order=shown.order))
    words.learn(page.rows)
    beside = Beside.of(words, page.rows, {each.shows for each in shown.columns})
    total = _count(desk, kind, EVERYTHING, len(page.rows))
    matched = total if q.query.where == EVERYTHING else _count(desk, kind, q.query.where, len(page.rows))
    given, first, length, bulk = dict(q.pairs), q.first, len(page.rows), _bulk(desk, asked, kind)
    is_roster = kind.name == asked.front.roster.kind
    filters = [filter_of(desk, words, kind, name, given) for name in shown.filters]
    return {
        "title": shown.title,
        "plugin": desk.catalog.plugin_of("kind", kind.name) != CORE,
        "caption": words.say(_CAPTION, what=shown.title),
        "action": shown.here,
        "actions": _actions(desk, asked, kind),
        "views": roster_views(desk, words, shown.here, given) if is_roster else (),
        "q": given.get("q", "") if shown.search else None,
        "search_label": shown.search,
        "search_example": shown.example,
        "filters": (*filters, *(roster_filters(desk, words, given) if is_roster else ())),
        "kept": tuple(
            (name, given[name])
            for name in ("order", "limit", *((asked.front.roster.standing,) if is_roster else ()))
            if name in given
        ),
        "chips": tuple(chips(desk, words, kind, q, shown.here)),
        "clear": shown.here,
        "total": total,
        "matched": max(matched, length),
        "columns": tuple(_heading(words, shown, each, q) for each in shown.columns),
        "rows": tuple(_row(words, shown, row, beside, bulk) for row in page.rows),
        "first": first,
        "next": address(shown.here, q.but(after=page.next, first=str(first + length))) if page.next else "",
        "start": address(shown.here, q.but("after")) if q.query.after else "",
        "exports": _exports(desk, asked, shown, q),
        "bulk": bulk,
        "bulk_action": f"{asked.root}/records/{kind.name}/moves",
    }


def _order(asked: Asked, kind: Kind) -> tuple[str, ...]:
    journal, work = asked.front.journal, asked.front.work
    if kind.name == journal.kind:
        return (f"-{journal.entry}",)
    if kind.name == asked.front.places.kind:
        return (asked.front.places.code,)
    return (work.day,) if kind.name == work.kind else ("-since",)


def _heading(words: Words, shown: List, column: Shown, q: Question) -> c.Column:
    order = ",".join(q.query.order)
    turned = f"-{column.sort}" if order == column.sort else column.sort
    return c.Column(
        label=words.say(column.label),
        sort=address(shown.here, q.but("after", order=turned)) if column.sort else "",
        sorted={column.sort: "ascending", f"-{column.sort}": "descending"}.get(order, "") if column.sort else "",  # type: ignore[arg-type]
        phone=column.phone,  # type: ignore[arg-type]
        spare=column.spare,
    )


def _actions(desk: Desk, asked: Asked, kind: Kind) -> tuple[c.Link, ...]:
    roster_kind, forms = kind.name == asked.front.roster.kind, tuple(adds_of(desk, asked, kind))
    found = []
    if roster_kind and forms:
        found.append(c.Link(label=asked.say(_IMPORT), href=f"{asked.root}/import", icon="up", desktop=True))
    for n, form in enumerate(forms):
        label = asked.say(_ADD) if roster_kind else form.label
        if label == asked.say(kind.label):
            label = asked.say(_NEW)
        found.append(c.Link(label=label, href=form.href, icon="plus", primary=not n))
    return tuple(found)


def _row(words: Words, shown: List, row: Row, beside: Beside, bulk: tuple[c.Option, ...]) -> c.Row:
    made = row_of(words, shown.columns, row, beside)
    if not bulk:
        return made
    offered = {name for name, _ in asks_of(words, row)}
    return attrs.evolve(made, moves=tuple(option for option in bulk if option.value in offered))


def _bulk(desk: Desk, asked: Asked, kind: Kind) -> tuple[c.Option, ...]:
    """What may be done to several records at once."""
    if not desk.may_write(kind):
        return ()
    listed = enumerate(asked.front.moves_of(kind.name) or ())
    return tuple(c.Option(value=str(n), label=asked.say(ask.label)) for n, ask in listed if ask.bulk)


def _exports(desk: Desk, asked: Asked, shown: List, q: Question) -> Sequence[c.Link]:
    if not desk.role.exports:
        return ()
    here = f"{asked.root}/records/{shown.kind.name}/export"
    return tuple(
        c.Link(label=asked.say(label), href=address(here, q.but("after", "limit", format=format)))
        for label, format in ((_EXCEL, "xlsx"), (_CSV, "csv"))
    )


def _count(desk: Desk, kind: Kind, where: Filter, at_least: int) -> int:
    """How many there are, if the reader may count them."""
    try:
        counts = desk.tally(Tally("list", kind.name, where=where, label=kind.label))
    except (Refused, Invalid):
        return at_least
    return (counts[0].records if counts else 0) or at_least
