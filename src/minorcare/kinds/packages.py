"""The package on paper: what a body without an account is asked, numbered, handed over, and its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.bodies import CODE
from minorcare.kinds.families import Minor
from minorcare.kinds.services import Service

PACKAGE = Lifecycle(
    {
        "prepared": Label("待送出", en="prepared"),
        "handed_over": Label("已送出，待回执", en="handed over"),
        "received": Label("已有回执", en="received"),
        "cancelled": Label("已作废", en="cancelled"),
    },
    prepared="handed_over cancelled",
    handed_over="received cancelled",
)


@kind(
    "service_package",
    label=Label("联动函件", en="Package on paper"),
    level_by="level",
    cites="《个人信息保护法》第六条、第二十一条；《困境儿童个人信息保护工作办法》（2025）",
)
class ServicePackage(Record):
    """One letter about one service. It holds what is shared and no more; its number is given once, whatever becomes of it."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(PACKAGE, label=Label("状态", en="Status"))
    service: Id = ref(Service, label=Label("联动服务", en="Service"))
    department: str = field(label=Label("送往单位代码", en="To"), pattern=CODE, max_length=40)
    number: str = field(
        label=Label("函件编号", en="Number"),
        help=Label("年份和顺序号", en="Year and number in it"),
        pattern=r"\d{4}-\d{4}",
        max_length=9,
        unique=True,
        sensitivity="open",
        example="2026-0012",
    )
    made: date = field(label=Label("制作日期", en="Prepared on"), max="today", sensitivity="personal")
    officer: str = field(label=Label("经办人账号", en="Responsible"), max_length=40, sensitivity="open")
    shared: tuple[str, ...] = field(default=(), label=Label("提供的信息", en="What is shared"), codes="shared_field")
    share_until: date | None = field(default=None, label=Label("可使用至", en="May be used until"))
    fingerprint: str = field(
        label=Label("内容指纹", en="Fingerprint of the text"),
        help=Label("系统填写；重新打印时核对", en="Filled in by the system; a reprint is held against it"),
        max_length=64,
        sensitivity="personal",
    )
    send_by: date | None = deadline(default=None, who="officer", label=Label("送出期限", en="Hand over by"))
    sent: date | None = field(default=None, label=Label("送出日期", en="Handed over on"), max="today")
    how: str | None = field(default=None, label=Label("送达方式", en="How"), codes="told_channel")
    receipt_by: date | None = deadline(default=None, who="officer", label=Label("回执期限", en="Receipt by"))
    received: date | None = field(default=None, label=Label("签收日期", en="Received on"), max="today")
    received_by: str | None = field(default=None, label=Label("签收人", en="Received by"), max_length=60)
    receipt_no: str | None = field(default=None, label=Label("回执号", en="Receipt number"), max_length=40)
    why_cancelled: str | None = field(default=None, label=Label("作废原因", en="Why cancelled"), max_length=200)

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - who acts is in the journal
        match state:
            case "handed_over":
                return self.but(sent=self.sent or day, send_by=None)
            case "received":
                return self.but(received=self.received or day)
        return self

    def check(self) -> tuple[Problem, ...]:
        return tuple(_problems(self))


_NEEDED = {
    "prepared": ("send_by",),
    "handed_over": ("how", "receipt_by"),
    "received": ("received_by",),
    "cancelled": ("why_cancelled",),
}


def _problems(package: ServicePackage) -> Iterator[Problem]:
    for name in _NEEDED[package.status]:
        value = getattr(package, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield wording.required(name)
    if package.shared and package.share_until is None:
        yield wording.required("share_until")
    for name, first in (("sent", package.made), ("received", package.sent)):
        day = getattr(package, name)
        if day is not None and first is not None and day < first:
            yield Problem(
                at=name,
                said=Label("早于上一步的日期", en="lies before the step before"),
                remedy=Label("核对两个日期", en="check both days"),
                code="range",
            )
