"""What lies behind a record: its versions, its secrets, and who looked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import orjson

from minorcare.access import Shown, View
from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind
from minorcare.journal.packing import unpack
from minorcare.store.keys import Keys, decrypt
from minorcare.store.protocol import Version
from minorcare.store.statements import levelled
from minorcare.store.tables import quoted

_READS = ("get", "list", "search", "reveal", "export", "history")


def versions(conn: sqlite3.Connection, office: str, kind: Kind, id: str, view: View) -> tuple[Version, ...]:
    """The versions of one record, newest first, through a view."""
    rows = conn.execute(
        "SELECT v.version, v.seq, v.void, v.body, j.at, j.actor, j.via, j.action FROM version v"
        " JOIN journal j ON j.office=v.office AND j.seq=v.seq WHERE v.office=? AND v.kind=? AND v.id=? ORDER BY v.version",
        (office, kind.name, id),
    ).fetchall()
    found: list[Version] = []
    before: dict[str, Any] = {}
    plain: set[str] = {f.name for f in kind.fields}
    for version, seq, void, text, at, actor, via, action in rows:
        body: dict[str, Any] = orjson.loads(text) if text else {}
        how = _how(kind, view, body or before)
        # that something is recorded, or is what it was, tells too: only fields that both versions show are named
        plain, both = {name for name, shown in how.items() if shown in ("clear", "hint")}, plain
        both &= plain
        found.append(
            Version(
                version=version,
                seq=seq,
                at=at,
                actor=actor,
                via=via,
                action=action,
                changed=tuple(name for name in how if name in both and body.get(name) != before.get(name) and not void),
                void=bool(void),
                values={f.name: _cell(f, how[f.name], body.get(f.name)) for f in kind.fields},
                masked=tuple(name for name, shown in how.items() if shown != "clear"),
            )
        )
        before = body
    return tuple(reversed(found))


def _how(kind: Kind, view: View, body: dict[str, Any]) -> dict[str, Shown]:
    """How each field is shown in a version: not at all where the version is above the ceiling by its own level."""
    above = levelled(kind) if kind.level_by and body.get(kind.level_by) in view.masked_levels else ()
    return {f.name: "empty" if f.name in above else view.how(f.name) for f in kind.fields}


def _cell(field: Field, how: Shown, value: Any) -> Any:
    if value is None or how == "empty":
        return None
    if how == "clear":
        return field.from_json(value)
    return value[2] if how == "hint" else f"{value[0]}**"


def secret(conn: sqlite3.Connection, keys: Keys, office: str, kind: Kind, id: str, field: str) -> str | None:
    """The clear text of one secret of the version in force."""
    row = conn.execute(
        f"SELECT v.body, k.wrapped FROM {quoted(kind.table)} t JOIN version v ON v.office=t.office AND v.kind=? AND v.id=t.id"
        " AND v.version=t.version JOIN key k ON k.office=t.office AND k.kind=v.kind AND k.id=t.id WHERE t.office=? AND t.id=?",
        (kind.name, office, id),
    ).fetchone()
    if row is None or field not in (body := orjson.loads(row[0])):
        return None
    key = keys.unwrap(row[1], office=office, kind=kind.name, id=id)
    return decrypt(key, body[field][0], aad=f"{kind.name}.{field}")


def catch_up(conn: sqlite3.Connection, catalog: Catalog, office: str) -> None:
    """Extend "who looked" to the head of the chain."""
    row = conn.execute("SELECT seq FROM seen_up_to WHERE office=?", (office,)).fetchone()
    since = row[0] if row else -1
    marks = ",".join("?" * len(_READS))
    entries = conn.execute(
        f"SELECT seq, kind, id, detail FROM journal WHERE office=? AND seq>? AND action IN ({marks})",
        (office, since, *_READS),
    ).fetchall()
    for seq, kind, id, detail in entries:
        minors = set(_minors(conn, catalog, office, kind, id, detail))
        conn.executemany("INSERT OR IGNORE INTO seen VALUES (?,?,?)", [(office, minor, seq) for minor in minors])
    (head,) = conn.execute("SELECT max(seq) FROM journal WHERE office=?", (office,)).fetchone()
    conn.execute("INSERT OR REPLACE INTO seen_up_to VALUES (?,?)", (office, head))


def _minors(
    conn: sqlite3.Connection, catalog: Catalog, office: str, kind: str | None, id: str | None, detail: str | None
) -> Iterator[str]:
    if kind is None or kind not in catalog.about_minor:
        return
    about = catalog.about_minor[kind]
    packed = orjson.loads(detail).get("numbers") if detail else None
    ids = [id] if id else []
    for number in unpack(packed) if packed else ():
        ids += [row[0] for row in conn.execute("SELECT id FROM file WHERE office=? AND no=?", (office, number))]
    for one in ids:
        if about is None:
            yield one
            continue
        row = conn.execute(
            "SELECT body FROM version WHERE office=? AND kind=? AND id=? ORDER BY version DESC", (office, kind, one)
        ).fetchone()
        if row and row[0] and (minor := orjson.loads(row[0]).get(about.name)):
            yield minor
