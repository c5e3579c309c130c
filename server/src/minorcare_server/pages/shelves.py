"""Everything there is, kind by kind: all lists, and all that can be added about a child."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlencode

from minorcare.catalog import CORE
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import NotFound
from minorcare.label import Label
from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.making import FORM
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

_ALL, _ADD, _NEW = Label("全部记录", en="All records"), Label("补充记录", en="Add a record"), Label("新增", en="Add")
_ALL_LEAD = Label("您能查看或填写的每一类记录。", en="Every kind of record that you may read or write.")
_ADD_LEAD = Label("选一类，填写后回到{who}的档案。", en="Choose a kind; the form leads back to {who}.")
_OTHERS = Label("其他", en="Others")
CHOSEN = "form"
"""What an address calls the form that was chosen."""


def everything(desk: Desk, asked: Asked) -> Answer:
    """Every kind that the reader reads, writes or reports."""

    def entry(kind: Kind) -> c.ShelfEntry | None:
        reads, adds = desk.may_read(kind.name), tuple(adds_of(desk, asked, kind))
        if not reads and not adds:
            return None
        href = f"{asked.root}/records/{kind.name}" if reads else ""
        if kind.name == asked.front.roster.kind and reads:
            href = f"{asked.root}/roster"
        return c.ShelfEntry(label=asked.say(kind.label), href=href, adds=adds)

    page = c.Shelves(title=asked.say(_ALL), lead=asked.say(_ALL_LEAD), shelves=tuple(_shelves(desk, asked, entry)))
    return inside(desk, asked, page)


def adding(desk: Desk, asked: Asked) -> Answer:
    """Every kind of record that can be added about a child; with a kind chosen, on to its form."""
    words, roster, id = Words(desk, asked), asked.front.roster, asked.path["id"]
    chosen = dict(asked.pairs).get(CHOSEN, "")
    row = desk.get(roster.kind, id)
    home = home_of(asked, row)
    if chosen:
        if not any(link.href == chosen for group in addable(desk, asked, id, home) for link in group.links):
            raise NotFound(roster.kind)
        return Answer.see(chosen)

    def entry(kind: Kind) -> c.ShelfEntry | None:
        adds = tuple(_about(desk, asked, kind, id, home))
        return c.ShelfEntry(label=asked.say(kind.label), adds=adds) if adds else None

    name = words.title(row)
    page = c.Shelves(
        title=asked.say(_ADD),
        lead=words.say(_ADD_LEAD, who=name),
        trail=(
            c.Link(label=words.say(roster.label), href=f"{asked.root}/roster"),
            c.Link(label=name, href=words.href(row.kind, row.id)),
        ),
        shelves=tuple(_shelves(desk, asked, entry)),
    )
    return inside(desk, asked, page)


def addable(desk: Desk, asked: Asked, child: str, home: str | None) -> Iterator[c.LinkGroup]:
    """What can be added about a child, or about its household, group by group."""
    for shelf, kinds in shelved(desk, asked):
        links = [link for kind in kinds for link in _about(desk, asked, kind, child, home)]
        if links:
            yield c.LinkGroup(label=asked.say(shelf), links=tuple(links))


def _about(desk: Desk, asked: Asked, kind: Kind, child: str, home: str | None) -> Iterator[c.Link]:
    if is_about(desk, asked, kind):
        yield from adds_of(desk, asked, kind, child)
    elif home and is_about(desk, asked, kind, household=True):
        yield from adds_of(desk, asked, kind, home)


def adds_of(
    desk: Desk, asked: Asked, kind: Kind, about: str = "", named: Mapping[str, str] | None = None
) -> Iterator[c.Link]:
    """The forms by which a record of *kind* is made: what this reader may use of them.

    Args:
        about: Whom or what it is about.
        named: More that it names, by field.
    """
    front, whose = asked.front, kind.about
    if kind.vault or not (desk.may_write(kind) or desk.may_report(kind)):
        return
    reports = {report.form.kind: report for report in front.reports if report.answers is None}
    if not desk.may_write(kind) and kind.name in reports:
        yield c.Link(label=asked.say(reports[kind.name].label), href=f"{asked.root}/report/{kind.name}")
        return
    if kind.name in front.apart:
        return
    pairs = ({whose.name: about} if whose is not None and about else {}) | dict(named or {})
    if whose is not None and whose.name in desk.views(kind).hidden and desk.may_write(kind):
        return
    here = f"{asked.root}/records/{kind.name}/new"
    forms = front.forms_of(kind.name)
    for form in forms or (None,):
        more = {FORM: form.name, **pairs} if form is not None and form.name else pairs
        label = form.label if form is not None and form.label else kind.label
        yield c.Link(label=asked.say(label), href=f"{here}?{urlencode(more)}" if more else here)


def home_of(asked: Asked, child: Row) -> str | None:
    """The household of a child, if the reader knows it."""
    via = asked.front.people.via
    return None if via in child.masked else child.values.get(via)


def is_about(desk: Desk, asked: Asked, kind: Kind, *, household: bool = False) -> bool:
    """Whether records of *kind* are about a child, or about a household."""
    roster = desk.catalog.kind(asked.front.roster.kind)
    wanted = desk.catalog.target(roster.by_name[asked.front.people.via]) if household else roster
    return kind.about is not None and desk.catalog.target(kind.about).name == wanted.name


def shelved(desk: Desk, asked: Asked) -> Iterator[tuple[Label, tuple[Kind, ...]]]:
    """All kinds in the order of the front's shelves; those it does not name, and those of plugins, come last."""
    kinds = desk.catalog.kinds
    taken: set[str] = set()
    for shelf in asked.front.shelves:
        taken.update(shelf.kinds)
        yield shelf.label, tuple(kinds[name] for name in shelf.kinds if name in kinds)
    rest = [kind for kind in kinds.values() if kind.name not in taken]
    yield _OTHERS, tuple(kind for kind in rest if not _is_plugged(desk, kind))
    yield asked.front.plugins, tuple(kind for kind in rest if _is_plugged(desk, kind))


def _shelves(desk: Desk, asked: Asked, entry: Callable[[Kind], c.ShelfEntry | None]) -> Iterator[c.Shelf]:
    for label, kinds in shelved(desk, asked):
        entries = tuple(_entries(kinds, entry))
        if entries:
            yield c.Shelf(label=asked.say(label), entries=entries, plugin=label == asked.front.plugins)


def _entries(kinds: Iterable[Kind], entry: Callable[[Kind], c.ShelfEntry | None]) -> Iterator[c.ShelfEntry]:
    return (made for kind in kinds if not kind.vault and (made := entry(kind)) is not None)


def _is_plugged(desk: Desk, kind: Kind) -> bool:
    return desk.catalog.plugin_of("kind", kind.name) != CORE
