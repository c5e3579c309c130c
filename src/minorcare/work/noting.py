"""An entry of the journal for what is done at a desk without any record being read or written."""

from __future__ import annotations

from minorcare.calendar import stamp
from minorcare.desk import Desk
from minorcare.store.protocol import Batch, Note, Noted


def note(desk: Desk, action: str, **detail: str) -> None:
    """Write it, as the desk's actor and for its purpose. It is durable once this returns; *detail* holds codes and accounts only."""
    batch = Batch(
        key=None, content=action, actor=desk.account, via=desk.via, purpose=desk.purpose, at=stamp(desk.clock())
    )
    desk.store.note(Noted(office=desk.office, batch=batch, notes=(Note(action=action, detail=detail),)))
