"""Harm reports that visits open: whoever ticks an urgent sign has reported, and need not say it twice."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs

from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.desk.withholding import receiver_of
from minorcare.errors import Conflict, Refused
from minorcare.kinds import HarmReport, Reporter, Visit
from minorcare.query import F, Given
from minorcare.work.harm import report
from minorcare.work.import_plan import every

SITUATIONS: Mapping[str, str] = {
    "violence": "R4",
    "sexual_harm": "R9",
    "injured": "R5",
    "self_harm": "R5",
    "uncared": "R6",
    "missing": "R7",
    "trafficked": "R7",
    "exploited": "R8",
    "unsafe_place": "R9",
    "other_harm": "R9",
}
"""The situation that goes with each code of the list ``urgent_sign``; R9 where only somebody who looks closer can say which."""

_FROM = uuid.UUID("b0c2a9de-7c65-5d5b-9b7e-2f9d1f1f6a10")
_LOOKS_BACK = timedelta(days=7)


def report_id(visit: str) -> Id:
    """The id of the report that a visit opens."""
    return Id(str(uuid.uuid5(_FROM, visit)))


def after_visit(desk: Desk, visit: str, values: Mapping[str, Any], *, receiver: str | None = None) -> bool:
    """Open the report of a visit with these values; whether one was opened. Done again, it opens no second one.

    A batch of its own: of the visit the journal says who made it, of the report it does not. *receiver* is who opens the name of
    the visitor, where that is not left to the door.
    """
    signs = _signs(values)
    if not signs:
        return False
    words = [desk.catalog.codes["urgent_sign"].label_of(sign).zh for sign in signs]
    made = HarmReport(
        id=report_id(visit),
        minor=Id(values["minor"]),
        situations=tuple(dict.fromkeys(SITUATIONS.get(sign, "R9") for sign in signs)),
        words="\n".join(filter(None, (f"走访发现：{'；'.join(words)}", values["note"])))[:2000],
    )
    who = Reporter(account=values["officer"] or desk.account, told=f"visit {visit}", receiver=receiver)
    try:
        report(desk, made, reporter=who, key=str(uuid.uuid5(_FROM, f"{visit}:batch")))
    except (Conflict, Refused):  # it is there already, or a role that sends none: then what time does opens it
        return False
    return True


def open_missing(desk: Desk) -> int:
    """Open the reports of visits that came in by another way than the work functions; how many there were.

    Args:
        desk: The system's.
    """
    own = attrs.evolve(desk, role=attrs.evolve(desk.role, reports=(Reporter.__kind__.name,)))
    asked = (F.status == "done") & (F.happened >= desk.day - _LOOKS_BACK)
    asked &= ~F.urgent.is_empty | (F.cares_now == "nobody")
    found = {report_id(row.id): row for row in every(own, Visit, asked)}
    known = {row.id for row in every(own, HarmReport, F.id.is_in(Given("ids")), {"ids": list(found)})} if found else ()
    receiver = receiver_of(desk)
    missing = [row for id, row in found.items() if id not in known]
    return sum(after_visit(own, row.id, row.values, receiver=receiver) for row in missing)


def _signs(values: Mapping[str, Any]) -> tuple[str, ...]:
    more = ("uncared",) if values["cares_now"] == "nobody" else ()
    return tuple(dict.fromkeys((*(values["urgent"] or ()), *more)))
