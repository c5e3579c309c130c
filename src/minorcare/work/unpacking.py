"""Taking a parcel in: the records of another office become records of this one, under ids that follow from theirs.

The same parcel taken twice gives the same ids, so nothing is made twice. What came later is told from what was taken before by
comparing the two parcels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID, uuid5

import attrs

from minorcare.declare import Field, Id, Kind
from minorcare.desk import Act, Change, Desk, Save, Transition, Void
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Duplicate, Evidence
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.store.protocol import Row
from minorcare.work.anew import as_arriving
from minorcare.work.arriving import path, way
from minorcare.work.import_plan import every
from minorcare.work.parcel import Key, Packed, Parcel

_NAMES = UUID("6d696e6f-7263-8172-a65f-7472616e7366")
_CHILD, _HOME = "minor", "household"


def derived(*parts: str) -> Id:
    """An id that follows from others."""
    return Id(str(uuid5(_NAMES, "\x1f".join(parts))))


@attrs.frozen(kw_only=True)
class Place:
    """Where what arrives will lie: the area, the new address, and the ids of the child and of its home here.

    ``twin`` is a record on file here with the same resident ID: the child arrives without the number, to be compared and merged.
    """

    area: str
    address: str | None
    minor: Id
    home: Id | None
    twin: Id | None = None


@attrs.frozen(kw_only=True)
class Unpacking:
    """One parcel being taken in at one desk; ``before`` is the one that was taken in already, if this comes after it."""

    desk: Desk
    parcel: Parcel
    place: Place
    before: Parcel | None = None

    def acts(self) -> list[Act]:
        """What makes the records here. Those of the home that came with another child of it follow, unless this office changed them."""
        there, acts = self._there(), list[Act]()
        for one in self.parcel.records:
            here = there.get(self.id_of(one.key))
            acts += self._arriving(one) if here is None else self._renewed(one, here) if here.version == 1 else ()
        if self.place.twin:
            acts.append(Save(Duplicate(minor=self.place.minor, other=self.place.twin)))
        return acts

    def late(self) -> list[Act]:
        """What has come or changed since the parcel before was taken in.

        Where this office has changed the same value itself, its own stands. What the sender took back is taken back here.
        """
        known = self.before.by_key if self.before else {}
        there = self._there()
        acts: list[Act] = []
        for one in self.parcel.records:
            here = there.get(self.id_of(one.key))
            if one.key not in known:
                acts += [] if here else self._arriving(one)
            elif here and one.version != known[one.key].version:
                acts += self._following(one, known[one.key], here)
        gone = (there.get(self.id_of(key)) for key in known if key not in self.parcel.by_key)
        acts += (Void(row.kind.name, row.id, row.version, _TAKEN_BACK) for row in gone if row)
        return acts

    def id_of(self, key: Key) -> Id:
        """The id here of a record of the parcel."""
        kind, id = key
        if key == (_CHILD, self.parcel.minor):
            return self.place.minor
        if kind == _HOME and self.place.home:
            return self.place.home
        root = self.place.home if self._at_home(key) and self.place.home else self.place.minor
        return derived(root, kind, id)

    @property
    def _sent(self) -> Mapping[Key, Packed]:
        """Everything that was ever sent."""
        return {**(self.before.by_key if self.before else {}), **self.parcel.by_key}

    def _at_home(self, key: Key) -> bool:
        """Whether a record is about the home rather than about the child."""
        here: Key | None = key
        while here is not None and here[0] not in (_CHILD, _HOME):
            kind = self.desk.catalog.kind(here[0])
            packed = self._sent.get(here)
            about = packed and kind.about and packed.body.get(kind.about.name)
            here = (self.desk.catalog.target(kind.about).name, about) if kind.about and about else None
        return here is not None and here[0] == _HOME

    def _there(self) -> dict[str, Row]:
        """The records of the parcel that are in force here."""
        by_kind: dict[str, list[str]] = {}
        for key in self._sent:
            by_kind.setdefault(key[0], []).append(self.id_of(key))
        return {
            row.id: row
            for kind, ids in by_kind.items()
            for row in every(self.desk, kind, F.id.is_in(Given("ids")), {"ids": ids})
        }

    def _arriving(self, one: Packed) -> list[Act]:
        kind = self.desk.catalog.kind(one.kind)
        found = way(kind, self._values(kind, one), day=self.desk.day, actor=self.desk.account)
        if found is None:
            raise Invalid([_unsound(kind)])
        return found.acts()

    def _following(self, now: Packed, before: Packed, here: Row) -> Iterator[Act]:
        """What the sender changed and this office did not."""
        kind = here.kind
        old, new = self._values(kind, before), self._values(kind, now)
        changed = {
            field.name: new[field.name]
            for field in kind.fields
            if field is not kind.state
            and old[field.name] != new[field.name]
            and self._holds(here, field, old[field.name])
        }
        if changed:
            yield Change(kind.name, here.id, here.version, changed)
        if kind.state and kind.lifecycle and here.values[kind.state.name] == old[kind.state.name]:
            moves = path(kind.lifecycle, old[kind.state.name], new[kind.state.name])
            base = here.version + bool(changed)
            yield from (Transition(kind.name, here.id, to, base + n) for n, to in enumerate(moves or ()))

    def _renewed(self, one: Packed, here: Row) -> Iterator[Act]:
        """What is otherwise now than in the record as it came before."""
        new = self._values(here.kind, one)
        plain = (field for field in here.kind.fields if field is not here.kind.state)
        changed = {field.name: new[field.name] for field in plain if not self._holds(here, field, new[field.name])}
        if changed:
            yield Change(here.kind.name, here.id, here.version, changed)

    def _holds(self, here: Row, field: Field, value: Any) -> bool:
        """Whether a record here still has the value it came with."""
        if not field.facts.secret or value is None:
            return bool(here.values[field.name] == value)
        return self.desk.holds(here.kind.name, here.id, field.name, value)

    def _values(self, kind: Kind, one: Packed) -> dict[str, Any]:
        """The typed values of a record as they are to stand here."""
        typed = {f.name: f.from_json(one.body[f.name]) if f.name in one.body else _absent(f) for f in kind.fields}
        for field in kind.fields:
            typed[field.name] = self._placed(kind, field, typed[field.name])
        arriving = as_arriving(kind, typed)
        standing = kind.lifecycle is None or kind.state is None or arriving[kind.state.name] in kind.lifecycle.open
        for due in (field.due for field in kind.deadlines if standing):
            if due and due.who and arriving[due.who] is not None:  # an account of the sender's is nobody here
                arriving[due.who] = None if kind.by_name[due.who].type.optional else self.desk.account
        return {**arriving, "id": self.id_of(one.key), "office": self.desk.office}

    def _placed(self, kind: Kind, field: Field, value: Any) -> Any:
        known = self.parcel.by_key
        if kind.name == _CHILD and field.facts.identifying and self.place.twin:
            return None
        if field.name == "area":
            return self.place.area
        if kind.name == _HOME and field.name == "address":
            return self.place.address
        if field.ref and value is not None:
            target = self.desk.catalog.target(field).name, cast("str", value)
            return self.id_of(target) if target in known else None
        if field.facts.unique and not field.facts.identifying and field.type.name == "text" and value:
            return f"{self.parcel.sender}-{value}"[: field.facts.max_length]
        if isinstance(value, tuple) and any(isinstance(item, Evidence) for item in value):
            return tuple(
                attrs.evolve(item, id=self.id_of((item.kind, item.id)))
                for item in value
                if (item.kind, item.id) in known
            )
        return value


def _absent(field: Field) -> Any:
    if field.type.optional or field.default is attrs.NOTHING:
        return None
    return field.default


_TAKEN_BACK = "taken back by the sender"


def _unsound(kind: Kind) -> Problem:
    return Problem(
        at=kind.name,
        said=Label(f"有一条{kind.label.zh}不能在这里登记", en="holds a record that cannot stand here"),
        remedy=Label("请对方改正这条记录后再交接", en="ask the other office to correct it, then take it in again"),
        code="unsound",
    )
