"""Cross-record checks of what changes in a child's life: one note an age, one move at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.ages import AgeGate
from minorcare.kinds.transfers import Direction, Transfer
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look


def one_gate(record: Record, look: Look) -> Iterable[Problem]:
    """A child reaches an age once, so there is one note of it."""
    gate = cast("AgeGate", record)
    others = look.ids(AgeGate, (F.minor == gate.minor) & (F.gate == gate.gate))
    if any(other != gate.id for other in others):
        yield Problem(
            at="gate",
            said=Label("这个孩子已有这个年龄节点", en="is noted for this child already"),
            remedy=Label("在已有的记录上处理", en="deal with the record that is there"),
            code="taken",
        )


def one_move(record: Record, look: Look) -> Iterable[Problem]:
    """A child leaves for one office at a time: two that both accept would both hold the child."""
    move = cast("Transfer", record)
    if move.direction is not Direction.OUT or move.status != "pending" or move.minor is None:
        return
    leaving = (F.direction == Direction.OUT) & (F.status == "pending")
    others = look.ids(Transfer, (F.minor == move.minor) & leaving)
    if any(other != move.id for other in others):
        yield Problem(
            at="minor",
            said=Label(
                "这个孩子的另一次迁出还没有办结", en="is leaving already: another transfer waits for its answer"
            ),
            remedy=Label("等对方答复或退回后再办", en="wait until it is answered"),
            code="taken",
        )


LIFE_CHECKS = (Check(AgeGate, one_gate), Check(Transfer, one_move))
