"""The ages at which the law treats a child otherwise: noted ahead of time, one note a child and age."""

from __future__ import annotations

from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.kinds.families import Minor

GATE = Lifecycle({"open": Label("待处理", en="open"), "done": Label("已处理", en="done")}, open="done")


@kind(
    "age_gate",
    label=Label("年龄节点", en="Age gate"),
    cites="《义务教育法》第十一条；《民法典》第十八条、第十九条；《刑法》第十七条；《未成年人保护法》第二条",
)
class AgeGate(Record):
    """A child reaches an age that changes something, on a day: the record that somebody was told in time, and looked into it.

    What each age changes is said in :mod:`minorcare.work.ages`. Eighteen ends the minors' register and nothing else.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    gate: str = field(label=Label("年龄", en="Age"), codes="age_gate", sensitivity="personal")
    on: date = field(
        label=Label("到达日期", en="Reached on"),
        help=Label("生日的次日起算", en="The day after the birthday"),
        sensitivity="personal",
    )
    due: date | None = deadline(default=None, label=Label("处理期限", en="Look into it by"))
    note: str | None = field(
        default=None, label=Label("处理情况", en="What was done"), max_length=200, sensitivity="sensitive"
    )
    done_on: date | None = field(default=None, label=Label("处理日期", en="Done on"), sensitivity="open")
    done_by: str | None = field(default=None, label=Label("处理人", en="Done by"), max_length=40, sensitivity="open")
    status: str = state(GATE, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        return self.but(done_on=day, done_by=actor) if state == "done" else self
