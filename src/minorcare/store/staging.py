"""What waits between two steps of a person: an uploaded sheet, and the mapping of its columns.

Staged files are encrypted, belong to whoever uploaded them, and are gone after a day.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, TypeVar

import attrs
import orjson
import sqlite_utils

from minorcare.calendar import Clock, stamp
from minorcare.declare import new_id
from minorcare.errors import NotFound
from minorcare.store.keys import Keys

T = TypeVar("T")
KEPT = timedelta(hours=24)


class SideTables(Protocol):
    """What this needs of a store."""

    @property
    def keys(self) -> Keys:
        """The keys beside it."""

    def side(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run *work* on the plain side tables, in a transaction of its own."""


@attrs.frozen(kw_only=True)
class Staged:
    """An uploaded file and what is to be done with it."""

    id: str
    name: str
    data: bytes = attrs.field(repr=False)
    choices: dict[str, Any]


@attrs.frozen(kw_only=True)
class Staging:
    """Staged uploads and kept layouts of one store."""

    store: SideTables
    clock: Clock

    def put(self, office: str, account: str, name: str, data: bytes, **choices: Any) -> str:
        """Keep a file for a day; what comes back names it."""
        staged = new_id()
        row = {
            "id": staged,
            "office": office,
            "account": account,
            "at": stamp(self.clock()),
            "sealed": self._sealed(name, data, choices),
        }
        self.store.side(lambda db: _table(db).insert(row))
        return staged

    def get(self, office: str, account: str, id: str) -> Staged:
        """A file of this account.

        Raises:
            NotFound: there is none, it is somebody else's, or its day is over.
        """
        return self.store.side(lambda db: self._found(db, office, account, id))

    def choose(self, office: str, account: str, id: str, **choices: Any) -> Staged:
        """Change what is to be done with a staged file."""

        def work(db: sqlite_utils.Database) -> Staged:
            found = self._found(db, office, account, id)
            changed = {**found.choices, **choices}
            _table(db).update(id, {"sealed": self._sealed(found.name, found.data, changed)})
            return attrs.evolve(found, choices=changed)

        return self.store.side(work)

    def drop(self, office: str, account: str, id: str) -> None:
        """Forget a staged file."""
        self.store.side(
            lambda db: _table(db).delete_where("id = ? AND office = ? AND account = ?", [id, office, account])
        )

    def keep_layout(self, office: str, kind: str, name: str, layout: dict[str, Any]) -> None:
        """Keep the mapping of a form of sheet under a name, for the whole office."""
        row = {"office": office, "kind": kind, "name": name, "layout": orjson.dumps(layout).decode()}
        self.store.side(lambda db: _layouts(db).upsert(row, pk=("office", "kind", "name")))

    def layouts(self, office: str, kind: str) -> dict[str, dict[str, Any]]:
        """The kept mappings for a kind, by name."""

        def work(db: sqlite_utils.Database) -> dict[str, dict[str, Any]]:
            rows = _layouts(db).rows_where("office = ? AND kind = ?", [office, kind], order_by="name")
            return {row["name"]: orjson.loads(row["layout"]) for row in rows}

        return self.store.side(work)

    def _sealed(self, name: str, data: bytes, choices: dict[str, Any]) -> str:
        return self.store.keys.seal_cursor({"name": name, "data": base64.b64encode(data).decode(), "choices": choices})

    def _found(self, db: sqlite_utils.Database, office: str, account: str, id: str) -> Staged:
        _table(db).delete_where("at < ?", [stamp(self.clock() - KEPT)])
        for row in _table(db).rows_where("id = ? AND office = ? AND account = ?", [id, office, account]):
            told = self.store.keys.open_cursor(row["sealed"])
            return Staged(id=id, name=told["name"], data=base64.b64decode(told["data"]), choices=told["choices"])
        raise NotFound("import")


def _table(db: sqlite_utils.Database) -> sqlite_utils.db.Table:
    columns = {"id": str, "office": str, "account": str, "at": str, "sealed": str}
    return db.table("staging").create(columns, pk="id", if_not_exists=True, strict=True)


def _layouts(db: sqlite_utils.Database) -> sqlite_utils.db.Table:
    columns = {"office": str, "kind": str, "name": str, "layout": str}
    return db.table("import_layout").create(columns, pk=("office", "kind", "name"), if_not_exists=True, strict=True)
