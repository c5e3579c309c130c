"""The one place that decides: an actor and a kind become a `View`, from which the store makes its statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from minorcare.access.roles import Actor, Role, Scope, higher, no_higher
from minorcare.declare import LEVELS, Field, Kind, Sensitivity
from minorcare.query import EVERYTHING, Filter, all_of

Shown = Literal["clear", "mask", "hint", "empty"]
"""How a value leaves the store: as it is, 张**, …123X, or not at all."""


@attrs.frozen(kw_only=True)
class View:
    """What one actor sees of one kind: rows by area and condition, columns by how each is shown.

    ``areas`` is ``None`` where rows are not bounded by area. ``masked_levels`` are the values of the kind's ``level_by`` field at
    which a row shows its structure only. Equal views compile to one statement.
    """

    kind: str
    readable: bool
    writable: bool
    shown: tuple[tuple[str, Shown], ...] = ()
    areas: tuple[str, ...] | None = None
    tasks_of: str | None = None
    masked_levels: tuple[str, ...] = ()
    where: Filter = EVERYTHING

    def how(self, name: str) -> Shown:
        """How the field *name* is shown."""
        return dict(self.shown).get(name, "empty")

    @property
    def masked(self) -> tuple[str, ...]:
        """The fields not shown in clear; a secret's last four are all anyone sees in a row."""
        return tuple(name for name, how in self.shown if how != "clear")

    @property
    def hidden(self) -> tuple[str, ...]:
        """The fields above the ceiling: what may not be written, filtered or sorted by."""
        return tuple(name for name, how in self.shown if how in ("mask", "empty"))


def trusted(kind: Kind) -> View:
    """Everything, unbounded: what the store's own work reads with. Never handed to an actor."""
    return View(kind=kind.name, readable=True, writable=True, shown=tuple((f.name, _clear(f)) for f in kind.fields))


def ceiling(actor: Actor, role: Role, kind: Kind, *, figures: bool = False) -> Sensitivity | None:
    """The highest level *actor* sees of *kind*, by role and by grants."""
    level = role.figures if figures else role.records
    for grant in actor.grants:
        if grant.kind in (None, kind.name):
            level = higher(level, grant.ceiling)
    return level


def view_of(
    actor: Actor,
    kind: Kind,
    *,
    roles: Mapping[str, Role],
    has_area: bool,
    narrowed: Mapping[str, tuple[Filter, ...]] | None = None,
    figures: bool = False,
) -> View:
    """What *actor* sees of *kind*. With *figures*, what it may count.

    *has_area* says whether rows of the kind carry an area (their own, or that of whom they are about); *narrowed* holds the scopes
    plugins add, which can only take away.
    """
    role = roles.get(actor.role)
    if role is None or kind.vault:
        return View(kind=kind.name, readable=False, writable=False)
    level = ceiling(actor, role, kind, figures=figures)
    shown = tuple((f.name, _shown(f, level)) for f in kind.fields)
    readable, areas = _rows(actor, role, kind, level, has_area=has_area)
    own_tasks = role.scope == "own_tasks" and kind.name == "due"
    return View(
        kind=kind.name,
        readable=readable or own_tasks,
        writable=readable and role.writes and (has_area or role.administers),
        shown=shown,
        areas=areas,
        tasks_of=actor.name if own_tasks else None,
        masked_levels=tuple(name for name in LEVELS if not no_higher(name, level)) if kind.level_by else (),
        where=all_of(*(narrowed or {}).get(kind.name, ())),
    )


def _rows(
    actor: Actor, role: Role, kind: Kind, level: Sensitivity | None, *, has_area: bool
) -> tuple[bool, tuple[str, ...] | None]:
    if kind.roles and actor.role not in kind.roles:
        return False, ()
    if not has_area:
        return bool(kind.roles), None
    if level is None or not _may_know_whose(kind, level):
        return False, ()
    granted = tuple(g.area for g in actor.grants if g.area and g.kind in (None, kind.name))
    scope: Scope = role.scope
    own = actor.areas if scope == "areas" or role.figures else ()
    return bool(own or granted), _widest((*own, *granted))


def _may_know_whose(kind: Kind, level: Sensitivity) -> bool:
    # whoever may not know whose record it is may not know that it is there
    return kind.about is None or no_higher(kind.about.sensitivity, level)


def _widest(areas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(a for a in sorted(set(areas)) if not any(a != b and a.startswith(b) for b in areas))


def _shown(field: Field, level: Sensitivity | None) -> Shown:
    if no_higher(field.sensitivity, level):
        return _clear(field)
    if field.facts.searchable:
        return "mask"
    return "empty"


def _clear(field: Field) -> Shown:
    return "hint" if field.facts.secret else "clear"


class Views:
    """The views of one actor on one office. Compared by identity: statements are cached by it."""

    __slots__ = ("_cache", "_make")

    def __init__(self, make: Callable[[Kind], View]) -> None:
        """*make* gives the view of a kind; it is asked once for each."""
        self._make = make
        self._cache: dict[str, View] = {}

    def __call__(self, kind: Kind) -> View:
        """The view of *kind*."""
        view = self._cache.get(kind.name)
        if view is None:
            view = self._cache[kind.name] = self._make(kind)
        return view
