"""Checks of attention levels against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.attention import Attention
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look

_SAID = {
    "proposed": Label("这个孩子已有待定的建议", en="has been proposed for this child already"),
    "set": Label("这个孩子已有确定的等级", en="stands for this child already"),
}
_REMEDY = {
    "proposed": Label("先对已有的建议作出决定", en="decide on the proposal that is there"),
    "set": Label("先结束原来的等级，再确定新的", en="end the present level first, then set the new one"),
}


def one_level_each(record: Record, look: Look) -> Iterable[Problem]:
    """A child has at most one level in force and one proposal that waits."""
    attention = cast("Attention", record)
    status = attention.status
    if status not in _SAID:
        return
    others = look.ids(Attention, (F.minor == attention.minor) & (F.status == status))
    if any(other != attention.id for other in others):
        yield Problem(at="level", said=_SAID[status], remedy=_REMEDY[status], code="taken")


ATTENTION_CHECKS = (Check(Attention, one_level_each),)
