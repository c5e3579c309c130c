"""What must hold once a batch stands: after a void, and after undoing, as after any other write."""

from datetime import date, timedelta

import pytest

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.desk import Change, Save, Transition, Void
from minorcare.kinds import Attention, Guarantee, Household, Intervention, Minor, MisbehaviourAct, Officer, RiskTag
from minorcare.testing import OFFICE

TODAY, CHILD = date(2026, 11, 24), Id("child-03")
KEY = "01a20caa-0000-7000-8000-00000000000"


def problems(told):
    return [(problem.at, problem.code) for problem in told.value.problems]


@pytest.fixture
def answered(registry, head):
    """A focus child, and who answers for it."""
    registry.found(OFFICE, Officer(id=Id("post-two"), account="two", name="测试", role="guarantor", posted_to=OFFICE))
    head.save(RiskTag(id=Id("tag-1"), minor=CHILD, risk="difficulty", found=TODAY))
    head.transition(RiskTag, "tag-1", "confirmed", base=1, review=TODAY)
    one = Guarantee(id=Id("answers-1"), minor=CHILD, officer="two", began=TODAY, reason="first", accept_by=TODAY)
    head.apply(Save(one), key=f"{KEY}1")
    return one


@pytest.mark.usefixtures("answered")
def test_nothing_is_taken_out_of_force_without_a_reason(head):
    """However the void is asked for."""
    with pytest.raises(Invalid) as told:
        head.void(RiskTag, "tag-1", base=2, reason=" ")
    assert [("reason", "required")] == problems(told)


def test_a_focus_child_is_not_left_alone_by_a_void_or_by_undoing(head, answered):
    """Neither takes away the only guarantee of a focus child; once the child is none, both may."""
    with pytest.raises(Invalid) as told:
        head.void(Guarantee, answered.id, base=1, reason="录错")
    assert [("status", "in_use")] == problems(told)
    with pytest.raises(Invalid) as told:
        head.undo(f"{KEY}1")
    assert [("guarantee[answers-1].status", "in_use")] == problems(told)
    assert 1 == head.get(Guarantee, answered.id).version

    head.transition(RiskTag, "tag-1", "ended", base=2, reason="不再符合")
    head.undo(f"{KEY}1")
    assert [] == list(head.store.verify())


@pytest.mark.usefixtures("answered")
def test_an_officer_with_children_in_care_is_not_taken_out_of_force(head):
    """Their children are handed over first."""
    with pytest.raises(Invalid) as told:
        head.void(Officer, "post-two", base=1, reason="录错")
    assert [("account", "in_use")] == problems(told)


def test_an_act_that_a_grade_rests_on_stays(head):
    """The grade is dropped first, or in the same batch, in whatever order."""
    act = MisbehaviourAct(id=Id("act-2"), minor=Id("child-05"), act="B01", happened=date(2026, 10, 1), source="school")
    grade = Intervention(
        id=Id("grade-1"),
        minor=act.minor,
        grade="1",
        deciding_body="school",
        basis="《预防未成年人犯罪法》第三十一条",
        began=TODAY,
    )
    head.apply(Save(act), Save(grade))
    with pytest.raises(Invalid) as told:
        head.void(MisbehaviourAct, act.id, base=1, reason="录错")
    assert [("act", "in_use")] == problems(told)

    head.apply(Void(MisbehaviourAct, act.id, 1, "录错"), Void(Intervention, grade.id, 1, "录错"))


def test_undoing_brings_nothing_back_that_could_not_be_written(head):
    """A level that was ended does not come back beside the one set since; a household that is gone is not named again."""
    level = Attention(
        id=Id("level-1"), minor=CHILD, level="watch", reasons=("judgement",), reason="走访", proposed=TODAY
    )
    then = {"expires": TODAY + timedelta(30)}
    head.apply(Save(level), Transition(Attention, level.id, "set", 1, then))
    head.apply(Transition(Attention, level.id, "ended", 2), key=f"{KEY}2")
    other = level.but(id=Id("level-2"), level="focus")
    head.apply(Save(other), Transition(Attention, other.id, "set", 1, then))
    with pytest.raises(Invalid) as told:
        head.undo(f"{KEY}2")
    assert [("attention[level-1].level", "taken")] == problems(told)

    home = Household(id=Id("home-x"), code="X-1", area=f"{OFFICE}001")
    head.apply(
        Save(home),
        Save(
            Minor(
                id=Id("child-x"), name="单小满", sex="1", birth_date=date(2016, 5, 1), area=home.area, household=home.id
            )
        ),
    )
    head.apply(Change(Minor, "child-x", 1, {"household": None}), key=f"{KEY}3")
    head.void(Household, home.id, base=1, reason="录错")
    with pytest.raises(Invalid) as told:
        head.undo(f"{KEY}3")
    assert [("minor[child-x].household", "reference")] == problems(told)
    assert [] == list(head.store.verify())
