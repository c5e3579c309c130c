"""A past day: the versions in force then, replayed into memory, where the same statements answer.

Access is today's. A row of the past is there only if whom it is about is visible now; the view then says again whether the row, as
it was, lies within it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from minorcare.calendar import end_of_day, stamp
from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.errors import Refused
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.query import EVERYTHING
from minorcare.store.derived import search_terms
from minorcare.store.reading import Reader
from minorcare.store.statements import Views
from minorcare.store.steps import OWN_TABLES
from minorcare.store.tables import Table, create, keys, quoted, statistics

_THEN = """SELECT v.id, v.version, j.at, f.no, v.body FROM version v
 JOIN journal j ON j.office = v.office AND j.seq = v.seq
 JOIN file f ON f.office = v.office AND f.kind = v.kind AND f.id = v.id
 WHERE v.office = ?1 AND v.kind = ?2 AND v.seq <= ?3 AND v.until > ?3 AND v.void = 0"""


class Replay:
    """One office as recorded by the last entry before the end of a day, kind by kind as questions touch them."""

    def __init__(self, live: Reader, office: str, day: date, views: Views, today: date) -> None:
        """*live* reads the file; *views* and *today* say what the actor sees now."""
        self._live, self._office, self._views, self._today = live, office, views, today
        self._catalog: Catalog = live.catalog
        self._tables: Mapping[str, Table] = live.statements.tables
        row = live.conn.execute(
            "SELECT max(seq) FROM journal WHERE office=? AND at<?", (office, stamp(end_of_day(day)))
        ).fetchone()
        self._seq: int = -1 if row[0] is None else row[0]
        self._roots: dict[tuple[str, str], tuple[bool, str | None]] = {}
        self._loaded: set[str] = set()
        conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in OWN_TABLES:
            if statement.startswith("CREATE TABLE term"):
                conn.execute(statement)
        self.reader = Reader(
            conn=conn, catalog=live.catalog, statements=live.statements, keys=live.keys, prepare=self._prepare
        )

    def _prepare(self, kinds: frozenset[str]) -> None:
        for name in sorted(kinds - self._loaded):
            if name in DERIVED:
                raise Refused(Label("历史视图没有待办和留痕", en="a past day has no work list and no journal"))
            self._load(self._catalog.kinds[name])

    def _load(self, kind: Kind) -> None:
        if kind.name in self._loaded:
            return
        self._loaded.add(kind.name)
        table = self._tables[kind.name]
        for statement in (*create(table), *statistics(keys(table), small=table.name)):
            self.reader.conn.execute(statement)
        root = kind.about is not None and not table.own_area
        if root and kind.about is not None:
            self._load(self._catalog.target(kind.about))
        own = self._views(kind).owner is not None
        visible = self._visible(kind) if own or (not root and table.has_area) else None
        rows, lists, terms = [], [], []
        for id, version, at, no, body in self._live.conn.execute(_THEN, (self._office, kind.name, self._seq)):
            written: dict[str, Any] = orjson.loads(body)
            if root and kind.about is not None:
                target = self._catalog.target(kind.about).name
                seen, area = self._roots.get((target, written.get(kind.about.name, "")), (False, None))
            else:
                seen, area = True, written.get("area")
            if visible is not None:  # what is somebody's own is seen whether or not they see whom it is about
                seen = id in visible
            self._roots[kind.name, id] = (seen, area)
            if not seen:
                continue
            kept = (self._office, id, version, at, no)
            rows.append(table.cells((*kept, area) if table.has_area and not table.own_area else kept, written))
            lists += [(f, (self._office, v, id)) for f in table.lists for v in written.get(f.name, ())]
            terms += [(self._office, *term, id) for term in search_terms(kind, written)]
        self.reader.conn.executemany(table.insert, rows)
        self.reader.conn.executemany("INSERT INTO term VALUES (?,?,?,?)", terms)
        for field, cells in lists:
            self.reader.conn.execute(f"INSERT INTO {quoted(table.list_name(field))} VALUES (?,?,?)", cells)

    def _visible(self, kind: Kind) -> frozenset[str]:
        """The records of a kind with an area of its own that the actor sees today."""
        if not self._views(kind).readable:
            return frozenset()
        return frozenset(self._live.ids(self._office, kind, EVERYTHING, self._views, self._today))
