"""What the address of a list asks: the library's own URL form, and what a page adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import attrs

from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.query import EVERYTHING, F, Filter, Query, exists
from minorcare.query.tree import all_of
from minorcare.query.url import parse
from minorcare.surfaces.current import current
from minorcare_server.asking import Asked

Pairs = tuple[tuple[str, str], ...]
FIRST, PAGE = "first", ("q", "order", "limit", "after")


@attrs.frozen(kw_only=True)
class Question:
    """A list's address, read: its pairs without blanks, the query they ask, and which row of the whole the page starts at."""

    pairs: Pairs
    query: Query
    first: int = 1

    def but(self, *without: str, **more: str | None) -> Pairs:
        """The pairs without some names, and with others."""
        left = tuple(each for each in self.pairs if each[0] not in {*without, *more})
        return (*left, *((name, value) for name, value in more.items() if value is not None))


def question(desk: Desk, asked: Asked, kind: Kind, *, without: Sequence[str] = ()) -> Question:
    """What the address asks of *kind*. A whole number in the search box is a file number.

    Raises:
        Invalid: it names what is not there.
    """
    front = asked.front.roster
    given = tuple((name, value.strip()) for name, value in asked.pairs if value.strip() and name not in without)
    pairs = current(given, kind)
    plain = [(name, value) for name, value in pairs if name != FIRST]
    extra: Filter = EVERYTHING
    if kind.name == front.kind:
        extra = _tagged(desk, asked, dict(plain))
        plain = [(name, value) for name, value in plain if name not in (front.group, front.standing)]
    numbered = [
        ("no", value) if name == "q" and value.isascii() and value.isdigit() else (name, value) for name, value in plain
    ]
    query = parse(numbered, kind, desk.catalog.kinds, desk.catalog.codes)
    first = dict(pairs).get(FIRST, "1")
    return Question(
        pairs=tuple(each for each in pairs if each[0] != FIRST),
        query=attrs.evolve(query, where=all_of(query.where, extra)) if extra != EVERYTHING else query,
        first=int(first) if first.isascii() and first.isdigit() and len(first) < 8 and query.after else 1,
    )


def _tagged(desk: Desk, asked: Asked, given: dict[str, str]) -> Filter:
    """The children who carry a tag, a tag in a state, or both at once."""
    front, tags = asked.front.roster, asked.front.tags
    kind = desk.catalog.kind(tags.kind)
    group, standing = given.get(front.group), given.get(front.standing)
    if (group is None and standing is None) or kind.state is None:
        return EVERYTHING
    state = getattr(F, kind.state.name)
    parts = [state == standing if standing else state.is_in(tags.standing)]
    if group is not None:
        parts.append(getattr(F, tags.names) == group)
    return exists(tags.kind, all_of(*parts))


def address(here: str, pairs: Sequence[tuple[str, str]]) -> str:
    """An address with its query."""
    return f"{here}?{urlencode(pairs)}" if pairs else here
