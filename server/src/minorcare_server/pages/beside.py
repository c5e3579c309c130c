"""What a list of children shows beside their own values: the tags they carry, and what is due next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import attrs

from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.tasks import Tasks
from minorcare_server.pages.words import Words

MOST = 500
_VERIFY = Label("核实", en="Verify")


@attrs.frozen
class Beside:
    """Looked up for all children of a page at once."""

    tags: Mapping[str, tuple[c.Tag, ...]] = attrs.field(factory=dict)
    restricted: Collection[str] = ()
    due: Mapping[str, date] = attrs.field(factory=dict)
    suggested: Collection[str] = ()
    tasks: Tasks | None = None

    @classmethod
    def of(cls, words: Words, rows: Sequence[Row], wanted: Collection[str]) -> Beside:
        """What the columns that are *wanted* show of these children."""
        ids = tuple(row.id for row in rows)
        tags, restricted, suggested = _tags(words, ids) if ids and "tags" in wanted else ({}, set(), set())
        due = _due(words, ids) if ids and "due" in wanted else {}
        return cls(tags, restricted, due, suggested, Tasks(words, rows) if "what" in wanted else None)

    def action(self, words: Words, row: Row) -> c.Link | None:
        """What is to be done about a child at once."""
        if row.id not in self.suggested:
            return None
        return c.Link(label=words.say(_VERIFY), href=f"{words.href(row.kind, row.id)}#why")

    def cell(self, row: Row, shows: str) -> c.Cell | None:
        """The cell of a column that shows no value of the child's own."""
        if shows == "tags":
            return c.Cell(tags=self.tags.get(row.id, ()), restricted=row.id in self.restricted)
        if shows == "what" and self.tasks is not None:
            return c.Cell(text=self.tasks.what(row), sub=self.tasks.why(row))
        return c.Cell(day=self.due.get(row.id), due=True) if shows == "due" else None


def _tags(words: Words, ids: tuple[str, ...]) -> tuple[dict[str, tuple[c.Tag, ...]], set[str], set[str]]:
    front, desk = words.asked.front.tags, words.desk
    kind = desk.catalog.kind(front.kind)
    found: dict[str, tuple[c.Tag, ...]] = {}
    restricted: set[str] = set()
    suggested: set[str] = set()
    if not desk.may_read(front.kind) or kind.state is None:
        return found, restricted, suggested
    where = getattr(F, front.about).is_in(ids) & getattr(F, kind.state.name).is_in(front.standing)
    for row in desk.find(front.kind, where, limit=MOST).rows:
        child = row.values[front.about]
        if front.names in row.masked:
            restricted.add(child)
            continue
        if row.values[kind.state.name] == front.suggested:
            suggested.add(child)
        tone = "yellow" if row.values[kind.state.name] == front.suggested else "orange"
        tag = c.Tag(label=words.path(row, front.names), tone=tone)  # type: ignore[arg-type]
        found[child] = (*found.get(child, ()), tag)
    return found, restricted, suggested


def _due(words: Words, ids: tuple[str, ...]) -> dict[str, date]:
    work, desk = words.asked.front.work, words.desk
    if not desk.may_read(work.kind):
        return {}
    first: dict[str, date] = {}
    for row in desk.find(work.kind, getattr(F, work.about).is_in(ids), order=(work.day,), limit=MOST).rows:
        day = row.values[work.day]
        if isinstance(day, date):
            first.setdefault(row.values[work.about], day)
    return first
