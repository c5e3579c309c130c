"""That a task tells nothing by whom it is given to or when it is due, and that duties and instructions reach somebody who is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Area, DutyPost, Instruction, Officer, Task
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look
from minorcare.rules.responsibility import GRID_ROLES, SHIPPED, ResponsibilitySettings, in_office


def given_to_somebody(record: Record, look: Look) -> Iterable[Problem]:
    """A task that is to be done is with somebody in office."""
    task = cast("Task", record)
    if task.status == "open" and task.owner is not None:
        yield from _in_office(task.owner, "owner", look)


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
        yield Problem(
            at="posted_to",
            said=Label("不是本街道的区域代码", en="is no area of this street"),
            remedy=Label("从区域表中选择", en="choose one from the list of areas"),
            code="area",
        )
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


def checks(settings: ResponsibilitySettings = SHIPPED) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        Check(Task, given_to_somebody),
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


TASK_CHECKS = checks()
"""As shipped."""
