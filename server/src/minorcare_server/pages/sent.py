"""What a form sends, and what is answered to it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from urllib.parse import parse_qsl

from minorcare.declare import Field, Kind
from minorcare.declare.inner import inner_fields
from minorcare.errors import Invalid
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.shells import UNDO, UNDO_SECONDS

_OF_AN_ACT = re.compile(r"^\[\d+\]\.?")
MOST_FIELDS = 2000


def form_of(asked: Asked) -> list[tuple[str, str]]:
    """What a form sent."""
    try:
        return parse_qsl(asked.body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Malformed([]) from None


def base_of(form: Mapping[str, str]) -> int:
    """The version a form was made from."""
    text = form.get("base", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Malformed([])
    return int(text)


def wrongs(asked: Asked, kind: Kind, error: Invalid, *, also: Kind | None = None) -> tuple[c.Wrong, ...]:
    """Problems for a page, at the inputs they belong to; of several acts, those of the form are no different from the others.

    *also*: a kind of which the form asks for something too.
    """
    fields = {**(also.by_name if also else {}), **kind.by_name}
    found = []
    for each in error.problems:
        at = _OF_AN_ACT.sub("", each.at)
        name, _, rest = at.partition("[")
        field = fields.get(name)
        if field is not None and field.type.name == "codes":
            at = name  # one input for all of them
        label = _label(asked, field, rest) if field else at
        found.append(c.Wrong(at=at, label=label, said=asked.say(each.said), remedy=asked.say(each.remedy)))
    return tuple(dict.fromkeys(found))


def _label(asked: Asked, field: Field, rest: str) -> str:
    """A field by its label; a part of a small value by the row it stands in, and its own."""
    label, (number, _, part) = asked.say(field.label), rest.partition("].")
    number = number.rstrip("]")
    if field.type.name != "values" or not number.isdigit():
        return label
    inner = next((each for each in inner_fields(field.type.python) if each.name == part), None)
    return f"{label} {int(number) + 1}" + (f" · {asked.say(inner.label)}" if inner else "")


def key_of(form: Mapping[str, str]) -> str:
    """The replay key of a form."""
    try:
        return str(uuid.UUID(form.get("key", "")))
    except ValueError:
        raise Malformed([]) from None


def noticed(address: str, notice: str) -> str:
    """An address that says what was done."""
    path, mark, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}notice={notice}{mark}{fragment}"


def done(asked: Asked, address: str, key: str) -> Answer:
    """After a form: look there. For a minute, what was done can be taken back by its key."""
    cookie = f"{UNDO}={key}; Path={asked.root}/; Max-Age={UNDO_SECONDS}; HttpOnly; SameSite=Lax"
    return Answer(status=303, headers={"Location": address, "Set-Cookie": cookie})
