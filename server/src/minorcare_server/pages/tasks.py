"""Rows of the work list, on the first page and on a child's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare_server.pages.words import Words

_RESTRICTED = Label("限阅", en="restricted")
_MATTER = Label("一件要办的事", en="Something to do")


class Tasks:
    """Deadlines, and what their records are called: looked up for all rows at once."""

    def __init__(self, words: Words, rows: Sequence[Row]) -> None:
        self.words, self.work = words, words.asked.front.work
        self._names: dict[tuple[str, str], str] = {}
        words.learn(rows)
        by_kind: dict[str, set[str]] = {}
        for row in rows:
            if not {self.work.what, self.work.record} & set(row.masked):
                by_kind.setdefault(str(row.values[self.work.what]), set()).add(str(row.values[self.work.record]))
        for kind, ids in by_kind.items():
            if kind in words.desk.catalog.kinds and words.desk.may_read(kind):
                found = words.desk.find(kind, F.id.is_in(tuple(sorted(ids))), limit=500).rows
                words.learn(found)
                self._names |= {(kind, row.id): self._title(row) for row in found}

    def _title(self, row: Row) -> str:
        view = self.words.desk.views(row.kind)
        withheld = any(view.how(name) == "clear" for name in row.masked)
        return self.words.say(_RESTRICTED) if withheld else self.words.title(row)

    def what(self, row: Row) -> str:
        """What is to be done: the kind of record, and what it is called. Who sees no more than the day is told no more."""
        kind = self.words.desk.catalog.kinds.get(str(row.values[self.work.what]))
        if kind is None or self.work.what in row.masked:
            return self.words.say(_MATTER)
        named = self._names.get((kind.name, str(row.values[self.work.record])), "")
        label = self.words.say(kind.label)
        if named.startswith(f"{label} "):  # called by its kind and number, it says both already
            return named
        return f"{label}{self.words.colon}{named}" if named else label

    def why(self, row: Row) -> str:
        """Which of its deadlines it is."""
        kind = self.words.desk.catalog.kinds.get(str(row.values[self.work.what]))
        if kind is None or {self.work.what, self.work.which} & set(row.masked):
            return ""
        field = kind.by_name.get(str(row.values[self.work.which]))
        return self.words.say(field.label) if field else ""

    def who(self, row: Row) -> str:
        """The child it is about."""
        about = self.work.about
        value = row.values[about]
        if not value or about in row.masked:
            return ""
        named = self.words.text(row.kind.by_name[about], value)
        return "" if named == value else named  # an id says nothing to anybody

    def given_to(self, row: Row) -> str:
        """The officer it is given to."""
        who = row.values[self.work.who]
        return self.words.person(who) if who else ""

    def href(self, row: Row) -> str:
        """Where it is done: a tag on the page of its child, anything else at its own record."""
        words, values = self.words, row.values
        kind = words.desk.catalog.kinds.get(str(values[self.work.what]))
        known = values[self.work.about] and self.work.about not in row.masked
        roster = words.desk.catalog.kind(words.asked.front.roster.kind)
        tagged = kind is not None and kind.name == words.asked.front.tags.kind
        if kind and tagged and known and words.desk.may_read(roster.name):
            return f"{words.href(roster, values[self.work.about])}#f-{kind.name}-{values[self.work.record]}"
        if kind and values[self.work.record] and self.work.record not in row.masked and words.desk.may_read(kind.name):
            return words.href(kind, str(values[self.work.record]))
        return words.href(row.kind, row.id)

    def day(self, row: Row) -> date | None:
        """When it is due."""
        day = row.values[self.work.day]
        return day if isinstance(day, date) else None
