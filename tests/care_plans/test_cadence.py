"""On which day a child is visited next: within the pace, on a day on which somebody works, and in a term where it is at school."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import Calendar, days, months
from minorcare.errors import DeclarationError
from minorcare.label import Label
from minorcare.plugins.reading import read_settings
from minorcare.work.cadence import LEVELS, Pace, VisitSettings, latest, next_visit
from minorcare.work.school_terms import Term, Terms, read_terms, shipped_terms

CALENDAR = Calendar()
DAY = timedelta(days=1)
LONG_AGO = date(2020, 1, 1)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
PACES = st.lists(
    st.one_of(st.integers(1, 120).map(days), st.integers(1, 6).map(months)).map(lambda s: Pace(span=s, since=LONG_AGO)),
    min_size=1,
    max_size=3,
)
TYPES = st.sampled_from(["home", "phone", "school", "video"])
TERMS = Terms(
    label=Label("试", en="Test"),
    source="test",
    known_from=date(2025, 9, 1),
    known_to=date(2026, 8, 31),
    terms=(
        Term(label=Label("秋", en="Autumn"), first=date(2025, 9, 1), last=date(2026, 1, 23)),
        Term(label=Label("春", en="Spring"), first=date(2026, 3, 5), last=date(2026, 7, 3)),
    ),
)


def weekly(last, today=None, **given):
    pace = Pace(span=days(7), since=LONG_AGO)
    return next_visit([pace], CALENDAR, TERMS, last=last, today=today or last, **given)


def works(day):
    """As the State Council has announced, in plain words; beyond 2026, but for the holidays on fixed days, Monday to Friday."""
    import chinese_calendar as published

    if day.year <= 2026:
        return published.is_workday(day)
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


@given(PACES, DAYS, st.integers(0, 30), TYPES)
def test_the_next_visit_is_on_a_possible_day_within_the_pace(asked, last, later, type_):
    """It is a working day, in a term if it is at school, after the last visit and not in the past; and it is within the pace
    wherever any day left is possible at all."""
    today = last + timedelta(later)

    found = next_visit(asked, CALENDAR, TERMS, last=last, today=today, type=type_)

    end = min(last + pace.span for pace in asked)
    first = max(last + DAY, today)
    left = [first + timedelta(n) for n in range(max(0, (end - first).days + 1))]
    possible = [day for day in left if works(day) and (found.type != "school" or TERMS.in_term(day))]
    assert works(found.day)
    assert last < found.day
    assert today <= found.day
    assert found.type != "school" or TERMS.in_term(found.day)
    if possible:
        assert max(possible) == found.day
        assert not found.late
    else:
        assert end <= found.day
        assert not any(works(day) for day in left)


@given(PACES, DAYS)
def test_a_pace_ends_on_a_working_day_and_only_holidays_move_it(asked, last):
    """The end of a span that falls on a day off is the next working day, never an earlier one and never a later one."""
    pace = asked[0]
    end = latest(CALENDAR, last, pace)

    assert works(end)
    assert last + pace.span <= end
    assert not any(works(last + pace.span + timedelta(n)) for n in range((end - (last + pace.span)).days))


@given(PACES, DAYS)
def test_a_visit_planned_at_once_is_never_later_than_the_pace_allows(asked, last):
    """Planned on the day of the last visit, the next one keeps the pace."""
    assert not next_visit(asked, CALENDAR, TERMS, last=last, today=last).late


@pytest.mark.parametrize(
    ("last", "day", "why"),
    [
        (date(2026, 9, 22), date(2026, 9, 29), "a Tuesday before the holidays"),
        (date(2026, 9, 23), date(2026, 9, 30), "the last working day before National Day"),
        (date(2026, 9, 24), date(2026, 9, 30), "the week ends on 1 October, so the day before"),
        (date(2026, 9, 29), date(2026, 9, 30), "the week ends within the holidays: the one working day left"),
        (date(2026, 9, 30), date(2026, 10, 8), "no working day within the week: the first one after"),
        (date(2026, 10, 3), date(2026, 10, 10), "Saturday 10 October is a make-up day"),
        (date(2026, 10, 4), date(2026, 10, 10), "the week ends on Sunday: the make-up day before it"),
        (date(2026, 10, 10), date(2026, 10, 16), "an ordinary Saturday is none"),
        (date(2026, 9, 13), date(2026, 9, 20), "Sunday 20 September is a make-up day"),
        (date(2026, 9, 6), date(2026, 9, 11), "an ordinary Sunday is none"),
    ],
)
def test_clocks_across_national_day_and_make_up_days(last, day, why):
    """A week counted over holidays and make-up days, on both sides of each edge."""
    assert day == weekly(last).day, why


def test_only_holidays_carry_a_pace_beyond_its_end():
    """A week that ends within National Day ends on 8 October; an ordinary one on its own last day."""
    pace = Pace(span=days(7), since=LONG_AGO)

    assert date(2026, 10, 8) == latest(CALENDAR, date(2026, 9, 29), pace)
    assert date(2026, 10, 8) == latest(CALENDAR, date(2026, 10, 1), pace)
    assert date(2026, 10, 9) == latest(CALENDAR, date(2026, 10, 2), pace)


def test_the_shortest_pace_counts_from_its_own_beginning():
    """A level set yesterday does not make a child overdue that was last visited a month ago."""
    old = Pace(span=months(3), since=date(2026, 1, 1))
    new = Pace(span=days(7), since=date(2026, 11, 23))

    found = next_visit([old, new], CALENDAR, TERMS, last=date(2026, 10, 20), today=date(2026, 11, 24))

    assert (date(2026, 11, 30), new) == (found.day, found.pace)


def test_nothing_asks_for_a_visit():
    """A child without level and tag has no next visit."""
    assert next_visit([], CALENDAR, TERMS, last=None, today=date(2026, 11, 24)) is None


def test_a_missed_pace_is_planned_for_now():
    """Where the pace has run out already, the next working day is taken, and it is said to be late."""
    found = weekly(date(2026, 11, 2), today=date(2026, 11, 21))

    assert (date(2026, 11, 23), True) == (found.day, found.late)


def test_a_visit_at_school_waits_for_no_holiday():
    """In term it is at school; where the pace ends within a long holiday, it is on the last day of term, or else at home."""
    month = Pace(span=months(1), since=LONG_AGO)

    def at_school(last):
        found = next_visit([month], CALENDAR, TERMS, last=last, today=last, type="school")
        return found.day, found.type

    assert (date(2026, 5, 20), "school") == at_school(date(2026, 4, 20))
    assert (date(2026, 7, 3), "school") == at_school(date(2026, 6, 20))
    assert (date(2026, 7, 3), "school") == at_school(date(2026, 7, 2))
    assert (date(2026, 8, 3), "home") == at_school(date(2026, 7, 3))
    assert (date(2026, 3, 5), "school") == at_school(date(2026, 2, 5))
    assert (date(2026, 3, 4), "home") == at_school(date(2026, 2, 4))


def test_what_is_not_announced_is_marked():
    """Beyond the library's last year, and beyond the table of terms, a day is a guess and says so; an office's own table lifts it."""
    inside, beyond = weekly(date(2026, 12, 21)), weekly(date(2026, 12, 25))
    imported = Calendar(years={2027}, overrides={date(2027, 1, 1): False})
    pace = Pace(span=days(7), since=LONG_AGO)
    known = next_visit([pace], imported, TERMS, last=date(2026, 12, 25), today=date(2026, 12, 25))
    school = weekly(date(2026, 11, 16), type="school")

    assert (True, None) == (inside.announced, inside.mark)
    assert (date(2026, 12, 31), False) == (beyond.day, beyond.announced)
    assert "尚未公布" in beyond.mark.zh
    assert known.announced
    assert not school.announced
    assert weekly(date(2026, 11, 16)).announced


def test_holidays_on_fixed_days_are_known_in_any_year():
    """New Year's Day, May Day and National Day need no announcement."""
    for last, day in ((date(2026, 12, 25), date(2026, 12, 31)), (date(2027, 9, 25), date(2027, 9, 30))):
        assert day == weekly(last).day
    pace = Pace(span=days(1), since=LONG_AGO)
    assert date(2027, 10, 4) == latest(CALENDAR, date(2027, 9, 30), pace)


def test_an_office_sets_its_own_pace():
    """What an office sets stands in place of what ships, and the rest stays; anything but days or months is refused."""
    written = {"levels": {"focus": {"days": 10}}, "risks": {"other": {"months": 2}}}
    settings = read_settings(VisitSettings, written, file="minorcare.toml", name="minorcare.visits")

    assert (days(10), LEVELS["urgent"]) == (settings.levels["focus"], settings.levels["urgent"])
    assert months(2) == settings.for_risk(None, LONG_AGO).span == settings.for_risk("new", LONG_AGO).span
    for wrong in ({"weeks": 1}, {"days": 0}, {"days": 1, "months": 1}, {"days": True}, 7):
        with pytest.raises(DeclarationError):
            VisitSettings(levels={"focus": wrong})


def test_beyond_the_table_the_same_day_of_a_known_year_stands_in():
    """A day of a later or earlier year is in term if the same day of the known year is."""
    assert [True, False, True, False] == [
        TERMS.in_term(day) for day in (date(2026, 10, 12), date(2027, 8, 10), date(2025, 5, 12), date(2024, 2, 12))
    ]
    assert [True, True, False, False] == [
        TERMS.announced(day) for day in (date(2025, 9, 1), date(2026, 8, 31), date(2026, 9, 1), date(2025, 8, 31))
    ]


def test_the_table_that_ships_says_what_it_knows():
    """Autumn and spring term of Yunnan, with the winter holidays between them."""
    terms = shipped_terms()

    assert [True, False, True] == [
        terms.in_term(day) for day in (date(2026, 1, 23), date(2026, 1, 24), date(2026, 3, 5))
    ]
    assert "云南" in terms.source


@pytest.mark.parametrize(
    "text",
    [
        "no toml",
        'zh = "x"\nen = "x"\nsource = "x"\nterms = []',
        'zh = "x"\nen = "x"\nsource = "x"\nknown = { from = 2026-01-01, to = 2025-01-01 }\nterms = []',
        'zh = "x"\nen = "x"\nsource = "x"\nknown = { from = "2026", to = 2027-01-01 }\nterms = []',
    ],
)
def test_a_wrong_table_names_its_file(tmp_path, text):
    """Whatever is wrong with an office's own table is said with the file's name."""
    file = Path(tmp_path, "terms.toml")
    file.write_text(text)

    with pytest.raises(DeclarationError, match=r"terms\.toml"):
        read_terms(file)
