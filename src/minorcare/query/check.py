"""Whether a question can be asked: fields, operators, values, states, codes, links. One set of rules, two audiences.

:func:`faults` speaks English to whoever wrote a filter in code, at start-up; :func:`problems` speaks to people, of filters that came
with a URL. Neither repeats a value: it may be somebody's name or number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from minorcare.declare import Codes, Kind
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query.fits import operator_problem, sides_problem, value_problem
from minorcare.query.paths import (
    PathError,
    Resolved,
    about_link,
    choice,
    names_of,
    refuse_vault,
    resolve,
    shared_link,
)
from minorcare.query.questions import MAX_LIMIT, Query, Tally
from minorcare.query.tree import And, Compare, Exists, Filter, Not, Or, Path

Asked = Filter | Query | Tally


@attrs.frozen(kw_only=True)
class _Scope:
    """Where in a question a condition stands: the kind it is about, and the kind outside its ``exists``."""

    kind: Kind
    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]
    outer: Kind | None = None
    place: str = ""

    def at(self, path: Path | None = None) -> str:
        return ".".join(part for part in (self.place, str(path or "")) if part)


def problems(asked: Asked, kind: Kind, kinds: Mapping[str, Kind], codes: Mapping[str, Codes]) -> tuple[Problem, ...]:
    """Everything that is wrong with a filter, query or tally about *kind*, each with its path as address."""
    try:
        refuse_vault(kind)
    except PathError as error:
        return (error.problem(kind.name),)
    scope = _Scope(kind=kind, kinds=kinds, codes=codes)
    if isinstance(asked, Filter):
        return tuple(_walk(asked, scope))
    found = [*_walk(asked.where, scope)]
    if isinstance(asked, Tally):
        return (*found, *by_problems(asked.by, kind, kinds))
    return (*found, *order_problems(asked.order, kind, kinds), *limit_problems(asked.limit))


def faults(asked: Asked, kind: Kind, kinds: Mapping[str, Kind], codes: Mapping[str, Codes]) -> tuple[str, ...]:
    """The same in English, one sentence each, for whoever declares a filter, rule, report or scope."""
    return _english(problems(asked, kind, kinds, codes))


def order_faults(order: Iterable[str], kind: Kind, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """What is wrong with an order, in English."""
    return _english(order_problems(order, kind, kinds))


def by_faults(by: Iterable[str], kind: Kind, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """What is wrong with the paths a tally counts by, in English."""
    return _english(by_problems(by, kind, kinds))


def order_problems(order: Iterable[str], kind: Kind, kinds: Mapping[str, Kind]) -> tuple[Problem, ...]:
    """What is wrong with an order: own fields that hold one readable value, each once."""
    found: list[Problem] = []
    seen: set[str] = set()
    for term in order:
        name = term.removeprefix("-")
        if "." in name:
            said = Label(f"不能按 {name} 排序", en=f"{name} lies behind a reference or function")
            known = ", ".join(names_of(kind, kinds))
            found.append(_order(said, Label(f"请用自己的字段：{known}", en=f"order by the kind's own fields: {known}")))
            continue
        if name in seen:
            found.append(
                _order(Label(f"{name} 写了两次", en=f"{name} is named twice"), Label("请只写一次", en="name it once"))
            )
        seen.add(name)
        try:
            found += _sortable(resolve(Path((name,)), kind, kinds), "order")
        except PathError as error:
            found.append(error.problem("order"))
    return tuple(found)


def by_problems(by: Iterable[str], kind: Kind, kinds: Mapping[str, Kind]) -> tuple[Problem, ...]:
    """What is wrong with the paths a tally counts by: each must give one readable value."""
    found: list[Problem] = []
    for path in by:
        try:
            found += _sortable(resolve(parse_path(path), kind, kinds), "by")
        except PathError as error:
            found.append(error.problem("by"))
    return tuple(found)


def limit_problems(limit: object) -> tuple[Problem, ...]:
    """What is wrong with the size of a page."""
    if isinstance(limit, int) and not isinstance(limit, bool) and 1 <= limit <= MAX_LIMIT:
        return ()
    said = Label("一页的条数不对", en="this is no size of a page")
    remedy = Label(f"请写 1 到 {MAX_LIMIT}", en=f"give a number from 1 to {MAX_LIMIT}")
    return (Problem(at="limit", said=said, remedy=remedy, code="limit"),)


def parse_path(text: str) -> Path:
    """The path written ``minor.birth_date`` or, with a function, ``area.community``."""
    names = tuple(text.split("."))
    if len(names) > 1:
        if names[-1] == "age":
            return Path(names[:-1], "age")
        if names[-1] == "community":
            return Path(names[:-1], "community")
    return Path(names)


def _english(found: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(problem.in_("en") for problem in found)


def _order(said: Label, remedy: Label) -> Problem:
    return Problem(at="order", said=said, remedy=remedy, code="order")


def _sortable(found: Resolved, at: str) -> Iterator[Problem]:
    if found.secret or found.type.name in ("codes", "values"):
        why = (
            Label("加密保存", en="is kept encrypted") if found.secret else Label("有多个值", en="holds several values")
        )
        yield Problem(
            at=at,
            said=Label(f"{found.column} {why.zh}", en=f"{found.column} {why.in_('en')}"),
            remedy=Label("请换一个字段，或用条件筛选", en="choose another field, or put it into the filter"),
            code=at,
        )


def _walk(asked: Filter, scope: _Scope) -> Iterator[Problem]:
    match asked:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _walk(part, scope)
        case Not(part):
            yield from _walk(part, scope)
        case Exists():
            yield from _exists(asked, scope)
        case Compare():
            yield from _compare(asked, scope)


def _exists(asked: Exists, scope: _Scope) -> Iterator[Problem]:
    place = ".".join(part for part in (scope.place, f"exists({asked.kind})") if part)
    other = scope.kinds.get(asked.kind)
    if other is None:
        said = Label(f"没有 {asked.kind} 这种记录", en=f"there is no kind {asked.kind!r}")
        remedy = choice(asked.kind, scope.kinds, Label("可用的种类", en="kinds"))
        yield Problem(at=place, said=said, remedy=remedy, code="unknown_kind")
        return
    try:
        _link(asked, scope.kind, other)
    except PathError as error:
        yield error.problem(place)
        if other.vault:
            return
    yield from _walk(asked.where, attrs.evolve(scope, kind=other, outer=scope.kind, place=place))


def _link(asked: Exists, kind: Kind, other: Kind) -> None:
    refuse_vault(other)
    if asked.on is None:
        about_link(kind, other, asked.via)
    elif asked.via is None:
        shared_link(kind, other, asked.on)
    else:
        said = Label("via 和 on 不能同时写", en="both via and on are given")
        raise PathError(said, Label("请只写一个", en="give one of them"), "ambiguous_link")


def _compare(asked: Compare, scope: _Scope) -> Iterator[Problem]:
    whole = not asked.left.names and asked.left.function is None and asked.op == "matches"
    if whole and not scope.kind.searchable:
        yield _unsearchable(scope)
        return
    at = scope.at(asked.left) or "q"
    try:
        path = Path((scope.kind.searchable[0].name,)) if whole else asked.left
        found = _fit(resolve(path, scope.kind, scope.kinds), asked, scope)
    except PathError as error:
        found = error.problem(at)
    if found is not None:
        yield attrs.evolve(found, at=at)


def _fit(left: Resolved, asked: Compare, scope: _Scope) -> Problem | None:
    found = operator_problem(left, asked.op)
    if found is None and isinstance(asked.right, Path):
        return sides_problem(left, asked.op, _right(asked.right, scope))
    return found or value_problem(left, asked.op, asked.right, scope.codes)


def _right(path: Path, scope: _Scope) -> Resolved:
    try:
        return resolve(path, scope.kind, scope.kinds)
    except PathError:
        if scope.outer is None or path.names[:1] == () or path.names[0] not in scope.outer.by_name:
            raise
        raise PathError(
            Label(
                f"exists 里看不到外面的 {path}",
                en=f"{path} belongs to the {scope.outer.name} outside, which exists cannot see",
            ),
            Label(
                f"请只比较 {scope.kind.name} 自己的字段",
                en=f"compare fields of {scope.kind.name}, or follow its reference",
            ),
            "outer_reference",
        ) from None


def _unsearchable(scope: _Scope) -> Problem:
    behind = _searchable_behind(scope)
    return Problem(
        at=scope.at() or "q",
        said=Label(f"{scope.kind.name} 没有可按姓名查找的字段", en=f"{scope.kind.name} has no searchable field"),
        remedy=Label(
            f"请筛选别的字段{'，如 ' + behind if behind else ''}",
            en=f"filter by another field{', such as ' + behind if behind else ''}",
        ),
        code="operator",
    )


def _searchable_behind(scope: _Scope) -> str | None:
    for field in scope.kind.fields:
        try:
            other = resolve(Path((field.name, "id")), scope.kind, scope.kinds).kind if field.ref else None
        except PathError:
            continue
        if other is not None and other.searchable:
            return f"{field.name}.{other.searchable[0].name}__matches"
    return None
