"""What is under way between two offices: a child's records, sealed for the office that is to receive them.

Plain side rows, since across offices nothing is one transaction: a parcel can be posted twice, lost and posted again. Each is
sealed under a key of its own, which is wrapped for the receiving office and goes with the parcel.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

import attrs
import sqlite_utils

from minorcare.calendar import Clock, parse_stamp, stamp
from minorcare.errors import NotFound
from minorcare.store.keys import Keys, decrypt, encrypt, new_data_key

T = TypeVar("T")
_PARCEL = "parcel"  # beside the kinds in table ``key``


class SideTables(Protocol):
    """What this needs of a store."""

    @property
    def keys(self) -> Keys:
        """The keys beside it."""

    def side(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run *work* on the plain side tables, in a transaction of its own."""


@attrs.frozen(kw_only=True)
class Posted:
    """A parcel as it is listed: which transfer, from whom, which of its parcels, when."""

    transfer: str
    sender: str
    mark: str
    at: datetime


@attrs.frozen(kw_only=True)
class Parcels:
    """The parcels of one store. Of one transfer there may be several: each holds the whole, the last one counts."""

    store: SideTables
    clock: Clock

    def post(self, to: str, transfer: str, mark: str, *, sender: str, data: bytes) -> None:
        """Put a parcel on its way; nothing if the last one of this transfer bears the same *mark*."""

        def work(db: sqlite_utils.Database) -> None:
            last = self._last(db, to, transfer)
            if last is not None and last["mark"] == mark:
                return
            part = last["part"] + 1 if last else 1
            key, name = new_data_key(), _key_name(transfer, part)
            wrapped = self.store.keys.wrap(key, office=to, kind=_PARCEL, id=name)
            db.execute("INSERT INTO key VALUES (?,?,?,?)", (to, _PARCEL, name, wrapped))
            row = {
                "office": to,
                "transfer": transfer,
                "part": part,
                "mark": mark,
                "sender": sender,
                "at": stamp(self.clock()),
                "sealed": encrypt(key, data.decode(), aad=f"{_PARCEL}.{name}"),
            }
            _table(db).insert(row)

        self.store.side(work)

    def open(self, to: str, transfer: str, mark: str | None = None) -> bytes:
        """What is in the last parcel of a transfer to this office, or in the one with *mark*.

        Raises:
            NotFound: there is none (any more).
        """

        def work(db: sqlite_utils.Database) -> bytes:
            row = self._last(db, to, transfer, mark)
            if row is None:
                raise NotFound(_PARCEL)
            name = _key_name(transfer, row["part"])
            asked = "SELECT wrapped FROM key WHERE office=? AND kind=? AND id=?"
            (wrapped,) = db.execute(asked, (to, _PARCEL, name)).fetchone()
            key = self.store.keys.unwrap(wrapped, office=to, kind=_PARCEL, id=name)
            return decrypt(key, row["sealed"], aad=f"{_PARCEL}.{name}").encode()

        return self.store.side(work)

    def last(self, to: str, transfer: str) -> Posted | None:
        """The last parcel of a transfer, unopened."""
        row = self.store.side(lambda db: self._last(db, to, transfer))
        return None if row is None else _posted(row)

    def waiting(self, to: str) -> tuple[Posted, ...]:
        """The last parcel of every transfer to this office, oldest first."""

        def work(db: sqlite_utils.Database) -> tuple[Posted, ...]:
            latest: dict[str, Posted] = {}
            for row in _table(db).rows_where("office = ?", [to], order_by="at, transfer, part"):
                latest[row["transfer"]] = _posted(row)
            return tuple(latest.values())

        return self.store.side(work)

    def drop(self, to: str, transfer: str) -> None:
        """Forget every parcel of a transfer, with its key."""

        def work(db: sqlite_utils.Database) -> None:
            for row in _table(db).rows_where("office = ? AND transfer = ?", [to, transfer], select="part"):
                name = _key_name(transfer, row["part"])
                db.execute("DELETE FROM key WHERE office=? AND kind=? AND id=?", (to, _PARCEL, name))
            _table(db).delete_where("office = ? AND transfer = ?", [to, transfer])

        self.store.side(work)

    @staticmethod
    def _last(db: sqlite_utils.Database, to: str, transfer: str, mark: str | None = None) -> dict[str, Any] | None:
        where, given = "office = ? AND transfer = ?", [to, transfer]
        if mark is not None:
            where, given = f"{where} AND mark = ?", [*given, mark]
        rows = _table(db).rows_where(where, given, order_by="part DESC", limit=1)
        return next(iter(rows), None)


def _posted(row: dict[str, Any]) -> Posted:
    return Posted(transfer=row["transfer"], sender=row["sender"], mark=row["mark"], at=parse_stamp(row["at"]))


def _key_name(transfer: str, part: int) -> str:
    return f"{transfer}.{part}"


def _table(db: sqlite_utils.Database) -> sqlite_utils.db.Table:
    columns = {"office": str, "transfer": str, "part": int, "mark": str, "sender": str, "at": str, "sealed": str}
    return db.table(_PARCEL).create(columns, pk=("office", "transfer", "part"), if_not_exists=True, strict=True)
