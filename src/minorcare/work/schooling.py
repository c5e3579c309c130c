"""A child is not at school: a question with a deadline, and nothing more. No absence becomes misbehaviour here or anywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from minorcare.calendar import days
from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.kinds import SchoolingGap
from minorcare.rules.settings import RuleSettings
from minorcare.store.protocol import Receipt


def ask_about_absence(desk: Desk, minor: str, *, began: date, source: str, key: str | None = None) -> Receipt[Any]:
    """Record that a child is out of school since *began*; why must be found out within the office's own span.

    Args:
        source: Who told, a code of ``fact_source``.

    Raises:
        Invalid, Refused, NotFound: as the desk does.
    """
    gap = SchoolingGap(
        minor=Id(minor), began=began, source=source, ask_by=desk.day + days(desk.settings(RuleSettings).ask_days)
    )
    return desk.save(gap, key=key)
