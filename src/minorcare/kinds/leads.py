"""Leads (线索): what somebody saw, sent in a minute and without a label."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds import phone
from minorcare.kinds.families import Household, Minor

LEAD = Lifecycle(
    {
        "received": Label("已收到", en="received"),
        "linked": Label("已关联", en="linked"),
        "opened": Label("已立案", en="opened"),
        "dismissed": Label("不成立", en="dismissed"),
        "told_back": Label("已反馈", en="told back"),
    },
    received="linked opened dismissed",
    linked="told_back",
    opened="told_back",
    dismissed="told_back",
)


class Outcome(Enum):
    """What came of a lead. It outlives the state, which ends as told back."""

    LINKED = "linked"
    OPENED = "opened"
    DISMISSED = "dismissed"

    @property
    def label(self) -> Label:
        """What people call it."""
        return LEAD.label_of(self.value)


@kind(
    "lead",
    label=Label("线索", en="Lead"),
    cites="《未成年人保护法》第十一条；《社会救助法》第三十九条",
)
class Lead(Record):
    """What was seen, where and when, and who says so: no child, no reason, no judgement. Those come with triage.

    Whoever sends a lead need not read any. Whom it is linked to and what came of it is for those who may read leads in its area;
    the sender learns of it that it was received, and that it was handled (:func:`minorcare.work.leads.told_back`).
    """

    area: str = field(
        label=Label("所属区域", en="Area"),
        help=Label("填到最细一级：楼栋、网格或社区", en="As far down as known: building, grid or community"),
        aliases=("网格", "社区"),
        sensitivity="open",
    )
    address: str | None = field(default=None, label=Label("地点", en="Address"), aliases=("地址",), max_length=120)
    observed: tuple[str, ...] = field(
        label=Label("看到了什么", en="What was seen"), aliases=("所见情况",), codes="observation"
    )
    words: str | None = field(
        default=None,
        label=Label("补充说明", en="In your own words"),
        help=Label("只写所见所闻，不猜原因", en="What was seen and heard only; no guess at why"),
        max_length=1000,
    )
    seen_on: date = field(label=Label("发现日期", en="Seen on"), max="today", sensitivity="personal")
    source: str = field(label=Label("来自", en="Sent by what body"), codes="fact_source")
    taken_down: bool = field(
        default=False,
        label=Label("代为记录", en="Taken down"),
        help=Label("没有账号的人来电或来访说的", en="Told by somebody without an account, by phone or at the door"),
        sensitivity="personal",
    )
    sent_by: str | None = field(
        default=None,
        label=Label("报送账号", en="Sent by"),
        help=Label(
            "系统填写；代为记录的留空", en="Filled in by the system; empty where it was taken down for somebody"
        ),
        max_length=40,
    )
    contact: str | None = field(
        default=None,
        label=Label("联系电话", en="Phone to call back"),
        help=Label("可不填；只用于反馈", en="Need not be given; used to tell back only"),
        max_length=20,
        secret=True,
    )
    status: str = state(LEAD, label=Label("状态", en="Status"))
    deal_by: date | None = deadline(
        default=None,
        working_days=2,
        label=Label("办理期限", en="Deal with it by"),
        help=Label("先研判，再反馈，各一个期限", en="Until it is triaged, then until the sender is told"),
    )
    minor: Id | None = ref(Minor, default=None, label=Label("关联的孩子", en="Child"), sensitivity="sensitive")
    household: Id | None = ref(
        Household, default=None, label=Label("关联的家庭户", en="Household"), sensitivity="sensitive"
    )
    outcome: Outcome | None = field(default=None, label=Label("研判结果", en="Outcome"))
    reason: str | None = field(default=None, label=Label("说明", en="Reason"), max_length=200)
    decided: date | None = field(default=None, label=Label("研判日期", en="Triaged on"))
    decided_by: str | None = field(default=None, label=Label("研判人", en="Triaged by"), max_length=40)
    told: date | None = field(default=None, label=Label("反馈日期", en="Told back on"))
    told_by: str | None = field(default=None, label=Label("反馈人", en="Told back by"), max_length=40)
    told_how: str | None = field(default=None, label=Label("反馈方式", en="Told back how"), codes="told_channel")

    def tidy(self) -> Self:
        contact = (self.contact and phone.normalise(self.contact)) or None
        return self.but(contact=contact, **(_UNDECIDED if self.status == LEAD.first else {}))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "received":
            return self.but(sent_by=None if self.taken_down else actor)
        if state == "told_back":
            return self.but(told=day, told_by=actor)
        return self.but(outcome=Outcome(state), decided=day, decided_by=actor)

    def check(self) -> tuple[Problem, ...]:
        problems = [*(phone.examine(self.contact, at="contact") if self.contact else ())]
        if self.outcome is Outcome.LINKED and self.minor is None:
            problems.append(_NO_CHILD)
        if self.outcome is Outcome.OPENED and self.minor is None and self.household is None:
            problems.append(_NOTHING_OPENED)
        if self.outcome is Outcome.DISMISSED and not (self.reason or "").strip():
            problems.append(_NO_REASON)
        if self.status == "told_back" and self.told_how is None:
            problems.append(_NOT_SAID_HOW)
        return tuple(problems)


# what is decided on a lead is not the sender's to send
_UNDECIDED: dict[str, Any] = dict.fromkeys(
    ("minor", "household", "outcome", "reason", "decided", "decided_by", "told", "told_by", "told_how")
)
_NO_CHILD = Problem(
    at="minor",
    said=Label("没有写明关联到哪个孩子", en="is missing: a linked lead is about a child"),
    remedy=Label("选择孩子；名册里没有的，用“立案”登记", en="choose the child; for one not on file, open a new record"),
    code="required",
)
_NOTHING_OPENED = Problem(
    at="minor",
    said=Label("没有写明为谁立案", en="is missing: a lead opens the record of a child or of a household"),
    remedy=Label("登记孩子或家庭户后再立案", en="enter the child or the household first"),
    code="required",
)
_NO_REASON = Problem(
    at="reason",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明为什么不成立", en="say why nothing came of it"),
    code="required",
)
_NOT_SAID_HOW = Problem(
    at="told_how",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明怎样反馈；联系不上也要写", en="say how the sender was told, or that nobody could be reached"),
    code="required",
)
