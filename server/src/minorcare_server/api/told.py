"""What people are told, over HTTP: what became of the leads they sent, who reaches an age that changes something, what ends a tag."""

from __future__ import annotations

from minorcare.desk import Desk
from minorcare.query import MAX_LIMIT
from minorcare.work import leads
from minorcare.work.endings import what_ends
from minorcare.work.noted_ages import noted
from minorcare_server.api.parameters import only, paging, whole
from minorcare_server.asking import Answer, Asked


def told_back(desk: Desk, asked: Asked) -> Answer:
    """The caller's own leads, latest first: received or handled."""
    only(asked, ("limit",))
    found = leads.told_back(desk, limit=whole("limit", dict(asked.pairs).get("limit", "50"), most=MAX_LIMIT))
    items = [{"id": sent.id, "seen_on": sent.seen_on, "handled": sent.handled} for sent in found]
    return Answer.json({"items": items, "next": None})


def age_gates(desk: Desk, asked: Asked) -> Answer:
    """The open notes, the earliest first, with what the law says."""
    paged, given = paging(desk, asked, "days"), dict(asked.pairs).get("days")
    found, more = noted(desk, days=None if given is None else whole("days", given, most=_MOST_DAYS), **paged)
    return Answer.json({"items": [each.written(asked.lang) for each in found], "next": more})


def endings(desk: Desk, asked: Asked) -> Answer:
    """What would end a tag, as far as the caller may know; each way is enough by itself."""
    only(asked, ())
    items = [{"words": asked.say(way.words), "day": way.day} for way in what_ends(desk, asked.path["id"])]
    return Answer.json({"items": items, "next": None})


_MOST_DAYS = 3660
