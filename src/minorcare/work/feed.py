"""A calendar of how much is to be done on which day: counts and a link, no name, no place, no kind of record.

Off unless an office turns it on. A calendar program polls it by a token of its own, which expires and can be revoked; every poll is
a read of the work list and stands in the journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import cast

import attrs

from minorcare.desk import Desk
from minorcare.errors import Refused
from minorcare.label import Label
from minorcare.store.feeds import Feeds, SideTables
from minorcare.work.worklist import items

VIA = "calendar"
"""How the journal names this way in: open the desk of a poll with it."""
_TODAY = Label("待办 {n} 件", en="{n} to do")
_LATE = Label("待办 {n} 件，其中逾期 {late} 件", en="{n} to do, {late} of them overdue")
_NAME = Label("待办数量", en="To do")
_MOST_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@attrs.frozen(kw_only=True)
class FeedSettings:
    """What an office sets about calendar feeds.

    Attributes:
        on: Whether there are feeds at all.
        most_days: The longest life of a feed's token, in days.
        days_ahead: Days ahead of today that a feed shows.
    """

    on: bool = False
    most_days: int = attrs.field(default=90, validator=attrs.validators.ge(1))
    days_ahead: int = attrs.field(default=60, validator=attrs.validators.ge(1))


def feeds(desk: Desk) -> Feeds:
    """The feeds of the store behind a desk."""
    # every store has side tables; its protocol names only what records need
    return Feeds(store=cast("SideTables", desk.store), clock=desk.clock)


def subscribe(desk: Desk, *, expires: date) -> str:
    """A token for a calendar of the actor's own work list, shown this once.

    Raises:
        Refused: the office has not turned feeds on.
        Invalid: *expires* has passed or lies too far ahead.
    """
    settings = desk.settings(FeedSettings)
    if not settings.on:
        raise _off()
    return feeds(desk).new(desk.office, desk.account, expires=expires, most_days=settings.most_days)


def poll(desk: Desk, *, link: str) -> str:
    """The calendar of the actor's work list as it is now. The read is in the journal before the answer leaves.

    Args:
        desk: Of the account that the token belongs to, opened via :data:`VIA`.
        link: Where to sign in.

    Raises:
        Refused: the office has not turned feeds on, or the role has no work list.
    """
    settings = desk.settings(FeedSettings)
    if not settings.on:
        raise _off()
    until = desk.day + timedelta(days=settings.days_ahead)
    due = [item.due for item in items(desk, until=until)]
    whose = desk.store.keys.blind(VIA, "account", f"{desk.office} {desk.account}")
    return render(due, day=desk.day, now=desk.clock(), link=link, whose=whose)


def sweep(desk: Desk) -> int:
    """Forget this office's tokens that have expired; how many."""
    return feeds(desk).sweep(desk.office)


def render(due: Iterable[date], *, day: date, now: datetime, link: str, whose: str, lang: str = "zh") -> str:
    """An iCalendar text (RFC 5545): one all-day entry a day, with a count and *link*. What is overdue counts as today's.

    *whose* keeps the entries of two calendars apart, and stands in them: a text that says nothing.
    """
    found = list(due)
    late = sum(each < day for each in found)
    by_day = Counter(max(each, day) for each in found)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//minorcare//worklist//ZH", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(_NAME.in_(lang))}")
    for each, count in sorted(by_day.items()):
        said = _LATE.fill(n=count, late=late) if late and each == day else _TODAY.fill(n=count)
        lines += _entry(each, said.in_(lang), whose, now, link)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _entry(day: date, said: str, whose: str, now: datetime, link: str) -> tuple[str, ...]:
    values: Mapping[str, str] = {
        "UID": f"{day:%Y%m%d}-{whose}@minorcare",
        "DTSTAMP": f"{now:%Y%m%dT%H%M%SZ}",
        "DTSTART;VALUE=DATE": f"{day:%Y%m%d}",
        "DTEND;VALUE=DATE": f"{day + timedelta(days=1):%Y%m%d}",
        "SUMMARY": _text(said),
        "URL": link,
        "TRANSP": "TRANSPARENT",
    }
    return ("BEGIN:VEVENT", *(f"{name}:{value}" for name, value in values.items()), "END:VEVENT")


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which cuts a character in two."""
    pieces: list[str] = []
    piece, size = "", 0
    for char in line:
        more = len(char.encode())
        if size + more > _MOST_OCTETS - bool(pieces):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + char, size + more
    return "\r\n ".join((*pieces, piece))


def _off() -> Refused:
    return Refused(
        Label(
            "本街道没有开启日历订阅；请站长在配置中开启",
            en="this office has no calendar feeds; they are turned on in its settings",
        )
    )
