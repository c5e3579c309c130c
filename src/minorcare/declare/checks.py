"""What is wrong with the values of a record, each held against its declaration, all said at once.

The values are typed: nothing is converted here. No message repeats a value, because a message may be shown, logged or mailed
where the value must not go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs

from minorcare.declare import wording
from minorcare.declare.codes import Code, Codes
from minorcare.declare.fields import Bound
from minorcare.declare.inner import inner_fields
from minorcare.declare.kind import Field, Kind
from minorcare.declare.lifecycle import Lifecycle
from minorcare.declare.text import faults
from minorcare.declare.values import TypeName
from minorcare.errors import DeclarationError, Problem

MOST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""
ID = r"[A-Za-z0-9-]{1,64}"
"""What the id of a record looks like: a UUID, or what an office carried over from an older register."""
OFFICE = r"[0-9]{9}"
"""The code of a street."""

_ID, _OFFICE = re.compile(ID), re.compile(OFFICE)
_OF_ALL = frozenset({"id", "office"})
_EMPTY = ("", ())
_CHINA = timezone(timedelta(hours=8))
_MOST_DIGITS = 16


@attrs.frozen
class _Ask:
    """What a value is held against besides its own field."""

    codes: Mapping[str, Codes]
    day: date


def problems(
    kind: Kind,
    values: Mapping[str, Any],
    *,
    codes: Mapping[str, Codes],
    day: date,
    only: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Everything that is wrong with *values*, which name the fields of *kind*, ``id`` and ``office``.

    Args:
        codes: The code lists by name.
        day: The day in China on which the record is written; what ``"today"`` means.
        only: The fields that are new or changed. The others stay unchecked: a code retired since must not block a change
            elsewhere in the record.

    Raises:
        DeclarationError: if a field names a code list that is not there.
    """
    ask = _Ask(codes, day)
    looked = values.keys() if only is None else values.keys() & set(only)
    found: list[Problem] = []
    if "id" in looked and not _is_like(_ID, values["id"]):
        found.append(wording.not_an_id("id"))
    if "office" in looked and values["office"] != "" and not _is_like(_OFFICE, values["office"]):
        found.append(wording.not_an_office("office"))
    for field in kind.fields:
        if field.name in looked:
            found += _of_field(field, values[field.name], ask)
        elif field.required and (only is None or field.name in only):
            found.append(wording.required(field.name))
    if unknown := looked - kind.by_name.keys() - _OF_ALL:
        found += [wording.unknown(name, kind.by_name) for name in values if name in unknown]
    return tuple(found)


def _is_like(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _of_field(field: Field, value: Any, ask: _Ask) -> Iterable[Problem]:
    """What is wrong with one value, in the order in which a person would mend it."""
    if value is None:
        return () if field.type.optional else (wording.required(field.name),)
    if not is_typed(field, value):
        return (wording.wrong_type(field.name, field.type.name),)
    if value in _EMPTY:
        if field.required:
            return (wording.required(field.name),)
        if field.type.name == "text":
            return () if field.default == "" else (wording.blank(field.name),)
    check = _CHECKS.get(field.type.name)
    return check(field, value, ask) if check else ()


def is_typed(field: Field, value: Any) -> bool:
    """Whether a value has the very type its field declares: ``True`` is no ``int``, a ``datetime`` no ``date``."""
    match field.type.name:
        case "codes":
            return type(value) is tuple and all(type(item) is str for item in value)
        case "values":
            return type(value) is tuple and all(type(item) is field.type.python for item in value)
        case "decimal":
            return type(value) is Decimal and value.is_finite()
        case "datetime":
            return type(value) is datetime and value.utcoffset() is not None
        case _:
            return type(value) is field.type.python


def _text(field: Field, value: str, ask: _Ask) -> Iterator[Problem]:  # noqa: ARG001 - one signature for every type
    at, facts = field.name, field.facts
    for said, remedy in faults(value):
        yield Problem(at=at, said=said, remedy=remedy, code="text")
    if facts.min_length is not None and len(value) < facts.min_length:
        yield wording.too_short(at, facts.min_length)
    if facts.max_length is not None and len(value) > facts.max_length:
        yield wording.too_long(at, facts.max_length)
    elif facts.pattern and not re.fullmatch(facts.pattern, value):
        yield wording.not_like(at, facts)


def _int(field: Field, value: int, ask: _Ask) -> Iterator[Problem]:
    if abs(value) > MOST:
        yield wording.too_large(field.name)
    else:
        yield from _bounds(field, value, ask)


def _decimal(field: Field, value: Decimal, ask: _Ask) -> Iterator[Problem]:
    places = field.facts.places or 0
    # by its digits: arithmetic would round to the precision of the context
    digits, exponent = value.as_tuple().digits, int(value.as_tuple().exponent)
    if exponent > _MOST_DIGITS or (value and value.adjusted() + places >= _MOST_DIGITS):
        yield wording.too_large(field.name)
    elif exponent < -places and any(digits[exponent + places :]):
        yield wording.too_fine(field.name, places)
    elif abs(field.to_json(value)) > MOST:
        yield wording.too_large(field.name)
    else:
        yield from _bounds(field, value, ask)


def _datetime(field: Field, value: datetime, ask: _Ask) -> Iterator[Problem]:
    try:
        value.astimezone(UTC), value.astimezone(_CHINA)
    except OverflowError:
        yield wording.too_large(field.name)
    else:
        yield from _bounds(field, value, ask)


def _bounds(field: Field, value: Any, ask: _Ask) -> Iterator[Problem]:
    for bound, above in ((field.facts.min, False), (field.facts.max, True)):
        if bound is None:
            continue
        at_most = ask.day if bound == "today" else bound
        mine = _as_bound(value, at_most)
        if not (mine > at_most if above else mine < at_most):
            continue
        if bound == "today":
            yield wording.past_today(field.name, future=above)
        else:
            yield wording.past_bound(field.name, _in_words(field, bound), day=isinstance(bound, date), above=above)


def _as_bound(value: Any, bound: Bound) -> Any:
    """An instant held against a day counts as the day it falls on in China."""
    if isinstance(value, datetime) and not isinstance(bound, datetime):
        return value.astimezone(_CHINA).date()
    return value


def _in_words(field: Field, bound: Bound) -> str:
    return f"{bound} {field.facts.unit}" if field.facts.unit else f"{bound}"


def _code(field: Field, value: str, ask: _Ask) -> Iterator[Problem]:
    yield from _in_list(field, value, field.name, ask)


def _codes(field: Field, value: tuple[str, ...], ask: _Ask) -> Iterator[Problem]:
    for index, item in enumerate(value):
        at = f"{field.name}[{index}]"
        if item in value[:index]:
            yield wording.listed_twice(at)
        else:
            yield from _in_list(field, item, at, ask)


def _in_list(field: Field, value: str, at: str, ask: _Ask) -> Iterator[Problem]:
    codes = ask.codes.get(field.facts.codes or "")
    if codes is None:
        raise DeclarationError(
            f"names the code list {field.facts.codes!r}, which is not there",
            remedy=f"bring it in register_codes, or choose from {', '.join(sorted(ask.codes)) or 'none so far'}",
            where=field.name,
        )
    code = codes.get(value)
    if code is None:
        yield wording.not_in_list(at, codes, _current(codes, ask.day))
    elif not in_force(code, ask.day):
        yield wording.retired(at, codes, _current(codes, ask.day))


def in_force(code: Code, day: date | None) -> bool:
    """Whether a new record may use *code* on *day*; with no day, whether it may for good."""
    return code.retired is None or (day is not None and code.retired > day)


def _current(codes: Codes, day: date) -> list[wording.Words]:
    items = [item for item in codes.items if in_force(item, day)]
    return [(f"{item.value} {item.label.zh}", f"{item.value} {item.label.in_('en')}") for item in items]


def _state(field: Field, value: str, ask: _Ask) -> Iterator[Problem]:  # noqa: ARG001 - as above
    lifecycle = field.structure
    if isinstance(lifecycle, Lifecycle) and value not in lifecycle.states:
        yield wording.not_a_choice(field.name, [(name, name) for name in lifecycle.states], "state")


def _ref(field: Field, value: str, ask: _Ask) -> Iterator[Problem]:  # noqa: ARG001 - as above
    if not _ID.fullmatch(value):
        yield wording.not_an_id(field.name)


def _values(field: Field, value: tuple[Any, ...], ask: _Ask) -> Iterator[Problem]:
    for index, item in enumerate(value):
        for inner in inner_fields(field.type.python):
            for problem in _of_field(inner, getattr(item, inner.name), ask):
                yield problem.under(f"{field.name}[{index}]")


_CHECKS: Mapping[TypeName, Callable[[Field, Any, _Ask], Iterator[Problem]]] = {
    "text": _text,
    "int": _int,
    "decimal": _decimal,
    "date": _bounds,
    "datetime": _datetime,
    "code": _code,
    "codes": _codes,
    "state": _state,
    "ref": _ref,
    "values": _values,
}
