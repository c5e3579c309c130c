"""Inputs of forms, and what they send as the JSON that the API takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.label import Label
from minorcare_server import contexts as c
from minorcare_server.pages.choices import choices
from minorcare_server.pages.references import how_named
from minorcare_server.pages.words import Words

Control = Literal["text", "long", "date", "number", "choice", "many", "flag", "secret"]
LONG = 120
"""Characters from which a text gets several lines."""
_NAMED = Label("填{how}", en="give the {how}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """What a form asks for: everything but the state, and lists of things that have a form of their own."""
    return tuple(field for field in kind.fields if field is not kind.state and field.type.name != "values")


def input_of(
    desk: Desk,
    words: Words,
    field: Field,
    value: str | Sequence[str],
    *,
    masked: bool = False,
    mask: str = "",
    asked: bool = False,
) -> c.Field:
    """The input of one field. *asked*: it must be filled in here, whatever the declaration says."""
    facts, control = field.facts, control_of(words, field)
    chosen = {value} if isinstance(value, str) else set(value)
    options = [
        c.Option(value=each, label=label, selected=each in chosen)
        for each, label in (choices(desk, words, field) if control in ("choice", "many") else ())
    ]
    if control == "choice" and isinstance(value, str) and value and not any(each.selected for each in options):
        options.append(c.Option(value=value, label=words.area(value), selected=True))
    return c.Field(
        name=field.name,
        label=words.say(field.label),
        control=control,
        value=mask if masked or facts.secret else value if isinstance(value, str) else "",
        options=tuple(options),
        required=asked or field.required,
        hint=_hint(desk, words, field),
        unit=facts.unit or "",
        example=facts.example if isinstance(facts.example, str) else "",
        max_length=facts.max_length,
        min=_bound(desk, facts.min),
        max=_bound(desk, facts.max),
        masked=masked,
    )


def _hint(desk: Desk, words: Words, field: Field) -> str:
    if field.facts.help:
        return words.say(field.facts.help)
    return words.say(_NAMED.fill(how=how_named(desk, field))) if field.ref else ""


def control_of(words: Words, field: Field) -> Control:
    """Which input suits a field."""
    if field.facts.secret:
        return "secret"
    if field.name in words.asked.front.places.held_by:
        return "choice"
    match field.type.name:
        case "bool":
            return "flag"
        case "date":
            return "date"
        case "int" | "decimal":
            return "number"
        case "code" | "enum":
            return "choice"
        case "codes":
            return "many"
        case _:
            return "long" if (field.facts.max_length or 0) > LONG else "text"


def text_of(field: Field, value: Any) -> str | list[str]:
    """A value as an input holds it."""
    if value is None:
        return [] if field.many else ""
    raw = field.to_json(value)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(value, Decimal):
        return str(value)
    return [str(each) for each in raw] if isinstance(raw, list | tuple) else str(raw)


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


def gathered(kind: Kind, form: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The inputs of a form by name; those that may be ticked several times as lists."""
    found: dict[str, Any] = {}
    for name, value in form:
        field = kind.by_name.get(name)
        if field is not None and field.many:
            found.setdefault(name, []).extend(each for each in value.split(",") if each)
        else:
            found[name] = value
    return found


def _json(field: Field, value: Any) -> Any:
    match field.type.name:
        case "bool":
            return {"true": True, "false": False}.get(value, value)
        case "int":
            return int(value) if _WHOLE.fullmatch(value.strip()) else value
        case "decimal":
            return _scaled(field, value)
        case "enum":
            members = {str(member.value): member.value for member in field.type.python}  # type: ignore[attr-defined]
            return members.get(value, value)
        case _:
            return value


def _scaled(field: Field, value: str) -> Any:
    try:
        whole = Decimal(value.strip()).scaleb(field.facts.places or 0)
        return int(whole) if whole == whole.to_integral_value() else value
    except (InvalidOperation, ValueError, OverflowError):
        return value


def _bound(desk: Desk, bound: object) -> str:
    if bound == "today":
        return desk.day.isoformat()
    return bound.isoformat() if isinstance(bound, date) else "" if bound is None else str(bound)


__all__ = ["fields_of", "gathered", "input_of", "text_of", "written"]
