"""Working days (工作日) on the calendar that the State Council announces.

The holidays and make-up days of a year are announced in the last months of the year before. The package ``chinesecalendar``
carries those that were known when it was released; for later years an office imports them as overrides, and until then
Monday to Friday stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

import attrs

Overrides: TypeAlias = tuple[tuple[date, bool], ...]

_DAY = timedelta(days=1)
_SATURDAY = 5


def _as_pairs(given: Mapping[date, bool] | Iterable[tuple[date, bool]]) -> Overrides:
    return tuple(sorted(dict(given).items()))


@attrs.frozen(kw_only=True)
class Calendar:
    """Which days are working days.

    ``overrides`` says so day by day and comes first: an office's own table, or a year that is not in the package yet (``True`` is
    a working day). ``years`` names the years whose announcement ``overrides`` holds in full. No method raises for a year that is
    not announced: it falls back to Monday to Friday, and :meth:`announced` tells.
    """

    overrides: Overrides = attrs.field(default=(), converter=_as_pairs)
    years: frozenset[int] = attrs.field(default=frozenset(), converter=frozenset)
    _table: dict[date, bool] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_table", dict(self.overrides))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on *day*: make-up Saturdays and Sundays count, holidays do not."""
        stated = self._table.get(day)
        if stated is not None:
            return stated
        published = _published()
        return day in published.worked or (day.weekday() < _SATURDAY and day not in published.off)

    def add_working_days(self, day: date, count: int) -> date:
        """The *count*-th working day after *day*, which itself does not count (民法典 article 201); before it, if negative.

        Zero gives *day* back, working day or not. Raises OverflowError where the calendar ends.
        """
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def announced(self, day: date) -> bool:
        """Whether the holidays of *day*'s year are known; if not, working days in it are a guess and should be marked so."""
        return day.year in self.years or day.year in _published().years


@attrs.frozen(kw_only=True)
class _Published:
    off: Collection[date]
    worked: Collection[date]
    years: range


@cache
def _published() -> _Published:
    # Imported here: importing minorcare stays cheap. Its own is_workday() raises for years it does not know; the tables do not.
    from chinese_calendar.constants import holidays, workdays

    return _Published(
        off=frozenset(holidays), worked=frozenset(workdays), years=range(min(holidays).year, max(holidays).year + 1)
    )
