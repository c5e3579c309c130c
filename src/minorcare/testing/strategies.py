"""Hypothesis strategies for whatever a registry can be given and asked: values, records, filters, actors.

They are derived from declarations, so a plugin's kinds are covered as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from minorcare.access import ROLES, Actor, Grant
from minorcare.calendar import Span
from minorcare.declare import LEVELS, Codes, Field, Id, Kind, Lifecycle, Record, new_id
from minorcare.declare.inner import inner_fields
from minorcare.kinds.codelists import load_codes
from minorcare.query import Compare, Exists, Filter, Not, Op, Path, Today, all_of, any_of, operators, resolve
from minorcare.query.paths import STORE_COLUMNS, Resolved, links, target_name
from minorcare.testing.streets import AREAS, OFFICE, number

DAY = date(2026, 11, 24)
"""The day the values are drawn around: that of the kit's clock."""

_NAMES = st.text("张三李四曾单解仇阿·米 aZü", min_size=1, max_size=5).map(str.strip).filter(bool)
_TEXTS = st.text("测试一二ab7 ", min_size=1, max_size=4).map(str.strip).filter(bool)
_DAYS = st.sampled_from(
    [
        date(2008, 2, 29),
        date(2012, 11, 23),
        date(2012, 11, 24),
        date(2020, 1, 31),
        date(2026, 5, 24),
        date(2026, 11, 24),
    ]
)
_INSTANTS = st.integers(-3, 3).map(lambda hours: datetime(2026, 11, 24, 4, tzinfo=UTC) + timedelta(hours=hours))
_PHONES = st.sampled_from(["13900000001", "13800000002", "13700000003"])
_NUMBERS = st.sampled_from([number(date(2015, 3, 4), "2", 1), number(date(2012, 2, 29), "1", 4)])


def values(
    field: Field, codes: Mapping[str, Codes] | None = None, ids: Mapping[str, Sequence[str]] | None = None
) -> SearchStrategy[Any]:
    """A value that *field* may hold, ``None`` or nothing among them where it need not be given.

    Args:
        field: A field of any kind.
        codes: The code lists; those that ship if not given.
        ids: By kind, the ids a reference may name; invented ones if not given.
    """
    some = _some(field, codes or _shipped(), ids or {})
    return st.none() | some if field.type.optional else some


def records(
    kind: Kind,
    codes: Mapping[str, Codes] | None = None,
    ids: Mapping[str, Sequence[str]] | None = None,
    id: str | None = None,
) -> SearchStrategy[Record]:
    """A record of *kind* in its first state that every check of its own accepts."""
    fields = {
        f.name: values(f, codes, ids)
        for f in kind.fields
        if f.structure is None or not isinstance(f.structure, Lifecycle)
    }
    made: SearchStrategy[Any] = st.fixed_dictionaries({**fields, "id": st.just(id) if id else st.builds(new_id)})
    return made.map(_sound(kind)).filter(lambda record: not record.tidy().check()).map(lambda record: record.tidy())


def filters(
    kind: Kind,
    kinds: Mapping[str, Kind],
    codes: Mapping[str, Codes] | None = None,
    ids: Mapping[str, Sequence[str]] | None = None,
    depth: int = 2,
) -> SearchStrategy[Filter]:
    """A filter that can be asked of *kind*: comparisons, paths along references, both sorts of ``exists``, and, or, not."""
    return _Asking(kinds=kinds, codes=codes or _shipped(), ids=ids or {}).filters(kind, depth)


def actors(areas: Sequence[str] = AREAS, kinds: Sequence[str] = (), *, grants: int = 2) -> SearchStrategy[Actor]:
    """Somebody in any role that ships, posted to some of *areas* or to the whole street, with at most as many *grants*.

    Grants are for everything, for one of *kinds*, for one of *areas*, or both.
    """
    area = st.sampled_from([OFFICE, *areas])
    grant = st.builds(
        Grant,
        officer=st.just("somebody"),
        ceiling=st.sampled_from(LEVELS),
        kind=st.none() | st.sampled_from(kinds) if kinds else st.none(),
        area=st.none() | area,
        approver=st.just("head"),
        reason=st.just("test"),
        until=st.just(DAY + timedelta(days=30)),
    )
    return st.builds(
        Actor,
        name=st.just("somebody"),
        role=st.sampled_from([role.name for role in ROLES]),
        areas=st.lists(area, min_size=1, max_size=2, unique=True).map(tuple),
        grants=st.lists(grant, max_size=grants).map(tuple),
    )


def paths(kind: Kind, kinds: Mapping[str, Kind], depth: int = 2) -> list[Path]:
    """Every path that can be asked of *kind*, following up to *depth* references."""
    found = [Path((name,)) for name in (*kind.by_name, *STORE_COLUMNS)]
    if "area" not in kind.by_name and _lies_somewhere(kind, kinds):
        found.append(Path(("area",)))
    for path in tuple(found):
        end = resolve(path, kind, kinds)
        if end.type.name == "date":
            found.append(Path(path.names, "age"))
        if end.column == "area":
            found.append(Path(path.names, "community"))
    for field in kind.fields:
        target = kinds.get(target_name(field.ref)) if field.ref else None
        if target is not None and not target.vault and depth:
            found += [Path((field.name, *path.names), path.function) for path in paths(target, kinds, depth - 1)]
    return found


def _lies_somewhere(kind: Kind, kinds: Mapping[str, Kind]) -> bool:
    if "area" in kind.by_name:
        return True
    return (
        kind.about is not None
        and kind.about.ref is not None
        and _lies_somewhere(kinds[target_name(kind.about.ref)], kinds)
    )


@attrs.frozen(kw_only=True)
class _Asking:
    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]
    ids: Mapping[str, Sequence[str]]
    _made: dict[tuple[str, int], SearchStrategy[Filter]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def filters(self, kind: Kind, depth: int) -> SearchStrategy[Filter]:
        key = (kind.name, depth)
        if key not in self._made:
            self._made[key] = self._filters(kind, depth)
        return self._made[key]

    def _filters(self, kind: Kind, depth: int) -> SearchStrategy[Filter]:
        plain = self.filters(kind, 0) if depth else self.compares(kind)
        if not depth:
            return plain
        inner = st.lists(self.filters(kind, depth - 1), max_size=3)
        choices: list[SearchStrategy[Filter]] = [
            plain,
            inner.map(lambda parts: all_of(*parts)),
            inner.map(lambda parts: any_of(*parts)),
            self.filters(kind, depth - 1).map(Not),
        ]
        choices += [self._exists(other, depth, via, on) for other, via, on in self._links(kind)]
        return st.one_of(choices)

    def _exists(self, other: Kind, depth: int, via: str | None, on: str | None) -> SearchStrategy[Filter]:
        return self.filters(other, depth - 1).map(lambda where: Exists(other.name, where, via=via, on=on))

    def _links(self, kind: Kind) -> Iterator[tuple[Kind, str | None, str | None]]:
        own = {f.name: target_name(f.ref) for f in kind.fields if f.ref}
        for other in self.kinds.values():
            if other.vault:
                continue
            for link in links(kind, other):
                yield other, link.name, None
            for field in other.fields:
                if other is not kind and field.ref and own.get(field.name) == target_name(field.ref):
                    yield other, None, field.name

    def compares(self, kind: Kind) -> SearchStrategy[Filter]:
        ends = [(path, resolve(path, kind, self.kinds)) for path in paths(kind, self.kinds)]
        asked = [(path, end, op) for path, end in ends for op in operators(end)]
        plain = st.sampled_from(asked).flatmap(lambda one: self._right(*one))
        sides = [c for path, end in ends for c in self._sides(path, end, ends)]
        return plain | st.sampled_from(sides) if sides else plain

    def _right(self, path: Path, end: Resolved, op: Op) -> SearchStrategy[Filter]:
        if op == "empty":
            return st.just(Compare(path, op, True))
        one = self._value(end, op)
        if op == "in":
            return st.lists(one, min_size=1, max_size=3).map(lambda some: Compare(path, op, tuple(some)))
        plain = one.map(lambda value: Compare(path, op, value))
        if end.function is None and end.type.name in ("date", "datetime") and op in ("lt", "lte", "gt", "gte"):
            return plain | st.integers(-400, 400).map(lambda days: Compare(path, op, Today(Span(days=days))))
        return plain

    def _sides(self, path: Path, end: Resolved, ends: list[tuple[Path, Resolved]]) -> Iterator[Filter]:
        """Comparisons of two days of one record, one of them perhaps behind a reference."""
        if end.type.name == "date" and end.function is None and len(path.names) <= 2:
            for other, there in ends:
                if there.type.name == "date" and there.function is None and other != path and len(other.names) == 1:
                    yield from (Compare(path, op, other) for op in ("lte", "ne"))

    def _value(self, end: Resolved, op: Op) -> SearchStrategy[Any]:
        if end.function == "age":
            return st.integers(0, 19)
        if end.function == "community":
            return st.sampled_from([code for code in AREAS if len(code) == 12])
        if end.column == "area":
            return st.sampled_from([OFFICE, *AREAS] if op == "within" else AREAS)
        if op == "matches":
            return st.sampled_from(["张", "张三", "zhangsan", "zs", "zeng", "ceng", "shan", "dan", "三", "z", "x"])
        if end.column == "id":
            return st.sampled_from(list(self.ids.get(end.kind.name, ())) or ["nobody"])
        if end.field is None:
            return _INSTANTS if end.type.name == "datetime" else st.integers(0, 30)
        some = _some(end.field, self.codes, self.ids)
        return some.map(lambda listed: listed[0]) if end.type.name == "codes" else some


def _some(field: Field, codes: Mapping[str, Codes], ids: Mapping[str, Sequence[str]]) -> SearchStrategy[Any]:
    facts = field.facts
    if field.ref:
        return st.sampled_from(list(ids.get(target_name(field.ref), ())) or ["nobody"]).map(Id)
    if isinstance(field.structure, Lifecycle):
        return st.sampled_from(field.structure.states)
    if facts.codes:
        listed = [item.value for item in codes[facts.codes].items if item.retired is None]
        # half the time one of few, so that what is asked and what is there meet
        known = st.sampled_from(listed[:6]) | st.sampled_from(listed)
        return known if field.type.name == "code" else st.lists(known, min_size=1, max_size=2, unique=True).map(tuple)
    if field.type.name == "text" and field.name in _BY_NAME:
        return _BY_NAME[field.name]
    match field.type.name:
        case "text":
            return _text(field)
        case "values":
            inner = {f.name: values(f, codes, ids) for f in inner_fields(field.type.python)}
            return st.lists(st.builds(field.type.python, **inner), max_size=2).map(tuple)
        case "enum":
            return st.sampled_from(list(field.type.python))  # type: ignore[call-overload]
        case "decimal":
            return st.integers(0, 30).map(lambda n: Decimal(n).scaleb(-(facts.places or 0)))
        case name:
            return _PLAIN[name]


def _text(field: Field) -> SearchStrategy[str]:
    if field.facts.searchable:
        return _NAMES
    if field.facts.pattern:
        return st.from_regex(field.facts.pattern, fullmatch=True)
    most = field.facts.max_length
    return _TEXTS.filter(lambda text: len(text) <= most) if most else _TEXTS


_BY_NAME: Mapping[str, SearchStrategy[Any]] = {
    "area": st.sampled_from(AREAS),
    "phone": _PHONES,
    "resident_id": _NUMBERS,
    "level": st.sampled_from(LEVELS),
}
_PLAIN: Mapping[str, SearchStrategy[Any]] = {
    "int": st.integers(0, 30),
    "bool": st.booleans(),
    "date": _DAYS,
    "datetime": _INSTANTS,
}


def _sound(kind: Kind) -> Callable[[Mapping[str, Any]], Record]:
    """A record whose resident ID, if it has one, agrees with its date of birth and sex."""

    def build(drawn: Mapping[str, Any]) -> Record:
        made = dict(drawn)
        birth, sex = made.get("birth_date"), made.get("sex")
        if made.get("resident_id") and birth is not None and sex is not None:
            made["resident_id"] = number(birth, sex, 1 + int(made["resident_id"][-2]) % 4)
        return kind.build(made)

    return build


def _shipped() -> Mapping[str, Codes]:
    return {codes.name: codes for codes in load_codes()}
