"""Who works in the office, and what wider view was granted to whom."""

from __future__ import annotations

from datetime import date

from minorcare.declare import Label, Record, field, kind
from minorcare.errors import Problem
from minorcare.kinds import phone
from minorcare.kinds.families import ordered

SYSTEM = "minorcare"
"""Who acts where no person does: making an office, what time alone does. No person's account."""

_WHO_SEES = ("station_head", "child_supervisor", "community_liaison", "leader", "data_protection_officer", "auditor")


@kind(
    "officer",
    label=Label("工作人员", en="Officer"),
    key=("account",),
    roles=_WHO_SEES,
    cites="《未成年人保护法》第四十三条、第八十一条",
)
class Officer(Record):
    """A person with a post: account name, role, and the area the post covers."""

    account: str = field(
        label=Label("账号", en="Account"),
        pattern=r"[a-z][a-z0-9_]{1,39}",
        max_length=40,
        unique=True,
        sensitivity="open",
    )
    name: str = field(label=Label("姓名", en="Name"), max_length=60, sensitivity="open")
    role: str = field(label=Label("岗位", en="Role"), codes="role", sensitivity="open")
    posted_to: str = field(
        label=Label("负责区域", en="Posted to"),
        help=Label("区域代码；街道一级看全街道", en="An area code; the street's own code covers all of it"),
        aliases=("负责区域", "所属区域"),
        sensitivity="open",
        area=True,
    )
    phone: str | None = field(default=None, label=Label("联系电话", en="Phone"), max_length=20, secret=True)
    began: date | None = field(default=None, label=Label("任职日期", en="From"), sensitivity="open")
    ended: date | None = field(default=None, label=Label("离任日期", en="Until"), sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        return (
            *((_RESERVED,) if self.account == SYSTEM else ()),
            *(phone.examine(self.phone, at="phone") if self.phone else ()),
            *ordered(self.began, self.ended, at="ended"),
        )


_RESERVED = Problem(
    at="account",
    said=Label("这个账号名留给系统", en="is kept for the system"),
    remedy=Label("换一个账号名", en="choose another account name"),
    code="taken",
)


@kind(
    "grant",
    label=Label("授权", en="Grant"),
    roles=("station_head", "data_protection_officer"),
    cites="《未成年人网络保护条例》第三十六条",
)
class Granted(Record):
    """A wider view for one officer: who approved it, why, until when. Expired grants stay on record and grant nothing."""

    officer: str = field(label=Label("账号", en="Account"), max_length=40, sensitivity="open")
    ceiling: str = field(
        label=Label("可见到", en="Up to level"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    covers: str | None = field(
        default=None, label=Label("限于记录类型", en="Only this kind"), max_length=80, sensitivity="open"
    )
    within_area: str | None = field(
        default=None, label=Label("限于区域", en="Only this area"), max_length=40, sensitivity="open", area=True
    )
    approver: str = field(label=Label("批准人", en="Approved by"), max_length=40, sensitivity="open")
    reason: str = field(label=Label("理由", en="Reason"), max_length=200, sensitivity="open")
    expires: date = field(label=Label("有效期至", en="Until"), sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        if self.approver != self.officer:
            return ()
        return (
            Problem(
                at="approver",
                said=Label("不能给自己授权", en="nobody approves a grant to themselves"),
                remedy=Label("请另一位负责人批准", en="ask another person in charge to approve it"),
            ),
        )
