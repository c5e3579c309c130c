"""Consent taken and withdrawn, and what follows for what is shared: it stops at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minorcare.desk import Change, Desk, Transition
from minorcare.errors import Conflict, Invalid
from minorcare.kinds.services import Service
from minorcare.kinds.sharing import Consent
from minorcare.query import F, Given
from minorcare.rules.sharing import lapsed, open_gate
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every


def shares(desk: Desk, service: str) -> bool:
    """Whether the body may use what it was told by a service today: asked of the consent itself.

    Raises:
        Refused: the actor does not read services.
    """
    return bool(desk.find(Service, (F.id == Given("id")) & open_gate(), limit=1, given={"id": service}).rows)


def withdraw(
    desk: Desk, consent: str, *, base: int, withdrawn_by: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Withdraw a consent. Nothing stands in its way, and what rests on it is shared no more from this moment.

    The services that rest on it then say since when, and whoever asked has them on the list the same day. That they say so is
    for people to see; that nothing is shared any more hangs on the consent alone.

    Raises:
        NotFound, Conflict, Refused: as the desk does.
    """
    said = {"withdrawn_by": withdrawn_by}
    receipt = desk.apply(Transition(Consent, consent, "withdrawn", base, said), key=key)
    _stop(desk, every(desk, Service, (F.consent == Given("consent")) & lapsed(), {"consent": consent}))
    return receipt


def stop_lapsed(desk: Desk) -> int:
    """Write down, for every service whose consent no longer holds (withdrawn, expired, the child is fourteen), that sharing stopped.

    How many were written. Done again, none.
    """
    return _stop(desk, every(desk, Service, lapsed()))


def _stop(desk: Desk, rows: Iterable[Row]) -> int:
    """Each by itself, so that one that cannot be written does not hold up the others."""
    done = 0
    for row in list(rows):
        try:
            desk.apply(Change(Service, row.id, row.version, {"share_stopped": desk.day, "act_by": desk.day}))
        except (Conflict, Invalid):
            continue
        done += 1
    return done
