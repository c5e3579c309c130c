"""How often a child is visited, and on which day next: by attention level and tag, on the Chinese calendar. Pure; no desk.

No national text gives a number, so all of them are configuration. What ships follows a common local practice: high risk weekly to
monthly, medium monthly, low quarterly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import attrs

from minorcare.calendar import Calendar, Span, days, months
from minorcare.errors import DeclarationError
from minorcare.label import Label
from minorcare.rules.settings import of_list
from minorcare.work.school_terms import Terms, read_terms, shipped_terms

_DAY = timedelta(days=1)
_FORMS: Mapping[str, Callable[[int], Span]] = {"days": days, "months": months}
_LONGEST_HOLIDAY = 12
"""No run of days off is longer: nine days in 2026, and what may join them."""
AT_SCHOOL, AT_HOME = "school", "home"
_STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays on fixed days (《全国年节及纪念日放假办法》, 2024), known even while a year's arrangement is not announced."""

LEVELS: Mapping[str, Span] = MappingProxyType(
    {"urgent": days(7), "focus": days(14), "watch": months(1), "general": months(3)}
)
"""Local, not law: the longest time between two visits, by attention level."""
OTHER_RISK = "other"
RISKS: Mapping[str, Span] = MappingProxyType(
    {
        "left_behind": months(3),
        "difficulty": months(3),
        "disability": months(3),
        "de_facto_unsupported": months(1),
        OTHER_RISK: months(3),
    }
)
"""Local, not law: the same by confirmed tag, and for every other one.

A restricted tag is not named: to whoever may not read it, it is one of the others, and a pace of its own would tell them which.
Whoever may read it sets the child's attention level.
"""


Given = Mapping[str, Span | Mapping[str, int]]


def _levels(given: Given) -> Mapping[str, Span]:
    return _over(LEVELS, given)


def _risks(given: Given) -> Mapping[str, Span]:
    return _over(RISKS, given)


def _over(shipped: Mapping[str, Span], given: Given) -> Mapping[str, Span]:
    """What ships, with what an office sets in place of it: ``focus = { days = 10 }``."""
    return MappingProxyType({**shipped, **{name: _span(one, name) for name, one in given.items()}})


def _span(given: Span | Mapping[str, int], name: str) -> Span:
    if isinstance(given, Span):
        return given
    if isinstance(given, Mapping) and len(given) == 1:
        ((unit, count),) = given.items()
        if unit in _FORMS and type(count) is int and count > 0:
            return _FORMS[unit](count)
    raise DeclarationError(f"{name} is no span of time", remedy="write { days = 14 } or { months = 3 }")


@attrs.frozen(kw_only=True)
class VisitSettings:
    """What an office sets about visits. All of it is local policy.

    Attributes:
        levels: The longest time between two visits, by attention level (``general``, ``watch``, ``focus``, ``urgent``).
        risks: The same by confirmed tag; ``other`` for those not named, and for one that the reader may not know.
        terms: A file with the school terms of the place; what ships where none is named.
        school_terms: What stands in it.
    """

    levels: Mapping[str, Span] = attrs.field(factory=dict, converter=_levels, metadata=of_list("attention_level"))
    risks: Mapping[str, Span] = attrs.field(factory=dict, converter=_risks, metadata=of_list("risk", OTHER_RISK))
    terms: str = ""
    school_terms: Terms = attrs.field(init=False, repr=False, eq=False)

    @school_terms.default
    def _read(self) -> Terms:
        return read_terms(Path(self.terms)) if self.terms else shipped_terms()

    def for_level(self, level: str, since: date) -> Pace | None:
        """The pace of an attention level that was set on *since*; ``None`` for one that nothing is set for."""
        return Pace(span=self.levels[level], since=since, level=level) if level in self.levels else None

    def for_risk(self, risk: str | None, since: date) -> Pace:
        """The pace of a tag confirmed on *since*; of one that may not be named, with ``None``."""
        span = self.risks.get(risk or OTHER_RISK, self.risks[OTHER_RISK])
        return Pace(span=span, since=since, risk=risk)

    @property
    def longest_days(self) -> int:
        """At most so many days lie between two visits, holidays included: who was seen before that is overdue anyway."""
        every = (*self.levels.values(), *self.risks.values())
        return max(span.days + 31 * span.months for span in every) + _LONGEST_HOLIDAY


@attrs.frozen(kw_only=True)
class Pace:
    """How often, since when, and what asks for it: an attention level or a risk by name, or nothing that may be named."""

    span: Span
    since: date
    level: str | None = None
    risk: str | None = None

    def end(self, last: date | None) -> date:
        """The last day it allows after a visit on *last*, or after it began where that is later; holidays not heeded."""
        return max(last or self.since, self.since) + self.span


@attrs.frozen(kw_only=True)
class NextVisit:
    """The day of the next visit, and the last one that its pace allows.

    Attributes:
        day: The last possible day within the pace; where there is none, the first after it.
        latest: The end of the pace; if that is no working day, the next one (民法典 article 203).
        type: The kind of visit; at home where school is out for all of the time left.
        announced: Whether the holidays and terms it rests on are known. If not, it is a guess and is shown as one.
    """

    day: date
    latest: date
    type: str
    announced: bool
    pace: Pace

    @property
    def late(self) -> bool:
        """Whether the pace can no longer be kept."""
        return self.day > self.latest

    @property
    def mark(self) -> Label | None:
        """What is shown beside the day while holidays or terms are not announced."""
        return None if self.announced else NOT_ANNOUNCED


NOT_ANNOUNCED = Label(
    "放假安排或校历尚未公布，日期为推算", en="holidays or terms not yet announced: the day is a guess"
)


def latest(calendar: Calendar, last: date | None, pace: Pace) -> date:
    """The last day that *pace* allows: the end of its span or, where nobody works on it, the next working day (民法典 art. 203)."""
    return _working(pace.end(last), calendar)


def next_visit(
    asked: Collection[Pace], calendar: Calendar, terms: Terms, *, last: date | None, today: date, type: str = AT_HOME
) -> NextVisit | None:
    """The next visit after one on *last*, planned on *today*; ``None`` where nothing asks for one.

    It falls on a working day (make-up days are such) and, at school, in a term; never on or before *last*, never before *today*.
    """
    if not asked:
        return None
    pace = min(asked, key=lambda each: each.end(last))
    end, first = pace.end(last), today if last is None else max(last + _DAY, today)
    day = _last_possible(first, end, lambda on: _possible(on, type, calendar, terms))
    if day is None and type == AT_SCHOOL:  # nobody is there for all of that time: the child is at home
        type = AT_HOME
        day = _last_possible(first, end, lambda on: _works(on, calendar))
    if day is None:
        day = _working(max(first, end), calendar)
    final = latest(calendar, last, pace)
    known = all(calendar.announced(on) for on in (day, final)) and (type != AT_SCHOOL or terms.announced(day))
    return NextVisit(day=day, latest=final, type=type, announced=known, pace=pace)


def _possible(day: date, type: str, calendar: Calendar, terms: Terms) -> bool:
    return _works(day, calendar) and (type != AT_SCHOOL or terms.in_term(day))


def _works(day: date, calendar: Calendar) -> bool:
    guessed_holiday = not calendar.announced(day) and (day.month, day.day) in _STATUTORY
    return calendar.is_working_day(day) and not guessed_holiday


def _working(day: date, calendar: Calendar) -> date:
    """*day*, or the first working day after it."""
    while not _works(day, calendar):
        day += _DAY
    return day


def _last_possible(first: date, last: date, possible: Callable[[date], bool]) -> date | None:
    while last >= first:
        if possible(last):
            return last
        last -= _DAY
    return None
