"""Two children on file who may be one: laid side by side for a person, made one, and told apart again if that was wrong."""

from __future__ import annotations

import uuid
from typing import Any

import attrs

from minorcare.desk import Desk
from minorcare.desk.undoing import Undone
from minorcare.kinds import Duplicate, Minor
from minorcare.query import F, Given, Query
from minorcare.store.protocol import Row
from minorcare.work.merge import merge
from minorcare.work.written import written

_BATCH = "merge:"
"""What the replay keys of mergers begin with, so that taking one apart undoes a merger and nothing else."""


@attrs.frozen(kw_only=True)
class Compared:
    """A note that two records may be one child, and both as the reader sees them; ``None`` for one the reader does not see.

    ``alike`` names the fields shown in full that hold the same.
    """

    note: Row
    minor: Row | None
    other: Row | None

    @property
    def alike(self) -> tuple[str, ...]:
        """Names of fields."""
        if self.minor is None or self.other is None:
            return ()
        one, two = self.minor, self.other
        shown = (f.name for f in one.kind.fields if f.name not in {*one.masked, *two.masked})
        return tuple(name for name in shown if one.values[name] == two.values[name] not in _NOTHING)

    def written(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "note": written(self.note),
            "minor": written(self.minor) if self.minor else None,
            "other": written(self.other) if self.other else None,
            "alike": self.alike,
        }


@attrs.frozen(kw_only=True)
class Merged:
    """A merger: its id, by which it is taken apart, and the child that stays."""

    id: str
    minor: str


def to_compare(desk: Desk, *, after: str | None = None, limit: int = 50) -> tuple[tuple[Compared, ...], str | None]:
    """The pairs that nobody has compared yet, the oldest note first, and where the next page starts.

    Raises:
        Refused: the actor sees no such notes.
    """
    page = desk.find(Duplicate, F.status == "open", order=("since",), after=after, limit=limit)
    named = {row.values[side] for row in page.rows for side in ("minor", "other")} - {None}
    known: dict[str, Row] = {}
    ids = sorted(named)
    for start in range(0, len(ids), _PAGE):
        asked = Query(kind=Minor, where=F.id.is_in(Given("ids")), limit=_PAGE)
        known |= {row.id: row for row in desk.find(asked, given={"ids": ids[start : start + _PAGE]}).rows}
    return tuple(
        Compared(note=row, minor=known.get(row.values["minor"]), other=known.get(row.values["other"]))
        for row in page.rows
    ), page.next


def make_one(desk: Desk, keep: str, drop: str, *, reason: str, id: str | None = None) -> Merged:
    """Make one child of two.

    Args:
        desk, keep, drop, reason: As of :func:`minorcare.work.merge.merge`.
        id: The id of the merger, a UUID, made by the caller if it likes.

    Raises:
        NotFound, Invalid, Refused: as there.
    """
    made = id or str(uuid.uuid4())
    merge(desk, keep, drop, reason=reason, key=f"{_BATCH}{made}")
    return Merged(id=made, minor=keep)


def take_apart(desk: Desk, id: str) -> Undone:
    """Undo a merger: both children stand as they stood; what was changed since stays and is named.

    Raises:
        NotFound: no such merger, or one of which the actor sees nothing.
    """
    return desk.undo(f"{_BATCH}{id}")


_PAGE, _NOTHING = 500, (None, "", (), False)
