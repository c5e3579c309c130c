"""Roles: data that say how far a person sees, in kinds, areas and fields. No role, or a kind a role does not name, means nothing."""

from __future__ import annotations

from datetime import date
from typing import Literal

import attrs

from minorcare.declare import LEVELS, Sensitivity
from minorcare.label import Label

Scope = Literal["areas", "own_tasks", "none"]


@attrs.frozen(kw_only=True)
class Role:
    """How far one role sees and acts.

    Attributes:
        records: The highest level of a field it reads in single records; ``None``: no child at all.
        figures: The highest level of what it counts; ``None``: no figures.
        scope: Records of the areas it is posted to, only the tasks given to it, or none.
        writes: Whether it records what it may read.
        administers: Whether it also writes what belongs to the office as a whole (officers, grants, areas).
        reports: Kinds it may create without reading them.
        small_cells: Counts of persons below this are hidden from it (0: none).
        exports: Whether it may take lists out.
    """

    name: str
    label: Label
    records: Sensitivity | None = None
    figures: Sensitivity | None = None
    scope: Scope = "none"
    writes: bool = False
    administers: bool = False
    reports: tuple[str, ...] = ()
    small_cells: int = 0
    exports: bool = False


@attrs.frozen(kw_only=True)
class Grant:
    """A wider view than the role gives, approved by somebody, for a reason, until a day (网络保护条例 art. 36)."""

    officer: str
    ceiling: Sensitivity
    kind: str | None = None
    area: str | None = None
    approver: str
    reason: str
    until: date


@attrs.frozen(kw_only=True)
class Actor:
    """Who asks: an account name, its role, the areas it is posted to, and the grants in force."""

    name: str
    role: str
    areas: tuple[str, ...]
    grants: tuple[Grant, ...] = ()


def no_higher(level: Sensitivity, ceiling: Sensitivity | None) -> bool:
    """Whether *level* may be seen under *ceiling*."""
    return ceiling is not None and LEVELS.index(level) <= LEVELS.index(ceiling)


def higher(one: Sensitivity | None, other: Sensitivity | None) -> Sensitivity | None:
    """The more far-reaching of two ceilings."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=LEVELS.index)


ROLES: tuple[Role, ...] = (
    Role(
        name="station_head",
        label=Label("未保站站长", en="Station head"),
        records="restricted",
        figures="restricted",
        scope="areas",
        writes=True,
        administers=True,
        exports=True,
    ),
    Role(
        name="child_supervisor",
        label=Label("儿童督导员", en="Child supervisor"),
        records="restricted",
        figures="restricted",
        scope="areas",
        writes=True,
        reports=("measure_delivery",),
        exports=True,
    ),
    Role(
        name="community_liaison",
        label=Label("社区联络员", en="Community liaison"),
        records="sensitive",
        figures="sensitive",
        scope="areas",
        writes=True,
        reports=("measure_delivery",),
        exports=True,
    ),
    Role(
        name="guarantor",
        label=Label("包保责任人", en="Guarantor"),
        scope="own_tasks",
        reports=("guarantee_answer", "lead"),
    ),
    Role(
        name="grid_leader", label=Label("网格长", en="Grid leader"), scope="own_tasks", reports=("task_report", "lead")
    ),
    Role(
        name="grid_worker", label=Label("网格员", en="Grid worker"), scope="own_tasks", reports=("task_report", "lead")
    ),
    Role(
        name="building_head",
        label=Label("楼栋长", en="Building head"),
        scope="own_tasks",
        reports=("task_report", "lead"),
    ),
    Role(name="department", label=Label("联动部门", en="Department"), scope="own_tasks", reports=("lead",)),
    Role(name="school", label=Label("学校", en="School"), scope="own_tasks", reports=("lead",)),
    Role(name="inspector", label=Label("检查员", en="Inspector"), scope="own_tasks"),
    Role(name="volunteer", label=Label("志愿者", en="Volunteer"), scope="own_tasks", reports=("lead",)),
    Role(
        name="leader",
        label=Label("街道领导", en="Leader"),
        figures="restricted",
        small_cells=5,
        reports=("instruction",),
    ),
    Role(name="superior_viewer", label=Label("上级查看", en="Superior viewer"), figures="sensitive", small_cells=10),
    Role(name="data_protection_officer", label=Label("个人信息保护负责人", en="Data protection officer")),
    Role(name="auditor", label=Label("审计员", en="Auditor")),
)
"""The roles that ship; a plugin may add its own."""
