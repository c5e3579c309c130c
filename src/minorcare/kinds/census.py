"""Census rounds (排查): one sweep over households, and what was found at each door."""

from __future__ import annotations

from datetime import date
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.areas import STAFF, Area
from minorcare.kinds.families import Household, ordered

ROUND = Lifecycle(
    {
        "planned": Label("已计划", en="planned"),
        "running": Label("进行中", en="running"),
        "signed_off": Label("已签字", en="signed off"),
    },
    planned="running",
    running="signed_off",
)
RESULT = Lifecycle(
    {
        "expected": Label("待上门", en="to be visited"),
        "checked": Label("已核查", en="checked"),
        "absent": Label("无人在家", en="absent"),
        "refused": Label("拒绝", en="refused"),
        "moved": Label("已搬走", en="moved away"),
    },
    expected="checked absent refused moved",
    absent="checked absent refused moved",
    refused="checked moved",
)
ANSWERED = ("checked", "absent", "refused", "moved")
"""The results of a household that somebody has been to."""
VISITS = 2
"""After a visit and one more, a household where nobody opened has been re-visited."""


@attrs.frozen(kw_only=True)
class ScopeArea:
    """An area that a round goes through, with everything below it."""

    area: str = field(
        label=Label("区域代码", en="Area code"),
        pattern=Area.__kind__.by_name["code"].facts.pattern,
        max_length=40,
        area=True,
    )


@kind(
    "census_round",
    label=Label("排查轮次", en="Census round"),
    key=("name",),
    roles=STAFF,
    cites="《未成年人保护法》第四十三条；《家庭教育促进法》第三十条",
)
class CensusRound(Record):
    """One sweep over the households of some areas. It belongs to the office as a whole, and names nobody.

    Its households are those on the register when it starts; it is signed off when each of them has a result and those where
    nobody opened have been re-visited.
    """

    name: str = field(label=Label("名称", en="Name"), max_length=60, unique=True, sensitivity="open")
    areas: tuple[ScopeArea, ...] = field(label=Label("范围", en="Scope"), sensitivity="open")
    begins: date = field(label=Label("开始日期", en="Begins"), sensitivity="open")
    ends: date = deadline(label=Label("完成期限", en="To be done by"))
    status: str = state(ROUND, label=Label("状态", en="Status"))
    started: date | None = field(default=None, label=Label("启动日期", en="Started on"), sensitivity="open")
    signed: date | None = field(default=None, label=Label("签字日期", en="Signed off on"), sensitivity="open")
    signed_by: str | None = field(
        default=None, label=Label("签字人", en="Signed off by"), max_length=40, sensitivity="open"
    )

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "running":
            return self.but(started=day)
        return self.but(signed=day, signed_by=actor) if state == "signed_off" else self

    def check(self) -> tuple[Problem, ...]:
        codes = [one.area for one in self.areas]
        inside = [
            n for n, code in enumerate(codes) if any(code.startswith(other) for m, other in enumerate(codes) if m != n)
        ]
        return (*ordered(self.begins, self.ends, at="ends"), *(_twice(n) for n in inside))


@kind("census_result", label=Label("排查结果", en="Census result"), cites="《未成年人保护法》第四十三条")
class CensusResult(Record):
    """What a round found at one household; before anybody went there, that it is to be visited.

    The numbers expected are those of the register when the round started. "Unchanged" says that the door was opened and nothing
    on the register is different.
    """

    household: Id = ref(Household, about=True, label=Label("家庭户", en="Household"))
    round: Id = ref(CensusRound, label=Label("排查轮次", en="Round"))
    expected_persons: int = field(
        default=0, label=Label("登记人数", en="Persons on file"), min=0, sensitivity="personal"
    )
    expected_minors: int = field(
        default=0, label=Label("登记未成年人数", en="Children on file"), min=0, sensitivity="personal"
    )
    status: str = state(RESULT, label=Label("结果", en="Result"))
    visited: date | None = field(
        default=None, label=Label("上门日期", en="Visited on"), max="today", sensitivity="personal"
    )
    visited_by: str | None = field(
        default=None, label=Label("上门人", en="Visited by"), max_length=60, sensitivity="personal"
    )
    visits: int = field(default=0, label=Label("上门次数", en="Visits"), min=0, max=99, sensitivity="personal")
    seen_persons: int | None = field(
        default=None, label=Label("见到人数", en="Persons seen"), min=0, max=99, sensitivity="personal"
    )
    unchanged: bool = field(default=False, label=Label("与登记一致", en="Unchanged"), sensitivity="personal")
    revisit: date | None = deadline(default=None, label=Label("再次上门期限", en="Visit again by"))
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=200)

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "expected":
            return self
        return self.but(
            visits=self.visits + 1,
            visited=self.visited or day,
            visited_by=self.visited_by or actor,
            revisit=self.revisit if state == "absent" else None,
        )

    def check(self) -> tuple[Problem, ...]:
        if self.status == "absent" and self.revisit is None and self.visits < VISITS:
            return (_NO_REVISIT,)
        if self.status == "checked" and not self.unchanged and self.seen_persons is None:
            return (_NOBODY_COUNTED,)
        return (_NOT_THERE,) if self.unchanged and self.status in ("absent", "refused", "moved") else ()


def _twice(number: int) -> Problem:
    return Problem(
        at=f"areas[{number}]",
        said=Label("已包含在另一个区域里", en="lies in another area of the scope"),
        remedy=Label("去掉较小的一个", en="leave out the smaller one"),
        code="twice",
    )


_NO_REVISIT = Problem(
    at="revisit",
    said=Label("没有写再次上门的期限", en="is missing: where nobody opened, somebody goes again"),
    remedy=Label("填写最迟哪天再去", en="give the day by which"),
    code="required",
)
_NOBODY_COUNTED = Problem(
    at="seen_persons",
    said=Label("没有填写见到人数", en="is missing"),
    remedy=Label(
        "填写见到几人；与登记一致的勾选“与登记一致”", en="say how many were seen, or that nothing has changed"
    ),
    code="required",
)
_NOT_THERE = Problem(
    at="unchanged",
    said=Label("没有核查到，不能写与登记一致", en="cannot be said of a household that was not checked"),
    remedy=Label("去掉“与登记一致”", en="leave it out"),
)
