"""How the work is organised: duty sheets from the leading group down to the building, and what a leader asks for in writing."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Self

from minorcare.declare import Label, Lifecycle, Record, deadline, field, kind, state
from minorcare.errors import Problem
from minorcare.kinds.areas import STAFF, AreaLevel, level_of
from minorcare.kinds.families import ordered

INSTRUCTION = Lifecycle(
    {
        "given": Label("待答复", en="given"),
        "answered": Label("已答复", en="answered"),
        "closed": Label("已办结", en="closed"),
    },
    given="answered",
    answered="closed",
)
_NUMBER = re.compile(r"\d{11}|1\d\d[ -]?\d{4}[ -]?\d{4}")


class BodyLevel(Enum):
    """What a post belongs to, from above to below."""

    LEADING_GROUP = "leading_group"
    STATION = "station"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LEVELS[self]

    @property
    def area(self) -> AreaLevel:
        """The level of the areas it works for: group and station both work for the whole street."""
        above = (BodyLevel.LEADING_GROUP, BodyLevel.STATION)
        return AreaLevel.STREET if self in above else AreaLevel(self.value)


_LEVELS = {
    BodyLevel.LEADING_GROUP: Label("领导小组", en="Leading group"),
    BodyLevel.STATION: Label("未保站", en="Protection station"),
    BodyLevel.COMMUNITY: Label("社区", en="Community"),
    BodyLevel.GRID: Label("网格", en="Grid"),
    BodyLevel.BUILDING: Label("楼栋", en="Building"),
}


@kind(
    "duty_post",
    label=Label("岗位职责", en="Duty sheet"),
    roles=STAFF,
    cites="《未成年人保护法》第九条、第四十三条、第八十一条",
)
class DutyPost(Record):
    """One post: of which body, for which area, what it has to do, and who holds it. Without a holder it is vacant.

    It hangs on the wall: everybody who works here reads it, and it names no child.
    """

    level: BodyLevel = field(label=Label("所属机构", en="Body"), sensitivity="open")
    posted_to: str = field(
        label=Label("负责区域", en="Area"),
        help=Label("区域代码；领导小组和未保站填街道代码", en="An area code; the street's own for group and station"),
        pattern=r"\d{9}|\d{12}(/[0-9a-z]+/|/[0-9a-z]+/[0-9a-z]+/)?",
        max_length=40,
        sensitivity="open",
        area=True,
    )
    post: str = field(label=Label("岗位名称", en="Post"), max_length=60, sensitivity="open")
    duties: str = field(label=Label("职责", en="Duties"), max_length=2000, sensitivity="open")
    holder: str | None = field(
        default=None,
        label=Label("在岗人账号", en="Held by"),
        help=Label("空缺的留空", en="Leave it empty while the post is vacant"),
        max_length=40,
        sensitivity="open",
    )
    began: date | None = field(default=None, label=Label("设立日期", en="From"), sensitivity="open")
    ended: date | None = field(default=None, label=Label("撤销日期", en="Until"), sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        found = ordered(self.began, self.ended, at="ended")
        return found if level_of(self.posted_to) is self.level.area else (*found, _OTHER_LEVEL)


@kind(
    "instruction",
    label=Label("批示督办", en="Instruction"),
    roles=("leader", "station_head", "child_supervisor"),
    cites="《未成年人保护法》第九条",
)
class Instruction(Record):
    """What a leader asks for in writing (督办、批示), and the answer. A leader sees figures and no child: neither does this name one."""

    given_by: str = field(label=Label("批示人账号", en="From"), max_length=40, sensitivity="open")
    addressee: str = field(label=Label("承办人账号", en="To"), max_length=40, sensitivity="open")
    text: str = field(
        label=Label("批示内容", en="What is asked"),
        help=Label("只写事，不写孩子的姓名、住址和号码", en="The matter only: no child's name, address or number"),
        max_length=1000,
        sensitivity="open",
    )
    given: date = field(label=Label("批示日期", en="Given on"), max="today", sensitivity="open")
    due: date | None = deadline(default=None, who="addressee", label=Label("答复期限", en="Answer by"))
    reply: str | None = field(
        default=None,
        label=Label("答复", en="Reply"),
        help=Label("只写办理情况和数字", en="What was done, and figures"),
        max_length=2000,
        sensitivity="open",
    )
    answered: date | None = field(
        default=None, label=Label("答复日期", en="Answered on"), max="today", sensitivity="open"
    )
    answered_by: str | None = field(
        default=None, label=Label("答复人", en="Answered by"), max_length=40, sensitivity="open"
    )
    in_time: bool | None = field(default=None, label=Label("按期答复", en="Answered in time"), sensitivity="open")
    status: str = state(INSTRUCTION, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state != "answered":
            return self
        # what is answered leaves the work list: the limit itself stays in the version before
        return self.but(answered=day, answered_by=actor, in_time=self.due is None or day <= self.due, due=None)

    def check(self) -> tuple[Problem, ...]:
        found = [
            _number_in(at) for at, text in (("text", self.text), ("reply", self.reply)) if _NUMBER.search(text or "")
        ]
        if self.status in ("answered", "closed") and self.reply is None:
            found.append(_NO_REPLY)
        if self.status == "given" and self.due is None:
            found.append(_NO_LIMIT)
        if self.due is not None and self.due < self.given:
            found.append(_TOO_EARLY)
        return tuple(found)


def _number_in(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("含有证件或电话号码", en="holds a number of a person"),
        remedy=Label("去掉号码，只写事和数字", en="leave it out: the matter and figures only"),
        code="personal",
    )


_OTHER_LEVEL = Problem(
    at="posted_to",
    said=Label("与所属机构的层级不符", en="does not fit the body"),
    remedy=Label("填该机构负责的区域代码", en="give the code of the area it works for"),
    code="area",
)
_NO_REPLY = Problem(
    at="reply",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明办理情况", en="say what was done"),
    code="required",
)
_NO_LIMIT = Problem(
    at="due",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明最迟哪天答复", en="give the day by which to answer"),
    code="required",
)
_TOO_EARLY = Problem(
    at="due",
    said=Label("早于批示日期", en="lies before the day it was given"),
    remedy=Label("核对两个日期", en="check both days"),
    code="range",
)
