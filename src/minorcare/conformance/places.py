"""Where a check of a store takes place: an empty office, and what happens in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs

from minorcare.access import Actor
from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.kinds import Area, Household, Minor
from minorcare.kinds.areas import level_of
from minorcare.query import EVERYTHING, Filter, Query
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock
from minorcare.testing.streets import AREAS

HEAD = Actor(name="head", role="station_head", areas=(OFFICE,))


@attrs.frozen(kw_only=True, eq=False)
class Place:
    """An empty office on the store that is checked.

    Attributes:
        registry: A registry with the core's kinds and the office of the kit, and no record.
        clock: The clock it was made with.
        url: Where another process opens the same store by ``Registry.open(url)``.
        dump: Everything that is kept, in any form that can be compared.
    """

    registry: Registry
    clock: SetClock
    url: str
    dump: Callable[[], Any] = attrs.field(repr=False)

    def desk(self, actor: Actor = HEAD) -> Desk:
        """The door, for *actor*."""
        return self.registry.desk(actor, office=OFFICE, purpose="visit")

    def areas(self) -> None:
        """Enter the areas of the kit."""
        self.registry.found(
            OFFICE, *(Area(id=Id(f"area-{n}"), code=c, name=c, level=level_of(c)) for n, c in enumerate(AREAS))
        )


def child(n: int, **values: Any) -> Minor:
    """A child with an id of its own, ``child-03``."""
    given: dict[str, Any] = {"name": "张三", "sex": "1", "birth_date": date(2012, 1, 1), "area": AREAS[0], **values}
    return Minor(id=Id(f"child-{n:02}"), **given)


def home(n: int, **values: Any) -> Household:
    """A household with an id of its own."""
    return Household(id=Id(f"home-{n:02}"), **{"code": f"H{n:02}", "area": AREAS[0], **values})


def found(desk: Desk, where: Filter = EVERYTHING, kind: str = "minor") -> set[str]:
    """The ids of the records for which a filter holds."""
    return {row.id for row in desk.find(Query(kind=kind, where=where, limit=500)).rows}


def pages(desk: Desk, query: Query, between: Callable[[], object] = lambda: None) -> Iterator[str]:
    """The ids of all pages, one after another; *between* is called after each."""
    while True:
        page = desk.find(query)
        yield from (row.id for row in page.rows)
        if page.next is None:
            return
        between()
        query = attrs.evolve(query, after=page.next)


def entries(place: Place) -> list[Any]:
    """The journal of the office, in order, as the station head reads it."""
    query = Query(kind="journal", order=("entry",), limit=500)
    desk = place.desk()
    rows: list[Any] = []
    while True:
        page = desk.find(query)
        rows += page.rows
        if page.next is None:
            return rows
        query = attrs.evolve(query, after=page.next)
