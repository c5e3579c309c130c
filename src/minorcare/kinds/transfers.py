"""A child leaves one office's care and enters another's: one record in each office, under one id."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor

MOVE = Lifecycle(
    {
        "pending": Label("待接收", en="waits for an answer"),
        "accepted": Label("已接收", en="accepted"),
        "completed": Label("已办结", en="completed"),
        "declined": Label("已退回", en="declined"),
    },
    pending="accepted completed declined",
    accepted="completed",
)


class Direction(Enum):
    """Which way a child goes, seen from the office of the record."""

    OUT = "out"
    IN = "in"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _DIRECTIONS[self]


_DIRECTIONS = {Direction.OUT: Label("迁出", en="Out"), Direction.IN: Label("迁入", en="In")}


@kind(
    "transfer",
    label=Label("迁移交接", en="Transfer"),
    cites="《未成年人保护法》第四十三条、第八十一条；《个人信息保护法》第三十四条",
)
class Transfer(Record):
    """One office's side of a child's move. Across offices nothing is one act: each side writes its own record, under the same id.

    The sender's record goes from ``pending`` to ``completed`` (the child's records here are ended) or ``declined`` (the child
    stays). The receiver's goes from ``pending`` to ``accepted`` (the child is in its care) and on to ``completed`` (the sender has
    ended its own), or to ``declined``. Until a receiver accepts, no child is named by reference: there is none on file here yet.
    """

    minor: Id | None = ref(
        Minor,
        about=True,
        default=None,
        label=Label("孩子", en="Child"),
        help=Label("迁入的接收后才有，迁出的办结后即空", en="Empty before one is accepted, and after one has left"),
    )
    direction: Direction = field(label=Label("方向", en="Direction"), sensitivity="open")
    other_office: str = field(
        label=Label("对方街道", en="Other office"),
        help=Label("9 位街道代码", en="Nine-digit street code"),
        pattern=r"\d{9}",
        max_length=9,
        sensitivity="open",
        example="530111005",
    )
    name: str | None = field(
        default=None,
        label=Label("姓名", en="Name"),
        help=Label("接收或退回后清空", en="Emptied once it is answered"),
        max_length=60,
        sensitivity="personal",
        searchable=True,
    )
    reason: str = field(label=Label("迁移原因", en="Reason"), codes="transfer_reason", sensitivity="sensitive")
    moved_on: date = field(label=Label("迁移日期", en="Moved on"), sensitivity="personal")
    records: int = field(default=0, label=Label("随迁记录数", en="Records that go along"), min=0, sensitivity="open")
    left: int = field(default=0, label=Label("不随迁记录数", en="Records that stay"), min=0, sensitivity="open")
    mark: str | None = field(
        default=None,
        label=Label("交接包校验", en="Mark of the parcel"),
        help=Label("接收的是哪一份", en="Which parcel was taken"),
        max_length=64,
        sensitivity="open",
    )
    answer_by: date | None = deadline(default=None, label=Label("答复期限", en="Answer by"))
    answered: date | None = field(default=None, label=Label("答复日期", en="Answered on"), sensitivity="open")
    answered_by: str | None = field(
        default=None, label=Label("答复人", en="Answered by"), max_length=40, sensitivity="open"
    )
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=200, sensitivity="sensitive")
    status: str = state(MOVE, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        return self if state == "pending" or self.answered else self.but(answered=day, answered_by=actor)

    def check(self) -> tuple[Problem, ...]:
        problems = []
        leaving = self.direction is Direction.OUT
        if leaving and self.minor is None and self.status == "pending":
            problems.append(_NOBODY)
        if leaving and self.status == "accepted":
            problems.append(_NOT_OURS)
        if self.office and self.other_office == self.office:
            problems.append(_SAME)
        return tuple(problems)


_NOBODY = Problem(
    at="minor",
    said=Label("没有写明是哪个孩子", en="is missing: it is not said which child leaves"),
    remedy=Label("选择要迁出的孩子", en="choose the child"),
    code="required",
)
_NOT_OURS = Problem(
    at="status",
    said=Label("是否接收由对方街道决定", en="is for the other office to say"),
    remedy=Label("等对方答复后再办结", en="wait for its answer, then complete the transfer"),
    code="state",
)
_SAME = Problem(
    at="other_office",
    said=Label("就是本街道", en="is this very office"),
    remedy=Label("街道内搬家请直接修改所属区域", en="within one office change the child's area instead"),
    code="range",
)
