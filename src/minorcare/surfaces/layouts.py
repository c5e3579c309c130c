"""Which column of a sheet holds which field: found by headings, corrected by a person, kept for the next sheet of that form.

One row of a wide sheet may hold a child, the household and its members. A :class:`Target` is one of these: a kind, what it is
called in headings, and how its record hangs together with the others of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from minorcare.declare.kind import Field
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.surfaces.heading_words import Column, Words
from minorcare.surfaces.headings import Heading, candidates, headings
from minorcare.surfaces.sheets import Sheet
from minorcare.surfaces.targets import Target, heading_for


@attrs.frozen(kw_only=True)
class Layout:
    """The columns of one form of sheet, to be kept and used again."""

    columns: tuple[Column, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON: headings and names of fields, no value of a record."""
        return {"layout": 1, "columns": [[column.heading, column.target, column.field] for column in self.columns]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Layout:
        """What :meth:`to_json` wrote.

        Raises:
            ValueError: it is something else.
        """
        if raw.get("layout") != 1:
            raise ValueError("no layout, or one of a newer minorcare")
        return cls(columns=tuple(Column(heading=h, target=t, field=f) for h, t, f in raw["columns"]))


@attrs.frozen(kw_only=True)
class Match:
    """A layout laid over a sheet: which column holds what, what was not understood, what is missing."""

    targets: tuple[Target, ...]
    sheet: str
    first: int  # rows of the heading
    last: int
    headings: tuple[Heading, ...]
    columns: Mapping[int, Column]  # by number of the column, only those that stand for a field

    @property
    def layout(self) -> Layout:
        """What to keep, columns that are left out included."""
        return Layout(columns=tuple(self.columns.get(h.column, Column(heading=h.text)) for h in self.headings))

    @property
    def unmatched(self) -> tuple[Heading, ...]:
        """The headings that stand for nothing."""
        return tuple(heading for heading in self.headings if heading.column not in self.columns)

    @property
    def unsure(self) -> tuple[Heading, ...]:
        """The headings that might belong to another target, to be looked at."""
        return tuple(h for h in self.headings if h.column in self.columns and not self.columns[h.column].sure)

    @property
    def confidence(self) -> float:
        """The share of headings that are understood for certain, from 0 to 1."""
        return sum(column.sure for column in self.columns.values()) / max(1, len(self.headings))

    @property
    def missing(self) -> tuple[tuple[Target, Field], ...]:
        """Required fields that no column holds, of the first target and of those that some column belongs to."""
        held = {(column.target, column.field) for column in self.columns.values()}
        present = {self.targets[0].name, *(target for target, _ in held)}
        return tuple(
            (target, field)
            for target in self.targets
            if target.name in present
            for field in target.kind.fields
            if field.required
            and not field.due
            and (target.name, field.name) not in held
            and not any(field.name in given for given in (target.constants, target.link, target.derived))
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why no row can be read: no heading, or no column for something that must be there."""
        if not self.columns:
            return (_problem(self.sheet, _NO_HEADING, _GIVE_HEADING, "sheet.no_headings"),)
        return tuple(
            _problem(
                f"{self.sheet}!{self.last}:{self.last}",
                _NO_COLUMN.fill(name=heading_for(target, field)),
                _ADD_COLUMN,
                "sheet.missing",
            )
            for target, field in self.missing
        )

    def corrected(self, columns: Mapping[str, tuple[str, str] | None]) -> Match:
        """A copy in which a person has said what some headings stand for: ``{"联系电话": ("guardian", "phone"), "备注": None}``.

        Raises:
            KeyError: there is no such heading, target or field.
        """
        numbers = {heading.text: heading.column for heading in self.headings}
        fields = {target.name: {field.name for field in target.columns} for target in self.targets}
        changed = dict(self.columns)
        for heading, place in columns.items():
            changed.pop(numbers[heading], None)
            if place is None:
                continue
            if place[1] not in fields[place[0]]:
                raise KeyError(place[1])
            changed = {n: column for n, column in changed.items() if (column.target, column.field) != place}
            changed[numbers[heading]] = Column(heading=heading, target=place[0], field=place[1])
        return attrs.evolve(self, columns=changed)


def detect(sheet: Sheet, targets: Sequence[Target]) -> Match:
    """Find the heading and what its columns stand for. Look at ``problems``, ``unsure`` and ``unmatched`` of the answer."""
    words = Words(targets)
    matches = [_match(sheet, targets, first, last, words.columns) for first, last in candidates(sheet)]
    if not matches:
        return _match(sheet, targets, 1, 1, words.columns)
    # of equals the one with fewer rows, as a title above is no group, and then the first, as it may come again on each page
    return max(
        matches, key=lambda m: (sum(c.sure for c in m.columns.values()), len(m.columns), m.first - m.last, -m.first)
    )


def apply(layout: Layout, sheet: Sheet, targets: Sequence[Target]) -> Match:
    """Lay a kept layout over a sheet of the same form; columns may have moved, been added or been left out.

    Headings that the layout does not know stay unmatched.

    Raises:
        Invalid: a column is missing that the layout takes something from.
    """
    fields = {(target.name, field.name) for target in targets for field in target.columns}
    known = {c.heading: c for c in layout.columns if (c.target, c.field) in fields}

    def placed(found: Iterable[Heading]) -> dict[int, Column]:
        return {heading.column: known[heading.text] for heading in found if heading.text in known}

    matches = [_match(sheet, targets, first, last, placed) for first, last in candidates(sheet)]
    best = max(matches, key=lambda match: len(match.columns), default=None)
    there = {column.heading for column in best.columns.values()} if best else set()
    gone = [heading for heading in known if heading not in there]
    if best is None or gone:
        raise Invalid(_problem(sheet.name, _NO_COLUMN.fill(name=name), _LOOK_ANEW, "sheet.missing") for name in gone)
    return best


_NO_HEADING = Label("没有找到表头", en="no heading was found")
_GIVE_HEADING = Label(
    "请在数据上面留一行表头，写明姓名、出生日期等；也可以下载导入模板",
    en="put a row of headings above the data, or use the import template",
)
_NO_COLUMN = Label("缺少一列：{name}", en="there is no column “{name}”")
_ADD_COLUMN = Label("请加上这一列，或指定哪一列是它", en="add the column, or say which one it is")
_LOOK_ANEW = Label("请加上这一列，或重新对应各列", en="add the column, or match the columns anew")


def _problem(at: str, said: Label, remedy: Label, code: str) -> Problem:
    return Problem(at=at, said=said, remedy=remedy, code=code)


Read = Callable[[Iterable[Heading]], dict[int, Column]]


def _match(sheet: Sheet, targets: Sequence[Target], first: int, last: int, read: Read) -> Match:
    found = headings(sheet, first, last)
    return Match(targets=tuple(targets), sheet=sheet.name, first=first, last=last, headings=found, columns=read(found))
