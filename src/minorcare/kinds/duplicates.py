"""Two records that may be one child."""

from __future__ import annotations

from minorcare.declare import Id, Label, Lifecycle, Record, kind, ref, state
from minorcare.kinds.families import Minor

REVIEW = Lifecycle(
    {
        "open": Label("待核对", en="to be compared"),
        "same": Label("是同一人", en="the same"),
        "different": Label("不是同一人", en="different"),
    },
    open="same different",
)


@kind("duplicate", label=Label("疑似重复", en="Possible duplicate"))
class Duplicate(Record):
    """A child entered although the number was already on file where the writer may not look.

    The writer is told nothing; whoever may see both compares them. Restricted throughout for that reason.
    """

    minor: Id = ref(Minor, about=True, label=Label("新登记", en="New record"), sensitivity="restricted")
    other: Id = ref(Minor, label=Label("已有登记", en="Record on file"), sensitivity="restricted")
    status: str = state(REVIEW, label=Label("状态", en="Status"))
