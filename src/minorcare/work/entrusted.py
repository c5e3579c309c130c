"""Entrusted care kept an eye on: each contact moves the next one on. Orders to parents: sessions held against what was ordered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from minorcare.calendar import Span, days, months, years
from minorcare.declare import Id, new_id
from minorcare.desk import Change, Desk, Save
from minorcare.kinds import EducationOrder, EducationSession, EntrustedCare, WeeklyContact
from minorcare.store.protocol import Receipt

WEEK = days(7)
"""At least once a week: 《未成年人保护法》第二十三条. By law, so no setting."""

_RECORDS = uuid.UUID("a3f4be70-1f0d-5b9f-8f4e-8a6d0c5b2f11")
_PERIODS: Mapping[str, Span] = {
    "week": WEEK,
    "month": months(1),
    "quarter": months(3),
    "term": months(6),
    "year": years(1),
}


@attrs.frozen(kw_only=True)
class Period:
    """A stretch of an order: how many sessions it asks for, and how many the guardian came to for long enough."""

    first: date
    last: date
    asked: int
    came: int

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max(0, self.asked - self.came)


def contacted(desk: Desk, care: str, *, base: int, key: str | None = None, **values: Any) -> Receipt[Any]:
    """Record that a parent was in touch, and by when the next contact is due: one batch.

    Only speaking with the child moves the day on.

    Args:
        desk: Of who records it.
        care: The entrusted care.
        base: Its version.
        key: The caller's replay key.
        values: Of the contact: ``day`` if it was not today, ``way``, ``parent``, ``with_child``, ``with_carer``, ``note``.
    """
    row = desk.get(EntrustedCare, care)
    said = {"day": desk.day, **values}
    made = WeeklyContact(id=_id(care, key), minor=row.values["minor"], care=Id(care), **said)
    known = row.values["contact_by"]
    due = max(made.day + WEEK, known) if known is not None else made.day + WEEK
    return desk.apply(
        Save(made), *((Change(EntrustedCare, care, base, {"contact_by": due}),) if made.with_child else ()), key=key
    )


def attended(desk: Desk, order: str, *, base: int, key: str | None = None, **values: Any) -> Receipt[Any]:
    """Record a session under an order, and by when the next one is due: one batch.

    Args:
        desk: Of who records it.
        order: The order.
        base: Its version.
        key: The caller's replay key.
        values: Of the session: ``day`` if it was not today, ``minutes``, ``attended``, ``provider``, ``note``.
    """
    held: EducationOrder = desk.get(EducationOrder, order).record()
    said = {"day": desk.day, **values}
    made = EducationSession(id=_id(order, key), minor=held.minor, education_order=Id(order), **said)
    return desk.apply(
        Save(made), Change(EducationOrder, order, base, {"next_session": next_session(held, made.day)}), key=key
    )


def next_session(order: EducationOrder, last: date) -> date | None:
    """By when the session after one on *last* is due: spread evenly, never after the order ends; ``None`` where one was all."""
    span = _PERIODS.get(order.per)
    if span is None or last >= order.ends:
        return None
    due = last + span if order.times == 1 else last + timedelta(max(1, ((last + span) - last).days // order.times))
    return min(due, order.ends)


def standing(order: EducationOrder, sessions: Iterable[EducationSession], day: date) -> tuple[Period, ...]:
    """The order's periods up to *day*, each with what was asked and what came of it."""
    came = [one.day for one in sessions if one.attended and one.minutes >= order.minutes]
    return tuple(
        Period(first=first, last=last, asked=order.times, came=sum(first <= on <= last for on in came))
        for first, last in _stretches(order, day)
    )


def _stretches(order: EducationOrder, day: date) -> Iterator[tuple[date, date]]:
    span, first, number = _PERIODS.get(order.per), order.received, 0
    end = min(day, order.ends)
    while first <= end:
        number += 1
        following = _after(order.received, span, number) if span else order.ends + timedelta(1)
        yield first, min(following - timedelta(1), order.ends)
        first = following


def _after(begin: date, span: Span, count: int) -> date:
    """Counted from the beginning each time: a month after 31 January is no shorter for the month before it."""
    return begin + Span(days=span.days * count, months=span.months * count)


def _id(of: str, key: str | None) -> Id:
    """A new id, or the same again when the same is sent again under *key*."""
    return new_id() if key is None else Id(str(uuid.uuid5(_RECORDS, f"{of}:{key}")))
