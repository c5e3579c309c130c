"""What would end a tag, read from the filter of its rule: which record ending, or which birthday, and on which day if that is known.

A rule says when a tag holds; this is the same sentence read backwards. Of an "and", each part that ends is enough; of an "or", every
part that holds must end; of an ``exists``, every record that makes it true. What only a correction would change (the type of a
circumstance, who somebody's father is) ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import attrs

from minorcare.declare import Codes, Kind
from minorcare.kinds import Evidence
from minorcare.label import Label
from minorcare.query import And, Compare, Exists, Filter, Not, Or, World, about_link, holds, shared_link
from minorcare.query.tree import Today
from minorcare.rules.definitions import Rule
from minorcare.rules.ending_words import Speaker

Known = Mapping[Evidence, Mapping[str, Any] | None]
"""Each record a tag rests on, with its values as far as the reader sees them; ``None`` where the reader may not read it."""

_DAY = timedelta(days=1)
_LATER = ("gte", "gt")


@attrs.frozen(kw_only=True)
class Ending:
    """One thing that would end a tag, or help to: in words, and the first day on which it has happened, if the records tell."""

    words: Label
    day: date | None = None
    age: int | None = None


@attrs.frozen(kw_only=True)
class Way:
    """One way in which a tag ends: once all of *endings* have happened."""

    endings: tuple[Ending, ...]

    @property
    def day(self) -> date | None:
        """The first day on which all have happened; ``None`` while that of one is not known."""
        days = [ending.day for ending in self.endings]
        return None if None in days else max(day for day in days if day is not None)

    @property
    def words(self) -> Label:
        """All of it in one sentence."""
        zh = "，且".join(ending.words.zh for ending in self.endings)
        return Label(zh, en=", and ".join(ending.words.in_("en") for ending in self.endings))


def ways_out(
    rule: Rule,
    child: Mapping[str, Any],
    known: Known,
    *,
    kinds: Mapping[str, Kind],
    codes: Mapping[str, Codes],
    day: date,
) -> tuple[Way, ...]:
    """Every way in which a tag that *rule* suggested ends, those whose day is known first, the earliest before the others.

    Args:
        rule: The rule that the tag names.
        child: The child's values, ``id`` among them; what the reader may not see is left out.
        known: The evidence of the tag.
        kinds, codes: Of the catalog.
        day: The day on which it is asked.
    """
    reader = _Reader(kinds=kinds, day=day, speaker=Speaker(kinds=kinds, codes=codes), **_split(known, kinds))
    found = _shortest(reader.ways(rule.where, kinds["minor"], child, outermost=True))
    return tuple(sorted((Way(endings=way) for way in found), key=lambda way: (way.day is None, way.day or date.max)))


def _split(known: Known, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    records: dict[str, dict[str, Mapping[str, Any]]] = {}
    for one, values in known.items():
        if values is not None and one.kind in kinds:
            records.setdefault(one.kind, {})[one.id] = {**values, "id": one.id}
    hidden = frozenset(one.kind for one, values in known.items() if values is None)
    return {"world": World(kinds=kinds, records=records, terms=lambda _: ()), "hidden": hidden}


_Ways = list[tuple[Ending, ...]]
"""Ways to end, each of which is enough; none at all where nothing but a correction would."""


@attrs.frozen(kw_only=True)
class _Reader:
    """Reads a filter on the records that a tag rests on."""

    kinds: Mapping[str, Kind]
    day: date
    speaker: Speaker
    world: World
    hidden: frozenset[str]

    def ways(self, asked: Filter, kind: Kind, here: Mapping[str, Any], *, outermost: bool = False) -> _Ways:
        match asked:
            case And(parts):
                return [way for part in parts for way in self.ways(part, kind, here, outermost=outermost)]
            case Or(parts):
                return self._either(parts, kind, here, outermost=outermost)
            case Exists():
                return self._exists(asked, kind, here)
            case Not(Exists() as part):
                return self._nobody(part, kind, here)
            case Not(Compare() as part) if part.op != "empty":
                return [(Ending(words=self.speaker.changes(part, kind)),)]
            case Compare():
                return self._compare(asked, kind, here, outermost=outermost)
        return []

    def _either(self, parts: tuple[Filter, ...], kind: Kind, here: Mapping[str, Any], *, outermost: bool) -> _Ways:
        standing = [part for part in parts if self.stands(part, kind, here)]
        open_end = next((part for part in standing if isinstance(part, Compare) and part.op == "empty"), None)
        if open_end is not None:
            return self._open_end(open_end, parts, kind, here)
        return _all_together(self.ways(part, kind, here, outermost=outermost) for part in standing)

    def _open_end(self, empty: Compare, parts: tuple[Filter, ...], kind: Kind, here: Mapping[str, Any]) -> _Ways:
        """An end that is not recorded yet: once it is, the period ends the day after."""
        last = any(isinstance(p, Compare) and p.left == empty.left and p.op in _LATER for p in parts)
        return [(Ending(words=self.speaker.filled(empty, kind, here, self.world)),)] if last else []

    def _exists(self, asked: Exists, kind: Kind, here: Mapping[str, Any]) -> _Ways:
        other = self.kinds[asked.kind]
        each = [self._of_record(asked.where, other, record) for record in self._matching(asked, kind, here)]
        if asked.kind in self.hidden:
            each.append([(Ending(words=self.speaker.restricted),)])
        return _all_together(each) if each else []

    def _of_record(self, where: Filter, kind: Kind, record: Mapping[str, Any]) -> _Ways:
        # a record without an end of its own counts until it is taken out of force
        return self.ways(where, kind, record) or [(Ending(words=self.speaker.voided(kind, record, self.world)),)]

    def _nobody(self, asked: Exists, kind: Kind, here: Mapping[str, Any]) -> _Ways:
        """What is denied comes to be: by a record that is not there yet, or by one that is (a parent who is well again)."""
        other = self.kinds[asked.kind]
        there = [way for record in self._linked(asked, kind, here) for way in self._begins(asked.where, other, record)]
        return [*there, (Ending(words=self.speaker.appears(other)),)]

    def _begins(self, asked: Filter, kind: Kind, here: Mapping[str, Any]) -> _Ways:
        """The ways in which *asked* comes to hold because something else ends; none if it needs more than that."""
        parts = asked.parts if isinstance(asked, And) else (asked,)
        denied = [part.part for part in parts if isinstance(part, Not) and self.stands(part.part, kind, here)]
        if not denied or not all(self.stands(part, kind, here) for part in parts):
            return []
        found = _all_together(self.ways(part, kind, here) for part in denied)
        return [way for way in found if self._still(parts, Way(endings=way).day, kind, here)]

    def _still(self, parts: tuple[Filter, ...], day: date | None, kind: Kind, here: Mapping[str, Any]) -> bool:
        """Whether what is not denied holds on that day too: whoever has left by then makes no difference."""
        then = self if day is None else attrs.evolve(self, day=day)
        return all(then.stands(part, kind, here) for part in parts)

    def _linked(self, asked: Exists, kind: Kind, here: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        other = self.kinds[asked.kind]
        if asked.on is None:
            return self.world.naming(other, about_link(kind, other, asked.via), here.get("id"))
        own, theirs = shared_link(kind, other, asked.on)
        return self.world.naming(other, theirs, here.get(own.name))

    def _matching(self, asked: Exists, kind: Kind, here: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        other = self.kinds[asked.kind]
        yield from (one for one in self._linked(asked, kind, here) if self.stands(asked.where, other, one))

    def stands(self, asked: Filter, kind: Kind, here: Mapping[str, Any]) -> bool:
        """Whether *asked* holds by what the reader sees; what is denied, or hidden, is taken to hold."""
        match asked:
            case And(parts):
                return all(self.stands(part, kind, here) for part in parts)
            case Or(parts):
                return any(self.stands(part, kind, here) for part in parts)
            case Not():
                return True
            case Exists():
                return asked.kind in self.hidden or any(True for _ in self._matching(asked, kind, here))
            case Compare(left) if len(left.names) > 1 or left.names[0] not in here:
                return True
        return holds(asked, kind, here, self.world, self.day)

    def _compare(self, asked: Compare, kind: Kind, here: Mapping[str, Any], *, outermost: bool) -> _Ways:
        value = here.get(asked.left.names[-1]) if len(asked.left.names) == 1 else None
        if asked.left.function == "age":
            return self._birthday(asked, value)
        if isinstance(asked.right, Today):
            if asked.op not in _LATER or not isinstance(value, date):
                return []
            words = self.speaker.passed(asked, kind, here, self.world)
            return [(Ending(words=words, day=_first_without(asked, value, self.day)),)]
        return [(Ending(words=self.speaker.changes(asked, kind)),)] if outermost else []

    def _birthday(self, asked: Compare, birth: Any) -> _Ways:
        if asked.op not in ("lt", "lte") or not isinstance(asked.right, int):
            return []
        age = asked.right + (asked.op == "lte")
        words, first = self.speaker.birthday(age, birth)
        return [(Ending(words=words, day=first, age=age),)]


def _first_without(asked: Compare, value: date, day: date) -> date | None:
    """The first day from *day* on for which the comparison of *value* with that day, shifted, no longer holds.

    ``None`` where that day lies beyond the calendar: a certificate "until 9999" has no end.
    """
    assert isinstance(asked.right, Today)
    shift = asked.right.shift

    def fails(on: date) -> bool:
        return value < on + shift if asked.op == "gte" else value <= on + shift

    # close to the day by which the value is that far away; months of unequal length put it off by a few days
    try:
        guess = max(day, value - shift - 4 * _DAY)
        while not fails(guess):
            guess += _DAY
    except OverflowError:
        return None
    return guess


def _all_together(parts: Iterable[_Ways]) -> _Ways:
    """The ways in which every one of *parts* ends."""
    return [_one_after_another(way) for way in product(*parts)]


def _one_after_another(ways: Iterable[tuple[Ending, ...]]) -> tuple[Ending, ...]:
    endings = tuple(dict.fromkeys(ending for way in ways for ending in way))
    last = max((ending.age for ending in endings if ending.age is not None), default=None)
    return tuple(ending for ending in endings if ending.age in (None, last))  # who is 25 has been 18


def _shortest(ways: _Ways) -> _Ways:
    """Each way once, and none that needs more than another."""
    sets = [frozenset(way) for way in dict.fromkeys(ways)]
    return [way for way in dict.fromkeys(ways) if not any(other < frozenset(way) for other in sets)]
