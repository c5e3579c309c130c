"""What an input offers to choose from: codes in force, members, states, areas, officers, the other records of a child."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from minorcare.declare import LEVELS, Field, Kind
from minorcare.desk import Desk
from minorcare.desk.why import LEVEL_WORDS
from minorcare.label import Label
from minorcare.query import F, Filter, any_of, today
from minorcare.store.protocol import Row
from minorcare_server.pages.words import Words, is_level

MOST_OPTIONS, MOST_MATES = 500, 50
_YES, _NO = Label("是", en="yes"), Label("否", en="no")
Options = list[tuple[str, str]]


def choices(desk: Desk, words: Words, field: Field, *, kind: Kind | None = None, child: str = "") -> Options:
    """What a field may hold, as values and texts. *child*: whose record it is about to be, if that is known."""
    places = words.asked.front.places
    if field.facts.codes:
        items = desk.catalog.codes[field.facts.codes].items
        return [
            (item.value, words.say(item.label)) for item in items if item.retired is None or item.retired > desk.day
        ]
    if field.type.name == "enum":
        members: Iterable[Any] = cast("Any", field.type.python)
        return [(str(member.value), words.text(field, member)) for member in members]
    if field.type.name == "state":
        return [(name, words.text(field, name)) for name in field.structure.states]  # type: ignore[union-attr]
    if field.type.name == "bool":
        return [("true", words.say(_YES)), ("false", words.say(_NO))]
    if field.name in places.held_by and desk.may_read(places.kind):
        return areas(desk, words, None)
    if is_level(field):
        hidden = desk.views(kind).masked_levels if kind else ()
        return [(level, words.say(LEVEL_WORDS[level])) for level in LEVELS if level not in hidden]
    if field.ref is not None and child:
        return _mates(desk, words, field, child)
    return officers(desk, words, field, kind)


def areas(desk: Desk, words: Words, levels: tuple[str, ...] | None) -> Options:
    """The areas an actor may choose from, of some levels or of all; of one community, what lies in it."""
    places = words.asked.front.places
    members: Iterable[Any] = cast("Any", desk.catalog.kind(places.kind).by_name[places.level].type.python)
    wanted = tuple(member for member in members if levels is None or member.value in levels)
    where: Filter = getattr(F, places.level).is_in(wanted)
    roster = desk.views(desk.catalog.kind(words.asked.front.roster.kind))
    within = roster.areas if roster.readable else desk.actor.areas  # who sees no child speaks of where they are posted
    rows = desk.find(places.kind, where, order=(places.code,), limit=MOST_OPTIONS).rows
    found = [
        (row.values[places.code], row.values[places.name]) for row in rows if row.values.get(places.closed) is None
    ]
    inside = [(code, name) for code, name in found if within is None or any(code.startswith(area) for area in within)]
    if levels is not None and len(inside) < 2:
        return areas(desk, words, places.below) if levels != places.below else inside
    return inside


def officers(desk: Desk, words: Words, field: Field, kind: Kind | None) -> Options:
    """Those in office, where a field names one and the reader knows them: in the roles that may be named there."""
    posts = words.asked.front.posts
    roles = posts.roles_for(kind.name if kind else "", field.name)
    if roles is None or not desk.may_read(posts.kind):
        return []
    ended = getattr(F, posts.ended)
    where: Filter = any_of(ended.is_empty, ended >= today())
    if roles:
        where = where & getattr(F, posts.role).is_in(roles)
    rows = desk.find(posts.kind, where, order=(posts.post, posts.account), limit=MOST_OPTIONS).rows
    role = rows[0].kind.by_name[posts.role] if rows else None
    found = []
    for row in rows:
        name = str(row.values[posts.name])
        said = words.text(role, row.values[posts.role]) if role else ""
        found.append((row.values[posts.account], name if name.endswith(said) else f"{name} · {said}"))
    return found


def _mates(desk: Desk, words: Words, field: Field, child: str) -> Options:
    """The records that a reference may name: this child's own, or those of the household."""
    front, target = words.asked.front, desk.catalog.target(field)
    if not desk.may_read(target.name) or target.name == front.roster.kind:
        return []
    via, home = front.people.via, ""
    if target.name == front.people.kind or target.name == _household(desk, words).name:
        rows = desk.find(front.roster.kind, F.id == child, limit=1).rows
        home = (rows[0].values.get(via) or "") if rows else ""
        if not home:
            return []
    if target.name == front.people.kind:
        where: Filter = getattr(F, via) == home
    elif home:
        where = F.id == home
    elif target.about is not None and desk.catalog.target(target.about).name == front.roster.kind:
        where = getattr(F, target.about.name) == child
    else:
        return []
    rows = desk.find(target.name, where, order=("-since",), limit=MOST_MATES).rows
    words.learn(rows)
    return [(row.id, _called(words, row)) for row in rows]


def _household(desk: Desk, words: Words) -> Kind:
    front = words.asked.front
    return desk.catalog.target(desk.catalog.kind(front.roster.kind).by_name[front.people.via])


def _called(words: Words, row: Row) -> str:
    state = words.state(row)
    if state is None:
        return words.title(row)
    return f"{words.title(row)}（{state.label}）" if words.lang == "zh" else f"{words.title(row)} ({state.label})"
