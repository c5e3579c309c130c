"""Mandatory reports (强制报告): what harms a child, or may, told to the police at once. The law says at once (立即) and no hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.events import Told
from minorcare.kinds.families import Minor

HARM_REPORT = Lifecycle(
    {
        "noted": Label("尚未报警", en="police not yet told"),
        "told": Label("已报警", en="police told"),
        "received": Label("已有回执", en="receipt on file"),
        "concluded": Label("已有处理结果", en="result known"),
        "answered": Label("已告知报告人", en="reporter told"),
    },
    noted="told",
    told="received concluded",
    received="concluded",
    concluded="answered",
)
ANSWER_DAYS, TELL_BACK_DAYS = 3, 3
"""Days for the police to answer, and for the office to tell the reporter. Local practice, not law; settings say otherwise."""

SAID = ("minor", "child", "situations", "words", "found_at", "place", "guardian", "condition", "suspect", "safe_now")
"""What a report may say at first. Any one of these is enough."""


@attrs.frozen(kw_only=True)
class Supplement:
    """What became known after a report was noted."""

    at: datetime = field(label=Label("补充时间", en="Added at"), max="today")
    words: str = field(label=Label("补充内容", en="What is added"), max_length=1000)


@kind(
    "harm_report",
    label=Label("强制报告", en="Harm report"),
    lasting=True,
    unsigned=True,
    cites="《未成年人保护法》第十一条；《反家庭暴力法》第十四条；《关于建立侵害未成年人案件强制报告制度的意见（试行）》第四条",
)
class HarmReport(Record):
    """A report that a child is harmed or in danger, or may be. One value is enough to send it; nothing is looked into first.

    Who reports stands in the vault (``reporter``) and nowhere here; whoever may not know whose report it is knows of none. It is supplemented and linked to another child, and never taken
    back. ``tell_minutes`` follows from the times; nobody enters it.
    """

    area: str | None = field(default=None, label=Label("所属区域", en="Area"), sensitivity="open")
    minor: Id | None = ref(
        Minor, about=True, default=None, label=Label("名册里的孩子", en="Child on file"), sensitivity="restricted"
    )
    child: str | None = field(
        default=None,
        label=Label("孩子称呼、年龄、特征", en="The child: name, age, looks"),
        help=Label("知道多少写多少", en="As much as is known"),
        max_length=200,
        sensitivity="restricted",
    )
    situations: tuple[str, ...] = field(
        default=(), label=Label("情形", en="Situation"), codes="harm_situation", sensitivity="restricted"
    )
    words: str | None = field(
        default=None,
        label=Label("看到、听到什么", en="What was seen or heard"),
        help=Label("写原话和所见，不追问孩子", en="As it was seen and said; the child is not questioned"),
        max_length=2000,
        sensitivity="restricted",
    )
    found_at: datetime | None = field(
        default=None, label=Label("发现时间", en="Found at"), max="today", sensitivity="restricted"
    )
    place: str | None = field(
        default=None, label=Label("发现地点", en="Place"), max_length=200, sensitivity="restricted"
    )
    guardian: str | None = field(
        default=None, label=Label("监护人", en="Guardian"), max_length=200, sensitivity="restricted"
    )
    condition: str | None = field(
        default=None, label=Label("伤情、状态", en="Injuries, state"), max_length=500, sensitivity="restricted"
    )
    suspect: str | None = field(
        default=None,
        label=Label("疑似侵害人及关系", en="Who may have done it, and how related"),
        max_length=200,
        sensitivity="restricted",
    )
    safe_now: str | None = field(
        default=None, label=Label("此刻是否安全", en="Safe now"), codes="safe_now", sensitivity="restricted"
    )
    protection: str | None = field(
        default=None, label=Label("已采取的保护", en="Protection given"), max_length=500, sensitivity="restricted"
    )
    evidence: str | None = field(
        default=None,
        label=Label("证据保全", en="Evidence kept"),
        help=Label("只写已做什么、何时、交给谁", en="Only what was done, when, and handed to whom"),
        max_length=300,
        sensitivity="restricted",
    )
    noted_at: datetime | None = field(
        default=None, label=Label("登记时间", en="Noted at"), max="today", sensitivity="restricted"
    )
    status: str = state(HARM_REPORT, label=Label("进展", en="Progress"))
    tell_by: date | None = deadline(
        default=None, label=Label("尚未报警，立即报警", en="Police not yet told: tell them now")
    )
    authority: str | None = field(
        default=None, label=Label("接报的公安机关", en="Police told"), codes="harm_authority", sensitivity="restricted"
    )
    channel: str | None = field(
        default=None, label=Label("报警方式", en="Told how"), codes="told_channel", sensitivity="restricted"
    )
    told_at: datetime | None = field(
        default=None, label=Label("报警时间", en="Told at"), max="today", sensitivity="restricted"
    )
    told_person: str | None = field(
        default=None, label=Label("接警人", en="Who took it"), max_length=60, sensitivity="restricted"
    )
    told_by: str | None = field(
        default=None, label=Label("登记报警的账号", en="Written down by"), max_length=40, sensitivity="restricted"
    )
    tell_minutes: int | None = field(
        default=None, label=Label("发现到报警", en="From found to told"), unit="minutes", sensitivity="restricted"
    )
    also_told: tuple[Told, ...] = field(
        default=(), label=Label("同时告知的部门", en="Departments told too"), sensitivity="restricted"
    )
    answer_by: date | None = deadline(default=None, label=Label("公安机关反馈", en="Answer of the police"))
    receipt: str | None = field(
        default=None,
        label=Label("回执或受案编号", en="Receipt or case number"),
        max_length=60,
        sensitivity="restricted",
    )
    received_on: date | None = field(
        default=None, label=Label("回执日期", en="Receipt of"), max="today", sensitivity="restricted"
    )
    result: str | None = field(
        default=None, label=Label("处理结果", en="Result"), max_length=500, sensitivity="restricted"
    )
    concluded_on: date | None = field(
        default=None, label=Label("结果日期", en="Result of"), max="today", sensitivity="restricted"
    )
    tell_back_by: date | None = deadline(
        default=None, label=Label("把结果告知报告人", en="Tell the reporter the result")
    )
    told_back_on: date | None = field(
        default=None, label=Label("告知报告人日期", en="Reporter told on"), max="today", sensitivity="restricted"
    )
    supplements: tuple[Supplement, ...] = field(
        default=(), label=Label("补充", en="Supplements"), sensitivity="restricted"
    )

    def tidy(self) -> Self:
        if self.status == HARM_REPORT.first:
            return self.but(**_LATER)
        first = min((at for at in (self.found_at, self.noted_at) if at is not None), default=None)
        return self.but(tell_minutes=_minutes(first, self.told_at))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        match state:
            case "noted":
                return self.but(tell_by=day)
            case "told":
                answer_by = self.answer_by or day + timedelta(days=ANSWER_DAYS)
                return self.but(tell_by=None, told_by=actor, answer_by=answer_by)
            case "received":
                return self.but(received_on=self.received_on or day)
            case "concluded":
                tell_back_by = self.tell_back_by or day + timedelta(days=TELL_BACK_DAYS)
                return self.but(concluded_on=self.concluded_on or day, answer_by=None, tell_back_by=tell_back_by)
        return self.but(told_back_on=self.told_back_on or day, tell_back_by=None)

    def check(self) -> tuple[Problem, ...]:
        return tuple(_problems(self))


# what comes later is not for who notes a report to send
_LATER: dict[str, Any] = dict.fromkeys(
    ("told_by", "tell_minutes", "receipt", "received_on", "result", "concluded_on", "told_back_on")
)
_ASKED = {
    "told": ("authority", "channel", "told_at"),
    "received": ("receipt",),
    "concluded": ("result",),
}


def _minutes(first: datetime | None, then: datetime | None) -> int | None:
    """Whole minutes; ``None`` as long as one of them is missing, 0 where the police were told before it was noted."""
    return None if first is None or then is None else max(0, (then - first) // timedelta(minutes=1))


def _problems(report: HarmReport) -> Iterator[Problem]:
    if report.status != HARM_REPORT.first:
        yield from (wording.required(name) for name in _ASKED["told"] if getattr(report, name) is None)
    for name in _ASKED.get(report.status, ()) if report.status != "told" else ():
        if not (getattr(report, name) or "").strip():
            yield wording.required(name)
    if report.found_at is not None and report.told_at is not None and report.told_at < report.found_at:
        yield _TOO_EARLY


_TOO_EARLY = Problem(
    at="told_at",
    said=Label("早于发现时间", en="lies before it was found"),
    remedy=Label("核对两个时间", en="check both times"),
)
