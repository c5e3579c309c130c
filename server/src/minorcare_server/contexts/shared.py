"""What pages share: links, tags, fields, facts, and the shell around a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import attrs

Tone = Literal["", "blue", "green", "yellow", "orange", "red", "purple"]


@attrs.frozen(kw_only=True)
class Link:
    """An entry of a menu, a button, a tab or a saved view."""

    label: str
    href: str
    icon: str = ""
    """An id in ``static/icons.svg``."""
    primary: bool = False
    current: bool = False
    count: int | None = None
    hot: bool = False
    """The count is of things that are late."""
    desktop: bool = False
    """Left out on phones."""


@attrs.frozen(kw_only=True)
class LinkGroup:
    label: str = ""
    links: tuple[Link, ...]


@attrs.frozen(kw_only=True)
class User:
    name: str
    role: str
    office: str


@attrs.frozen(kw_only=True)
class Notice:
    """What the last action did. ``undo`` is where the form that takes it back posts to."""

    text: str
    tone: Literal["green", "orange", "red"] = "green"
    undo: str = ""


@attrs.frozen(kw_only=True)
class Shell:
    """What surrounds a page. ``user`` is None before sign-in: then there is no menu."""

    today: date
    user: User | None = None
    menu: tuple[LinkGroup, ...] = ()
    tabs: tuple[Link, ...] = ()
    """Four at most: the bar at the bottom of a phone."""
    other_language: str
    """This page's address with the other ``lang``."""
    search: str = ""
    """Where the search box of the top bar asks, with ``q``; no box without it."""
    notice: Notice | None = None
    demo: bool = False


@attrs.frozen(kw_only=True)
class Tag:
    label: str
    tone: Tone = ""
    icon: str = ""


@attrs.frozen(kw_only=True)
class Level:
    """How urgent: 1 (ordinary) to 4 (urgent); shown by shape, word and colour."""

    rank: int
    label: str


@attrs.frozen(kw_only=True)
class Option:
    value: str
    label: str
    selected: bool = False


@attrs.frozen(kw_only=True)
class Wrong:
    """One thing to put right. ``at`` is the name of a :class:`Field` on the page, or empty."""

    at: str = ""
    label: str = ""
    said: str
    remedy: str


@attrs.frozen(kw_only=True)
class FieldRow:
    """One of the small values that a field holds several of: an input for each of its parts. ``name`` is ``goals[1]``."""

    name: str
    fields: tuple[Field, ...]
    label: str = ""
    """What is asked in it."""
    heading: str = ""
    """What it and those after it stand under."""


@attrs.frozen(kw_only=True)
class Field:
    """An input. ``options`` belong to choice, pick (the few of them side by side) and many; a masked field shows its mask and is not sent.

    A field of ``rows`` holds several small values: those on record, and empty ones for more. One that is emptied goes.
    """

    name: str
    label: str
    control: Literal[
        "text", "long", "date", "datetime", "number", "choice", "pick", "many", "flag", "secret", "rows", "hidden"
    ] = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[FieldRow, ...] = ()
    fixed: bool = False
    """Its rows are those that there are: no more can be added."""
    required: bool = False
    hint: str = ""
    unit: str = ""
    example: str = ""
    max_length: int | None = None
    min: str = ""
    max: str = ""
    masked: bool = False


@attrs.frozen(kw_only=True)
class Fact:
    """A labelled value. ``shown`` is true for a secret in clear, just revealed; ``record`` is ``kind/id``, what a reveal names."""

    label: str
    text: str = ""
    sub: str = ""
    tags: tuple[Tag, ...] = ()
    href: str = ""
    masked: bool = False
    record: str = ""
    field: str = ""
    """Name of the secret field that may be revealed; empty: not for this reader."""
    shown: bool = False
    parts: tuple[tuple[Fact, ...], ...] = ()
    """Of several small values: each of them, part by part."""


@attrs.frozen(kw_only=True)
class Move:
    """A transition a person may make. Posts ``to``, ``ask``, ``base`` and the fields; without fields it is one button."""

    to: str
    ask: str
    """Which of several ways to the same state."""
    label: str
    primary: bool = False
    fields: tuple[Field, ...] = ()
    open: bool = False
    """It was sent and something was wrong: its fields show what was typed, and what is wrong with it."""
    wide: bool = False
    """It asks for so much that it is a form of its own."""


@attrs.frozen(kw_only=True)
class PhoneLine:
    label: str
    number: str
    note: str = ""


@attrs.frozen(kw_only=True)
class Advice:
    """What cannot wait: whom to call, in this order, and what to do until they come."""

    calls: tuple[PhoneLine, ...]
    steps: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Event:
    """An entry of a timeline. Red and orange change its shape as well."""

    at: date | datetime
    origin: tuple[str, ...] = ()
    """Who, and by what: shown after the time."""
    title: str
    text: str = ""
    href: str = ""
    tone: Literal["", "red", "orange", "grey"] = ""
    strong: bool = False
    restricted: bool = False
