"""Roles: data that say how far a person sees, in kinds, areas and fields. No role, or a kind a role does not name, means nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

import attrs

from minorcare.declare import Sensitivity
from minorcare.kinds.people import Guarantee, standing
from minorcare.label import Label
from minorcare.query import F, Filter, exists, kind_name

Scope = Literal["areas", "own", "none"]
Accounts = tuple[str, ...]
"""Somebody's account, and those for whom they stand in today."""


@attrs.frozen(kw_only=True)
class Opening:
    """Records of a kind that a role sees because of rows of its own, and for as long as those last.

    Attributes:
        kind: What is seen.
        rows: Which records of it, given the accounts of who asks.
        of: The same, asked of a record whose field of this name refers to one of them.
        level: Up to which level.
        sees: Fields above it that are seen too.
    """

    kind: str = attrs.field(converter=kind_name)
    rows: Callable[[Accounts], Filter]
    of: Callable[[str, Accounts], Filter] = lambda *_: NOTHING
    level: Sensitivity
    sees: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Role:
    """How far one role sees and acts.

    Attributes:
        records: The highest level of a field it reads in single records; ``None``: no child at all.
        figures: The highest level of what it counts; ``None``: no figures.
        scope: Records of the areas it is posted to, only rows of its own (``@kind(owner=…)``), or none.
        writes: Whether it records what it may read.
        administers: Whether it also writes what belongs to the office as a whole (officers, grants, areas).
        reports: Kinds it may create without reading them.
        small_cells: Counts of persons below this are hidden from it (0: none).
        exports: Whether it may take lists out.
        opens: What a role with rows of its own sees beside them.
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
    opens: tuple[Opening, ...] = ()

    def opening(self, kind: str) -> Opening | None:
        """How it comes to see records of *kind* beside rows of its own, if it does."""
        return next((one for one in self.opens if one.kind == kind), None)


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
    """Who asks: an account name, its role, the areas it is posted to, the grants in force, and for whom it stands in today.

    ``stands_for`` is known of roles that see rows of their own; for others it changes nothing.
    """

    name: str
    role: str
    areas: tuple[str, ...]
    grants: tuple[Grant, ...] = ()
    stands_for: tuple[str, ...] = ()


NOTHING: Filter = F.id.is_empty
"""No record at all."""


def in_care(accounts: Accounts) -> Filter:
    """The guarantees in force of any of *accounts*."""
    return F.officer.is_in(accounts) & standing()


def about_in_care(field: str, accounts: Accounts) -> Filter:
    """The records whose *field* refers to a child in care. Both refer to the child by the same name, or there are none."""
    return exists(Guarantee, in_care(accounts), on=field) if field in Guarantee.__kind__.by_name else NOTHING


IN_CARE = (
    Opening(kind="minor", rows=lambda own: exists(Guarantee, in_care(own)), of=about_in_care, level="personal"),
    Opening(
        kind="household",
        rows=lambda own: exists("minor", exists(Guarantee, in_care(own))),
        level="personal",
        sees=("address",),
    ),
)
"""Whom a guarantor answers for: name, age and where they live, and nothing of why."""


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
        reports=("measure_delivery", "harm_report"),
        exports=True,
    ),
    Role(
        name="guarantor",
        label=Label("包保责任人", en="Guarantor"),
        scope="own",
        reports=("guarantee_answer", "lead", "harm_report", "visit"),
        opens=IN_CARE,
    ),
    Role(
        name="grid_leader",
        label=Label("网格长", en="Grid leader"),
        scope="own",
        reports=("task_report", "lead", "harm_report"),
    ),
    Role(
        name="grid_worker",
        label=Label("网格员", en="Grid worker"),
        scope="own",
        reports=("task_report", "lead", "harm_report"),
    ),
    Role(
        name="building_head",
        label=Label("楼栋长", en="Building head"),
        scope="own",
        reports=("task_report", "lead", "harm_report"),
    ),
    Role(name="department", label=Label("联动部门", en="Department"), scope="own", reports=("lead", "harm_report")),
    Role(name="school", label=Label("学校", en="School"), scope="own", reports=("lead", "harm_report")),
    Role(name="inspector", label=Label("检查员", en="Inspector"), scope="own", reports=("harm_report",)),
    Role(name="volunteer", label=Label("志愿者", en="Volunteer"), scope="own", reports=("lead", "harm_report")),
    Role(
        name="leader",
        label=Label("街道领导", en="Leader"),
        figures="restricted",
        small_cells=5,
        reports=("instruction", "harm_report"),
    ),
    Role(name="superior_viewer", label=Label("上级查看", en="Superior viewer"), figures="sensitive", small_cells=10),
    Role(name="data_protection_officer", label=Label("个人信息保护负责人", en="Data protection officer")),
    Role(name="auditor", label=Label("审计员", en="Auditor")),
)
"""The roles that ship; a plugin may add its own."""
