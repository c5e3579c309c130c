"""Doing what a form asks for: by the work function that the front names, or by saving the record itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from inspect import signature
from pkgutil import resolve_name
from typing import Any

from minorcare.calendar import CHINA
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.store.protocol import Receipt, Row
from minorcare.surfaces.converters import from_json
from minorcare.surfaces.front_forms import By
from minorcare_server.pages.fields import text_of, written
from minorcare_server.pages.references import found_refs

_MISSING, _FILL_IN = Label("没有填写", en="is missing"), Label("请填写", en="fill it in")


@cache
def function(path: str) -> Callable[..., Any]:
    """The function of a dotted path that a front gives."""
    found: Callable[..., Any] = resolve_name(path)
    return found


def takes(path: str, name: str) -> bool:
    """Whether the function of a path has a parameter of that name."""
    return name in signature(function(path)).parameters


def call(desk: Desk, by: By, first: object, values: Mapping[str, Any], *, base: int | None = None, key: str) -> object:
    """Call the work function of *by*, with the version and the replay key if it takes them."""
    more = {name: value for name, value in (("base", base), ("key", key)) if takes(by.path, name)}
    return function(by.path)(desk, first, **by.keywords(values), **more)


def made_by(done: object, kind: Kind) -> str | None:
    """The id of the record of *kind* that was written, by what the work function gave back."""
    if isinstance(done, str):
        return done
    rows = done.value if isinstance(done, Receipt) else ()
    return next((row[1] for row in rows if row[0] == kind.name), None)


def typed(
    desk: Desk, kind: Kind, by: By | None, given: Mapping[str, Any], *, changing: bool, readable: frozenset[str] | None
) -> dict[str, Any]:
    """What a form holds as typed values: of the fields of *kind*, and of those that its work function borrows.

    Raises:
        Invalid: a value is not what its field may hold, or a record that it names is not there.
    """
    other = desk.catalog.kinds.get(by.borrows) if by else None
    own = {name: value for name, value in given.items() if name in kind.by_name or other is None}
    values = from_json(
        kind,
        written(kind, found_refs(desk, kind, own), changing=changing),
        partial=True,
        readable=readable,
    )
    if other is not None:
        borrowed = {name: value for name, value in given.items() if name not in own}
        values |= from_json(other, written(other, borrowed, changing=changing), partial=True)
    return values


def must_say(names: Sequence[str], given: Mapping[str, Any]) -> None:
    """Refuse what has to be filled in and was not."""
    missing = [name for name in names if given.get(name) in (None, "", []) or not str(given[name]).strip()]
    if missing:
        raise Invalid(Problem(at=name, said=_MISSING, remedy=_FILL_IN, code="required") for name in missing)


def filling(desk: Desk, template: str, *, row: Row | None = None, record: str = "", area: str = "") -> Any:
    """What a :class:`~minorcare.surfaces.front_forms.Filled` stands for, as an input holds it; nothing where it says nothing."""
    if not template.startswith("{"):
        return template
    name = template.strip("{}")
    match name:
        case "me":
            return desk.account
        case "today":
            return desk.day.isoformat()
        case "week":
            return (desk.day + timedelta(days=7)).isoformat()
        case "now":
            return desk.clock().astimezone(CHINA).replace(tzinfo=None).isoformat(timespec="minutes")
        case "record":
            return record
        case "area":
            return area or next(iter(desk.actor.areas), "")
    if row is None or name not in row.kind.by_name or name in row.masked or row.values[name] is None:
        return ""
    return text_of(row.kind.by_name[name], row.values[name])
