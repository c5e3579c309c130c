"""Misbehaviour rests on a recorded act: of a minor, on a day, from a body that records such acts. On nothing else, and by nobody's guess."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minorcare
from minorcare.declare import Id
from minorcare.errors import Invalid
from minorcare.kinds import Circumstance, Due, Employment, Minor, MisbehaviourAct, RiskTag, SchoolingGap, SeriousAct
from minorcare.kinds.facts import CORRECTING, RECORDING
from minorcare.query import F, holds
from minorcare.rules.reach import reaches
from minorcare.rules.shipped import RuleSettings, rules
from minorcare.testing import desk_as, with_settings
from minorcare.work.schooling import ask_about_absence

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
OF_ACTS = {"misbehaviour": "misbehaviour_act", "serious_misbehaviour": "serious_act"}
ABOUT = [rule for rule in rules(RuleSettings()) if rule.suggests.name in OF_ACTS]
HERE, SOURCE = "530111004003", Path(minorcare.__file__).parent


@pytest.fixture
def desk(registry):
    return desk_as(registry, "supervisor")


def born(desk, birth):
    """A child of the street of the kit, born on a day."""
    child = Minor(name="陈小禾", sex="2", birth_date=birth, area=HERE)
    desk.save(child)
    return child.id


def faults(desk, record):
    with pytest.raises(Invalid) as caught:
        desk.save(record)
    return {(problem.at, problem.code) for problem in caught.value.problems}


@pytest.mark.parametrize("rule", ABOUT, ids=lambda rule: rule.name)
def test_such_a_rule_reads_acts_and_ages_only(street, rule):
    """Of all there is, no shipped rule for misbehaviour reads absence, the household, another group, a tag or a score."""
    read = {reach.kind: reach.fields for reach in reaches(rule.where, street.kinds)}

    assert {"minor": {"birth_date", "id"}, OF_ACTS[rule.suggests.name]: {"minor", "happened"}} == read


def test_every_rule_of_acts_is_looked_at():
    """Both risks have a rule, so that the test above looks at something."""
    assert set(OF_ACTS) == {rule.suggests.name for rule in ABOUT}


@given(st.data())
def test_whatever_else_is_known(street, data):
    """However a child's household, schooling and history look, without an act no such rule finds it."""
    world = street.world_of(data.draw(street.worlds))
    gap = {"f": {"id": "f", "minor": "mi1", "began": date(2024, 9, 1), "reason": "unwilling"}}
    world = street.world_of({**world.records, "schooling_gap": gap, "street_finding": gap})
    minor = street.kinds["minor"]

    assert not [
        rule.name
        for rule in ABOUT
        for child in world.records["minor"].values()
        if holds(rule.where, minor, child, world, street.today)
    ]


def test_no_code_makes_an_act():
    """Nothing that ships writes an act: only people record one. (The invented streets and the kit make their own.)"""
    made = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in ("synthetic", "testing")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("MisbehaviourAct", "SeriousAct")
    ]

    assert [] == made


def test_absence_asks_a_question(desk):
    """A child long out of school: a question stands on the work list, and nobody is said to misbehave."""
    child = born(desk, date(2012, 5, 1))

    ask_about_absence(with_settings(desk, RuleSettings(ask_days=4)), child, began=date(2026, 2, 1), source="school")
    desk.screen()

    (due,) = desk.find(Due, F.minor == child).rows
    assert ("schooling_gap", TODAY + 4 * DAY) == (due.values["what"], due.values["day"])
    assert {"idle_youth"} == {row.values["risk"] for row in desk.find(RiskTag, F.minor == child).rows}
    assert () == desk.find(MisbehaviourAct, F.minor == child).rows


def test_an_answer_closes_the_question(desk):
    """Once it is known why, nothing is due; while it is not, the question stays open."""
    child = born(desk, date(2012, 5, 1))
    gap = SchoolingGap(minor=child, began=date(2026, 11, 1), source="school", ask_by=TODAY)
    desk.save(gap)

    with pytest.raises(Invalid):
        desk.transition(SchoolingGap, gap.id, "answered", base=1)
    desk.transition(SchoolingGap, gap.id, "answered", base=1, reason="medical_leave")

    assert () == desk.find(Due, F.minor == child).rows


@pytest.mark.parametrize("kind", [MisbehaviourAct, SeriousAct])
@pytest.mark.parametrize(("happened", "taken"), [(date(2024, 5, 1), True), (date(2024, 5, 2), False)])
def test_an_act_is_of_a_minor(desk, kind, happened, taken):
    """Up to and on the eighteenth birthday; the day after, it is an act of a grown-up and not recorded here."""
    child = born(desk, date(2006, 5, 1))
    act = kind(minor=child, act="B01" if kind is MisbehaviourAct else "S03", happened=happened, source="police", document="〔2024〕1号")  # fmt: skip

    if taken:
        desk.save(act)
    else:
        assert {("happened", "age")} == faults(desk, act)


@pytest.mark.parametrize(
    ("code", "happened", "taken"),
    [("S00", date(2026, 5, 1), True), ("S00", date(2026, 5, 2), False), ("S03", date(2026, 5, 2), True)],
)
def test_unpunished_because_of_age(desk, code, happened, taken):
    """S00 ends with the sixteenth birthday: from the day after, everybody is liable (刑法第十七条)."""
    act = SeriousAct(minor=born(desk, date(2010, 5, 1)), act=code, happened=happened, source="police", document="1号")

    if taken:
        desk.save(act)
    else:
        assert {("act", "age")} == faults(desk, act)


@pytest.mark.parametrize(("began", "taken"), [(date(2026, 5, 2), True), (date(2026, 5, 1), False)])
def test_work_below_sixteen_is_no_employment(desk, began, taken):
    """From the day after the sixteenth birthday work is employment; before, it is to be reported."""
    work = Employment(minor=born(desk, date(2010, 5, 1)), began=began, source="self")

    if taken:
        desk.save(work)
    else:
        assert {("began", "age")} == faults(desk, work)


@pytest.mark.parametrize("source", ["neighbour", "hotline", "grid", "self", "household", "visit", "other"])
def test_hearsay_is_no_record(desk, source):
    """What somebody heard or saw is a lead; an act comes from a body that records acts."""
    child = born(desk, date(2012, 5, 1))

    assert {("source", "source")} == faults(
        desk, MisbehaviourAct(minor=child, act="B01", happened=TODAY, source=source)
    )
    assert {("source", "source")} == faults(
        desk, SeriousAct(minor=child, act="S03", happened=TODAY, source=source, document="1号")
    )


def test_who_records_what(desk):
    """A school may record misbehaviour; serious misbehaviour comes from police, procuratorate or court, with its document."""
    child = born(desk, date(2012, 5, 1))

    assert set(CORRECTING) < set(RECORDING)
    desk.save(MisbehaviourAct(minor=child, act="B02", happened=TODAY, source="school"))
    assert {("source", "source")} == faults(
        desk, SeriousAct(minor=child, act="S03", happened=TODAY, source="school", document="1号")
    )
    assert {("document", "required")} == faults(
        desk, SeriousAct(minor=child, act="S03", happened=TODAY, source="police", document="")
    )


def test_a_serious_act_suggests_and_nothing_more(desk, registry):
    """The tag is suggested, restricted, and seen by nobody below that level; a person has still to confirm it."""
    child = born(desk, date(2012, 5, 1))
    desk.save(SeriousAct(minor=child, act="S03", happened=TODAY, source="police", document="1号"))

    (tag,) = desk.find(RiskTag, F.minor == child).rows
    liaison = registry.desk(registry.actor("liaison_two", office=desk.office), office=desk.office, purpose="visit")

    assert ("serious_misbehaviour", "suggested", "restricted") == tuple(
        tag.values[name] for name in ("risk", "status", "level")
    )
    assert not liaison.may_read(SeriousAct)


@pytest.mark.parametrize(
    ("type", "level", "taken"),
    [("4", "2", True), ("4", "3", False), (None, "3", False), ("5", "3", True), ("6", "4", True), (None, None, True)],
)
def test_what_is_recorded_as_severe_is_severe(type, level, taken):
    """Level 3 or 4 of another than an intellectual or mental disability is no 重残, and is not recorded as one."""
    told = Circumstance(
        member=Id("m"), type="severely_disabled", disability_type=type, disability_level=level, source="document"
    )

    assert (set() if taken else {"disability_level"}) == {problem.at for problem in told.check()}
