"""Conditions that a column is among the values of a SELECT: those on one column become one, and each SELECT is run once.

A filter asks nothing of the outer row but its references, so what stands within ``IN (…)`` is a set of its own. Sets of one column
are intersected and united before any row is looked up by them. A set that several conditions ask for is found once: it is named in
front of the statement, and SQLite keeps what is named twice and looks through what is named once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import attrs

from minorcare.query import Filter, any_of
from minorcare.query.tree import Exists
from minorcare.store.sources import joined


@attrs.frozen
class Among:
    """*column* is among the values, called ``v``, of a SELECT that asks nothing of the row."""

    column: str
    values: str
    also: tuple[str, ...] = ()
    """Other such SELECTs, each of which has the value too: side by side, since SQLite reads only so much within brackets."""

    def __str__(self) -> str:
        return f"{self.column} IN ({self.select})"

    @property
    def select(self) -> str:
        """All of it as one SELECT."""
        both = " AND ".join(f"v IN ({one})" for one in self.also)
        return f"SELECT v FROM ({self.values}) o WHERE {both}" if both else self.values

    def narrowed(self, other: Among) -> Among:
        """Among the values of both."""
        return attrs.evolve(self, also=(*self.also, other.select))

    def widened(self, other: Among) -> Among:
        """Among the values of either."""
        return Among(self.column, f"{self.select} UNION ALL {other.select}")


Condition = str | Among


def every(parts: Iterable[Condition]) -> Condition:
    """All of *parts* hold."""
    together = _by_column(parts, Among.narrowed)
    return together[0] if len(together) == 1 else joined(" AND ", [*map(str, together)], "1")


def some(parts: Iterable[Condition]) -> Condition:
    """At least one of *parts* holds."""
    together = _by_column(parts, Among.widened)
    return together[0] if len(together) == 1 else joined(" OR ", [*map(str, together)], "0")


def _by_column(parts: Iterable[Condition], both: Callable[[Among, Among], Among]) -> list[Condition]:
    kept: dict[object, Condition] = {}
    for part in parts:
        if not isinstance(part, Among):
            kept[len(kept)] = part
            continue
        known = kept.get(part.column)
        kept[part.column] = both(known, part) if isinstance(known, Among) else part
    return [*kept.values()]


def merged(parts: Iterable[Filter]) -> Collection[Filter]:
    """Alternatives that look back over one link, as one that looks back once: the records there are read once."""
    kept: dict[object, Filter] = {}
    for part in parts:
        if not isinstance(part, Exists):
            kept[part] = part
            continue
        link = part.kind, part.via, part.on
        before = (known.where,) if isinstance(known := kept.get(link), Exists) else ()
        kept[link] = attrs.evolve(part, where=any_of(*before, part.where))
    return kept.values()


class Sets:
    """The sets that the conditions of one statement ask for."""

    def __init__(self) -> None:
        self._names: dict[object, str] = {}
        self._named: list[str] = []

    def name(self, asked: object, select: Callable[[], str]) -> str:
        """The name of what is *asked* for, which *select* gives if nothing has asked for it yet."""
        if asked not in self._names:
            found = select()  # names first what it asks for itself
            self._names[asked] = f"s{len(self._named) + 1}"
            self._named.append(f"{self._names[asked]} AS ({found})")
        return self._names[asked]

    def before(self, sql: str) -> str:
        """*sql* behind the sets."""
        return f"WITH {', '.join(self._named)} {sql}" if self._named else sql
