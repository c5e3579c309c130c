"""Creating and changing a record on a page; when somebody else was first, both versions side by side."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from minorcare.calendar import parse_stamp
from minorcare.catalog import CORE
from minorcare.declare import Field, Kind
from minorcare.desk import Change, Desk, Save
from minorcare.errors import Conflict, Invalid, Refused
from minorcare.label import Label
from minorcare.store.protocol import Row
from minorcare.surfaces.converters import from_json
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.fields import fields_of, gathered, input_of, text_of, written
from minorcare_server.pages.references import found_refs, named_refs
from minorcare_server.pages.sent import base_of, done, form_of, key_of, noticed, wrongs
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

_NEW, _CHANGE = Label("新增{what}", en="New: {what}"), Label("修改：{what}", en="Change: {what}")
_OF_THE_FORM = ("key", "base")
_NOT_YOURS = Label("您的岗位不能填写{what}", en="your role does not write this: {what}")


def new(desk: Desk, asked: Asked) -> Answer:
    """An empty form; what the address names is filled in."""
    kind = _writable(desk, asked)
    given: dict[str, Any] = {
        f.name: text_of(f, f.default) for f in fields_of(kind) if not f.required and f.default not in (None, ())
    }
    given |= {name: value for name, value in asked.pairs if name in kind.by_name}
    return _form(desk, asked, kind, named_refs(desk, kind, given), key=str(uuid.uuid4()))


def create(desk: Desk, asked: Asked) -> Answer:
    """What it sends. Sent twice, it makes one record."""
    kind, form = _writable(desk, asked), form_of(asked)
    given, key = gathered(kind, [each for each in form if each[0] not in _OF_THE_FORM]), key_of(dict(form))
    try:
        data = written(kind, found_refs(desk, kind, given), changing=False)
        values = from_json(kind, data | {"id": key}, readable=_named(desk, kind))
        desk.apply(Save(kind.build(values)), key=key)
    except Invalid as error:
        return _form(desk, asked, kind, given, key=key, wrong=wrongs(asked, kind, error))
    return done(asked, noticed(_after(desk, asked, kind, key, values), "saved"), key)


def edit(desk: Desk, asked: Asked) -> Answer:
    """A form with what is on file."""
    kind = _writable(desk, asked)
    row = desk.get(kind.name, asked.path["id"])
    given = named_refs(desk, kind, _texts(kind, row.values, row.masked))
    return _form(desk, asked, kind, given, key=str(uuid.uuid4()), row=row, base=row.version)


def change(desk: Desk, asked: Asked) -> Answer:
    """What it sends, from the version it was made from."""
    kind, form, id = _writable(desk, asked), form_of(asked), asked.path["id"]
    plain, given = dict(form), gathered(kind, [each for each in form if each[0] not in _OF_THE_FORM])
    base, key = base_of(plain), key_of(plain)
    try:
        data = written(kind, found_refs(desk, kind, given), changing=True)
        values = from_json(kind, data, partial=True, readable=_named(desk, kind))
        desk.apply(Change(kind.name, id, base, values), key=key)
    except Invalid as error:
        row = desk.get(kind.name, id)
        return _form(desk, asked, kind, given, key=key, row=row, base=base, wrong=wrongs(asked, kind, error))
    except Conflict:
        return _collision(desk, asked, kind, given, base)
    return done(asked, noticed(Words(desk, asked).href(kind, id), "saved"), key)


def _after(desk: Desk, asked: Asked, kind: Kind, id: str, values: Mapping[str, Any]) -> str:
    """Where somebody goes who has made a record: to it, or to the child it is about."""
    words, about = Words(desk, asked), kind.about
    if not desk.may_read(kind.name):
        return f"{asked.root}/"
    if about is not None and desk.catalog.target(about).name == asked.front.roster.kind:
        return words.href(desk.catalog.target(about), values[about.name])
    return words.href(kind, id)


def _form(
    desk: Desk,
    asked: Asked,
    kind: Kind,
    given: Mapping[str, Any],
    *,
    key: str,
    row: Row | None = None,
    base: int | None = None,
    wrong: tuple[c.Wrong, ...] = (),
) -> Answer:
    words, hidden = Words(desk, asked), set(desk.views(kind).hidden) | set(row.masked if row else ())
    if row is not None:
        words.learn((row,))
    what = words.title(row) if row else words.say(kind.label)
    list_ = f"{asked.root}/records/{kind.name}"
    about = kind.about.name if kind.about else ""
    cancel = words.href(kind, row.id) if row else list_
    if about and not row and (whose := dict(asked.pairs).get(about)):
        cancel = words.href(desk.catalog.target(kind.by_name[about]), whose)
    elif kind.name == asked.front.roster.kind and not row:
        cancel = f"{asked.root}/roster"
    inputs = []
    for field in fields_of(kind):
        if kind.level_by == field.name:
            continue
        masked = field.name in hidden and not field.facts.secret
        mask = str(row.values[field.name] or "") if row and field.name in row.masked else ""
        inputs.append(input_of(desk, words, field, given.get(field.name, ""), masked=masked, mask=mask))
    page = c.RecordForm(
        title=words.say(_CHANGE if row else _NEW, what=what),
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
        trail=(c.Link(label=words.say(kind.label), href=cancel),),
        action=f"{list_}/{row.id}/edit" if row else f"{list_}/new",
        cancel=cancel,
        key=key,
        base=base,
        fields=tuple(inputs),
        wrong=wrong,
    )
    return inside(desk, asked, page, status=422 if wrong else 200)


def _collision(desk: Desk, asked: Asked, kind: Kind, given: Mapping[str, Any], base: int) -> Answer:
    """What both wrote, where they differ. Of what only one has touched, the one who has touched it is right."""
    words, row = Words(desk, asked), desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    versions = desk.history(kind.name, row.id)
    before = next((each for each in versions if each.version == base), versions[-1])
    was, now = (named_refs(desk, kind, _texts(kind, each.values, each.masked)) for each in (before, row))
    sides: list[c.Side] = []
    kept: list[tuple[str, str]] = [("key", str(uuid.uuid4()))]
    for field in fields_of(kind):
        yours = given.get(field.name)
        if yours is None or field.name in desk.views(kind).hidden or (field.facts.secret and not yours):
            continue
        old, theirs = ("", "") if field.facts.secret else (_flat(was.get(field.name)), _flat(now.get(field.name)))
        mine = _flat(yours)
        if mine in (old, theirs) and not field.facts.secret:
            continue
        sides.append(_side(desk, words, field, theirs=theirs, yours=mine, hint=str(row.values[field.name] or "")))
    page = c.Failure(
        status=409,
        collision=c.Collision(
            action=f"{asked.root}/records/{kind.name}/{row.id}/edit",
            base=row.version,
            who=words.person(versions[0].actor),
            at=parse_stamp(versions[0].at),
            sides=tuple(sides),
            kept=tuple(kept),
        ),
    )
    return inside(desk, asked, page, status=409)


def _side(desk: Desk, words: Words, field: Field, *, theirs: str, yours: str, hint: str) -> c.Side:
    labels = {each.value: each.label for each in input_of(desk, words, field, "").options}

    def said(text: str) -> str:
        return words.listed(labels.get(each, each) for each in text.split(",")) if labels else text

    return c.Side(
        name=field.name,
        label=words.say(field.label),
        theirs=hint if field.facts.secret else said(theirs),
        theirs_value=theirs,
        yours=said(yours),
        yours_value=yours,
    )


def _texts(kind: Kind, values: Mapping[str, Any], masked: Collection[str]) -> dict[str, Any]:
    return {field.name: text_of(field, values[field.name]) for field in fields_of(kind) if field.name not in masked}


def _flat(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value or "")


def _writable(desk: Desk, asked: Asked) -> Kind:
    kind = asked.kind(desk)
    if not (desk.may_write(kind) or desk.may_report(kind)):
        raise Refused(_NOT_YOURS.fill(what=kind.label))
    return kind


def _named(desk: Desk, kind: Kind) -> frozenset[str] | None:
    return frozenset(kind.by_name) - frozenset(desk.views(kind).hidden) if desk.may_write(kind) else None
