"""From JSON to typed values and back, without guessing: ``"12"`` is no number, ``null`` no text, and nothing is dropped unseen.

The one importer of cattrs. Texts are freed of what cannot be seen (:mod:`minorcare.declare.text`); nothing else is changed. What the
values may be is :mod:`minorcare.declare.checks`' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import chain, islice
from types import GenericAlias
from typing import Any, cast

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from minorcare.declare import wording
from minorcare.declare.checks import MOST
from minorcare.declare.inner import inner_fields
from minorcare.declare.kind import Field, Kind
from minorcare.declare.text import clean
from minorcare.declare.values import TypeName
from minorcare.errors import Invalid, Problem
from minorcare.surfaces.naming import name_problems, settable, unknown
from minorcare.surfaces.schemas import DATE, INSTANT, MOST_ITEMS
from minorcare.surfaces.strict_json import loads

__all__ = ["from_json", "loads", "to_json"]

MOST_PROBLEMS = 100  # a list of junk must not become a longer list of complaints
_LEFT_OUT: Any = object()

Hook = Callable[[Any, Any], Any]


class _Wrong(Exception):
    """A value that cannot be converted, with the reason; its address is found on the way out."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def from_json(
    kind: Kind, data: object, *, partial: bool = False, readable: Collection[str] | None = None
) -> dict[str, Any]:
    """The typed values that *data*, as :func:`loads` gives it, means for *kind*.

    Args:
        partial: A change: only what is named changes, ``null`` empties a field, ``id`` and ``office`` stay as they are.
        readable: The fields the actor may see; naming another one is a problem. ``None`` means all.

    Raises:
        Invalid: with everything that is wrong, each at its path (``evidence[2].kind``).
    """
    if not isinstance(data, dict):
        raise Invalid([_no_object("")])
    plain = {name: value for name, value in data.items() if settable(kind, name, partial=partial, readable=readable)}
    found = name_problems(kind, data, partial=partial, readable=readable)
    try:
        values: dict[str, Any] = _reader(kind, partial)(plain, None)
    except BaseValidationError as error:
        wrong = (problem for problem in _walk(error, "") if problem.at in plain or problem.at not in data)
        raise Invalid(_capped(chain(found, wrong))) from None
    if problems := _capped(found):
        raise Invalid(problems)
    return values


def to_json(kind: Kind, values: Mapping[str, Any], masked: Collection[str]) -> dict[str, Any]:
    """One row in its written form: *values* in the order of the declaration, empty ones as ``null``, and which are *masked*.

    A masked value is what the reader may see of it (``张**``, ``…123X``) or ``None``, and is passed on as it is.
    """
    row = {name: values[name] for name in ("id", "office") if name in values}
    for field in kind.fields:
        if field.name in values:
            value = values[field.name]
            row[field.name] = value if field.name in masked else field.to_json(value)
    return {**row, "masked": [field.name for field in kind.fields if field.name in masked]}


# --- how values are converted ---


def _no_object(at: str) -> Problem:
    return wording.problem(at, ("要填一组字段", "must be an object"), ("请写成 {…}", "write it as {…}"), "type")


def _incoherent(at: str) -> Problem:
    return wording.problem(
        at,
        ("这些值合不到一起", "holds values that do not go together"),
        ("请核对这一条", "check this entry"),
        "invalid",
    )


def _strict(name: TypeName, read: Callable[[Any], Any]) -> Hook:
    """A hook that takes what *read* can read (it may raise ``ValueError`` or ``OverflowError``) and refuses the rest."""

    def hook(raw: Any, _: Any) -> Any:
        try:
            return read(raw)
        except (ValueError, OverflowError):
            raise _Wrong(wording.wrong_type("", name)) from None

    return hook


def _exactly(type_: type) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if type(raw) is not type_:
            raise ValueError
        return raw

    return read


def _read_int(raw: Any) -> int:
    number: int = _exactly(int)(raw)
    if abs(number) > MOST:
        raise _Wrong(wording.too_large(""))
    return number


def _read_list(raw: Any) -> list[Any]:
    items: list[Any] = _exactly(list)(raw)
    if len(items) > MOST_ITEMS:
        said = (f"超过 {MOST_ITEMS} 项", f"holds more than {MOST_ITEMS} items")
        raise _Wrong(wording.problem("", said, ("请分成几条记录", "split it into several records"), "length"))
    return items


def _read_date(raw: Any) -> date:
    if not re.fullmatch(DATE, _exactly(str)(raw)):
        raise ValueError
    return date.fromisoformat(raw)


def _read_instant(raw: Any) -> datetime:
    if not re.fullmatch(INSTANT, _exactly(str)(raw)):
        raise ValueError
    return datetime.fromisoformat(raw).astimezone(UTC)


def _enum_hook(enum: type[Enum]) -> Hook:
    members = {(type(member.value), member.value): member for member in enum}
    choices = [(f"{member.value}", f"{member.value}") for member in enum]

    def hook(raw: Any, _: Any) -> Enum:
        # the type is part of the key: True is not 1
        if type(raw) not in (str, int) or (type(raw), raw) not in members:
            raise _Wrong(wording.not_a_choice("", choices, "type"))
        return members[type(raw), raw]

    return hook


def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    hooks: dict[type, Hook] = {
        str: _strict("text", _exactly(str)),
        int: _strict("int", _read_int),
        bool: _strict("bool", _exactly(bool)),
        date: _strict("date", _read_date),
        datetime: _strict("datetime", _read_instant),
    }
    for type_, hook in hooks.items():
        converter.register_structure_hook(type_, hook)
    converter.register_structure_hook_factory(attrs.has, _value_hook)
    return converter


def _value_hook(cls: type) -> Hook:
    """How one small value class is read. Empty optional values may be left out."""
    fields = inner_fields(cls)
    read = _fields_hook(cls.__name__, fields, frozenset(field.name for field in fields if not field.required))
    empty = {field.name: None for field in fields if not field.required and field.default is attrs.NOTHING}

    def hook(raw: Any, type_: Any) -> Any:
        given = read(raw, type_)
        try:
            return cls(**empty | given)
        except (ValueError, TypeError):
            raise _Wrong(_incoherent("")) from None

    return hook


def _fields_hook(name: str, fields: Iterable[Field], optional: Collection[str], **more: Hook) -> Hook:
    """Reads an object with these fields into a dict of those that were given."""
    hooks = {field.name: _field_hook(field) for field in fields} | more
    shape = attrs.make_class(
        name,
        {each: attrs.field(default=_LEFT_OUT if each in optional else attrs.NOTHING) for each in hooks},
        kw_only=True,
    )
    make: Any = make_dict_structure_fn
    read = make(
        shape,
        _CONVERTER,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **{each: override(struct_hook=hook) for each, hook in hooks.items()},
    )

    def hook(raw: Any, type_: Any) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise _Wrong(_no_object(""))
        found = read(raw, type_)
        return {each: value for each in hooks if (value := getattr(found, each)) is not _LEFT_OUT}

    return hook


def _field_hook(field: Field) -> Hook:
    """How one field is read: its type's hook, and what ``null`` means for it."""
    inner = _type_hook(field)

    def hook(raw: Any, type_: Any) -> Any:
        if raw is None and field.type.optional:
            return None
        if raw is None:
            raise _Wrong(wording.required(""))
        return inner(raw, type_)

    return hook


def _type_hook(field: Field) -> Hook:
    name, python = field.type.name, field.type.python
    match name:
        case "text":
            return _strict(name, lambda raw: clean(_exactly(str)(raw)))
        case "code" | "ref" | "state":
            return _strict(name, _exactly(str))
        case "decimal":
            places = field.facts.places or 0
            return _strict(name, lambda raw: Decimal(_read_int(raw)).scaleb(-places))
        case "enum":
            return _enum_hook(python)  # not by the converter: it would take an IntEnum for an int
        case "codes" | "values":
            many: Any = GenericAlias(tuple, (python, ...))
            items, listed = _CONVERTER.get_structure_hook(many), _strict(name, _read_list)
            return lambda raw, _: items(listed(raw, None), many)
        case _:
            return _CONVERTER.get_structure_hook(python)


_CONVERTER = _converter()


@cache
def _reader(kind: Kind, partial: bool) -> Hook:  # noqa: FBT001 - the key of a cache
    fields = [field for field in kind.fields if field is not kind.state]
    names = {"id": _strict("ref", _exactly(str)), "office": _strict("text", _exactly(str))}
    optional = {field.name for field in fields if partial or not field.required} | set(names)
    read = _fields_hook(kind.cls.__name__, fields, optional, **({} if partial else names))
    empty = {field.name: None for field in fields if not field.required and field.default is attrs.NOTHING}
    return lambda raw, type_: ({} if partial else empty) | read(raw, type_)


# --- from what cattrs raised to problems with an address ---


def _walk(error: BaseException, at: str) -> Iterator[Problem]:
    if isinstance(error, BaseValidationError):
        for each in error.exceptions:
            yield from _walk(each, at + _step(each, at))
    elif isinstance(error, _Wrong):
        yield attrs.evolve(error.problem, at=at)
    elif isinstance(error, KeyError):
        yield wording.required(at)
    elif isinstance(error, ForbiddenExtraKeysError):
        names = [field.name for field in attrs.fields(cast("Any", error.cl))]
        yield from (unknown(name, names).under(at) for name in error.extra_fields)
    else:
        yield _incoherent(at)


def _step(error: BaseException, at: str) -> str:
    """The last step of the way to *error*, which cattrs noted on it."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}" if at else note.name
    return ""


def _capped(found: Iterable[Problem]) -> tuple[Problem, ...]:
    shown = tuple(islice(found, MOST_PROBLEMS + 1))
    if len(shown) <= MOST_PROBLEMS:
        return shown
    more = wording.problem(
        "", ("还有别的问题", "more is wrong"), ("请先改好这些，再提交一次", "mend these and send it again"), "more"
    )
    return (*shown[:MOST_PROBLEMS], more)
