"""A question as a small frozen tree: what list filters, row scopes, rules, report cells and saved views are made of.

The tree is two-valued: a comparison with an empty value is false, ``!=`` is true where the value is empty or different, and ``~f``
is true for every row that ``f`` is not, so that ``f`` and ``~f`` split all rows.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal

import attrs

from minorcare.calendar import Span
from minorcare.declare import Record
from minorcare.errors import DeclarationError

Op = Literal["eq", "ne", "lt", "lte", "gt", "gte", "in", "empty", "contains", "within", "matches"]
Function = Literal["age", "community"]
Scalar = str | int | Decimal | bool | date | datetime | Enum


@attrs.frozen
class Path:
    """The way to a value: field names, following references; ``function`` is what is taken of it."""

    names: tuple[str, ...]
    function: Function | None = None

    def __str__(self) -> str:
        return ".".join((*self.names, self.function) if self.function else self.names)


@attrs.frozen
class Today:
    """The day the question is asked, moved by a span."""

    shift: Span = Span()

    def __add__(self, span: Span) -> Today:
        return Today(self.shift + span)

    def __sub__(self, span: Span) -> Today:
        return Today(self.shift + -span)


@attrs.frozen
class Given:
    """A hole in a filter, bound when the question is asked: ``F.minor.is_in(Given("ids"))``."""

    name: str


Value = Scalar | Path | Today | Given | tuple[Scalar, ...]


class Filter:
    """A condition on records of one kind. Combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    def __and__(self, other: Filter) -> Filter:
        return all_of(self, other)

    def __or__(self, other: Filter) -> Filter:
        return any_of(self, other)

    def __invert__(self) -> Filter:
        return self.part if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        raise TypeError(
            "a filter has no truth value; write & for 'and', | for 'or', ~ for 'not', with brackets round comparisons"
        )


@attrs.frozen(cache_hash=True)  # statements are kept by their filter
class Compare(Filter):
    """One comparison. ``left`` with no names means the record itself (``matches``: any of its searchable fields)."""

    left: Path
    op: Op
    right: Value


@attrs.frozen(cache_hash=True)
class And(Filter):
    """Every part holds; with no parts, always true."""

    parts: tuple[Filter, ...] = ()


@attrs.frozen(cache_hash=True)
class Or(Filter):
    """Some part holds; with no parts, never true."""

    parts: tuple[Filter, ...] = ()


@attrs.frozen(cache_hash=True)
class Not(Filter):
    """The part does not hold."""

    part: Filter


@attrs.frozen(cache_hash=True)
class Exists(Filter):
    """There is a record of ``kind`` that names this one by ``via`` and for which ``where`` holds.

    With ``on``, both records carry that reference and it is the same (members of one household).
    """

    kind: str
    where: Filter
    via: str | None = None
    on: str | None = None


EVERYTHING, NOTHING = And(), Or()


def all_of(*parts: Filter) -> Filter:
    """Every one of *parts* holds; flat, so that equal questions are equal trees."""
    return _joined(And, parts)


def any_of(*parts: Filter) -> Filter:
    """At least one of *parts* holds."""
    return _joined(Or, parts)


def _joined(join: type[And | Or], parts: tuple[Filter, ...]) -> Filter:
    flat: list[Filter] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) else (part,)
    return flat[0] if len(flat) == 1 else join(tuple(flat))


def kind_name(kind: type[Record] | str) -> str:
    """The name of a kind given as its class or its name."""
    if isinstance(kind, str):
        return kind
    own = getattr(kind, "__kind__", None)
    if own is None or own.cls is not kind:
        raise DeclarationError(f"{kind.__name__} is no kind", remedy="decorate it with @kind(...)")
    name: str = own.name
    return name


def exists(
    kind: type[Record] | str, where: Filter = EVERYTHING, *, via: str | None = None, on: str | None = None
) -> Filter:
    """Whether some record of *kind* names this one (and *where* holds for it).

    *via* is the field by which it does; left out, the one reference of *kind* to this kind. *on* compares a reference both carry
    instead, such as ``"household"``.
    """
    return Exists(kind_name(kind), where, via, on)


def today() -> Today:
    """The day the question is asked (for ``desk.at(day)``: that day); ``today() - days(30)``."""
    return Today()
