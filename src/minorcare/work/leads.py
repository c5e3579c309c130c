"""Leads: sent in a minute, triaged in time, and told back. The sender never sees the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import attrs

from minorcare.access import Shown, View, Views
from minorcare.declare import Id, Kind, Record
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.kinds.leads import Lead
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Page, Receipt

_SHOWN_TO_SENDER = ("seen_on", "told")


@attrs.frozen(kw_only=True)
class LeadSettings:
    """How long a lead may wait. No national text says; an office sets it.

    Attributes:
        triage_working_days: Working days from sending until it is linked, opened or dismissed.
        tell_working_days: Working days from then until the sender is told.
    """

    triage_working_days: int = attrs.field(default=2, validator=attrs.validators.ge(1))
    tell_working_days: int = attrs.field(default=2, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class Sent:
    """All that a sender learns of a lead of theirs: when they saw it, and whether it was handled."""

    id: Id
    seen_on: date
    handled: bool

    @property
    def state(self) -> Label:
        """Received, or handled."""
        return Label("已处理", en="handled") if self.handled else Label("已收到", en="received")


def send(desk: Desk, lead: Lead, *, key: str | None = None) -> Receipt[Any]:
    """Send what the actor saw, under their own account. A role needs to report leads for this, not to read them.

    Who sent it, and by when it is to be dealt with, is filled in at the door.

    Raises:
        Invalid: what is wrong with it.
        Refused: the actor's role does not report leads.
    """
    return desk.save(lead.but(taken_down=False), key=key)


def take_down(desk: Desk, lead: Lead, *, key: str | None = None) -> Receipt[Any]:
    """Write down what somebody without an account told the office, by phone or at the door.

    Raises:
        Invalid, Refused: as :func:`send`.
    """
    return desk.save(lead.but(taken_down=True), key=key)


def waiting(desk: Desk, *, after: str | None = None, limit: int = 50) -> Page:
    """The leads nobody has triaged yet, the longest waiting first."""
    return desk.find(Lead, F.status == "received", order=("deal_by",), after=after, limit=limit)


def link(desk: Desk, lead: str, *, minor: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Say that a lead is about a child on file.

    Raises:
        Invalid: the actor sees no such child.
        NotFound, Conflict, Refused: as the desk does.
    """
    return _triage(desk, lead, "linked", base, {"minor": minor}, key=key)


def open_for(
    desk: Desk,
    lead: str,
    *records: Record,
    base: int,
    minor: str | None = None,
    household: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Enter the child or the household that a lead is about, and say so, in one batch.

    Args:
        records: What is entered because of it; none if the child or household was entered already.
        minor, household: Which child or household the lead is about.

    Raises:
        Invalid: what is wrong with the records, or neither child nor household is named.
        NotFound, Conflict, Refused: as the desk does.
    """
    named = {"minor": minor, "household": household}
    saves = tuple(Save(record) for record in records)
    return _triage(desk, lead, "opened", base, named, before=saves, key=key)


def dismiss(desk: Desk, lead: str, *, reason: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Say that nothing came of a lead, and why.

    Raises:
        Invalid: no reason is given.
        NotFound, Conflict, Refused: as the desk does.
    """
    return _triage(desk, lead, "dismissed", base, {"reason": reason}, key=key)


def tell_back(desk: Desk, lead: str, *, how: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down that somebody without an account was told that their lead was handled (未成年人保护法 art. 11).

    *how* is a code of ``told_channel``; ``not_reachable`` is an answer too.

    Raises:
        Invalid: *how* is no code of the list.
        NotFound, Conflict, Refused: as the desk does.
    """
    return desk.transition(Lead, lead, "told_back", base=base, key=key, told_how=how)


def told_back(desk: Desk, *, limit: int = 50) -> tuple[Sent, ...]:
    """What has become of the leads that the actor sent, latest first: received or handled, and nothing else.

    It is read through a view of its own, which holds no other row and no other value: what a lead was linked to never leaves the
    store. The view is the same for every role, so that it says the same to whoever sent a lead.
    """
    own = attrs.evolve(desk, views=_views_of_sender(desk.account))
    page = own.find(Lead, order=("-seen_on",), limit=limit)
    return tuple(
        Sent(id=Id(row.id), seen_on=row.values["seen_on"], handled=row.values["told"] is not None) for row in page.rows
    )


def _triage(
    desk: Desk,
    lead: str,
    to: str,
    base: int,
    values: dict[str, Any],
    *,
    before: tuple[Act, ...] = (),
    key: str | None,
) -> Receipt[Any]:
    """Decide on a lead. Whoever sent it under an account is told in the same batch: their own list says so from then on."""
    decided = Transition(
        Lead, lead, to, base, {**values, "deal_by": _within(desk, desk.settings(LeadSettings).tell_working_days)}
    )
    if desk.get(Lead, lead).values["sent_by"] is None:
        return desk.apply(*before, decided, key=key)
    told = Transition(Lead, lead, "told_back", base + 1, {"told_how": "own_list"})
    return desk.apply(*before, decided, told, key=key)


def _within(desk: Desk, count: int) -> date:
    return desk.calendar.add_working_days(desk.day, count)


@lru_cache(1024)  # statements are kept by the views they are made for
def _views_of_sender(account: str) -> Views:
    def view(kind: Kind) -> View:
        if kind is not Lead.__kind__:
            return View(kind=kind.name, readable=False, writable=False)
        shown: Iterator[tuple[str, Shown]] = (
            (f.name, "clear" if f.name in _SHOWN_TO_SENDER else "empty") for f in kind.fields
        )
        return View(kind=kind.name, readable=True, writable=False, shown=tuple(shown), where=F.sent_by == account)

    return Views(view)
