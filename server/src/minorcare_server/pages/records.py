"""One record of any kind: to look at, to move on, to take out of force; its secrets for a purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from minorcare.catalog import CORE
from minorcare.declare import Field, Kind
from minorcare.desk import Desk, Transition
from minorcare.errors import Invalid, NotFound
from minorcare.calendar import parse_stamp
from minorcare.label import Label
from minorcare.store.protocol import Row, Version
from minorcare.surfaces.converters import from_json
from minorcare.surfaces.front import ACTIONS
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.pages.fields import input_of, written
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside
from minorcare_server.sign_in import inside as within

Revealed = Mapping[tuple[str, str], str]
_EDIT = Label("修改", en="Change")
_MANY = Label("{n} 项", en="{n}")
_CHANGED = Label("改了：{what}", en="Changed: {what}")
_VERSION = Label("第 {n} 版", en="version {n}")


def show(desk: Desk, asked: Asked) -> Answer:
    """The record of an address."""
    return shown(desk, asked)


def shown(
    desk: Desk, asked: Asked, *, revealed: Revealed | None = None, wrong: tuple[c.Wrong, ...] = (), status: int = 200
) -> Answer:
    """A record's page, with what has just been revealed or was wrong."""
    kind, words = asked.kind(desk), Words(desk, asked)
    row = desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    versions = desk.history(kind.name, row.id)
    here = f"{asked.root}/records/{kind.name}"
    writes = desk.may_write(kind)
    page = c.RecordPage(
        record=f"{kind.name}/{row.id}",
        version=row.version,
        title=words.title(row),
        kind=words.say(kind.label),
        plugin=desk.catalog.plugin_of("kind", kind.name) != CORE,
        state=words.state(row),
        restricted=any(desk.views(kind).how(name) == "clear" for name in row.masked),
        trail=(c.Link(label=words.say(kind.label), href=here),),
        actions=(c.Link(label=words.say(_EDIT), href=f"{here}/{row.id}/edit", icon="edit"),) if writes else (),
        facts=tuple(facts_of(words, row, revealed or {})),
        purposes=purposes(desk, asked),
        moves=moves(desk, words, row) if writes else (),
        events=tuple(event(words, kind, each) for each in versions),
        may_void=writes,
        wrong=wrong,
    )
    return inside(desk, asked, page, status=status)


def transition(desk: Desk, asked: Asked) -> Answer:
    """Move a record to another state, and go back to where it was asked."""
    kind, id, form = asked.kind(desk), asked.path["id"], form_of(asked)
    given = {name: value for name, value in form if name not in ("to", "base", "back")}
    plain = dict(form)
    try:
        values = from_json(kind, written(kind, given, changing=True), partial=True)
        desk.apply(Transition(kind.name, id, plain.get("to", ""), base_of(plain), values))
    except Invalid as error:
        return shown(desk, asked, wrong=wrongs(asked, kind, error), status=422)
    fallback = f"{asked.root}/records/{kind.name}/{id}"
    return Answer.see(_noticed(within(asked.root, plain.get("back") or fallback), "moved"))


def void(desk: Desk, asked: Asked) -> Answer:
    """Take a record out of force."""
    kind, id, form = asked.kind(desk), asked.path["id"], dict(form_of(asked))
    desk.void(kind.name, id, base=base_of(form), reason=form.get("reason", "").strip()[:200])
    return Answer.see(f"{asked.root}/records/{kind.name}?notice=void")


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
            yield c.Fact(label=label, text=str(value or ""), masked=known, record=record, field=field.name if known else "")
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


def moves(desk: Desk, words: Words, row: Row) -> tuple[c.Move, ...]:
    """The states a person may move a record to, and what is asked with each."""
    kind, cycle, front = row.kind, row.kind.lifecycle, words.asked.front.tags
    if cycle is None or kind.state is None or kind.state.name in row.masked:
        return ()
    asks = dict(front.asks) if kind.name == front.kind else {}
    allowed = cycle.moves.get(row.values[kind.state.name], ())
    if kind.name == front.kind:
        allowed = tuple(state for state in allowed if state in front.moves)
    return tuple(
        c.Move(
            to=state,
            label=words.say(cycle.label_of(state)),
            primary=n == 0,
            fields=tuple(input_of(desk, words, kind.by_name[name], "", asked=True) for name in asks.get(state, ())),
        )
        for n, state in enumerate(allowed)
    )


def event(words: Words, kind: Kind, version: Version) -> c.Event:
    """One version in a timeline."""
    changed = [words.say(kind.by_name[name].label) for name in version.changed]
    what = words.say(_CHANGED, what=("、" if words.lang == "zh" else ", ").join(changed))
    action = ACTIONS.get(version.action)
    return c.Event(
        at=parse_stamp(version.at),
        origin=(words.person(version.actor), words.say(_VERSION, n=version.version)),
        title=what if version.action == "change" and changed else words.say(action) if action else version.action,
        tone="grey" if version.version > 1 else "",
        strong=version.version == 1,
    )


def form_of(asked: Asked) -> list[tuple[str, str]]:
    """What a form sent."""
    try:
        return parse_qsl(asked.body.decode("utf-8"), keep_blank_values=True, max_num_fields=500)
    except ValueError:
        raise Malformed([]) from None


def base_of(form: Mapping[str, str]) -> int:
    """The version a form was made from."""
    text = form.get("base", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Malformed([])
    return int(text)


def wrongs(asked: Asked, kind: Kind, error: Invalid) -> tuple[c.Wrong, ...]:
    """Problems for a page, at the fields they belong to."""

    def label(at: str) -> str:
        field: Field | None = kind.by_name.get(at.partition("[")[0])
        return asked.say(field.label) if field else at

    return tuple(
        c.Wrong(at=each.at, label=label(each.at), said=asked.say(each.said), remedy=asked.say(each.remedy))
        for each in error.problems
    )


def _noticed(address: str, notice: str) -> str:
    path, mark, fragment = address.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}notice={notice}{mark}{fragment}"
