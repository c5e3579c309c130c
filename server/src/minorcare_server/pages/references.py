"""How a form names another record: by its key where people have one, else by its file number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, NotFound, Problem, Refused
from minorcare.label import Label
from minorcare.query import F, Filter

_UNKNOWN = Label("没有找到这个{kind}", en="no {kind} of that number is on file")
_REMEDY = Label("核对{how}；它要在您的辖区内", en="check the {how}; it must lie in your area")
_NUMBER = Label("档案号", en="file number")


def how_named(desk: Desk, field: Field) -> Label:
    """By what a form names the record of a reference."""
    target = desk.catalog.target(field)
    key = _open_key(target)
    return key.label if key else _NUMBER


def named_refs(desk: Desk, kind: Kind, given: Mapping[str, Any], *, chosen: Collection[str] = ()) -> dict[str, Any]:
    """*given* with the ids of other records as people write them; of those that are *chosen* from a list the id stays."""
    found = dict(given)
    for field in kind.fields:
        id = found.get(field.name)
        if field.ref is None or not id or field.name in chosen:
            continue
        target = desk.catalog.target(field)
        try:
            row = desk.get(target.name, str(id))
        except (NotFound, Refused):
            continue
        key = _open_key(target)
        found[field.name] = str(row.values[key.name]) if key and row.values[key.name] else str(row.no)
    return found


def found_refs(desk: Desk, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """*given* with what people write as the ids of other records.

    Raises:
        Invalid: no such record is visible to whoever asks.
    """
    found, wrong = dict(given), []
    for field in kind.fields:
        text = found.get(field.name)
        if field.ref is None or not isinstance(text, str) or not text.strip():
            continue
        id = _find(desk, desk.catalog.target(field), text.strip())
        if id is None:
            target, how = desk.catalog.target(field), how_named(desk, field)
            said, remedy = _UNKNOWN.fill(kind=target.label), _REMEDY.fill(how=how)
            wrong.append(Problem(at=field.name, said=said, remedy=remedy, code="reference"))
        else:
            found[field.name] = id
    if wrong:
        raise Invalid(wrong)
    return found


def _find(desk: Desk, target: Kind, text: str) -> str | None:
    if not desk.may_read(target.name):
        return None
    key = _open_key(target)
    asked: list[Filter] = [F.id == text]
    if key is not None:
        asked.insert(0, getattr(F, key.name) == text)
    elif text.isascii() and text.isdigit() and len(text) < 15:
        asked.insert(0, F.no == int(text))
    for where in asked:
        rows = desk.find(target.name, where, limit=1).rows
        if rows:
            return rows[0].id
    return None


def _open_key(target: Kind) -> Field | None:
    keys = [target.by_name[name] for name in target.key]
    return keys[0] if len(keys) == 1 and not keys[0].facts.secret else None
