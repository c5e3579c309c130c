"""What the form of a move sends, and what is answered to it; of one record, or of several of a list."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from minorcare.declare import Kind
from minorcare.desk import Act, Change, Desk, Transition
from minorcare.errors import Conflict, Invalid
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare.surfaces.front_forms import Ask
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.pages.acting import call, must_say, takes, typed
from minorcare_server.pages.fields import Given, gathered, rows_shown
from minorcare_server.pages.making import MORE_ROWS
from minorcare_server.pages.moves import Sent, asks_of, constants, fields_of
from minorcare_server.pages.records import shown, too_late
from minorcare_server.pages.sent import base_of, done, form_of, noticed, wrongs
from minorcare_server.pages.words import Words
from minorcare_server.sign_in import inside as within

_OF_THE_MOVE = ("to", "ask", "base", "back", "more")
_MARKED = re.compile(r"([A-Za-z0-9-]{1,64})@([0-9]{1,9})")
MOST_MARKED = 200


def transition(desk: Desk, asked: Asked) -> Answer:
    """Move a record to another state, and go back to where it was asked."""
    kind, id, sent = asked.kind(desk), asked.path["id"], form_of(asked)
    plain, key, words = dict(sent), str(uuid.uuid4()), Words(desk, asked)
    given = gathered(kind, [each for each in sent if each[0] not in _OF_THE_MOVE])
    back, base = within(asked.root, plain.get("back") or f"{asked.root}/records/{kind.name}/{id}"), base_of(plain)
    row = desk.get(kind.name, id)
    name, ask = _asked_for(words, row, plain)
    if ask is None:
        if row.version != base:
            return too_late(desk, asked, back)
        raise Malformed([])
    if more := plain.get("more"):
        again = Sent(ask=name, given=given, least={more: rows_shown(sent, more) + MORE_ROWS})
        return shown(desk, asked, sent=again)
    try:
        undoable = _move(desk, row, ask, given, base=base, key=key)
    except Invalid as error:
        return _again(desk, asked, kind, ask, Sent(ask=name, given=given), error)
    except Conflict:
        return too_late(desk, asked, back)
    if not desk.find(kind.name, F.id == id, limit=1).rows:  # it went with what was done
        back = f"{asked.root}/records/{kind.name}"
    return done(asked, noticed(back, "moved"), key) if undoable else Answer.see(noticed(back, "done"))


def several(desk: Desk, asked: Asked) -> Answer:
    """Move all records that are marked in a list, in one act: all of them or none."""
    kind, sent, words = asked.kind(desk), form_of(asked), Words(desk, asked)
    name, key = dict(sent).get("do") or dict(asked.pairs).get("do", ""), str(uuid.uuid4())
    wanted = "one" if "one" in dict(sent) else "id"  # the button of a row is for that row alone, whatever is marked
    marked = [found for each, value in sent if each == wanted and (found := _MARKED.fullmatch(value))][:MOST_MARKED]
    back = within(asked.root, dict(sent).get("back") or f"{asked.root}/records/{kind.name}")
    acts: list[Act] = []
    for mark in marked:
        row = desk.get(kind.name, mark[1])
        ask = dict(asks_of(words, row)).get(name)
        if ask is None or not ask.bulk:
            return too_late(desk, asked, back)
        acts.append(_act(row, ask, _values(desk, row, ask, {}), int(mark[2])))
    if not acts:
        return Answer.see(back)
    try:
        desk.apply(*acts, key=key)
    except Conflict:
        return too_late(desk, asked, back)
    return done(asked, noticed(back, "moved"), key)


def _asked_for(words: Words, row: Row, plain: Mapping[str, str]) -> tuple[str, Ask | None]:
    """The move that was sent; one that names no way is the first to that state."""
    offered = asks_of(words, row)
    if "ask" in plain:
        return plain["ask"], dict(offered).get(plain["ask"])
    return next(((name, ask) for name, ask in offered if ask.to == plain.get("to")), ("", None))


def _move(desk: Desk, row: Row, ask: Ask, given: Given, *, base: int, key: str) -> bool:
    """Do it; whether it can be taken back."""
    must_say(ask.fields, given)
    values = _values(desk, row, ask, given)
    if ask.by is None:
        desk.apply(_act(row, ask, values, base), key=key)
        return True
    first: object = row.id
    if ask.by.of:
        target = row.kind.by_name[ask.by.of]
        first = row.values[ask.by.of]
        base = desk.get(desk.catalog.target(target).name, str(first)).version
    call(desk, ask.by, first, values, base=base, key=key)
    return takes(ask.by.path, "key")


def _values(desk: Desk, row: Row, ask: Ask, given: Given) -> dict[str, Any]:
    """What was typed and what is filled in, as typed values; what the work function alone knows is passed on as it is."""
    kind, filled = row.kind, constants(desk, row, ask)
    own = {name: value for name, value in filled.items() if name in kind.by_name}
    readable = frozenset(kind.by_name) - frozenset(desk.views(kind).hidden)
    values = typed(desk, kind, ask.by, own | given, changing=True, readable=readable)
    return values | {name: value for name, value in filled.items() if name not in own}


def _act(row: Row, ask: Ask, values: Mapping[str, Any], base: int) -> Act:
    """A move; of a record that stays in its state, a change."""
    if ask.stays:
        return Change(row.kind.name, row.id, base, values)
    return Transition(row.kind.name, row.id, ask.to, base, values)


def _again(desk: Desk, asked: Asked, kind: Kind, ask: Ask, sent: Sent, error: Invalid) -> Answer:
    """The record's page with what was typed, what is wrong with it, and an input for whatever else has to be said."""
    also = desk.catalog.kinds.get(ask.by.borrows) if ask.by else None
    wrong = wrongs(asked, kind, error, also=also)
    inputs = {field.name for field in fields_of(desk, kind, ask)}
    more = tuple(name for each in wrong if (name := each.at.partition("[")[0]) in kind.by_name and name not in inputs)
    state = kind.state.name if kind.state else ""
    asking = tuple(dict.fromkeys(name for name in more if name != state and ask.by is None))
    again = Sent(ask=sent.ask, given=sent.given, least=sent.least, more=asking)
    return shown(desk, asked, wrong=wrong, sent=again, status=422)
