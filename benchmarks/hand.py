"""The peer: what somebody would write by hand for one duty and this one file, with ``sqlite3`` and nothing between."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from minorcare.declare import Record
from minorcare.journal.packing import pack
from minorcare.kinds import Household, Member, Minor, names
from minorcare.store.keys import Keys, encrypt, hint, new_data_key

COLUMNS = (
    "name resident_id sex birth_date birth_date_estimated ethnic_group area household school grade schooling registered_at phone note"
).split()
_SHOWN = "id, version, since, no, " + ", ".join(COLUMNS)
GET = f"SELECT {_SHOWN} FROM minor WHERE office=? AND id=?"
PAGE = f"SELECT {_SHOWN} FROM minor WHERE office=? ORDER BY since DESC, id DESC LIMIT 50"
SEARCH = (
    f"SELECT {_SHOWN} FROM minor WHERE office=?1 AND id IN (SELECT id FROM term WHERE office=?1 AND term>=?2 AND term<?3"
    " AND field='minor.name') ORDER BY since DESC, id DESC LIMIT 50"
)
WORK_LIST = "SELECT id, version, since, no, area, day, who, what, which, record, minor FROM due WHERE office=? ORDER BY day, id LIMIT 50"
_PAIRS = ", ".join(
    f"'{c}', CASE {c} WHEN 1 THEN json('true') ELSE json('false') END" if c == "birth_date_estimated" else f"'{c}', {c}"
    for c in ("id", "no", "version", "since", *COLUMNS)
)
JSON_PAGE = f"SELECT json_group_array(json_object({_PAIRS})) FROM ({PAGE})"
JSON_ROWS = f"SELECT no, json_object({_PAIRS}) FROM ({PAGE})"

_HEAD = "SELECT seq, hash FROM journal WHERE office=? ORDER BY seq DESC LIMIT 1"
_ENTRY = "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection set as the store sets its own."""
    mode = "ro" if readonly else "rw"
    conn = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=1000,
        check_same_thread=False,
    )
    conn.execute("PRAGMA cache_size=-32000")
    conn.execute("PRAGMA temp_store=MEMORY")
    if not readonly:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=1000"):
            conn.execute(f"PRAGMA {pragma}")
    return conn


class Journal:
    """A chain, appended to."""

    def __init__(self, conn: sqlite3.Connection, office: str) -> None:
        self.conn, self.office = conn, office

    def entry(self, action: str, kind: str, id: str | None, detail: dict[str, Any]) -> None:
        """One entry, durable when this returns."""
        self.conn.execute("BEGIN IMMEDIATE")
        seq, prev = self.conn.execute(_HEAD, (self.office,)).fetchone()
        told = orjson.dumps(detail).decode() if detail else None
        row = (self.office, seq + 1, None, now(), "hand", "library", "visit", action, kind, id, None, None, told)
        self.conn.execute(_ENTRY, (*row, prev, hashed(row, prev)))
        self.conn.execute("COMMIT")

    def listed(self, numbers: Sequence[int]) -> None:
        """The entry of a list."""
        self.entry("list", "minor", None, {"count": len(numbers), "numbers": pack(numbers)})


def hashed(row: Sequence[Any], prev: str) -> str:
    """What chains an entry to the one before."""
    return sha256("\x1f".join("\u2400" if cell is None else str(cell) for cell in (*row, prev)).encode()).hexdigest()


def now() -> str:
    """The instant, as it is written."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def verified(conn: sqlite3.Connection) -> int:
    """Read every entry and every version once, and hash them: the least that verifying can cost."""
    count = 0
    for row in conn.execute("SELECT * FROM journal ORDER BY office, seq"):
        count += hashed(row[:13], row[13]) == row[14]
    for salt, body in conn.execute("SELECT salt, body FROM version ORDER BY office, kind, id, version"):
        count += bool(sha256(salt.encode() + b"\x1f" + body.encode()).hexdigest())
    return count


class Writer:
    """Writes children, households and members: the same rows in the same tables, with the same hashes and ciphers, unchecked."""

    def __init__(self, conn: sqlite3.Connection, keys: Keys, office: str) -> None:
        self.conn, self.keys, self.office = conn, keys, office
        self.areas: dict[str, str | None] = {}
        self.sealed: list[tuple[Any, ...]] = []
        self.terms: list[tuple[Any, ...]] = []

    def write(self, records: Iterable[Record]) -> None:
        """All of them in one transaction."""
        office, conn = self.office, self.conn
        conn.execute("BEGIN IMMEDIATE")
        seq, prev = conn.execute(_HEAD, (office,)).fetchone()
        (no,) = conn.execute("SELECT max(no) FROM file WHERE office=?", (office,)).fetchone()
        at, batch = now(), os.urandom(16).hex()
        self.sealed, self.terms = [], []
        rows: dict[str, list[tuple[Any, ...]]] = {"household": [], "minor": [], "member": []}
        entries: list[tuple[Any, ...]] = []
        versions: list[tuple[Any, ...]] = []
        files: list[tuple[Any, ...]] = []
        for record in records:
            kind, body, area = self._body(record)
            seq, no, salt = seq + 1, no + 1, os.urandom(16).hex()
            text = orjson.dumps({k: v for k, v in body.items() if v is not None}, option=orjson.OPT_SORT_KEYS)
            mark = sha256(salt.encode() + b"\x1f" + text).hexdigest()
            row = (office, seq, batch, at, "hand", "library", "import", "create", kind, record.id, 1, mark, None)
            entries.append((*row, prev, prev := hashed(row, prev)))
            versions.append((office, kind, record.id, 1, seq, 2**63 - 1, 0, 1, salt, text.decode()))
            files.append((office, no, kind, record.id))
            rows[kind].append((office, record.id, 1, at, no, *area, *_cells(body)))
        rows |= {"journal": entries, "version": versions, "file": files, "key": self.sealed, "term": self.terms}
        for table, made in rows.items():
            if made:
                conn.executemany(f'INSERT INTO "{table}" VALUES ({",".join("?" * len(made[0]))})', made)
        conn.execute("INSERT INTO batch VALUES (?,?,?,?,?,?)", (office, batch, seq, prev, batch, "[]"))
        conn.execute("COMMIT")

    def _body(self, record: Record) -> tuple[str, dict[str, Any], tuple[Any, ...]]:
        match record:
            case Household():
                self.areas[record.id] = record.area
                told = {"code": record.code, "area": record.area, "address": record.address}
                return "household", {**told, "residence": record.residence}, ()
            case Minor():
                seal = self._sealer("minor", record.id, record.name)
                body = {name: getattr(record, name) for name in COLUMNS}
                body["birth_date"] = record.birth_date.isoformat()
                body |= {"resident_id": seal("resident_id", record.resident_id), "phone": seal("phone", record.phone)}
                return "minor", body, ()
            case Member():
                return "member", self._member(record), (self._area(record.household),)
        raise TypeError(type(record).__name__)

    def _member(self, record: Member) -> dict[str, Any]:
        seal = self._sealer("member", record.id, record.name)
        return {
            "household": record.household,
            "name": record.name,
            "relation": record.relation,
            "resident_id": seal("resident_id", record.resident_id),
            "phone": seal("phone", record.phone),
            "guardian": record.guardian,
            "responsible": record.responsible,
            "joined": record.joined and record.joined.isoformat(),
            "left": record.left and record.left.isoformat(),
        }

    def _area(self, household: str) -> str | None:
        if household not in self.areas:
            found = self.conn.execute("SELECT area FROM household WHERE office=? AND id=?", (self.office, household))
            self.areas[household] = found.fetchone()[0]
        return self.areas[household]

    def _sealer(self, kind: str, id: str, name: str) -> Any:
        self.terms += ((self.office, term, f"{kind}.name", id) for term in names.terms(name))
        made: list[bytes] = []

        def seal(field: str, value: str | None) -> list[str] | None:
            if value is None:
                return None
            if not made:
                made.append(new_data_key())
                self.sealed.append(
                    (self.office, kind, id, self.keys.wrap(made[0], office=self.office, kind=kind, id=id))
                )
            blind = self.keys.blind(kind, field, value)
            return [encrypt(made[0], value, aad=f"{kind}.{field}"), blind, hint(value) or "…"]

        return seal


def _cells(body: dict[str, Any]) -> list[Any]:
    """A row: of a secret its last four, then its blind index."""
    cells: list[Any] = []
    for name, value in body.items():
        if name in ("resident_id", "phone"):
            cells += (value[2], value[1]) if value else (None, None)
        else:
            cells.append(value)
    return cells
