"""What a batch asks the store about its records: once for many of them where it can, since those of a roster ask alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import attrs

from minorcare.access import Views
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.declare.text import faults
from minorcare.kinds import Area
from minorcare.query import EVERYTHING, F, Filter, Given
from minorcare.store.keys import blindly
from minorcare.store.protocol import Tx

_AREA = Area.__kind__
Place = str | tuple[str, str] | None
"""What the area of a record follows from: a code of its own, or kind and id of whom it is about."""


@attrs.define(kw_only=True, eq=False)
class Lookups:
    """The questions of one batch, and what is known from their answers. ``day`` is that of the whole batch, even over midnight."""

    tx: Tx
    catalog: Catalog
    views: Views
    day: date
    _free: dict[tuple[str, str, str], str] = attrs.field(factory=dict)
    _areas: dict[str, bool] = attrs.field(factory=dict)
    _seen: set[tuple[str, str]] = attrs.field(factory=set)
    _places: dict[tuple[str, str], Place] = attrs.field(factory=dict)
    _open: set[tuple[tuple[str, ...] | None, Place]] = attrs.field(factory=set)

    def ahead(self, records: Iterable[Record]) -> None:
        """Ask at once what each of these new records will ask: whether its area is one, and its unique values free."""
        areas: list[Any] = []
        unique: defaultdict[tuple[Kind, str], list[Any]] = defaultdict(list)
        for record in records:
            kind = self.catalog.kind(type(record))
            if "area" in kind.by_name:
                areas.append(getattr(record, "area"))  # noqa: B009  (the kind declares it)
            for field in () if kind.vault else kind.unique:
                unique[kind, field.name].append(getattr(record, field.name))
        if codes := _texts(areas):
            self._areas = dict.fromkeys(codes, False)
            held = self.tx.select(_AREA, ("code",), _among("code"), self.day, {"values": [*self._areas]})
            self._areas |= {code: True for (code,) in held}
        for (kind, name), values in unique.items():
            if (texts := _texts(values)) and not self.tx.ids(kind, _among(name), self.day, {"values": texts}):
                self._free |= {(kind.name, name, blindly(text)): text for text in texts}

    def holders(self, kind: Kind, name: str, value: Any) -> tuple[str, ...]:
        """The ids of the records that hold a unique value."""
        # what was asked ahead is known for the first who asks, and for the very text: others may count as the same
        if type(value) is str and self._free.pop((kind.name, name, blindly(value)), None) == value:
            return ()
        return self.tx.ids(kind, _held(name), self.day, {"value": value})

    def is_area(self, code: str) -> bool:
        """Whether there is an area of this code."""
        if code not in self._areas:
            self._areas[code] = bool(self.holders(_AREA, "code", code))
        return self._areas[code]

    def sees(self, kind: Kind, id: str) -> bool:
        """Whether the actor sees a record as it stands. What was seen once is not asked for again until the batch changes something."""
        if (kind.name, id) in self._seen:
            return True
        view = self.views(kind)
        if not self.tx.sees(view, self.views, kind, id, self.day):
            return False
        if view.where == EVERYTHING:  # else it may hang on any other record
            self._seen.add((kind.name, id))
        return True

    def sees_written(self, kind: Kind, record: Record) -> bool:
        """Whether the actor sees a record that was just written.

        Where nothing but the area decides, one record of each area is asked for: the others are seen like it.
        """
        view = self.views(kind)
        place = self._places[kind.name, record.id] = self._place(kind, record)
        if view.where != EVERYTHING:
            return self.sees(kind, record.id)
        if view.readable and (view.areas, place) in self._open:
            self._seen.add((kind.name, record.id))
        elif self.sees(kind, record.id):
            self._open.add((view.areas, place))
        else:
            return False
        return True

    def _place(self, kind: Kind, record: Record) -> Place:
        if "area" in kind.by_name:
            own: str = getattr(record, "area")  # noqa: B009  (the kind declares it)
            return own
        if kind.about is None:
            return None
        about = self.catalog.target(kind.about).name, getattr(record, kind.about.name)
        return self._places.get(about, about)

    def forget_areas(self) -> None:
        """Look again which areas there are."""
        self._areas.clear()

    def forget_sights(self) -> None:
        """Look again what the actor sees: something has changed."""
        for known in (self._seen, self._places, self._open):
            known.clear()


def _texts(values: Iterable[Any]) -> list[str]:
    """The sound texts among values that nobody has looked at yet. The others are wrong, or asked for by themselves."""
    return [value for value in values if type(value) is str and not faults(value)]


# Values are no part of these filters, whose statements are kept.


@cache
def _held(name: str) -> Filter:
    found: Filter = getattr(F, name) == Given("value")
    return found


@cache
def _among(name: str) -> Filter:
    found: Filter = getattr(F, name).is_in(Given("values"))
    return found
