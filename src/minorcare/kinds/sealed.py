"""What the law can seal: kept in the vault from its first write."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from minorcare.declare import Id, Label, Record, field, kind

_FROM = UUID("0a3f6f0e-6a0b-5e57-8f36-4b1c1f2a7d55")


@kind(
    "reporter",
    label=Label("报告人", en="Reporter"),
    vault=True,
    roles=("station_head", "child_supervisor"),
    owner="receiver",
    cites="《未成年人保护法》第十一条；《反家庭暴力法》第十四条",
)
class Reporter(Record):
    """Who told the office that a child is in danger. Visible to none but the receiver; every harm report has one, even where nobody gave a name."""

    report: str | None = field(
        default=None, label=Label("报告编号", en="Report"), max_length=64, sensitivity="restricted"
    )
    name: str | None = field(
        default=None, label=Label("报告人姓名", en="Name"), max_length=60, sensitivity="restricted"
    )
    unit: str | None = field(default=None, label=Label("报告单位", en="Unit"), max_length=60, sensitivity="restricted")
    account: str | None = field(
        default=None, label=Label("报告人账号", en="Account"), max_length=40, sensitivity="restricted"
    )
    phone: str | None = field(
        default=None, label=Label("报告人电话", en="Phone"), max_length=20, sensitivity="restricted"
    )
    told: str | None = field(
        default=None, label=Label("报告内容", en="What was told"), max_length=2000, sensitivity="restricted"
    )
    receiver: str | None = field(
        default=None,
        label=Label("接收人账号", en="Received by"),
        help=Label("除接收人外，谁也打不开", en="Nobody else opens it"),
        max_length=40,
        sensitivity="restricted",
    )
    result_told: date | None = field(
        default=None, label=Label("告知结果日期", en="Told the result on"), max="today", sensitivity="restricted"
    )
    result_told_how: str | None = field(
        default=None, label=Label("告知方式", en="Told how"), codes="told_channel", sensitivity="restricted"
    )


def reporter_of(report: str) -> Id:
    """The id under which it is kept who made a harm report: the vault has no list in which to look for it."""
    return Id(str(uuid5(_FROM, report)))
