"""What importing a sheet would write: each row held against what is on file, new records saved, known ones changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from minorcare.declare import Id, Kind, new_id
from minorcare.desk import Act, Change, Desk, Save
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.store.protocol import Row
from minorcare.surfaces.cells import Key
from minorcare.surfaces.sheet_rows import Link, Parsed, ParsedRow
from minorcare.surfaces.targets import Target

CHUNK = 400
"""Records looked up at once."""


def every(
    desk: Desk, kind: type[Any] | str, where: Any = None, given: Mapping[str, Any] | None = None
) -> Iterable[Row]:
    """All rows, page by page."""
    after: str | None = None
    while True:
        asked = {} if where is None else {"where": where}
        page = desk.find(kind, **asked, order=("id",), after=after, limit=500, given=given)
        yield from page.rows
        after = page.next
        if after is None:
            return


class Plan:
    """From parsed rows to acts: new records are saved, known ones changed where the sheet says otherwise."""

    def __init__(self, desk: Desk, parsed: Parsed) -> None:
        self._desk, self._parsed = desk, parsed
        self._ids: dict[tuple[int, str], str] = {}
        self._known: dict[tuple[str, tuple[str, ...], tuple[Any, ...]], Row] = {}
        self._beside: dict[tuple[str, str], list[Row]] = {}
        self._looked: dict[tuple[str, str, str], str] = {}
        self.acts: list[Act] = []
        self.origins: list[tuple[int, str]] = []
        self.problems: list[Problem] = []
        self.bad: set[int] = set()
        self.unchanged: set[int] = set()

    def run(self) -> None:
        good = self._parsed.having("good")
        targets = _referred_first(self._parsed.match.targets)
        self._look_up_keys(good, targets)
        good = tuple(row for row in good if row.number not in self.bad)
        for target in targets:
            self._look_up_known(target, good)
        for row in good:
            before = len(self.acts)
            for target in targets:
                if target.name in row.records:
                    self._one(row, target)
            if len(self.acts) == before:
                self.unchanged.add(row.number)

    def _one(self, row: ParsedRow, target: Target) -> None:
        earlier = row.same.get(target.name)
        if earlier is not None and (earlier, target.name) in self._ids:
            self._ids[row.number, target.name] = self._ids[earlier, target.name]
            return
        values = {
            name: self._settled(row, target.kind, name, value) for name, value in row.records[target.name].items()
        }
        known = self._match(target, values)
        id = known.id if known else new_id()
        self._ids[row.number, target.name] = id
        if earlier is not None:  # that row is bad and will not be written; those after this one share with it
            self._ids[earlier, target.name] = id
        if known is None:
            self._act(row, target, Save(target.kind.build({**values, "id": id})))
            return
        changed = {name: value for name, value in values.items() if not self._same(target.kind, known, name, value)}
        if changed:
            self._act(row, target, Change(target.kind.name, known.id, known.version, changed))

    def _same(self, kind: Kind, known: Row, name: str, value: Any) -> bool:
        old = known.values.get(name)
        if not kind.by_name[name].facts.secret:
            return bool(old == value)
        # a row shows the last four only: where they agree, the whole is compared where it is kept
        return (
            old is not None and str(old)[-4:] == str(value)[-4:] and self._desk.holds(kind.name, known.id, name, value)
        )

    def _act(self, row: ParsedRow, target: Target, act: Act) -> None:
        self.acts.append(act)
        self.origins.append((row.number, target.name))

    def _settled(self, row: ParsedRow, kind: Kind, name: str, value: Any) -> Any:
        if isinstance(value, Link):
            return Id(self._ids[row.number, value.target])
        if isinstance(value, Key):
            return Id(self._looked[kind.name, name, value.text])
        return value

    def _match(self, target: Target, values: Mapping[str, Any]) -> Row | None:
        for names in target.identities:
            if all(values.get(name) is not None for name in names):
                found = self._known.get((target.name, names, tuple(str(values[name]) for name in names)))
                if found is not None and (len(names) == 1 or not _told_apart(target, found, values)):
                    return found
        anchor = _anchor(target.kind)
        if target.identities or anchor is None:
            return None
        beside = self._beside.get((target.name, str(values.get(anchor))), ())
        alike = (
            known for known in beside if all(self._same(target.kind, known, name, values[name]) for name in values)
        )
        return next(alike, None)

    def _look_up_keys(self, good: Sequence[ParsedRow], targets: Sequence[Target]) -> None:
        """The records that cells name by key, such as a child by its resident ID."""
        by_name = {target.name: target for target in targets}
        wanted: dict[tuple[str, str], dict[str, list[int]]] = {}
        for row in good:
            for target in targets:
                for name, value in row.records.get(target.name, {}).items():
                    if isinstance(value, Key):
                        wanted.setdefault((target.name, name), {}).setdefault(value.text, []).append(row.number)
        for (called, name), numbers in wanted.items():
            target = by_name[called]
            kind = self._desk.catalog.target(target.kind.by_name[name])
            found = self._by_field(kind, kind.key[0], list(numbers))
            for text, where in numbers.items():
                if text in found:
                    self._looked[target.kind.name, name, text] = found[text].id
                    continue
                for number in where:
                    self.bad.add(number)
                    self.problems.append(self._parsed.placed(number, target.name, _unknown(name, kind)))

    def _look_up_known(self, target: Target, good: Sequence[ParsedRow]) -> None:
        """What is on file already, by each set of fields that identifies a record."""
        for names in target.identities:
            if len(names) > 1:
                self._look_up_linked(target, names)
                continue
            for text, row in self._by_field(target.kind, names[0], self._texts(target, names[0], good)).items():
                self._known[target.name, names, (text,)] = row
        anchor = _anchor(target.kind)
        if not target.identities and anchor:
            for row in self._rows(target.kind, anchor, self._texts(target, anchor, good)):
                self._beside.setdefault((target.name, str(row.values[anchor])), []).append(row)

    def _look_up_linked(self, target: Target, names: tuple[str, ...]) -> None:
        """Who is on file in the households of the sheet, for those who have no number."""
        link = next((name for name in names if name in target.link), None)
        if link is None:
            return
        there = list({row.id for (called, *_), row in self._known.items() if called == target.link[link]})
        for row in self._rows(target.kind, link, there):
            if not set(names) & set(row.masked):
                self._known[target.name, names, tuple(str(row.values[name]) for name in names)] = row

    def _texts(self, target: Target, name: str, good: Sequence[ParsedRow]) -> list[str]:
        """What the rows say of a field, each once; a key stands for the record that was found by it."""
        found: dict[str, None] = {}
        for row in good:
            value = row.records.get(target.name, {}).get(name)
            if isinstance(value, Key):
                value = self._looked[target.kind.name, name, value.text]
            if value is not None and not isinstance(value, Link):
                found[str(value)] = None
        return list(found)

    def _by_field(self, kind: Kind, name: str, texts: Sequence[str]) -> dict[str, Row]:
        """Records on file by one value. A secret is looked up one by one: its answer does not say which it was."""
        if not texts or not self._desk.may_read(kind.name):
            return {}
        if kind.by_name[name].facts.secret:
            return self._desk.find_secrets(kind.name, name, texts)
        return {str(row.values[name]): row for row in self._rows(kind, name, texts)}

    def _rows(self, kind: Kind, name: str, texts: Sequence[str]) -> Iterator[Row]:
        """All records on file of which the field *name* has one of these values."""
        if not self._desk.may_read(kind.name):
            return
        for at in range(0, len(texts), CHUNK):
            given = {"values": list(texts[at : at + CHUNK])}
            yield from every(self._desk, kind.name, getattr(F, name).is_in(Given("values")), given)


def _anchor(kind: Kind) -> str | None:
    """The field by which records without a name of their own are looked up: whom they are about, or where they are."""
    if kind.about is not None:
        return kind.about.name
    return "area" if "area" in kind.by_name else None


def _told_apart(target: Target, known: Row, values: Mapping[str, Any]) -> bool:
    """Whether both have a number: were it the same, the record would have been found by it."""
    numbers = [names[0] for names in target.identities if len(names) == 1]
    return any(values.get(name) is not None and known.values.get(name) is not None for name in numbers)


def _referred_first(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Targets in an order in which each comes after those it refers to."""
    done: list[Target] = []
    left = list(targets)
    while left:
        ready = [t for t in left if all(other in {d.name for d in done} for other in t.link.values())]
        done += ready
        left = [t for t in left if t not in ready]
    return tuple(done)


def _unknown(name: str, kind: Kind) -> Problem:
    return Problem(
        at=name,
        said=Label(f"没有找到这个{kind.label.zh}", en=f"names no {kind.name} on file"),
        remedy=Label("核对后改正，或先导入它", en="correct it, or import that record first"),
        code="reference",
    )
