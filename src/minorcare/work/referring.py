"""Which records name another, from the catalog: for merging two children, and for ending what has left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minorcare.declare import Field, Kind
from minorcare.desk import Act, Change, Desk, Void
from minorcare.kinds import DERIVED
from minorcare.query import F, Given
from minorcare.store.protocol import Row
from minorcare.work.import_plan import every


def naming(desk: Desk, kind: Kind, id: str) -> Iterator[tuple[Field, Row]]:
    """Every record the actor sees that names this one, and the field by which it does. A record may come twice, by two fields."""
    for other in desk.catalog.kinds.values():
        if other.vault or other.name in DERIVED or not desk.may_read(other.name):
            continue
        for field in other.references:
            if desk.catalog.target(field) is kind and field.name not in desk.views(other).hidden:
                where = getattr(F, field.name) == Given("id")
                yield from ((field, row) for row in every(desk, other.name, where, {"id": id}))


@attrs.define(kw_only=True)
class Ending:
    """Taking records out of force together with what says something of them.

    What names a record and cannot be without it goes first; what can, no longer names it. What the actor does not see stays, and
    so does the record that it names: the desk refuses, and nothing is written. ``spared`` are left to the caller.
    """

    desk: Desk
    reason: str
    spared: frozenset[tuple[str, str]] = frozenset()
    _voids: dict[tuple[str, str], Void] = attrs.field(factory=dict, init=False)
    _changes: dict[tuple[str, str], dict[str, Any]] = attrs.field(factory=dict, init=False)
    _rows: dict[tuple[str, str], Row] = attrs.field(factory=dict, init=False)
    _open: set[tuple[str, str]] = attrs.field(factory=set, init=False)

    def end(self, row: Row) -> None:
        """Take this record out of force, and what hangs on it."""
        key = (row.kind.name, row.id)
        if key in self._open:
            return
        self._open.add(key)
        self._changes.pop(key, None)
        for field, other in naming(self.desk, row.kind, row.id):
            there = (other.kind.name, other.id)
            if there in self._open or there in self.spared:
                continue
            if field.type.optional and _can_do_without(other, field.name):
                self._changes.setdefault(there, {})[field.name] = None
                self._rows[there] = other
            else:
                self.end(other)
        self._voids[key] = Void(*key, row.version, self.reason)

    def acts(self) -> tuple[Act, ...]:
        """What there is to do, in an order in which the desk does it."""
        changes = (
            Change(*key, self._rows[key].version, values)
            for key, values in self._changes.items()
            if key not in self._voids
        )
        return (*changes, *self._voids.values())


def _can_do_without(row: Row, name: str) -> bool:
    """Whether a record is sound without this reference, or was not sound before either."""
    values = {**row.values, "id": row.id, "office": row.office}
    before, after = (row.kind.build(each).check() for each in (values, {**values, name: None}))
    return {(p.at, p.code) for p in after} <= {(p.at, p.code) for p in before}
