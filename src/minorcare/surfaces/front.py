"""What the pages and the API of an office put where: which kind is the roster, which the work list, what is asked when a tag is confirmed.

Plain data. The server reads it and knows no kind by name; an office that wants another front hands over another one.
"""

from __future__ import annotations

from typing import Literal

import attrs

from minorcare.label import Label
from minorcare.query import F, Query
from minorcare.query.tree import Filter, all_of


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
    shows: Literal["paths", "tags", "due", "task"] = "paths"


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
class Ask:
    """A move a person may make: where to, what its button says, and which fields it asks for.

    One that ``stays`` changes these fields of a record that is in that state already: reviewed, and kept.
    """

    to: str
    label: Label
    fields: tuple[str, ...]
    stays: bool = False


@attrs.frozen(kw_only=True)
class Tags:
    """What says why a child is on the list: the kind, its fields, and what is asked with each of its moves."""

    kind: str
    about: str
    names: str
    state: str
    suggested: str
    standing: tuple[str, ...]
    first: str
    asks: tuple[Ask, ...]
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
    """Officers: who stands behind an account."""

    kind: str
    account: str
    name: str
    role: str
    post: str
    ended: str
    held_by: tuple[str, ...]


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
class Entry:
    """An entry of the menu: a page, or the list of a *kind* (shown to whoever reads it). ``icon`` is one of the server's."""

    path: str
    icon: str
    kind: str = ""
    label: Label | None = None


@attrs.frozen(kw_only=True)
class Tile:
    """A number on the first page: how many records of *kind* the list ``pairs`` holds. ``{today}`` and ``{week}`` stand for days."""

    label: Label
    unit: Label
    kind: str
    pairs: tuple[tuple[str, str], ...] = ()
    tone: str = ""
    note: Label | None = None


@attrs.frozen(kw_only=True)
class Front:
    """All of it.

    Attributes:
        duty, lines: Whom to call: the emergency page.
        plugins: The heading of the menu above the kinds of plugins.
        lists: The columns of lists, by kind, where what the declaration says is not what people look for.
        apart: Kinds of which a person makes no record by a form or a sheet: rules and the store do.
        reading, exporting, importing: What is done for where nobody says.
        revealing: What may be chosen for.
    """

    roster: Roster
    work: Work
    tags: Tags
    people: People
    places: Places
    posts: Posts
    journal: Journal
    looks: Looks
    menu: tuple[tuple[Label | None, tuple[Entry, ...]], ...]
    duty: tuple[Label, str]
    lines: tuple[tuple[Label, str], ...]
    plugins: Label
    lists: tuple[tuple[str, tuple[Column, ...]], ...]
    tiles: tuple[Tile, ...]
    apart: tuple[str, ...]
    reading: str
    exporting: str
    importing: str
    revealing: tuple[str, ...]


ACTIONS = {
    "create": Label("新建", en="Created"),
    "change": Label("修改", en="Changed"),
    "transition": Label("变更状态", en="Moved"),
    "void": Label("作废", en="Taken out of force"),
    "restore": Label("恢复", en="Restored"),
    "seal": Label("封存", en="Sealed"),
    "get": Label("打开档案", en="Opened the file"),
    "list": Label("在名单中看到", en="Saw it in a list"),
    "search": Label("搜索到", en="Found it by a search"),
    "history": Label("看了变更记录", en="Saw its history"),
    "reveal": Label("显示了证件号或电话", en="Showed a number in clear"),
    "export": Label("导出", en="Took it out"),
    "tally": Label("统计", en="Counted"),
    "import": Label("导入表格", en="Imported a sheet"),
    "screen": Label("运行规则", en="Ran the rules"),
    "sign_in": Label("登录", en="Signed in"),
    "sign_out": Label("退出", en="Signed out"),
    "refuse": Label("被拒绝", en="Was refused"),
    "grant": Label("授权", en="Granted"),
    "anchor": Label("登记链头", en="Anchored"),
    "migrate": Label("变更结构", en="Migrated"),
    "erase": Label("清除", en="Erased"),
    "genesis": Label("建立", en="Began"),
}
"""What people call an action of the journal."""

WAYS = {
    "web": Label("网页", en="pages"),
    "api": Label("接口", en="API"),
    "cli": Label("命令行", en="command line"),
    "library": Label("程序", en="program"),
}
"""What people call a way in."""


def most_urgent(front: Work, asked: Query, me: str, who: str | None = None) -> Query:
    """*asked* of the work list: of the officer *who* (``me`` is *me*), or what is mine and what is nobody's."""
    mine = getattr(F, front.who)
    whose: Filter = (mine == me) | mine.is_empty if who is None else mine == (me if who == "me" else who)
    return attrs.evolve(asked, where=all_of(asked.where, whose))


def writes_after(front: Journal, entry: int, limit: int) -> Query:
    """The entries after *entry* that wrote something, in order; what is kept in the vault stays out."""
    wrote = ~getattr(F, front.version).is_empty & (getattr(F, front.what) != front.vault)
    return Query(kind=front.kind, where=(getattr(F, front.entry) > entry) & wrote, order=(front.entry,), limit=limit)
