"""The parts of a front: which fields of which kinds stand where on the pages. Plain data."""

from __future__ import annotations

from typing import Literal

import attrs

from minorcare.label import Label


@attrs.frozen(kw_only=True)
class Column:
    """A column of a list: the paths it shows (``birth_date.age``), one after the other; or the child's tags, what is due next, what a task is.

    ``phone`` is how it stands in a card on a phone; ``spare`` ones go first where it is narrow.
    """

    paths: tuple[str, ...] = ()
    label: Label
    phone: str = ""
    spare: bool = False
    sort: str = ""
    shows: Literal["paths", "tags", "due", "what"] = "paths"


@attrs.frozen(kw_only=True)
class Roster:
    """The list of children, and what a child's page is made of.

    Attributes:
        name: The field that names a child.
        about: Paths shown beside the name.
        filters: What the filter bar offers, as written in a URL (``area__within``).
        lines: Paths below the name.
        group, standing: What a URL calls "carries this tag" and "carries a tag in this state".
    """

    kind: str
    label: Label
    name: str
    about: tuple[str, ...]
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    order: tuple[str, ...]
    search: Label
    example: str
    group: str
    standing: str


@attrs.frozen(kw_only=True)
class Work:
    """The work list: the derived kind and its fields."""

    kind: str
    day: str
    who: str
    what: str
    which: str
    record: str
    about: str


@attrs.frozen(kw_only=True)
class Tags:
    """What says why a child is on the list: the kind and its fields.

    ``ends`` is the dotted path of the function that says what would end one, from its id.
    """

    kind: str
    about: str
    names: str
    state: str
    suggested: str
    standing: tuple[str, ...]
    first: str
    sources: str
    rule: str
    rule_version: str
    evidence: str
    found: str
    decided: str
    decided_by: str
    review: str
    basis_gone: str
    level: str
    ends: str = ""


@attrs.frozen(kw_only=True)
class People:
    """Who lives with a child: records of *kind* that share the child's *via*."""

    kind: str
    via: str
    name: str
    relation: str
    flags: tuple[str, ...]
    label: Label
    own: Label
    other: Label


@attrs.frozen(kw_only=True)
class Places:
    """Areas and their names: the levels that a filter offers (those ``below`` where there is one only), and the fields that hold one."""

    kind: str
    code: str
    name: str
    level: str
    closed: str
    filtered: tuple[str, ...]
    below: tuple[str, ...]
    held_by: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Posts:
    """Officers: who stands behind an account.

    ``held_by`` are the fields that hold one. In those that ``chosen`` names one is chosen from those in office: in these roles, or
    in any; a field of one kind alone is written ``kind.field``.
    """

    kind: str
    account: str
    name: str
    role: str
    post: str
    ended: str
    held_by: tuple[str, ...]
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def roles_for(self, kind: str, field: str) -> tuple[str, ...] | None:
        """The roles to choose from in a field, none meaning any; ``None`` where nobody is chosen."""
        known = dict(self.chosen)
        return known.get(f"{kind}.{field}", known.get(field))


@attrs.frozen(kw_only=True)
class Journal:
    """The journal: the derived kind and its fields."""

    kind: str
    entry: str
    version: str
    what: str
    vault: str
    action: str
    detail: str
    columns: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Looks:
    """Who looked at a child: the derived kind and its fields."""

    kind: str
    happened: str
    actor: str
    why: str
    action: str


@attrs.frozen(kw_only=True)
class Away:
    """Who stands in for whom, on which days: the kind and its fields."""

    kind: str
    officer: str
    stands_in: str
    began: str
    last: str


@attrs.frozen(kw_only=True)
class Levels:
    """How closely a child is looked after: the kind, its fields, the state in which it counts, and the levels from least to most."""

    kind: str
    level: str
    standing: str
    ranks: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Urgent:
    """Records of *kind* that may say what cannot wait: the dotted path of the function that gives the advice, from a desk and values."""

    kind: str
    advice: str


@attrs.frozen(kw_only=True)
class Behind:
    """Who stands behind a record of *kind*: a record of the vault that one person opens, on a page of its own.

    Attributes:
        holds: The kind of the vault.
        fields: What that person may write down.
        account: The field that holds the account of who sent it.
        row: The dotted path of the function that opens it: ``(desk, id)``.
        say: The dotted path of the function that writes it: ``(desk, id, *, base, key, **values)``.
    """

    kind: str
    holds: str
    label: Label
    lead: Label
    fields: tuple[str, ...]
    account: str
    row: str
    say: str


@attrs.frozen(kw_only=True)
class Paper:
    """A form to print and fill in by hand, which asks for no sign-in: parts, each with the fields of *kind* that it has a line for.

    A field that holds several codes is printed as its list, to tick. ``apart`` are the lines of another kind, on a slip of their
    own that is kept by whoever receives it.
    """

    kind: str
    parts: tuple[tuple[Label, tuple[str, ...]], ...]
    apart: tuple[Label, str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of the menu: a page, or the list of a *kind* (shown to whoever reads it). ``icon`` is one of the server's.

    With ``reports`` it is for those alone who send records of that kind and read none.
    """

    path: str
    icon: str
    kind: str = ""
    reports: str = ""
    label: Label | None = None


@attrs.frozen(kw_only=True)
class Tile:
    """A number on the first page: how many records of *kind* the list ``pairs`` holds. ``{today}`` and ``{week}`` stand for days.

    A ``rare`` one is there only while there is something to count.
    """

    label: Label
    unit: Label
    kind: str
    pairs: tuple[tuple[str, str], ...] = ()
    tone: str = ""
    note: Label | None = None
    rare: bool = False
