"""Days as a street office counts them: ages in completed years, spans, working days, the clock in China."""

from minorcare.calendar.ages import MAX_AGE, age_on, latest_birth, reached_on
from minorcare.calendar.clock import CHINA, Clock, day_of, end_of_day, parse_stamp, stamp, system_clock
from minorcare.calendar.spans import Span, days, months, years
from minorcare.calendar.working_days import Calendar

__all__ = [
    "CHINA",
    "MAX_AGE",
    "Calendar",
    "Clock",
    "Span",
    "age_on",
    "day_of",
    "days",
    "end_of_day",
    "latest_birth",
    "months",
    "parse_stamp",
    "reached_on",
    "stamp",
    "system_clock",
    "years",
]
