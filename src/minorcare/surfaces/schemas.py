"""A kind as a JSON Schema (2020-12): what may be written of it, and what is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

import attrs

from minorcare.declare.checks import ID, MOST, OFFICE, in_force, is_typed
from minorcare.declare.codes import Codes
from minorcare.declare.fields import Bound, Sensitivity
from minorcare.declare.inner import inner_fields
from minorcare.declare.kind import Field, Kind
from minorcare.declare.lifecycle import Lifecycle
from minorcare.label import Label
from minorcare.query.paths import target_name

Schema = dict[str, Any]
Variant = Literal["create", "change", "read"]

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$"
"""As the converter reads them; JSON Schema's own ``format`` is only an annotation to many readers."""

SENSITIVITY, SECRET = "x-minorcare-sensitivity", "x-minorcare-secret"
MOST_ITEMS = 1000  # of one list within a record
MOST_CHOICES = 300  # a longer code list (areas) is named, not spelt out in every schema

ROW: Mapping[str, tuple[Schema, Label]] = {
    "id": ({"type": "string", "pattern": f"^{ID}$"}, Label("编号", en="Id of the record, a UUIDv7")),
    "office": ({"type": "string", "pattern": f"^{OFFICE}$"}, Label("街道", en="Code of the street whose record it is")),
    "no": ({"type": ["integer", "null"]}, Label("档案号", en="File number, as people say it")),
    "version": ({"type": "integer", "minimum": 1}, Label("版本", en="Version of the record; what If-Match names")),
    "area": ({"type": ["string", "null"]}, Label("区域", en="Area of the child it is about")),
    "since": ({"type": "string", "format": "date-time"}, Label("更新时间", en="Since when this version is in force")),
}
"""What every row carries beside the fields of its kind."""


@attrs.frozen(kw_only=True)
class _Reading:
    """What a schema is written for."""

    codes: Mapping[str, Codes]
    variant: Variant
    day: date | None
    level: Sensitivity | None = None  # of the field a value class stands in

    @property
    def writes(self) -> bool:
        return self.variant != "read"


def schema(kind: Kind, codes: Mapping[str, Codes], variant: Variant, *, day: date | None = None) -> Schema:
    """What a JSON object must be to create a record of *kind*, to change one, or what one is read as.

    Args:
        codes: The code lists by name.
        day: The day on which codes must be in force to be written; without it, every code with a day of retirement is left out.
    """
    reading = _Reading(codes=codes, variant=variant, day=day)
    fields = [field for field in kind.fields if not (reading.writes and field is kind.state)]
    properties = {field.name: _property(field, reading, hides=kind.level_by is not None) for field in fields}
    if variant == "create":
        properties = {name: own(*ROW[name]) for name in ("id", "office")} | properties
    elif variant == "read":
        masked = own(
            {"type": "array", "items": {"type": "string"}},
            Label("被遮盖的字段", en="The fields you may not see in full"),
        )
        properties = {name: own(*each) for name, each in ROW.items()} | properties | {"masked": masked}
    required = [field.name for field in fields if field.required] if variant == "create" else []
    if variant == "read":
        required = ["id", "version", "masked"]
    found = object_(properties, required=required, title=kind.label)
    return found | ({"x-minorcare-level-by": kind.level_by} if kind.level_by else {})


def own(schema: Schema, label: Label, level: Sensitivity = "open") -> Schema:
    """A property with its texts and its sensitivity."""
    return {**schema, "title": label.zh, "description": label.in_("en"), SENSITIVITY: level}


def object_(properties: Mapping[str, Schema], *, required: Iterable[str] = (), title: Label | None = None) -> Schema:
    """An object that holds these properties and no others."""
    found: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if title:
        found = {"title": title.zh, "description": title.in_("en"), **found}
    return found | ({"required": list(required)} if required else {})


def nullable(schema: Schema) -> Schema:
    """The same, or ``null``."""
    found = {**schema, "type": [schema["type"], "null"]}
    return found | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def value_schema(
    field: Field, codes: Mapping[str, Codes], *, variant: Variant = "read", day: date | None = None
) -> Schema:
    """The bare type of one field, without texts: what a parameter is made of."""
    return _value(field, _Reading(codes=codes, variant=variant, day=day))


def _property(field: Field, reading: _Reading, *, hides: bool) -> Schema:
    facts, level = field.facts, reading.level or field.sensitivity
    found = _value(field, attrs.evolve(reading, level=level))
    hides = hides or facts.secret or level != "open"
    if field.type.optional or (hides and not reading.writes):
        found = nullable(found)
    found = {**found, "title": field.label.zh, "description": _description(field), SENSITIVITY: level}
    if facts.secret:
        found[SECRET] = True
    if facts.unit:
        found["x-minorcare-unit"] = facts.unit
    if reading.writes and field.default not in (None, attrs.NOTHING):
        found["default"] = field.to_json(field.default)
    if facts.example is not None and is_typed(field, facts.example):
        found["examples"] = [field.to_json(facts.example)]
    return found


def _description(field: Field) -> str:
    label, text = field.label, field.facts.help
    parts = [label.in_("en")] if label.en else []
    parts += [text.in_("en")] if text else []
    if field.type.name == "decimal" and field.facts.places:
        parts.append(f"A whole number of {Decimal(1).scaleb(-field.facts.places)}")
    return ". ".join(parts) or label.zh


def _value(field: Field, reading: _Reading) -> Schema:  # noqa: C901 - one case for each value type
    facts, python = field.facts, field.type.python
    match field.type.name:
        case "text":
            return {"type": "string", **_lengths(field, reading)}
        case "int":
            return {"type": "integer", **(_range(facts.min, facts.max, 0) if reading.writes else {})}
        case "decimal":
            places = facts.places or 0
            limits = _range(facts.min, facts.max, places) if reading.writes else {}
            return {"type": "integer", **limits, "x-minorcare-places": places}
        case "bool":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date", "pattern": DATE, **_days(field)}
        case "datetime":
            return {"type": "string", "format": "date-time", "pattern": INSTANT, **_days(field)}
        case "enum":
            values = [member.value for member in python] if issubclass(python, Enum) else []
            return {"type": "integer" if values and type(values[0]) is int else "string", "enum": values}
        case "state":
            return _states(field)
        case "code":
            return _code(field, reading)
        case "ref":
            target = {"x-minorcare-ref": target_name(field.ref)} if field.ref else {}
            return {"type": "string", "pattern": f"^{ID}$", **target}
        case "codes":
            return {"type": "array", "items": _code(field, reading), "uniqueItems": True, **_items(field, reading)}
        case "values":
            return {"type": "array", "items": _inner(python, reading), **_items(field, reading)}


def _items(field: Field, reading: _Reading) -> Schema:
    if not reading.writes:
        return {}
    return {"minItems": 1 if field.required else 0, "maxItems": MOST_ITEMS}


def _inner(cls: type, reading: _Reading) -> Schema:
    fields = inner_fields(cls)
    properties = {field.name: _property(field, reading, hides=False) for field in fields}
    return object_(properties, required=[field.name for field in fields if field.required])


def _lengths(field: Field, reading: _Reading) -> Schema:
    if not reading.writes:
        return {}  # a mask keeps no rule, and an old record none that came later
    facts = field.facts
    may_be_empty = field.default == ""  # whatever length and pattern say of other texts
    least = 0 if may_be_empty else max(facts.min_length or 0, 1)
    found: Schema = {"minLength": least} if least else {}
    if facts.max_length is not None:
        found["maxLength"] = facts.max_length
    if facts.pattern:
        found["pattern"] = f"^(?:{facts.pattern}){'?' if may_be_empty else ''}$"
    return found


def _range(low: Bound, high: Bound, places: int) -> Schema:
    least = -MOST if not isinstance(low, int | Decimal) else max(-MOST, math.ceil(Decimal(low).scaleb(places)))
    most = MOST if not isinstance(high, int | Decimal) else min(MOST, math.floor(Decimal(high).scaleb(places)))
    return {"minimum": least, "maximum": most}


def _days(field: Field) -> Schema:
    """JSON Schema knows no bounds of dates."""
    bounds = {"x-minorcare-min": field.facts.min, "x-minorcare-max": field.facts.max}
    return {
        name: bound.isoformat() if isinstance(bound, date | datetime) else bound
        for name, bound in bounds.items()
        if bound
    }


def _states(field: Field) -> Schema:
    if not isinstance(field.structure, Lifecycle):
        return {"type": "string"}
    names = field.structure.states
    return {
        "type": "string",
        "enum": list(names),
        "x-minorcare-labels": {n: field.structure.label_of(n).zh for n in names},
    }


def _code(field: Field, reading: _Reading) -> Schema:
    name = field.facts.codes or ""
    codes = reading.codes.get(name)
    items = [item for item in codes.items if not reading.writes or in_force(item, reading.day)] if codes else []
    found: Schema = {"type": "string", "x-minorcare-codes": name}
    if not 0 < len(items) <= MOST_CHOICES:
        return found
    return found | {"enum": [item.value for item in items], "x-minorcare-labels": {i.value: i.label.zh for i in items}}
