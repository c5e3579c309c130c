"""What is sent with an act of the office that is more than one record: a move to another office, two children made one.

Each is an object of a few texts and days. Declared once: the command line and the API read it by the same lines, and find the same
problems in it; the API's document shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

import attrs

from minorcare.declare.fields import Sensitivity
from minorcare.declare.text import clean, faults
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.surfaces.schemas import DATE, Schema, object_, own

_FORMS: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date", "pattern": DATE},
    "texts": {"type": "array", "items": {"type": "string"}},
}


@attrs.frozen(kw_only=True)
class Part:
    """One value that is sent: a text, a day or a list of texts; ``most`` counts characters, or the texts of a list."""

    label: Label
    form: Literal["text", "day", "texts"] = "text"
    needed: bool = True
    most: int = 200
    level: Sensitivity = "open"


Parts = Mapping[str, Part]

_NOTE = Part(label=Label("说明", en="Why"), level="sensitive")
SEND: Parts = {
    "minor": Part(label=Label("孩子", en="Id of the child")),
    "to": Part(label=Label("迁往街道", en="Nine-digit code of the receiving office"), most=9),
    "reason": Part(label=Label("迁移原因", en="A code of the list transfer_reason"), most=40, level="sensitive"),
    "moved_on": Part(label=Label("迁移日期", en="The day from which it lives there"), form="day", level="personal"),
    "id": Part(label=Label("交接编号", en="Id of the transfer; made if left out"), needed=False),
}
ACCEPT: Parts = {
    "area": Part(label=Label("所属区域", en="The area it lives in now"), most=60),
    "address": Part(label=Label("住址", en="The address of its home"), needed=False, level="sensitive"),
}
DECLINE: Parts = {"note": _NOTE}
CANCEL: Parts = {"note": _NOTE}
MERGE: Parts = {
    "keep": Part(label=Label("保留", en="Id of the child that stays")),
    "drop": Part(label=Label("并入", en="Id of the child that goes")),
    "reason": Part(label=Label("理由", en="Why they are one"), level="sensitive"),
}
VERIFY: Parts = {
    "anchors": Part(
        label=Label("存证", en="Lines of `minorcare journal anchor`, kept elsewhere"),
        form="texts",
        needed=False,
        most=1000,
    )
}
SUBSCRIBE: Parts = {"expires": Part(label=Label("有效期至", en="Its last day"), form="day")}


def typed(parts: Parts, data: object) -> dict[str, Any]:
    """The values that *data*, as ``loads`` gives it, holds; what is left out or ``null`` is not among them.

    Raises:
        Invalid: everything that is wrong with it, each at its name.
    """
    if not isinstance(data, dict):
        raise Invalid([_wrong_type("")])
    found: dict[str, Any] = {}
    problems = [_unknown(str(name), parts) for name in data if name not in parts]
    for name, part in parts.items():
        value = data.get(name)
        if value is None:
            problems += [attrs.evolve(_MISSING, at=name)] if part.needed else []
            continue
        read, wrong = _read(name, part, value)
        found[name] = read
        problems += wrong
    if problems:
        raise Invalid(problems)
    return found


def schema_of(parts: Parts, title: Label) -> Schema:
    """The object as JSON Schema."""
    properties = {name: own(_form(part), part.label, part.level) for name, part in parts.items()}
    return object_(properties, required=[name for name, part in parts.items() if part.needed], title=title)


def _form(part: Part) -> Schema:
    most = {"text": {"maxLength": part.most}, "texts": {"maxItems": part.most}}.get(part.form, {})
    return {**_FORMS[part.form], **most}


def _read(name: str, part: Part, value: object) -> tuple[Any, list[Problem]]:
    """The value, and what is wrong with it."""
    if part.form == "texts":
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return None, [_wrong_type(name)]
        return tuple(value), [_too_long(name, part)] if len(value) > part.most else []
    if not isinstance(value, str):
        return None, [_wrong_type(name)]
    if part.form == "day":
        day = _day(value)
        return day, [] if day else [attrs.evolve(_NO_DAY, at=name)]
    text = clean(value)
    return text, [*_faulty(name, text), *([_too_long(name, part)] if len(text) > part.most else [])]


def _faulty(name: str, text: str) -> Iterator[Problem]:
    for said, remedy in faults(text):
        yield Problem(at=name, said=said, remedy=remedy, code="text")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-24") else None
    except ValueError:
        return None


def _unknown(name: str, parts: Parts) -> Problem:
    known = ", ".join(parts)
    return Problem(
        at=name if name.isidentifier() and len(name) <= 40 else "",  # what is no name may be a value
        said=Label("没有这一项", en="is not asked for"),
        remedy=Label(f"可填：{known}", en=f"choose from: {known}"),
        code="unknown",
    )


def _wrong_type(at: str) -> Problem:
    said, remedy = (
        Label("类型不对", en="is of the wrong type"),
        Label("请照 /openapi.json 填写", en="follow /openapi.json"),
    )
    return Problem(at=at, said=said, remedy=remedy, code="type")


def _too_long(at: str, part: Part) -> Problem:
    said = Label("太长", en="is too long")
    return Problem(at=at, said=said, remedy=Label(f"最多 {part.most}", en=f"at most {part.most}"), code="length")


_MISSING = Problem(
    at="", said=Label("没有填写", en="is missing"), remedy=Label("请填写", en="give it"), code="required"
)
_NO_DAY = Problem(
    at="",
    said=Label("不是日期", en="is no day"),
    remedy=Label("写成 2026-11-24", en="write it like 2026-11-24"),
    code="value",
)
