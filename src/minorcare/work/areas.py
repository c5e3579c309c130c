"""Areas that split, merge or change their code: one batch, so that nobody is in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minorcare.desk import Act, Change, Desk, Save
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Area, Officer
from minorcare.kinds.areas import level_of
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Receipt
from minorcare.work.import_plan import every


def recode(
    desk: Desk, codes: Mapping[str, str], *, names: Mapping[str, str] | None = None, key: str | None = None
) -> Receipt[Any]:
    """Move everything from old area codes to new ones: areas, households, children, posts.

    What lies below an old code keeps its place below the new one (``…002/07/3/`` goes with ``…002/07/``). Several old codes may go
    to one new code (a merge); to split an area, name its parts as old codes. Old areas are closed as of today, new ones opened.

    Args:
        codes: New code by old code.
        names: The names of new areas that are not there yet; the old name if one is not given.

    Raises:
        Invalid: an old code is no area of this street, or a new one has no proper form.
    """
    areas = {row.values["code"]: row for row in every(desk, Area)}
    problems = [_unknown(old) for old in codes if old not in areas]
    if problems:
        raise Invalid(problems)
    acts: list[Act] = []
    for old, row in areas.items():
        new = moved(old, codes)
        if new == old or row.values["closed"] is not None:
            continue
        acts.append(Change(Area, row.id, row.version, {"closed": desk.day}))
        if new not in areas and not any(
            isinstance(act, Save) and getattr(act.record, "code", None) == new for act in acts
        ):
            name = (names or {}).get(new, row.values["name"])
            acts.append(Save(Area(code=new, name=name, level=level_of(new), opened=desk.day)))
    for kind in desk.catalog.kinds.values():
        if "area" in kind.by_name and kind.name != "due" and not kind.vault:
            acts += _moves(desk, kind.name, "area", codes)
    acts += _moves(desk, Officer.__kind__.name, "posted_to", codes)
    return desk.apply(*acts, key=key)


def moved(area: str, codes: Mapping[str, str]) -> str:
    """Where *area* lies after the change, by the longest old code it lies in."""
    fitting = [old for old in codes if area == old or area.startswith(old if old.endswith("/") else f"{old}/")]
    if not fitting:
        return area
    old = max(fitting, key=len)
    return codes[old].removesuffix("/") + area.removeprefix(old.removesuffix("/"))


def _moves(desk: Desk, kind: str, field: str, codes: Mapping[str, str]) -> list[Act]:
    acts: list[Act] = []
    for old in codes:
        for row in every(desk, kind, getattr(F, field) == old if field != "area" else F.area.within(old)):
            new = moved(row.values[field], codes)
            if new != row.values[field]:
                acts.append(Change(kind, row.id, row.version, {field: new}))
    return acts


def _unknown(old: str) -> Problem:
    return Problem(
        at=old,
        said=Label("不是本街道的区域代码", en="is no area of this street"),
        remedy=Label("从区域表中选择", en="choose one from the list of areas"),
        code="area",
    )
