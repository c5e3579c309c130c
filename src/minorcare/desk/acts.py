"""What a desk can be asked to do: frozen, so that a unit of work is a value."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import attrs

from minorcare.declare import Record
from minorcare.journal import canonical
from minorcare.query import kind_name


@attrs.frozen
class Save:
    """A whole record: new with ``base`` 0, else the version it replaces."""

    record: Record
    base: int = 0


@attrs.frozen
class Change:
    """Some values of a record whose version is ``base``."""

    kind: str = attrs.field(converter=kind_name)
    id: str
    base: int
    values: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class Transition:
    """A move to another state, with the values that go with it."""

    kind: str = attrs.field(converter=kind_name)
    id: str
    to: str
    base: int
    values: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class Void:
    """Take a record out of force, with a reason. Nothing is deleted."""

    kind: str = attrs.field(converter=kind_name)
    id: str
    base: int
    reason: str


@attrs.frozen
class Restore:
    """Bring back an earlier version as a new one: how an import is undone."""

    kind: str = attrs.field(converter=kind_name)
    id: str
    base: int
    version: int


Act = Save | Change | Transition | Void | Restore


def kind_of(act: Act) -> str:
    """The kind an act writes."""
    return act.record.__kind__.name if isinstance(act, Save) else act.kind


def id_of(act: Act) -> str:
    """The record an act writes."""
    return act.record.id if isinstance(act, Save) else act.id


def content_of(acts: tuple[Act, ...]) -> str:
    """A digest of what was asked, so that a replay key can be held against it."""
    mark = sha256()
    for act in acts:
        if isinstance(act, Save):
            kind = act.record.__kind__
            shown = kind.written(act.record)
            told: dict[str, Any] = {"kind": kind.name, "id": act.record.id, "base": act.base}
        else:
            told = {name: value for name, value in attrs.asdict(act, recurse=False).items() if name != "values"}
            shown = {"values": repr(sorted((n, _whole(v)) for n, v in getattr(act, "values", {}).items()))}
        mark.update(canonical({"act": type(act).__name__, **told}) + canonical(shown))
    return mark.hexdigest()


def content_of_question(asked: tuple[Any, ...]) -> str:
    """The same for what was asked of a function whose acts follow from what stands: a second time they would be others."""
    return sha256(repr(_whole(asked)).encode()).hexdigest()


def _whole(value: Any) -> Any:
    """A value whose ``repr`` says everything: that of a value class leaves out what is not open."""
    if isinstance(value, tuple):
        return [_whole(item) for item in value]
    return attrs.asdict(value) if attrs.has(type(value)) else value
