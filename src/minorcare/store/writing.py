"""Writing: one unit of work. A version, its row, its search terms, its due rows and its journal entry, together or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import orjson

from minorcare.access import View, trusted
from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind, Record
from minorcare.errors import Conflict, Invalid, NotFound, Problem
from minorcare.journal import canonical, chain_hash, digest
from minorcare.journal.entries import CURRENT, GENESIS_PREV
from minorcare.kinds import names
from minorcare.label import Label
from minorcare.query import Filter
from minorcare.rules.evidence import Source
from minorcare.store import vaulting
from minorcare.store.keys import Keys, decrypt, encrypt, hint, new_data_key
from minorcare.store.protocol import Batch, Note, Put, Stored
from minorcare.store.reading import Reader
from minorcare.store.sources import Binding
from minorcare.store.statements import Statement, Statements, Views
from minorcare.store.tables import Table, quoted

_ENTRY = "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_ENDED = "UPDATE version SET until=? WHERE office=? AND kind=? AND id=? AND version=?"
_VERSION = "INSERT INTO version VALUES (?,?,?,?,?,?,?,?,?,?)"
_NUMBER = "SELECT no FROM file WHERE office=? AND kind=? AND id=?"
_KEY = "SELECT wrapped FROM key WHERE office=? AND kind=? AND id=?"
SCHEMA = 1


class UnitOfWork:
    """The open transaction of one batch on one office."""

    def __init__(
        self, conn: sqlite3.Connection, office: str, batch: Batch, catalog: Catalog, statements: Statements, keys: Keys
    ) -> None:
        self._conn, self._office, self._batch = conn, office, batch
        self._catalog, self._statements, self._keys = catalog, statements, keys
        self._reader = Reader(conn=conn, catalog=catalog, statements=statements, keys=keys)
        head = conn.execute(
            "SELECT seq, hash, at FROM journal WHERE office=? ORDER BY seq DESC LIMIT 1", (office,)
        ).fetchone()
        if head is None:
            raise Invalid([_no_office(office)])
        self.seq, self.hash, last = head
        self.at: str = max(batch.at, last)  # a chain never runs backwards, whatever the clock does
        self._next_no: int | None = None
        self._areas: dict[tuple[str, str], str | None] = {}

    def load(self, kind: Kind, id: str) -> Stored | None:
        """The record in force, whole, secrets in clear."""
        row = self._conn.execute(self._statements.tables[kind.name].standing, (self._office, id)).fetchone()
        if row is None:
            return None
        record = self._record(kind, id, self._body(kind, id, row[0]))
        return Stored(record=record, version=row[0], no=row[1], area=row[2], since=row[3])

    def version(self, kind: Kind, id: str, version: int) -> Record:
        """One version of a record, whole, secrets in clear; its record need not be in force.

        Raises:
            NotFound: there is no such version, or it is the one that took the record out of force.
        """
        held = "SELECT body FROM version WHERE office=? AND kind=? AND id=? AND version=? AND void=0"
        row = self._conn.execute(held, (self._office, kind.name, id, version)).fetchone()
        if row is None:
            raise NotFound(kind.name)
        return self._record(kind, id, orjson.loads(row[0]))

    def written_by(self, key: str) -> list[tuple[str, str, int, str, str]]:
        """Kind, id, version, action and via of every version a batch wrote, in order."""
        return self._conn.execute(
            "SELECT kind, id, version, action, via FROM journal WHERE office=? AND batch=? AND digest IS NOT NULL ORDER BY seq",
            (self._office, key),
        ).fetchall()

    def sees(self, view: View, views: Views, kind: Kind, id: str, day: date) -> bool:
        """Whether the record is among the rows the view shows."""
        return view.readable and self._reader.shows(self._office, kind, id, views, day)

    def ids(
        self, kind: Kind, where: Filter, day: date, given: Mapping[str, Any] | None = None, *, point: bool = False
    ) -> tuple[str, ...]:
        """The ids of records in force for which *where* holds; trusted."""
        return self._reader.ids(self._office, kind, where, trusted, day, given, point=point)

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

    def _all(self, statement: Statement, day: date, given: Mapping[str, Any] | None) -> list[Any]:
        return self._conn.execute(
            statement.sql, statement.arguments(Binding(office=self._office, day=day, given=given or {}))
        ).fetchall()

    def put(self, put: Put) -> int:
        """Write one version; returns its number."""
        kind = self._catalog.kind(put.kind)
        # without a file number the record was never here, and nothing more need be looked up
        known = self._number(kind, put.id)
        before = self._current(kind, put, known=known is not None)
        version = 1 if known is None else (before[0] if before else self._last_version(kind, put)) + 1
        no = self._next_number(kind, put.id) if known is None else known
        old = before[2] if before else {}
        body = self._written(kind, put.record, old, new=known is None) if put.record else {}
        data, salt = canonical(body), os.urandom(16).hex()
        detail = put.detail
        if put.action in ("change", "transition", "restore"):
            detail = {**detail, "fields": [f.name for f in kind.fields if body.get(f.name) != old.get(f.name)]}
        self._entry(put.action, put.kind, put.id, version, digest(salt, data), detail, put.via)
        if version > 1:
            self._conn.execute(_ENDED, (self.seq, self._office, put.kind, put.id, version - 1))
        void = 0 if put.record else 1
        self._conn.execute(
            _VERSION, (self._office, put.kind, put.id, version, self.seq, CURRENT, void, SCHEMA, salt, data.decode())
        )
        self._table_row(kind, put, version, no, body, before)
        return version

    def seal(self, kind: Kind, record: Record, base: int) -> int:
        """Write one version of a vault kind; returns its number."""
        version = vaulting.last_version(self._conn, self._office, record.id, base) + 1
        made, mark = vaulting.sealed(self._conn, self._keys, self._office, kind, record, version)
        self._conn.execute("INSERT INTO vault VALUES (?,?,?,?)", (self._office, record.id, version, made))
        self._entry("change" if base else "create", vaulting.VAULT, record.id, version, mark, {}, None)
        return version

    def note(self, note: Note) -> None:
        """Write one entry."""
        self._entry(note.action, note.kind, note.id, None, None, note.detail, None)

    def area_of(self, kind: Kind, record: Record) -> str | None:
        """The area a record lies in: its own, or that of whom it is about."""
        table = self._statements.tables[kind.name]
        if not table.has_area:
            return None
        if table.own_area:
            own: str | None = getattr(record, "area")  # noqa: B009  (the kind declares it)
            return own
        assert kind.about is not None
        target, id = self._catalog.target(kind.about), getattr(record, kind.about.name)
        if (target.name, id) not in self._areas:
            row = self._conn.execute(self._statements.tables[target.name].standing, (self._office, id)).fetchone()
            self._areas[target.name, id] = row[2] if row else None
        return self._areas[target.name, id]

    def _record(self, kind: Kind, id: str, body: Mapping[str, Any]) -> Record:
        values = {f.name: f.from_json(body[f.name]) for f in kind.fields if f.name in body and not f.facts.secret}
        values |= {f.name: self._opened(kind, id, f, body[f.name][0]) for f in kind.secrets if f.name in body}
        return kind.build({**values, "id": id, "office": self._office})

    def _current(self, kind: Kind, put: Put, *, known: bool) -> tuple[int, str | None, dict[str, Any]] | None:
        """Version, area and body of the record as it stands, held against the version the writer knows."""
        standing = self._statements.tables[kind.name].standing
        row = self._conn.execute(standing, (self._office, put.id)).fetchone() if known else None
        if (row[0] if row else 0) != put.base:
            raise Conflict(
                Label(
                    "别人刚刚改过这条记录；请对照两个版本后再保存",
                    en="somebody else has changed this record; compare both versions and save again",
                )
            )
        return None if row is None else (row[0], row[2], self._body(kind, put.id, row[0]))

    def _body(self, kind: Kind, id: str, version: int) -> dict[str, Any]:
        row = self._conn.execute(
            "SELECT body FROM version WHERE office=? AND kind=? AND id=? AND version=?",
            (self._office, kind.name, id, version),
        ).fetchone()
        body: dict[str, Any] = orjson.loads(row[0])
        return body

    def _last_version(self, kind: Kind, put: Put) -> int:
        row = self._conn.execute(
            "SELECT max(version) FROM version WHERE office=? AND kind=? AND id=?", (self._office, kind.name, put.id)
        ).fetchone()
        if row[0] is not None and put.action == "create":
            raise Conflict(
                Label("这个编号用过了；请重新新建", en="this id has been used before; create the record again")
            )
        return row[0] or 0

    def _number(self, kind: Kind, id: str) -> int | None:
        """The file number: a small number per office, given once and kept when a voided record comes back."""
        known = self._conn.execute(_NUMBER, (self._office, kind.name, id)).fetchone()
        return known[0] if known else None

    def _next_number(self, kind: Kind, id: str) -> int:
        if self._next_no is None:
            row = self._conn.execute("SELECT max(no) FROM file WHERE office=?", (self._office,)).fetchone()
            self._next_no = (row[0] or 0) + 1
        no, self._next_no = self._next_no, self._next_no + 1
        self._conn.execute("INSERT INTO file VALUES (?,?,?,?)", (self._office, no, kind.name, id))
        return no

    def _written(self, kind: Kind, record: Record, old: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
        """The body of a version: declared fields, no nulls, secrets as [ciphertext, blind index, last four]."""
        body: dict[str, Any] = {}
        data_key = cache(lambda: self._data_key(kind, record.id, new=new))
        for field in kind.fields:
            value = getattr(record, field.name)
            if value is None:
                continue
            if not field.facts.secret:
                body[field.name] = field.to_json(value)
                continue
            blind = self._keys.blind(kind.name, field.name, blindly(value))
            if field.name in old and old[field.name][1] == blind:
                body[field.name] = old[field.name]
                continue
            sealed = encrypt(data_key(), value, aad=f"{kind.name}.{field.name}")
            body[field.name] = [sealed, blind, hint(value) or "…"]
        return body

    def _data_key(self, kind: Kind, id: str, *, new: bool = False) -> bytes:
        at = {"office": self._office, "kind": kind.name, "id": id}
        row = None if new else self._conn.execute(_KEY, tuple(at.values())).fetchone()
        if row:
            return self._keys.unwrap(row[0], **at)
        key = new_data_key()
        self._conn.execute("INSERT INTO key VALUES (?,?,?,?)", (*at.values(), self._keys.wrap(key, **at)))
        return key

    def _opened(self, kind: Kind, id: str, field: Field, sealed: str) -> str:
        return decrypt(self._data_key(kind, id), sealed, aad=f"{kind.name}.{field.name}")

    def _entry(
        self,
        action: str,
        kind: str | None,
        id: str | None,
        version: int | None,
        mark: str | None,
        detail: Mapping[str, Any],
        via: str | None,
    ) -> None:
        batch = self._batch
        self.seq += 1
        text = canonical(dict(detail)).decode() if detail else None
        columns = (
            *(self._office, self.seq, batch.key, self.at, batch.actor, via or batch.via, batch.purpose, action),
            *(kind, id, version, mark, text),
        )
        prev, self.hash = self.hash, chain_hash(columns, self.hash)
        self._conn.execute(_ENTRY, (*columns, prev, self.hash))

    def _table_row(self, kind: Kind, put: Put, version: int, no: int, body: Mapping[str, Any], before: Any) -> None:
        table = self._statements.tables[kind.name]
        if put.record is None:
            self._conn.execute(table.delete, (self._office, put.id))
            area = None
        else:
            area = self.area_of(kind, put.record)
            kept = (self._office, put.id, version, self.at, no)
            cells = table.cells((*kept, area) if table.has_area and not table.own_area else kept, body)
            self._conn.execute(table.insert, cells)
        self._areas[kind.name, put.id] = area
        old = before[2] if before else {}
        self._lists(table, put.id, old, body)
        self._terms(kind, put.id, old, body)
        self._due(kind, put, area, no, had=before is not None)
        if (before and area != before[1]) or put.action == "restore":
            self._move(kind, put.id, area)

    def _lists(self, table: Table, id: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for field in table.lists:
            was, now = set(old.get(field.name, ())), set(new.get(field.name, ()))
            name = quoted(table.list_name(field))
            for value in was - now:
                self._conn.execute(f"DELETE FROM {name} WHERE office=? AND value=? AND id=?", (self._office, value, id))
            for value in now - was:
                self._conn.execute(f"INSERT INTO {name} VALUES (?,?,?)", (self._office, value, id))

    def _terms(self, kind: Kind, id: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        if not kind.searchable or all(old.get(f.name) == new.get(f.name) for f in kind.searchable):
            return
        was, now = search_terms(kind, old), search_terms(kind, new)
        at = "office=? AND term=? AND field=? AND id=?"
        if was:
            self._conn.executemany(f"DELETE FROM term WHERE {at}", [(self._office, *term, id) for term in was - now])
        self._conn.executemany("INSERT INTO term VALUES (?,?,?,?)", [(self._office, *term, id) for term in now - was])

    def _due(self, kind: Kind, put: Put, area: str | None, no: int, *, had: bool) -> None:
        if not kind.deadlines:
            return
        if had:
            self._conn.execute(
                "DELETE FROM due WHERE office=? AND record=? AND what=?", (self._office, put.id, kind.name)
            )
        if put.record is not None:
            rows = due_rows(self._catalog, kind, put.record, (self._office, self.at, no, area))
            self._conn.executemany(f"INSERT INTO due VALUES ({','.join('?' * len(rows[0]))})", rows) if rows else None

    def _move(self, kind: Kind, id: str, area: str | None) -> None:
        """Everything about a record moves with it, nowhere when it is voided: areas are the store's own column, no new versions."""
        self._areas = {(kind.name, id): area}
        self._conn.execute(
            "UPDATE due SET area=? WHERE office=? AND record=? AND what=?", (area, self._office, id, kind.name)
        )
        for other in self._catalog.kinds.values():
            if (
                other.vault
                or other.about is None
                or self._catalog.target(other.about) is not kind
                or "area" in other.by_name
            ):
                continue
            table = self._statements.tables[other.name]
            about = quoted(other.about.name)
            moved = self._conn.execute(
                f"SELECT id FROM {quoted(table.name)} WHERE office=? AND {about}=?", (self._office, id)
            ).fetchall()
            self._conn.execute(
                f"UPDATE {quoted(table.name)} SET area=? WHERE office=? AND {about}=?", (area, self._office, id)
            )
            for (one,) in moved:
                self._move(other, one, area)


def search_terms(kind: Kind, body: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Term and field of everything a version's body is found by."""
    return {
        (term, f"{kind.name}.{f.name}") for f in kind.searchable if f.name in body for term in names.terms(body[f.name])
    }


def due_rows(
    catalog: Catalog, kind: Kind, record: Record, kept: tuple[str, str, int, str | None]
) -> list[tuple[Any, ...]]:
    """The work-list rows of one record: a pure function of it. None once its state is final."""
    office, since, no, area = kept
    if kind.state and kind.lifecycle and getattr(record, kind.state.name) not in kind.lifecycle.open:
        return []
    about = catalog.about_minor.get(kind.name)
    minor = getattr(record, about.name) if about else record.id if kind.name == "minor" else None
    rows = []
    for field in kind.deadlines:
        day = getattr(record, field.name)
        if day is not None and field.due is not None:
            who = getattr(record, field.due.who) if field.due.who else None
            own = (day.isoformat(), who, kind.name, field.name, record.id, area, minor)
            rows.append((office, f"{kind.name}:{record.id}:{field.name}", 0, since, no, *own))
    return rows


def blindly(value: str) -> str:
    """The form in which secrets are compared: without blanks, in capitals."""
    return "".join(value.split()).upper()


def _no_office(office: str) -> Problem:
    return Problem(
        at="office",
        said=Label(f"没有街道 {office} 的数据", en=f"there is no office {office} here"),
        remedy=Label(
            "先运行 minorcare init，或核对 9 位街道代码", en="run `minorcare init`, or check the nine-digit code"
        ),
        code="no_office",
    )


__all__ = ["CURRENT", "GENESIS_PREV", "UnitOfWork", "blindly", "due_rows"]
