"""One record of any kind: to look at, to move on, to take out of force; its secrets for a purpose."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from minorcare.calendar import parse_stamp
from minorcare.catalog import CORE
from minorcare.declare import Kind
from minorcare.desk import Act, Change, Desk, Transition
from minorcare.errors import Conflict, Invalid, NotFound, Problem
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.store.protocol import Row, Version
from minorcare.surfaces.converters import from_json
from minorcare.surfaces.front import ACTIONS
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.pages.fields import input_of, written
from minorcare_server.pages.sent import base_of, done, form_of, key_of, noticed, wrongs
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside
from minorcare_server.sign_in import inside as within

Revealed = Mapping[tuple[str, str], str]
_EDIT = Label("修改", en="Change")
_MANY = Label("{n} 项", en="{n}")
_CHANGED = Label("改了：{what}", en="Changed: {what}")
_FOUND = Label("系统提示，待核实", en="found, to be verified")
_BY_RULE = Label("规则", en="Rule")
_REASON = Label("作废原因", en="Reason")
_LOOK_AGAIN = Label(
    "别人刚改过这条记录，没有写入。请看过现在的内容再办。",
    en="Somebody else just changed it; nothing was written. Look at it as it is now, then decide.",
)
MOST_TOLD = 3


def show(desk: Desk, asked: Asked) -> Answer:
    """The record of an address."""
    return shown(desk, asked)


def shown(
    desk: Desk,
    asked: Asked,
    *,
    revealed: Revealed | None = None,
    wrong: tuple[c.Wrong, ...] = (),
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Answer:
    """A record's page, with what has just been revealed or was wrong."""
    kind, words = asked.kind(desk), Words(desk, asked)
    row = desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    versions = () if kind.name in DERIVED else desk.history(kind.name, row.id)
    words.learn_people(each.actor for each in versions)
    here = f"{asked.root}/records/{kind.name}"
    writes, apart = desk.may_write(kind), kind.name in asked.front.apart
    page = c.RecordPage(
        record=f"{kind.name}/{row.id}",
        version=row.version,
        title=words.title(row),
        kind=words.say(kind.label),
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
        state=words.state(row),
        restricted=any(desk.views(kind).how(name) == "clear" for name in row.masked),
        trail=_trail(desk, words, row),
        actions=(c.Link(label=words.say(_EDIT), href=f"{here}/{row.id}/edit", icon="edit"),)
        if writes and not apart
        else (),
        facts=tuple(facts_of(words, row, revealed or {})),
        purposes=purposes(desk, asked),
        moves=moves(desk, words, row, given) if writes else (),
        events=tuple(event(words, kind, each) for each in versions),
        may_void=writes and not apart,
        wrong=wrong,
    )
    return inside(desk, asked, page, status=status)


def transition(desk: Desk, asked: Asked) -> Answer:
    """Move a record to another state, and go back to where it was asked."""
    kind, id, form = asked.kind(desk), asked.path["id"], form_of(asked)
    given = {name: value for name, value in form if name not in ("to", "base", "back")}
    plain, key = dict(form), str(uuid.uuid4())
    back = within(asked.root, plain.get("back") or f"{asked.root}/records/{kind.name}/{id}")
    try:
        _must_say(asked, kind, plain.get("to", ""), given)
        values = from_json(kind, written(kind, given, changing=True), partial=True)
        desk.apply(_act(desk, asked, kind, plain, values), key=key)
    except Invalid as error:
        return shown(desk, asked, wrong=wrongs(asked, kind, error), given=given, status=422)
    except Conflict:
        return too_late(desk, asked, back)
    return done(asked, noticed(back, "moved"), key)


def _act(desk: Desk, asked: Asked, kind: Kind, plain: Mapping[str, str], values: Mapping[str, Any]) -> Act:
    """A move; or, of a record that is in that state already and may stay in it, a change."""
    id, to, front = asked.path["id"], plain.get("to", ""), asked.front.tags
    stays = kind.name == front.kind and any(ask.stays and ask.to == to for ask in front.asks)
    if stays and desk.get(kind.name, id).values[front.state] == to:
        return Change(kind.name, id, base_of(plain), values)
    return Transition(kind.name, id, to, base_of(plain), values)


def void(desk: Desk, asked: Asked) -> Answer:
    """Take a record out of force."""
    kind, id, form = asked.kind(desk), asked.path["id"], dict(form_of(asked))
    reason = form.get("reason", "").strip()[:200]
    if not reason:
        said, remedy = Label("没有填写", en="is missing"), Label("写明为什么作废", en="say why")
        wrong = c.Wrong(at="reason", label=asked.say(_REASON), said=asked.say(said), remedy=asked.say(remedy))
        return shown(desk, asked, wrong=(wrong,), status=422)
    row = desk.get(kind.name, id)
    try:
        desk.void(kind.name, id, base=base_of(form), reason=reason)
    except Conflict:
        return too_late(desk, asked, f"{asked.root}/records/{kind.name}/{id}")
    return Answer.see(noticed(_above(desk, asked, row), "void"))


def undo(desk: Desk, asked: Asked) -> Answer:
    """Take back what was just saved, and go back to where it was said."""
    undone = desk.undo(key_of({"key": asked.path["key"]}))
    here = within(asked.root, urlsplit(asked.headers.get("Referer", "")).path)
    if undone.voided and not undone.restored:  # what was made is gone, and so is its page
        parts = here.removeprefix(asked.root).split("/")
        here = f"{asked.root}/records/{parts[2]}" if parts[1:2] == ["records"] else f"{asked.root}/"
    return Answer.see(noticed(here, "undone"))


def too_late(desk: Desk, asked: Asked, back: str) -> Answer:
    """Somebody else was first; nothing was written."""
    return inside(desk, asked, c.Failure(status=409, remedy=asked.say(_LOOK_AGAIN), retry=back), status=409)


def reveal(desk: Desk, asked: Asked) -> Answer:
    """One secret in clear, on this page and nowhere else, for the purpose that was chosen."""
    at, text = revealing(desk, asked)
    return shown(desk, asked, revealed={at: text})


def revealing(desk: Desk, asked: Asked) -> tuple[tuple[str, str], str]:
    """The record and field that a form asks for, and its clear text."""
    form = dict(form_of(asked))
    kind, _, id = form.get("record", "").partition("/")
    if kind not in desk.catalog.kinds:
        raise NotFound(kind)
    if form.get("purpose") not in asked.front.revealing:
        raise Malformed([])
    for_it = asked.registry.desk(desk.actor, office=desk.office, purpose=form["purpose"], via=desk.via)
    return (form["record"], form.get("field", "")), for_it.reveal(kind, id, form.get("field", "")) or ""


# --- parts that a child's page uses too ---


def facts_of(words: Words, row: Row, revealed: Revealed, *, without: tuple[str, ...] = ()) -> Iterator[c.Fact]:
    """The values of a record, each by its label."""
    record = f"{row.kind.name}/{row.id}"
    view = words.desk.views(row.kind)
    for field in row.kind.fields:
        if field.name in without or field is row.kind.state:
            continue
        label, value, masked = words.say(field.label), row.values[field.name], field.name in row.masked
        clear = revealed.get((record, field.name))
        if clear is not None:
            yield c.Fact(label=label, text=clear, record=record, field=field.name, shown=True)
        elif masked and field.facts.secret and view.how(field.name) == "hint":
            known = value is not None
            yield c.Fact(
                label=label, text=str(value or ""), masked=known, record=record, field=field.name if known else ""
            )
        elif masked:
            yield c.Fact(label=label, text=str(value or ""), masked=True)
        elif field.many and field.type.name == "values":
            yield c.Fact(label=label, text=words.say(_MANY, n=len(value or ())))
        else:
            href = words.href(words.desk.catalog.target(field), value) if field.ref and value else ""
            yield c.Fact(label=label, text=words.text(field, value), href=href)


def purposes(desk: Desk, asked: Asked) -> tuple[c.Option, ...]:
    """For which a secret may be revealed."""
    codes = desk.catalog.codes["purpose"]
    return tuple(c.Option(value=value, label=asked.say(codes.label_of(value))) for value in asked.front.revealing)


def moves(desk: Desk, words: Words, row: Row, given: Mapping[str, str] | None = None) -> tuple[c.Move, ...]:
    """The states a person may move a record to, and what is asked with each."""
    kind, cycle, front = row.kind, row.kind.lifecycle, words.asked.front.tags
    if cycle is None or kind.state is None or kind.state.name in row.masked:
        return ()
    now = row.values[kind.state.name]
    mine = front.asks if kind.name == front.kind else ()
    asks = {ask.to: ask for ask in mine if ask.stays == (ask.to == now)}
    found: list[c.Move] = []
    for state in (*(ask.to for ask in mine if ask.stays and ask.to == now), *cycle.moves.get(now, ())):
        ask = asks.get(state)
        if mine and ask is None:
            continue  # not a person's to make
        typed = given or ({front.review: _review(desk, words, row)} if ask else {})
        names = ask.fields if ask else ()
        inputs = tuple(input_of(desk, words, kind.by_name[name], typed.get(name, ""), asked=True) for name in names)
        label = words.say(ask.label if ask else cycle.label_of(state))
        found.append(c.Move(to=state, label=label, primary=not found, fields=inputs))
    return tuple(found)


def _review(desk: Desk, words: Words, row: Row) -> str:
    """The day of review that the risk itself sets."""
    risk = desk.catalog.risks.get(str(row.values[words.asked.front.tags.names]))
    return (desk.day + risk.review).isoformat() if risk else ""


def _must_say(asked: Asked, kind: Kind, to: str, given: Mapping[str, str]) -> None:
    """Raise Invalid for what a move asks for and did not get."""
    front = asked.front.tags
    names = next((ask.fields for ask in front.asks if ask.to == to), ()) if kind.name == front.kind else ()
    said, remedy = Label("没有填写", en="is missing"), Label("请填写", en="fill it in")
    missing = [name for name in names if not given.get(name, "").strip()]
    if missing:
        raise Invalid(Problem(at=name, said=said, remedy=remedy, code="required") for name in missing)


def event(words: Words, kind: Kind, version: Version, *, of: str = "") -> c.Event:
    """One version in a timeline: who, by what, and what became different, as far as the reader sees it."""
    changed = [kind.by_name[name] for name in version.changed if kind.by_name[name] is not kind.state]
    state = kind.state
    moved = (
        state is not None
        and state.name in version.changed
        and state.name not in version.masked
        and version.action == "transition"
    )
    machine = version.via.startswith(("rule:", "check:"))
    title = words.say(
        _FOUND if machine and version.action == "create" else ACTIONS.get(version.action, Label(version.action))
    )
    if moved and state is not None:
        title = words.text(state, version.values[state.name])
    elif version.action == "change" and changed:
        title = words.say(_CHANGED, what=words.listed(words.say(field.label) for field in changed))
    told = [
        f"{words.say(field.label)}{words.colon}{text}"
        for field in changed
        if version.action in ("change", "transition", "restore")
        and field.name not in version.masked
        and field.type.name != "values"
        and field.name not in (*words.asked.front.posts.held_by, words.asked.front.tags.decided)
        and (text := words.text(field, version.values[field.name]))
    ]
    return c.Event(
        at=parse_stamp(version.at),
        origin=(words.say(_BY_RULE) if machine else words.person(version.actor),),
        title=f"{of}{words.colon}{title}" if of else title,
        text=words.listed(told[:MOST_TOLD], "；" if words.lang == "zh" else "; "),
        tone="orange" if machine else "grey" if version.action in ("create", "change") else "",
        strong=moved,
    )


def _trail(desk: Desk, words: Words, row: Row) -> tuple[c.Link, ...]:
    """The child it is about, or the list it stands in."""
    kind, roster = row.kind, words.asked.front.roster
    about = kind.about
    if about is not None and desk.catalog.target(about).name == roster.kind and about.name not in row.masked:
        whose = c.Link(label=words.text(about, row.values[about.name]), href=_above(desk, words.asked, row))
        return (c.Link(label=words.say(roster.label), href=f"{words.asked.root}/roster"), whose)
    if kind.name == roster.kind:
        return (c.Link(label=words.say(roster.label), href=f"{words.asked.root}/roster"),)
    return (c.Link(label=words.say(kind.label), href=f"{words.asked.root}/records/{kind.name}"),)


def _above(desk: Desk, asked: Asked, row: Row) -> str:
    about, roster = row.kind.about, asked.front.roster
    if about is not None and desk.catalog.target(about).name == roster.kind and about.name not in row.masked:
        return f"{asked.root}/child/{row.values[about.name]}"
    return f"{asked.root}/roster" if row.kind.name == roster.kind else f"{asked.root}/records/{row.kind.name}"
