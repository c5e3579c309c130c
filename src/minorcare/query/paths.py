"""Where a path leads: from field to field along references, and which kinds it touches on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches

import attrs

from minorcare.declare import Field, Kind, RefTo, ValueType
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query.tree import Function, Path, kind_name

STORE_COLUMNS: Mapping[str, ValueType] = {
    "id": ValueType(name="ref", python=str),
    "no": ValueType(name="int", python=int),
    "since": ValueType(name="datetime", python=datetime),
    "version": ValueType(name="int", python=int),
}
"""What the store keeps beside the fields of every kind. ``area`` comes to it where :func:`has_area` says so."""

AREA = ValueType(name="text", python=str, optional=True)
_COMMUNITY = ValueType(name="text", python=str, optional=True)
_MOST_NAMES = 40


class PathError(Exception):
    """A path leads nowhere, or where no question may go. Carries what exists, for whoever has to mend it."""

    def __init__(self, said: Label, remedy: Label, code: str) -> None:
        """*said*, *remedy* and *code* become a :class:`~minorcare.errors.Problem` once the address is known."""
        self.said, self.remedy, self.code = said, remedy, code
        super().__init__(f"{said.in_('en')}; {remedy.in_('en')}")

    def problem(self, at: str) -> Problem:
        """The same, with the address at which the path stands."""
        return Problem(at=at, said=self.said, remedy=self.remedy, code=self.code)


@attrs.frozen(kw_only=True)
class Resolved:
    """A path that leads somewhere.

    ``kinds`` are the kinds touched, the first being where the path starts, and ``refs`` the references followed: one fewer.
    ``field`` is ``None`` for a column the store keeps. ``type`` is the type of what the path gives, ``function`` applied.
    """

    kinds: tuple[Kind, ...]
    refs: tuple[Field, ...]
    field: Field | None
    column: str
    type: ValueType
    function: Function | None = None

    @property
    def kind(self) -> Kind:
        """The kind the path ends at."""
        return self.kinds[-1]

    @property
    def secret(self) -> bool:
        """Whether it ends at a value that is kept encrypted."""
        return self.field is not None and self.field.facts.secret

    @property
    def codes(self) -> str | None:
        """The code list its values come from."""
        return self.field.facts.codes if self.field else None

    @property
    def target(self) -> str | None:
        """The kind whose ids it holds: that of a reference, or its own for ``id``."""
        if self.field is not None:
            return target_name(self.field.ref) if self.field.ref else None
        return self.kind.name if self.column == "id" else None


def resolve(path: Path, kind: Kind, kinds: Mapping[str, Kind]) -> Resolved:
    """Follow *path* from *kind*.

    Raises:
        PathError: an unknown field, a step through a value that is no reference, a kind that is not there or is a vault, a
            function of the wrong value.
    """
    if not path.names:
        raise PathError(
            Label("没有写字段", en="no field is named"),
            Label(f"请写明字段：{_list(names_of(kind, kinds))}", en=f"name one of: {_list(names_of(kind, kinds))}"),
            "no_field",
        )
    touched, refs = [kind], []
    for name in path.names[:-1]:
        step = _step(name, touched[-1], kinds, path)
        refs.append(step)
        touched.append(_target(step, kinds))
    column, end = path.names[-1], touched[-1]
    field = end.by_name.get(column)
    found = Resolved(kinds=tuple(touched), refs=tuple(refs), field=field, column=column, type=_type(column, end, kinds))
    return found if path.function is None else _apply(path.function, found)


def has_area(kind: Kind, kinds: Mapping[str, Kind]) -> bool:
    """Whether its records lie in an area: of their own, or that of the record they are about."""
    seen: set[str] = set()
    here: Kind | None = kind
    while here is not None and here.name not in seen:
        if "area" in here.by_name:
            return True
        seen.add(here.name)
        about = here.about.ref if here.about else None
        here = kinds.get(target_name(about)) if about else None
    return False


def names_of(kind: Kind, kinds: Mapping[str, Kind]) -> list[str]:
    """Everything a path may name on *kind*, sorted."""
    names = {*kind.by_name, *STORE_COLUMNS}
    return sorted(names | {"area"} if has_area(kind, kinds) else names)


def target_name(ref: RefTo) -> str:
    """The name of the kind that a reference leads to."""
    return ref.target if isinstance(ref.target, str) else kind_name(ref.target)


def links(kind: Kind, other: Kind) -> list[Field]:
    """The references by which records of *other* name records of *kind*."""
    return [field for field in other.fields if field.ref and target_name(field.ref) == kind.name]


def about_link(kind: Kind, other: Kind, via: str | None) -> Field:
    """The reference of *other* by which ``exists(other, …)`` finds what names a record of *kind*.

    Raises:
        PathError: *via* is none of them, or without *via* there is not exactly one.
    """
    found = links(kind, other)
    names = _list(sorted(field.name for field in found))
    for field in found:
        if field.name == via or (via is None and len(found) == 1):
            return field
    if not found:
        raise PathError(
            Label(f"{other.name} 没有指向 {kind.name} 的引用", en=f"no field of {other.name} names {kind.name}"),
            Label('如两者引用同一条记录，请用 on="…"', en='where both name the same record, say on="…"'),
            "no_link",
        )
    if via is None:
        raise PathError(
            Label(
                f"{other.name} 有多个指向 {kind.name} 的引用", en=f"{other.name} names {kind.name} by several fields"
            ),
            Label(f"请用 via 写明其一：{names}", en=f"choose by via=…: {names}"),
            "ambiguous_link",
        )
    raise PathError(
        Label(f"{other.name} 的 {via} 不指向 {kind.name}", en=f"{via!r} of {other.name} does not name {kind.name}"),
        Label(f"via 可写：{names}", en=f"choose via from: {names}"),
        "no_link",
    )


def shared_link(kind: Kind, other: Kind, on: str) -> tuple[Field, Field]:
    """The reference called *on* of *kind* and that of *other*, which lead to the same kind.

    Raises:
        PathError: one of them has no such reference, or they lead to different kinds.
    """
    own, theirs = kind.by_name.get(on), other.by_name.get(on)
    if own and theirs and own.ref and theirs.ref and target_name(own.ref) == target_name(theirs.ref):
        return own, theirs
    both = [
        field.name
        for field in kind.fields
        if field.ref
        and (twin := other.by_name.get(field.name))
        and twin.ref
        and target_name(twin.ref) == target_name(field.ref)
    ]
    remedy = Label(f"on 可写：{_list(both)}", en=f"choose on from: {_list(both)}")
    if not both:
        remedy = Label(
            "两者没有共同的引用，请去掉 on", en="they share no reference; leave on out, or nest a second exists"
        )
    said = Label(
        f"{kind.name} 与 {other.name} 没有共同的引用 {on}", en=f"{kind.name} and {other.name} do not share {on!r}"
    )
    raise PathError(said, remedy, "no_link")


def choice(word: str, words: Iterable[str], what: Label) -> Label:
    """A remedy that lists what there is, the likeliest first: ``did you mean 'status'? fields: …``."""
    known = sorted(words)
    near = get_close_matches(word, known, n=1)
    zh, en = f"{what.zh}：{_list(known)}", f"{what.in_('en')}: {_list(known)}"
    return Label(f"是否要写 {near[0]}？{zh}", en=f"did you mean {near[0]!r}? {en}") if near else Label(zh, en=en)


def refuse_vault(kind: Kind) -> None:
    """No question may touch a vault.

    Raises:
        PathError: if *kind* is one.
    """
    if kind.vault:
        raise PathError(
            Label(f"{kind.name} 存放在保险库，不能筛选", en=f"{kind.name} is a vault, and no question may touch it"),
            Label(
                "请去掉这个条件，经授权后逐条打开",
                en="leave it out; a vault record is opened one by one, by its circle",
            ),
            "vault",
        )


def _step(name: str, kind: Kind, kinds: Mapping[str, Kind], path: Path) -> Field:
    type_ = _type(name, kind, kinds)
    field = kind.by_name.get(name)
    if field is not None and field.ref:
        return field
    if type_.name == "date":
        remedy = Label(
            f"请止于 {name}，或写 {name}.age", en=f"end the path at {name}, or write {name}.age for full years"
        )
    elif name == "area":
        remedy = Label("请止于 area，或写 area.community", en="end the path at area, or write area.community")
    else:
        remedy = Label(f"请止于 {name}", en=f"end the path at {name}")
    said = Label(f"{name} 不是引用，{path} 走不下去", en=f"{name} is no reference, so {path} leads nowhere")
    raise PathError(said, remedy, "no_reference")


def _target(field: Field, kinds: Mapping[str, Kind]) -> Kind:
    name = target_name(field.ref) if field.ref else ""
    kind = kinds.get(name)
    if kind is None:
        raise PathError(
            Label(f"{field.name} 指向的 {name} 不存在", en=f"{field.name} leads to {name}, which no plugin brings"),
            Label("请启用带有它的插件", en="enable the plugin that brings it"),
            "unknown_kind",
        )
    refuse_vault(kind)
    return kind


def _type(name: str, kind: Kind, kinds: Mapping[str, Kind]) -> ValueType:
    field = kind.by_name.get(name)
    if field is not None:
        return field.type
    if name in STORE_COLUMNS:
        return STORE_COLUMNS[name]
    if name == "area" and has_area(kind, kinds):
        return AREA
    said = Label(f"{kind.name} 没有字段 {name}", en=f"{kind.name} has no field {name!r}")
    raise PathError(said, choice(name, names_of(kind, kinds), Label("可用的字段", en="its fields")), "unknown_field")


def _apply(function: Function, found: Resolved) -> Resolved:
    if function == "age" and found.type.name == "date":
        return attrs.evolve(
            found, function=function, type=ValueType(name="int", python=int, optional=found.type.optional)
        )
    if function == "community" and found.column == "area":
        return attrs.evolve(found, function=function, type=_COMMUNITY)
    what = Label("日期", en="a date") if function == "age" else Label("区域", en="an area")
    raise PathError(
        Label(
            f"{found.column} 不是{what.zh}，没有 {function}",
            en=f"{found.column} is not {what.in_('en')}, so it has no {function}",
        ),
        Label(f"请去掉 .{function}", en=f"leave .{function} out"),
        "no_function",
    )


def _list(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown}, …" if len(names) > _MOST_NAMES else shown
