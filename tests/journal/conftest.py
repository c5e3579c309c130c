"""A registry file with the journal and versions of two streets, and what an intruder with a database tool may do to it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from minorcare.journal import (
    CURRENT,
    Anchor,
    Fault,
    canonical,
    chain_hash,
    digest,
    genesis,
    verify_chain,
    verify_versions,
)

EXAMPLE = Path(__file__).parents[2] / "examples" / "verify_journal.py"
TABLES = """
CREATE TABLE journal(office TEXT, seq INTEGER, batch TEXT, at TEXT, actor TEXT, via TEXT, purpose TEXT, action TEXT, kind TEXT,
  id TEXT, version INTEGER, digest TEXT, detail TEXT, prev TEXT, hash TEXT, PRIMARY KEY(office, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE version(office TEXT, kind TEXT, id TEXT, version INTEGER, seq INTEGER, until INTEGER, void INTEGER,
  schema INTEGER, salt TEXT, body TEXT, PRIMARY KEY(office, kind, id, version)) STRICT, WITHOUT ROWID;
"""
JOINED = """
SELECT v.office, v.kind, v.id, v.version, v.seq, v.until, v.void, v.salt, v.body, j.kind, j.id, j.version, j.digest, j.action
FROM version v LEFT JOIN journal j ON j.office = v.office AND j.seq = v.seq
ORDER BY v.office, v.kind, v.id, v.version
"""
LOST = """
SELECT j.office, j.seq, j.kind, j.id, j.version FROM journal j WHERE j.digest IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM version v WHERE v.office = j.office AND v.kind = j.kind AND v.id = j.id AND v.version = j.version AND v.seq = j.seq)
"""
WITHHELD = "SELECT office, kind, id, max(seq) FROM journal WHERE action IN ('erase', 'seal') GROUP BY office, kind, id"


class Book:
    """A registry file as the store would write it, by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(TABLES)

    def open_office(self, office: str) -> None:
        self.add(genesis(office, "2026-09-01T00:00:00.000Z").row())

    def add(self, row) -> None:
        self.db.execute(f"INSERT INTO journal VALUES ({','.join('?' * 15)})", row)

    def head(self, office: str) -> tuple[int, str]:
        return self.db.execute("SELECT seq, hash FROM journal WHERE office = ? ORDER BY seq DESC", (office,)).fetchone()

    def note(self, office: str, action: str, kind=None, id_=None, *, version=None, digest=None, at=None) -> int:
        """One more entry, by one who knows how."""
        seq, prev = self.head(office)
        at = at or f"2026-09-01T08:00:{seq:02}.000Z"
        columns = (office, seq + 1, "b1", at, "wang", "web", "visit", action, kind, id_, version, digest, '{"n":1}')
        self.add((*columns, prev, chain_hash(columns, prev)))
        return seq + 1

    def write(self, office: str, action: str, id_: str, body: dict) -> int:
        """One more version of a child, with its entry."""
        record = (office, "minor", id_)
        (version,) = self.db.execute(
            "SELECT count(*) + 1 FROM version WHERE (office, kind, id) = (?, ?, ?)", record
        ).fetchone()
        salt, text = os.urandom(16).hex(), canonical(body)
        seq = self.note(office, action, "minor", id_, version=version, digest=digest(salt, text))
        self.db.execute(
            "UPDATE version SET until = ? WHERE (office, kind, id, version) = (?, ?, ?, ?)", (seq, *record, version - 1)
        )
        cells = (*record, version, seq, CURRENT, action == "void", 1, salt, text.decode())
        self.db.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
        return seq

    def tamper(self, sql: str, *cells) -> None:
        assert self.db.execute(sql, cells).rowcount > 0

    def mend(self, office: str) -> None:
        """Number and hash the whole chain anew, as an intruder who knows how would; versions are led along."""
        rows = self.db.execute("SELECT * FROM journal WHERE office = ? ORDER BY seq", (office,)).fetchall()
        self.db.execute("DELETE FROM journal WHERE office = ?", (office,))
        prev = "0"
        for seq, row in enumerate(rows):
            columns = (office, seq, *row[2:13])
            self.add((*columns, prev, prev := chain_hash(columns, prev)))
            self.db.execute("UPDATE version SET seq = ? WHERE office = ? AND seq = ?", (seq, office, row[1]))
            self.db.execute("UPDATE version SET until = ? WHERE office = ? AND until = ?", (seq, office, row[1]))

    def anchor(self, office: str) -> Anchor:
        seq, hash_ = self.head(office)
        return Anchor(office=office, seq=seq, hash=hash_, at="2026-09-02T00:00:00.000Z")

    def faults(self, *anchors: Anchor) -> list[Fault]:
        withheld = {row[:3]: row[3] for row in self.db.execute(WITHHELD)}
        entries = self.db.execute("SELECT * FROM journal ORDER BY office, seq")
        return [
            *verify_chain(entries, anchors),
            *verify_versions(self.db.execute(JOINED), self.db.execute(LOST), withheld),
        ]

    def found(self, *anchors: Anchor) -> list[tuple[str, str, int]]:
        return [(fault.code, fault.office, fault.seq) for fault in self.faults(*anchors)]

    def example(self, *anchors: Anchor) -> tuple[int, str]:
        """What the verifier that shares no code with us answers."""
        lines = ["\n".join(map(str, anchors))] if anchors else []
        command = [sys.executable, "-X", "utf8", "-I", str(EXAMPLE), str(self.path), *lines]
        answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert "" == answer.stderr
        return answer.returncode, answer.stdout


@pytest.fixture
def book(tmp_path) -> Iterator[Book]:
    """Two streets. The first: entries 0 to 8, two children; one of them changed twice and voided, reads between."""
    made = Book(tmp_path / "jinma.db")
    for office in ("530111004", "530111005"):
        made.open_office(office)
        made.write(office, "create", "a", {"name": "张小明", "school": "一小"})  # 1
        made.write(office, "create", "b", {"name": "李小红"})  # 2
        made.note(office, "get", "minor", "a")  # 3
        made.write(office, "change", "a", {"name": "张小明", "school": "二小"})  # 4
        made.note(office, "list")  # 5
        made.write(office, "change", "a", {"name": "张小明", "school": "三小"})  # 6
        made.write(office, "void", "a", {"name": "张小明", "school": "三小"})  # 7
        made.note(office, "sign_out")  # 8
    yield made
    made.db.close()
