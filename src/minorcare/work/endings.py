"""What would end a tag, for whoever reads it: nobody learns more than their view shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minorcare.desk import Desk
from minorcare.errors import Masked, NotFound
from minorcare.kinds import Evidence, Minor, RiskTag
from minorcare.query import EVERYTHING
from minorcare.rules import Risk, Rule
from minorcare.rules.endings import Way, ways_out
from minorcare.store.protocol import Row


def what_ends(desk: Desk, tag: str) -> tuple[Way, ...]:
    """Each way in which this tag would end, those with a known day first.

    A tag that a person entered ends by age, or by a person. Nothing is said of a risk that no enabled plugin knows.

    Raises:
        NotFound, Refused: as the desk does.
        Masked: the tag is above the actor's ceiling.
    """
    row = desk.get(RiskTag, tag)
    if "risk" in row.masked:
        raise Masked(row.masked)
    values = row.values
    risk = desk.catalog.risks.get(values["risk"])
    if risk is None:
        return ()
    rule = desk.catalog.rules.get(values["rule"] or "") or _by_age_alone(risk)
    known = {one: _seen(desk, one) for one in values["evidence"]}
    child = _shown(desk.get(Minor, values["minor"]))
    return ways_out(rule, child, known, kinds=desk.catalog.kinds, codes=desk.catalog.codes, day=desk.day)


def _by_age_alone(risk: Risk) -> Rule:
    return Rule(risk.name, version=0, suggests=risk, when=EVERYTHING, because=risk.label)


def _seen(desk: Desk, one: Evidence) -> Mapping[str, Any] | None:
    """The record as the actor sees it; ``None`` where it is not shown, or not there."""
    if one.kind not in desk.catalog.kinds or not desk.may_read(one.kind):
        return None
    try:
        return _shown(desk.get(one.kind, one.id))
    except NotFound:
        return None


def _shown(row: Row) -> Mapping[str, Any]:
    return {"id": row.id, **{name: value for name, value in row.values.items() if name not in row.masked}}
