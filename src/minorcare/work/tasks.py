"""Neutral tasks for the grid: given without a reason, done without seeing the child."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.errors import Invalid
from minorcare.kinds import Household, Minor, Officer, Task
from minorcare.query import F, Given
from minorcare.rules.responsibility import GRID_ROLES, ResponsibilitySettings
from minorcare.rules.task_checks import NOT_OF_THIS_GRID
from minorcare.store.protocol import Receipt


def give(
    desk: Desk,
    minor: str,
    title: str,
    owner: str,
    *,
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
        raise Invalid([NOT_OF_THIS_GRID])
    due = desk.day + timedelta(desk.settings(ResponsibilitySettings).task_days)
    where = address_of(desk, minor)
    task = Task(minor=Id(minor), title=title, owner=owner, address=where, given=desk.day, due=due)
    return desk.save(task, key=key)


def address_of(desk: Desk, minor: str) -> str | None:
    """Where a child lives, for whoever is sent there: the address of the household, as far as the desk sees one."""
    household = desk.get(Minor, minor).values["household"]
    rows = desk.find(Household, F.id == Given("id"), limit=1, given={"id": household}).rows if household else ()
    return rows[0].values["address"] if rows and "address" not in rows[0].masked else None


def finish(desk: Desk, task: str, result: str, *, base: int) -> Receipt[Any]:
    """Say how a task went, by somebody who reads it. Who does not, reports by :func:`minorcare.work.answers.report`."""
    return desk.transition(Task, task, "done", base=base, result=result)


def cancel(desk: Desk, task: str, *, base: int) -> Receipt[Any]:
    """Take a task off the list without its being done."""
    return desk.transition(Task, task, "cancelled", base=base)
