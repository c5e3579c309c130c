"""That a task says where, and nothing else, by its address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Minor, Task
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look


def where_the_child_lives(record: Record, look: Look) -> Iterable[Problem]:
    """A new address of a task is that of the child's household: its owner reads it, and may read nothing else about the child."""
    task = cast("Task", record)
    if task.address is None or look.ids(Task, (F.id == task.id) & (F.address == task.address)):
        return
    if not look.ids(Minor, (F.id == task.minor) & (F.household.address == task.address)):
        yield Problem(
            at="address",
            said=Label("不是孩子家庭户的现居住地址", en="is not the address of the child's household"),
            remedy=Label("照家庭户的地址填，或留空", en="give that address as it is on file, or leave it empty"),
            code="address",
        )


PLACE_CHECKS = (Check(Task, where_the_child_lives),)
