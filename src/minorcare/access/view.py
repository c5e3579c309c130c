"""A view: what one actor sees of one kind, in the terms from which statements are made."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import attrs

from minorcare.declare import LEVELS, Field, Kind, Owner, Sensitivity
from minorcare.query import EVERYTHING, Filter

Shown = Literal["clear", "mask", "hint", "empty"]
"""How a value leaves the store: as it is, 张**, …123X, or not at all."""


@attrs.frozen(kw_only=True)
class View:
    """What one actor sees of one kind: rows by area and condition, columns by how each is shown.

    ``areas`` is ``None`` where rows are not bounded by area. ``owner`` is there where the rows are the actor's own and nothing else
    makes them visible: it says what the actor does with them. ``masked_levels`` are the values of the kind's ``level_by`` field at
    which a row shows its structure only. Equal views compile to one statement.
    """

    kind: str
    readable: bool
    writable: bool
    shown: tuple[tuple[str, Shown], ...] = ()
    areas: tuple[str, ...] | None = None
    owner: Owner | None = None
    masked_levels: tuple[str, ...] = ()
    where: Filter = EVERYTHING

    def how(self, name: str) -> Shown:
        """How the field *name* is shown."""
        return dict(self.shown).get(name, "empty")

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """The fields not shown in clear; a secret's last four are all anyone sees in a row."""
        return tuple(name for name, how in self.shown if how != "clear")

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The fields above the ceiling: what may not be written, filtered or sorted by."""
        return tuple(name for name, how in self.shown if how in ("mask", "empty"))


def trusted(kind: Kind) -> View:
    """Everything, unbounded: what the store's own work reads with. Never handed to an actor."""
    return View(kind=kind.name, readable=True, writable=True, shown=tuple((f.name, clear(f)) for f in kind.fields))


def no_higher(level: Sensitivity, ceiling: Sensitivity | None) -> bool:
    """Whether *level* may be seen under *ceiling*."""
    return ceiling is not None and LEVELS.index(level) <= LEVELS.index(ceiling)


def higher(one: Sensitivity | None, other: Sensitivity | None) -> Sensitivity | None:
    """The more far-reaching of two ceilings."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=LEVELS.index)


def above(kind: Kind, level: Sensitivity | None) -> tuple[Sensitivity, ...]:
    """The levels at which a row of *kind* shows its structure only to whoever sees up to *level*."""
    return tuple(name for name in LEVELS if not no_higher(name, level)) if kind.level_by else ()


def shown_at(field: Field, level: Sensitivity | None) -> Shown:
    """How *field* is shown to whoever sees up to *level*."""
    if no_higher(field.sensitivity, level):
        return clear(field)
    if field.facts.searchable:
        return "mask"
    return "empty"


def clear(field: Field) -> Shown:
    """How *field* is shown to whoever may see it: of a secret, the last four."""
    return "hint" if field.facts.secret else "clear"
