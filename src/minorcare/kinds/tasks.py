"""Neutral tasks: what somebody in the grid is asked to do at a family's, without a word of why."""

from __future__ import annotations

from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Owner, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import Minor
from minorcare.kinds.people import ANSWER

TASK = Lifecycle(
    {
        "open": Label("待办", en="open"),
        "done": Label("已办", en="done"),
        "cancelled": Label("已取消", en="cancelled"),
    },
    open="done cancelled",
)


@kind(
    "task",
    label=Label("任务", en="Task"),
    owner=Owner("owner", sees="address", moves=()),
    cites="《未成年人保护法》第四十三条；《个人信息保护法》第六条",
)
class Task(Record):
    """Something to be done at a child's by a day. No field holds a reason or a free text: two tasks differ by child, place and day only.

    Who does it sees what, where and by when, and never whose it is; how it went is said by a :class:`TaskReport`. With no ``owner``
    it is the community's.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    title: str = field(label=Label("事项", en="What"), codes="task_title", sensitivity="open")
    owner: str | None = field(
        default=None,
        label=Label("承办人账号", en="Given to"),
        help=Label("留空的由社区办理", en="Left empty, it is the community's"),
        max_length=40,
        sensitivity="open",
    )
    address: str | None = field(
        default=None,
        label=Label("地点", en="Where"),
        help=Label(
            "孩子家庭户的现居住地址，承办人看得到", en="The address of the child's household; who does it sees it"
        ),
        max_length=120,
    )
    given: date = field(label=Label("交办日期", en="Given on"), max="today", sensitivity="open")
    due: date = deadline(who="owner", label=Label("办理期限", en="Due"))
    follows: Id | None = ref("task", default=None, label=Label("接续任务", en="Follows"))
    result: str | None = field(default=None, label=Label("结果", en="Result"), codes="task_result", sensitivity="open")
    reported: date | None = field(default=None, label=Label("办结日期", en="Done on"), max="today", sensitivity="open")
    reported_by: str | None = field(
        default=None, label=Label("办理人", en="Done by"), max_length=40, sensitivity="open"
    )
    status: str = state(TASK, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state != "done":
            return self
        return self.but(reported=self.reported or day, reported_by=self.reported_by or actor)

    def check(self) -> tuple[Problem, ...]:
        found = []
        if self.status == "done" and self.result is None:
            found.append(_NO_RESULT)
        if self.due < self.given:
            found.append(_TOO_EARLY)
        return tuple(found)


@kind("task_report", label=Label("任务回报", en="Report on a task"), cites="《个人信息保护法》第六条")
class TaskReport(Record):
    """How a task went, from somebody who sees its day and not the task.

    It names the task by its id only, whether there is one or not, and says nothing of any child;
    :mod:`minorcare.work.answers` holds it against the journal, which knows who sent it, and against the task.
    """

    area: str = field(label=Label("所属区域", en="Area"), sensitivity="open")
    task: str = field(label=Label("任务编号", en="Task"), max_length=64, sensitivity="open")
    result: str = field(label=Label("结果", en="Result"), codes="task_result", sensitivity="open")
    status: str = state(ANSWER, label=Label("状态", en="Status"))


_NO_RESULT = Problem(
    at="result",
    said=Label("没有填写", en="is missing"),
    remedy=Label("选一个结果", en="choose how it went"),
    code="required",
)
_TOO_EARLY = Problem(
    at="due",
    said=Label("早于交办日期", en="lies before the day it was given"),
    remedy=Label("核对两个日期", en="check both days"),
    code="range",
)
