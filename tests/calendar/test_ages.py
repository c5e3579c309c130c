"""Ages: reached on the day after the birthday, and testable by a bound on the date of birth."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minorcare.calendar import MAX_AGE, age_on, latest_birth, reached_on

DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
AGES = st.integers(0, MAX_AGE)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        (date(2010, 3, 5), date(2024, 3, 5), 13),
        (date(2010, 3, 5), date(2024, 3, 6), 14),
        (date(2022, 3, 1), date(2023, 3, 1), 0),
        (date(2022, 3, 1), date(2023, 3, 2), 1),
        (date(2010, 12, 31), date(2024, 12, 31), 13),
        (date(2010, 12, 31), date(2025, 1, 1), 14),
        (date(2010, 3, 5), date(2010, 3, 5), 0),
        (date(2010, 3, 5), date(2010, 3, 4), -1),
    ],
)
def test_an_age_is_reached_on_the_day_after_the_birthday(birth, day, expected):
    """On the birthday itself a child is still a year younger (法释〔2006〕1号 article 2); the unborn are -1."""
    assert expected == age_on(birth, day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 28), 13),
        (date(2026, 3, 1), 14),
        (date(2028, 2, 28), 15),
        (date(2028, 2, 29), 15),
        (date(2028, 3, 1), 16),
    ],
)
def test_a_leap_day_birth_ages_on_the_first_of_march(day, expected):
    """Born on 29 February: the birthday is the last of February, so every year is reached on 1 March."""
    assert expected == age_on(date(2012, 2, 29), day)


@given(DATES, DATES, AGES)
@example(date(2012, 2, 29), date(2026, 3, 1), 14)
@example(date(2012, 2, 29), date(2026, 2, 28), 14)
@example(date(2012, 2, 29), date(2028, 2, 29), 16)
@example(date(2011, 2, 28), date(2028, 2, 29), 17)
@example(date(2011, 3, 1), date(2028, 3, 1), 17)
def test_an_age_test_is_a_bound_on_the_date_of_birth(birth, day, age):
    """``birth <= latest_birth(age, day)`` says the same as ``age_on(birth, day) >= age``."""
    assert (age_on(birth, day) >= age) == (birth <= latest_birth(age, day))


@given(DATES, AGES)
def test_the_bound_is_tight(day, age):
    """The latest birth has the age; whoever is born a day later has not."""
    bound = latest_birth(age, day)

    assert age_on(bound, day) >= age
    assert age_on(bound + DAY, day) < age


def test_the_bound_holds_for_every_day_around_leap_days():
    """Over five years of days and births around a leap day, bound and age agree without exception."""
    days = [date(2023, 1, 1) + DAY * n for n in range(5 * 365)]
    births = [date(2007, 2, 1) + DAY * n for n in range(400, 800)]
    wrong = [
        (birth, day)
        for day in days
        for bound in (latest_birth(16, day),)
        for birth in births
        if (age_on(birth, day) >= 16) != (birth <= bound)
    ]

    assert [] == wrong


@given(DATES, AGES)
def test_an_age_is_reached_on_one_day(birth, age):
    """The day before ``reached_on`` the age is not yet reached, on it it is."""
    day = reached_on(birth, age)

    assert age == age_on(birth, day)
    assert age_on(birth, day - DAY) < age


def test_the_bound_before_the_calendar_begins():
    """Where no date of birth would be early enough, the bound is the first day of the calendar."""
    assert date.min == latest_birth(MAX_AGE, date(100, 1, 1))
    assert date.min == latest_birth(1, date.min)


@pytest.mark.parametrize("age", [-1, MAX_AGE + 1])
def test_an_impossible_age_is_refused(age):
    """An age below zero or beyond any life is a mistake and raises ValueError."""
    with pytest.raises(ValueError, match="0 to 150"):
        latest_birth(age, date(2026, 1, 1))
    with pytest.raises(ValueError, match="0 to 150"):
        reached_on(date(2026, 1, 1), age)
