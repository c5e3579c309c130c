"""Records over HTTP: list, get, create, change, transition, history."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import attrs

from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.desk import Change, Desk, Save, Transition
from minorcare.desk.acts import Act
from minorcare.errors import Conflict, Invalid, NotFound, Problem, Refused
from minorcare.label import Label
from minorcare.query import Query
from minorcare.query.url import parse
from minorcare.store.protocol import JsonPage, Row
from minorcare.surfaces.converters import from_json, loads, to_json
from minorcare.surfaces.current import current
from minorcare.work.written import written
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed, NoSuchPage, Stale, VersionNeeded, WrongType

_VERSION = re.compile(r'"([1-9][0-9]{0,8})"')
_REPLAYED = uuid.UUID("6d696e6f-7263-5172-a570-6c6179206b65")
"""Names the ids of records that came with a replay key and without an id: the same key makes the same id."""


def listed(desk: Desk, asked: Asked) -> Answer:
    """A page of records, as the store wrote it."""
    return page(desk.find_json(_query(desk.catalog, asked.kind(desk), asked.pairs)))


@lru_cache(256)
def _query(catalog: Catalog, kind: Kind, pairs: tuple[tuple[str, str], ...]) -> Query:
    """What the pairs of an address ask: programs ask the same again and again."""
    return parse(current(pairs, kind), kind, catalog.kinds, catalog.codes)


def looks(desk: Desk, asked: Asked) -> Answer:
    """A page of who looked: derived from the journal, when it is asked for."""
    desk.store.looks(desk.office)
    return listed(desk, asked)


def get(desk: Desk, asked: Asked) -> Answer:
    """One record, with its version as ETag."""
    row = desk.get(asked.kind(desk).name, asked.path["id"])
    if asked.headers.get("If-None-Match") == _etag(row.version):
        return Answer(status=304, headers={"ETag": _etag(row.version)})
    return answer(row)


def create(desk: Desk, asked: Asked) -> Answer:
    """A new record. With a replay key, sending it again gives the first answer."""
    kind, data, key = asked.kind(desk), json_of(asked), replay_key(asked)
    if key and isinstance(data, dict):
        data.setdefault("id", str(uuid.uuid5(_REPLAYED, key)))
    record = kind.build(from_json(kind, data, readable=_named(desk, kind)))
    receipt = desk.apply(Save(record), key=key)
    headers = {"Location": f"{asked.root}/api/v1/records/{kind.name}/{record.id}"}
    if not desk.may_read(kind.name):  # who reports without reading is told that it arrived, and no more
        told = {"id": record.id, "version": receipt.value[0][2], "masked": []}
        return Answer.json(told, status=201, headers=headers)
    return answer(desk.get(kind.name, record.id), status=201, headers=headers)


def change(desk: Desk, asked: Asked) -> Answer:
    """Some values of a record, from the version in If-Match."""
    kind, base = asked.kind(desk), _base(asked)
    values = from_json(kind, json_of(asked), partial=True, readable=_named(desk, kind))
    return _applied(desk, asked, kind, Change(kind.name, asked.path["id"], base, values))


def transition(desk: Desk, asked: Asked) -> Answer:
    """Another state, with the values that go with it, from the version in If-Match."""
    kind, base = asked.kind(desk), _base(asked)
    if kind.lifecycle is None:
        raise NoSuchPage
    data = json_of(asked)
    to = data.pop("to", None) if isinstance(data, dict) else None
    unknown = [] if to in kind.lifecycle.states else [_no_state(kind)]
    try:
        values = from_json(kind, data, partial=True, readable=_named(desk, kind))
    except Invalid as error:
        raise Invalid([*unknown, *error.problems]) from None
    if unknown:
        raise Invalid(unknown)
    return _applied(desk, asked, kind, Transition(kind.name, asked.path["id"], str(to), base, values))


def history(desk: Desk, asked: Asked) -> Answer:
    """The versions of a record, newest first."""
    kind = asked.kind(desk)
    items = [
        {
            "version": each.version,
            "at": each.at,
            "actor": each.actor,
            "via": each.via,
            "action": each.action,
            "changed": each.changed,
            "void": each.void,
            "values": {k: v for k, v in to_json(kind, each.values, each.masked).items() if k != "masked"},
            "masked": each.masked,
        }
        for each in desk.history(kind.name, asked.path["id"])
    ]
    return Answer.json({"items": items, "next": None})


# --- what the others of this folder use too ---


def page(found: JsonPage) -> Answer:
    """A page, its rows passed on as they are."""
    after = b"null" if found.next is None else b'"' + found.next.encode() + b'"'
    return Answer(body=b"".join((b'{"items":', found.body, b',"next":', after, b"}")))


def json_of(asked: Asked) -> Any:
    """The JSON of the body, read strictly.

    Raises:
        WrongType, Malformed: it is none.
    """
    if asked.headers.get("Content-Type", "").partition(";")[0].strip().casefold() != "application/json":
        raise WrongType("application/json")
    try:
        return loads(asked.body)
    except Invalid as error:
        raise Malformed(error.problems) from None


def answer(row: Row, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A record, with its version as ETag."""
    return Answer.json(written(row), status=status, headers={"ETag": _etag(row.version), **(headers or {})})


def replay_key(asked: Asked) -> str | None:
    """The UUID by which a retry is known.

    Raises:
        Malformed: it is none.
    """
    given = asked.headers.get("Idempotency-Key")
    if given is None:
        return None
    try:
        return str(uuid.UUID(given.strip()))
    except ValueError:
        said, remedy = (
            Label("不是 UUID", en="is no UUID"),
            Label("每个新请求生成一个 UUID", en="make a UUID for each new request"),
        )
        raise Malformed([Problem(at="Idempotency-Key", said=said, remedy=remedy, code="key")]) from None


def asks(desk: Desk, kind_name: str, pairs: Sequence[tuple[str, str]], *, order: tuple[str, ...]) -> Query:
    """What *pairs* ask of a kind, in *order* if they name none."""
    found = parse(pairs, desk.catalog.kind(kind_name), desk.catalog.kinds, desk.catalog.codes)
    return found if found.order else attrs.evolve(found, order=order)


# --- writing ---


def _applied(desk: Desk, asked: Asked, kind: Kind, act: Act) -> Answer:
    try:
        desk.apply(act, key=replay_key(asked))
    except Conflict as error:
        raise _stale(desk, kind, asked.path["id"], error) from None
    return answer(desk.get(kind.name, asked.path["id"]))


def _stale(desk: Desk, kind: Kind, id: str, error: Conflict) -> Conflict:
    try:
        row = desk.get(kind.name, id)
    except (NotFound, Refused):
        return error
    return Stale(error.said, row.version, written(row))


def _etag(version: int) -> str:
    return f'"{version}"'


def _base(asked: Asked) -> int:
    given = asked.headers.get("If-Match")
    if given is None:
        raise VersionNeeded
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        said = Label("不是版本号", en="is no version")
        remedy = Label('照抄 ETag，例如 "3"', en='repeat the ETag as it was, such as "3"')
        raise Malformed([Problem(at="If-Match", said=said, remedy=remedy, code="version")])
    return int(found[1])


def _named(desk: Desk, kind: Kind) -> frozenset[str] | None:
    """The fields a caller may name. Who reports without reading may name all."""
    if not desk.may_write(kind):
        return None
    return frozenset(kind.by_name) - frozenset(desk.views(kind).hidden)


def _no_state(kind: Kind) -> Problem:
    states = ", ".join(kind.lifecycle.states) if kind.lifecycle else ""
    said = Label("没有这个状态", en="is no state")
    return Problem(at="to", said=said, remedy=Label(f"从中选择：{states}", en=f"choose from: {states}"), code="state")
