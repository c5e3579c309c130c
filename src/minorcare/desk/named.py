"""Which records name another: nothing is taken out of force while others still say something of it."""

from __future__ import annotations

from minorcare.declare import Kind
from minorcare.desk.checking import Context
from minorcare.kinds import DERIVED, RiskTag
from minorcare.query import F, Given
from minorcare.store.protocol import Put, Stored, Tx


def naming(tx: Tx, context: Context, kind: Kind, id: str) -> list[tuple[Kind, Stored]]:
    """The records in force that refer to this one."""
    found = []
    for other in context.catalog.kinds.values():
        if other.vault or other.name in DERIVED:
            continue
        for field in other.fields:
            if field.ref is None or context.catalog.target(field) is not kind:
                continue
            ids = tx.ids(other, getattr(F, field.name) == Given("id"), context.day, {"id": id})
            found += [(other, stored) for one in ids if (stored := tx.load(other, one)) is not None]
    return found


def is_open_suggestion(stored: Stored) -> bool:
    """A tag that a rule suggested and no person has decided on."""
    return isinstance(stored.record, RiskTag) and stored.record.rule is not None and stored.record.decided_by is None


def voiding(kind: str, stored: Stored, reason: str) -> Put:
    """What takes a record out of force."""
    return Put(
        kind=kind, id=stored.record.id, record=None, base=stored.version, action="void", detail={"reason": reason}
    )
