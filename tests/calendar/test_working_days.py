"""Working days: the announced calendar, overrides, and a fallback that never raises."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.calendar import Calendar

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday worked in its stead
        (date(2026, 10, 11), False),
        (date(2026, 11, 24), True),
        (date(2026, 5, 1), False),
    ],
)
def test_announced_holidays_and_make_up_days_count(day, expected):
    """Holidays are off, make-up weekends are worked."""
    assert expected == Calendar().is_working_day(day)


def test_an_unannounced_year_falls_back_to_the_week():
    """A year beyond the package's tables is Monday to Friday, and says that it is a guess."""
    calendar = Calendar()

    assert [True] * 5 + [False] * 2 == [
        calendar.is_working_day(date(2031, 9, 29) + timedelta(days=n)) for n in range(7)
    ]
    assert not calendar.announced(date(2031, 9, 29))
    assert not calendar.announced(date(1999, 9, 29))
    assert calendar.announced(date(2026, 12, 31))


def test_an_office_imports_a_year():
    """Overrides come first, and a year given in full counts as announced."""
    calendar = Calendar(overrides={date(2031, 10, 1): False, date(2031, 10, 11): True}, years=[2031])

    assert not calendar.is_working_day(date(2031, 10, 1))
    assert calendar.is_working_day(date(2031, 10, 11))
    assert calendar.announced(date(2031, 1, 1))


def test_a_calendar_is_a_value():
    """Two calendars of the same overrides are equal and hash alike, whatever the order and shape given."""
    one = Calendar(overrides={date(2031, 10, 1): False, date(2031, 10, 11): True})
    two = Calendar(overrides=[(date(2031, 10, 11), True), (date(2031, 10, 1), False)])

    assert one == two
    assert hash(one) == hash(two)


def test_the_first_day_does_not_count():
    """Three working days after the eve of National Day 2026 end after the holidays; zero is the day itself."""
    calendar = Calendar()

    assert date(2026, 10, 10) == calendar.add_working_days(date(2026, 9, 30), 3)
    assert date(2026, 9, 30) == calendar.add_working_days(date(2026, 10, 8), -1)
    assert date(2026, 10, 1) == calendar.add_working_days(date(2026, 10, 1), 0)


@settings(deadline=None)  # the first example loads a table
@given(DATES, st.integers(-60, 60).filter(bool))
def test_the_nth_working_day_has_n_working_days_up_to_it(day, count):
    """Between a day and the n-th working day from it lie exactly n working days, the last of them included."""
    calendar = Calendar()
    end = calendar.add_working_days(day, count)
    step = timedelta(days=1 if count > 0 else -1)
    passed = [day + step * n for n in range(1, abs((end - day).days) + 1)]

    assert abs(count) == sum(map(calendar.is_working_day, passed))
    assert calendar.is_working_day(end)


def test_no_working_day_ever_ends():
    """A calendar without working days ends in OverflowError, not in a loop."""
    with pytest.raises(OverflowError):
        Calendar().add_working_days(date(9999, 12, 31), 1)
