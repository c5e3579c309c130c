"""Grades of intervention as they stand: what has ended is asked for by name, and shown to nobody by default."""

from __future__ import annotations

from minorcare.desk import Desk
from minorcare.kinds import Intervention
from minorcare.label import Label
from minorcare.query import F, Query, Tally, all_of
from minorcare.store.protocol import Page

CURRENT = F.status.is_in(("noted", "active"))
"""The grades that stand: in force, or waiting to be held against their document."""

CURRENT_GRADES = Tally(
    "current_grades",
    Intervention,
    by=("grade",),
    where=F.status == "active",
    label=Label("现行分级干预", en="Current grades"),
)


def current_grades(desk: Desk, minor: str | None = None, *, after: str | None = None, limit: int = 50) -> Page:
    """The interventions that stand, of one child or of all the actor sees; those that have ended are not among them.

    Raises:
        Refused: the actor sees no intervention at all.
    """
    where = CURRENT if minor is None else all_of(F.minor == minor, CURRENT)
    return desk.find(Query(kind="intervention", where=where, order=("review",), after=after, limit=limit))
