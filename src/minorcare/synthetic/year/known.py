"""Whom the year is about, as they are on file: an import gives ids of its own to the children of the roster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from minorcare.declare import Id
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.errors import NotFound
from minorcare.kinds import Household, Minor
from minorcare.query import F, Given
from minorcare.store.protocol import Row
from minorcare.synthetic.street import Street
from minorcare.work.import_plan import CHUNK, every

NAMES = ("minor", "household")
"""The fields by which records name a child or a household."""


def named_by(act: Act) -> Mapping[str, str]:
    """The child and the household that an act names."""
    match act:
        case Save(record=record):
            found = {name: getattr(record, name, None) for name in NAMES}
        case Transition(values=values):
            found = {name: values.get(name) for name in NAMES}
        case _:
            return {}
    return {name: str(id) for name, id in found.items() if id is not None}


def renamed(act: Act, ids: Mapping[str, str]) -> Act:
    """The same act, naming whom it names by *ids*."""
    told = {name: Id(ids[id]) for name, id in named_by(act).items()}
    if not told:
        return act
    if isinstance(act, Save):
        return Save(act.record.but(**told), act.base)
    assert isinstance(act, Transition)
    return attrs.evolve(act, values={**act.values, **told})


def known(desk: Desk, street: Street, named: Collection[str]) -> Mapping[str, str]:
    """By its id in the street, the id under which each of the *named* children and households is on file.

    Raises:
        NotFound: one of them is not, or the desk does not see it.
    """
    families = [
        family
        for family in street.families
        if family.household.id in named or any(minor.id in named for minor in family.minors)
    ]
    homes = {
        row.values["code"]: row.id for row in _among(desk, Household, "code", [f.household.code for f in families])
    }
    minors = {_mark(row.values): row.id for row in _among(desk, Minor, "household", list(homes.values()))}
    found: dict[str, str] = {}
    for family in families:
        home = homes.get(family.household.code)
        if home is None:
            raise NotFound(Household.__kind__.name)
        found[family.household.id] = home
        for minor in family.minors:
            id = minors.get((home, minor.name, minor.birth_date))
            if id is not None:
                found[minor.id] = id
            elif minor.id in named:
                raise NotFound(Minor.__kind__.name)
    return found


def _among(desk: Desk, kind: type[Any], name: str, values: list[str]) -> Iterator[Row]:
    for at in range(0, len(values), CHUNK):
        yield from every(desk, kind, getattr(F, name).is_in(Given("values")), {"values": values[at : at + CHUNK]})


def _mark(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values["household"], values["name"], values["birth_date"]
