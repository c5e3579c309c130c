"""What a filter means, in plain Python: the yardstick of every store, and what a playground runs on.

Two-valued: a comparison with an empty value is false, ``ne`` is ``IS NOT``, and ``~f`` holds exactly where ``f`` does not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import attrs

from minorcare.calendar import age_on, end_of_day
from minorcare.declare import Field, Kind
from minorcare.query.paths import about_link, resolve, shared_link, target_name
from minorcare.query.tree import And, Compare, Exists, Filter, Given, Not, Or, Path, Scalar, Today

Values = Mapping[str, Any]
"""Typed values of one record by field name, and ``id``, ``no``, ``since``, ``version`` where a filter asks for them."""

Bindings = Mapping[str, Scalar | tuple[Scalar, ...]]
_NOTHING_GIVEN: Bindings = MappingProxyType({})
_COMMUNITY_DIGITS = 12


def _one_word(text: str) -> tuple[str, ...]:
    word = "".join(text.split()).casefold()
    return (word,) if word else ()


@attrs.frozen(kw_only=True, slots=False)
class World:
    """Records in memory: kind name -> id -> values, and the kinds they are of.

    ``terms`` gives the texts by which a name is found (its suffixes, pinyin, initials, in lower case), ``words`` the parts of a
    search text: every one of them must begin some term.
    """

    kinds: Mapping[str, Kind]
    records: Mapping[str, Mapping[str, Values]]
    terms: Callable[[str], Iterable[str]]
    words: Callable[[str], Iterable[str]] = _one_word
    _naming: dict[tuple[str, str], dict[str, list[Values]]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def naming(self, kind: Kind, field: Field, id_: object) -> list[Values]:
        """The records of *kind* whose *field* holds *id_*."""
        index = self._naming.get((kind.name, field.name))
        if index is None:
            index = self._naming[kind.name, field.name] = {}
            for values in self.records.get(kind.name, {}).values():
                index.setdefault(values.get(field.name) or "", []).append(values)
        return index.get(id_, []) if isinstance(id_, str) and id_ else []

    def named(self, field: Field, id_: object) -> Values | None:
        """The record that *field* names by *id_*."""
        records = self.records.get(target_name(field.ref), {}) if field.ref else {}
        return records.get(id_) if isinstance(id_, str) else None


def holds(
    asked: Filter, kind: Kind, values: Values, world: World, day: date, *, given: Bindings = _NOTHING_GIVEN
) -> bool:
    """Whether *asked* holds for the record of *kind* with *values*, on *day*; *given* fills the holes.

    Raises:
        PathError: the filter does not fit the kinds; :func:`~minorcare.query.check.faults` says so beforehand.
        KeyError: a hole is not filled.
    """
    return _Asker(world=world, day=day, given=given).holds(asked, kind, values)


@attrs.frozen(kw_only=True)
class _Asker:
    world: World
    day: date
    given: Bindings

    def holds(self, asked: Filter, kind: Kind, values: Values) -> bool:
        match asked:
            case And(parts):
                return all(self.holds(part, kind, values) for part in parts)
            case Or(parts):
                return any(self.holds(part, kind, values) for part in parts)
            case Not(part):
                return not self.holds(part, kind, values)
            case Exists():
                return self.exists(asked, kind, values)
            case Compare():
                return self.compare(asked, kind, values)
        raise TypeError(f"{type(asked).__name__} is no filter of minorcare")

    def exists(self, asked: Exists, kind: Kind, values: Values) -> bool:
        other = self.world.kinds[asked.kind]
        if asked.on is None:
            found = self.world.naming(other, about_link(kind, other, asked.via), values.get("id"))
        else:
            own, theirs = shared_link(kind, other, asked.on)
            found = self.world.naming(other, theirs, values.get(own.name))
        return any(self.holds(asked.where, other, each) for each in found)

    def compare(self, asked: Compare, kind: Kind, values: Values) -> bool:
        right = self.right(asked, kind, values)
        if not asked.left.names:
            return self.matches([values.get(field.name) for field in kind.searchable], right)
        left = self.value(asked.left, kind, values)
        match asked.op:
            case "empty":
                return (left is None or left == ()) is right
            case "ne":
                return bool(left != right)
            case "in":
                return left is not None and left in right
            case "matches":
                return self.matches([left], right)
            case _:
                return left is not None and right is not None and bool(_TESTS[asked.op](left, right))

    def right(self, asked: Compare, kind: Kind, values: Values) -> Any:
        match asked.right:
            case Path():
                return self.value(asked.right, kind, values)
            case Given(name):
                return self.given[name]
            case Today(shift):
                day = self.day + shift
                instant = resolve(asked.left, kind, self.world.kinds).type.name == "datetime"
                return end_of_day(day - timedelta(days=1)) if instant else day
            case value:
                return value

    def value(self, path: Path, kind: Kind, values: Values) -> Any:
        found = resolve(path, kind, self.world.kinds)
        here: Values | None = values
        for step in found.refs:
            here = self.world.named(step, here.get(step.name)) if here is not None else None
        if here is None:
            return None
        value = self.area(found.kind, here) if found.column == "area" else here.get(found.column)
        if value is None or found.function is None:
            return value
        if found.function == "age":
            return age_on(value, self.day)
        return value[:_COMMUNITY_DIGITS] if len(value) >= _COMMUNITY_DIGITS else None

    def area(self, kind: Kind, values: Values) -> Any:
        if "area" in kind.by_name or "area" in values:
            return values.get("area")
        about = self.world.named(kind.about, values.get(kind.about.name)) if kind.about else None
        if about is None or kind.about is None or kind.about.ref is None:
            return None
        return self.area(self.world.kinds[target_name(kind.about.ref)], about)

    def matches(self, names: Sequence[Any], text: Any) -> bool:
        words = tuple(self.world.words(str(text)))
        found = {term for name in names if name for term in self.world.terms(name)}
        return bool(words) and all(any(term.startswith(word) for term in found) for word in words)


_TESTS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "contains": operator.contains,
    "within": str.startswith,
}
