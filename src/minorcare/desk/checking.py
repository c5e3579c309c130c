"""What must hold before a record is written: its values, what it refers to, what must be single, and what plugins check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

import attrs

from minorcare.access import Views
from minorcare.calendar import Calendar
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.declare.checks import problems as value_problems
from minorcare.desk.lookups import Lookups
from minorcare.errors import Problem
from minorcare.kinds import Area
from minorcare.kinds.areas import no_such_area
from minorcare.label import Label
from minorcare.query import Filter
from minorcare.rules import Risk
from minorcare.rules.checks import Check, When


class Context(Protocol):
    """What applying needs to know of a desk."""

    @property
    def catalog(self) -> Catalog:
        """The catalog."""

    @property
    def office(self) -> str:
        """The office written to."""

    @property
    def views(self) -> Views:
        """What the actor sees."""

    @property
    def calendar(self) -> Calendar:
        """The calendar deadlines count on."""

    @property
    def day(self) -> date:
        """Today."""

    @property
    def account(self) -> str:
        """The actor's account name."""

    def may_write(self, kind: Kind) -> bool:
        """Whether the actor may write records of *kind*."""

    def may_move(self, kind: Kind, to: str) -> bool:
        """Whether the actor may move a record of *kind* that they see to the state *to*."""

    def may_report(self, kind: Kind) -> bool:
        """Whether the actor may create records of *kind* without reading them."""


@attrs.define(kw_only=True, eq=False)
class Checking:
    """The checks of one batch.

    ``failed`` are the records of the batch that cannot be written; ``unseen_twins`` the records on file that hold the same
    identifying value as one of the batch, where its writer may not look.
    """

    lookups: Lookups
    context: Context
    failed: set[str] = attrs.field(factory=set)
    unseen_twins: dict[str, list[str]] = attrs.field(factory=dict)
    _checks: dict[tuple[str, When], tuple[Check, ...]] = attrs.field(factory=dict)

    def problems(self, kind: Kind, record: Record, only: set[str] | None) -> list[Problem]:
        """Everything that is wrong with a record about to be written; of single values, those named by *only*."""
        values, day = kind.values(record), self.lookups.day
        found = list(value_problems(kind, values, codes=self.context.catalog.codes, day=day, only=only))
        if not found:  # what compares fields may rely on each being sound
            found += record.check()
            found += self._references(kind, values, only)
            found += self._taken(kind, record)
            if (
                not found or self.context.views(kind).owner is None
            ):  # of what an owner may not name, nothing more is said
                found += self.across(kind, record, "written")
        return found

    def across(self, kind: Kind, record: Record, when: When) -> list[Problem]:
        """What the cross-record checks of this moment find wrong."""
        look = _Look(self.lookups, self.context.calendar)
        return [problem for check in self.looks(kind, when) for problem in check.examine(record, look)]

    def looks(self, kind: Kind, when: When) -> tuple[Check, ...]:
        """The cross-record checks of a kind at this moment."""
        if (kind.name, when) not in self._checks:
            every, owns = self.context.catalog.checks, self.context.views(kind).owner is not None
            found = tuple(c for c in every if c.kind == kind.name and c.when == when and (c.of_owners or not owns))
            self._checks[kind.name, when] = found
        return self._checks[kind.name, when]

    def leaving(self, kind: Kind, record: Record) -> list[Problem]:
        """What does not hold any more without a record that was taken out of force."""
        return self.across(kind, record, "gone")

    def _references(self, kind: Kind, values: Mapping[str, Any], only: set[str] | None) -> Iterable[Problem]:
        own = only is not None and self.context.views(kind).owner is not None
        for field in kind.references:
            if own and field.name not in (only or ()):  # an owner need not see whom the record is about
                continue
            value = values[field.name]
            if value is None or value in self.failed:
                continue
            target = self.context.catalog.target(field)
            if not self.lookups.sees(target, value):
                yield Problem(
                    at=field.name,
                    said=Label(f"没有这个{target.label.zh}", en=f"names no {target.name} you can see"),
                    remedy=Label("核对编号，或先登记它", en="check the id, or enter that record first"),
                    code="reference",
                )
        area = values.get("area") if kind.name != "due" else None
        if area is not None and area != self.context.office and not self.lookups.is_area(area):
            yield no_such_area("area")

    def _taken(self, kind: Kind, record: Record) -> Iterable[Problem]:
        for field in kind.unique:
            value = getattr(record, field.name)
            if value is None:
                continue
            others = [other for other in self.lookups.holders(kind, field.name, value) if other != record.id]
            if kind is Area.__kind__:
                self.lookups.forget_areas()
            if field.facts.identifying:  # who may not see the other, or its number, must not learn that it is there
                shown = field.name not in self.context.views(kind).hidden
                seen = [other for other in others if shown and self.lookups.sees(kind, other)]
                self.unseen_twins[record.id], others = [other for other in others if other not in seen], seen
            if others:
                yield Problem(
                    at=field.name,
                    said=Label(f"这个{field.label.zh}已经登记过", en="is already on file"),
                    remedy=Label("打开已有的记录修改，不要重复登记", en="open the record on file and change it there"),
                    code="taken",
                )


@attrs.frozen
class _Look:
    """What a cross-record check sees: this office, trusted, while the write is under way."""

    _lookups: Lookups
    calendar: Calendar

    @property
    def day(self) -> date:
        return self._lookups.day

    def ids(self, kind: type[Record] | str, where: Filter) -> tuple[str, ...]:
        return self._lookups.tx.ids(self._lookups.catalog.kind(kind), where, self._lookups.day)

    def values(self, kind: type[Record] | str, name: str, where: Filter) -> tuple[Any, ...]:
        found = self._lookups.tx.select(self._lookups.catalog.kind(kind), (name,), where, self._lookups.day)
        return tuple(value for (value,) in found)

    def risk(self, name: str) -> Risk | None:
        return self._lookups.catalog.risks.get(name)
