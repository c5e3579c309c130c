"""One's own calendar subscriptions (:mod:`minorcare.work.feed`): what is issued and revoked stands in the journal."""

from __future__ import annotations

from datetime import date

from minorcare.desk import Desk
from minorcare.errors import NotFound
from minorcare.store.feeds import FeedToken
from minorcare.work import feed
from minorcare.work.noting import note

_GRANT = "grant"


def subscribe(desk: Desk, *, expires: date) -> str:
    """A key for a calendar of the actor's own work list, shown this once.

    Raises:
        Refused, Invalid: as :func:`minorcare.work.feed.subscribe`.
    """
    key = feed.subscribe(desk, expires=expires)
    note(desk, _GRANT, whose=desk.account, what="calendar")
    return key


def subscriptions(desk: Desk) -> tuple[FeedToken, ...]:
    """The actor's own, without their keys."""
    return feed.feeds(desk).of(desk.office, desk.account)


def revoke(desk: Desk, id: str) -> None:
    """Make the key of one of the actor's own subscriptions worthless.

    Raises:
        NotFound: there is none of this id.
    """
    if not feed.feeds(desk).revoke(desk.office, desk.account, id):
        raise NotFound("calendar")
    note(desk, _GRANT, whose=desk.account, what="revoke")
