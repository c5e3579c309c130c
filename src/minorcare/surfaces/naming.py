"""Which fields a caller may name in JSON, and what is said about the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from minorcare.declare import wording
from minorcare.declare.kind import Kind
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query.paths import STORE_COLUMNS

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,63}")


def settable(kind: Kind, name: object, *, partial: bool, readable: Collection[str] | None) -> bool:
    """Whether a caller may give *name* a value; in a change (*partial*) the id and the office stay."""
    if name in ("id", "office"):
        return not partial
    field = kind.by_name.get(name) if isinstance(name, str) else None
    return field is not None and field is not kind.state and (readable is None or name in readable)


def name_problems(
    kind: Kind, data: Mapping[Any, Any], *, partial: bool, readable: Collection[str] | None
) -> Iterator[Problem]:
    """Every name in *data* that may not stand there: unknown, kept by the store, moved by transitions, above the ceiling."""
    for name in data:
        if settable(kind, name, partial=partial, readable=readable):
            continue
        if kind.state and name == kind.state.name:
            yield _by_transition(name)
        elif name in kind.by_name:
            yield _above_ceiling(name)
        elif name in ("id", "office"):
            yield _fixed(name)
        elif name in STORE_COLUMNS or name in ("area", "masked"):
            yield _kept_by_store(name)
        else:
            yield unknown(name, [field.name for field in kind.fields if field is not kind.state])


def unknown(name: object, names: Collection[str]) -> Problem:
    """A field that is none of *names*."""
    # whatever stands where a name should may be a value gone astray, so only what looks like a name is repeated
    if isinstance(name, str) and _NAME.fullmatch(name):
        return wording.unknown(name, names)
    return attrs.evolve(
        wording.unknown("", names), said=Label("有一个不是字段名的名称", en="holds a key that is no field name")
    )


def _by_transition(at: str) -> Problem:
    said, remedy = (
        ("不能直接填写", "cannot be set"),
        ("请用 transition 办理", "move it by a transition; a new record starts in the first state"),
    )
    return wording.problem(at, said, remedy, "transition")


def _fixed(at: str) -> Problem:
    return wording.problem(at, ("不能更改", "cannot be changed"), ("请去掉这一项", "leave it out"), "fixed")


def _kept_by_store(at: str) -> Problem:
    said = ("由系统保管，不能填写", "is kept by the store and cannot be set")
    return wording.problem(at, said, ("请去掉这一项", "leave it out"), "fixed")


def _above_ceiling(at: str) -> Problem:
    said = ("超出您的查看权限", "is above what you may see")
    return wording.problem(
        at, said, ("请去掉这一项，或向站长申请权限", "leave it out, or ask the station head for access"), "masked"
    )
