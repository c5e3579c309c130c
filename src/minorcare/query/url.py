r"""The URL form of a query: ``status=open&birth_date__lte=2012-01-01&q=zhangsan&order=-due&limit=50``.

A condition is a path, ``__`` and an operator (none means equal): ``minor.area__within=530111004``, ``birth_date.age__gte=6``,
``status__in=open,closed`` (a comma within a value is written ``\,`` and a backslash ``\\``), ``due__empty=true``. Conditions
add up. ``q`` finds by name; ``order``, ``limit`` and ``after`` say which page.

URLs end up in histories and logs, so a secret (an ID or phone number) has no place in one: it is sent in a body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, get_args

import attrs

from minorcare.declare import Codes, Kind
from minorcare.declare.values import TypeName
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.query.check import limit_problems, order_problems, parse_path, problems
from minorcare.query.fits import EXAMPLES, TYPES, members_of, operator_problem
from minorcare.query.paths import PathError, Resolved, choice, resolve
from minorcare.query.questions import Query
from minorcare.query.tree import EVERYTHING, And, Compare, Filter, Not, Op, Path, Scalar, all_of

_OPS: tuple[Op, ...] = get_args(Op)
_PAGE = ("order", "limit", "after")
_LIMIT: int = attrs.fields_dict(Query)["limit"].default  # type: ignore[assignment]
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PIECE = re.compile(r"\\([\\,])|(,)|(.)", re.DOTALL)


def parse(
    pairs: Sequence[tuple[str, str]],
    kind: Kind,
    kinds: Mapping[str, Kind],
    codes: Mapping[str, Codes],
    *,
    secrets: bool = False,
) -> Query:
    """The query that the decoded pairs of a URL ask of *kind*; *secrets*: they came in a body, where secrets may stand.

    Raises:
        Invalid: every problem at once, each at its key; no message repeats a value.
    """
    reader = _Reader(kind=kind, kinds=kinds, codes=codes, secrets=secrets)
    parts: list[Filter] = []
    page: dict[str, Any] = {}
    found = list(problems(EVERYTHING, kind, kinds, codes))  # whether the kind can be asked at all
    for key, text in () if found else pairs:
        try:
            if key in page:
                raise _wrong(key, Label("写了两次", en="it is given twice"), Label("请只写一次", en="give it once"))
            if key in _PAGE:
                page[key] = reader.page(key, text)
            else:
                parts.append(reader.condition(key, text))
        except (PathError, Invalid) as error:
            found += error.problems if isinstance(error, Invalid) else [error.problem(key)]
    if found:
        raise Invalid(found)
    return Query(kind=kind.name, where=all_of(*parts), **page)


def format(query: Query, kind: Kind, kinds: Mapping[str, Kind], *, secrets: bool = False) -> list[tuple[str, str]]:
    """The pairs that :func:`parse` reads as *query*, a query that can be asked; *secrets* as there.

    Raises:
        Invalid: the filter says more than a URL can (or, not, exists, today, a field on the right): save it as a list. Or it
            names a secret: send it in a body.
    """
    parts = query.where.parts if isinstance(query.where, And) else (query.where,)
    for part in () if secrets else parts:
        if isinstance(part, Compare) and part.left.names and resolve(part.left, kind, kinds).secret:
            _refuse_secret(str(part.left), part.op)
    pairs = [_pair(part) for part in parts]
    if query.order:
        pairs.append(("order", ",".join(query.order)))
    if query.limit != _LIMIT:
        pairs.append(("limit", str(query.limit)))
    if query.after is not None:
        pairs.append(("after", query.after))
    return pairs


def _wrong(at: str, said: Label, remedy: Label, code: str = "value") -> Invalid:
    return Invalid([Problem(at=at, said=said, remedy=remedy, code=code)])


def _refuse_blank(at: str, text: str) -> None:
    if text == "":  # read as "no condition", a variable left unset would list everybody
        said = Label("没有给出值", en="no value is given")
        raise _wrong(at, said, Label("请填写或去掉它", en="give one, or leave it out"))


def _refuse_secret(at: str, op: Op) -> None:
    if op != "empty":
        said = Label("证件号、电话等不能写在网址里", en="a secret has no place in a URL")
        raise _wrong(at, said, Label("请放在请求正文里发送", en="send it in the body of the request"), "secret")


@attrs.frozen(kw_only=True)
class _Reader:
    """Reads one pair at a time; raises :class:`Invalid` or :class:`PathError`."""

    kind: Kind
    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]
    secrets: bool

    def page(self, key: str, text: str) -> str | int | tuple[str, ...]:
        _refuse_blank(key, text)
        if key == "after":
            return text
        if key == "limit":
            limit = int(text) if _WHOLE.fullmatch(text) else 0
            if found := limit_problems(limit):
                raise Invalid(found)
            return limit
        order = tuple(text.split(","))
        if found := order_problems(order, self.kind, self.kinds):
            raise Invalid(found)
        return order

    def condition(self, key: str, text: str) -> Filter:
        _refuse_blank(key, text)
        if key == "q":
            asked: Filter = Compare(Path(()), "matches", text)
        else:
            path, op = _key(key)
            left = resolve(path, self.kind, self.kinds)
            if problem := operator_problem(left, op):
                raise Invalid([attrs.evolve(problem, at=key)])
            if left.secret and not self.secrets:
                _refuse_secret(key, op)
            if op == "empty":
                empty = Compare(path, "empty", True)
                return empty if _value(key, text, "bool", left) else Not(empty)
            items = _split(text) if op == "in" else [text]
            values = tuple(_value(key, item, left.type.name, left) for item in items)
            asked = Compare(path, op, values if op == "in" else values[0])
        if found := problems(asked, self.kind, self.kinds, self.codes):
            raise Invalid(attrs.evolve(problem, at=key) for problem in found)
        return asked


def _key(key: str) -> tuple[Path, Op]:
    name, joint, word = key.partition("__")
    for op in _OPS:
        if op == (word if joint else "eq"):
            return parse_path(name), op
    known = choice(word, [op for op in _OPS if op != "eq"], Label("可用", en="choose from"))
    raise _wrong(key, Label("没有这个运算符", en="there is no such operator"), known, "operator")


def _value(key: str, text: str, type_: TypeName, left: Resolved) -> Scalar:
    if type_ == "enum":
        members = {str(member.value): member for member in members_of(left)}
        if text in members:
            return members[text]
        known = choice(text, members, Label("可用", en="choose from"))
        raise _wrong(key, Label("没有这个选项", en="there is no such choice"), known)
    read = _READ.get(type_)
    try:
        return read(text) if read else text
    except (ValueError, InvalidOperation):
        said = Label(f"这不是{TYPES[type_].zh}", en=f"this is not {TYPES[type_].in_('en')}")
        raise _wrong(key, said, EXAMPLES[type_]) from None


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text == "true"


def _int(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError("no whole number")
    return int(text)


def _date(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("no date")
    return date.fromisoformat(text)


_READ: Mapping[TypeName, Callable[[str], Scalar]] = {
    "int": _int,
    "decimal": Decimal,
    "bool": _truth,
    "date": _date,
    "datetime": datetime.fromisoformat,
}


def _split(text: str) -> list[str]:
    items = [""]
    for escaped, comma, plain in _PIECE.findall(text):
        if comma:
            items.append("")
        else:
            items[-1] += escaped or plain
    return items


def _pair(part: Filter) -> tuple[str, str]:
    match part:
        case Compare(Path((), None), "matches", str() as text):
            return "q", text
        case Not(Compare(left, "empty", True)):
            return f"{left}__empty", "false"
        case Compare(left, "empty", True):
            return f"{left}__empty", "true"
        case Compare(left, "in", tuple() as items) if items:
            return f"{left}__in", ",".join(_written(item).replace("\\", "\\\\").replace(",", "\\,") for item in items)
        case Compare(left, op, str() | int() | Decimal() | date() | Enum() as value) if left.names and value != "":
            return str(left) if op == "eq" else f"{left}__{op}", _written(value)
    raise _wrong(
        "",
        Label("这个条件写不成网址", en="this filter has no URL form"),
        Label("请另存为名单，用 ?list=名称 打开", en="save it as a list, and open it by ?list=NAME"),
        "no_url_form",
    )


def _written(value: Scalar) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
