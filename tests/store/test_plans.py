"""The statements people wait for go by an index: none walks through all children, and none through all offices."""

from datetime import date

import pytest

from minorcare.access import Actor
from minorcare.errors import NotFound
from minorcare.kinds import Circumstance, Member
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, Query, Tally, exists
from minorcare.store.sql import Binding
from minorcare.testing import OFFICE

DAY = date(2026, 11, 24)
HOT = ("minor", "household", "member", "risk_tag", "due")
AWAY = exists(Member, F.relation.is_in(("51", "52")) & exists(Circumstance, F.type == "works_away"), on="household")


def plans(registry, area, ask):
    """The plan of every statement that a liaison of *area* sets off by *ask*, as SQLite would carry it out."""
    desk = registry.desk(Actor(name="l", role="community_liaison", areas=(area,)), office=OFFICE, purpose="visit")
    conn, run = registry.store.reader().conn, []
    conn.set_trace_callback(run.append)
    try:
        ask(desk)
    finally:
        conn.set_trace_callback(None)
    return [[row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in run if "SELECT" in sql]


def scans(plan):
    """The steps that read a table from end to end; what a statement has made itself may be walked through."""
    made = ("SCAN leaf", "SCAN CONSTANT ROW", "SCAN json_each", "SCAN w ", "SCAN (subquery", "SCAN t VIRTUAL")
    return [
        step for step in plan if step.startswith("SCAN ") and not step.startswith(made) and "VIRTUAL TABLE" not in step
    ]


@pytest.mark.parametrize("name", HOT)
def test_one_record_is_found_by_its_key(quiet, name):
    """get reads one row by the primary key, and enters no table without its office."""
    (plan,) = plans(quiet, f"{OFFICE}002", lambda desk: missing(desk, name))
    assert "USING PRIMARY KEY (office=? AND id=?)" in plan[0]
    assert [] == scans(plan)


def missing(desk, name):
    with pytest.raises(NotFound):
        desk.get(name, "nobody")


@pytest.mark.parametrize("name", ["minor", "household", "member", "risk_tag"])
def test_a_page_in_the_usual_order_sorts_nothing(quiet, name):
    """The newest records of an office or of some areas come off an index in order, from the first page and from a cursor."""
    for area in (OFFICE, f"{OFFICE}002"):
        for plan in plans(quiet, area, lambda desk: desk.find(name, after=desk.find(name, limit=1).next, limit=2)):
            assert [] == scans(plan)
            assert not [step for step in plan if "TEMP B-TREE" in step]


@pytest.mark.parametrize(
    "asked",
    [
        F.matches("zs"),
        F.household == "h",
        F.resident_id == "x",
        AWAY,
        ~AWAY,
        F.household.area.within(f"{OFFICE}002"),
        F.birth_date.age < 6,
    ],
)
def test_a_question_stays_within_its_office(quiet, asked):
    """Lists and counts enter every table by its office at least."""
    count = Tally("t", "minor", by=("sex",), where=asked, label=Label("t"))
    for ask in (
        lambda desk: desk.find("minor", asked),
        lambda desk: desk.find_json(Query(kind="minor", where=asked)),
        lambda desk: desk.tally(count),
    ):
        for plan in plans(quiet, f"{OFFICE}002", ask):
            assert [] == scans(plan)


def test_work_lists_go_by_day(quiet):
    """What is due, of one officer or of an area, comes in order of days."""
    for where in (F.who == "me", EVERYTHING):
        for plan in plans(quiet, OFFICE, lambda desk, where=where: desk.find("due", where, order=("day",))):
            assert [] == scans(plan)
            assert not [step for step in plan if "TEMP B-TREE" in step]


def test_screening_enters_every_table_by_its_office(quiet):
    """All rules over an office, and over some children, in statements that never leave the office."""
    wheres = tuple(rule.where for rule in quiet.catalog.rules.values())
    conn = quiet.store.reader().conn
    for shape in ("set", "point"):
        statement = quiet.store.statements.findings(wheres, shape)
        arguments = statement.arguments(Binding(office=OFFICE, day=DAY, given={"ids": ["x"]}))
        assert [] == scans([row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement.sql}", arguments)])
