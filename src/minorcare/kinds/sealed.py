"""What the law can seal: kept in the vault from its first write."""

from __future__ import annotations

from minorcare.declare import Label, Record, field, kind


@kind(
    "reporter",
    label=Label("报告人", en="Reporter"),
    vault=True,
    roles=("station_head",),
    cites="《未成年人保护法》第十一条；《反家庭暴力法》第十四条",
)
class Reporter(Record):
    """Who told the office that a child is in danger. Visible to none but the receiver."""

    name: str | None = field(
        default=None, label=Label("报告人姓名", en="Name"), max_length=60, sensitivity="restricted"
    )
    phone: str | None = field(
        default=None, label=Label("报告人电话", en="Phone"), max_length=20, sensitivity="restricted"
    )
    told: str = field(label=Label("报告内容", en="What was told"), max_length=2000, sensitivity="restricted")
