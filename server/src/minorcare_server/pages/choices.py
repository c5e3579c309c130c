"""The filters of lists: what they offer, and what is applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, Filter, Tally, exists, say
from minorcare.query.tree import all_of
from minorcare.query.url import parse
from minorcare_server import contexts as c
from minorcare_server.pages.options import areas, choices
from minorcare_server.pages.questions import PAGE, Question, address
from minorcare_server.pages.words import Words

MOST_FILTERS, MOST_CODES = 3, 40
_ANY, _ALL = Label("不限", en="Any"), Label("全部", en="All")
_GROUP = Label("关注原因", en="Group")
_WITHIN = Label("区域", en="Area")


def filters_of(desk: Desk, asked: Any, kind: Kind) -> tuple[str, ...]:
    """What the filter bar of a kind's list offers."""
    hidden = desk.views(kind).hidden
    codes = desk.catalog.codes
    coded = [
        f.name
        for f in kind.fields
        if f.type.name in ("code", "enum")
        and f.required
        and f.name not in hidden
        and (not f.facts.codes or len(codes[f.facts.codes].items) <= MOST_CODES)
    ]
    states = [kind.state.name] if kind.state and kind.state.name not in hidden else []
    places = ["area__within"] if kind.name in desk.catalog.with_area and desk.may_read(asked.front.places.kind) else []
    return tuple([*places, *states, *coded][:MOST_FILTERS])


def filter_of(desk: Desk, words: Words, kind: Kind, name: str, given: Mapping[str, str]) -> c.Filter:
    """One select of the filter bar."""
    chosen, path = given.get(name, ""), name.partition("__")[0]
    field = kind.by_name.get(path)
    if name.endswith("__within"):
        found, label = areas(desk, words, words.asked.front.places.filtered), words.say(_WITHIN)
    else:
        found, label = choices(desk, words, field) if field else [], words.say(field.label) if field else name
    options = [c.Option(value="", label=words.say(_ANY))]
    options += [c.Option(value=value, label=text, selected=value == chosen) for value, text in found]
    if chosen and not any(each.selected for each in options):
        words.learn_areas((chosen,) if name.endswith("__within") else ())
        options.append(c.Option(value=chosen, label=words.area(chosen), selected=True))
    return c.Filter(name=name, label=label, options=tuple(options))


def roster_filters(desk: Desk, words: Words, given: Mapping[str, str]) -> Iterator[c.Filter]:
    """By the tags that children carry."""
    front, tags = words.asked.front.roster, words.asked.front.tags
    kind = desk.catalog.kind(tags.kind)
    if not desk.may_read(tags.kind) or kind.lifecycle is None:
        return
    above = desk.views(kind).masked_levels
    risks = [
        (name, words.say(risk.label)) for name, risk in desk.catalog.risks.items() if risk.sensitivity not in above
    ]
    options = [c.Option(value="", label=words.say(_ANY))]
    options += [c.Option(value=value, label=text, selected=given.get(front.group) == value) for value, text in risks]
    yield c.Filter(name=front.group, label=words.say(_GROUP), options=tuple(options))


def roster_views(desk: Desk, words: Words, here: str, given: Mapping[str, str]) -> tuple[c.Link, ...]:
    """Everybody, and those who carry a tag in each state, with their numbers."""
    front, tags = words.asked.front.roster, words.asked.front.tags
    kind = desk.catalog.kind(tags.kind)
    if not desk.may_read(tags.kind) or kind.state is None or kind.lifecycle is None:
        return ()
    state, now = getattr(F, kind.state.name), given.get(front.standing)
    wanted: list[tuple[str, str | None, Filter]] = [(words.say(_ALL), None, EVERYTHING)]
    wanted += [
        (words.say(kind.lifecycle.label_of(name)), name, exists(tags.kind, all_of(state == name)))
        for name in reversed(tags.standing)
    ]
    found = []
    for label, name, where in wanted:
        pairs = ((front.standing, name),) if name else ()
        number = _count(desk, front.kind, where)
        found.append(c.Link(label=label, href=address(here, pairs), count=number, current=now == name))
    return tuple(found)


def chips(desk: Desk, words: Words, kind: Kind, q: Question, here: str) -> Iterator[c.Link]:
    """What is applied, in words; each leads to the list without it."""
    front, tags = words.asked.front.roster, words.asked.front.tags
    for name, value in q.pairs:
        if name in PAGE:
            continue
        rest = tuple(each for each in q.pairs if each != (name, value) and each[0] != "after")
        yield c.Link(
            label=_said(desk, words, kind, name, value, (front.group, front.standing, tags.kind)),
            href=address(here, rest),
        )


def _said(desk: Desk, words: Words, kind: Kind, name: str, value: str, special: tuple[str, str, str]) -> str:
    group, standing, tag = special
    if name == group and value in desk.catalog.risks:
        return words.say(desk.catalog.risks[value].label)
    if name == standing:
        cycle = desk.catalog.kind(tag).lifecycle
        return words.say(cycle.label_of(value)) if cycle else value
    if name.endswith("__within"):
        words.learn_areas((value,))
        return words.area(value)
    if name in kind.by_name and kind.by_name[name].ref is not None:
        words.learn_names(desk.catalog.target(kind.by_name[name]).name, {value})
        return f"{words.say(kind.by_name[name].label)} {words.text(kind.by_name[name], value)}"
    where = parse([(name, value)], kind, desk.catalog.kinds, desk.catalog.codes).where
    return say(where, kind, desk.catalog.kinds, desk.catalog.codes, words.lang)


def _count(desk: Desk, kind: str, where: Filter) -> int | None:
    try:
        counts = desk.tally(Tally("view", kind, where=where, label=_ALL))
    except (Refused, Invalid):
        return None
    return counts[0].records if counts else 0
