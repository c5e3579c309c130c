"""Ages that change something are noted ahead of time, once, and on the right day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Invalid, Minor, Refused
from minorcare.calendar import age_on
from minorcare.desk import Save
from minorcare.kinds import AgeGate, DisabilityCard
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work.ages import GATES, AgeSettings, coming, gate_of, note_gates
from minorcare.work.tick import tick

TODAY = date(2026, 11, 24)
AREA = OFFICE


def child(birth, name="测试"):
    return Minor(name=name, sex="1", birth_date=birth, area=AREA)


def notes(desk):
    return [(row.values["minor"], row.values["gate"], row.values["on"]) for row in desk.find(AgeGate, limit=500).rows]


@pytest.fixture
def system(fresh):
    return fresh().system_desk(OFFICE)


def test_every_gate_says_what_it_means_and_where_that_is_written(quiet):
    """The gates are those of the code list, each in both languages and with its source."""
    assert [6, 8, 12, 14, 16, 18, 25] == [gate.age for gate in GATES]
    assert [item.value for item in quiet.catalog.codes["age_gate"].items] == [str(gate.age) for gate in GATES]
    assert all(gate.means.zh and gate.means.en and gate.cites.startswith(("《", "重点")) for gate in GATES)
    assert gate_of("14") is GATES[3]
    assert gate_of("13") is None


@pytest.mark.parametrize("gate", [6, 8, 12, 14, 16, 18, 25])
@pytest.mark.parametrize(("ahead", "found"), [(31, False), (30, True), (0, True), (-30, True), (-31, False)])
def test_a_gate_is_noted_thirty_days_ahead(system, gate, ahead, found):
    """From thirty days before until thirty after, and on neither day beyond; the age is reached the day after the birthday."""
    on = TODAY + timedelta(days=ahead)
    birthday = on - timedelta(days=1)
    one = child(birthday.replace(year=birthday.year - gate))
    system.save(one)

    note_gates(system)

    assert ([(one.id, str(gate), on)] if found else []) == notes(system)


@settings(max_examples=30)
@given(
    births=st.lists(st.dates(date(2000, 1, 1), TODAY), min_size=1, max_size=8),
    ahead=st.integers(0, 400),
    late=st.integers(0, 400),
)
def test_the_gates_found_are_those_of_a_calendar(fresh, births, ahead, late):
    """Whoever crosses an age on a day of the window, counted day by day in plain Python, is found, and nobody else."""
    desk = fresh().system_desk(OFFICE)
    children = [child(birth) for birth in births]
    desk.apply(*map(Save, children))
    window = [TODAY + timedelta(days=n) for n in range(-late, ahead + 1)]
    crossed = {
        (one.id, gate.age, day)
        for one in children
        for gate in GATES
        for day in window
        if age_on(one.birth_date, day) == gate.age > age_on(one.birth_date, day - timedelta(days=1))
    }

    window_set = with_settings(desk, AgeSettings(days_ahead=ahead, days_late=late))
    found = {(each.minor, each.gate.age, each.on) for each in coming(window_set)}

    assert crossed == found


def test_a_leap_day_counts_as_the_law_counts(system):
    """Whoever was born on 29 February is fourteen on 1 March."""
    one = child(date(2013, 2, 28))
    leap = child(date(2012, 2, 29))
    system.apply(Save(one), Save(leap))

    found = {
        each.minor: each.on
        for each in coming(with_settings(system, AgeSettings(days_ahead=120)))
        if each.gate.age == 14
    }

    assert {one.id: date(2027, 3, 1)} == found
    late = with_settings(system, AgeSettings(days_late=400))
    assert date(2026, 3, 1) == next(each.on for each in coming(late) if each.minor == leap.id)


def test_a_second_tick_notes_nothing(registry):
    """Once a child and age, however often time is asked; done, it is not noted again."""
    desk = registry.system_desk(OFFICE)
    first = tick(desk).steps["age_gates"]
    head = desk_as(registry, "head")
    row = head.find(AgeGate, F.minor == "child-05").rows[0]
    head.transition(AgeGate, row.id, "done", base=row.version, note="已转成年人服务")

    assert (3, 0) == (first, tick(desk).steps["age_gates"])
    assert ("head", TODAY) == (head.get(AgeGate, row.id).values["done_by"], head.get(AgeGate, row.id).values["done_on"])
    registry.clock.forward(timedelta(days=20))
    tick(desk)
    assert ["18"] == [gate for minor, gate, _ in notes(head) if minor == "child-05"]


def test_a_note_stands_on_the_work_list_until_it_is_done(registry):
    """The deadline is the day itself."""
    desk, head = registry.system_desk(OFFICE), desk_as(registry, "head")
    note_gates(desk)
    row = head.find(AgeGate, F.minor == "child-05").rows[0]

    due = F.record == row.id
    assert [date(2026, 11, 25)] == [each.values["day"] for each in head.find("due", due).rows]
    head.transition(AgeGate, row.id, "done", base=row.version)
    assert () == head.find("due", due).rows


def test_a_second_note_of_an_age_is_refused(registry):
    """Whoever writes one by hand is told that there is one."""
    desk, head = registry.system_desk(OFFICE), desk_as(registry, "head")
    note_gates(desk)

    with pytest.raises(Invalid) as refused:
        head.save(AgeGate(minor="child-05", gate="18", on=TODAY))

    assert ["taken"] == [problem.code for problem in refused.value.problems]


def test_a_corrected_birthday_moves_the_note(registry):
    """A little: the note follows. A lot: it goes, and comes again in time."""
    desk, head = registry.system_desk(OFFICE), desk_as(registry, "head")
    note_gates(desk)
    row = head.get(Minor, "child-05")
    head.change(Minor, row.id, base=row.version, birth_date=date(2008, 11, 30))
    note_gates(desk)
    moved = [row for row in notes(head) if row[0] == "child-05"]
    row = head.get(Minor, "child-05")
    head.change(Minor, row.id, base=row.version, birth_date=date(2009, 11, 30))
    note_gates(desk)

    assert [("child-05", "18", date(2026, 12, 1))] == moved
    assert [] == [row for row in notes(head) if row[0] == "child-05"]
    assert 0 == note_gates(desk)


def test_eighteen_ends_nothing_by_itself(registry):
    """The record of whoever comes of age, and every fact about them, stands as before: what ends is told, and decided by a person."""
    desk, head = registry.system_desk(OFFICE), desk_as(registry, "head")
    card = DisabilityCard(minor="child-05", type="1", level="2", issued=date(2025, 1, 1), source="household")
    head.save(card)
    tick(desk)
    registry.clock.forward(timedelta(days=60))
    tick(desk)

    assert "张三丰" == head.get(Minor, "child-05").values["name"]
    assert "1" == head.get(DisabilityCard, card.id).values["type"]
    assert "只退出未成年人名册" in gate_of("18").means.zh


def test_who_sees_no_children_is_told_nothing(registry):
    """A leader counts children and does not list their birthdays."""
    with pytest.raises(Refused):
        list(coming(desk_as(registry, "leader")))
