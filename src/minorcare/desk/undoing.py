"""Undoing a unit of work: an import, a wrong merge. Nothing is deleted; what came back is a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from minorcare.access import Views, trusted
from minorcare.declare import Kind, Record
from minorcare.desk.checking import Checking, Context
from minorcare.desk.lookups import Lookups
from minorcare.desk.named import is_open_suggestion, naming, voiding
from minorcare.desk.screening import screen
from minorcare.errors import Invalid, NotFound, Problem
from minorcare.rules.reach import Index
from minorcare.store.protocol import Note, Put, Stored, Tx

_REASON = "undo"


def _pairs(kept: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, id) for kind, id in kept)


@attrs.frozen(kw_only=True)
class Undone:
    """What undoing did. ``kept`` are kind and id of records left alone: changed since, or named by others made since."""

    voided: int
    restored: int
    kept: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)


class Undoing(Context, Protocol):
    """What undoing needs to know of a desk."""

    @property
    def index(self) -> Index:
        """What the rules read."""


def undo(tx: Tx, desk: Undoing, key: str) -> dict[str, Any]:
    """Undo the batch *key* inside the transaction *tx*.

    Raises:
        NotFound: no such batch, or none of the actor's.
        Invalid: what comes back, or stays behind, could not be written like this today.
    """
    written = [entry for entry in tx.written_by(key) if entry[0] in desk.catalog.kinds]  # the vault keeps what it has
    own = [entry for entry in written if not _by_machine(entry[4])]
    if not any(action == "void" or _seen(tx, desk, kind, id) for kind, id, _, action, _ in own):
        raise NotFound("batch")
    touched: dict[str, list[str]] = {}
    for kind, id, *_ in written:
        touched.setdefault(kind, []).append(id)
    minors = _children(tx, desk, touched)  # before, and after: a member moved back leaves the household it was moved to
    done = _Done(tx=tx, desk=desk)
    for entry in reversed(written):
        done.one(*entry)
    problems = done.problems()
    if problems:
        raise Invalid(problems)
    names = {rule.name for kind in touched for rule in desk.index.rules_for(kind)}
    rules = tuple(rule for rule in desk.index.rules if rule.name in names)
    screen(tx, desk.catalog, desk.office, rules, desk.day, sorted(minors | _children(tx, desk, touched)))
    counts = {"voided": done.voided, "restored": done.restored}
    tx.note(Note(action="restore", detail={"batch": key, **counts, "kept": len(done.kept)}))
    return {**counts, "kept": done.kept}


@attrs.define(kw_only=True, eq=False)
class _Done:
    """What has been undone so far, latest write first."""

    tx: Tx
    desk: Undoing
    voided: int = 0
    restored: int = 0
    kept: list[tuple[str, str]] = attrs.field(factory=list)
    _back: dict[tuple[str, str], Kind] = attrs.field(factory=dict)
    _gone: list[tuple[Kind, Record]] = attrs.field(factory=list)

    def problems(self) -> list[Problem]:
        """What does not hold once all of it is undone; each with the kind and the id of its record."""
        lookups = Lookups(tx=self.tx, catalog=self.desk.catalog, views=Views(trusted), day=self.desk.day)
        checking, found = Checking(lookups=lookups, context=self.desk), list[Problem]()
        for (name, id), kind in self._back.items():
            stored = self.tx.load(kind, id)
            if stored is not None:
                said = checking.problems(kind, stored.record, set())
                said += checking.across(kind, stored.record, "settled")
                found += (problem.under(f"{name}[{id}]") for problem in said)
        for kind, record in self._gone:
            found += (problem.under(f"{kind.name}[{record.id}]") for problem in checking.leaving(kind, record))
        return found

    def one(self, name: str, id: str, version: int, action: str, via: str) -> None:
        kind = self.desk.catalog.kind(name)
        stored = self.tx.load(kind, id)
        if stored is None:
            if action == "void":
                self._bring_back(kind, id, version)
            return
        if kind.lasting and (action == "create" or self._takes_away(kind, stored, version)):
            self.kept.append((name, id))
            return
        untouched = stored.version == version or (_by_machine(via) and is_open_suggestion(stored))
        if not untouched or not (_by_machine(via) or self._may(kind, id)):
            self.kept.append((name, id))
        elif action != "create":
            record = self.tx.version(kind, id, version - 1)
            self.tx.put(Put(kind=name, id=id, record=record, base=stored.version, action="restore"))
            self._back[name, id] = kind
            self.restored += 1
        else:
            self._void(kind, stored)

    def _bring_back(self, kind: Kind, id: str, version: int) -> None:
        """Put back in force what the batch took out of it. What the actor then does not see was never theirs."""
        record = self.tx.version(kind, id, version - 1)
        self.tx.put(Put(kind=kind.name, id=id, record=record, base=0, action="restore"))
        if not self._may(kind, id):
            raise NotFound("batch")
        self._back[kind.name, id] = kind
        self.restored += 1

    def _void(self, kind: Kind, stored: Stored) -> None:
        named = naming(self.tx, self.desk, kind, stored.record.id)
        if any(not is_open_suggestion(other) for _, other in named):
            self.kept.append((kind.name, stored.record.id))
            return
        for other, held in named:
            self.tx.put(voiding(other.name, held, _REASON))
        self.tx.put(voiding(kind.name, stored, _REASON))
        self._gone.append((kind, stored.record))
        self.voided += 1

    def _takes_away(self, kind: Kind, stored: Stored, version: int) -> bool:
        """Whether the version before would say less than the record does now: a value, or one of several."""
        now, before = kind.written(stored.record), kind.written(self.tx.version(kind, stored.record.id, version - 1))
        return any(
            name not in before or (isinstance(value, list) and any(each not in before[name] for each in value))
            for name, value in now.items()
        )

    def _may(self, kind: Kind, id: str) -> bool:
        return self.desk.may_write(kind) and _seen(self.tx, self.desk, kind.name, id)


def _by_machine(via: str) -> bool:
    return via.startswith(("rule:", "check:"))


def _seen(tx: Tx, desk: Context, kind: str, id: str) -> bool:
    found = desk.catalog.kinds.get(kind)
    return found is not None and not found.vault and tx.sees(desk.views(found), desk.views, found, id, desk.day)


def _children(tx: Tx, desk: Undoing, touched: Mapping[str, Sequence[str]]) -> set[str]:
    """The children these records can matter to, as the tables stand now."""
    minor = desk.catalog.kind("minor")
    minors: set[str] = set()
    for kind, ids in touched.items():
        for inverse in desk.index.inverses_for(kind):
            minors.update(tx.ids(minor, inverse, desk.day, {"ids": ids}))
    return minors
