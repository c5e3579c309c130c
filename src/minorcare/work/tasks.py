"""Neutral tasks for the grid: given without a reason, done without seeing the child."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Minor, Officer, Task
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.responsibility import GRID_ROLES, SHIPPED, ResponsibilitySettings
from minorcare.store.protocol import Receipt


def give(
    desk: Desk,
    minor: str,
    title: str,
    owner: str,
    *,
    settings: ResponsibilitySettings = SHIPPED,
    key: str | None = None,
) -> Receipt[Any]:
    """Give somebody of the grid something to do at a child's. There is no place for a reason, and every task has the same days.

    Args:
        desk: Of somebody who reads the child and officers.
        title: A code of the list ``task_title``.
        owner: The account of a grid leader, grid worker or building head posted where the child lives.

    Raises:
        Invalid: *owner* is no such person, or *title* no such code.
        NotFound: the desk does not see the child.
    """
    child = desk.get(Minor, minor)
    posts = desk.find(Officer, (F.account == owner) & F.role.is_in(GRID_ROLES), limit=1).rows
    if not posts or not (child.area or "").startswith(posts[0].values["posted_to"]):
        raise Invalid([_NOT_OF_THIS_GRID])
    due = desk.day + timedelta(settings.task_days)
    return desk.save(Task(minor=Id(minor), title=title, owner=owner, given=desk.day, due=due), key=key)


def finish(desk: Desk, task: str, result: str, *, base: int) -> Receipt[Any]:
    """Say how a task went, by somebody who reads it. Who does not, reports by :func:`minorcare.work.answers.report`."""
    return desk.transition(Task, task, "done", base=base, result=result)


def cancel(desk: Desk, task: str, *, base: int) -> Receipt[Any]:
    """Take a task off the list without its being done."""
    return desk.transition(Task, task, "cancelled", base=base)


_NOT_OF_THIS_GRID = Problem(
    at="owner",
    said=Label("不是这个孩子所在网格的人员", en="is nobody of the grid where the child lives"),
    remedy=Label("从该网格的网格长、网格员、楼栋长中选", en="choose its grid leader, a grid worker or a building head"),
    code="person",
)
