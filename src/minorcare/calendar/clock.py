"""The clock. Instants are kept in UTC, days are days in China."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
"""Time in China: one zone, no summer time since 1992. A fixed offset needs no zone database, which Windows lacks."""

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


class Clock(Protocol):
    """Whatever tells the present instant, as an aware datetime in UTC. Tests and replays bring their own."""

    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    """The present instant, by the computer's clock."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The day in China to which *instant* belongs. Raises ValueError for a datetime without a time zone."""
    return _aware(instant).astimezone(CHINA).date()


def end_of_day(day: date) -> datetime:
    """The midnight in China that ends *day*, in UTC: the first instant that no longer belongs to it."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)  # 24:00 at UTC+8


def stamp(instant: datetime) -> str:
    """The written form of an instant, ``2026-11-24T07:35:51.123Z``: sorts as text; what is finer than a millisecond is cut off.

    Raises ValueError for a datetime without a time zone.
    """
    return _aware(instant).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_stamp(text: str) -> datetime:
    """The instant behind a written form that :func:`stamp` made. Raises ValueError for any other text."""
    if not _STAMP.fullmatch(text):
        raise ValueError("an instant is written like 2026-11-24T07:35:51.123Z")
    return datetime.fromisoformat(text)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("the instant has no time zone; make it with datetime.now(UTC) or the registry's clock")
    return instant
