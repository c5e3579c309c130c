"""Ages in completed years (周岁), which Chinese law counts from the day *after* the birthday.

The rule stands in 法释〔2006〕1号 article 2 (周岁……从周岁生日的第二天起算) and follows from 民法典 articles 201 and 202: the
first day does not count, the corresponding day is the last day of the period. A child born on 5 March 2010 is thirteen on
5 March 2024 and fourteen on 6 March.

A year has no 29 February three times out of four. Article 202 then makes the last day of the month the last day of the period,
so whoever is born on 29 February has their birthday on 28 February of such a year and is a year older on 1 March.
"""

from __future__ import annotations

from datetime import date, timedelta

from minorcare.calendar.spans import years

MAX_AGE = 150
"""No age gate lies above it; it keeps a mistyped number from becoming a date before the calendar begins."""

_DAY = timedelta(days=1)


def age_on(birth: date, day: date) -> int:
    """The age on *day*, in completed years: 0 from the day of birth, -1 for whoever is not yet born."""
    if day < birth:
        return -1
    passed = day.year - birth.year
    return passed if passed == 0 or _birthday(birth, day.year) < day else passed - 1


def reached_on(birth: date, age: int) -> date:
    """The first day on which ``age_on(birth, day) >= age``: when a child ages out, when a duty begins.

    Raises:
        ValueError: *age* is below 0 or above :data:`MAX_AGE`.
        OverflowError: the day would lie after the year 9999.
    """
    return birth if _checked(age) == 0 else birth + years(age) + _DAY


def latest_birth(age: int, day: date) -> date:
    """The latest date of birth for which ``age_on(birth, day) >= age``.

    It turns a test of age into a bound that an index can use: ``birth_date <= latest_birth(14, day)``. The two agree for every
    date of birth but 0001-01-01, which stands in where the bound would lie before the calendar begins.

    Raises:
        ValueError: *age* is below 0 or above :data:`MAX_AGE`.
    """
    if _checked(age) == 0:
        return day
    if day <= date(age + 1, 1, 1):
        return date.min
    last = day - _DAY  # the birthday must be over
    bound = last - years(age)
    # Where `last` is 28 February of a common year, whoever was born on the 29th has their birthday then too.
    return bound + _DAY if bound + _DAY + years(age) <= last else bound


def _birthday(birth: date, year: int) -> date:
    return birth + years(year - birth.year)


def _checked(age: int) -> int:
    if not 0 <= age <= MAX_AGE:
        raise ValueError(f"an age is a number of years from 0 to {MAX_AGE}, got {age}")
    return age
