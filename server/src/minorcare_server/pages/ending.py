"""What would end a tag: on its own page, as far as its reader may know."""

from __future__ import annotations

from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.acting import function
from minorcare_server.pages.words import Words


def ends_of(words: Words, row: Row) -> tuple[c.Ending, ...]:
    """The ways in which it would end; none where the record is no tag, does not stand, or is above the reader's ceiling."""
    front, state = words.asked.front.tags, row.kind.state
    if not front.ends or row.kind.name != front.kind or state is None or row.masked:
        return ()
    if row.values[state.name] not in front.standing:
        return ()
    found = function(front.ends)(words.desk, row.id)
    return tuple(c.Ending(words=words.say(each.words), day=each.day) for each in found)
