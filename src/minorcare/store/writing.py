"""Writing: one unit of work. A version, its row, its search terms, its due rows and its journal entry, together or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import orjson

from minorcare.access import View, trusted
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.errors import CHANGED, Conflict, NotFound
from minorcare.journal import canonical, digest
from minorcare.journal.entries import CURRENT
from minorcare.label import Label
from minorcare.query import Filter
from minorcare.rules.evidence import Source
from minorcare.store import vaulting
from minorcare.store.bodies import Bodies, Body
from minorcare.store.chain import Chain
from minorcare.store.derived import Derived, Standing
from minorcare.store.keys import Keys, blindly
from minorcare.store.pending import Pending
from minorcare.store.protocol import Batch, Note, Put, Stored
from minorcare.store.sources import Binding
from minorcare.store.statements import Statement, Statements, Views

SCHEMA = 1
_ENDED = "UPDATE version SET until=? WHERE office=? AND kind=? AND id=? AND version=?"
_VERSION = "INSERT INTO version VALUES (?,?,?,?,?,?,?,?,?,?)"
_BODY = "SELECT body FROM version WHERE office=? AND kind=? AND id=? AND version=?"
_LAST_VERSION = "SELECT max(version) FROM version WHERE office=? AND kind=? AND id=?"
_FILED = "INSERT INTO file VALUES (?,?,?,?) ON CONFLICT (office, kind, id) DO NOTHING"
_NUMBER = "SELECT no FROM file WHERE office=? AND kind=? AND id=?"
_WRITTEN = (
    "SELECT kind, id, version, action, via FROM journal WHERE office=? AND batch=? AND digest IS NOT NULL ORDER BY seq"
)
_USED = Label("这个编号用过了；请重新新建", en="this id has been used before; create the record again")


class UnitOfWork:
    """The open transaction of one batch on one office."""

    def __init__(
        self, conn: sqlite3.Connection, office: str, batch: Batch, catalog: Catalog, statements: Statements, keys: Keys
    ) -> None:
        self._conn, self._office, self._batch = conn, office, batch
        self._catalog, self._statements, self._keys = catalog, statements, keys
        self._chain = Chain(conn, office)
        self._pending, self._gathering = Pending(conn), False
        self._bodies = Bodies(self._pending, keys, office)
        at = self._chain.instant(batch)
        self._derived = Derived(self._pending, office, at, catalog, statements.tables)
        self._next_no: int | None = None

    @property
    def seq(self) -> int:
        """Number of the last entry of the chain."""
        return self._chain.seq

    @property
    def hash(self) -> str:
        """Hash of the last entry of the chain."""
        return self._chain.hash

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within it, rows may wait to be written many at a time. An error that leaves it undoes the unit of work."""
        outer, self._gathering = self._gathering, True
        try:
            yield
        finally:
            self._gathering = outer
        self._settle()

    def load(self, kind: Kind, id: str) -> Stored | None:
        """The record in force, whole, secrets in clear."""
        held = self._standing(kind, id)
        if held is None:
            return None
        record = self._bodies.record(kind, id, held.body)
        return Stored(record=record, version=held.version, no=held.no, area=held.area, since=held.since)

    def version(self, kind: Kind, id: str, version: int) -> Record:
        """One version of a record, whole, secrets in clear; its record need not be in force.

        Raises:
            NotFound: there is no such version, or it is the one that took the record out of force.
        """
        row = self._pending.run(f"{_BODY} AND void=0", (self._office, kind.name, id, version)).fetchone()
        if row is None:
            raise NotFound(kind.name)
        return self._bodies.record(kind, id, orjson.loads(row[0]))

    def written_by(self, key: str) -> list[tuple[str, str, int, str, str]]:
        """Kind, id, version, action and via of every version a batch wrote, in order."""
        return self._conn.execute(_WRITTEN, (self._office, key)).fetchall()

    def sees(self, view: View, views: Views, kind: Kind, id: str, day: date) -> bool:
        """Whether the record is among the rows the view shows."""
        return view.readable and bool(self._all(self._statements.shown(kind, views), day, {"id": id}))

    def ids(self, kind: Kind, where: Filter, day: date, given: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """The ids of records in force for which *where* holds; trusted."""
        return tuple([row[0] for row in self._all(self._statements.ids(kind, where, trusted, "set"), day, given)])

    def select(
        self, kind: Kind, names: tuple[str, ...], where: Filter, day: date, given: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """Some columns, in written form, of the records in force for which *where* holds; trusted."""
        return self._all(self._statements.columns(kind, names, where), day, given)

    def findings(
        self, wheres: tuple[Filter, ...], day: date, ids: Sequence[str] | None = None
    ) -> list[tuple[int, str]]:
        """For each of these filters on ``minor``, its number with every child for whom it holds; of *ids* alone if given."""
        statement = self._statements.findings(wheres, "set" if ids is None else "point")
        return self._all(statement, day, {"ids": ids})

    def pairs(self, way: Source, day: date, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Each of the children *ids* with the records that are evidence by this way."""
        return self._all(self._statements.pairs(way), day, {"ids": ids})

    def put(self, put: Put) -> int:
        """Write one version; returns its number."""
        kind = self._catalog.kind(put.kind)
        no, new = self._filed(kind, put)
        held = None if new else self._standing(kind, put.id)
        if (held.version if held else 0) != put.base:
            raise Conflict(CHANGED)
        version = 1 if new else (put.base or self._last_version(kind, put)) + 1
        old = held.body if held else {}
        body = self._bodies.of(kind, put.record, old, new=new) if put.record else {}
        self._version(kind, put, version, body, old)
        self._derived.write(kind, put, version, no, body, held)
        self._settle()
        return version

    def seal(self, kind: Kind, record: Record, base: int) -> int:
        """Write one version of a vault kind; returns its number."""
        version = vaulting.last_version(self._conn, self._office, record.id, base) + 1
        made, mark = vaulting.sealed(self._conn, self._keys, self._office, kind, record, version)
        self._conn.execute("INSERT INTO vault VALUES (?,?,?,?)", (self._office, record.id, version, made))
        action = "change" if base else "create"
        self._chain.append(self._batch, action, vaulting.VAULT, record.id, version=version, mark=mark)
        return version

    def note(self, note: Note) -> None:
        """Write one entry."""
        self._chain.note(self._batch, note)

    def _settle(self) -> None:
        if not self._gathering:
            self._pending.write()

    def _all(self, statement: Statement, day: date, given: Mapping[str, Any] | None) -> list[Any]:
        binding = Binding(office=self._office, day=day, given=given or {})
        return self._pending.run(statement.sql, statement.arguments(binding)).fetchall()

    def _standing(self, kind: Kind, id: str) -> Standing | None:
        row = self._pending.run(self._statements.tables[kind.name].standing, (self._office, id)).fetchone()
        if row is None:
            return None
        (body,) = self._pending.run(_BODY, (self._office, kind.name, id, row[0])).fetchone()
        return Standing(version=row[0], no=row[1], area=row[2], since=row[3], body=orjson.loads(body))

    def _last_version(self, kind: Kind, put: Put) -> int:
        (last,) = self._pending.run(_LAST_VERSION, (self._office, kind.name, put.id)).fetchone()
        if last is not None and put.action == "create":
            raise Conflict(_USED)
        return last or 0

    def _filed(self, kind: Kind, put: Put) -> tuple[int, bool]:
        """The file number, and whether it is given now: small, one to a record, kept when a voided one comes back."""
        if not put.base:
            no = self._first_free()
            if self._conn.execute(_FILED, (self._office, no, kind.name, put.id)).rowcount:
                self._next_no = no + 1
                return no, True
        row = self._conn.execute(_NUMBER, (self._office, kind.name, put.id)).fetchone()
        if row is None:
            raise Conflict(CHANGED)
        return row[0], False

    def _first_free(self) -> int:
        if self._next_no is None:
            (last,) = self._conn.execute("SELECT max(no) FROM file WHERE office=?", (self._office,)).fetchone()
            self._next_no = (last or 0) + 1
        return self._next_no

    def _version(self, kind: Kind, put: Put, version: int, body: Body, old: Body) -> None:
        """The whole version, and the entry that vouches for it."""
        data, salt = canonical(body), os.urandom(16).hex()
        detail = put.detail
        if put.action in ("change", "transition", "restore"):
            detail = {**detail, "fields": [f.name for f in kind.fields if body.get(f.name) != old.get(f.name)]}
        at = (self._office, put.kind, put.id)
        self._chain.append(
            *(self._batch, put.action, put.kind, put.id),
            version=version,
            mark=digest(salt, data),
            detail=detail,
            via=put.via,
        )
        if version > 1:
            self._pending.run(_ENDED, (self.seq, *at, version - 1))
        void = 0 if put.record else 1
        self._pending.add(_VERSION, (*at, version, self.seq, CURRENT, void, SCHEMA, salt, data.decode()))


__all__ = ["UnitOfWork", "blindly"]
