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
from minorcare.errors import Problem
from minorcare.kinds import Area
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, Filter, Given
from minorcare.rules import Risk
from minorcare.store.protocol import Tx


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
    """The checks of one batch, and what it has looked up so far.

    ``failed`` are the records of the batch that cannot be written; ``unseen_twins`` the records on file that hold the same
    identifying value as one of the batch, where its writer may not look.
    """

    tx: Tx
    context: Context
    failed: set[str] = attrs.field(factory=set)
    unseen_twins: dict[str, list[str]] = attrs.field(factory=dict)
    _areas: dict[str, bool] = attrs.field(factory=dict)
    _seen: set[tuple[str, str]] = attrs.field(factory=set)

    def problems(self, kind: Kind, record: Record, only: set[str] | None) -> list[Problem]:
        """Everything that is wrong with a record about to be written; of single values, those named by *only*."""
        context = self.context
        values = kind.values(record)
        found = list(value_problems(kind, values, codes=context.catalog.codes, day=context.day, only=only))
        if not found:  # what compares fields may rely on each being sound
            found += record.check()
            found += self._references(kind, values)
            found += self._taken(kind, record)
            look = _Look(self.tx, context)
            for check in context.catalog.checks:
                if check.kind == kind.name:
                    found += check.examine(record, look)
        return found

    def _references(self, kind: Kind, values: Mapping[str, Any]) -> Iterable[Problem]:
        for field in kind.fields:
            value = values[field.name]
            if field.ref is None or value is None or value in self.failed:
                continue
            target = self.context.catalog.target(field)
            if not self.sees(target, value):
                yield Problem(
                    at=field.name,
                    said=Label(f"没有这个{target.label.zh}", en=f"names no {target.name} you can see"),
                    remedy=Label("核对编号，或先登记它", en="check the id, or enter that record first"),
                    code="reference",
                )
        area = values.get("area") if kind.name != "due" else None
        if area is not None and not self._is_area(area):
            yield Problem(
                at="area",
                said=Label("没有这个区域代码", en="is no area of this street"),
                remedy=Label(
                    "从区域表中选择；新设的区域先登记", en="choose one from the list of areas; enter a new one first"
                ),
                code="area",
            )

    def _is_area(self, code: str) -> bool:
        if code == self.context.office:
            return True
        if code not in self._areas:
            self._areas[code] = bool(self._holders(Area.__kind__, "code", code))
        return self._areas[code]

    def _taken(self, kind: Kind, record: Record) -> Iterable[Problem]:
        for field in kind.fields:
            value = getattr(record, field.name)
            if not field.facts.unique or value is None:
                continue
            others = [other for other in self._holders(kind, field.name, value) if other != record.id]
            if kind is Area.__kind__:
                self._areas.clear()
            if field.facts.identifying:  # who may not see the other, or its number, must not learn that it is there
                shown = field.name not in self.context.views(kind).hidden
                seen = [other for other in others if shown and self.sees(kind, other)]
                self.unseen_twins[record.id], others = [other for other in others if other not in seen], seen
            if others:
                yield Problem(
                    at=field.name,
                    said=Label(f"这个{field.label.zh}已经登记过", en="is already on file"),
                    remedy=Label("打开已有的记录修改，不要重复登记", en="open the record on file and change it there"),
                    code="taken",
                )

    def _holders(self, kind: Kind, name: str, value: Any) -> tuple[str, ...]:
        """The ids of the records that hold a value. The value is no part of the filter, whose statement is kept."""
        return self.tx.ids(kind, getattr(F, name) == Given("value"), self.context.day, {"value": value})

    def sees(self, kind: Kind, id: str) -> bool:
        """Whether the actor sees a record as it stands. What a batch has seen once is not asked for again until it changes something."""
        if (kind.name, id) in self._seen:
            return True
        view = self.context.views(kind)
        if not self.tx.sees(view, self.context.views, kind, id, self.context.day):
            return False
        if view.where == EVERYTHING:  # else it may hang on any other record
            self._seen.add((kind.name, id))
        return True

    def forget(self) -> None:
        """Look again: something has changed."""
        self._seen.clear()


@attrs.frozen
class _Look:
    """What a cross-record check sees: this office, trusted, while the write is under way."""

    _tx: Tx
    _context: Context

    def ids(self, kind: type[Record] | str, where: Filter) -> tuple[str, ...]:
        return self._tx.ids(self._context.catalog.kind(kind), where, self._context.day)

    def risk(self, name: str) -> Risk | None:
        return self._context.catalog.risks.get(name)
