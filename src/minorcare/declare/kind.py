"""`@kind`: the one decorator that turns a class into a kind, and `Kind`, what every reader works from."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

import attrs

from minorcare.declare import fields as _f
from minorcare.declare.fields import LEVELS, Due, Facts, RefTo, Sensitivity, Structure, deadline, field, ref, state
from minorcare.declare.lifecycle import Lifecycle
from minorcare.declare.owner import Owner
from minorcare.declare.record import Record
from minorcare.declare.values import ALLOWED, ValueType, from_json, to_json, value_type
from minorcare.errors import DeclarationError
from minorcare.label import Label

R = TypeVar("R", bound=Record)

KIND_NAME = re.compile(r"([a-z][a-z0-9]*(_[a-z0-9]+)*\.)?[a-z][a-z0-9]*(_[a-z0-9]+)*")
FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RESERVED = frozenset(
    # columns the store keeps; operators of filters; words of URLs; methods of Record
    "id office version since no digest body seq until void kind salt schema "
    "eq ne lt lte gt gte in empty contains within matches age "
    "order limit after q list at as purpose format "
    "but check is_in is_empty community".split()
)


@attrs.frozen(kw_only=True)
class Field:
    """One declared value of a kind, as readers see it."""

    name: str
    type: ValueType
    facts: Facts
    structure: Structure
    required: bool
    default: Any

    @property
    def label(self) -> Label:
        """What people call it."""
        return self.facts.label

    @property
    def sensitivity(self) -> Sensitivity:
        """Who may see it: structure is ``open`` unless declared, every other value ``sensitive``."""
        return self.facts.sensitivity

    @property
    def ref(self) -> RefTo | None:
        """The reference it is, if it is one."""
        return self.structure if isinstance(self.structure, RefTo) else None

    @property
    def due(self) -> Due | None:
        """The deadline it is, if it is one."""
        return self.structure if isinstance(self.structure, Due) else None

    @property
    def many(self) -> bool:
        """Whether it holds several values."""
        return self.type.name in ("codes", "values")

    def to_json(self, value: Any) -> Any:
        """The written form of a value of this field."""
        return to_json(self.type, self.facts.places, value)

    def from_json(self, raw: Any) -> Any:
        """The typed value behind a written form."""
        return from_json(self.type, self.facts.places, raw)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Kind:
    """A declaration, ready for its readers. It imports none of them."""

    name: str
    label: Label
    cls: type[Record]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    vault: bool
    level_by: str | None
    owner: Owner | None
    roles: tuple[str, ...]
    cites: str
    lasting: bool
    unsigned: bool
    file: str
    line: int

    def __repr__(self) -> str:
        return f"<Kind {self.name}>"

    @property
    def table(self) -> str:
        """Its table: the name with ``.`` as ``__``."""
        return self.name.replace(".", "__")

    @property
    def refused_as(self) -> str | None:
        """What the entry of a refusal calls it; ``None`` where that alone would tell who reported something."""
        return None if self.unsigned else "vault" if self.vault else self.name

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Its fields by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def about(self) -> Field | None:
        """The reference that says whose record this is."""
        return next((f for f in self.fields if f.ref and f.ref.about), None)

    @cached_property
    def state(self) -> Field | None:
        """The field that holds the state."""
        return next((f for f in self.fields if isinstance(f.structure, Lifecycle)), None)

    @property
    def lifecycle(self) -> Lifecycle | None:
        """The states of its records."""
        return self.state.structure if self.state and isinstance(self.state.structure, Lifecycle) else None

    @cached_property
    def deadlines(self) -> tuple[Field, ...]:
        """The fields that stand on the work list."""
        return tuple(f for f in self.fields if f.due)

    @cached_property
    def secrets(self) -> tuple[Field, ...]:
        """The fields that are kept encrypted."""
        return tuple(f for f in self.fields if f.facts.secret)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that name another record."""
        return tuple(f for f in self.fields if f.ref)

    @cached_property
    def unique(self) -> tuple[Field, ...]:
        """The fields whose value at most one record in force holds."""
        return tuple(f for f in self.fields if f.facts.unique)

    @cached_property
    def searchable(self) -> tuple[Field, ...]:
        """The fields found by name, pinyin and initials."""
        return tuple(f for f in self.fields if f.facts.searchable)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(a.name for a in _attributes(self.cls))

    @cached_property
    def _cells(self) -> Callable[[Record], tuple[Any, ...]]:
        return attrgetter(*self._names)  # of two at least, id and office: so it gives a tuple

    @cached_property
    def _given(self) -> tuple[str, ...]:
        return tuple(a.name for a in _attributes(self.cls) if a.init)

    @cached_property
    def _turned(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.type.plain)

    def build(self, values: Mapping[str, Any]) -> Record:
        """A record from typed values, its state included: what loaders use, where ``__init__`` takes no state."""
        record = self.cls(**{name: values[name] for name in self._given if name in values})
        if self.state and self.state.name in values:
            object.__setattr__(record, self.state.name, values[self.state.name])
        return record

    def values(self, record: Record) -> dict[str, Any]:
        """The typed values of a record, ``id`` and ``office`` included."""
        return dict(zip(self._names, self._cells(record), strict=True))

    def written(self, record: Record) -> dict[str, Any]:
        """The declared values of a record in written form, without the empty ones: what versions and digests are made of."""
        declared, held = self.by_name, zip(self._names, self._cells(record), strict=True)
        body = {name: value for name, value in held if value is not None and name in declared}
        for turned in self._turned:
            if turned.name in body:
                body[turned.name] = turned.to_json(body[turned.name])
        return body


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, field, ref, deadline, state)
)
def kind(
    name: str,
    *,
    label: Label,
    key: tuple[str, ...] = (),
    vault: bool = False,
    level_by: str | None = None,
    owner: Owner | str | None = None,
    roles: tuple[str, ...] = (),
    cites: str = "",
    lasting: bool = False,
    unsigned: bool = False,
) -> Callable[[type[R]], type[R]]:
    """Declare a kind. Registers nothing: a plugin's ``register_kinds`` does.

    Args:
        name: ``sighting``, or ``waterpatrol.sighting`` for a plugin's (the plugin's name is its prefix).
        label: What people call one record of it.
        key: The fields by which people name a record in a spreadsheet cell.
        vault: Encrypted apart from the first write: no table, no filter, no rule, no reference from outside.
        level_by: The field that holds a record's own level; above it, a row shows its structure only.
        owner: The field that holds the account answerable for a record; or an :class:`Owner`, which says what that person does.
        roles: Who may read it, for kinds that are neither about a child nor in an area; empty means nobody but the office's own.
        cites: The article it rests on.
        lasting: Undoing a unit of work takes nothing back that its records say: it is added to, and not taken away.
        unsigned: Who makes a record of it without being a receiver is kept in the vault (``reporter``), and not in the journal.

    Raises:
        DeclarationError: naming file, kind, field and remedy; all problems of the kind at once.
    """
    own = Owner(owner) if isinstance(owner, str) else owner

    def declare(cls: type[R]) -> type[R]:
        file, line = _place(cls)
        faults = [*_name_faults(name), *_shadow_faults(cls)]
        frozen = attrs.frozen(kw_only=True)(cls)
        read: list[Field] = []
        for attribute, annotation in _annotations(frozen):
            found = _read(attribute, annotation, faults)
            if found:
                read.append(found)
        faults += [*_kind_faults(read, key, level_by), *(own.faults(read) if own else ())]
        if faults:
            text = "\n  ".join(f"{at}: {said}; {remedy}" for at, said, remedy in faults)
            raise DeclarationError(text, remedy="correct the declaration", where=f"{file}:{line} kind {name!r}")
        frozen.__kind__ = Kind(
            name=name,
            label=label,
            cls=frozen,
            fields=tuple(read),
            key=key,
            vault=vault,
            level_by=level_by,
            owner=own,
            roles=roles,
            cites=cites,
            lasting=lasting,
            unsigned=unsigned,
            file=file,
            line=line,
        )
        return frozen

    return declare


Fault = tuple[str, str, str]


def _place(cls: type) -> tuple[str, int]:
    try:
        return inspect.getsourcefile(cls) or "?", inspect.getsourcelines(cls)[1]
    except (OSError, TypeError):
        return "?", 0


def _name_faults(name: str) -> list[Fault]:
    if KIND_NAME.fullmatch(name):
        return []
    return [
        (
            "name",
            f"{name!r} is no kind name",
            "write lower-case words joined by _, with at most one prefix: waterpatrol.sighting",
        )
    ]


def _shadow_faults(cls: type) -> list[Fault]:
    own = inspect.get_annotations(cls)
    return [(n, "shadows a field that every record has", "choose another name") for n in own if n in ("id", "office")]


def _attributes(cls: type[Record]) -> tuple[Any, ...]:
    found: tuple[Any, ...] = attrs.fields(typing.cast("Any", cls))
    return found


def _annotations(cls: type[Record]) -> list[tuple[Any, Any]]:
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base not in (object, Record):
            hints |= inspect.get_annotations(base, eval_str=True)
    return [(a, hints.get(a.name, a.type)) for a in _attributes(cls) if a.name not in ("id", "office")]


def _read(attribute: Any, annotation: Any, faults: list[Fault]) -> Field | None:
    name, facts, structure = attribute.name, attribute.metadata.get(_f.FACTS), attribute.metadata.get(_f.STRUCTURE)
    if not isinstance(facts, Facts):
        faults.append((name, "has no label", 'write it as field(label=Label("…"))'))
        return None
    if not FIELD_NAME.fullmatch(name) or name in RESERVED:
        faults.append((name, "is no field name or a reserved word", "choose lower-case words joined by _"))
    type_ = value_type(annotation, facts, structure)
    if type_ is None:
        faults.append(
            (name, f"has the type {annotation!r}, which is not in the table of value types", f"use one of {ALLOWED}")
        )
        return None
    faults += [(name, said, remedy) for said, remedy in _fact_faults(type_, facts)]
    default = attribute.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        faults.append((name, "has a factory as default", "give a plain value, or None and fill it in a work function"))
    required = default is attrs.NOTHING and not type_.optional
    return Field(name=name, type=type_, facts=facts, structure=structure, required=required, default=default)


def _fact_faults(type_: ValueType, facts: Facts) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    texty = type_.name in ("text", "code")
    if not texty and (facts.pattern or facts.searchable or facts.secret or facts.max_length or facts.min_length):
        faults.append(("says something only a text can be", "remove pattern, length, searchable or secret"))
    if type_.name == "decimal" and facts.places is None:
        faults.append(("has no places", "say how many decimal places it has: places=2"))
    if facts.secret and facts.searchable:
        faults.append(("is both secret and searchable", "a secret is found by its whole value only"))
    if facts.sensitivity not in LEVELS:
        faults.append((f"has the sensitivity {facts.sensitivity!r}", f"use one of {', '.join(LEVELS)}"))
    return faults


def _kind_faults(fields: list[Field], key: tuple[str, ...], level_by: str | None) -> list[Fault]:
    names = {f.name for f in fields}
    faults = [
        ("key", f"names {n!r}, which is no field", f"choose from {', '.join(sorted(names))}")
        for n in key
        if n not in names
    ]
    if level_by and level_by not in names:
        faults.append(("level_by", f"names {level_by!r}, which is no field", f"choose from {', '.join(sorted(names))}"))
    if sum(1 for f in fields if isinstance(f.structure, Lifecycle)) > 1:
        faults.append(("state", "is declared twice", "keep one state a kind"))
    if sum(1 for f in fields if f.ref and f.ref.about) > 1:
        faults.append(("about", "is declared twice", "a record is about one child"))
    counted = ((f.name, other) for f in fields if f.due for other in (f.due.after, f.due.who) if other)
    faults += [
        (name, f"counts from {other!r}, which is no field", f"choose from {', '.join(sorted(names))}")
        for name, other in counted
        if other not in names
    ]
    return faults
