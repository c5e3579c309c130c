"""Hazards in a household: fire and electricity, windows, open water, supervision."""

from __future__ import annotations

from datetime import date
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Household

HAZARD = Lifecycle(
    {
        "open": Label("待消除", en="open"),
        "lowered": Label("已降低", en="lowered"),
        "transferred": Label("已移交", en="transferred"),
        "closed": Label("已销号", en="closed"),
    },
    open="lowered transferred",
    lowered="closed open",
    transferred="closed open",
)


@attrs.frozen(kw_only=True)
class HazardMeasure:
    """Something done, or to be done, against a hazard."""

    what: str = field(label=Label("措施", en="Measure"), max_length=120)
    done: date | None = field(default=None, label=Label("完成日期", en="Done on"), max="today")


@kind(
    "household_hazard",
    label=Label("家庭隐患", en="Household hazard"),
    cites="《未成年人保护法》第十八条、第二十一条、第四十三条",
)
class HouseholdHazard(Record):
    """What may hurt a child at home, what is done about it by when, and the look taken afterwards.

    It is lowered by a measure that was done, or transferred to who can do it; either way somebody looks again, and closes it or
    opens it anew.
    """

    household: Id = ref(Household, about=True, label=Label("家庭户", en="Household"))
    type: str = field(label=Label("隐患", en="Hazard"), aliases=("隐患类型",), codes="hazard_type")
    words: str | None = field(default=None, label=Label("说明", en="In words"), max_length=300)
    found: date = field(label=Label("发现日期", en="Found on"), max="today")
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    measures: tuple[HazardMeasure, ...] = field(default=(), label=Label("措施", en="Measures"))
    status: str = state(HAZARD, label=Label("状态", en="Status"))
    due: date | None = deadline(default=None, label=Label("整改期限", en="To be lowered by"))
    settled: date | None = field(default=None, label=Label("降低或移交日期", en="Lowered or transferred on"))
    transferred_to: str | None = field(default=None, label=Label("移交给", en="Transferred to"), codes="department")
    recheck: date | None = deadline(default=None, days=30, after="settled", label=Label("复查期限", en="Look again by"))
    rechecked: date | None = field(default=None, label=Label("复查日期", en="Looked again on"))
    rechecked_by: str | None = field(default=None, label=Label("复查人", en="Looked again by"), max_length=40)

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "closed":  # to close it is what comes of looking again
            return self.but(rechecked=day, rechecked_by=actor)
        if state != "open":
            return self.but(settled=day, due=None)
        if self.settled is None:  # found for the first time
            return self
        return self.but(settled=None, transferred_to=None, recheck=None, rechecked=day, rechecked_by=actor)

    def check(self) -> tuple[Problem, ...]:
        problems = []
        if self.status == "open" and self.due is None:
            problems.append(_required("due", "最迟哪天整改", "by which day it must be lowered"))
        if self.status == "lowered" and not any(one.done for one in self.measures):
            problems.append(_required("measures", "做了什么、哪天完成", "what was done about it, and on which day"))
        if self.status == "transferred" and self.transferred_to is None:
            problems.append(_required("transferred_to", "移交给谁", "to whom"))
        return tuple(problems)


def _required(at: str, zh: str, en: str) -> Problem:
    said = Label("没有填写", en="is missing")
    return Problem(at=at, said=said, remedy=Label(f"写明{zh}", en=f"say {en}"), code="required")
