"""What stands around a child: the household, and what other kinds hold about the child and about those it lives with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from minorcare.catalog import CORE
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.query import F, all_of
from minorcare.store.protocol import Row
from minorcare.surfaces.current import standing
from minorcare_server import contexts as c
from minorcare_server.pages.shelves import adds_of, home_of, is_about, shelved
from minorcare_server.pages.words import Words, is_open, title_fields

MOST, MOST_SHOWN = 50, 4
"""Records of one kind that are asked for, and that stand on the page."""
_TOGETHER = Label("{what} {n} 人", en="{what} of {n}")


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
        where = all_of(getattr(F, about.name).is_in(ids), standing(kind))
        found += desk.find(kind.name, where, order=("-since",), limit=MOST).rows
    words.learn(found)
    return tuple(found)


def work_of(desk: Desk, words: Words, child: Row, told: Sequence[Row]) -> Iterator[c.WorkGroup]:
    """What is done for the child, kind by kind in the order of the front: what is open first."""
    by_kind = _by_kind(told)
    for shelf in words.asked.front.shelves:
        found = (by_kind.get(name) for name in shelf.kinds if shelf.main)
        if works := tuple(_work(desk, words, child, rows) for rows in found if rows):
            yield c.WorkGroup(title=words.say(shelf.label), works=works)


def _work(desk: Desk, words: Words, child: Row, rows: list[Row]) -> c.Work:
    kind, shown = rows[0].kind, sorted(rows, key=lambda row: not is_open(row))[:MOST_SHOWN]
    return c.Work(
        title=words.say(kind.label),
        adds=tuple(_adds(desk, words, kind, child)),
        all=_list_of(words, kind, child) if len(rows) > MOST_SHOWN else "",
        total=len(rows),
        matters=tuple(_matter(words, row) for row in shown),
    )


def cards(desk: Desk, words: Words, child: Row, told: Sequence[Row], adults: Sequence[Row]) -> Iterator[c.Card]:
    """What else is on record, kind by kind; what plugins brought comes last."""
    names = {each.id: words.title(each) for each in adults}
    by_kind, front = _by_kind(told), words.asked.front
    main = {name for shelf in front.shelves if shelf.main for name in shelf.kinds}
    for _, kinds in shelved(desk, words.asked):
        for kind in kinds:
            if kind.name not in main and (rows := by_kind.get(kind.name)):
                yield _card(desk, words, child, rows, names)


def _by_kind(told: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in told:
        found.setdefault(row.kind.name, []).append(row)
    return found


def _matter(words: Words, row: Row) -> c.Matter:
    """One record: what it is called, when it is due or was, who does it, how it stands."""
    due = [(row.values[f.name], f) for f in row.kind.deadlines if f.name not in row.masked and row.values[f.name]]
    soonest = min(due, key=lambda each: each[0], default=None) if is_open(row) else None
    who = next((row.values[f.due.who] for f in row.kind.deadlines if f.due and f.due.who), None)
    return c.Matter(
        what=summary(words, row),
        why=words.say(soonest[1].label) if soonest else "",
        who=words.person(str(who)) if who else "",
        href=words.href(row.kind, row.id),
        day=soonest[0] if soonest else None,
        at=None if soonest else first_day(row),
        tag=words.state(row),
    )


def _card(desk: Desk, words: Words, child: Row, rows: list[Row], names: dict[str, str]) -> c.Card:
    kind, facts = rows[0].kind, []
    for row in rows[:MOST_SHOWN]:
        whose = names.get(str(row.values[kind.about.name])) if kind.about else None
        state = words.state(row)
        label = f"{whose} {_day_of(row)}".strip() if whose else _day_of(row) or words.say(kind.label)
        facts.append(
            c.Fact(label=label, text=summary(words, row), tags=(state,) if state else (), href=words.href(kind, row.id))
        )
    return c.Card(
        title=words.say(kind.label),
        facts=tuple(facts),
        adds=tuple(_adds(desk, words, kind, child)),
        href=_list_of(words, kind, child) if len(rows) > MOST_SHOWN else "",
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
    )


def _adds(desk: Desk, words: Words, kind: Kind, child: Row) -> Iterator[c.Link]:
    """How another one is made, about the child or about its household."""
    asked = words.asked
    if is_about(desk, asked, kind):
        yield from adds_of(desk, asked, kind, child.id)
    elif is_about(desk, asked, kind, household=True) and (home := home_of(asked, child)):
        yield from adds_of(desk, asked, kind, home)


def _list_of(words: Words, kind: Kind, child: Row) -> str:
    """The list of all such records of the child, or of its household."""
    about, desk = kind.about, words.desk
    if about is None:
        return ""
    whose = child.id if is_about(desk, words.asked, kind) else home_of(words.asked, child)
    within = is_about(desk, words.asked, kind) or is_about(desk, words.asked, kind, household=True)
    return f"{words.asked.root}/records/{kind.name}?{about.name}={whose}" if within and whose else ""


def summary(words: Words, row: Row) -> str:
    """A record in a few words: what it is called, and its next coded value."""
    fields = [
        f
        for f in row.kind.fields
        if f.type.name in ("code", "codes", "enum")
        and f.name not in row.masked
        and not _is_source(words, f.facts.codes)
    ]
    first = title_fields(words.asked.front, row.kind)[:1]
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
