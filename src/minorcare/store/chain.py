"""The end of an office's chain: read once in a transaction, and appended to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from minorcare.errors import Invalid, Problem
from minorcare.journal import canonical, chain_hash
from minorcare.label import Label
from minorcare.store.protocol import Batch, Note

_HEAD = "SELECT seq, hash, at FROM journal WHERE office=? ORDER BY seq DESC LIMIT 1"
_ENTRY = "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"


class Chain:
    """The chain of one office, in an open transaction. ``seq`` and ``hash`` are those of its last entry."""

    __slots__ = ("_conn", "_last", "_office", "hash", "seq")

    def __init__(self, conn: sqlite3.Connection, office: str) -> None:
        """Look up where the chain ends.

        Raises:
            Invalid: there is no such office here.
        """
        head = conn.execute(_HEAD, (office,)).fetchone()
        if head is None:
            raise Invalid([_no_office(office)])
        self._conn, self._office = conn, office
        self.seq: int
        self.hash: str
        self._last: str
        self.seq, self.hash, self._last = head

    def instant(self, batch: Batch) -> str:
        """When *batch* counts as done: a chain never runs backwards, whatever the clock does."""
        return max(batch.at, self._last)

    def note(self, batch: Batch, note: Note) -> None:
        """Append what was read."""
        self.append(batch, note.action, note.kind, note.id, detail=note.detail)

    def append(
        self,
        batch: Batch,
        action: str,
        kind: str | None,
        id: str | None,
        *,
        version: int | None = None,
        mark: str | None = None,
        detail: Mapping[str, Any] | None = None,
        via: str | None = None,
    ) -> None:
        """Append one entry of *batch*; *mark* is the digest of the version it writes."""
        self.seq += 1
        self._last = self.instant(batch)
        text = canonical(dict(detail)).decode() if detail else None
        columns = (
            *(self._office, self.seq, batch.key, self._last, batch.actor, via or batch.via, batch.purpose, action),
            *(kind, id, version, mark, text),
        )
        prev, self.hash = self.hash, chain_hash(columns, self.hash)
        self._conn.execute(_ENTRY, (*columns, prev, self.hash))


def _no_office(office: str) -> Problem:
    return Problem(
        at="office",
        said=Label(f"没有街道 {office} 的数据", en=f"there is no office {office} here"),
        remedy=Label(
            "先运行 minorcare init，或核对 9 位街道代码", en="run `minorcare init`, or check the nine-digit code"
        ),
        code="no_office",
    )
