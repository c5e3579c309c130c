"""Areas that split, merge or change their code: one batch, so that nobody is in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from minorcare.declare import Field, Kind
from minorcare.declare.inner import inner_fields
from minorcare.desk import Act, Change, Desk, Save
from minorcare.errors import Invalid, Masked
from minorcare.kinds import DERIVED, Area
from minorcare.kinds.areas import level_of, no_such_area
from minorcare.query import EVERYTHING, F, any_of
from minorcare.store.protocol import Receipt
from minorcare.work.import_plan import every


def recode(
    desk: Desk, codes: Mapping[str, str], *, names: Mapping[str, str] | None = None, key: str | None = None
) -> Receipt[Any]:
    """Move everything from old area codes to new ones: areas, households, children, posts, and whatever else says that it names one.

    That is every field called ``area`` and every one declared with ``area=True``, of any kind but those of the vault, also inside lists.

    What lies below an old code keeps its place below the new one (``…002/07/3/`` goes with ``…002/07/``). Several old codes may go
    to one new code (a merge); to split an area, name its parts as old codes. Old areas are closed as of today, new ones opened.

    Args:
        codes: New code by old code.
        names: The names of new areas that are not there yet; the old name if one is not given.

    Raises:
        Invalid: an old code is no area of this street, or a new one has no proper form.
        Refused: the actor does not read or write a kind that lies in areas: nothing is moved by halves.
        Masked: the same, of one of its values.
    """
    areas = {row.values["code"]: row for row in every(desk, Area)}
    problems = [no_such_area(old) for old in codes if old not in areas]
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
        if not kind.vault and kind.name not in DERIVED and kind is not Area.__kind__:
            acts += _moves(desk, kind, codes)
    return desk.apply(*acts, key=key)


def moved(area: str, codes: Mapping[str, str]) -> str:
    """Where *area* lies after the change, by the longest old code it lies in."""
    fitting = [old for old in codes if area == old or area.startswith(old if old.endswith("/") else f"{old}/")]
    if not fitting:
        return area
    old = max(fitting, key=len)
    return codes[old].removesuffix("/") + area.removeprefix(old.removesuffix("/"))


def _moves(desk: Desk, kind: Kind, codes: Mapping[str, str]) -> Iterator[Act]:
    """One change for each record of a kind that names an area which gets another code."""
    fields = [field for field in kind.fields if field.name == "area" or field.facts.area or _inside(field)]
    if not fields:
        return
    inside = any_of(*(F.area.within(old) for old in codes)) if [f.name for f in fields] == ["area"] else EVERYTHING
    for row in every(desk, kind.name, inside):
        if hidden := [field.name for field in fields if field.name in row.masked]:
            raise Masked(hidden)
        changed = {field.name: _value(field, row.values[field.name], codes) for field in fields}
        changed = {name: value for name, value in changed.items() if value != row.values[name]}
        if changed:
            yield Change(kind.name, row.id, row.version, changed)


def _inside(field: Field) -> tuple[str, ...]:
    """The attributes of a value class that hold an area."""
    if field.type.name != "values":
        return ()
    return tuple(each.name for each in inner_fields(field.type.python) if each.facts.area)


def _value(field: Field, value: Any, codes: Mapping[str, str]) -> Any:
    """What a field holds after the change. Of several that have come to name one area, one is left."""
    if value is None:
        return None
    if field.type.name != "values":
        return moved(value, codes)
    names = _inside(field)
    return tuple(
        dict.fromkeys(
            attrs.evolve(one, **{name: moved(held, codes) for name in names if (held := getattr(one, name))})
            for one in value
        )
    )
