"""Lists taken out as files. Every file says who took it, when and for what, and where the journal stood."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from minorcare.calendar import CHINA
from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem, Refused
from minorcare.label import Label
from minorcare.query import MAX_LIMIT, Query
from minorcare.query.url import parse
from minorcare.store.protocol import Row
from minorcare.surfaces.current import current
from minorcare.surfaces.writing import cells_of, text_columns, write_csv, write_xlsx
from minorcare_server.api.problems import choose, missing, wrong_type
from minorcare_server.api.records import json_of
from minorcare_server.asking import Answer, Asked

MOST_ROWS = 5000
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_TAKES: Mapping[str, type] = {"kind": str, "query": dict, "fields": list, "format": str, "purpose": str}


@attrs.frozen(kw_only=True)
class Wanted:
    """What is to be taken out."""

    kind: Kind
    query: Query
    fields: tuple[Field, ...]
    format: str


def export(desk: Desk, asked: Asked) -> Answer:
    """The records of a list as .xlsx or CSV, as far as the caller sees them."""
    may_export(desk, asked)
    data = _read(json_of(asked))
    for_it = asked.registry.desk(desk.actor, office=desk.office, purpose=data["purpose"], via=desk.via)
    return file_of(for_it, asked, wanted(for_it, data))


def may_export(desk: Desk, asked: Asked) -> None:
    """Raise Refused, and note it, if the caller's role takes no lists out."""
    if not desk.role.exports:
        asked.registry.note(desk.office, desk.account, "refuse", via=desk.via, asked="export")
        raise Refused(Label("您的岗位不能导出", en="your role does not take lists out"))


def wanted(desk: Desk, data: Mapping[str, Any]) -> Wanted:
    """What *data* asks for, all of it checked.

    Raises:
        Invalid: a kind, field or format that is not there, or that the caller may not see.
    """
    kind = desk.catalog.kinds.get(data["kind"])
    if kind is None or kind.vault:
        known = ", ".join(each.name for each in desk.catalog.kinds.values() if desk.may_read(each.name))
        raise Invalid([choose("kind", known)])
    hidden = desk.views(kind).hidden
    shown = [field.name for field in kind.fields if field.name not in hidden]
    found = [choose(f"fields[{n}]", ", ".join(shown)) for n, name in enumerate(data["fields"]) if name not in shown]
    if data["format"] not in TYPES:
        found.append(choose("format", ", ".join(TYPES)))
    if found:
        raise Invalid(found)
    pairs = current(tuple((str(name), str(value)) for name, value in data.get("query", {}).items()), kind)
    query = parse(pairs, kind, desk.catalog.kinds, desk.catalog.codes, secrets=True)
    fields = tuple(kind.by_name[name] for name in data["fields"])
    return Wanted(kind=kind, query=query, fields=fields, format=data["format"])


def file_of(desk: Desk, asked: Asked, what: Wanted) -> Answer:
    """The file. It is in the journal before it leaves.

    Raises:
        Invalid: it would be longer than a list that leaves may be.
    """
    rows = list(_all(desk, what.query))
    desk.exported(what.kind.name, rows, fields=[field.name for field in what.fields])
    head = desk.store.heads()[desk.office]
    out, headings = io.BytesIO(), [field.label.in_(asked.lang) for field in what.fields]
    cells = [cells_of(what.fields, row.values, desk.catalog.codes, asked.lang) for row in rows]
    if what.format == "csv":
        write_csv(out, headings, cells)
    else:
        write_xlsx(out, headings, cells, text_columns=text_columns(what.fields), footer=_footer(desk, asked, head))
    headers = {
        "Content-Disposition": f'attachment; filename="{what.kind.table}-{desk.day.isoformat()}.{what.format}"',
        "Journal-Head": f"{head.seq} {head.hash}",
    }
    return Answer(body=out.getvalue(), type=TYPES[what.format], headers=headers)


def _all(desk: Desk, query: Query) -> Iterator[Row]:
    after, count = None, 0
    while True:
        found = desk.find(attrs.evolve(query, limit=MAX_LIMIT, after=after))
        count += len(found.rows)
        if count > MOST_ROWS:
            said = Label(f"超过 {MOST_ROWS} 条", en=f"holds more than {MOST_ROWS} records")
            raise Invalid([Problem(at="query", said=said, remedy=Label("请缩小范围", en="narrow it"), code="size")])
        yield from found.rows
        after = found.next
        if after is None:
            return


def _footer(desk: Desk, asked: Asked, head: Any) -> Sequence[str]:
    purpose = desk.catalog.codes["purpose"].label_of(desk.purpose).in_(asked.lang)
    at = desk.clock().astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    taken = Label(f"导出人 {desk.account}，{at}，用途：{purpose}", en=f"taken by {desk.account}, {at}, for: {purpose}")
    stood = Label(f"留痕至第 {head.seq} 条：{head.hash}", en=f"journal up to entry {head.seq}: {head.hash}")
    return (asked.say(taken), asked.say(stood))


def _read(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Invalid([wrong_type("")])
    found = [choose(str(name)[:40], ", ".join(_TAKES)) for name in data if name not in _TAKES]
    for name, type_ in _TAKES.items():
        if name in data and not isinstance(data[name], type_):
            found.append(wrong_type(name))
        elif name not in data and name != "query":
            found.append(missing(name))
    if found:
        raise Invalid(found)
    if not data["fields"]:
        raise Invalid([wrong_type("fields")])
    return data
