"""What has changed since the last visit: each area held against the last visit that looked at it. Computed when asked, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from minorcare.desk import Desk
from minorcare.kinds import Visit
from minorcare.kinds.visits import AREA_STATES, CARE_AREAS
from minorcare.label import Label
from minorcare.query import F


class Change(Enum):
    """How an area stands against the last visit that looked at it."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    FIRST = "first"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _WORDS[self]


_WORDS = {
    Change.BETTER: Label("好转", en="better"),
    Change.SAME: Label("没有变化", en="unchanged"),
    Change.WORSE: Label("变差", en="worse"),
    Change.FIRST: Label("首次了解", en="looked at for the first time"),
}


def changes(now: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> dict[str, Change]:
    """How each area that a visit looked at stands against the visits *before* it, given the latest first."""
    earlier = list(before)
    found = {}
    for area in CARE_AREAS:
        if now[area] is not None:
            last = next((one[area] for one in earlier if one[area] is not None), None)
            found[area] = _change(now[area], last)
    return found


def changes_since(desk: Desk, visit: str, *, back: int = 10) -> dict[str, Change]:
    """The same for a visit on file, against the done visits before it, *back* of them at most.

    Raises:
        NotFound: the desk does not see the visit.
    """
    now = desk.get(Visit, visit).values
    if now["happened"] is None:
        return {}
    earlier = (F.minor == now["minor"]) & (F.status == "done") & (F.happened <= now["happened"]) & (F.id != visit)
    page = desk.find(Visit, earlier, order=("-happened", "-id"), limit=back)
    return changes(now, [row.values for row in page.rows])


def _change(now: str, before: str | None) -> Change:
    if before is None:
        return Change.FIRST
    step = AREA_STATES.index(now) - AREA_STATES.index(before)
    return Change.WORSE if step > 0 else Change.BETTER if step < 0 else Change.SAME
