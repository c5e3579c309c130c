"""The journal verified, and the rules run, over HTTP."""

from __future__ import annotations

from threading import Lock

import attrs

from minorcare.desk import Desk
from minorcare.errors import Unavailable
from minorcare.journal import Fault
from minorcare.label import Label
from minorcare.surfaces.office_acts import VERIFY, typed
from minorcare.work.verifying import read_anchors, verified
from minorcare_server.api.records import json_of
from minorcare_server.asking import Answer, Asked

_ONE = Lock()  # it reads everything there is: once at a time is enough, whoever asks
_UNDER_WAY = Label("正在核验，请稍后再试", en="it is being verified just now; ask again in a moment")


def screen(desk: Desk, asked: Asked) -> Answer:  # noqa: ARG001 -- as every operation
    """The rules run over the office; what they find are suggestions."""
    return Answer.json(attrs.asdict(desk.screen()))


def verify(desk: Desk, asked: Asked) -> Answer:
    """Whether the office's journal and records are as they were written, held against anchors if some are sent."""
    given = typed(VERIFY, json_of(asked) if asked.body else {})
    lines = ((f"anchors[{n}]", line) for n, line in enumerate(given.get("anchors", ())))
    anchors = read_anchors(desk.store.keys, lines)
    if not _ONE.acquire(blocking=False):
        raise Unavailable(_UNDER_WAY)
    try:
        found = verified(desk, anchors)
    finally:
        _ONE.release()
    faults = [_written(asked, each) for each in found.faults]
    return Answer.json({"entry": found.head.seq, "hash": found.head.hash, "faults": faults})


def _written(asked: Asked, fault: Fault) -> dict[str, str | int | None]:
    return {
        "seq": fault.seq,
        "kind": fault.kind,
        "id": fault.id,
        "code": fault.code,
        "said": asked.say(fault.said),
    }
