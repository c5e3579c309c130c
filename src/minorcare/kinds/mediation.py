"""Mediation (矛盾调解): who is at odds about what, what was agreed, and whether it holds. Never where a child may have been harmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.bodies import CODE
from minorcare.kinds.families import Minor
from minorcare.kinds.services import Service

MEDIATION = Lifecycle(
    {
        "opened": Label("调解中", en="opened"),
        "agreed": Label("已达成协议", en="agreed"),
        "failed": Label("未达成协议", en="failed"),
        "stopped": Label("已停止", en="stopped"),
        "followed_up": Label("已回访", en="followed up"),
    },
    opened="agreed failed stopped",
    agreed="followed_up stopped",
)


@attrs.frozen(kw_only=True)
class Party:
    """One who is at odds, and what they are to the child."""

    name: str = field(label=Label("姓名或名称", en="Name"), max_length=60)
    role: str = field(label=Label("身份", en="Who they are"), codes="party_role")


@kind(
    "mediation",
    label=Label("矛盾调解", en="Mediation"),
    level_by="level",
    cites="《人民调解法》第十七条、第二十八条、第三十一条；《未成年人保护法》第四条",
)
class Mediation(Record):
    """One conflict that concerns a child, between two parties or more, of their own will.

    Harm is not mediated: where somebody ticks a sign of it, where one was seen on a visit, or where a report of it waits for its
    result, this is refused, and the harm is reported instead (《未成年人保护法》第十一条).
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(MEDIATION, label=Label("状态", en="Status"))
    matter: str = field(
        label=Label("争议事项", en="What it is about"),
        help=Label("侵害和疑似侵害不调解，立即报告", en="Harm, or what looks like it, is reported and not mediated"),
        max_length=500,
    )
    signs: tuple[str, ...] = field(
        default=(),
        label=Label("有无侵害迹象", en="Signs of harm"),
        help=Label("有任何一项，停止调解，立即报告", en="With any of them, mediation stops and it is reported at once"),
        codes="urgent_sign",
    )
    parties: tuple[Party, ...] = field(label=Label("当事人", en="Parties"))
    opened: date = field(label=Label("开始日期", en="Opened on"), max="today")
    mediator: str = field(label=Label("调解人", en="Mediator"), max_length=60)
    department: str | None = field(
        default=None, label=Label("调解单位代码", en="Body of the mediator"), pattern=CODE, max_length=40
    )
    service: Id | None = ref(Service, default=None, label=Label("联动服务", en="Service"))
    officer: str = field(label=Label("经办人账号", en="Responsible"), max_length=40, sensitivity="open")
    meet_by: date | None = deadline(default=None, who="officer", label=Label("调解期限", en="Mediate by"))
    child_view: str | None = field(default=None, label=Label("孩子的意见", en="The child's view"), max_length=500)
    unheard: str | None = field(
        default=None, label=Label("未听取孩子意见的原因", en="Why the child was not heard"), codes="unheard"
    )
    agreed: date | None = field(default=None, label=Label("协议日期", en="Agreed on"), max="today")
    agreement: str | None = field(default=None, label=Label("协议内容", en="What was agreed"), max_length=1000)
    follow_by: date | None = deadline(default=None, who="officer", label=Label("回访期限", en="Follow up by"))
    followed: date | None = field(default=None, label=Label("回访日期", en="Followed up on"), max="today")
    holds: bool | None = field(default=None, label=Label("协议得到履行", en="The agreement is kept"))
    why_ended: str | None = field(
        default=None, label=Label("未达成或停止的原因", en="Why it failed or stopped"), max_length=300
    )

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - who acts is in the journal
        if state == "agreed":
            return self.but(agreed=self.agreed or day, meet_by=None)
        return self.but(followed=self.followed or day) if state == "followed_up" else self

    def check(self) -> tuple[Problem, ...]:
        return (*_needed(self), *_parties(self))


_NEEDED = {
    "opened": ("meet_by",),
    "agreed": ("agreement", "follow_by"),
    "failed": ("why_ended",),
    "stopped": ("why_ended",),
    "followed_up": ("holds",),
}


def _needed(mediation: Mediation) -> Iterator[Problem]:
    for name in _NEEDED[mediation.status]:
        value = getattr(mediation, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield wording.required(name)
    heard = (mediation.child_view or "").strip() or mediation.unheard
    if mediation.status == "agreed" and not heard:
        yield Problem(
            at="child_view",
            said=Label("没有听取孩子的意见", en="is missing"),
            remedy=Label(
                "写明孩子的意见，或未听取的原因（《未成年人保护法》第四条）",
                en="say what the child says, or why it was not heard (Law on the Protection of Minors, art. 4)",
            ),
            code="required",
        )


def _parties(mediation: Mediation) -> Iterator[Problem]:
    if len({(party.name, party.role) for party in mediation.parties}) < 2:
        yield Problem(
            at="parties",
            said=Label("不到两方", en="are fewer than two"),
            remedy=Label("写明各方当事人", en="name those who are at odds"),
            code="required",
        )
