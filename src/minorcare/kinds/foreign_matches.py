"""A child who may also be on file in another office. Neither office is told where: somebody who may see both compares them."""

from __future__ import annotations

from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, field, kind, ref, state
from minorcare.kinds.families import Minor

SENT = Lifecycle(
    {
        "open": Label("已转核对", en="sent for review"),
        "same": Label("是同一人", en="the same"),
        "different": Label("不是同一人", en="different"),
    },
    open="same different",
)


@kind("foreign_match", label=Label("跨街道核对", en="Match elsewhere"))
class ForeignMatch(Record):
    """One office's half of a match. ``pair`` is the same in both halves and says nothing else: who sees both offices joins them.

    Restricted throughout: that a child is known elsewhere, and by what, is told to nobody who may not see both.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    pair: str = field(label=Label("核对编号", en="Pair"), max_length=36, sensitivity="restricted")
    found: date = field(label=Label("发现日期", en="Found on"), max="today", sensitivity="restricted")
    decided_by: str | None = field(
        default=None, label=Label("核对人", en="Compared by"), max_length=40, sensitivity="restricted"
    )
    status: str = state(SENT, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - the day is in the journal
        return self if state == "open" else self.but(decided_by=actor)
