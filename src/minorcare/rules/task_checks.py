"""That a task tells nothing by whom it is given to or when it is due, and that duties and instructions reach somebody who is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Area, DutyPost, Instruction, Minor, Officer, Task
from minorcare.kinds.areas import no_such_area
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look
from minorcare.rules.responsibility import GRID_ROLES, ResponsibilitySettings, in_office


def given_to_somebody(record: Record, look: Look) -> Iterable[Problem]:
    """A task that is to be done is with somebody in office."""
    task = cast("Task", record)
    if task.status == "open" and task.owner is not None:
        yield from _in_office(task.owner, "owner", look)


def of_the_grid_where_the_child_is(record: Record, look: Look) -> Iterable[Problem]:
    """Somebody of the grid gets tasks of their own grid: a child elsewhere is none of theirs."""
    task = cast("Task", record)
    if task.status != "open" or task.owner is None:
        return
    if look.ids(Task, (F.id == task.id) & (F.owner == task.owner) & (F.minor == task.minor)):
        return  # given when both were in one grid
    posts = look.values(Officer, "posted_to", (F.account == task.owner) & F.role.is_in(GRID_ROLES) & in_office())
    homes = look.values(Minor, "area", F.id == task.minor)
    if posts and not any(home.startswith(post) for home in homes for post in posts):
        yield NOT_OF_THIS_GRID


def as_long_as_every_other(settings: ResponsibilitySettings) -> Check:
    """A grid has the same days for every task: a shorter time would say that this child is another case."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        task = cast("Task", record)
        if task.status != "open" or task.owner is None or task.due == task.given + timedelta(settings.task_days):
            return
        if look.ids(Task, (F.id == task.id) & (F.due == task.due)):  # given when the office had set another number
            return
        if look.ids(Officer, (F.account == task.owner) & F.role.is_in(GRID_ROLES)):
            days = settings.task_days
            yield Problem(
                at="due",
                said=Label("网格任务的期限要一样长", en="differs from that of other tasks of the grid"),
                remedy=Label(f"填交办后第 {days} 天", en=f"give the day {days} days after it was given"),
                code="range",
            )

    return Check(Task, examine)


def posted_and_held(record: Record, look: Look) -> Iterable[Problem]:
    """A duty sheet is for an area of the street, and its holder is in office."""
    post = cast("DutyPost", record)
    if post.posted_to != post.office and not look.ids(Area, F.code == post.posted_to):
        yield no_such_area("posted_to")
    if post.holder is not None and post.ended is None:
        yield from _in_office(post.holder, "holder", look)


def asked_of_the_station(record: Record, look: Look) -> Iterable[Problem]:
    """An instruction goes to somebody who can answer it."""
    asked = cast("Instruction", record)
    if asked.status != "given":
        return
    able = F.role.is_in(("station_head", "child_supervisor")) & in_office()
    if not look.ids(Officer, (F.account == asked.addressee) & able):
        yield Problem(
            at="addressee",
            said=Label("不是在岗的站长或督导员", en="is neither the station head nor a child supervisor"),
            remedy=Label("从未保站人员中选", en="choose somebody of the station"),
            code="person",
        )


def task_checks(settings: ResponsibilitySettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        Check(Task, given_to_somebody),
        Check(Task, of_the_grid_where_the_child_is),
        as_long_as_every_other(settings),
        Check(DutyPost, posted_and_held),
        Check(Instruction, asked_of_the_station),
    )


def _in_office(account: str, at: str, look: Look) -> Iterator[Problem]:
    if not look.ids(Officer, (F.account == account) & in_office()):
        yield Problem(
            at=at,
            said=Label("不是在岗的工作人员", en="is no officer in office"),
            remedy=Label("核对账号", en="check the account"),
            code="person",
        )


NOT_OF_THIS_GRID = Problem(
    at="owner",
    said=Label("不是这个孩子所在网格的人员", en="is nobody of the grid where the child lives"),
    remedy=Label("从该网格的网格长、网格员、楼栋长中选", en="choose its grid leader, a grid worker or a building head"),
    code="person",
)
