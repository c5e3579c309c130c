"""Children who move between offices, and two records made one, over HTTP."""

from __future__ import annotations

import uuid

import attrs

from minorcare.desk import Desk
from minorcare.surfaces.office_acts import ACCEPT, CANCEL, DECLINE, MERGE, SEND, typed
from minorcare.work import moving, transfer
from minorcare.work.comparing import make_one, take_apart, to_compare
from minorcare.work.written import written
from minorcare_server.api.parameters import paging
from minorcare_server.api.records import answer, json_of, replay_key
from minorcare_server.asking import Answer, Asked

_REPLAYED = uuid.UUID("6d696e6f-7263-5472-a16e-736665727265")
"""Names the transfers that came with a replay key and without an id: the same key makes the same id."""


def send(desk: Desk, asked: Asked) -> Answer:
    """A child is sent to another office. With the same id or replay key, only what has changed since is sent."""
    given, key = typed(SEND, json_of(asked)), replay_key(asked)
    if key:
        given.setdefault("id", str(uuid.uuid5(_REPLAYED, key)))
    made = moving.move_out(desk, **given, at=asked.registry.system_desk)
    row = moving.as_it_stands(desk, made)
    headers = {"Location": f"{asked.root}/api/v1/records/{row.kind.name}/{made}"}
    return answer(row, status=201, headers=headers)


def pending(desk: Desk, asked: Asked) -> Answer:
    """The transfers that are not closed, both ways."""
    found = transfer.pending(desk, **paging(desk, asked))
    return Answer.json({"items": [written(row) for row in found.rows], "next": found.next})


def accept(desk: Desk, asked: Asked) -> Answer:
    """A child is taken in."""
    moving.move_in(desk, asked.path["id"], **typed(ACCEPT, json_of(asked)), at=asked.registry.system_desk)
    return answer(moving.as_it_stands(desk, asked.path["id"]))


def decline(desk: Desk, asked: Asked) -> Answer:
    """A child is sent back."""
    moving.send_back(desk, asked.path["id"], **typed(DECLINE, json_of(asked)), at=asked.registry.system_desk)
    return answer(moving.as_it_stands(desk, asked.path["id"]))


def cancel(desk: Desk, asked: Asked) -> Answer:
    """What was sent is taken back."""
    moving.take_back(desk, asked.path["id"], **typed(CANCEL, json_of(asked)), at=asked.registry.system_desk)
    return answer(moving.as_it_stands(desk, asked.path["id"]))


def duplicates(desk: Desk, asked: Asked) -> Answer:
    """The pairs that nobody has compared."""
    found, more = to_compare(desk, **paging(desk, asked))
    return Answer.json({"items": [each.written() for each in found], "next": more})


def merge(desk: Desk, asked: Asked) -> Answer:
    """Two records become one child. The replay key, if one was sent, is the id by which it is undone."""
    made = make_one(desk, **typed(MERGE, json_of(asked)), id=replay_key(asked))
    return Answer.json(attrs.asdict(made), status=201)


def undo_merge(desk: Desk, asked: Asked) -> Answer:
    """The merger is taken back."""
    undone = take_apart(desk, asked.path["id"])
    kept = [{"kind": kind, "id": id} for kind, id in undone.kept]
    told = {"id": asked.path["id"], "voided": undone.voided, "restored": undone.restored, "kept": kept}
    return Answer.json(told)
