"""Checks that need more than one record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, Protocol

import attrs

from minorcare.calendar import Calendar
from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.query import Filter, kind_name
from minorcare.rules.definitions import Risk

When = Literal["written", "settled", "gone"]
"""``written``: before a record is written, against what stands so far. ``settled``: once all of the batch stands, for what it made or
moved to another state, whatever the order of its acts. ``gone``: once all stands, for what was taken out of force, as it was."""


class Look(Protocol):
    """What a check may ask while the write is under way: records of the same office, unmasked, never handed on."""

    @property
    def day(self) -> date:
        """The day that counts: that of the whole batch."""

    @property
    def calendar(self) -> Calendar:
        """The calendar that deadlines count on."""

    def ids(self, kind: type[Record] | str, where: Filter) -> tuple[str, ...]:
        """The ids of the records in force for which *where* holds."""

    def values(self, kind: type[Record] | str, name: str, where: Filter) -> tuple[Any, ...]:
        """What the records in force for which *where* holds have in one field, in written form."""

    def risk(self, name: str) -> Risk | None:
        """The definition of a risk; ``None`` where the plugin that brings it is not enabled."""


class Examine(Protocol):
    """The body of a check."""

    def __call__(self, record: Record, look: Look) -> Iterable[Problem]:
        """The problems *record* would cause; nothing if there are none."""


@attrs.frozen
class Check:
    """A cross-record check of one kind: ``Check(Plan, one_active_plan)``.

    What undoing brings back or takes away is examined too, once all of it stands.

    Attributes:
        of_owners: Whether it is asked of a record that its owner moves, who sees no other. Not where it tells of records that they
            do not see: whether there is one would be the answer.
    """

    kind: str = attrs.field(converter=kind_name)
    examine: Examine
    when: When = attrs.field(default="written", kw_only=True)
    of_owners: bool = attrs.field(default=True, kw_only=True)
