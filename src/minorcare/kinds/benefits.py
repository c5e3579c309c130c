"""Benefits (保障待遇): suggested unasked, applied for, decided by who may decide, started and stopped by the month; and the papers for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered

BENEFIT = Lifecycle(
    {
        "suggested": Label("可申请，待核实", en="may be entitled"),
        "dismissed": Label("核实后不申请", en="looked into, not applied for"),
        "lapsed": Label("条件已不具备", en="no longer entitled"),
        "applied": Label("收集材料", en="applied for, papers being gathered"),
        "complete": Label("材料齐全，待录入", en="papers complete"),
        "entered": Label("已录入，待提出意见", en="entered, the street's opinion is due"),
        "reported": Label("已上报，待认定", en="sent up, to be decided"),
        "granted": Label("已认定，待告知", en="granted, the family to be told"),
        "running": Label("享受中", en="running"),
        "refused": Label("未通过，待告知", en="refused, the family to be told"),
        "closed": Label("已告知未通过", en="refused and told"),
        "withdrawn": Label("家庭撤回", en="withdrawn by the family"),
        "ended": Label("已停止", en="ended"),
    },
    suggested="applied dismissed lapsed",
    applied="complete withdrawn",
    complete="entered withdrawn",
    entered="reported withdrawn",
    reported="granted refused withdrawn",
    granted="running",
    refused="closed",
    running="ended",
)
UNDECIDED = ("suggested", "applied", "complete", "entered", "reported")
"""The states in which nobody has decided yet."""
OVER = ("ended", "lapsed", "withdrawn")
"""The states after which the same benefit may be suggested again. What was refused or dismissed is not suggested anew."""

CLOCKS: Mapping[str, str] = {
    "complete": "enter_by",
    "entered": "opinion_by",
    "reported": "decide_by",
    "granted": "tell_by",
    "refused": "tell_by",
}
"""The deadline that runs in each state."""


@kind(
    "benefit",
    label=Label("保障待遇", en="Benefit"),
    level_by="level",
    cites="《社会救助法》第三十九条、第四十三条至第四十五条；民发〔2019〕62号",
)
class Benefit(Record):
    """One benefit of one child, from the first suggestion to its end. The office accepts and examines; it never decides.

    The decision is recorded as received, with its document. It is paid from the month after the decision and up to the month in
    which its cause ended.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=Label("按政策条件所涉及的最高一级", en="That of the most sensitive condition of the policy"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    policy: str = field(label=Label("待遇", en="Benefit"), codes="benefit_policy", sensitivity="sensitive")
    status: str = state(BENEFIT, label=Label("状态", en="Status"))
    officer: str | None = field(
        default=None, label=Label("经办人账号", en="Responsible"), max_length=40, sensitivity="open"
    )
    applied: date | None = field(default=None, label=Label("申请日期", en="Applied on"), max="today")
    asked_papers: tuple[str, ...] = field(
        default=(), label=Label("请家庭提供的材料", en="Papers asked for"), codes="paper_type"
    )
    completed: date | None = field(default=None, label=Label("材料齐全日期", en="Papers complete on"), max="today")
    enter_by: date | None = deadline(default=None, who="officer", label=Label("录入期限", en="Enter by"))
    entered: date | None = field(default=None, label=Label("录入日期", en="Entered on"), max="today")
    external_id: str | None = field(
        default=None,
        label=Label("全国系统编号", en="Number in the national system"),
        help=Label("人工录入后填写", en="As that system gives it, once somebody has typed it in"),
        max_length=40,
        sensitivity="personal",
    )
    opinion_by: date | None = deadline(default=None, who="officer", label=Label("提出意见期限", en="Opinion by"))
    opinion: str | None = field(default=None, label=Label("街道意见", en="The street's opinion"), max_length=300)
    reported: date | None = field(default=None, label=Label("上报日期", en="Sent up on"), max="today")
    decide_by: date | None = deadline(default=None, who="officer", label=Label("认定期限", en="Decision by"))
    decided: date | None = field(default=None, label=Label("认定日期", en="Decided on"), max="today")
    decided_by: str | None = field(
        default=None, label=Label("认定单位", en="Decided by"), codes="department", sensitivity="personal"
    )
    document: str | None = field(default=None, label=Label("认定文号", en="Document"), max_length=60)
    why: str | None = field(default=None, label=Label("原因", en="Why"), max_length=300)
    tell_by: date | None = deadline(default=None, who="officer", label=Label("告知期限", en="Tell the family by"))
    told: date | None = field(default=None, label=Label("告知日期", en="Family told on"), max="today")
    paid_from: date | None = field(
        default=None,
        label=Label("发放起始月", en="Paid from"),
        help=Label("认定次月的第一天", en="The first day of the month after the decision"),
    )
    check_by: date | None = deadline(default=None, who="officer", label=Label("条件核查期限", en="Look into it by"))
    cause_ended: date | None = field(default=None, label=Label("条件消失日期", en="Cause ended on"), max="today")
    paid_until: date | None = field(
        default=None,
        label=Label("发放至", en="Paid until"),
        help=Label("条件消失当月的最后一天", en="The last day of the month in which the cause ended"),
    )
    publicised: bool = field(
        default=False,
        label=Label("公示", en="Published"),
        help=Label("儿童待遇默认不公示", en="Benefits of children are not published unless the office has set so"),
        sensitivity="personal",
    )

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        none = {name: None for name in {*CLOCKS.values(), "check_by"} if name != CLOCKS.get(state)}
        kept = self.but(**none)
        match state:
            case "applied":
                return kept.but(applied=self.applied or day, officer=self.officer or actor)
            case "complete":
                return kept.but(completed=self.completed or day)
            case "entered":
                return kept.but(entered=self.entered or day)
            case "reported":
                return kept.but(reported=self.reported or day)
            case "running" | "closed":
                return kept.but(told=self.told or day)
            case _:
                return kept

    def check(self) -> tuple[Problem, ...]:
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        clock = CLOCKS.get(self.status)
        needed = {
            "reported": ("opinion",),
            "granted": ("decided", "decided_by", "document", "paid_from"),
            "refused": ("decided", "decided_by", "why"),
            "ended": ("cause_ended", "paid_until", "why"),
            "dismissed": ("why",),
        }.get(self.status, ())
        yield from (_missing(name) for name in (*needed, *([clock] if clock else ())) if getattr(self, name) is None)
        if self.decided and self.paid_from and self.paid_from != month_after(self.decided):
            yield _NOT_NEXT_MONTH
        if self.cause_ended and self.paid_until and self.paid_until != month_end(self.cause_ended):
            yield _NOT_THAT_MONTH
        yield from ordered(self.applied, self.completed, at="completed")
        yield from ordered(self.reported, self.decided, at="decided")


@kind(
    "paper",
    label=Label("证明材料", en="Paper"),
    cites="《社会救助法》第四十二条；国办发〔2018〕123号（减证便民）",
)
class Paper(Record):
    """A paper that a family has handed in: seen once, it is not asked for again as long as it is good."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    type: str = field(label=Label("材料", en="Paper"), codes="paper_type")
    received: date = field(label=Label("收到日期", en="Received on"), max="today")
    valid_until: date | None = field(default=None, label=Label("有效期至", en="Good until"))
    kept_at: str | None = field(
        default=None, label=Label("存放处", en="Where it is kept"), max_length=60, sensitivity="personal"
    )

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.received, self.valid_until, at="valid_until")


def month_after(day: date) -> date:
    """The first day of the month after *day*'s: from then on a benefit is paid, or no longer paid."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of *day*'s month: up to then a benefit is paid."""
    return date.fromordinal(month_after(day).toordinal() - 1)


def _missing(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("没有填写", en="is missing"),
        remedy=Label("请填写这一项", en="give a value"),
        code="required",
    )


_NOT_NEXT_MONTH = Problem(
    at="paid_from",
    said=Label("不是认定次月的第一天", en="is not the first day of the month after the decision"),
    remedy=Label("从认定的次月起发放", en="it is paid from that month on"),
    code="range",
)
_NOT_THAT_MONTH = Problem(
    at="paid_until",
    said=Label("不是条件消失当月的最后一天", en="is not the last day of the month in which the cause ended"),
    remedy=Label("从条件消失的次月起停发", en="it is not paid from the month after that"),
    code="range",
)
