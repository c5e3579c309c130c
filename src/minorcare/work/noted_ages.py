"""The ages that children reach soon, with what the law says of each: the open notes of a desk, the earliest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from minorcare.desk import Desk
from minorcare.kinds import AgeGate, Minor
from minorcare.query import EVERYTHING, F, Filter, Given, Query
from minorcare.store.protocol import Row
from minorcare.work.ages import Gate, gate_of
from minorcare.work.written import written


@attrs.frozen(kw_only=True)
class Noted:
    """A note, the child as the reader sees it, and the gate; ``None`` where it is above the reader's ceiling."""

    note: Row
    child: Row | None
    gate: Gate | None

    def written(self, lang: str) -> dict[str, Any]:
        """As programs read it, its texts in *lang*."""
        return {
            "note": written(self.note),
            "name": self.child.values["name"] if self.child else None,
            "means": self.gate.means.in_(lang) if self.gate else None,
            "cites": self.gate.cites if self.gate else None,
        }


def noted(
    desk: Desk, *, days: int | None = None, after: str | None = None, limit: int = 50
) -> tuple[tuple[Noted, ...], str | None]:
    """The notes nobody has dealt with, those of the next *days* if given, and where the next page starts.

    Raises:
        Refused: the actor sees no such notes.
        Invalid: the actor does not see the days.
    """
    soon: Filter = EVERYTHING if days is None else F.on <= desk.day + timedelta(days=days)
    page = desk.find(AgeGate, (F.status == "open") & soon, order=("on",), after=after, limit=limit)
    ids = sorted({row.values["minor"] for row in page.rows if row.values["minor"]})
    asked = Query(kind=Minor, where=F.id.is_in(Given("ids")), limit=500)
    children = {row.id: row for row in desk.find(asked, given={"ids": ids}).rows} if ids else {}
    return tuple(
        Noted(
            note=row,
            child=children.get(row.values["minor"]),
            gate=None if row.values["gate"] is None else gate_of(row.values["gate"]),
        )
        for row in page.rows
    ), page.next
