"""The one place that decides: an actor and a kind become a `View`, from which the store makes its statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from minorcare.access.own import own_view
from minorcare.access.roles import Actor, Role
from minorcare.access.view import View, above, higher, no_higher, shown_at
from minorcare.declare import LEVELS, Kind, Sensitivity
from minorcare.query import Filter, all_of


def ceiling(actor: Actor, role: Role, kind: Kind, *, figures: bool = False) -> Sensitivity | None:
    """The highest level *actor* sees of *kind* wherever it sees rows of it, by role and by grants."""
    return _reach(actor, role, kind, figures=figures)[0]


def _reach(actor: Actor, role: Role, kind: Kind, *, figures: bool) -> tuple[Sensitivity | None, tuple[str, ...]]:
    """How high and in which areas an actor sees.

    A view is one rectangle of rows and columns. So a grant for one area raises the ceiling only where it covers everything the
    actor sees anyway; elsewhere it adds its rows, at the level the actor has already.
    """
    level = role.figures if figures else role.records
    granted = [grant for grant in actor.grants if grant.kind in (None, kind.name)]
    for grant in granted:
        if grant.area is None:
            level = higher(level, grant.ceiling)
    local = [(grant.area, grant.ceiling) for grant in granted if grant.area is not None]
    own = actor.areas if level is not None and (role.scope == "areas" or role.figures) else ()
    levels = sorted(
        {reached for _, reached in local if level is None or not no_higher(reached, level)}, key=LEVELS.index
    )
    if local and not own:  # nothing but what is granted area by area, up to the lowest of the levels granted
        level = min((reached for _, reached in local), key=LEVELS.index)
    for reached in reversed(levels if own else ()):
        wide = [area for area, other in local if no_higher(reached, other)]
        if all(any(area.startswith(other) for other in wide) for area in own):
            level = reached
            break
    return level, (*own, *(area for area, other in local if level is not None and no_higher(level, other)))


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
    level, within = _reach(actor if has_area else _without_areas(actor), role, kind, figures=figures)
    readable, areas = _rows(actor, kind, level, within, has_area=has_area)
    scopes = (narrowed or {}).get(kind.name, ())
    if kind.name == "due" or not readable:  # the work list of who is posted nowhere is their own, whatever is granted
        own = own_view(actor, role, kind, scopes)
        if own is not None:
            return own
    if readable and not has_area:
        level = level or "open"  # who may list it sees at least what everybody in the office may
    return View(
        kind=kind.name,
        readable=readable,
        writable=readable and role.writes and (has_area or role.administers),
        shown=tuple((f.name, shown_at(f, level)) for f in kind.fields),
        areas=areas,
        masked_levels=above(kind, level),
        where=all_of(*scopes),
    )


def _rows(
    actor: Actor, kind: Kind, level: Sensitivity | None, within: tuple[str, ...], *, has_area: bool
) -> tuple[bool, tuple[str, ...] | None]:
    if kind.roles and actor.role not in kind.roles:
        return False, ()
    if not has_area:
        return bool(kind.roles), None
    if level is None or not _may_know_whose(kind, level):
        return False, ()
    return bool(within), _widest(within)


def _without_areas(actor: Actor) -> Actor:
    """The actor without the grants that hold in one area only: where records lie in no area they say nothing."""
    return attrs.evolve(actor, grants=tuple(grant for grant in actor.grants if grant.area is None))


def _may_know_whose(kind: Kind, level: Sensitivity) -> bool:
    # whoever may not know whose record it is may not know that it is there
    return kind.about is None or no_higher(kind.about.sensitivity, level)


def _widest(areas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(a for a in sorted(set(areas)) if not any(a != b and a.startswith(b) for b in areas))


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
