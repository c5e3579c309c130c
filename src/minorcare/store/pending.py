"""Rows on their way into the file: written many at a time, and before anybody could miss them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

MOST = 5000
"""So many rows of one table wait at most, that a batch of any size fits into memory."""
Row = tuple[Any, ...]


class Pending:
    """The new rows of an open transaction. They wait for others of their table, until some statement is run that may read them."""

    __slots__ = ("_conn", "_rows")

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rows: dict[str, list[Row]] = {}

    def add(self, insert: str, *rows: Row) -> None:
        """Let rows wait that the statement *insert* is to write."""
        waiting = self._rows.setdefault(insert, [])
        waiting += rows
        if len(waiting) > MOST:
            self.write()

    def write(self) -> None:
        """Write all that wait."""
        rows, self._rows = self._rows, {}
        for insert, waiting in rows.items():
            self._conn.executemany(insert, waiting)

    def run(self, sql: str, arguments: Sequence[Any]) -> sqlite3.Cursor:
        """Run a statement that reads or changes what may still wait."""
        self.write()
        return self._conn.execute(sql, arguments)
