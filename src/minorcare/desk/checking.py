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
from minorcare.label import Label
from minorcare.query import Filter
from minorcare.rules import Risk
from minorcare.rules.checks import Check


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
    _checks: dict[str, tuple[Check, ...]] = attrs.field(factory=dict)

    def problems(self, kind: Kind, record: Record, only: set[str] | None) -> list[Problem]:
        """Everything that is wrong with a record about to be written; of single values, those named by *only*."""
        values, day = kind.values(record), self.lookups.day
        found = list(value_problems(kind, values, codes=self.context.catalog.codes, day=day, only=only))
        if not found:  # what compares fields may rely on each being sound
            found += record.check()
            found += self._references(kind, values)
            found += self._taken(kind, record)
            for check in self._across(kind):
                found += check.examine(record, _Look(self.lookups))
        return found

    def _across(self, kind: Kind) -> tuple[Check, ...]:
        """The cross-record checks of a kind."""
        if kind.name not in self._checks:
            self._checks[kind.name] = tuple(check for check in self.context.catalog.checks if check.kind == kind.name)
        return self._checks[kind.name]

    def _references(self, kind: Kind, values: Mapping[str, Any]) -> Iterable[Problem]:
        for field in kind.references:
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
            yield Problem(
                at="area",
                said=Label("没有这个区域代码", en="is no area of this street"),
                remedy=Label(
                    "从区域表中选择；新设的区域先登记", en="choose one from the list of areas; enter a new one first"
                ),
                code="area",
            )

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

    def ids(self, kind: type[Record] | str, where: Filter) -> tuple[str, ...]:
        return self._lookups.tx.ids(self._lookups.catalog.kind(kind), where, self._lookups.day)

    def risk(self, name: str) -> Risk | None:
        return self._lookups.catalog.risks.get(name)
