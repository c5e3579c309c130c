"""Verifying a file: the chain, the versions it vouches for, and every table that is only a copy of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.journal import CURRENT, Anchor, Fault, digest, verify_chain, verify_versions
from minorcare.journal.faults import fault
from minorcare.store.derived import due_rows, search_terms
from minorcare.store.keys import Keys, Unreadable
from minorcare.store.tables import DERIVED_TABLES, Table, quoted

_JOINED = """SELECT v.office, v.kind, v.id, v.version, v.seq, v.until, v.void, v.salt, v.body,
 j.kind, j.id, j.version, j.digest, j.action FROM version v LEFT JOIN journal j ON j.office = v.office AND j.seq = v.seq
 ORDER BY v.office, v.kind, v.id, v.version"""
_LOST = """SELECT j.office, j.seq, j.kind, j.id, j.version FROM journal j WHERE j.digest IS NOT NULL AND NOT EXISTS (
 SELECT 1 FROM version v WHERE v.office = j.office AND v.kind = j.kind AND v.id = j.id AND v.version = j.version AND v.seq = j.seq)"""
_WITHHELD = "SELECT office, kind, id, max(seq) FROM journal WHERE action IN ('erase', 'seal') GROUP BY office, kind, id"
_IN_FORCE = """SELECT v.id, v.version, v.seq, v.body, j.at, f.no FROM version v
 LEFT JOIN journal j ON j.office = v.office AND j.seq = v.seq
 LEFT JOIN file f ON f.office = v.office AND f.kind = v.kind AND f.id = v.id
 WHERE v.office = ? AND v.kind = ? AND v.until = ? AND v.void = 0 ORDER BY v.id"""

_STANDS = "SELECT 1 FROM version WHERE office=? AND kind=? AND id=? AND until=? AND void=0"

Bodies = Sequence[tuple[str, Mapping[str, Any]]]
Areas = Mapping[str, Mapping[str, str | None]]


def verify(
    conn: sqlite3.Connection, catalog: Catalog, tables: Mapping[str, Table], keys: Keys, anchors: Iterable[Anchor] = ()
) -> Iterator[Fault]:
    """Everything in the file that is not as it was written, in one read transaction.

    A kind of a plugin that is not enabled is checked as far as its versions; its table is left alone.
    """
    conn.execute("BEGIN")
    try:
        yield from written(conn, anchors)
        yield from _vault(conn)
        yield from _data_keys(conn, catalog, tables, keys)
        for (office,) in conn.execute("SELECT DISTINCT office FROM journal").fetchall():
            yield from _office(conn, catalog, tables, office)
    finally:
        conn.execute("ROLLBACK")


def written(conn: sqlite3.Connection, anchors: Iterable[Anchor] = ()) -> Iterator[Fault]:
    """What is wrong with the chains, and with the versions they vouch for: all that the tables are only copies of."""
    yield from verify_chain(conn.execute("SELECT * FROM journal ORDER BY office, seq"), anchors)
    withheld = {row[:3]: row[3] for row in conn.execute(_WITHHELD)}
    yield from verify_versions(conn.execute(_JOINED), conn.execute(_LOST), withheld)


def _vault(conn: sqlite3.Connection) -> Iterator[Fault]:
    joined = """SELECT j.office, j.seq, j.id, j.version, j.digest, v.sealed FROM journal j LEFT JOIN vault v
     ON v.office = j.office AND v.id = j.id AND v.version = j.version WHERE j.kind = 'vault' AND j.digest IS NOT NULL"""
    for office, seq, id, version, mark, made in conn.execute(joined):
        if made is None:
            yield fault("lost", office, seq, "vault", id, version=version)
        elif digest(id, made.encode("utf-8", "surrogateescape")) != mark:
            yield fault("body", office, seq, "vault", id, version=version)


def _data_keys(conn: sqlite3.Connection, catalog: Catalog, tables: Mapping[str, Table], keys: Keys) -> Iterator[Fault]:
    """Keys that open nothing any more, and secrets without a key."""
    for office, kind, id, wrapped in conn.execute("SELECT office, kind, id, wrapped FROM key"):
        try:
            keys.unwrap(wrapped, office=office, kind=kind, id=id)
        except (Unreadable, UnicodeEncodeError):
            yield fault("key", office, 0, kind, id)
    keyed = "SELECT 1 FROM key k WHERE k.office = t.office AND k.kind = ? AND k.id = t.id"
    places = [("vault", "SELECT DISTINCT office, id FROM vault t WHERE 1")]
    for kept in catalog.kinds.values():
        if kept.secrets and not kept.vault:
            some = " OR ".join(f"{quoted(field.name)} IS NOT NULL" for field in kept.secrets)
            places.append((kept.name, f"SELECT office, id FROM {quoted(tables[kept.name].name)} t WHERE ({some})"))
    for name, query in places:
        for office, id in conn.execute(f"{query} AND NOT EXISTS ({keyed})", (name,)):
            yield fault("key", office, 0, name, id)


def _office(conn: sqlite3.Connection, catalog: Catalog, tables: Mapping[str, Table], office: str) -> Iterator[Fault]:
    areas: dict[str, dict[str, str | None]] = {}
    due: set[tuple[Any, ...]] = set()
    for kind in _outermost_first(catalog):
        table = tables[kind.name]
        found = conn.execute(_IN_FORCE, (office, kind.name, CURRENT))
        rows = [(*row[:3], _body(row[3]), *row[4:]) for row in found]
        held = {row[1]: row for row in conn.execute(_select(table), (office,))}
        for id, version, seq, body, at, no in rows:
            area = _area(catalog, kind, body, areas)
            areas.setdefault(kind.name, {})[id] = area
            kept = (office, id, version, at, no)
            expected = table.cells((*kept, area) if table.has_area and not table.own_area else kept, body)
            stands = held.pop(id, None)
            if stands != expected:
                yield fault("row" if stands else "absent", office, seq, kind.name, id, version=version)
            due.update(_due(catalog, kind, office, id, body, (at, no, area)))
        for id in held:
            yield fault("stray", office, 0, kind.name, id)
        bodies = [(row[0], row[3]) for row in rows]
        yield from _lists(conn, table, office, bodies)
        yield from _terms(conn, kind, office, bodies)
    yield from _work_list(conn, catalog, office, due)


def _outermost_first(catalog: Catalog) -> list[Kind]:
    """Kinds whose area others take come before those others."""

    def depth(kind: Kind) -> int:
        return 0 if kind.about is None or "area" in kind.by_name else 1 + depth(catalog.target(kind.about))

    kept = [k for k in catalog.kinds.values() if not k.vault and k.name not in DERIVED_TABLES and k.name != "due"]
    return sorted(kept, key=depth)


def _select(table: Table) -> str:
    return f"SELECT {', '.join(map(quoted, table.names))} FROM {quoted(table.name)} WHERE office=?"


def _body(body: str | None) -> dict[str, Any]:
    try:
        found: dict[str, Any] = orjson.loads(body or "{}")
    except orjson.JSONDecodeError:
        return {}  # the chain has reported it already
    return found


def _area(catalog: Catalog, kind: Kind, body: Mapping[str, Any], areas: Areas) -> str | None:
    if "area" in kind.by_name:
        return body.get("area")
    return areas.get(catalog.target(kind.about).name, {}).get(body.get(kind.about.name, "")) if kind.about else None


def _due(
    catalog: Catalog, kind: Kind, office: str, id: str, body: Mapping[str, Any], kept: tuple[str, int, str | None]
) -> list[tuple[Any, ...]]:
    if not kind.deadlines:
        return []
    values = {f.name: f.from_json(body[f.name]) for f in kind.fields if f.name in body and not f.facts.secret}
    record: Record = kind.build({**{f.name: None for f in kind.secrets}, **values, "id": id, "office": office})
    at, no, area = kept
    return due_rows(catalog, kind, record, (office, at, no, area))


def _lists(conn: sqlite3.Connection, table: Table, office: str, bodies: Bodies) -> Iterator[Fault]:
    for field in table.lists:
        wanted = {(value, id) for id, body in bodies for value in body.get(field.name, ())}
        name = quoted(table.list_name(field))
        found = set(conn.execute(f"SELECT value, id FROM {name} WHERE office=?", (office,)))
        for id in sorted({id for _, id in wanted ^ found}):
            yield fault("list", office, 0, table.kind.name, id)


def _terms(conn: sqlite3.Connection, kind: Kind, office: str, bodies: Bodies) -> Iterator[Fault]:
    if not kind.searchable:
        return
    wanted = {(*term, id) for id, body in bodies for term in search_terms(kind, body)}
    marks = ",".join("?" * len(kind.searchable))
    fields = [f"{kind.name}.{f.name}" for f in kind.searchable]
    found = set(
        conn.execute(f"SELECT term, field, id FROM term WHERE office=? AND field IN ({marks})", (office, *fields))
    )
    for id in sorted({row[2] for row in wanted ^ found}):
        yield fault("terms", office, 0, kind.name, id)


def _work_list(
    conn: sqlite3.Connection, catalog: Catalog, office: str, wanted: set[tuple[Any, ...]]
) -> Iterator[Fault]:
    found = set(conn.execute("SELECT * FROM due WHERE office=?", (office,)))
    for row in sorted(wanted ^ found, key=lambda row: str(row[1])):
        kind, id = str(row[7]), str(row[9])
        if kind not in catalog.kinds and conn.execute(_STANDS, (office, kind, id, CURRENT)).fetchone():
            continue  # of a plugin that is not enabled: what its deadlines are is not known
        yield fault("due", office, 0, kind, id)
