"""Lists that show what stands, unless the question says otherwise: an ended grade of intervention is shown to nobody by the way."""

from __future__ import annotations

from minorcare.declare.kind import Kind
from minorcare.query import EVERYTHING, F, Filter

STANDING = frozenset({"intervention"})
"""Kinds whose lists leave out what has ended or was dropped, as long as no state is asked for."""

Pairs = tuple[tuple[str, str], ...]


def current(pairs: Pairs, kind: Kind) -> Pairs:
    """The pairs of a list's address, with the states that are not final where they name none.

    ``status=ended`` asks for what has ended, ``status__empty=false`` for all.
    """
    state, life = kind.state, kind.lifecycle
    if kind.name not in STANDING or state is None or life is None:
        return pairs
    if any(name.partition("__")[0] == state.name for name, _ in pairs):
        return pairs
    return (*pairs, (f"{state.name}__in", ",".join(life.open)))


def standing(kind: Kind) -> Filter:
    """The same as a filter: which records of a kind stand on a child's page."""
    state, life = kind.state, kind.lifecycle
    if kind.name not in STANDING or state is None or life is None:
        return EVERYTHING
    found: Filter = getattr(F, state.name).is_in(life.open)
    return found
