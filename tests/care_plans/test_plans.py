"""One child, one plan: the child is heard, a second person approves, what was approved stays, and the end is followed up."""

from datetime import date

import attrs
import pytest

from minorcare.declare import Id
from minorcare.desk import Save, Transition
from minorcare.errors import Conflict, Invalid, NotFound
from minorcare.kinds import Plan, PlanMeasure, PlanReview
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.plans import FOLLOWED_UP, PlanGoal, PlanProblem
from minorcare.query import F
from minorcare.testing import desk_as
from minorcare.work import plans

TODAY = date(2026, 11, 24)
GOAL = PlanGoal(said="按时上学", measure="一个月缺课不超过一天", day=date(2027, 1, 31))


@pytest.fixture
def active(liaison, head, made):
    """A plan in force, written by the liaison and approved by the head; its version."""
    liaison.save(made.plan())
    plans.submit(liaison, "plan-1", base=1)
    plans.approve(head, "plan-1", base=2)
    return 3


def due(desk, id_):
    return {row.values["which"]: row.values["day"] for row in desk.find("due", F.record == id_).rows}


def measure(id_="measure-1", **values):
    known = {
        "said": "每周课后辅导",
        "provider": "社区儿童之家",
        "began": TODAY,
        "legal_basis": "《未成年人保护法》第九十九条",
    }
    return PlanMeasure(id=Id(id_), minor=Id("child-03"), plan=Id("plan-1"), **{**known, **values})


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"problems": ()}, [("problems", "required")]),
        ({"goals": ()}, [("goals", "required")]),
        ({"child_view": None}, [("child_view", "required")]),
        ({"problems": (), "goals": (), "child_view": None}, [("child_view",), ("goals",), ("problems",)]),
    ],
)
def test_a_plan_is_handed_in_whole(liaison, made, values, told):
    """Problems, measurable goals and the child's view; a draft may lack them."""
    liaison.save(made.plan(**values))
    with pytest.raises(Invalid) as caught:
        plans.submit(liaison, "plan-1", base=1)

    assert [at[0] for at in told] == [at for at, _ in made.problems(caught)]


def test_a_child_that_cannot_be_heard_is_named_with_the_reason(liaison, made):
    """The child's view may be missing only with a reason."""
    liaison.save(made.plan(child_view=None, unheard="too_young"))
    plans.submit(liaison, "plan-1", base=1)

    assert "submitted" == liaison.get(Plan, "plan-1").values["status"]


def test_nobody_approves_the_own_plan(liaison, head, made):
    """Whoever hands it in may not approve it, nor change who handed it in; another person may approve."""
    liaison.save(made.plan(author="head"))
    plans.submit(liaison, "plan-1", base=1)
    assert "liaison_two" == liaison.get(Plan, "plan-1").values["author"]

    with pytest.raises(Invalid) as own:
        plans.approve(liaison, "plan-1", base=2)
    with pytest.raises(Invalid) as forged:
        liaison.change(Plan, "plan-1", base=2, author="head")
    with pytest.raises(Invalid) as named:
        liaison.transition(Plan, "plan-1", "active", base=2, author="head", review=TODAY)
    plans.approve(head, "plan-1", base=2)

    assert [("approver", "person")] == made.problems(own)
    assert [("author", "decided")] == made.problems(forged)
    assert [("author", "decided")] == made.problems(named)
    values = head.get(Plan, "plan-1").values
    assert ("liaison_two", "head", TODAY) == tuple(values[name] for name in ("author", "approver", "approved"))


def test_a_plan_in_force_is_to_be_reviewed(head, active):
    """Within what the office has set; a plan without a day for its review is refused."""
    assert {"review": date(2027, 2, 24)} == due(head, "plan-1")
    with pytest.raises(Invalid):
        head.change(Plan, "plan-1", base=active, review=None)


def test_what_was_approved_is_not_changed_behind_the_approver(liaison, made, active):
    """Goals, problems and views change only by handing the plan in again. That a goal was reached may be noted."""
    other = attrs.evolve(GOAL, measure="一个月缺课不超过五天")
    for values, told in (
        ({"goals": (other,)}, [("goals", "approval")]),
        ({"child_view": "随便"}, [("goals", "approval")]),
        ({"fingerprint": "0" * 64}, [("fingerprint", "decided"), ("goals", "approval")]),
        ({"approver": "supervisor"}, [("approver", "decided")]),
        ({"approved": date(2026, 1, 1)}, [("approved", "decided")]),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.change(Plan, "plan-1", base=active, **values)
        assert told == made.problems(caught)
    forged = made.plan(goals=(other,))
    with pytest.raises(Invalid) as caught:
        liaison.change(Plan, "plan-1", base=active, goals=(other,), fingerprint=forged.mark)
    assert [("fingerprint", "decided")] == made.problems(caught)

    liaison.change(Plan, "plan-1", base=active, goals=(attrs.evolve(GOAL, reached=TODAY),), partners="学校")


def test_the_approver_approves_what_was_handed_in(liaison, head, made):
    """Neither changes it on the way: not the author after handing in, not the approver while approving."""
    liaison.save(made.plan())
    plans.submit(liaison, "plan-1", base=1)
    other = (attrs.evolve(GOAL, said="天天上学"),)
    for attempt in (
        lambda: liaison.change(Plan, "plan-1", base=2, goals=other),
        lambda: head.transition(Plan, "plan-1", "active", base=2, goals=other, review=TODAY),
        lambda: head.transition(
            Plan, "plan-1", "active", base=2, goals=other, fingerprint=made.plan(goals=other).mark, review=TODAY
        ),
    ):
        with pytest.raises(Invalid):
            attempt()
    assert (2, "submitted") == (head.get(Plan, "plan-1").version, head.get(Plan, "plan-1").values["status"])


def test_a_revision_is_approved_anew_and_both_versions_can_be_compared(registry, liaison, head, active):
    """The reviser is the author now; the differences name what came and what went."""
    other = PlanGoal(said="每周运动", measure="一周两次", day=date(2027, 3, 1))
    plans.revise(liaison, "plan-1", base=active, goals=(GOAL, other), partners="测试中学")
    with pytest.raises(Invalid):
        plans.approve(liaison, "plan-1", base=active + 1)
    plans.approve(head, "plan-1", base=active + 1, remark="同意")

    found = {each.name: each for each in plans.differences(head, "plan-1", active, active + 2)}

    assert {"goals", "partners", "fingerprint", "remark"} == set(found)
    assert ((other,), ()) == (found["goals"].added, found["goals"].removed)
    assert (None, "测试中学") == (found["partners"].before, found["partners"].after)
    assert () == plans.differences(head, "plan-1", active, active)
    back = {each.name: each for each in plans.differences(head, "plan-1", active + 2, active)}
    assert ((), (other,)) == (back["goals"].added, back["goals"].removed)
    with pytest.raises(NotFound):
        plans.differences(head, "plan-1", 1, 99)
    with pytest.raises(NotFound):
        plans.differences(desk_as(registry, "liaison_one"), "plan-1", 1, 2)


def test_differences_show_no_more_than_the_reader_may_see(liaison, head, made):
    """A version above the ceiling is compared by nothing but what both show."""
    head.save(made.plan(level="restricted"))
    head.change(Plan, "plan-1", base=1, partners="司法所", level="restricted")
    head.change(Plan, "plan-1", base=2, level="sensitive")

    assert {"partners"} == {each.name for each in plans.differences(head, "plan-1", 1, 2)}
    assert () == plans.differences(liaison, "plan-1", 1, 2)


def test_a_child_has_one_plan_in_force(liaison, head, made, active):
    """A second one may be written and handed in, and is in force only once the first is closed."""
    liaison.save(made.plan("plan-2"))
    plans.submit(liaison, "plan-2", base=1)
    with pytest.raises(Invalid) as caught:
        plans.approve(head, "plan-2", base=2)
    assert [("minor", "taken")] == made.problems(caught)

    plans.close(head, "plan-1", base=active, closing="goals_met")
    plans.approve(head, "plan-2", base=2)

    assert ["plan-2"] == [row.id for row in head.find(Plan, F.status == "active").rows]


def test_a_plan_sent_back_is_a_draft_again(liaison, head, made):
    """With what is to be changed."""
    liaison.save(made.plan())
    plans.submit(liaison, "plan-1", base=1)
    plans.send_back(head, "plan-1", base=2, remark="目标不好衡量")

    assert ("draft", "目标不好衡量") == tuple(liaison.get(Plan, "plan-1").values[n] for n in ("status", "remark"))


@pytest.mark.parametrize("closing", next(codes for codes in load_codes() if codes.name == "plan_closing").items)
def test_closing_ends_measures_and_sets_the_follow_up(liaison, head, active, closing):
    """Each reason ends what runs; where the child is still here and reachable, somebody looks again."""
    liaison.apply(*[Save(measure(ends=date(2027, 1, 1))), Save(review())])
    plans.close(head, "plan-1", base=active, closing=closing.value, outcome="能按时上学")

    followed = closing.value in FOLLOWED_UP
    assert ({"follow_up": date(2027, 2, 24)} if followed else {}) == due(head, "plan-1")
    assert {} == due(head, "measure-1") == due(head, "review-1")
    assert ("finished" if followed else "stopped") == head.get(PlanMeasure, "measure-1").values["status"]
    assert "cancelled" == head.get(PlanReview, "review-1").values["status"]
    if followed:
        head.transition(Plan, "plan-1", "followed", base=active + 1)
        assert {} == due(head, "plan-1")


def test_the_follow_up_lies_within_what_the_office_has_set(head, made, active):
    """Three to twelve months as shipped; a day before or after is refused, and the edges are not."""
    for day in (date(2027, 2, 23), date(2027, 11, 25)):
        with pytest.raises(Invalid) as caught:
            plans.close(head, "plan-1", base=active, closing="referred", follow_up=day)
        assert [("follow_up", "range")] == made.problems(caught)
    plans.close(head, "plan-1", base=active, closing="referred", follow_up=date(2027, 11, 24))

    assert {"follow_up": date(2027, 11, 24)} == due(head, "plan-1")


def test_however_a_plan_is_closed_nothing_of_it_goes_on(head, liaison, made, active):
    """The desk refuses a follow-up outside its months, and an end that leaves measures or reviews; in one batch the order is free."""
    liaison.apply(Save(measure(ends=date(2027, 1, 1))), Save(review()))
    closing = {"closing": "goals_met", "follow_up": date(2027, 2, 23)}
    with pytest.raises(Invalid) as caught:
        head.transition(Plan, "plan-1", "closed", base=active, **closing)
    assert [("follow_up", "range")] == made.problems(caught)

    end = Transition(Plan, "plan-1", "closed", active, {**closing, "follow_up": date(2027, 2, 24)})
    stop = Transition(PlanMeasure, "measure-1", "stopped", 1)
    for acts in ((end,), (end, stop)):
        with pytest.raises(Invalid) as caught:
            head.apply(*acts)
        assert [("status", "open")] == [(at.removeprefix("[0]."), code) for at, code in made.problems(caught)]
    head.apply(end, stop, Transition(PlanReview, "review-1", "cancelled", 1))
    with pytest.raises(Invalid):
        head.change(Plan, "plan-1", base=active + 1, follow_up=date(2027, 11, 25))
    head.change(Plan, "plan-1", base=active + 1, follow_up=date(2027, 11, 24))

    assert {"follow_up": date(2027, 11, 24)} == due(head, "plan-1")


def test_a_plan_is_not_closed_without_reason_or_follow_up(head, made, active):
    """However it is closed."""
    for values, told in (({}, [("closing", "required")]), ({"closing": "goals_met"}, [("follow_up", "required")])):
        with pytest.raises(Invalid) as caught:
            head.transition(Plan, "plan-1", "closed", base=active, **values)
        assert told == made.problems(caught)


def test_a_review_sets_the_next_one(liaison, head, active):
    """The planned review is the one held, or a new one is written; the plan is to be reviewed again."""
    plans.hold_review(liaison, "plan-1", base=active, result="on_track", child_view="好多了", review=date(2027, 1, 20))
    liaison.save(review())
    plans.hold_review(liaison, "plan-1", base=active + 1, result="revise", findings="还缺课")

    rows = head.find(PlanReview, order=("id",)).rows
    assert {("held", "on_track", TODAY), ("held", "revise", TODAY)} == {
        tuple(row.values[n] for n in ("status", "result", "held")) for row in rows
    }
    assert {"review": date(2027, 2, 24)} == due(head, "plan-1")
    liaison.save(review("review-2"))
    with pytest.raises(Invalid):
        liaison.transition(PlanReview, "review-2", "held", base=1)


def test_measures_and_reviews_are_of_the_plan_s_own_child(head, made):
    """A measure for one child under another one's plan is refused."""
    head.save(made.plan())
    for record in (measure(), review()):
        with pytest.raises(Invalid) as caught:
            head.save(record.but(minor=Id("child-04")))
        assert [("plan", "reference")] == made.problems(caught)
    head.apply(Save(measure()), Save(review()))


def test_what_belongs_to_a_plan_is_as_sensitive_as_the_plan(liaison, head, made):
    """Below the plan's level is refused, at it and above are not; a restricted plan shows a liaison its structure only."""
    head.save(made.plan(level="restricted"))
    for record in (measure(), review()):
        with pytest.raises(Invalid) as caught:
            head.save(record)
        assert [("level", "range")] == made.problems(caught)
    head.apply(*(Save(record.but(level="restricted")) for record in (measure(), review())))

    shown = liaison.get(Plan, "plan-1").values
    assert (None, None, "draft") == (shown["child_view"], shown["goals"], shown["status"])


def test_a_measure_says_how_often_and_on_which_ground(head, made):
    """So many times is so many in which period; it does not end before it begins; a legal ground is asked."""
    head.save(made.plan())
    for values, told in (
        ({"times": 2}, [("per", "required")]),
        ({"ends": date(2026, 11, 1)}, [("ends", "invalid")]),
        ({"legal_basis": ""}, [("legal_basis", "required")]),
        ({"reach": "everybody"}, [("reach", "code")]),
    ):
        with pytest.raises(Invalid) as caught:
            head.save(measure(**values))
        assert told == made.problems(caught)
    head.save(measure(times=2, per="week", ends=date(2027, 1, 1), reach="universal", officer="liaison_two"))

    assert {"ends": date(2027, 1, 1)} == due(head, "measure-1")


def test_a_wrong_problem_is_named_by_its_place(liaison, made):
    """Codes within the lists of a plan are checked as everywhere."""
    with pytest.raises(Invalid) as caught:
        liaison.save(made.plan(problems=(PlanProblem(area="school", said="x"),)))

    assert [("problems[0].area", "code")] == made.problems(caught)


def review(id_="review-1"):
    return PlanReview(id=Id(id_), minor=Id("child-03"), plan=Id("plan-1"), day=date(2027, 1, 5))


def test_asked_again_with_the_same_key_the_answer_is_the_first_one(liaison, head, active):
    """A review that was planned or not, and an end: what the first time did is not done twice, nor called a conflict."""
    for base, planned in ((active, False), (active + 1, True)):
        if planned:
            liaison.save(review())
        first, again = (
            plans.hold_review(liaison, "plan-1", base=base, result="on_track", findings="好", key=f"review-{base}")
            for _ in range(2)
        )
        assert first == again
    with pytest.raises(Conflict):
        plans.hold_review(liaison, "plan-1", base=active, result="revise", findings="好", key=f"review-{active}")
    liaison.save(measure(ends=date(2027, 1, 1)))
    first, again = (plans.close(head, "plan-1", base=active + 2, closing="goals_met", key="end") for _ in range(2))

    assert first == again
    assert 2 == len(head.find(PlanReview, F.status == "held").rows)
    assert "closed" == head.get(Plan, "plan-1").values["status"]
    with pytest.raises(Conflict):
        plans.close(head, "plan-1", base=active + 2, closing="moved_away", key="end")
