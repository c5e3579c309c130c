"""What the pages and the API of an office put where: which kind is the roster, which the work list, what is asked when a tag is confirmed.

Plain data. The server reads it and knows no kind by name; an office that wants another front hands over another one.
"""

from __future__ import annotations

import attrs

from minorcare.label import Label
from minorcare.query import F, Query
from minorcare.query.tree import Filter, all_of
from minorcare.surfaces.front_forms import Ask, Form, Questionnaire, Report, Shelf
from minorcare.surfaces.front_parts import (
    Away,
    Behind,
    Column,
    Entry,
    Journal,
    Levels,
    Looks,
    Paper,
    People,
    Places,
    Posts,
    Roster,
    Tags,
    Tile,
    Urgent,
    Work,
)

__all__ = ["ACTIONS", "WAYS", "Column", "Entry", "Front", "Tile", "most_urgent", "writes_after"]


@attrs.frozen(kw_only=True)
class Front:
    """All of it.

    Attributes:
        duty, lines: Whom to call: the emergency page.
        paper: The form to print where there is no signal, no sign-in and no time.
        behind: Who stands behind a record, for the one person who may know.
        plugins: The heading of the menu above the kinds of plugins.
        lists: The columns of lists, by kind, where what the declaration says is not what people look for.
        apart: Kinds of which a person makes no record by a form or a sheet: rules, the store and work functions do.
        titles: The field that a record is called by, where it is not the first that says what it is; by kind.
        untold: Fields that say nothing to people, as ``kind.field``: marks that programs compare.
        shelves: Kinds that belong together, in the order in which they are shown; those of plugins come after them.
        forms: What is asked of a new record; of a kind that is not named, everything.
        moves: Which moves a person may make, and what is asked with each; of a kind that is not named, all, and nothing.
        reports: The pages of those who send records that they do not read.
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
    away: Away | None = None
    levels: Levels | None = None
    urgent: tuple[Urgent, ...] = ()
    paper: Paper | None = None
    behind: Behind | None = None
    titles: tuple[tuple[str, str], ...] = ()
    untold: tuple[str, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    forms: tuple[Form, ...] = ()
    moves: tuple[tuple[str, tuple[Ask, ...]], ...] = ()
    reports: tuple[Report, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()

    def forms_of(self, kind: str) -> tuple[Form, ...]:
        """The forms by which records of *kind* are made; none where everything is asked."""
        return tuple(form for form in self.forms if form.kind == kind)

    def moves_of(self, kind: str) -> tuple[Ask, ...] | None:
        """The moves of *kind* that are a person's to make; ``None`` where nothing is said of them."""
        return dict(self.moves).get(kind)


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
    "verify": Label("核验留痕", en="Verified"),
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


def most_urgent(front: Work, asked: Query, me: str, who: str | None = None, also: tuple[str, ...] = ()) -> Query:
    """*asked* of the work list: of the officer *who* (``me`` is *me*), or what is mine and what is nobody's.

    *also* are those for whom I stand in.
    """
    mine = getattr(F, front.who)
    own: Filter = mine.is_in((me, *also)) if also else mine == me
    whose: Filter = own | mine.is_empty if who is None else mine == (me if who == "me" else who)
    return attrs.evolve(asked, where=all_of(asked.where, whose))


def writes_after(front: Journal, entry: int, limit: int) -> Query:
    """The entries after *entry* that wrote something, in order; what is kept in the vault stays out."""
    wrote = ~getattr(F, front.version).is_empty & (getattr(F, front.what) != front.vault)
    return Query(kind=front.kind, where=(getattr(F, front.entry) > entry) & wrote, order=(front.entry,), limit=limit)
