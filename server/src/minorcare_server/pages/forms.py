"""Creating and changing a record on a page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from minorcare.catalog import CORE
from minorcare.declare import Field, Kind
from minorcare.desk import Change, Desk
from minorcare.errors import Conflict, Invalid, Refused
from minorcare.label import Label
from minorcare.store.protocol import Row
from minorcare.surfaces.converters import from_json
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage
from minorcare_server.pages.collisions import collision
from minorcare_server.pages.fields import Given, gathered, rows_shown, text_of, written
from minorcare_server.pages.inputs import Inputs
from minorcare_server.pages.making import FORM, MORE_ROWS, OF_THE_FORM, Making, fields_of, made, named, texts_of
from minorcare_server.pages.questionnaires import keys_of
from minorcare_server.pages.questions import address
from minorcare_server.pages.references import found_refs, named_refs
from minorcare_server.pages.sent import base_of, done, form_of, key_of, noticed, wrongs
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

_NEW, _CHANGE = Label("新增{what}", en="New: {what}"), Label("修改：{what}", en="Change: {what}")
_NOT_YOURS = Label("您的岗位不能填写{what}", en="your role does not write this: {what}")


def new(desk: Desk, asked: Asked) -> Answer:
    """An empty form; what the address names is filled in."""
    making = _making(desk, asked)
    kind = making.kind
    if _only_reports(desk, asked, kind):
        return Answer.see(f"{asked.root}/report/{kind.name}")
    given: Given = {
        f.name: text_of(f, f.default) for f in fields_of(kind) if not f.required and f.default not in (None, ())
    }
    given |= making.filled(desk, asked=True)
    given |= {name: value for name, value in asked.pairs if name in kind.by_name}
    return _page(desk, asked, making, given, key=str(uuid.uuid4()), named=True)


def create(desk: Desk, asked: Asked) -> Answer:
    """What it sends. Sent twice, it makes one record."""
    making, sent = _making(desk, asked), form_of(asked)
    if _only_reports(desk, asked, making.kind):
        raise Refused(_NOT_YOURS.fill(what=making.kind.label))
    plain, key = dict(sent), key_of(dict(sent))
    given = making.gathered(asked.front, sent)
    if more := plain.get("more"):
        return _page(desk, asked, making, given, key=key, least={more: rows_shown(sent, more) + MORE_ROWS})
    try:
        id, values = made(desk, making, given, key)
    except Invalid as error:
        return _page(desk, asked, making, given, key=key, wrong=wrongs(asked, making.kind, error))
    return done(asked, noticed(_after(desk, asked, making.kind, id, values), "saved"), key)


def edit(desk: Desk, asked: Asked) -> Answer:
    """A form with what is on file."""
    making = _changing(desk, asked)
    row = desk.get(making.kind.name, asked.path["id"])
    given = texts_of(making.kind, row.values, row.masked)
    return _page(desk, asked, making, given, key=str(uuid.uuid4()), row=row, base=row.version, named=True)


def change(desk: Desk, asked: Asked) -> Answer:
    """What it sends, from the version it was made from."""
    making, sent, id = _changing(desk, asked), form_of(asked), asked.path["id"]
    kind, plain = making.kind, dict(sent)
    given = gathered(kind, [each for each in sent if each[0] not in OF_THE_FORM], keys_of(asked.front, kind))
    base, key = base_of(plain), key_of(plain)
    if more := plain.get("more"):
        least = {more: rows_shown(sent, more) + MORE_ROWS}
        return _page(desk, asked, making, given, key=key, row=desk.get(kind.name, id), base=base, least=least)
    try:
        data = written(kind, found_refs(desk, kind, given), changing=True)
        values = from_json(kind, data, partial=True, readable=named(desk, kind))
        desk.apply(Change(kind.name, id, base, values), key=key)
    except Invalid as error:
        row, wrong = desk.get(kind.name, id), wrongs(asked, kind, error)
        return _page(desk, asked, making, given, key=key, row=row, base=base, wrong=wrong)
    except Conflict:
        return collision(desk, asked, kind, given, base)
    return done(asked, noticed(Words(desk, asked).href(kind, id), "saved"), key)


def _after(desk: Desk, asked: Asked, kind: Kind, id: str, values: Mapping[str, Any]) -> str:
    """Where somebody goes who has made a record: to the child it is about, or to it; to it, if it may say what cannot wait."""
    words, about, urgent = Words(desk, asked), kind.about, {each.kind for each in asked.front.urgent}
    if not desk.may_read(kind.name):
        return f"{asked.root}/"
    if about is not None and desk.catalog.target(about).name == asked.front.roster.kind:
        child = values.get(about.name) or dict(asked.pairs).get(about.name)
        if child and not (kind.name in urgent and id):
            return words.href(desk.catalog.target(about), child)
    return words.href(kind, id) if id else f"{asked.root}/records/{kind.name}"


def _page(
    desk: Desk,
    asked: Asked,
    making: Making,
    given: Given,
    *,
    key: str,
    row: Row | None = None,
    base: int | None = None,
    named: bool = False,
    least: Mapping[str, int] | None = None,
    wrong: tuple[c.Wrong, ...] = (),
) -> Answer:
    """The form with what is *given*. With *named*, references are ids still, and are shown as people write them."""
    words, kind = Words(desk, asked), making.kind
    if row is not None:
        words.learn((row,))
    child = _child(desk, asked, kind, row)
    inputs = Inputs(words, kind, child, least or {}, row.values if row else {})
    fields = making.fields(desk, changing=row is not None)
    if named:
        chosen = {field.name for field in fields if inputs.is_chosen(field)}
        given = named_refs(desk, kind, given, chosen=chosen)
    what = words.title(row) if row else words.say(kind.label)
    title = words.say(_CHANGE if row else _NEW, what=what)
    if making.form and making.form.label and not row:
        title = words.say(making.form.label)
    here = f"{asked.root}/records/{kind.name}"
    cancel = _cancel(desk, asked, words, kind, row)
    page = c.RecordForm(
        title=title,
        lead=_lead(desk, words, child),
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
        trail=(c.Link(label=words.say(kind.label), href=cancel),),
        action=f"{here}/{row.id}/edit" if row else address(f"{here}/new", asked.pairs),
        cancel=cancel,
        key=key,
        base=base,
        fields=tuple(_inputs(desk, inputs, making, fields, given, row)),
        wrong=wrong,
    )
    return inside(desk, asked, page, status=422 if wrong else 200)


def _inputs(
    desk: Desk, inputs: Inputs, making: Making, fields: tuple[Field, ...], given: Given, row: Row | None
) -> list[c.Field]:
    hidden = set(desk.views(making.kind).hidden) | set(row.masked if row else ())
    found = []
    for field in fields:
        masked = field.name in hidden and not field.facts.secret
        mask = str(row.values[field.name] or "") if row and field.name in row.masked else ""
        must = field.name in making.must and row is None
        found.append(inputs.of(field, given.get(field.name, ""), masked=masked, mask=mask, must=must))
    return found


def _child(desk: Desk, asked: Asked, kind: Kind, row: Row | None) -> str:
    """The child that a record is about, if the address or the record says so."""
    about = kind.about
    if about is None or desk.catalog.target(about).name != asked.front.roster.kind:
        return ""
    if row is not None:
        return "" if about.name in row.masked else str(row.values[about.name] or "")
    return dict(asked.pairs).get(about.name, "")


def _lead(desk: Desk, words: Words, child: str) -> str:
    roster = words.asked.front.roster
    if not child:
        return ""
    words.learn_names(roster.kind, {child})
    name = words.named(roster.kind, child)
    return f"{words.say(desk.catalog.kind(roster.kind).label)}{words.colon}{name}" if name else ""


def _cancel(desk: Desk, asked: Asked, words: Words, kind: Kind, row: Row | None) -> str:
    """Where somebody goes back to who does not save."""
    about = kind.about
    if row is not None:
        return words.href(kind, row.id)
    if about is not None and (whose := dict(asked.pairs).get(about.name)):
        return words.href(desk.catalog.target(about), whose)
    return f"{asked.root}/roster" if kind.name == asked.front.roster.kind else f"{asked.root}/records/{kind.name}"


def _making(desk: Desk, asked: Asked) -> Making:
    """The form that an address names; the first of its kind, if it names none."""
    kind, name = _writable(desk, asked), dict(asked.pairs).get(FORM)
    forms = asked.front.forms_of(kind.name)
    if name is None:
        return Making(kind=kind, form=forms[0] if forms else None)
    form = next((each for each in forms if each.name == name), None)
    if form is None:
        raise NoSuchPage
    return Making(kind=kind, form=form)


def _only_reports(desk: Desk, asked: Asked, kind: Kind) -> bool:
    """Whether this reader sends such records on a page of their own."""
    return not desk.may_write(kind) and any(report.form.kind == kind.name for report in asked.front.reports)


def _changing(desk: Desk, asked: Asked) -> Making:
    """The form by which a record is changed: the first that says what may be."""
    kind = _writable(desk, asked)
    forms = asked.front.forms_of(kind.name)
    form = next((each for each in forms if each.changed is not None), forms[0] if forms else None)
    return Making(kind=kind, form=form)


def _writable(desk: Desk, asked: Asked) -> Kind:
    kind = asked.kind(desk)
    if not (desk.may_write(kind) or desk.may_report(kind)):
        raise Refused(_NOT_YOURS.fill(what=kind.label))
    return kind
