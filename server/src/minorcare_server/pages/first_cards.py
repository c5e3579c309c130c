"""Beside the work of the first page: the groups an office reports, and what became of tags lately."""

from __future__ import annotations

from collections.abc import Iterator

from minorcare.calendar import parse_stamp
from minorcare.desk import Desk
from minorcare.label import Label
from minorcare_server import contexts as c
from minorcare_server.pages.figures import schemes
from minorcare_server.pages.questions import address
from minorcare_server.pages.words import Words

MOST_LATEST = 5
_LATEST = Label("刚刚发生", en="Latest")
_PERSONS, _TO_VERIFY = Label("{n} 人", en="{n}"), Label("待核实 {n}", en="{n} to verify")


def cards(desk: Desk, words: Words) -> Iterator[c.Card]:
    """The groups of every scheme with their numbers, and the latest."""
    front = words.asked.front
    if not desk.may_read(front.roster.kind):
        return
    for found in schemes(desk):
        facts = []
        for group in found.groups:
            if group.persons is None:
                continue
            tags = (c.Tag(label=words.say(_TO_VERIFY, n=group.suggested), tone="yellow"),) if group.suggested else ()
            href = address(f"{words.asked.root}/roster", ((front.roster.group, group.risk.name),))
            facts.append(
                c.Fact(
                    label=words.say(group.risk.label), text=words.say(_PERSONS, n=group.persons), tags=tags, href=href
                )
            )
        yield c.Card(title=words.say(found.scheme.label), facts=tuple(facts))
    if latest := tuple(_latest(desk, words)):
        yield c.Card(title=words.say(_LATEST), events=latest)


def _latest(desk: Desk, words: Words) -> Iterator[c.Event]:
    """What became of tags lately."""
    front = words.asked.front.tags
    if not desk.may_read(front.kind):
        return
    rows = desk.find(front.kind, order=("-since",), limit=MOST_LATEST).rows
    words.learn(rows)
    for row in rows:
        child = words.text(row.kind.by_name[front.about], row.values[front.about])
        restricted, state = front.names in row.masked, words.state(row)
        by = row.values[front.decided_by]
        yield c.Event(
            at=parse_stamp(row.since),
            origin=(words.person(by) if by and front.decided_by not in row.masked else words.area_parts(row.area)[0],),
            title=words.listed(filter(None, (child, "" if restricted else words.path(row, front.names))), " "),
            text=state.label if state else "",
            href=words.href(desk.catalog.kind(words.asked.front.roster.kind), row.values[front.about]),
            tone="orange" if state and row.values[front.state] == front.suggested else "grey",
            restricted=restricted,
        )
