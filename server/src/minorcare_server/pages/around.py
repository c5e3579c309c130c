"""What stands around a child: the household, and what other kinds hold about the child and about those it lives with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from minorcare.catalog import CORE
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.words import Words, title_fields

MOST = 50
_TOGETHER = Label("{what} {n} 人", en="{what} of {n}")
_ADD, _NEW = Label("补充记录", en="Add a record"), Label("填写", en="Fill in")


def adults_of(desk: Desk, words: Words, child: Row) -> tuple[Row, ...]:
    """The grown-ups of the household."""
    front = words.asked.front.people
    home = child.values.get(front.via)
    if home is None or front.via in child.masked or not desk.may_read(front.kind):
        return ()
    return desk.find(front.kind, getattr(F, front.via) == home, limit=MOST).rows


def people(desk: Desk, words: Words, child: Row, adults: Sequence[Row], told: Sequence[Row]) -> Iterator[c.People]:
    """The household: this child, others of it, and the adults with what is told of them."""
    front, roster = words.asked.front.people, words.asked.front.roster
    home = child.values.get(front.via)
    if home is None or front.via in child.masked:
        return
    others = desk.find(roster.kind, (getattr(F, front.via) == home) & (F.id != child.id), limit=MOST).rows
    members = [
        _own(words, child),
        *(_adult(words, each, told) for each in adults),
        *(_sibling(words, each) for each in others),
    ]
    title = words.say(_TOGETHER, what=words.say(front.label), n=len(members))
    yield c.People(
        title=title, href=words.href(desk.catalog.target(child.kind.by_name[front.via]), home), members=tuple(members)
    )


def _own(words: Words, row: Row) -> c.Member:
    name = words.title(row)
    return c.Member(short=name[:1], name=name, relation=words.say(words.asked.front.people.own), own=True)


def _sibling(words: Words, row: Row) -> c.Member:
    name, front = words.title(row), words.asked.front
    about = " ".join(filter(None, (words.path(row, path) for path in front.roster.about)))
    return c.Member(
        short=name[:1], name=name, relation=words.say(front.people.other), note=about, href=words.href(row.kind, row.id)
    )


def _adult(words: Words, row: Row, told: Sequence[Row]) -> c.Member:
    front, kind = words.asked.front.people, row.kind
    name = words.text(kind.by_name[front.name], row.values[front.name], masked=front.name in row.masked)
    relation = kind.by_name[front.relation]
    said = words.text(relation, row.values[relation.name], masked=relation.name in row.masked)
    flags = [kind.by_name[each] for each in front.flags if row.values[each] is True]
    tags = [c.Tag(label=words.say(each.label).removeprefix("是"), tone="blue") for each in flags]
    notes = [summary(words, each) for each in told if each.kind.about and each.values[each.kind.about.name] == row.id]
    return c.Member(
        short=(said or name)[:1],
        name=name,
        relation=said,
        note=words.listed(notes, "；" if words.lang == "zh" else "; "),
        tags=tuple(tags),
        href=words.href(kind, row.id),
    )


def told_of(desk: Desk, words: Words, target: str, ids: tuple[str, ...]) -> tuple[Row, ...]:
    """The records of every kind about these records of *target*, plugins' kinds included."""
    front = words.asked.front
    found: list[Row] = []
    for kind in desk.catalog.kinds.values():
        about = kind.about
        if about is None or kind.vault or kind.name in DERIVED or desk.catalog.target(about).name != target:
            continue
        if kind.name in (front.tags.kind, front.people.kind) or not desk.may_read(kind.name) or not ids:
            continue
        if about.name in desk.views(kind).hidden:
            continue
        found += desk.find(kind.name, getattr(F, about.name).is_in(ids), order=("-since",), limit=MOST).rows
    words.learn(found)
    return tuple(found)


def cards(desk: Desk, words: Words, child: Row, told: Sequence[Row], adults: Sequence[Row]) -> Iterator[c.Card]:
    """What is on record, kind by kind; each plugin's beside the others."""
    names = {each.id: words.title(each) for each in adults}
    by_kind: dict[str, list[Row]] = {}
    for row in told:
        by_kind.setdefault(row.kind.name, []).append(row)
    for rows in by_kind.values():
        yield _card(desk, words, rows, names)
    if adding := tuple(_adding(desk, words, child)):
        yield c.Card(title=words.say(_ADD), facts=adding)


def _card(desk: Desk, words: Words, rows: list[Row], names: dict[str, str]) -> c.Card:
    kind, facts = rows[0].kind, []
    for row in rows:
        whose = names.get(str(row.values[kind.about.name])) if kind.about else None
        state = words.state(row)
        label = f"{whose} {_day_of(row)}".strip() if whose else _day_of(row) or words.say(kind.label)
        facts.append(
            c.Fact(label=label, text=summary(words, row), tags=(state,) if state else (), href=words.href(kind, row.id))
        )
    return c.Card(
        title=words.say(kind.label), facts=tuple(facts), plugin=desk.catalog.plugin_of("kind", kind.name) != CORE
    )


def _adding(desk: Desk, words: Words, child: Row) -> Iterator[c.Fact]:
    front = words.asked.front
    for kind in desk.catalog.kinds.values():
        about = kind.about
        if (
            about is None
            or kind.vault
            or kind.name in front.apart
            or desk.catalog.target(about).name != front.roster.kind
        ):
            continue
        if desk.may_write(kind) and about.name not in desk.views(kind).hidden:
            href = f"{words.asked.root}/records/{kind.name}/new?{about.name}={child.id}"
            yield c.Fact(label=words.say(kind.label), text=words.say(_NEW), href=href)


def summary(words: Words, row: Row) -> str:
    """A record in a few words: what it is called, and its next coded value."""
    fields = [
        f
        for f in row.kind.fields
        if f.type.name in ("code", "codes", "enum")
        and f.name not in row.masked
        and not _is_source(words, f.facts.codes)
    ]
    first = title_fields(row.kind)[:1]
    texts = [words.title(row), *(words.text(f, row.values[f.name]) for f in fields if f not in first)]
    return words.listed(dict.fromkeys(filter(None, texts[:2])))


def _is_source(words: Words, codes: str | None) -> bool:
    return codes == words.asked.front.tags.sources


def first_day(row: Row) -> date | None:
    """The first day a record holds: when it began, was found, was issued."""
    days = (
        row.values[f.name]
        for f in row.kind.fields
        if f.type.name == "date" and f.name not in row.masked and f.due is None
    )
    return next((each for each in days if isinstance(each, date)), None)


def source_of(words: Words, row: Row) -> str:
    """Where a record says it comes from."""
    fields = [f for f in row.kind.fields if _is_source(words, f.facts.codes) and f.name not in row.masked]
    return words.text(fields[0], row.values[fields[0].name]) if fields else ""


def _day_of(row: Row) -> str:
    day = first_day(row)
    return day.isoformat() if day else ""


def is_of_plugin(desk: Desk, kind: Kind) -> bool:
    """Whether a plugin brought *kind*."""
    return desk.catalog.plugin_of("kind", kind.name) != CORE
