"""Who stands behind a record: a page that one person opens, and that is not there for anybody else."""

from __future__ import annotations

import uuid

from minorcare.desk import Desk
from minorcare.errors import Conflict, Invalid
from minorcare.store.protocol import Row
from minorcare.surfaces.converters import from_json
from minorcare.surfaces.front_parts import Behind
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage
from minorcare_server.pages.acting import function
from minorcare_server.pages.fields import Given, gathered, written
from minorcare_server.pages.inputs import Inputs
from minorcare_server.pages.making import OF_THE_FORM, texts_of
from minorcare_server.pages.sent import base_of, form_of, key_of, noticed, wrongs
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside


def show(desk: Desk, asked: Asked) -> Answer:
    """What is known, to be added to."""
    behind, row = _opened(desk, asked)
    return _page(desk, asked, behind, row, texts_of(row.kind, row.values, ()), key=str(uuid.uuid4()))


def say(desk: Desk, asked: Asked) -> Answer:
    """What the receiver adds."""
    behind, row = _opened(desk, asked)
    sent = form_of(asked)
    plain, key = dict(sent), key_of(dict(sent))
    given = gathered(row.kind, [each for each in sent if each[0] not in OF_THE_FORM])
    given = {name: value for name, value in given.items() if name in behind.fields}
    here = f"{asked.root}/records/{behind.kind}/{asked.path['id']}"
    try:
        values = from_json(row.kind, written(row.kind, given, changing=True), partial=True)
        function(behind.say)(desk, asked.path["id"], base=base_of(plain), key=key, **values)
    except Invalid as error:
        return _page(desk, asked, behind, row, given, key=key, wrong=wrongs(asked, row.kind, error))
    except Conflict:
        return inside(desk, asked, c.Failure(status=409, retry=f"{here}/behind"), status=409)
    return Answer.see(noticed(here, "done"))


def link_to(desk: Desk, asked: Asked, row: Row) -> tuple[c.Link, ...]:
    """The way to the page, for those among whom its reader is; whether it opens is not asked before."""
    behind = asked.front.behind
    if behind is None or behind.kind != row.kind.name or not desk.may_write(behind.holds):
        return ()
    href = f"{asked.root}/records/{row.kind.name}/{row.id}/behind"
    return (c.Link(label=asked.say(behind.label), href=href, icon="lock"),)


def _opened(desk: Desk, asked: Asked) -> tuple[Behind, Row]:
    """The record behind the one of the address.

    Raises:
        NotFound: for everybody but the one person.
    """
    behind = asked.front.behind
    if behind is None or behind.kind != asked.path["kind"]:
        raise NoSuchPage
    row: Row = function(behind.row)(desk, asked.path["id"])
    return behind, row


def _page(
    desk: Desk, asked: Asked, behind: Behind, row: Row, given: Given, *, key: str, wrong: tuple[c.Wrong, ...] = ()
) -> Answer:
    words, here = Words(desk, asked), f"{asked.root}/records/{behind.kind}/{asked.path['id']}"
    inputs, sender = Inputs(words, row.kind), row.values[behind.account]
    words.learn_people([sender] if sender else [])
    page = c.RecordForm(
        title=words.say(behind.label),
        lead=words.dotted(words.person(sender) if sender else "", words.say(behind.lead)),
        trail=(c.Link(label=words.say(desk.catalog.kind(behind.kind).label), href=here),),
        action=f"{here}/behind",
        cancel=here,
        key=key,
        base=row.version,
        fields=tuple(inputs.of(row.kind.by_name[name], given.get(name, "")) for name in behind.fields),
        wrong=wrong,
    )
    return inside(desk, asked, page, status=422 if wrong else 200)
