"""Moving a record to another state: which moves are a person's to make, what each asks for, and making them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.store.protocol import Row
from minorcare.surfaces.front_forms import Ask, filled_for
from minorcare_server import contexts as c
from minorcare_server.pages.acting import filling
from minorcare_server.pages.fields import Given, text_of
from minorcare_server.pages.inputs import Inputs
from minorcare_server.pages.references import named_refs
from minorcare_server.pages.words import Words

WIDE = 4
"""Inputs from which a move is a form of its own."""


@attrs.frozen(kw_only=True)
class Sent:
    """A move that was sent and is shown again: which, what was typed, and what its inputs need beside."""

    ask: str
    given: Given
    least: Mapping[str, int] = attrs.field(factory=dict)
    more: tuple[str, ...] = ()
    """Fields that something was wrong with, and for which nobody had thought of asking."""


def asks_of(words: Words, row: Row) -> tuple[tuple[str, Ask], ...]:
    """The moves a person may make of a record as it stands, each by what an address calls it."""
    kind, cycle = row.kind, row.kind.lifecycle
    if cycle is None or kind.state is None or kind.state.name in row.masked:
        return ()
    now = row.values[kind.state.name]
    nexts = cycle.moves.get(now, ())
    listed = words.asked.front.moves_of(kind.name)
    if listed is None:
        return tuple((state, Ask(to=state, label=cycle.label_of(state))) for state in nexts)
    return tuple(
        (str(n), ask)
        for n, ask in enumerate(listed)
        if (ask.to == now if ask.stays else ask.to in nexts) and _holds(row, ask)
    )


def moves(desk: Desk, words: Words, row: Row, sent: Sent | None = None) -> tuple[c.Move, ...]:
    """The same for a page: one button each, or the inputs of what it asks for."""
    found: list[c.Move] = []
    for name, ask in asks_of(words, row):
        mine = sent if sent and sent.ask == name else None
        fields = fields_of(desk, row.kind, ask, mine.more if mine else ())
        given = mine.given if mine else _standing(desk, words, row, ask)
        inputs = Inputs(words, row.kind, _child(words, row), mine.least if mine else {}, row.values)
        if not mine:
            given = named_refs(desk, row.kind, given, chosen={each.name for each in fields if inputs.is_chosen(each)})
        found.append(
            c.Move(
                to=ask.to,
                ask=name,
                label=words.say(ask.label),
                primary=not found,
                fields=tuple(
                    inputs.of(each, given.get(each.name, ""), must=each.name in ask.fields) for each in fields
                ),
                open=mine is not None,
                wide=len(fields) > WIDE or any(each.type.name == "values" for each in fields),
            )
        )
    return tuple(found)


def fields_of(desk: Desk, kind: Kind, ask: Ask, more: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """What a move asks for, without what its reader may not know."""
    other = desk.catalog.kind(ask.by.borrows).by_name if ask.by and ask.by.borrows else {}
    known, hidden = {**other, **kind.by_name}, desk.views(kind).hidden
    return tuple(known[name] for name in dict.fromkeys((*ask.asks, *more)) if name in known and name not in hidden)


def constants(desk: Desk, row: Row, ask: Ask) -> Given:
    """What a move writes without asking."""
    texts = filled_for(ask.filled, desk.role.name)
    return {
        name: text for name, each in texts.items() if name not in ask.asks if (text := filling(desk, each, row=row))
    }


def _standing(desk: Desk, words: Words, row: Row, ask: Ask) -> Given:
    """What stands in the inputs of a move: what may be changed as it is on record, and what the front fills in."""
    tags, values = words.asked.front.tags, row.values
    given: Given = {
        name: text_of(row.kind.by_name[name], values[name])
        for name in ask.may
        if name in row.kind.by_name and name not in row.masked and values[name] is not None
    }
    given |= {
        name: filling(desk, text, row=row)
        for name, text in filled_for(ask.filled, desk.role.name).items()
        if name in ask.asks
    }
    if row.kind.name == tags.kind and tags.review in ask.fields:
        given[tags.review] = _review(desk, words, row)
    return given


def _review(desk: Desk, words: Words, row: Row) -> str:
    """The day of review that the risk itself sets."""
    risk = desk.catalog.risks.get(str(row.values[words.asked.front.tags.names]))
    return (desk.day + risk.review).isoformat() if risk else ""


def _holds(row: Row, ask: Ask) -> bool:
    """Whether a record holds what a move is offered for."""
    return all(
        name not in row.masked and text_of(row.kind.by_name[name], row.values[name]) in wanted
        for name, wanted in ask.when
    )


def _child(words: Words, row: Row) -> str:
    about = row.kind.about
    if about is None or about.name in row.masked:
        return ""
    target = words.desk.catalog.target(about).name
    return str(row.values[about.name] or "") if target == words.asked.front.roster.kind else ""
