"""The parts of a statement: tables under their aliases as an actor sees them, and what binds parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import attrs
import orjson

from minorcare.access import View
from minorcare.calendar import Span, latest_birth
from minorcare.declare import Field, Kind
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.store.tables import Table, quoted

Shape = Literal["set", "point"]
Use = Literal["filter", "order", "select"]
LAST = "\U0010ffff"
"""Sorts after every character, bytewise: the end of a prefix range."""


@attrs.frozen(kw_only=True)
class Binding:
    """What a compiled statement is run with."""

    office: str
    day: date
    given: Mapping[str, Any] = attrs.field(factory=dict)


Binder = Callable[[Binding], Any]


@attrs.frozen(kw_only=True)
class Source:
    """One table in a statement, under its alias, as one actor may see it."""

    alias: str
    kind: Kind
    table: Table
    view: View
    conditions: tuple[str, ...]

    @property
    def from_(self) -> str:
        """Its place in a FROM clause."""
        return f"{quoted(self.table.name)} {self.alias}"

    def where(self, *more: str) -> str:
        """Its conditions and *more*, joined."""
        return " AND ".join((*self.conditions, *more))


def listed(values: Any) -> str:
    """Several values as one parameter."""
    return orjson.dumps(list(values)).decode()


def joined(word: str, parts: list[str], empty: str) -> str:
    """Conditions joined by a word; *empty* where there are none."""
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


@lru_cache(1024)
def moved(day: date, shift: Span) -> str:
    """The day that lies *shift* behind *day*."""
    return (day + shift).isoformat()


@lru_cache(1024)
def born_by(age: int, day: date) -> str:
    """The last day on which somebody was born who is *age* or older on *day*."""
    return latest_birth(age, day).isoformat()


def hidden(name: str, field: Field) -> Problem:
    """What is said to whoever asks by a field above the ceiling."""
    return Problem(
        at=name,
        said=Label(
            f"您看不到{field.label.zh}，不能按它筛选或排序",
            en="is above your ceiling, so it cannot be filtered or sorted by",
        ),
        remedy=Label("去掉这个条件，或向站长申请权限", en="leave it out, or ask the station head for access"),
        code="masked",
    )
