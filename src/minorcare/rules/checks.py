"""Checks that need more than one record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import attrs

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.query import Filter, kind_name
from minorcare.rules.definitions import Risk


class Look(Protocol):
    """What a check may ask while the write is under way: records of the same office, unmasked, never handed on."""

    def ids(self, kind: type[Record] | str, where: Filter) -> tuple[str, ...]:
        """The ids of the records in force for which *where* holds."""

    def risk(self, name: str) -> Risk | None:
        """The definition of a risk; ``None`` where the plugin that brings it is not enabled."""


class Examine(Protocol):
    """The body of a check."""

    def __call__(self, record: Record, look: Look) -> Iterable[Problem]:
        """The problems *record* would cause; nothing if there are none."""


@attrs.frozen
class Check:
    """A cross-record check of one kind: ``Check(Plan, one_active_plan)``."""

    kind: str = attrs.field(converter=kind_name)
    examine: Examine
