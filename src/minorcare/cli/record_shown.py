"""How records of any kind are shown: a page, one record, its versions; as tables to people, as the API's JSON to programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from minorcare.cli.output import Cell, Output
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.declare import Codes, Field, Kind
    from minorcare.desk import Desk
    from minorcare.store.protocol import Page, Row, Version

_NO, _ID, _VERSION = Label("档案号", en="No."), Label("编号", en="Id"), Label("版本", en="Version")
_VERSIONS = (
    _VERSION,
    Label("时间", en="At"),
    Label("经办人", en="Actor"),
    Label("途径", en="Via"),
    Label("操作", en="Action"),
    Label("改了哪些", en="Changed"),
)


def as_json(row: Row) -> dict[str, Any]:
    """One record in its written form, with what the store keeps beside it."""
    from minorcare.surfaces.converters import to_json

    kept = {"id": row.id, "no": row.no, "version": row.version, "area": row.area, "since": row.since}
    return {**kept, **to_json(row.kind, row.values, row.masked)}


def show_page(out: Output, desk: Desk, page: Page) -> None:
    """A list: the fields that some record of it has a value of."""
    out.json({"items": [as_json(row) for row in page.rows], "next": page.next})
    if not page.rows:
        out.say(Label("没有记录", en="no records"))
        return
    codes = desk.catalog.codes
    fields = [f for f in page.rows[0].kind.fields if any(row.values[f.name] not in (None, ()) for row in page.rows)]
    rows: list[list[Cell]] = [
        [row.no, row.id, *(_cell(f, row.values, codes, out.lang) for f in fields)] for row in page.rows
    ]
    out.table([_NO, _ID, *(f.label for f in fields)], rows)
    if page.next:
        out.remark(Label(f"还有更多，请加 --after {page.next}", en=f"there are more: --after {page.next}"))


def show_one(out: Output, desk: Desk, row: Row) -> None:
    """One record, a line for each field; what is masked is named."""
    out.json(as_json(row))
    codes = desk.catalog.codes
    rows: list[list[Cell]] = [[out.text(_NO), row.no], [out.text(_ID), row.id], [out.text(_VERSION), row.version]]
    rows += [[out.text(f.label), _cell(f, row.values, codes, out.lang)] for f in row.kind.fields]
    out.table([Label("字段", en="Field"), Label("内容", en="Value")], rows, title=row.kind.label)
    if row.masked and not out.as_json:
        labels = [row.kind.by_name[name].label for name in row.masked]
        zh, en = "、".join(each.zh for each in labels), ", ".join(each.in_("en") for each in labels)
        out.remark(Label(f"未完整显示：{zh}", en=f"not shown in full: {en}"))


def show_versions(out: Output, kind: Kind, versions: Iterable[Version]) -> None:
    """The versions of a record, newest first: who did what, and which fields it changed."""
    found = tuple(versions)
    out.json({"items": [_version(kind, each) for each in found], "next": None})
    rows: list[list[Cell]] = [
        [v.version, v.at, v.actor, v.via, v.action, ", ".join(out.text(kind.by_name[n].label) for n in v.changed)]
        for v in found
    ]
    out.table(_VERSIONS, rows)


def _version(kind: Kind, version: Version) -> dict[str, Any]:
    from minorcare.surfaces.converters import to_json

    values = to_json(kind, version.values, version.masked)
    return {
        "version": version.version,
        "at": version.at,
        "actor": version.actor,
        "via": version.via,
        "action": version.action,
        "changed": version.changed,
        "void": version.void,
        "values": {name: value for name, value in values.items() if name != "masked"},
        "masked": version.masked,
    }


def _cell(field: Field, values: Mapping[str, Any], codes: Mapping[str, Codes], lang: str) -> Cell:
    """A value as people read it; a list of small values as what it is written as."""
    import orjson

    from minorcare.surfaces.cells import write_cell

    value = values[field.name]
    if field.type.name == "values":
        return orjson.dumps(field.to_json(value)).decode() if value else None
    written = write_cell(field, value, codes, lang)
    return None if written is None else str(written)
