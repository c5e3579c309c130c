"""Whom a unit of work can matter to, and which rules read what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from minorcare.catalog import Catalog
from minorcare.desk.acts import Act, Change, id_of, kind_of
from minorcare.rules import Rule
from minorcare.rules.reach import Index
from minorcare.store.protocol import Tx


class Reached(Protocol):
    """What this needs to know of a desk."""

    @property
    def catalog(self) -> Catalog:
        """The catalog."""

    @property
    def index(self) -> Index:
        """What the rules read."""

    @property
    def day(self) -> date:
        """Today."""


class Touched:
    """The children a batch can matter to: asked before it and after it, since a record may leave one child for another."""

    def __init__(self, tx: Tx, desk: Reached, acts: Sequence[Act]) -> None:
        self._tx, self._desk = tx, desk
        self._ids: dict[str, list[str]] = {}
        self._fields: dict[str, set[str] | None] = {}
        for act in acts:
            kind = kind_of(act)
            self._ids.setdefault(kind, []).append(id_of(act))
            fields = set(act.values) if isinstance(act, Change) else None
            known = self._fields.setdefault(kind, set())
            self._fields[kind] = None if fields is None or known is None else known | fields

    def children(self) -> set[str]:
        """The ids of the children, as the tables stand now."""
        minor = self._desk.catalog.kind("minor")
        found: set[str] = set()
        for kind, ids in self._ids.items():
            for inverse in self._desk.index.inverses_for(kind, self._fields[kind]):
                found.update(self._tx.ids(minor, inverse, self._desk.day, {"ids": ids}))
        return found

    def rules(self) -> tuple[Rule, ...]:
        """The rules that read what changed."""
        found = {rule.name: rule for kind in self._ids for rule in self._desk.index.rules_for(kind, self._fields[kind])}
        return tuple(rule for rule in self._desk.index.rules if rule.name in found)
