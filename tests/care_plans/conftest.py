"""Desks of the street of the kit, and what these tests write again and again."""

from datetime import date
from types import SimpleNamespace

import pytest

from minorcare.declare import Id
from minorcare.kinds import Assessment, Attention, EntrustedCare, Plan, RiskTag, Visit
from minorcare.kinds.assessments import Assessor, ItemAnswer
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.query import F
from minorcare.testing import desk_as

CHILD = Id("child-03")
"""He lives in the second community."""


def problems(error):
    """Where and how, of everything that was refused."""
    return sorted((problem.at, problem.code) for problem in error.value.problems)


def plan(id_="plan-1", **values):
    known = {
        "problems": (PlanProblem(area="schooling", said="时常缺课", source="school"),),
        "goals": (PlanGoal(said="按时上学", measure="一个月缺课不超过一天", day=date(2027, 1, 31)),),
        "child_view": "想和同学一起上学",
    }
    return Plan(id=Id(id_), minor=CHILD, **{**known, **values})


def assessment(instrument, answers, id_="assessed-1", **values):
    known = {
        "instrument": instrument.name,
        "instrument_version": instrument.version,
        "reason": "clue",
        "assessed": date(2026, 11, 20),
        "answers": tuple(ItemAnswer(item=item, value=value) for item, value in answers.items()),
        "assessors": (Assessor(name="liaison_two"), Assessor(name="李社工", post="社工")),
    }
    return Assessment(id=Id(id_), minor=CHILD, **{**known, **values})


def care(id_="care-1", **values):
    known = {
        "carer_name": "陈奶奶",
        "reason": "works_away",
        "harmed_others": False,
        "bad_habits": False,
        "shirked_care": False,
        "otherwise_unfit": False,
        "began": date(2026, 11, 1),
    }
    return EntrustedCare(id=Id(id_), minor=CHILD, **{**known, **values})


def done(**values):
    """All that is asked of a done visit, and more where given."""
    return {"seen": True, "cares_now": "grandparents", "state": "fine", **values}


def level_set(desk, level, *, minor=CHILD, id_="level-1"):
    """A person sets an attention level today."""
    desk.save(Attention(id=Id(id_), minor=minor, level=level, reasons=(_reason(desk),), proposed=desk.day))
    expires = {} if level == "general" else {"expires": date(2027, 5, 1)}
    desk.transition(Attention, id_, "set", base=1, **expires)


def tagged(desk, risk, *, minor=CHILD, id_="tag-1"):
    """A person confirms a tag today: one that a rule suggested, or a new one."""
    suggested = desk.find(RiskTag, (F.minor == minor) & (F.risk == risk) & (F.status == "suggested")).rows
    if suggested:
        id_, base = suggested[0].id, suggested[0].version
    else:
        desk.save(RiskTag(id=Id(id_), minor=minor, risk=risk, found=desk.day))
        base = 1
    desk.transition(RiskTag, id_, "confirmed", base=base, review=desk.day + desk.catalog.risks[risk].review)


def planned(day, id_="visit-1", **values):
    return Visit(id=Id(id_), minor=CHILD, type=values.pop("type", "home"), planned=day, officer="liaison_two", **values)


def _reason(desk):
    return desk.catalog.codes["attention_reason"].items[0].value


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def supervisor(registry):
    return desk_as(registry, "supervisor")


@pytest.fixture
def liaison(registry):
    """A community liaison of the second community, whose ceiling is sensitive."""
    return desk_as(registry, "liaison_two")


@pytest.fixture
def made():
    """Functions that make what these tests write."""
    return SimpleNamespace(
        CHILD=CHILD,
        plan=plan,
        assessment=assessment,
        care=care,
        done=done,
        level_set=level_set,
        tagged=tagged,
        planned=planned,
        problems=problems,
    )
