"""The office as a whole over HTTP: its work list, its figures, its journal."""

from __future__ import annotations

import attrs
import orjson

from minorcare.desk import Desk
from minorcare.surfaces.front import most_urgent, writes_after
from minorcare_server.api.parameters import day_of, only, whole
from minorcare_server.api.records import asks, page
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage


def worklist(desk: Desk, asked: Asked) -> Answer:
    """What is to be done, overdue first: of one officer, of the caller (``who=me``), or the caller's and nobody's."""
    front = asked.front.work
    pairs = [each for each in asked.pairs if each[0] != front.who]
    found = asks(desk, front.kind, pairs, order=(front.day,))
    return page(desk.find_json(most_urgent(front, found, desk.account, dict(asked.pairs).get(front.who))))


def tally(desk: Desk, asked: Asked) -> Answer:
    """The cells of a report, now or as recorded at the end of the day ``at``."""
    found = desk.catalog.reports.get(asked.path["name"])
    if found is None:
        raise NoSuchPage
    only(asked, ("at",))
    given = dict(asked.pairs).get("at")
    then = desk if given is None else desk.at(day_of("at", given))
    return Answer.json({"items": [attrs.asdict(cell) for cell in then.tally(found)], "next": None})


def journal(desk: Desk, asked: Asked) -> Answer:
    """The journal, newest first; with the filters of any list."""
    front = asked.front.journal
    return page(desk.find_json(asks(desk, front.kind, asked.pairs, order=(f"-{front.entry}",))))


def changes(desk: Desk, asked: Asked) -> Answer:
    """Writes after an entry, in the order in which they were made: what another program follows.

    ``next`` is the number of the last entry, to be sent as ``after``; null when there is nothing more yet.
    """
    only(asked, ("after", "limit"))
    given = dict(asked.pairs)
    after, limit = whole("after", given.get("after", "0")), whole("limit", given.get("limit", "500"))
    found = desk.find_json(writes_after(asked.front.journal, after, limit))
    more = str(found.numbers[-1]) if found.next else None
    return Answer(body=b'{"items":' + found.body + b',"next":' + orjson.dumps(more) + b"}")
