"""Undoing a unit of work: an import, a wrong merge. Nothing is deleted; what came back is a new version."""

from __future__ import annotations

from typing import Any, Protocol

import attrs

from minorcare.declare import Kind
from minorcare.desk.applying import Application, Context
from minorcare.desk.screening import screen
from minorcare.errors import NotFound
from minorcare.kinds import RiskTag
from minorcare.query import F
from minorcare.rules.reach import Index
from minorcare.store.protocol import Note, Put
from minorcare.store.writing import UnitOfWork

_REASON = "undo"


@attrs.frozen(kw_only=True)
class Undone:
    """What undoing did. ``kept`` are kind and id of records left alone: changed since, or named by others made since."""

    voided: int
    restored: int
    kept: tuple[tuple[str, str], ...] = attrs.field(converter=lambda pairs: tuple((kind, id) for kind, id in pairs))


class Undoing(Context, Protocol):
    """What undoing needs to know of a desk."""

    @property
    def index(self) -> Index:
        """What the rules read."""


def undo(tx: UnitOfWork, desk: Undoing, key: str) -> dict[str, Any]:
    """Undo the batch *key* inside the transaction *tx*."""
    written = tx.written_by(key)
    own = [entry for entry in written if not _by_machine(entry[4])]
    if not own or not any(_seen(tx, desk, kind, id) for kind, id, *_ in own):
        raise NotFound("batch")
    application = Application(tx=tx, context=desk)
    voided, restored, kept = 0, 0, []
    touched: dict[str, list[str]] = {}
    for kind, id, version, action, via in reversed(written):
        if kind not in desk.catalog.kinds:  # the vault keeps what it has
            continue
        found = desk.catalog.kind(kind)
        stored = tx.load(found, id)
        if stored is None:
            continue
        if stored.version != version and not (_by_machine(via) and _is_untouched(found, stored.record)):
            kept.append((kind, id))
            continue
        if not _by_machine(via):
            application.may(found)
        touched.setdefault(kind, []).append(id)
        if action == "create":
            if _named_by_others(tx, desk, found, id):
                kept.append((kind, id))
                continue
            tx.put(Put(kind=kind, id=id, record=None, base=stored.version, action="void", detail={"reason": _REASON}))
            voided += 1
        else:
            record = tx.version(found, id, version - 1)
            tx.put(Put(kind=kind, id=id, record=record, base=stored.version, action="restore"))
            restored += 1
    _screen_again(tx, desk, touched)
    tx.note(Note(action="restore", detail={"batch": key, "voided": voided, "restored": restored, "kept": len(kept)}))
    return {"voided": voided, "restored": restored, "kept": kept}


def _by_machine(via: str) -> bool:
    return via.startswith(("rule:", "check:"))


def _is_untouched(kind: Kind, record: Any) -> bool:
    """A suggestion that no person has decided on."""
    return kind is RiskTag.__kind__ and record.decided_by is None


def _seen(tx: UnitOfWork, desk: Context, kind: str, id: str) -> bool:
    found = desk.catalog.kinds.get(kind)
    return found is not None and not found.vault and tx.sees(desk.views(found), desk.views, found, id, desk.day)


def _named_by_others(tx: UnitOfWork, desk: Context, kind: Kind, id: str) -> bool:
    """Whether a record in force names this one. Suggestions of rules do not count: they go with it."""
    for other in desk.catalog.kinds.values():
        if other.vault or other.name in ("due", "seen", "journal"):
            continue
        for field in other.fields:
            if field.ref is None or desk.catalog.target(field) is not kind:
                continue
            for one in tx.ids(other, getattr(F, field.name) == id, desk.day):
                stored = tx.load(other, one)
                if stored is None or not _is_untouched(other, stored.record):
                    return True
                tx.put(Put(kind=other.name, id=one, record=None, base=stored.version, action="void", detail={"reason": _REASON}))
    return False


def _screen_again(tx: UnitOfWork, desk: Undoing, touched: dict[str, list[str]]) -> None:
    minor = desk.catalog.kind("minor")
    minors: set[str] = set()
    for kind, ids in touched.items():
        for inverse in desk.index.inverses_for(kind):
            minors.update(tx.ids(minor, inverse, desk.day, {"ids": ids}))
    names = {rule.name for kind in touched for rule in desk.index.rules_for(kind)}
    rules = tuple(rule for rule in desk.index.rules if rule.name in names)
    screen(tx, desk.catalog, desk.office, rules, desk.day, sorted(minors))
