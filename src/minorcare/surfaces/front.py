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
    """A move a person may make: where to, what its button says, and which fields it asks for."""

    to: str
    label: Label
    fields: tuple[str, ...]


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


STREET = Front(
    roster=Roster(
        kind="minor",
        label=Label("未成年人名册", en="Roster"),
        name="name",
        about=("sex", "birth_date.age"),
        lines=("no", "area"),
        columns=(
            Column(paths=("name",), label=Label("姓名", en="Name"), sort="name"),
            Column(paths=("sex", "birth_date.age"), label=Label("性别 年龄", en="Sex, age"), phone="right", sort="birth_date"),
            Column(paths=("area",), label=Label("社区 / 网格", en="Area"), phone="whole"),
            Column(paths=("school", "grade"), label=Label("学校 年级", en="School"), phone="hidden", spare=True),
            Column(label=Label("关注原因", en="Why on the list"), shows="tags"),
            Column(label=Label("下一期限", en="Next due"), shows="due", phone="labelled"),
        ),
        filters=("area__within", "schooling"),
        order=("-since",),
        group="group",
        standing="state",
        search=Label("姓名、拼音首字母、档案号", en="Name, pinyin initials, file no."),
        example="陈小禾 / cxh / 318",
    ),
    work=Work(kind="due", day="day", who="who", what="what", which="which", record="record", about="minor"),
    tags=Tags(
        kind="risk_tag",
        about="minor",
        names="risk",
        state="status",
        suggested="suggested",
        standing=("suggested", "confirmed"),
        first="confirmed",
        asks=(
            Ask(to="confirmed", label=Label("确认", en="Confirm"), fields=("review",)),
            Ask(to="dismissed", label=Label("不成立", en="Dismiss"), fields=("reason",)),
            Ask(to="ended", label=Label("解除", en="End"), fields=("reason",)),
        ),
        sources="fact_source",
        rule="rule",
        rule_version="rule_version",
        evidence="evidence",
        found="found",
        decided="decided",
        decided_by="decided_by",
        review="review",
        basis_gone="basis_gone",
        level="level",
    ),
    people=People(
        kind="member",
        via="household",
        name="name",
        relation="relation",
        flags=("guardian", "responsible"),
        label=Label("家庭", en="Household"),
        own=Label("本人", en="this child"),
        other=Label("同户孩子", en="child of the household"),
    ),
    places=Places(kind="area", code="code", name="name", level="level", closed="closed", filtered=("community",), below=("grid",), held_by=("area", "posted_to", "within_area")),
    posts=Posts(kind="officer", account="account", name="name", role="role", post="posted_to", ended="ended", held_by=("decided_by", "who", "actor", "approver", "officer")),
    journal=Journal(kind="journal", entry="entry", version="at_version", what="what", vault="vault", action="action", detail="detail", columns=("happened", "actor", "action", "what", "why", "via")),
    looks=Looks(kind="seen", happened="happened", actor="actor", why="why", action="action"),
    menu=(
        (
            None,
            (
                Entry(path="", icon="home", label=Label("今日工作台", en="Today")),
                Entry(path="roster", icon="list", kind="minor", label=Label("未成年人名册", en="Roster")),
                Entry(path="records/risk_tag", icon="warn", kind="risk_tag", label=Label("风险标签", en="Risk tags")),
                Entry(path="records/due", icon="clock", kind="due", label=Label("待办", en="Work list")),
                Entry(path="import", icon="up", kind="minor", label=Label("数据导入", en="Import")),
            ),
        ),
        (
            Label("管理", en="Admin"),
            (
                Entry(path="records/officer", icon="people", kind="officer", label=Label("工作人员", en="Officers")),
                Entry(path="records/grant", icon="lock", kind="grant", label=Label("授权", en="Grants")),
                Entry(path="records/area", icon="house", kind="area", label=Label("区域", en="Areas")),
                Entry(path="records/journal", icon="eye", kind="journal"),
            ),
        ),
    ),
    duty=(Label("未成年人保护热线", en="Child protection line"), "12345"),
    lines=(
        (Label("民政服务", en="Civil affairs"), "12349"),
        (Label("青少年服务台", en="Youth line"), "12355"),
        (Label("法律援助", en="Legal aid"), "12348"),
        (Label("心理援助", en="Counselling"), "12356"),
    ),
    plugins=Label("专题（扩展）", en="Topics (plugins)"),
    lists=(
        (
            "risk_tag",
            (
                Column(paths=("minor",), label=Label("孩子", en="Child")),
                Column(paths=("risk",), label=Label("风险", en="Risk"), phone="labelled"),
                Column(paths=("status",), label=Label("状态", en="Status"), phone="right"),
                Column(paths=("area",), label=Label("社区 / 网格", en="Area"), phone="whole"),
                Column(paths=("found",), label=Label("发现日期", en="Found"), phone="labelled", sort="found", spare=True),
                Column(paths=("decided_by",), label=Label("认定人", en="Decided by"), phone="hidden", spare=True),
                Column(paths=("review",), label=Label("复核期限", en="Review by"), phone="labelled", sort="review"),
            ),
        ),
        (
            "due",
            (
                Column(label=Label("事项", en="What"), shows="task"),
                Column(paths=("minor",), label=Label("孩子", en="Child"), phone="labelled"),
                Column(paths=("area",), label=Label("社区 / 网格", en="Area"), phone="whole"),
                Column(paths=("who",), label=Label("责任人", en="Who"), phone="labelled", spare=True),
                Column(paths=("day",), label=Label("期限", en="Due"), phone="labelled", sort="day"),
            ),
        ),
    ),
    tiles=(
        Tile(
            label=Label("已逾期", en="Overdue"),
            unit=Label("件", en=""),
            kind="due",
            pairs=(("day__lt", "{today}"),),
            tone="red",
            note=Label("先办这些", en="first of all"),
        ),
        Tile(
            label=Label("待核实的提示", en="Alerts to verify"),
            unit=Label("条", en=""),
            kind="risk_tag",
            pairs=(("status", "suggested"),),
            tone="orange",
            note=Label("等你确认", en="await your check"),
        ),
        Tile(
            label=Label("七天内到期", en="Due within a week"),
            unit=Label("件", en=""),
            kind="due",
            pairs=(("day__gte", "{today}"), ("day__lte", "{week}")),
            tone="brand",
            note=Label("含今天", en="today included"),
        ),
        Tile(
            label=Label("辖区未成年人", en="Minors of the area"),
            unit=Label("人", en=""),
            kind="minor",
            pairs=(("birth_date.age__lt", "18"),),
            tone="green",
            note=Label("未满 18 岁", en="under 18"),
        ),
    ),
    apart=("risk_tag", "duplicate"),
    reading="check",
    exporting="export",
    importing="import",
    revealing=("visit", "case", "service", "harm_report", "benefit", "check", "emergency"),
)
"""The front of a street office."""
