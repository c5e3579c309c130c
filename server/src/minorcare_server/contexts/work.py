"""Lists of work and of records."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import attrs

from minorcare_server.contexts.shared import Event, Fact, Level, Link, Option, Tag


@attrs.frozen(kw_only=True)
class Tile:
    """A number that opens the list it counts. ``unit`` comes after it, ``note`` compares."""

    label: str
    number: int
    unit: str = ""
    note: str = ""
    href: str
    tone: Literal["", "brand", "green", "orange", "red"] = ""


@attrs.frozen(kw_only=True)
class Task:
    what: str
    who: str = ""
    href: str
    level: Level | None = None
    restricted: bool = False
    reason: str = ""
    day: date | None = None
    """When it is due; without it the row asks to be verified."""
    icon: str = "clock"
    action: Link


@attrs.frozen(kw_only=True)
class TaskGroup:
    """``late`` comes first, whatever the order given."""

    name: Literal["late", "verify", "today", "week", "later"]
    total: int
    tasks: tuple[Task, ...]
    more: str = ""
    """Where the rest is listed."""


@attrs.frozen(kw_only=True)
class Card:
    """A card of the side column; a plugin's has the purple tag."""

    title: str
    note: str = ""
    href: str = ""
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    plugin: bool = False
    adds: tuple[Link, ...] = ()


@attrs.frozen(kw_only=True)
class Table:
    """Figures: the first cell of a row names it."""

    title: str
    note: str = ""
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen(kw_only=True)
class Today:
    template: ClassVar[str] = "today.html"
    title: str = ""
    """Where it is no list of work."""
    place: str = ""
    """After the date: office and areas; left out on phones."""
    about: tuple[str, ...] = ()
    """What is coming up."""
    actions: tuple[Link, ...] = ()
    tiles: tuple[Tile, ...] = ()
    groups: tuple[TaskGroup, ...] = ()
    total: int = 0
    all_href: str = ""
    next_day: date | None = None
    """When the list is empty: the day the next thing is due."""
    cards: tuple[Card, ...] = ()
    todo: bool = True
    """Whether there is a list of work."""
    roster: bool = True
    """Whether this reader may open the roster."""
    tables: tuple[Table, ...] = ()


@attrs.frozen(kw_only=True)
class Column:
    """``sort`` is where the heading leads. ``phone``: how a cell stands in a card; ``spare`` columns go first when it is narrow."""

    label: str
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    phone: Literal["", "whole", "right", "labelled", "hidden"] = ""
    spare: bool = False


@attrs.frozen(kw_only=True)
class Cell:
    """``day`` is written short; with ``due`` it is said how late it is."""

    text: str = ""
    sub: str = ""
    tags: tuple[Tag, ...] = ()
    level: Level | None = None
    day: date | None = None
    due: bool = False
    masked: bool = False
    restricted: bool = False


@attrs.frozen(kw_only=True)
class Row:
    """The first cell names the row and is its link. ``id`` is what marks it: the record, and its version after an ``@``."""

    id: str
    href: str
    cells: tuple[Cell, ...]
    action: Link | None = None
    moves: tuple[Option, ...] = ()
    """What of that which may be done to several may be done to this one."""


@attrs.frozen(kw_only=True)
class Filter:
    """A select of the filter bar. The first option means: any."""

    name: str
    label: str
    options: tuple[Option, ...]


@attrs.frozen(kw_only=True)
class Listing:
    """A list of records with its filters; the address says all of it."""

    template: ClassVar[str] = "record_list.html"
    title: str
    lead: str = ""
    plugin: bool = False
    caption: str
    action: str
    """Where the filter form asks."""
    actions: tuple[Link, ...] = ()
    views: tuple[Link, ...] = ()
    q: str | None = None
    """What was searched; None: this list has no search."""
    search_label: str = ""
    search_example: str = ""
    filters: tuple[Filter, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """Parts of the address that the form has no input for, such as ``order``."""
    chips: tuple[Link, ...] = ()
    """What is applied; a chip's link takes it away."""
    clear: str = ""
    total: int
    matched: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    first: int = 1
    """Which one the first row is."""
    next: str = ""
    start: str = ""
    """The first page, when this is a later one."""
    empty_reason: str = ""
    exports: tuple[Link, ...] = ()
    bulk: tuple[Option, ...] = ()
    """What may be done to marked rows."""
    bulk_action: str = ""


@attrs.frozen(kw_only=True)
class ShelfEntry:
    """A kind: its list (if this reader reads it), and the forms by which one of it is made."""

    label: str
    href: str = ""
    adds: tuple[Link, ...] = ()


@attrs.frozen(kw_only=True)
class Shelf:
    label: str
    entries: tuple[ShelfEntry, ...]
    plugin: bool = False


@attrs.frozen(kw_only=True)
class Shelves:
    """Everything there is, kind by kind."""

    template: ClassVar[str] = "shelves.html"
    title: str
    lead: str = ""
    trail: tuple[Link, ...] = ()
    shelves: tuple[Shelf, ...]


@attrs.frozen(kw_only=True)
class Roster(Listing):
    template: ClassVar[str] = "roster.html"
