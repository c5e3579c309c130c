"""Where things are: street, community, grid, building."""

from __future__ import annotations

from datetime import date
from enum import Enum

from minorcare.declare import Label, Record, field, kind
from minorcare.errors import Problem

STAFF = (
    "station_head",
    "child_supervisor",
    "community_liaison",
    "guarantor",
    "grid_leader",
    "grid_worker",
    "building_head",
    "leader",
    "data_protection_officer",
)


def no_such_area(at: str) -> Problem:
    """A code that is none of an area of the street, wherever it is given."""
    return Problem(
        at=at,
        said=Label("没有这个区域代码", en="is no area of this street"),
        remedy=Label("从区域表中选择；新设的区域先登记", en="choose one from the list of areas; enter a new one first"),
        code="area",
    )


class AreaLevel(Enum):
    """How far down an area lies."""

    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LEVELS[self]


_LEVELS = {
    AreaLevel.STREET: Label("街道", en="Street"),
    AreaLevel.COMMUNITY: Label("社区", en="Community"),
    AreaLevel.GRID: Label("网格", en="Grid"),
    AreaLevel.BUILDING: Label("楼栋", en="Building"),
}


def level_of(code: str) -> AreaLevel:
    """The level of a code by its form: ``530111004`` street, ``…002`` community, ``…002/07/`` grid, ``…/07/3/`` building."""
    if len(code) == 9:
        return AreaLevel.STREET
    return (AreaLevel.COMMUNITY, AreaLevel.COMMUNITY, AreaLevel.GRID, AreaLevel.BUILDING)[code.count("/")]


@kind("area", label=Label("区域", en="Area"), key=("code",), roles=STAFF)
class Area(Record):
    """A part of the street, by a code that nests by prefix.

    Nine and twelve digits come from the statistics bureau; below that are local levels, each closed by ``/`` (so that grid 1 does
    not take in grid 10). Codes are office data: since 2024 nobody publishes them.
    """

    code: str = field(
        label=Label("区域代码", en="Area code"),
        help=Label(
            "街道 9 位，社区 12 位，网格和楼栋在后面加 /编号/",
            en="Street 9 digits, community 12, grid and building add /number/",
        ),
        aliases=("代码", "区划代码"),
        pattern=r"\d{9}|\d{12}(/[0-9a-z]+/|/[0-9a-z]+/[0-9a-z]+/)?",
        max_length=40,
        unique=True,
        sensitivity="open",
        example="530111004002/07/",
    )
    name: str = field(
        label=Label("区域名称", en="Area name"),
        aliases=("名称", "社区名称"),
        max_length=60,
        sensitivity="open",
        example="柳荫社区",
    )
    level: AreaLevel = field(label=Label("层级", en="Level"), sensitivity="open")
    opened: date | None = field(default=None, label=Label("启用日期", en="Opened on"), sensitivity="open")
    closed: date | None = field(default=None, label=Label("停用日期", en="Closed on"), sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        problems = []
        if level_of(self.code) is not self.level:
            problems.append(
                Problem(
                    at="level",
                    said=Label("层级与代码的位数不符", en="does not fit the form of the code"),
                    remedy=Label("核对代码，或改正层级", en="check the code, or correct the level"),
                )
            )
        if self.opened and self.closed and self.closed < self.opened:
            problems.append(
                Problem(
                    at="closed",
                    said=Label("早于启用日期", en="lies before the opening date"),
                    remedy=Label("核对两个日期", en="check both dates"),
                )
            )
        return tuple(problems)
