"""What a form sends, and what is answered to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from urllib.parse import parse_qsl

from minorcare.declare import Field, Kind
from minorcare.errors import Invalid
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import Malformed
from minorcare_server.shells import UNDO, UNDO_SECONDS


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
