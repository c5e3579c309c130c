"""Spans of calendar time: so many months and so many days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TypeVar

import attrs

from minorcare.label import Label

D = TypeVar("D", bound=date)


@attrs.frozen(kw_only=True)
class Span:
    """A length of time on the calendar: ``date + months(3)``, ``date - days(30)``.

    Months are counted before days. A day that the target month lacks becomes the last of that month, as 民法典 article 202 has it
    (没有对应日的，月末日为期间的最后一日): 31 January + 1 month = 28 February. So adding a span and taking it away again need
    not lead back. A day outside the years 1 to 9999 raises OverflowError.
    """

    days: int = 0
    months: int = 0

    def __add__(self, other: Span) -> Span:
        if not isinstance(other, Span):
            return NotImplemented
        return Span(days=self.days + other.days, months=self.months + other.months)

    def __sub__(self, other: Span) -> Span:
        if not isinstance(other, Span):
            return NotImplemented
        return self + -other

    def __neg__(self) -> Span:
        return Span(days=-self.days, months=-self.months)

    def __radd__(self, day: D) -> D:
        if not isinstance(day, date):
            return NotImplemented
        return _shifted(day, self.months) + timedelta(days=self.days)

    def __rsub__(self, day: D) -> D:
        if not isinstance(day, date):
            return NotImplemented
        return day + -self

    def words(self) -> Label:
        """The span for people: ``1 年 6 个月`` / ``1 year 6 months``; an empty one is ``0 天`` / ``0 days``."""
        sign = -1 if self.months < 0 else 1
        whole_years, rest = divmod(abs(self.months), 12)
        counts = (sign * whole_years, "年", "year"), (sign * rest, "个月", "month"), (self.days, "天", "day")
        said = [part for part in counts if part[0]] or [(0, "天", "day")]
        return Label(
            " ".join(f"{count} {unit}" for count, unit, _ in said),
            en=" ".join(f"{count} {unit}{'' if abs(count) == 1 else 's'}" for count, _, unit in said),
        )


def days(count: int) -> Span:
    """So many calendar days; working days are counted by :class:`minorcare.calendar.Calendar`."""
    return Span(days=count)


def months(count: int) -> Span:
    """So many calendar months."""
    return Span(months=count)


def years(count: int) -> Span:
    """So many calendar years: twelve months each."""
    return Span(months=12 * count)


def _shifted(day: D, count: int) -> D:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{count} months from {day} lie outside the years 1 to 9999")
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
