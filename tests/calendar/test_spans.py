"""Spans: month arithmetic that clips, and adds up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import Span, days, months, years

DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
COUNTS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("day", "span", "expected"),
    [
        (date(2026, 1, 31), months(1), date(2026, 2, 28)),
        (date(2024, 1, 31), months(1), date(2024, 2, 29)),
        (date(2024, 2, 29), years(1), date(2025, 2, 28)),
        (date(2024, 2, 29), years(4), date(2028, 2, 29)),
        (date(2026, 12, 31), months(2), date(2027, 2, 28)),
        (date(2026, 3, 31), -months(1), date(2026, 2, 28)),
        (date(2026, 1, 15), -months(1), date(2025, 12, 15)),
        (date(2026, 1, 31), months(1) + days(1), date(2026, 3, 1)),
    ],
)
def test_months_clip_to_the_end_of_the_month(day, span, expected):
    """A day that the target month lacks becomes its last day; months are counted before days."""
    assert expected == day + span


@given(DATES, COUNTS)
def test_days_are_calendar_days(day, count):
    """Adding days is what timedelta does."""
    assert day + timedelta(days=count) == day + days(count)


@given(DATES, COUNTS, COUNTS)
def test_subtracting_is_adding_the_negative(day, some_months, some_days):
    """``day - span`` equals ``day + -span``."""
    span = Span(months=some_months, days=some_days)

    assert day + -span == day - span


@given(DATES, COUNTS)
def test_a_month_never_spills_over(day, count):
    """Adding n months always lands in the n-th month from here."""
    later = day + months(count)

    assert day.year * 12 + day.month + count == later.year * 12 + later.month
    assert later.day <= day.day


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_spans_add_up(a, b, c, d):
    """Spans add and subtract part by part, and a span less itself is empty."""
    one, two = Span(days=a, months=b), Span(days=c, months=d)

    assert Span(days=a + c, months=b + d) == one + two
    assert one == one + two - two
    assert Span() == one - one


def test_an_instant_keeps_its_time():
    """A span added to a datetime moves the day and leaves the time."""
    assert datetime(2026, 2, 28, 7, 30, tzinfo=UTC) == datetime(2026, 1, 31, 7, 30, tzinfo=UTC) + months(1)


def test_only_days_take_a_span():
    """A number and a span do not add."""
    with pytest.raises(TypeError):
        5 + days(1)


def test_the_calendar_ends():
    """A day outside the years 1 to 9999 raises OverflowError."""
    with pytest.raises(OverflowError):
        date(9999, 6, 1) + years(1)
    with pytest.raises(OverflowError):
        date(1, 6, 1) - months(6)


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (months(3), "3 个月", "3 months"),
        (months(18) + days(1), "1 年 6 个月 1 天", "1 year 6 months 1 day"),
        (Span(), "0 天", "0 days"),
        (-days(30), "-30 天", "-30 days"),
    ],
)
def test_a_span_is_said_in_words(span, zh, en):
    """A span has words in both languages."""
    assert (zh, en) == (span.words().zh, span.words().en)
