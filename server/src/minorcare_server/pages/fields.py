"""What inputs hold, and what they send as the JSON that the API takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from minorcare.calendar import CHINA
from minorcare.declare import Field, Kind
from minorcare.declare.inner import inner_fields

Given = dict[str, Any]
"""What a form holds, by field: a text, a list of texts, or for small values a list of their parts by name."""
MOST_ROWS = 200
"""Rows of one field that a form takes."""
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?")
_PART = re.compile(r"([a-z][a-z0-9_]*)\[(\d{1,3})\]\.([a-z][a-z0-9_]*)")


def text_of(field: Field, value: Any) -> Any:
    """A value as an input holds it: a text, a list of texts, or a list of rows."""
    if value is None:
        return [] if field.many else ""
    if field.type.name == "values":
        return [_row_of(field, each) for each in value]
    if isinstance(value, datetime):
        local = value.astimezone(CHINA).replace(tzinfo=None)
        return local.isoformat(timespec="minutes" if not (local.second or local.microsecond) else "milliseconds")
    raw = field.to_json(value)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(value, Decimal):
        return str(value)
    return [str(each) for each in raw] if isinstance(raw, list | tuple) else str(raw)


def flat(value: Any) -> str:
    """What a form holds of a field as one text, which :func:`gathered` takes back."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return orjson.dumps(value).decode()
    return ",".join(value) if isinstance(value, list) else str(value or "")


def written(kind: Kind, given: Mapping[str, Any], *, changing: bool) -> dict[str, Any]:
    """What inputs hold, as JSON. An empty input empties a field when *changing*; a secret left empty stays as it is."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = kind.by_name.get(name)
        if field is None:
            found[name] = value  # refused by the converter, by name
        elif value in ("", []):
            if changing and not field.facts.secret:
                found[name] = [] if field.many else None
            elif field.required:
                found[name] = None
        else:
            found[name] = _json(field, value)
    return found


def gathered(kind: Kind, form: Sequence[tuple[str, str]], keys: Mapping[str, str] | None = None) -> Given:
    """The inputs of a form by name; those that may be ticked several times as lists, the parts of small values as rows.

    Rows that hold nothing are left out, so that the others move up: a problem of ``goals[1]`` is one of the second row shown.
    *keys* name a part that says nothing by itself, by field.
    """
    found: Given = {}
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in form:
        part, field = _PART.fullmatch(name), kind.by_name.get(name)
        if part and (whole := kind.by_name.get(part[1])) and whole.type.name == "values":
            rows.setdefault(part[1], {}).setdefault(int(part[2]), {})[part[3]] = value.strip()
        elif field is not None and field.type.name == "values":
            found[name] = _rows_in(value)
        elif field is not None and field.many:
            found.setdefault(name, []).extend(each for each in value.split(",") if each)
        else:
            found[name] = value
    for name, numbered in rows.items():
        filled, key = (numbered[n] for n in sorted(numbered)[:MOST_ROWS]), (keys or {}).get(name)
        found[name] = [row for row in filled if any(text for part, text in row.items() if part != key)]
    return found


def rows_shown(form: Sequence[tuple[str, str]], name: str) -> int:
    """How many rows of a field a form showed."""
    shown = [int(part[2]) for each, _ in form if (part := _PART.fullmatch(each)) and part[1] == name]
    return max(shown, default=-1) + 1


def _row_of(field: Field, value: Any) -> dict[str, str]:
    return {inner.name: text_of(inner, getattr(value, inner.name)) for inner in inner_fields(field.type.python)}


def _rows_in(text: str) -> list[dict[str, str]]:
    """The rows of a text made by :func:`flat`; what is none is left for the converter to refuse."""
    try:
        rows = orjson.loads(text) if text else []
    except orjson.JSONDecodeError:
        rows = [{"": text}]
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else [{"": text}]


def _json(field: Field, value: Any) -> Any:
    match field.type.name:
        case "bool":
            return {"true": True, "false": False}.get(value, value)
        case "int":
            return int(value) if _WHOLE.fullmatch(value.strip()) else value
        case "decimal":
            return _scaled(field, value)
        case "datetime":
            local = _LOCAL.fullmatch(value)
            return f"{local[1]}{local[2] or ':00'}+08:00" if local else value
        case "enum":
            members = {str(member.value): member.value for member in field.type.python}  # type: ignore[attr-defined]
            return members.get(value, value)
        case "values":
            return [_json_of(field, row) for row in value]
        case _:
            return value


def _json_of(field: Field, row: Mapping[str, str]) -> dict[str, Any]:
    """One small value; its empty parts are left out."""
    known = {inner.name: inner for inner in inner_fields(field.type.python)}
    return {name: _json(known[name], text) if name in known else text for name, text in row.items() if text != ""}


def _scaled(field: Field, value: str) -> Any:
    try:
        whole = Decimal(value.strip()).scaleb(field.facts.places or 0)
        return int(whole) if whole == whole.to_integral_value() else value
    except (InvalidOperation, ValueError, OverflowError):
        return value
