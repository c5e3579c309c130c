"""The office as a whole over HTTP: its work list, its figures, its journal."""

from __future__ import annotations

from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.query import Query
from minorcare.surfaces.front import most_urgent, writes_after
from minorcare_server.api.records import asks, page
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage


def worklist(desk: Desk, asked: Asked) -> Answer:
    """What is to be done, overdue first: ``who=me``, of one officer, or mine and nobody's."""
    front = asked.front.work
    pairs = [each for each in asked.pairs if each[0] != front.who]
    found = asks(desk.catalog.kind(front.kind), desk, _with(asked, pairs), order=(front.day,))
    who = dict(asked.pairs).get(front.who)
    return page(desk.find_json(most_urgent(front, found, desk.account, who)))


def tally(desk: Desk, asked: Asked) -> Answer:
    """The cells of a report."""
    found = desk.catalog.reports.get(asked.path["name"])
    if found is None:
        raise NoSuchPage
    _nothing_else(asked)
    cells = [{"key": cell.key, "records": cell.records, "minors": cell.minors} for cell in desk.tally(found)]
    return Answer.json({"items": cells, "next": None})


def journal(desk: Desk, asked: Asked) -> Answer:
    """The journal, newest first; the same filters as any list."""
    front = asked.front.journal
    return page(desk.find_json(asks(desk.catalog.kind(front.kind), desk, asked, order=(f"-{front.entry}",))))


def changes(desk: Desk, asked: Asked) -> Answer:
    """Writes after an entry, in the order in which they were made: what another program follows."""
    given = dict(asked.pairs)
    after, limit = _whole("after", given.pop("after", "0")), _whole("limit", given.pop("limit", "500"))
    if given:
        _nothing_else(asked, ("after", "limit"))
    return page(desk.find_json(writes_after(asked.front.journal, after, limit)))


def _with(asked: Asked, pairs: list[tuple[str, str]]) -> Asked:
    import attrs

    return attrs.evolve(asked, pairs=tuple(pairs))


def _whole(at: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    said, remedy = Label("不是整数", en="is no whole number"), Label("例如 0", en="such as 0")
    raise Invalid([Problem(at=at, said=said, remedy=remedy, code="value")])


def _nothing_else(asked: Asked, known: tuple[str, ...] = ()) -> None:
    names = ", ".join(known) or Label("（没有）", en="(none)").in_(asked.lang)
    said = Label("没有这个参数", en="is no parameter here")
    found = [
        Problem(at=name, said=said, remedy=Label(f"可用：{names}", en=f"choose from: {names}"), code="unknown")
        for name, _ in asked.pairs
        if name not in known
    ]
    if found:
        raise Invalid(found)


__all__ = ["Query", "changes", "journal", "tally", "worklist"]
