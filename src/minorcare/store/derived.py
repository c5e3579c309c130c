"""What follows from the versions: rows of records in force, their lists, search terms, deadlines and areas.

All of it is made again when a file is verified or a past day replayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.kinds import names
from minorcare.store.bodies import Body
from minorcare.store.pending import Pending
from minorcare.store.protocol import Put
from minorcare.store.tables import Table, quoted

_TERM = "INSERT INTO term VALUES (?,?,?,?)"
_NO_TERM = "DELETE FROM term WHERE office=? AND term=? AND field=? AND id=?"
_DUE = "INSERT INTO due VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_NO_DUE = "DELETE FROM due WHERE office=? AND record=? AND what=?"


@attrs.frozen(kw_only=True)
class Standing:
    """A record as it stands in its table, with the body of its version."""

    version: int
    no: int
    area: str | None
    since: str
    body: Body


class Derived:
    """The derived rows of one office in an open transaction."""

    def __init__(self, pending: Pending, office: str, at: str, catalog: Catalog, tables: Mapping[str, Table]) -> None:
        """*at* is the instant since which the records written now stand as they do."""
        self._pending, self._office, self._at = pending, office, at
        self._catalog, self._tables = catalog, tables
        self._areas: dict[tuple[str, str], str | None] = {}

    def write(self, kind: Kind, put: Put, version: int, no: int, body: Body, held: Standing | None) -> None:
        """Bring what follows from one record to its new version; *held* is how it stood."""
        table, old = self._tables[kind.name], held.body if held else {}
        if put.record is None:
            self._pending.run(table.delete, (self._office, put.id))
            area = None
        else:
            area = self._area(kind, table, put.record)
            kept = (self._office, put.id, version, self._at, no)
            cells = table.cells((*kept, area) if table.has_area and not table.own_area else kept, body)
            self._pending.add(table.insert, cells)
        self._areas[kind.name, put.id] = area
        self._lists(table, put.id, old, body)
        self._terms(kind, put.id, old, body)
        self._due(kind, put, area, no, had=held is not None)
        if (held and area != held.area) or put.action == "restore":
            self._move(kind, put.id, area)

    def _area(self, kind: Kind, table: Table, record: Record) -> str | None:
        """The area a record lies in: its own, or that of whom it is about."""
        if not table.has_area:
            return None
        if table.own_area:
            own: str | None = getattr(record, "area")  # noqa: B009  (the kind declares it)
            return own
        assert kind.about is not None
        target, id = self._catalog.target(kind.about).name, getattr(record, kind.about.name)
        if (target, id) not in self._areas:
            row = self._pending.run(self._tables[target].standing, (self._office, id)).fetchone()
            self._areas[target, id] = row[2] if row else None
        return self._areas[target, id]

    def _lists(self, table: Table, id: str, old: Body, new: Body) -> None:
        for field in table.lists:
            was, now = set(old.get(field.name, ())), set(new.get(field.name, ()))
            name = quoted(table.list_name(field))
            for value in was - now:
                self._pending.run(f"DELETE FROM {name} WHERE office=? AND value=? AND id=?", (self._office, value, id))
            for value in now - was:
                self._pending.add(f"INSERT INTO {name} VALUES (?,?,?)", (self._office, value, id))

    def _terms(self, kind: Kind, id: str, old: Body, new: Body) -> None:
        if not [f for f in kind.searchable if old.get(f.name) != new.get(f.name)]:
            return
        was, now = search_terms(kind, old), search_terms(kind, new)
        for term in was - now:
            self._pending.run(_NO_TERM, (self._office, *term, id))
        self._pending.add(_TERM, *[(self._office, *term, id) for term in now - was])

    def _due(self, kind: Kind, put: Put, area: str | None, no: int, *, had: bool) -> None:
        if not kind.deadlines:
            return
        if had:
            self._pending.run(_NO_DUE, (self._office, put.id, kind.name))
        if put.record is not None:
            rows = due_rows(self._catalog, kind, put.record, (self._office, self._at, no, area))
            self._pending.add(_DUE, *rows)

    def _move(self, kind: Kind, id: str, area: str | None) -> None:
        """Everything about a record moves with it, nowhere when it is voided: areas are the store's own column, no new versions."""
        self._areas = {(kind.name, id): area}
        self._pending.run(
            "UPDATE due SET area=? WHERE office=? AND record=? AND what=?", (area, self._office, id, kind.name)
        )
        for other in self._catalog.kinds.values():
            if (
                other.vault
                or other.about is None
                or self._catalog.target(other.about) is not kind
                or "area" in other.by_name
            ):
                continue
            table = self._tables[other.name]
            about = quoted(other.about.name)
            moved = self._pending.run(
                f"SELECT id FROM {quoted(table.name)} WHERE office=? AND {about}=?", (self._office, id)
            ).fetchall()
            self._pending.run(
                f"UPDATE {quoted(table.name)} SET area=? WHERE office=? AND {about}=?", (area, self._office, id)
            )
            for (one,) in moved:
                self._move(other, one, area)


def search_terms(kind: Kind, body: Body) -> set[tuple[str, str]]:
    """Term and field of everything a version's body is found by."""
    found: set[tuple[str, str]] = set()
    for field in kind.searchable:
        if field.name in body:
            name = f"{kind.name}.{field.name}"
            found |= {(term, name) for term in names.terms(body[field.name])}
    return found


def due_rows(
    catalog: Catalog, kind: Kind, record: Record, kept: tuple[str, str, int, str | None]
) -> list[tuple[Any, ...]]:
    """The work-list rows of one record: a pure function of it. None once its state is final."""
    office, since, no, area = kept
    if kind.state and kind.lifecycle and getattr(record, kind.state.name) not in kind.lifecycle.open:
        return []
    about = catalog.about_minor.get(kind.name)
    minor = getattr(record, about.name) if about else record.id if kind.name == "minor" else None
    rows = []
    for field in kind.deadlines:
        day = getattr(record, field.name)
        if day is not None and field.due is not None:
            who = getattr(record, field.due.who) if field.due.who else None
            own = (day.isoformat(), who, kind.name, field.name, record.id, area, minor)
            rows.append((office, f"{kind.name}:{record.id}:{field.name}", 0, since, no, *own))
    return rows
