"""One child, and any other record: to read and to write."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

import attrs

from minorcare_server.contexts.shared import (
    Advice,
    Event,
    Fact,
    Field,
    Level,
    Link,
    LinkGroup,
    Move,
    Option,
    Tag,
    Wrong,
)
from minorcare_server.contexts.work import Card


@attrs.frozen(kw_only=True)
class Member:
    """A person of the household. ``short`` is the relation in one character or two letters."""

    short: str
    name: str
    relation: str = ""
    note: str = ""
    tags: tuple[Tag, ...] = ()
    href: str = ""
    own: bool = False
    """The child whose page it is."""


@attrs.frozen(kw_only=True)
class People:
    title: str
    href: str = ""
    members: tuple[Member, ...]


@attrs.frozen(kw_only=True)
class Evidence:
    text: str
    day: date | None = None
    source: str = ""
    href: str = ""
    restricted: bool = False


@attrs.frozen(kw_only=True)
class Reason:
    """Why the child is on the list: one risk tag, with what it rests on."""

    record: str
    """``kind/id`` of the tag's record."""
    version: int
    icon: str = "warn"
    because: str
    tags: tuple[Tag, ...] = ()
    suggested: bool = False
    restricted: bool = False
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""
    rule_version: str = ""
    cites: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
    review_by: date | None = None
    basis_gone: bool = False
    moves: tuple[Move, ...] = ()


@attrs.frozen(kw_only=True)
class Matter:
    """Something that is done for this child, or a deadline. ``day`` is when it is due, ``at`` when it was."""

    what: str
    why: str = ""
    who: str = ""
    href: str
    day: date | None = None
    at: date | None = None
    tag: Tag | None = None


@attrs.frozen(kw_only=True)
class Work:
    """What is done for the child, of one kind: the open ones first."""

    title: str
    adds: tuple[Link, ...] = ()
    """The forms by which another one is made."""
    all: str = ""
    """Where all of them are listed, if there are more."""
    total: int = 0
    matters: tuple[Matter, ...]


@attrs.frozen(kw_only=True)
class WorkGroup:
    """Kinds of work that belong together: one card."""

    title: str
    works: tuple[Work, ...]


@attrs.frozen(kw_only=True)
class Look:
    at: datetime
    who: str
    role: str = ""
    purpose: str = ""
    what: str


@attrs.frozen(kw_only=True)
class Child:
    template: ClassVar[str] = "child.html"
    id: str
    name: str
    about: tuple[str, ...] = ()
    """Beside the name: sex, age, grade."""
    level: Level | None = None
    tags: tuple[Tag, ...] = ()
    lines: tuple[str, ...] = ()
    """Below the name: file number, area, who is responsible."""
    due: date | None = None
    due_label: str = ""
    trail: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    edit: str = ""
    purposes: tuple[Option, ...] = ()
    """For which a secret may be revealed."""
    people: tuple[People, ...] = ()
    cards: tuple[Card, ...] = ()
    reasons: tuple[Reason, ...] = ()
    contest: str = ""
    """Where "not right, check again" leads; the tag's record is added as ``record``."""
    matters: tuple[Matter, ...] = ()
    more_matters: str = ""
    matter_total: int = 0
    work: tuple[WorkGroup, ...] = ()
    adding: str = ""
    """Where the form asks that adds a record of another kind; empty: this reader adds none."""
    addable: tuple[LinkGroup, ...] = ()
    """What may be added; the ``href`` of a link is what the form sends."""
    events: tuple[Event, ...] = ()
    event_total: int = 0
    event_views: tuple[Link, ...] = ()
    more_events: str = ""
    looks: tuple[Look, ...] = ()
    look_total: int = 0
    more_looks: str = ""
    looks_shown: bool = True
    """Whether this reader may know who looked."""
    wrong: tuple[Wrong, ...] = ()


@attrs.frozen(kw_only=True)
class Ending:
    """One way in which a tag would end, and the first day on which it has, if that is known."""

    words: str
    day: date | None = None


@attrs.frozen(kw_only=True)
class RecordPage:
    template: ClassVar[str] = "record.html"
    record: str
    """``kind/id``."""
    version: int
    title: str
    kind: str
    """Label of the kind."""
    plugin: bool = False
    state: Tag | None = None
    restricted: bool = False
    trail: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    purposes: tuple[Option, ...] = ()
    moves: tuple[Move, ...] = ()
    events: tuple[Event, ...] = ()
    may_void: bool = False
    wrong: tuple[Wrong, ...] = ()
    wrong_in: str = ""
    """The ``ask`` of the move that was sent."""
    adds: tuple[Link, ...] = ()
    """What may be added about it."""
    ends: tuple[Ending, ...] = ()
    """What would end it, each enough by itself."""
    missing: tuple[str, ...] = ()
    """What could be said of it, and is not on record."""
    advice: Advice | None = None


@attrs.frozen(kw_only=True)
class RecordForm:
    """Creating (``base`` is None) and changing. ``key`` makes a second sending of the same form harmless.

    A button ``more`` with the name of a field of rows posts the form for another one like it, with more empty rows.
    """

    template: ClassVar[str] = "record_form.html"
    title: str
    lead: str = ""
    plugin: bool = False
    trail: tuple[Link, ...] = ()
    action: str
    cancel: str
    key: str
    base: int | None = None
    fields: tuple[Field, ...]
    wrong: tuple[Wrong, ...] = ()
