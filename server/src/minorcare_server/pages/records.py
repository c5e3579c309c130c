"""One record of any kind: to look at, to take out of force; its secrets for a purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from minorcare.calendar import parse_stamp
from minorcare.catalog import CORE
from minorcare.declare import Field, Kind
from minorcare.declare.inner import inner_fields
from minorcare.desk import Desk
from minorcare.errors import Conflict, NotFound
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.store.protocol import Row, Version
from minorcare.surfaces.front import ACTIONS
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.pages.behind import link_to
from minorcare_server.pages.ending import ends_of
from minorcare_server.pages.moves import Sent, moves
from minorcare_server.pages.questionnaires import Asking, asking_of
from minorcare_server.pages.sent import base_of, form_of, key_of, noticed
from minorcare_server.pages.shelves import adds_of
from minorcare_server.pages.urgent import advice_of
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside
from minorcare_server.sign_in import inside as within

Revealed = Mapping[tuple[str, str], str]
_EDIT = Label("修改", en="Change")
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
    sent: Sent | None = None,
    status: int = 200,
) -> Answer:
    """A record's page, with what has just been revealed, or with the move that was sent and what is wrong with it."""
    kind, words = asked.kind(desk), Words(desk, asked)
    row = desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    versions = () if kind.name in DERIVED else desk.history(kind.name, row.id)
    words.learn_people(each.actor for each in versions)
    here = f"{asked.root}/records/{kind.name}"
    withheld = any(desk.views(kind).how(name) == "clear" for name in row.masked)
    writes, apart = desk.may_write(kind) and not withheld, kind.name in asked.front.apart
    page = c.RecordPage(
        record=f"{kind.name}/{row.id}",
        version=row.version,
        title=words.title(row),
        kind=words.say(kind.label),
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
        state=words.state(row),
        restricted=withheld,
        trail=_trail(desk, words, row),
        actions=(
            *(
                (c.Link(label=words.say(_EDIT), href=f"{here}/{row.id}/edit", icon="edit"),)
                if writes and not apart
                else ()
            ),
            *link_to(desk, asked, row),
        ),
        facts=tuple(fact for fact in facts_of(words, row, revealed or {}) if not is_empty(fact)),
        purposes=purposes(desk, asked),
        moves=moves(desk, words, row, sent) if writes else (),
        events=tuple(event(words, kind, each) for each in versions),
        may_void=writes and not apart,
        wrong=wrong,
        wrong_in=sent.ask if sent else "",
        ends=ends_of(words, row),
        missing=missing_of(words, row),
        adds=adds_about(desk, asked, row),
        advice=advice_of(words, row),
    )
    return inside(desk, asked, page, status=status)


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
    untold = words.asked.front.untold
    for field in row.kind.fields:
        if field.name in without or field is row.kind.state or f"{row.kind.name}.{field.name}" in untold:
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
        elif field.type.name == "values":
            asking = asking_of(words.asked.front, row.kind, field, row.values)
            yield c.Fact(label=label, parts=tuple(_parts(words, field, each, asking) for each in value or ()))
        else:
            href = words.href(words.desk.catalog.target(field), value) if field.ref and value else ""
            yield c.Fact(label=label, text=words.text(field, value), href=href)


def adds_about(desk: Desk, asked: Asked, row: Row) -> tuple[c.Link, ...]:
    """What can be added about this very record: the circumstances of a grown-up, the hazards of a household."""
    found: list[c.Link] = []
    for kind in desk.catalog.kinds.values():
        about = kind.about
        if about is None:
            continue
        if desk.catalog.target(about) is row.kind:
            found += adds_of(desk, asked, kind, row.id)
        elif row.kind.about and row.kind.about.name == about.name and about.name not in row.masked:
            found += _parts_of(desk, asked, kind, row, str(row.values[about.name] or ""))
    return tuple(found)


def _parts_of(desk: Desk, asked: Asked, kind: Kind, row: Row, whose: str) -> Iterator[c.Link]:
    """The forms by which records of *kind* are made that belong to this one: the measures of a plan."""
    for field in kind.references:
        asking = any(field.name in form.fields for form in asked.front.forms_of(kind.name))
        if field is not kind.about and asking and desk.catalog.target(field) is row.kind:
            yield from adds_of(desk, asked, kind, whose, {field.name: row.id})


def is_empty(fact: c.Fact) -> bool:
    """Whether nothing is on record: neither a value nor a mask of one."""
    return not (fact.text or fact.tags or fact.parts or fact.masked)


def missing_of(words: Words, row: Row) -> tuple[str, ...]:
    """What a form asks for, and nobody has said."""
    forms = words.asked.front.forms_of(row.kind.name)
    asked = (
        {name for form in forms for name in (*form.fields, *(form.changed or ()))} if forms else set(row.kind.by_name)
    )
    return tuple(
        words.say(field.label)
        for field in row.kind.fields
        if field.name in asked and field.name not in row.masked and row.values[field.name] in (None, (), "")
    )


def _parts(words: Words, field: Field, value: Any, asking: Asking | None) -> tuple[c.Fact, ...]:
    """One of several small values, part by part; a part that is empty is left out."""
    found = []
    for inner in inner_fields(field.type.python):
        part = getattr(value, inner.name)
        known = asking.said(inner, part) if asking else None
        if text := words.say(known) if known else words.text(inner, part):
            found.append(c.Fact(label="" if known else words.say(inner.label), text=text))
    return tuple(found)


def purposes(desk: Desk, asked: Asked) -> tuple[c.Option, ...]:
    """For which a secret may be revealed."""
    codes = desk.catalog.codes["purpose"]
    return tuple(c.Option(value=value, label=asked.say(codes.label_of(value))) for value in asked.front.revealing)


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
        and f"{kind.name}.{field.name}" not in words.asked.front.untold
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
