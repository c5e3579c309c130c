"""Who stands by whom: the named person of a focus child, and who stands in for an officer who is away."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Owner, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered
from minorcare.query import F, Filter, exists

GUARANTEE = Lifecycle(
    {
        "assigned": Label("待接受", en="to be accepted"),
        "accepted": Label("已接受", en="accepted"),
        "declined": Label("未接受，待换人", en="declined, to be replaced"),
        "ended": Label("已结束", en="ended"),
    },
    assigned="accepted declined ended",
    accepted="ended",
    declined="accepted ended",
)

ANSWER = Lifecycle(
    {
        "sent": Label("已提交", en="sent"),
        "taken": Label("已采用", en="taken"),
        "refused": Label("不予采用", en="refused"),
    },
    sent="taken refused",
)
"""Of what is reported by somebody who does not read what it is about: ``refused`` where it was not theirs to report."""


@kind(
    "guarantee",
    label=Label("包保", en="Guarantee"),
    owner=Owner("officer", moves="accepted declined", says="why_declined"),
    cites="《未成年人保护法》第四十三条；社区两委包保责任制",
)
class Guarantee(Record):
    """One member of the two committees answers for one focus child (包保), from the first day up to the last, which is the next one's.

    It stands until it is ended: who declines stays responsible until somebody else takes over. Who takes over names the guarantee
    before by ``takes_over``, and from then on the child is theirs, even before the old one is closed. So there is never nobody.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    officer: str = field(label=Label("包保人账号", en="Guarantor"), max_length=40, sensitivity="open")
    began: date = field(label=Label("开始日期", en="From"), max="today", sensitivity="open")
    ended: date | None = field(
        default=None,
        label=Label("结束日期", en="Until"),
        help=Label("接手人从这一天开始", en="The day on which the next one begins"),
        max="today",
        sensitivity="open",
    )
    reason: str = field(label=Label("确定原因", en="Why this person"), codes="guarantee_reason", sensitivity="open")
    accept_by: date | None = deadline(default=None, who="officer", label=Label("接受期限", en="Accept by"))
    accepted: date | None = field(
        default=None, label=Label("接受日期", en="Accepted on"), max="today", sensitivity="open"
    )
    accepted_by: str | None = field(
        default=None, label=Label("接受人", en="Accepted by"), max_length=40, sensitivity="open"
    )
    declined: date | None = field(
        default=None, label=Label("谢绝日期", en="Declined on"), max="today", sensitivity="open"
    )
    why_declined: str | None = field(
        default=None, label=Label("谢绝理由", en="Why declined"), max_length=200, sensitivity="sensitive"
    )
    replace_by: date | None = deadline(default=None, label=Label("换人期限", en="Replace by"))
    why_ended: str | None = field(
        default=None, label=Label("结束原因", en="Why ended"), codes="guarantee_end", sensitivity="open"
    )
    takes_over: Id | None = ref("guarantee", default=None, label=Label("接手自", en="Takes over from"))
    status: str = state(GUARANTEE, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        match state:
            case "accepted":
                by = self.accepted_by or actor
                return self.but(accepted=self.accepted or day, accepted_by=by, accept_by=None, replace_by=None)
            case "declined":
                return self.but(declined=self.declined or day, accept_by=None, replace_by=self.replace_by or day)
            case "ended":
                return self.but(ended=self.ended or day, accept_by=None, replace_by=None)
        return self

    def check(self) -> tuple[Problem, ...]:
        found = list(ordered(self.began, self.ended, at="ended"))
        if self.status == "assigned" and self.accept_by is None:
            found.append(_missing("accept_by"))
        if self.status == "accepted" and self.accepted_by != self.officer:
            found.append(_NOT_THEIRS)
        if self.status == "declined" and self.why_declined is None:
            found.append(_missing("why_declined"))
        if self.status == "ended" and self.why_ended is None:
            found.append(_missing("why_ended"))
        if self.status != "ended" and self.ended is not None:
            found.append(_STILL_OPEN)
        if self.takes_over == self.id:
            found.append(_ITSELF)
        return tuple(found)


@cache
def standing() -> Filter:
    """The guarantees in force, a filter on ``guarantee``: not ended, and not taken over by another.

    A guarantee is taken over the moment another one names it, so that no child has two, not even within the batch that hands over.
    """
    return (F.status != "ended") & ~exists(Guarantee, via="takes_over")


@kind("guarantee_answer", label=Label("包保答复", en="Answer to a guarantee"), cites="社区两委包保责任制")
class GuaranteeAnswer(Record):
    """Yes or no from somebody asked to answer for a child, who sees the deadline and not the record.

    It names the guarantee by its id only, whether there is one or not; :mod:`minorcare.work.answers` holds it against the journal,
    which knows who sent it, and against the guarantee.
    """

    area: str = field(label=Label("所属区域", en="Area"), sensitivity="open")
    guarantee: str = field(label=Label("包保编号", en="Guarantee"), max_length=64, sensitivity="open")
    accepts: bool = field(label=Label("接受", en="Accepts"), sensitivity="open")
    why: str | None = field(
        default=None,
        label=Label("理由", en="Why not"),
        help=Label("不接受的要写明理由", en="Say why, if the answer is no"),
        max_length=200,
        sensitivity="sensitive",
    )
    status: str = state(ANSWER, label=Label("状态", en="Status"))

    def check(self) -> tuple[Problem, ...]:
        return () if self.accepts or self.why is not None else (_missing("why"),)


@kind("deputy", label=Label("代班", en="Deputy"), cites="社区两委包保责任制")
class Deputy(Record):
    """For some days the work of one officer is done by another. The named person stays the named person."""

    area: str = field(
        label=Label("所属区域", en="Area"),
        help=Label("被代班人的负责区域", en="Where the officer who is away is posted"),
        sensitivity="open",
    )
    officer: str = field(label=Label("被代班人账号", en="Officer away"), max_length=40, sensitivity="open")
    stands_in: str = field(label=Label("代班人账号", en="Who stands in"), max_length=40, sensitivity="open")
    began: date = field(label=Label("开始日期", en="From"), sensitivity="open")
    last: date = field(label=Label("最后一天", en="Last day"), sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        found = ordered(self.began, self.last, at="last")
        return (*found, _NOBODY_ELSE) if self.officer == self.stands_in else found


def _missing(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("没有填写", en="is missing"),
        remedy=Label("请填写这一项", en="give a value"),
        code="required",
    )


_NOT_THEIRS = Problem(
    at="accepted_by",
    said=Label("只有包保人本人可以接受", en="is not the guarantor: nobody accepts for another"),
    remedy=Label("请包保人本人接受；代为登记的，写包保人的账号", en="let them accept, or name them if you enter it"),
    code="person",
)
_STILL_OPEN = Problem(
    at="ended",
    said=Label("包保还没有结束", en="is given for a guarantee that stands"),
    remedy=Label("用“变更状态”来结束", en="end it by a transition"),
    code="state",
)
_ITSELF = Problem(
    at="takes_over",
    said=Label("不能接手自己", en="is this very guarantee"),
    remedy=Label("填前一条包保", en="name the one before"),
    code="reference",
)
_NOBODY_ELSE = Problem(
    at="stands_in",
    said=Label("代班人就是本人", en="is the officer who is away"),
    remedy=Label("换一个人", en="name another person"),
    code="person",
)
