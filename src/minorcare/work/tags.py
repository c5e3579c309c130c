"""Deciding on risk tags. Rules suggest; who confirms or dismisses is a person, and is named."""

from __future__ import annotations

from typing import Any

from minorcare.desk import Desk, Transition
from minorcare.errors import Masked, Refused
from minorcare.kinds import RiskTag
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules import Risk
from minorcare.store.protocol import Receipt, Row

_PAGE = 500


def confirm(desk: Desk, tag: str, *, base: int, reason: str | None = None) -> Receipt[Any]:
    """Confirm a suggested tag: from now on it stands until its review, whose day its risk sets.

    Raises:
        NotFound, Conflict: as the desk does.
        Refused: the actor may not write tags, or the plugin that knows the risk is not enabled.
        Masked: the tag is above the actor's ceiling.
    """
    return desk.apply(_confirming(desk, desk.get(RiskTag, tag), base, reason))


def dismiss(desk: Desk, tag: str, *, base: int, reason: str) -> Receipt[Any]:
    """Say that a suggestion does not hold. It comes back only with evidence newer than this.

    Raises:
        Invalid: no reason is given.
        NotFound, Conflict: as the desk does.
        Refused: the actor may not write tags.
    """
    return desk.transition(RiskTag, tag, "dismissed", base=base, reason=reason.strip() or None)


def confirm_demo(desk: Desk) -> int:
    """Confirm everything suggested in a demonstration, as its actor, in one batch; how many tags.

    Raises:
        Refused: the file holds real records. There a person looks at each tag.
    """
    if not desk.store.keys.demo:
        raise Refused(
            Label(
                "只有演示数据可以成批确认；请逐条核实后确认",
                en="only made-up tags are confirmed in bulk; look at each one and confirm it",
            )
        )
    acts: list[Transition] = []
    after: str | None = None
    while True:
        page = desk.find(RiskTag, F.status == "suggested", after=after, limit=_PAGE)
        acts += (_confirming(desk, row, row.version, None) for row in page.rows)
        after = page.next
        if after is None:
            break
    if acts:
        desk.apply(*acts)
    return len(acts)


def _confirming(desk: Desk, row: Row, base: int, reason: str | None) -> Transition:
    review = desk.day + _risk(desk, row).review
    values = {"review": review} if reason is None else {"review": review, "reason": reason}
    return Transition(RiskTag, row.id, "confirmed", base, values)


def _risk(desk: Desk, row: Row) -> Risk:
    if "risk" in row.masked:
        raise Masked(row.masked)
    risk = desk.catalog.risks.get(row.values["risk"])
    if risk is None:
        raise Refused(
            Label(
                "带来这类风险的插件没有启用；请先启用它",
                en="the plugin that knows this risk is not enabled; enable it first",
            )
        )
    return risk
