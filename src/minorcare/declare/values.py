"""The closed table of value types, and how each is written in JSON.

Every type has one written form, used in version bodies, in the API and (with booleans as 0 and 1, lists as JSON text) in
columns: dates and instants as ISO text, decimals as integers scaled by ``places``. Nothing is a float: a float does not survive
being read and written again, and a digest must.
"""

from __future__ import annotations

import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal

import attrs

from minorcare.declare.fields import FACTS, Due, Facts, RefTo, Structure
from minorcare.declare.lifecycle import Lifecycle

Id = typing.NewType("Id", str)
"""A record's id: UUIDv7 as 36 characters, made by whoever creates the record."""

TypeName = Literal[
    "text", "int", "decimal", "bool", "date", "datetime", "enum", "code", "ref", "codes", "values", "state"
]
_PLAIN: dict[type, TypeName] = {
    str: "text",
    int: "int",
    Decimal: "decimal",
    bool: "bool",
    date: "date",
    datetime: "datetime",
}
_AS_THEY_ARE: frozenset[TypeName] = frozenset({"text", "int", "bool", "code", "ref", "state"})
ALLOWED = "str, int, Decimal, bool, date, datetime, an Enum, Id (with ref), tuple[str, ...] (with codes), tuple[FrozenClass, ...]"


@attrs.frozen(kw_only=True)
class ValueType:
    """One row of the table: its name and the Python class behind it (the enum, the value class)."""

    name: TypeName
    python: type
    optional: bool = False

    @property
    def plain(self) -> bool:
        """Whether its values are written as they are."""
        return self.name in _AS_THEY_ARE


def value_type(annotation: Any, facts: Facts, structure: Structure) -> ValueType | None:
    """The value type an annotation means, or ``None`` if it is not in the table."""
    inner, optional = _without_none(annotation)
    if typing.get_origin(inner) is tuple:
        item, *rest = typing.get_args(inner)
        if rest != [Ellipsis]:
            return None
        if item is str and facts.codes:
            return ValueType(name="codes", python=str, optional=optional)
        if isinstance(item, type) and attrs.has(item) and issubclass(item, object):
            return ValueType(name="values", python=item, optional=optional)
        return None
    if inner is Id:
        return ValueType(name="ref", python=str, optional=optional) if isinstance(structure, RefTo) else None
    if isinstance(inner, type) and issubclass(inner, Enum):
        return ValueType(name="enum", python=inner, optional=optional)
    name = _PLAIN.get(inner)
    if name == "text" and isinstance(structure, Lifecycle):
        name = "state"
    elif name == "text" and facts.codes:
        name = "code"
    if name is None or (isinstance(structure, Due) and name != "date") or (isinstance(structure, RefTo)):
        return None
    return ValueType(name=name, python=inner, optional=optional)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        if len(rest) == 1:
            return rest[0], True
    return annotation, False


def to_json(type_: ValueType, places: int | None, value: Any) -> Any:
    """The written form of a typed value."""
    if value is None:
        return None
    match type_.name:
        case "date":
            return value.isoformat()
        case "datetime":
            return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case "decimal":
            return int(value.scaleb(places or 0))
        case "enum":
            return value.value
        case "codes":
            return list(value)
        case "values":
            return [_value_to_json(item) for item in value]
        case _:
            return value


def from_json(type_: ValueType, places: int | None, raw: Any) -> Any:
    """The typed value behind a written form that :func:`to_json` made."""
    if raw is None:
        return None
    match type_.name:
        case "bool":
            return bool(raw)
        case "date":
            return date.fromisoformat(raw)
        case "datetime":
            return datetime.fromisoformat(raw)
        case "decimal":
            return Decimal(raw).scaleb(-(places or 0))
        case "enum":
            return type_.python(raw)
        case "codes":
            return tuple(raw)
        case "values":
            return tuple(_value_from_json(type_.python, item) for item in raw)
        case _:
            return raw


def _value_to_json(item: Any) -> dict[str, Any]:
    return {
        name: to_json(type_, places, value)
        for name, type_, places in _inner(item.__class__)
        if (value := getattr(item, name)) is not None
    }


def _value_from_json(cls: type, raw: dict[str, Any]) -> Any:
    return cls(**{name: from_json(type_, places, raw[name]) for name, type_, places in _inner(cls) if name in raw})


@cache
def _inner(cls: Any) -> tuple[tuple[str, ValueType, int | None], ...]:
    """Name, type and places of what a value class holds."""
    attrs.resolve_types(cls)
    found = []
    for attribute in attrs.fields(cls):
        facts = attribute.metadata.get(FACTS)
        inner, optional = _without_none(attribute.type)
        name: TypeName = "enum" if isinstance(inner, type) and issubclass(inner, Enum) else _PLAIN[inner]
        places = facts.places if facts else attribute.metadata.get("places")
        found.append((attribute.name, ValueType(name=name, python=inner, optional=optional), places))
    return tuple(found)
