"""What happened with a child, from the histories of its own record and of those about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minorcare.desk import Desk
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.records import event
from minorcare_server.pages.words import Words

MOST_EVENTS, MOST_RECORDS = 12, 20


def timeline(desk: Desk, words: Words, child: Row, about: Iterable[Row]) -> tuple[c.Event, ...]:
    """Everything on record, newest first: who, by what, and what became different."""
    told = sorted((*_tags(desk, words, child), *about), key=lambda row: row.since, reverse=True)
    rows = (child, *told)[:MOST_RECORDS]
    histories = [(row, desk.history(row.kind.name, row.id)) for row in rows]
    words.learn_people(version.actor for _, versions in histories for version in versions)
    found = [each for row, versions in histories for each in _events(words, row, child, versions)]
    return tuple(sorted(found, key=lambda each: each.at.isoformat(), reverse=True))


def _tags(desk: Desk, words: Words, child: Row) -> tuple[Row, ...]:
    front = words.asked.front.tags
    if not desk.may_read(front.kind):
        return ()
    return desk.find(front.kind, getattr(F, front.about) == child.id, order=("-since",), limit=MOST_RECORDS).rows


def _events(words: Words, row: Row, child: Row, versions: Iterable[object]) -> Iterator[c.Event]:
    hidden = any(words.desk.views(row.kind).how(name) == "clear" for name in row.masked)
    of = "" if row.id == child.id else words.say(row.kind.label) if hidden else words.title(row)
    for version in versions:
        made = event(words, row.kind, version, of=of)  # type: ignore[arg-type]
        yield c.Event(
            at=made.at,
            origin=made.origin if row.id == child.id else (*made.origin, words.say(row.kind.label)),
            title=made.title,
            text="" if hidden else made.text,
            href="" if row.id == child.id else words.href(row.kind, row.id),
            tone=made.tone,
            strong=made.strong,
            restricted=hidden,
        )
