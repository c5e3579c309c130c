"""One child, one plan (一人一策): problems, measurable goals, the child's own view, approval by a second person, reviews, an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered
from minorcare.kinds.officers import SYSTEM

PLAN = Lifecycle(
    {
        "draft": Label("拟订中", en="draft"),
        "submitted": Label("待审核", en="submitted"),
        "active": Label("执行中", en="active"),
        "closed": Label("已结案，跟踪中", en="closed, to be followed up"),
        "followed": Label("跟踪结束", en="follow-up over"),
    },
    draft="submitted closed",
    submitted="active draft closed",
    active="submitted closed",
    closed="followed",
)

MEASURE = Lifecycle(
    {
        "running": Label("实施中", en="running"),
        "finished": Label("已完成", en="finished"),
        "stopped": Label("已停止", en="stopped"),
    },
    running="finished stopped",
)

REVIEW = Lifecycle(
    {
        "planned": Label("待评估", en="planned"),
        "held": Label("已评估", en="held"),
        "cancelled": Label("已取消", en="cancelled"),
    },
    planned="held cancelled",
)

FOLLOWED_UP = frozenset({"goals_met", "referred"})
"""The reasons for closing after which somebody looks again: the child is still here and reachable."""

_LEVEL_HELP = Label(
    "内容写到限阅情况时填 restricted", en="restricted where it writes of what only a few may read of this child"
)


@attrs.frozen(kw_only=True)
class PlanProblem:
    """One problem the plan is for, and where it was seen."""

    area: str = field(label=Label("领域", en="Area"), codes="care_area")
    said: str = field(label=Label("问题", en="Problem"), max_length=200)
    source: str | None = field(default=None, label=Label("来源", en="Seen by"), codes="problem_source")


@attrs.frozen(kw_only=True)
class PlanGoal:
    """One goal, how one will see that it is reached, by when, and the day it was."""

    said: str = field(label=Label("目标", en="Goal"), max_length=200)
    measure: str = field(label=Label("怎样算达成", en="How it shows"), max_length=200)
    day: date = field(label=Label("达成期限", en="By when"))
    reached: date | None = field(default=None, label=Label("达成日期", en="Reached on"), max="today")


@kind(
    "plan",
    label=Label("一人一策", en="Plan"),
    level_by="level",
    cites="《未成年人保护法》第四条、第九十九条；国发〔2016〕36号",
)
class Plan(Record):
    """What is to be better for one child, by when, and who sees to it. A second person approves what the first has written.

    A plan in force is revised by handing it in again: it is approved anew, and every version stays.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=_LEVEL_HELP,
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(PLAN, label=Label("状态", en="Status"))
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="open"
    )
    partners: str | None = field(default=None, label=Label("协同单位", en="Working with"), max_length=200)
    problems: tuple[PlanProblem, ...] = field(default=(), label=Label("问题清单", en="Problems"))
    goals: tuple[PlanGoal, ...] = field(default=(), label=Label("目标", en="Goals"))
    child_view: str | None = field(
        default=None,
        label=Label("孩子的意见", en="The child's view"),
        help=Label("用孩子自己的话", en="In the child's own words"),
        max_length=500,
    )
    unheard: str | None = field(
        default=None, label=Label("未听取孩子意见的原因", en="Why the child was not heard"), codes="unheard"
    )
    guardian_view: str | None = field(default=None, label=Label("监护人意见", en="The guardian's view"), max_length=500)
    guardian_signed: date | None = field(
        default=None, label=Label("监护人签字日期", en="Signed by the guardian on"), max="today"
    )
    author: str | None = field(
        default=None, label=Label("提交人", en="Handed in by"), max_length=40, sensitivity="open"
    )
    submitted: date | None = field(default=None, label=Label("提交日期", en="Handed in on"), sensitivity="open")
    approver: str | None = field(
        default=None, label=Label("审核人", en="Approved by"), max_length=40, sensitivity="open"
    )
    approved: date | None = field(default=None, label=Label("生效日期", en="In force since"), sensitivity="open")
    fingerprint: str | None = field(
        default=None,
        label=Label("提交内容指纹", en="Fingerprint of what was handed in"),
        help=Label("系统填写", en="Filled in by the system"),
        max_length=64,
    )
    remark: str | None = field(default=None, label=Label("审核意见", en="Remark of the approver"), max_length=300)
    review: date | None = deadline(default=None, who="officer", label=Label("下次评估期限", en="Review by"))
    closed: date | None = field(default=None, label=Label("结案日期", en="Closed on"), max="today")
    closing: str | None = field(default=None, label=Label("结案理由", en="Why it is closed"), codes="plan_closing")
    outcome: str | None = field(default=None, label=Label("结果", en="Outcome"), max_length=500)
    follow_up: date | None = deadline(default=None, who="officer", label=Label("跟踪回访期限", en="Follow up by"))
    followed: date | None = field(default=None, label=Label("回访日期", en="Followed up on"), max="today")

    @property
    def mark(self) -> str:
        """A fingerprint of what is handed in and approved: problems, goals, views. That a goal was reached is no part of it."""
        goals = tuple(attrs.evolve(goal, reached=None) for goal in self.goals)
        kept = self.__kind__.written(self.but(goals=goals))
        names = ("problems", "goals", "child_view", "unheard", "guardian_view")
        told = json.dumps([kept.get(name) for name in names], sort_keys=True)
        return sha256(told.encode()).hexdigest()

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        match state:
            case "submitted":
                return self.but(author=actor, submitted=day, approver=None, approved=None, fingerprint=self.mark)
            case "active":
                return self.but(approver=actor, approved=day)
            case "closed":
                return self.but(closed=self.closed or day, review=None)
            case "followed":
                return self.but(followed=self.followed or day, follow_up=None)
        return self

    def check(self) -> tuple[Problem, ...]:
        return tuple(_plan_problems(self))


@kind(
    "plan_measure",
    label=Label("方案措施", en="Measure of a plan"),
    level_by="level",
    cites="《未成年人保护法》第九十九条；国发〔2016〕36号",
)
class PlanMeasure(Record):
    """What is done for a child under a plan: by whom, how often, from when to when, on which legal ground."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    plan: Id = ref(Plan, label=Label("方案", en="Plan"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=_LEVEL_HELP,
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(MEASURE, label=Label("状态", en="Status"))
    said: str = field(label=Label("措施", en="Measure"), max_length=200)
    reach: str = field(default="targeted", label=Label("措施范围", en="Reach"), codes="measure_reach")
    provider: str = field(label=Label("提供方", en="Provider"), max_length=60)
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="open"
    )
    times: int | None = field(default=None, label=Label("次数", en="Times"), unit="times", min=1, max=100)
    per: str | None = field(default=None, label=Label("周期", en="Each"), codes="per")
    began: date = field(label=Label("开始日期", en="From"))
    ends: date | None = deadline(default=None, who="officer", label=Label("完成期限", en="Until"))
    legal_basis: str = field(
        label=Label("法律依据", en="Legal basis"),
        help=Label("写到条款", en="Down to the article"),
        max_length=120,
        example="《未成年人保护法》第九十九条",
    )
    result: str | None = field(default=None, label=Label("效果", en="Result"), max_length=300)

    def check(self) -> tuple[Problem, ...]:
        found = ordered(self.began, self.ends, at="ends")
        return (*found, wording.required("per")) if self.times is not None and self.per is None else found


@kind("plan_review", label=Label("方案评估", en="Review of a plan"), level_by="level", cites="国发〔2016〕36号")
class PlanReview(Record):
    """One look at whether a plan works: planned for a day, held, with a result. The child is asked again."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    plan: Id = ref(Plan, label=Label("方案", en="Plan"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=_LEVEL_HELP,
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(REVIEW, label=Label("状态", en="Status"))
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="open"
    )
    day: date = deadline(who="officer", label=Label("评估期限", en="Review by"))
    held: date | None = field(default=None, label=Label("评估日期", en="Held on"), max="today")
    result: str | None = field(default=None, label=Label("结果", en="Result"), codes="review_result")
    findings: str | None = field(default=None, label=Label("评估情况", en="Findings"), max_length=500)
    child_view: str | None = field(default=None, label=Label("孩子的意见", en="The child's view"), max_length=500)

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        return self.but(held=self.held or day, officer=self.officer or actor) if state == "held" else self

    def check(self) -> tuple[Problem, ...]:
        return (wording.required("result"),) if self.status == "held" and self.result is None else ()


def _plan_problems(plan: Plan) -> Iterator[Problem]:
    if plan.status in ("submitted", "active"):
        yield from (wording.required(name) for name in ("problems", "goals", "author") if not getattr(plan, name))
        if plan.child_view is None and plan.unheard is None:
            yield _NOT_HEARD
        if plan.fingerprint != plan.mark:
            yield _HAND_IN_AGAIN
    if plan.status == "active":
        yield from (wording.required(name) for name in ("approver", "review") if not getattr(plan, name))
        if plan.approver in (plan.author, SYSTEM):
            yield _SECOND_PERSON
    if plan.status in ("closed", "followed") and plan.closing is None:
        yield wording.required("closing")
    if plan.status == "closed" and plan.closing in FOLLOWED_UP and plan.follow_up is None:
        yield _NO_FOLLOW_UP


_NOT_HEARD = Problem(
    at="child_view",
    said=Label("没有孩子的意见", en="is missing: the child must be heard"),
    remedy=Label(
        "先听孩子怎么说；确实听不了的，填写原因", en="ask the child; where that cannot be, say why under `unheard`"
    ),
    code="required",
)
_SECOND_PERSON = Problem(
    at="approver",
    said=Label("提交人不能审核自己的方案", en="cannot be who handed it in, nor a machine"),
    remedy=Label("请另一位工作人员审核", en="let another officer approve it"),
    code="person",
)
_HAND_IN_AGAIN = Problem(
    at="goals",
    said=Label("提交之后内容有变", en="differ, or the problems or views do, from what was handed in"),
    remedy=Label("修改后重新提交审核", en="change them by handing the plan in again"),
    code="approval",
)
_NO_FOLLOW_UP = Problem(
    at="follow_up",
    said=Label("没有跟踪回访期限", en="is missing: the child is looked at again after the end"),
    remedy=Label("填写回访期限", en="give the day by which somebody looks again"),
    code="required",
)
