"""Where a child lives, learns and works, and whether it was found on the street: dated facts, as told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered


@kind(
    "residence_period",
    label=Label("居住起止", en="Time of residence"),
    cites="国发〔2016〕13号；民政部流动儿童监测口径",
)
class ResidencePeriod(Record):
    """Since when a child lives in the street, and until when. Where it is registered stands with the household."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    began: date = field(
        label=Label("来此居住日期", en="Lives here since"), aliases=("来本地日期",), max="today", sensitivity="personal"
    )
    ended: date | None = field(default=None, label=Label("离开日期", en="Until"), sensitivity="personal")
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source", sensitivity="personal")

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.began, self.ended, at="ended")


_GAP = Lifecycle(
    {"asked": Label("待问清", en="to be asked"), "answered": Label("已问清", en="answered")}, asked="answered"
)


@kind("schooling_gap", label=Label("不在校情况", en="Time out of school"), cites="《义务教育法》第十一条、第十三条")
class SchoolingGap(Record):
    """A child is not at school: since when, and why. It asks a question with a deadline; it is no misbehaviour and proves none."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    began: date = field(label=Label("离校日期", en="Out of school since"), aliases=("首次离校日",), max="today")
    ended: date | None = field(default=None, label=Label("返校日期", en="Back at school on"))
    reason: str = field(
        default="not_known",
        label=Label("不在校原因", en="Why"),
        aliases=("失学原因",),
        codes="out_of_school_reason",
    )
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    ask_by: date = deadline(label=Label("问清期限", en="Find out by"))
    status: str = state(_GAP, label=Label("状态", en="Status"))

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.began, self.ended, at="ended"), *self._answer())

    def _answer(self) -> Iterator[Problem]:
        if self.status == "answered" and self.reason == "not_known" and self.ended is None:
            yield Problem(
                at="reason",
                said=Label("还没有问清", en="is not known yet"),
                remedy=Label("填写原因，或返校日期", en="give the reason, or the day the child was back"),
                code="required",
            )


@kind("employment", label=Label("就业情况", en="Employment"), cites="《未成年人保护法》第六十一条；《民法典》第十八条")
class Employment(Record):
    """Work of a young person of sixteen or more. Work below sixteen is unlawful and belongs into a report of harm."""

    minor: Id = ref(Minor, about=True, label=Label("本人", en="Young person"))
    began: date = field(label=Label("开始日期", en="From"), max="today", sensitivity="personal")
    ended: date | None = field(default=None, label=Label("结束日期", en="Until"), sensitivity="personal")
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source", sensitivity="personal")

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.began, self.ended, at="ended")


@attrs.frozen(kw_only=True)
class StreetStep:
    """One step that was taken: which, on which day, by whom. What it brought to light stays with whoever took it."""

    step: str = field(label=Label("步骤", en="Step"), codes="street_step")
    done: date = field(label=Label("日期", en="Day"), max="today")
    by: str = field(label=Label("单位", en="By"), codes="fact_source")


@kind(
    "street_finding",
    label=Label("流浪乞讨发现记录", en="Found on the street"),
    cites="《未成年人保护法》第九十二条；国办发〔2011〕39号",
)
class StreetFinding(Record):
    """A child found living or begging on the street, and what was done: care first, then identity, relief, the way home."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    found: date = field(label=Label("发现日期", en="Found on"), max="today")
    place: str | None = field(default=None, label=Label("发现地点", en="Place"), max_length=80)
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    steps: tuple[StreetStep, ...] = field(default=(), label=Label("已做步骤", en="Steps taken"))
    ended: date | None = field(
        default=None,
        label=Label("结束日期", en="Ended on"),
        help=Label("交监护人、救助站或流出地的日期", en="When the child was handed over or went home"),
    )

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.found, self.ended, at="ended"), *self._steps())

    def _steps(self) -> Iterator[Problem]:
        for place, step in enumerate(self.steps):
            if step.done < self.found:
                yield Problem(
                    at=f"steps[{place}].done",
                    said=Label("早于发现日期", en="lies before the day of finding"),
                    remedy=Label("核对两个日期", en="check both dates"),
                )
