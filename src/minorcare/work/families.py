"""The wide sheet as offices keep it: one row a child, with its household and those who look after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.label import Label
from minorcare.surfaces.targets import Target

_PERSON = (("resident_id",), ("household", "name", "relation"))
_CHILD = (("resident_id",), ("household", "name", "birth_date"))


def _area_of_child(row: Mapping[str, Mapping[str, Any]]) -> Any:
    return row["minor"].get("area")


def family_targets(catalog: Catalog) -> tuple[Target, ...]:
    """A child, the household, father, mother, and one more guardian, in one row."""
    minor, household, member = (catalog.kind(name) for name in ("minor", "household", "member"))
    once: dict[str, Any] = {"kind": member, "link": {"household": "household"}, "same": _PERSON}
    return (
        Target(
            name="minor",
            kind=minor,
            link={"household": "household"},
            same=_CHILD,
            aliases=("儿童", "未成年人", "学生"),
        ),
        Target(
            name="household", kind=household, fields=("code", "address", "residence"), derived={"area": _area_of_child}
        ),
        Target(name="father", label=Label("父亲", en="Father"), constants={"relation": "51"}, **once),
        Target(name="mother", label=Label("母亲", en="Mother"), constants={"relation": "52"}, **once),
        Target(
            name="guardian",
            label=Label("监护人", en="Guardian"),
            aliases=("家长", "监护人（其他）", "其他监护人"),
            constants={"guardian": True},
            derived={"relation": lambda _: "99"},
            **once,
        ),
    )


def targets_for(catalog: Catalog, kind: Kind) -> tuple[Target, ...]:
    """What a sheet of *kind* may hold: a whole family for children, else the kind alone."""
    return family_targets(catalog) if kind.name == "minor" else (Target(name=kind.name, kind=kind),)
