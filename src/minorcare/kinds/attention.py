"""How closely a child is looked after for a while: 一般, 关注, 重点, 紧急. Proposed with reasons, set by a person, and it runs out."""

from __future__ import annotations

from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor
from minorcare.kinds.officers import SYSTEM
from minorcare.kinds.tags import Evidence

GENERAL = "general"
ATTENTION_LEVELS = (GENERAL, "watch", "focus", "urgent")
"""From the least to the most: the values of the code list ``attention_level``."""
CLOSE_ATTENTION = ("focus", "urgent")
"""The levels at which a child is a focus child: it has a plan and a named person."""

ATTENTION = Lifecycle(
    {
        "proposed": Label("建议", en="proposed"),
        "set": Label("已确定", en="set"),
        "declined": Label("未采纳", en="declined"),
        "withdrawn": Label("已撤回", en="withdrawn"),
        "ended": Label("已结束", en="ended"),
    },
    proposed="set declined withdrawn",
    set="ended",
)


@kind(
    "attention",
    label=Label("关注等级", en="Attention level"),
    cites="《个人信息保护法》第二十四条；《未成年人保护法》第四十三条",
)
class Attention(Record):
    """A level of attention for one child. What a computer finds is a proposal; a person sets it, for a time, or declines.

    The reasons are named so that who reads the level does not learn which tag or event it rests on; ``basis`` does say so. A
    level that runs out does not fall by itself: going down is proposed, and until a person decides it stands, overdue.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(label=Label("等级", en="Level"), codes="attention_level")
    reasons: tuple[str, ...] = field(label=Label("理由", en="Reasons"), codes="attention_reason")
    basis: tuple[Evidence, ...] = field(default=(), label=Label("依据", en="Basis"), sensitivity="restricted")
    rule: str | None = field(
        default=None,
        label=Label("提出建议的规则", en="Proposed by rule"),
        help=Label("由人提出的留空", en="Empty where a person proposed it"),
        max_length=80,
    )
    proposed: date = field(label=Label("建议日期", en="Proposed on"), max="today")
    status: str = state(ATTENTION, label=Label("状态", en="Status"))
    decided: date | None = field(default=None, label=Label("确定日期", en="Decided on"))
    decided_by: str | None = field(default=None, label=Label("确定人", en="Decided by"), max_length=40)
    reason: str | None = field(default=None, label=Label("说明", en="In words"), max_length=200)
    expires: date | None = deadline(default=None, label=Label("到期", en="Runs out on"))
    ended: date | None = field(default=None, label=Label("结束日期", en="Ended on"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        match state:
            case "set" | "declined":
                return self.but(decided=day, decided_by=actor)
            case "ended":
                return self.but(ended=day)
            case _:
                return self

    def check(self) -> tuple[Problem, ...]:
        problems = []
        if self.status == "set" and self.decided_by in (None, SYSTEM):
            problems.append(_NO_PERSON)
        if self.status == "set" and self.expires is None and self.level != GENERAL:
            problems.append(_NO_END)
        if self.status == "declined" and not (self.reason or "").strip():
            problems.append(_NO_WORDS)
        return tuple(problems)


_NO_PERSON = Problem(
    at="decided_by",
    said=Label("只有人可以确定关注等级", en="is no person: only a person sets a level"),
    remedy=Label("由有权限的工作人员核实后确定", en="let an officer with the right look into it and set it"),
    code="person",
)
_NO_END = Problem(
    at="expires",
    said=Label("没有填写到期日", en="is missing: no level stands for good"),
    remedy=Label("填写哪天到期", en="give the day on which it runs out"),
    code="required",
)
_NO_WORDS = Problem(
    at="reason",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明为什么不采纳", en="say why the proposal is declined"),
    code="required",
)
