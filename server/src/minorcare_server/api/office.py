"""The office as a whole over HTTP: its work list, its figures, its journal."""

from __future__ import annotations

from datetime import date

import attrs
import orjson

from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.surfaces.front import most_urgent, writes_after
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
    _only(asked, ("at",))
    given = dict(asked.pairs).get("at")
    then = desk if given is None else desk.at(_day("at", given))
    return Answer.json({"items": [attrs.asdict(cell) for cell in then.tally(found)], "next": None})


def journal(desk: Desk, asked: Asked) -> Answer:
    """The journal, newest first; with the filters of any list."""
    front = asked.front.journal
    return page(desk.find_json(asks(desk, front.kind, asked.pairs, order=(f"-{front.entry}",))))


def changes(desk: Desk, asked: Asked) -> Answer:
    """Writes after an entry, in the order in which they were made: what another program follows.

    ``next`` is the number of the last entry, to be sent as ``after``; null when there is nothing more yet.
    """
    _only(asked, ("after", "limit"))
    given = dict(asked.pairs)
    after, limit = _whole("after", given.get("after", "0")), _whole("limit", given.get("limit", "500"))
    found = desk.find_json(writes_after(asked.front.journal, after, limit))
    more = str(found.numbers[-1]) if found.next else None
    return Answer(body=b'{"items":' + found.body + b',"next":' + orjson.dumps(more) + b"}")


def _whole(at: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    said, remedy = Label("不是整数", en="is no whole number"), Label("例如 0", en="such as 0")
    raise Invalid([Problem(at=at, said=said, remedy=remedy, code="value")])


def _day(at: str, text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) == 10 else "")
    except ValueError:
        said, remedy = Label("不是日期", en="is no day"), Label("写成 2026-11-24", en="write it like 2026-11-24")
        raise Invalid([Problem(at=at, said=said, remedy=remedy, code="value")]) from None


def _only(asked: Asked, known: tuple[str, ...]) -> None:
    names = ", ".join(known)
    remedy = Label(f"可用：{names}", en=f"choose from: {names}") if known else Label("请去掉它", en="leave it out")
    said = Label("没有这个参数", en="is no parameter here")
    found = [Problem(at=name, said=said, remedy=remedy, code="unknown") for name, _ in asked.pairs if name not in known]
    if found:
        raise Invalid(found)
