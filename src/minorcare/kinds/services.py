"""Services: what is asked of a body for a child, and what a body asks of the street; answered, done, or asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.bodies import CODE
from minorcare.kinds.families import Minor

SERVICE = Lifecycle(
    {
        "requested": Label("待答复", en="requested"),
        "accepted": Label("已受理", en="accepted"),
        "declined": Label("未受理，待另找", en="declined, to be asked elsewhere"),
        "under_way": Label("办理中", en="under way"),
        "done": Label("已办结", en="done"),
        "asked_elsewhere": Label("已转请其他单位", en="asked elsewhere"),
        "revoked": Label("已撤回", en="revoked"),
    },
    requested="accepted declined revoked",
    accepted="under_way done revoked",
    declined="asked_elsewhere revoked",
    under_way="done revoked",
)
"""A service that was declined stays open until somebody else is asked, or nobody: a child is not lost between two bodies."""
AT_WORK = ("requested", "accepted", "under_way")
"""The states in which the other side does something, or is to."""


class Asking(Enum):
    """Who asks whom."""

    OF_THEM = "of_them"
    OF_US = "of_us"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _ASKING[self]


_ASKING = {
    Asking.OF_THEM: Label("请对方办理", en="Asked of the body"),
    Asking.OF_US: Label("对方请我们办理", en="Asked by the body"),
}


@kind(
    "service",
    label=Label("联动服务", en="Service"),
    level_by="level",
    cites="《未成年人保护法》第六条、第八十一条、第一百零四条；《个人信息保护法》第六条、第十三条",
)
class Service(Record):
    """One thing asked for one child. Several for one case name each other by ``joint_with``.

    Who answers sees the day on their own work list; on the day set, who is named in ``escalates_to`` gets it on theirs.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=Label(
            "涉及违法、性侵、涉毒家庭等的填 restricted",
            en="Say restricted where it is about an offence, sexual harm or drugs in the family",
        ),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(SERVICE, label=Label("状态", en="Status"))
    asking: Asking = field(default=Asking.OF_THEM, label=Label("方向", en="Who asks"), sensitivity="open")
    category: str = field(label=Label("服务类别", en="Kind of service"), codes="service_category")
    department: str = field(
        label=Label("联动单位代码", en="Body"),
        help=Label("联动单位目录中的代码", en="Its code in the directory of bodies"),
        aliases=("部门", "单位"),
        pattern=CODE,
        max_length=40,
        example="justice_office",
    )
    asked: date = field(label=Label("提出日期", en="Asked on"), max="today", sensitivity="personal")
    officer: str = field(label=Label("经办人账号", en="Responsible"), max_length=40, sensitivity="open")
    request: str = field(
        label=Label("事由和请求", en="What is asked, and for what"),
        help=Label("只写对方办理需要知道的", en="Only what the other side needs to know"),
        max_length=500,
    )
    situation: str | None = field(
        default=None,
        label=Label("家庭和监护情况", en="Family and guardianship"),
        help=Label("提供这一项时写明；不写与办理无关的", en="Said only where it is shared, and as far as it is needed"),
        max_length=500,
    )
    basis: str = field(label=Label("法律依据", en="Legal basis"), codes="legal_basis")
    consent: Id | None = ref("consent", default=None, label=Label("同意记录", en="Consent"))
    document: str | None = field(default=None, label=Label("文书号", en="Document"), max_length=60)
    shared: tuple[str, ...] = field(default=(), label=Label("提供的信息", en="What is shared"), codes="shared_field")
    share_until: date | None = field(default=None, label=Label("可使用至", en="May be used until"))
    share_stopped: date | None = field(default=None, label=Label("停止共享日期", en="Sharing stopped on"), max="today")
    answerer: str | None = field(
        default=None,
        label=Label("答复账号", en="Answers"),
        help=Label("没有账号的单位留空，用纸质函件", en="Empty for a body without an account: it is asked on paper"),
        max_length=40,
        sensitivity="open",
    )
    respond_by: date | None = deadline(default=None, who="answerer", label=Label("答复期限", en="Answer by"))
    act_by: date | None = deadline(default=None, who="officer", label=Label("下一步期限", en="Next step by"))
    reminded: date | None = field(default=None, label=Label("催办日期", en="Reminded on"), sensitivity="personal")
    escalates_to: str = field(label=Label("逾期上报给", en="Told if nobody answers"), max_length=40, sensitivity="open")
    escalated: date | None = field(default=None, label=Label("上报日期", en="Escalated on"), sensitivity="personal")
    chase_by: date | None = deadline(default=None, who="escalates_to", label=Label("督促期限", en="Chase it by"))
    answered: date | None = field(default=None, label=Label("答复日期", en="Answered on"), max="today")
    replied_by: str | None = field(default=None, label=Label("对方答复人", en="Answered by"), max_length=60)
    noted_by: str | None = field(
        default=None, label=Label("答复登记人", en="Answer written down by"), max_length=40, sensitivity="personal"
    )
    why_declined: str | None = field(default=None, label=Label("未受理的原因", en="Why declined"), max_length=300)
    began: date | None = field(default=None, label=Label("开始办理日期", en="Under way since"), max="today")
    provider: str | None = field(default=None, label=Label("承办人", en="Provided by"), max_length=60)
    outcome: str | None = field(default=None, label=Label("结果", en="Outcome"), codes="service_outcome")
    result: str | None = field(default=None, label=Label("结果说明", en="Result"), max_length=500)
    done: date | None = field(default=None, label=Label("办结日期", en="Done on"), max="today")
    why_revoked: str | None = field(default=None, label=Label("撤回原因", en="Why revoked"), max_length=300)
    revoked: date | None = field(default=None, label=Label("撤回日期", en="Revoked on"), max="today")
    follows: Id | None = ref("service", default=None, label=Label("接续未受理的", en="After one that was declined"))
    joint_with: Id | None = ref("service", default=None, label=Label("同一个案的服务", en="Of one case with"))

    @property
    def sharing(self) -> bool:
        """Whether the other side may use what it was told, as far as this record says."""
        return bool(self.shared) and self.share_stopped is None and self.status in AT_WORK

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        answered = {"respond_by": None, "chase_by": None, "answered": self.answered or day, "noted_by": actor}
        match state:
            case "accepted":
                return self.but(**answered)
            case "declined":
                return self.but(**answered, act_by=max(self.act_by or day, day))
            case "under_way":
                return self.but(began=self.began or day)
            case "done":
                return self.but(began=self.began or day, done=self.done or day)
            case "revoked":
                return self.but(revoked=self.revoked or day)
        return self

    def check(self) -> tuple[Problem, ...]:
        return (*_answers(self), *_days(self))


_NEEDED = {
    "requested": ("respond_by",),
    "accepted": ("act_by",),
    "declined": ("why_declined", "act_by"),
    "under_way": ("act_by",),
    "done": ("outcome",),
    "revoked": ("why_revoked",),
}
"""What a state rests on. No open state is without a day on somebody's list."""


def _answers(service: Service) -> Iterator[Problem]:
    for name in _NEEDED.get(service.status, ()):
        value = getattr(service, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield wording.required(name)
    if not service.request.strip():
        yield wording.required("request")
    if service.shared and service.share_until is None:
        yield wording.required("share_until")
    if "situation" in service.shared and not (service.situation or "").strip():
        yield wording.required("situation")


def _days(service: Service) -> Iterator[Problem]:
    names = ("respond_by", "share_until", "answered", "began", "done", "revoked")
    for name in names:
        day = getattr(service, name)
        if day is not None and day < service.asked:
            yield Problem(
                at=name,
                said=Label("早于提出日期", en="lies before the day it was asked"),
                remedy=Label("核对两个日期", en="check both days"),
                code="range",
            )
