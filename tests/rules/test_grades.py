"""Grades of intervention: who may decide which, what stands open, what is sealed from the first write, and that no machine sets one."""

from datetime import date
from itertools import product

import pytest

from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.kinds import (
    Due,
    GraveIntervention,
    Intervention,
    MisbehaviourAct,
    NonProsecution,
    Punishment,
    SeriousAct,
)
from minorcare.kinds.authority import authorities
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.grades import GRAVE_GRADES, PLAIN_GRADES
from minorcare.query import F, Query
from minorcare.rules.reach import reaches
from minorcare.testing import OFFICE, desk_as
from minorcare.work.grades import current_grades

TODAY, CHILD = date(2026, 11, 24), Id("child-03")
CODES = {codes.name: [item.value for item in codes.items] for codes in load_codes()}
MAY = {
    "0": set(CODES["deciding_body"]) - {"market_supervision", "culture_tourism", "tobacco", "human_resources"},
    "1": {"guardian", "school", "community", "police"},
    "2": {"police"},
    "3": {"education_bureau", "police"},
    "4": {"court", "procuratorate", "police"},
}
"""预防未成年人犯罪法: 15 to 27; 29 to 37; 41 and 42; 43 to 46; 50 to 58."""
VAULT = {
    "grave_intervention": GraveIntervention(
        minor=CHILD, grade="3", deciding_body="education_bureau", basis="第四十四条", document="1号", began=TODAY, review=TODAY
    ),
    "punishment": Punishment(minor=CHILD, deciding_body="police", document="2号", decided=TODAY),
    "non_prosecution": NonProsecution(minor=CHILD, document="3号", decided=TODAY, probation_until=date(2027, 5, 24)),
}  # fmt: skip


@pytest.fixture
def desk(registry):
    return desk_as(registry, "supervisor", purpose="case")


@pytest.fixture
def head(registry):
    return desk_as(registry, "head", purpose="case")


def made(grade="1", body="school", **more):
    given = {"minor": CHILD, "grade": grade, "deciding_body": body, "basis": "第三十一条", "began": TODAY, **more}
    return Intervention(**given)


def grave(grade, body):
    return GraveIntervention(
        minor=CHILD, grade=grade, deciding_body=body, basis="x", document="1号", began=TODAY, review=TODAY
    )


def codes_of(problems):
    return {(problem.at, problem.code) for problem in problems}


def test_the_matrix_is_that_of_the_law():
    """Every grade has its bodies and its articles; from the second on nothing is recorded without a document."""
    table = authorities()

    assert [*PLAIN_GRADES, *GRAVE_GRADES] == list(table) == CODES["intervention_grade"]
    assert {grade: set(row.bodies) for grade, row in table.items()} == MAY
    assert [False, False, True, True, True] == [row.document for row in table.values()]
    assert all("《预防未成年人犯罪法》第" in row.cites for row in table.values())


@pytest.mark.parametrize(("grade", "body"), [*product("01234", CODES["deciding_body"])])
def test_a_body_records_its_own_grades_only(grade, body):
    """Who may not decide a grade cannot record it as its own act, at any level; who may, can."""
    record = made(grade, body, document="1号") if grade in PLAIN_GRADES else grave(grade, body)

    assert (set() if body in MAY[grade] else {("deciding_body", "authority")}) == codes_of(record.check())


@pytest.mark.parametrize("grade", GRAVE_GRADES)
def test_grave_grades_are_no_plain_records(desk, grade):
    """Grades 3 and 4 are refused where plain grades stand, whoever decided them."""
    with pytest.raises(Invalid) as caught:
        desk.save(made(grade, "court", document="1号"))

    assert {("grade", "vault")} == codes_of(caught.value.problems)
    assert () == desk.find(Intervention).rows


@pytest.mark.parametrize("grade", PLAIN_GRADES)
def test_plain_grades_are_not_sealed(grade):
    """The vault takes grades 3 and 4 alone."""
    assert {("grade", "invalid")} == codes_of(grave(grade, "police").check())


def test_a_grade_answers_an_act(desk):
    """The first grade needs a recorded act, the second a serious one."""
    other = Id("child-01")
    for record in (made(minor=other), made("2", "police", document="1号")):
        with pytest.raises(Invalid) as caught:
            desk.save(record)
        assert {("grade", "basis")} == codes_of(caught.value.problems)

    desk.save(made("0", "school", minor=other))
    desk.save(made())  # the child has an act of misbehaviour
    desk.apply(
        *(
            Save(record)
            for record in (
                SeriousAct(minor=CHILD, act="S03", happened=TODAY, source="police", document="1号"),
                made("2", "police", document="1号"),
            )
        )
    )


def test_a_document_is_needed_from_the_second_on():
    """What the police decide is known from their document."""
    assert {("document", "required")} == codes_of(made("2", "police").check())
    assert set() == codes_of(made("1", "community").check())


def test_a_person_puts_a_grade_in_force(desk):
    """Recorded, it waits; somebody holds it against the document, is named, and says when it must be reviewed."""
    record = made()
    desk.save(record)

    with pytest.raises(Invalid) as caught:
        desk.transition(Intervention, record.id, "active", base=1)
    assert {("review", "required")} == codes_of(caught.value.problems)
    desk.transition(Intervention, record.id, "active", base=1, review=date(2027, 2, 24))

    row = desk.get(Intervention, record.id)
    assert ("active", "supervisor") == (row.values["status"], row.values["checked_by"])
    (due,) = desk.find(Due, F.record == record.id).rows
    assert date(2027, 2, 24) == due.values["day"]


def test_the_system_puts_no_grade_in_force(registry):
    """What time and rules do is refused: a grade in force names a person."""
    system = registry.system_desk(OFFICE)
    record = made()
    system.save(record)

    with pytest.raises(Invalid) as caught:
        system.transition(Intervention, record.id, "active", base=1, review=TODAY)

    assert {("checked_by", "person")} == codes_of(caught.value.problems)


def test_ended_grades_are_not_shown(desk):
    """What has ended, or was dropped, stands in no list of current ones, has no deadline and counts in no figure."""
    kept, over, wrong = made(), made(), made()
    for record in (kept, over, wrong):
        desk.save(record)
    for record in (kept, over):
        desk.transition(Intervention, record.id, "active", base=1, review=date(2027, 2, 24))
    desk.transition(Intervention, over.id, "ended", base=2, reason="已改正")
    desk.transition(Intervention, wrong.id, "dropped", base=1)

    assert [kept.id] == [row.id for row in current_grades(desk, CHILD).rows]
    assert [kept.id] == [row.id for row in current_grades(desk).rows]
    assert {kept.id} == {row.values["record"] for row in desk.find(Due, F.what == "intervention").rows}
    assert [1] == [count.minors for count in desk.tally(desk.catalog.reports["current_grades"])]
    assert TODAY == desk.get(Intervention, over.id).values["ended"]


def test_few_know_of_a_grade(registry, desk):
    """Below the highest level nobody learns that there is one: no record, no task, no figure."""
    desk.save(made())
    liaison = desk_as(registry, "liaison_two")

    for ask in (lambda: liaison.find(Intervention), lambda: current_grades(liaison)):
        with pytest.raises(Refused):
            ask()
    assert () == liaison.find(Due, F.what == "intervention").rows
    with pytest.raises(Refused):
        liaison.tally(desk.catalog.reports["current_grades"])


@pytest.mark.parametrize("name", VAULT)
def test_what_can_be_sealed_lies_in_the_vault_from_the_first_write(registry, head, name):
    """No table, no list, no deadline, no mark of its child in the journal; only its circle opens it."""
    record = VAULT[name]
    head.save(record)

    tables = {row[0] for row in registry.store.reader().conn.execute("SELECT name FROM sqlite_master")}
    assert name not in tables
    with pytest.raises(Refused):
        head.find(Query(kind=name))
    assert () == head.find(Due, F.record == record.id).rows
    entries = head.find("journal", F.record == record.id).rows
    assert {("vault", None)} == {(row.values["what"], row.values["detail"]) for row in entries}
    assert record.document == head.get(name, record.id).values["document"]
    with pytest.raises(NotFound):
        desk_as(registry, "supervisor").get(name, record.id)
    assert [] == list(registry.store.verify())


@pytest.mark.parametrize("name", VAULT)
def test_no_rule_and_no_report_knows_the_vault(registry, name):
    """Nothing that finds or counts children reads what can be sealed, and no record refers to it."""
    catalog = registry.catalog
    read = {reach.kind for rule in catalog.rules.values() for reach in reaches(rule.where, catalog.kinds)}

    assert name not in read | {report.kind for report in catalog.reports.values()}
    assert name not in catalog.with_area | set(catalog.about_minor)
    assert not catalog.kinds[name].deadlines


def test_a_sealed_grade_is_held_to_its_form(head):
    """What is wrong with a vault record is said like everything else, and nothing is written."""
    with pytest.raises(Invalid) as caught:
        head.save(grave("3", "school"))
    assert {("deciding_body", "authority")} == codes_of(caught.value.problems)

    with pytest.raises(Invalid) as caught:
        head.save(NonProsecution(minor=CHILD, document="1号", decided=TODAY, probation_until=date(2026, 1, 1)))
    assert {("probation_until", "invalid")} == codes_of(caught.value.problems)


def test_nothing_was_there_to_begin_with(registry):
    """The kit has an act of misbehaviour and no grade: the tests above made theirs."""
    desk = desk_as(registry, "supervisor")

    assert 1 == len(desk.find(MisbehaviourAct).rows)
    assert () == current_grades(desk).rows
