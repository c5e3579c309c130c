"""The vault: what the law can seal, encrypted apart from its first write.

No table, no terms, no due rows, no file number; an entry of the journal says ``vault`` and an opaque id.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.errors import CHANGED, Conflict
from minorcare.journal import canonical, digest
from minorcare.store.keys import Keys, decrypt, encrypt, new_data_key

VAULT = "vault"


def sealed(
    conn: sqlite3.Connection, keys: Keys, office: str, kind: Kind, record: Record, version: int
) -> tuple[str, str]:
    """The ciphertext of one version, and its digest for the journal."""
    text = canonical({"kind": kind.name, "body": kind.written(record)}).decode()
    made = encrypt(_data_key(conn, keys, office, record.id), text, aad=f"{VAULT}.{version}")
    return made, digest(record.id, made.encode())


def opened(
    conn: sqlite3.Connection, keys: Keys, catalog: Catalog, office: str, kind: Kind, id: str
) -> tuple[Record, int] | None:
    """The latest version of a record of *kind*, and its number; ``None`` if there is none of that kind."""
    row = conn.execute(
        "SELECT version, sealed FROM vault WHERE office=? AND id=? ORDER BY version DESC", (office, id)
    ).fetchone()
    if row is None:
        return None
    told: dict[str, Any] = orjson.loads(decrypt(_data_key(conn, keys, office, id), row[1], aad=f"{VAULT}.{row[0]}"))
    if told["kind"] != kind.name:
        return None
    values = {f.name: f.from_json(told["body"][f.name]) for f in kind.fields if f.name in told["body"]}
    return catalog.kind(kind.name).build({**values, "id": id, "office": office}), row[0]


def last_version(conn: sqlite3.Connection, office: str, id: str, base: int) -> int:
    """The version in force, which must be *base*."""
    (last,) = conn.execute("SELECT max(version) FROM vault WHERE office=? AND id=?", (office, id)).fetchone()
    if (last or 0) != base:
        raise Conflict(CHANGED)
    return base


def _data_key(conn: sqlite3.Connection, keys: Keys, office: str, id: str) -> bytes:
    at = {"office": office, "kind": VAULT, "id": id}
    row = conn.execute("SELECT wrapped FROM key WHERE office=? AND kind=? AND id=?", tuple(at.values())).fetchone()
    if row:
        return keys.unwrap(row[0], **at)
    key = new_data_key()
    conn.execute("INSERT INTO key VALUES (?,?,?,?)", (*at.values(), keys.wrap(key, **at)))
    return key
