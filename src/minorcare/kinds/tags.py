"""Risk tags: what a child may carry, suggested by a rule or a person, confirmed by a person only."""

from __future__ import annotations

from datetime import date
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor
from minorcare.kinds.officers import SYSTEM

TAG = Lifecycle(
    {
        "suggested": Label("待核实", en="to be verified"),
        "confirmed": Label("已确认", en="confirmed"),
        "dismissed": Label("已排除", en="dismissed"),
        "withdrawn": Label("已撤回", en="withdrawn"),
        "ended": Label("已结束", en="ended"),
    },
    suggested="confirmed dismissed withdrawn",
    confirmed="ended",
)


@attrs.frozen(kw_only=True)
class Evidence:
    """One record a tag rests on."""

    kind: str
    id: str


@kind(
    "risk_tag",
    label=Label("风险标签", en="Risk tag"),
    level_by="level",
    cites="《未成年人保护法》第四十三条；《个人信息保护法》第二十四条",
)
class RiskTag(Record):
    """A situation of a child, with evidence. A rule suggests or withdraws; confirming, dismissing and ending are a person's acts."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    risk: str = field(label=Label("风险", en="Risk"), codes="risk", sensitivity="personal")
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=Label("按标签本身和依据中最高的一级", en="The highest of the risk and of its evidence"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(TAG, label=Label("状态", en="Status"))
    rule: str | None = field(default=None, label=Label("规则", en="Rule"), max_length=80, sensitivity="personal")
    rule_version: int | None = field(default=None, label=Label("规则版本", en="Rule version"), sensitivity="personal")
    evidence: tuple[Evidence, ...] = field(default=(), label=Label("依据", en="Evidence"), sensitivity="personal")
    found: date = field(label=Label("发现日期", en="Found on"), max="today", sensitivity="open")
    decided: date | None = field(default=None, label=Label("认定日期", en="Decided on"), sensitivity="open")
    decided_by: str | None = field(
        default=None, label=Label("认定人", en="Decided by"), max_length=40, sensitivity="open"
    )
    reason: str | None = field(default=None, label=Label("说明", en="Reason"), max_length=200, sensitivity="sensitive")
    review: date | None = deadline(default=None, label=Label("复核期限", en="Review by"))
    basis_gone: date | None = deadline(default=None, label=Label("依据已消失", en="Basis gone"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        return (
            self
            if state in ("suggested", "withdrawn")  # neither is anybody's decision
            else self.but(decided=day, decided_by=actor, review=self.review if state == "confirmed" else None)
        )

    def check(self) -> tuple[Problem, ...]:
        problems = []
        if self.status == "confirmed" and self.decided_by in (None, SYSTEM):
            problems.append(
                Problem(
                    at="decided_by",
                    said=Label("只有人可以确认标签", en="is no person: only a person confirms a tag"),
                    remedy=Label(
                        "由有权限的工作人员核实后确认", en="let an officer with the right look into it and confirm"
                    ),
                    code="person",
                )
            )
        if self.status == "confirmed" and self.review is None:
            problems.append(_NO_REVIEW)
        return tuple(problems)


_NO_REVIEW = Problem(
    at="review",
    said=Label("确认的标签必须有复核期限", en="is missing: a confirmed tag must be reviewed"),
    remedy=Label("填写最迟复核日期", en="give the day by which it must be reviewed"),
    code="required",
)
