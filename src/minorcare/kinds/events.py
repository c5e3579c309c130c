"""Life events (家庭变故、意外事故): found, verified, told to the departments, with the minutes it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor

EVENT = Lifecycle(
    {
        "found": Label("已发现", en="found"),
        "verified": Label("已核实", en="verified"),
        "told": Label("已联动", en="departments told"),
        "closed": Label("已办结", en="closed"),
    },
    found="verified closed",
    verified="told closed",
    told="closed",
)


@attrs.frozen(kw_only=True)
class Told:
    """One department told of an event, at which minute and how. Written down by hand."""

    body: str = field(label=Label("部门", en="Department"), codes="department")
    at: datetime = field(label=Label("告知时间", en="Told at"), max="today")
    channel: str = field(label=Label("告知方式", en="How"), codes="told_channel")


@kind(
    "life_event",
    label=Label("家庭变故与意外", en="Life event"),
    cites="国发〔2016〕36号；《未成年人保护法》第十一条、第四十三条；《社会救助法》第三十九条、第四十六条",
)
class LifeEvent(Record):
    """Something happened to a child or to those it lives with. The law says at once (立即) and no hour: so the minutes are shown.

    ``verify_minutes`` and ``tell_minutes`` follow from the times, in whole minutes since the event was found; nobody enters them.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    type: str = field(label=Label("变故或事故", en="What happened"), aliases=("类型",), codes="life_event_type")
    words: str | None = field(default=None, label=Label("经过", en="In words"), max_length=500)
    happened: date | None = field(
        default=None, label=Label("发生日期", en="Happened on"), max="today", sensitivity="sensitive"
    )
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    found: datetime = field(label=Label("发现时间", en="Found at"), max="today")
    status: str = state(EVENT, label=Label("状态", en="Status"))
    act_by: date | None = deadline(default=None, days=1, label=Label("下一步期限", en="Next step by"))
    verified: datetime | None = field(default=None, label=Label("核实时间", en="Verified at"), max="today")
    verified_by: str | None = field(default=None, label=Label("核实人", en="Verified by"), max_length=40)
    verify_minutes: int | None = field(
        default=None, label=Label("发现到核实", en="From found to verified"), unit="minutes"
    )
    told: tuple[Told, ...] = field(default=(), label=Label("已告知的部门", en="Departments told"))
    tell_minutes: int | None = field(
        default=None, label=Label("发现到联动", en="From found to the first department told"), unit="minutes"
    )
    result: str | None = field(default=None, label=Label("结果", en="Result"), max_length=300)
    closed: date | None = field(default=None, label=Label("办结日期", en="Closed on"))
    closed_by: str | None = field(default=None, label=Label("办结人", en="Closed by"), max_length=40)

    def tidy(self) -> Self:
        first = min((one.at for one in self.told), default=None)
        return self.but(
            verify_minutes=elapsed_minutes(self.found, self.verified), tell_minutes=elapsed_minutes(self.found, first)
        )

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "verified":
            return self.but(verified_by=actor)
        return self.but(closed=day, closed_by=actor) if state == "closed" else self

    def check(self) -> tuple[Problem, ...]:
        problems = []
        if self.status in ("verified", "told") and self.verified is None:
            problems.append(_required("verified", "核实的时间", "at which minute it was verified"))
        if self.status == "told" and not self.told:
            problems.append(_required("told", "告知了哪个部门、何时、怎样", "which department, when and how"))
        if self.status == "closed" and not (self.result or "").strip():
            problems.append(
                _required("result", "怎样办结的；查无此事也要写", "how it ended, or that nothing was found")
            )
        if self.verified is not None and self.verified < self.found:
            problems.append(_before("verified"))
        problems += [_before(f"told[{n}].at") for n, one in enumerate(self.told) if one.at < self.found]
        return tuple(problems)


def elapsed_minutes(first: datetime, then: datetime | None) -> int | None:
    """Whole minutes from *first* to *then*; ``None`` as long as there is no *then*."""
    return None if then is None else (then - first) // timedelta(minutes=1)


def _required(at: str, zh: str, en: str) -> Problem:
    said = Label("没有填写", en="is missing")
    return Problem(at=at, said=said, remedy=Label(f"写明{zh}", en=f"say {en}"), code="required")


def _before(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("早于发现时间", en="lies before the event was found"),
        remedy=Label("核对两个时间", en="check both times"),
    )
