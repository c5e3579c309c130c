"""Checks of the way of a street child against the child's other records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Minor, StreetFinding
from minorcare.kinds.street_path import PATH, StreetPath
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look


def one_way_at_a_time(record: Record, look: Look) -> Iterable[Problem]:
    """A child is on one way at a time, and it is of the same child as the finding it begins with."""
    path = cast("StreetPath", record)
    if look.ids(StreetFinding, (F.id == path.finding) & (F.minor != path.minor)):
        yield Problem(
            at="finding",
            said=Label("是另一个孩子的发现记录", en="is about another child"),
            remedy=Label("选这个孩子自己的发现记录", en="choose one of this child's own"),
            code="reference",
        )
    if path.status not in PATH.open:
        return
    others = look.ids(StreetPath, (F.minor == path.minor) & F.status.is_in(PATH.open))
    if any(other != path.id for other in others):
        yield Problem(
            at="minor",
            said=Label("这个孩子已有进行中的救助", en="is on such a way already"),
            remedy=Label("在已有的记录上继续", en="go on with the one that is there"),
            code="taken",
        )


def known_by_name(record: Record, look: Look) -> Iterable[Problem]:
    """Once identity is established, the register holds it: nobody goes home with an estimated birthday."""
    path = cast("StreetPath", record)
    if path.identified and look.ids(Minor, (F.id == path.minor) & (F.birth_date_estimated == True)):  # noqa: E712
        yield Problem(
            at="identified",
            said=Label("名册上还是估计的出生日期", en="cannot be: the register still holds an estimated date of birth"),
            remedy=Label("先按核实结果改正姓名和出生日期", en="correct name and date of birth first"),
            code="reference",
        )


PATH_CHECKS = (Check(StreetPath, one_way_at_a_time), Check(StreetPath, known_by_name))
