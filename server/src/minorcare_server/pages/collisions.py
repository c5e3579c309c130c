"""When somebody else was first: both versions side by side, and nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from minorcare.calendar import parse_stamp
from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.fields import Given, flat, text_of
from minorcare_server.pages.inputs import Inputs
from minorcare_server.pages.references import named_refs
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside


def collision(desk: Desk, asked: Asked, kind: Kind, given: Given, base: int) -> Answer:
    """What both wrote, where they differ. Of what only one has touched, the one who has touched it is right."""
    words, row = Words(desk, asked), desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    versions = desk.history(kind.name, row.id)
    before = next((each for each in versions if each.version == base), versions[-1])
    was, now = (named_refs(desk, kind, _texts(kind, each.values, each.masked)) for each in (before, row))
    sides: list[c.Side] = []
    kept: list[tuple[str, str]] = [("key", str(uuid.uuid4()))]
    inputs, hidden = Inputs(words, kind), desk.views(kind).hidden
    for field in kind.fields:
        yours = given.get(field.name)
        if field is kind.state or yours is None or field.name in hidden or (field.facts.secret and not yours):
            continue
        old, theirs = ("", "") if field.facts.secret else (flat(was.get(field.name)), flat(now.get(field.name)))
        mine = flat(yours)
        if mine in (old, theirs) and not field.facts.secret:
            continue
        sides.append(_side(inputs, field, theirs=theirs, yours=mine, hint=str(row.values[field.name] or "")))
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


def _side(inputs: Inputs, field: Field, *, theirs: str, yours: str, hint: str) -> c.Side:
    words = inputs.words
    labels = dict(inputs.options(field)) if field.type.name != "values" else {}

    def said(text: str) -> str:
        if field.type.name == "values":
            rows = orjson.loads(text) if text else []
            parts = (words.listed(filter(None, row.values())) for row in rows)
            return words.listed(parts, "；" if words.lang == "zh" else "; ")
        return words.listed(labels.get(each, each) for each in text.split(",")) if labels else text

    return c.Side(
        name=field.name,
        label=words.say(field.label),
        theirs=hint if field.facts.secret else said(theirs),
        theirs_value=theirs,
        yours=said(yours),
        yours_value=yours,
    )


def _texts(kind: Kind, values: Mapping[str, Any], masked: Collection[str]) -> Given:
    return {
        field.name: text_of(field, values[field.name])
        for field in kind.fields
        if field is not kind.state and field.name not in masked
    }
