"""The clock: days in China, instants in UTC, one written form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import CHINA, day_of, end_of_day, parse_stamp, stamp, system_clock

INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, CHINA])).filter(lambda instant: 1900 <= instant.year < 2200)


def test_a_day_ends_at_midnight_in_china():
    """16:00 UTC belongs to the next day in China; a millisecond earlier does not."""
    end = datetime(2026, 11, 24, 16, tzinfo=UTC)

    assert end == end_of_day(date(2026, 11, 24))
    assert date(2026, 11, 25) == day_of(end)
    assert date(2026, 11, 24) == day_of(end - timedelta(milliseconds=1))
    assert datetime(9999, 12, 31, 16, tzinfo=UTC) == end_of_day(date.max)


@given(INSTANTS)
def test_every_instant_lies_in_its_day(instant):
    """An instant lies before the end of its day and not before the end of the day before."""
    day = day_of(instant)

    assert end_of_day(day - timedelta(days=1)) <= instant < end_of_day(day)


@given(INSTANTS)
def test_a_stamp_reads_back(instant):
    """A stamp is the instant cut to milliseconds, in UTC, 24 characters long."""
    text = stamp(instant)

    assert 24 == len(text)
    assert instant.replace(microsecond=instant.microsecond // 1000 * 1000) == parse_stamp(text)
    assert UTC == parse_stamp(text).tzinfo


@given(INSTANTS, INSTANTS)
def test_stamps_sort_as_time(one, two):
    """Stamps sorted as text are sorted in time."""
    assert (stamp(one) <= stamp(two)) or one > two


def test_a_stamp_looks_like_this():
    """The written form has milliseconds and ends in Z."""
    assert "2026-11-24T07:35:51.123Z" == stamp(datetime(2026, 11, 24, 15, 35, 51, 123999, tzinfo=CHINA))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "2026-11-24T07:35:51Z",
        "2026-11-24T07:35:51.123+08:00",
        "2026-13-24T07:35:51.123Z",
        "２026-11-24T07:35:51.123Z",
        "",
    ],
)
def test_other_writings_are_refused(text):
    """Only what stamp() makes is read."""
    with pytest.raises(ValueError, match=r"2026|month"):
        parse_stamp(text)


def test_a_naive_datetime_is_refused():
    """A datetime without a zone belongs to no day: it raises ValueError."""
    naive = datetime.fromisoformat("2026-11-24T00:00:00")

    with pytest.raises(ValueError, match="no time zone"):
        day_of(naive)
    with pytest.raises(ValueError, match="no time zone"):
        stamp(naive)


def test_the_system_clock_tells_utc():
    """The system clock gives an aware datetime in UTC."""
    assert UTC == system_clock().tzinfo
