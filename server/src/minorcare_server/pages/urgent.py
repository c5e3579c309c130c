"""What a record says that cannot wait: whom to call, and what to do until they come."""

from __future__ import annotations

from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.acting import function
from minorcare_server.pages.words import Words


def advice_of(words: Words, row: Row) -> c.Advice | None:
    """The advice for a record; ``None`` where nothing in it is urgent, or where its reader may not know."""
    urgent = next((each for each in words.asked.front.urgent if each.kind == row.kind.name), None)
    if urgent is None or row.masked:
        return None
    found = function(urgent.advice)(words.desk, row.values)
    if found is None:
        return None
    return c.Advice(
        calls=tuple(c.PhoneLine(label=words.say(call.label), number=call.number) for call in found.calls),
        steps=tuple(words.say(step) for step in found.steps),
    )
