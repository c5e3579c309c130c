"""Which sheets were imported: what a person looks at to take one back. The writes themselves stand in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs
import sqlite_utils

from minorcare.calendar import Clock, parse_stamp, stamp
from minorcare.errors import NotFound
from minorcare.store.staging import SideTables

UNDO_WITHIN = timedelta(days=7)
"""For so long a whole batch can be taken back."""


@attrs.frozen(kw_only=True)
class ImportedSheet:
    """One batch: which file, by whom, when, how many records were made and changed, and whether it was taken back."""

    id: str
    account: str
    at: datetime
    file: str
    kind: str
    made: int
    changed: int
    undone: bool

    @property
    def until(self) -> datetime:
        """Until when it can be taken back."""
        return self.at + UNDO_WITHIN


@attrs.frozen(kw_only=True)
class Batches:
    """The imports of one store. Names of files are encrypted: they may name people."""

    store: SideTables
    clock: Clock

    def add(self, office: str, account: str, id: str, *, file: str, kind: str, made: int, changed: int) -> None:
        """Remember a batch; harmless if it is there."""
        row = {
            "id": id,
            "office": office,
            "account": account,
            "at": stamp(self.clock()),
            "file": self.store.keys.seal_cursor(file),
            "kind": kind,
            "made": made,
            "changed": changed,
            "undone": 0,
        }
        self.store.side(lambda db: _table(db).insert(row, ignore=True))

    def latest(self, office: str, account: str | None = None, *, limit: int = 10) -> tuple[ImportedSheet, ...]:
        """The batches of an office, or of one account in it, newest first."""
        where, given = (
            ("office = ?", [office]) if account is None else ("office = ? AND account = ?", [office, account])
        )
        return self.store.side(
            lambda db: tuple(
                self._read(row) for row in _table(db).rows_where(where, given, order_by="at DESC, id DESC", limit=limit)
            )
        )

    def get(self, office: str, id: str) -> ImportedSheet:
        """One batch.

        Raises:
            NotFound: there is none of that name.
        """

        def work(db: sqlite_utils.Database) -> ImportedSheet | None:
            return next((self._read(row) for row in _table(db).rows_where("office = ? AND id = ?", [office, id])), None)

        found = self.store.side(work)
        if found is None:
            raise NotFound("import")
        return found

    def undone(self, office: str, id: str) -> None:
        """Remember that it was taken back."""

        def work(db: sqlite_utils.Database) -> None:
            db.execute("UPDATE import_batch SET undone = 1 WHERE office = ? AND id = ?", [office, id])

        self.store.side(work)

    def _read(self, row: Mapping[str, Any]) -> ImportedSheet:
        return ImportedSheet(
            id=row["id"],
            account=row["account"],
            at=parse_stamp(row["at"]),
            file=self.store.keys.open_cursor(row["file"]),
            kind=row["kind"],
            made=row["made"],
            changed=row["changed"],
            undone=bool(row["undone"]),
        )


def _table(db: sqlite_utils.Database) -> sqlite_utils.db.Table:
    columns = {
        "id": str,
        "office": str,
        "account": str,
        "at": str,
        "file": str,
        "kind": str,
        "made": int,
        "changed": int,
        "undone": int,
    }
    return db.table("import_batch").create(columns, pk=("office", "id"), if_not_exists=True, strict=True)
