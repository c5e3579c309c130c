"""What goes along when a child moves to another office: the records about it and its household, in written form, as one parcel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, cast

import attrs
import orjson

from minorcare.declare import Field, Kind
from minorcare.desk import Desk
from minorcare.errors import Refused
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.store.protocol import Row
from minorcare.work.anew import as_arriving, found_again, travels
from minorcare.work.arriving import arrives
from minorcare.work.import_plan import every

AT_HOME = (
    "transfer",
    "duplicate",
    "foreign_match",
    "age_gate",
    "guarantee",
    "deputy",
    "task",
    "instruction",
    "census_result",
    "household_hazard",
    "harm_report",
    "consent",
    "service",
    "service_package",
    "mediation",
)
"""What is one office's own: who answers for the child there, what is to be done there, what was counted there, and what was asked of
the bodies there and told to them."""
_CHILD, _HOME = "minor", "household"
Key = tuple[str, str]


@attrs.frozen(kw_only=True)
class Packed:
    """One record in written form, secrets in clear: it is never kept but within a sealed parcel."""

    kind: str
    id: str
    version: int
    body: Mapping[str, Any] = attrs.field(repr=False)

    @property
    def key(self) -> Key:
        """Kind and id at the sender's."""
        return self.kind, self.id


@attrs.frozen(kw_only=True)
class Parcel:
    """A child's records. ``left`` counts those about it that stay; ``household`` is the id of its home at the sender's."""

    sender: str
    minor: str
    household: str | None
    name: str = attrs.field(repr=False)
    reason: str
    moved_on: date
    left: int
    records: tuple[Packed, ...]

    @property
    def by_key(self) -> Mapping[Key, Packed]:
        """The records by kind and id."""
        return {one.key: one for one in self.records}

    def written(self) -> bytes:
        """The parcel as JSON."""
        return orjson.dumps(attrs.asdict(self))

    @classmethod
    def read(cls, data: bytes) -> Parcel:
        """What :meth:`written` wrote."""
        told = orjson.loads(data)
        records = tuple(Packed(**one) for one in told.pop("records"))
        return cls(**{**told, "moved_on": date.fromisoformat(told["moved_on"]), "records": records})


@attrs.frozen(kw_only=True)
class Gathered:
    """What would go into a parcel, not yet written out: enough to tell whether the last one is out of date."""

    rows: tuple[Row, ...]
    left: int

    @property
    def mark(self) -> str:
        """Tells one content from another: kinds, ids and versions, but for what rules find again at the other end."""
        named = sorted(f"{row.kind.name} {row.id} {row.version}" for row in self.rows if not found_again(row))
        return sha256("\n".join(named).encode()).hexdigest()[:32]


def sees_everything(desk: Desk) -> None:
    """Make sure that whoever acts sees, and may write, all that a child's file can hold.

    Raises:
        Refused: not the whole street, or not every field: what they do not see could not go along.
    """
    for kind in _travelling(desk):
        view = desk.views(kind)
        if view.areas is not None or not view.writable or view.hidden or view.masked_levels:
            raise Refused(
                Label(
                    "只有看得到全街道、全部内容的人可以办理迁移交接；请交儿童督导员或站长办理",
                    en="a transfer is for somebody who sees all of the street and all of a file; "
                    "ask the child supervisor or the station head",
                )
            )


def gather(desk: Desk, minor: str) -> Gathered:
    """The records about a child and its household that go along, those named before those that name them.

    Raises:
        NotFound: no such child.
        Refused: the actor does not see everything.
    """
    sees_everything(desk)
    child = desk.get(_CHILD, minor)
    found = {(row.kind.name, row.id): row for row in _about(desk, child)}
    home = child.values[_HOME]
    if home is not None:
        rows = every(desk, _HOME, F.id == Given("id"), {"id": home})
        found |= {(row.kind.name, row.id): row for row in rows}
        for row in rows_of(found, _HOME):
            found |= {(other.kind.name, other.id): other for other in _about(desk, row)}
    going = _whole(desk, found)
    return Gathered(rows=tuple(_ordered(desk, going)), left=len(found) - len(going))


def pack(desk: Desk, gathered: Gathered, *, reason: str, moved_on: date) -> Parcel:
    """Write out what was gathered. Each secret is revealed for it, one journalled act each."""
    (child,) = (row for row in gathered.rows if row.kind.name == _CHILD)
    return Parcel(
        sender=desk.office,
        minor=child.id,
        household=child.values[_HOME],
        name=child.values["name"],
        reason=reason,
        moved_on=moved_on,
        left=gathered.left,
        records=tuple(_packed(desk, row) for row in gathered.rows),
    )


def rows_of(found: Mapping[Key, Row], kind: str) -> tuple[Row, ...]:
    """The rows of one kind among those found."""
    return tuple(row for (name, _), row in found.items() if name == kind)


def _packed(desk: Desk, row: Row) -> Packed:
    kind = row.kind
    values = {**row.values, "id": row.id, "office": row.office}
    for field in kind.secrets:
        if values[field.name] is not None:
            values[field.name] = desk.reveal(kind.name, row.id, field.name)
    return Packed(kind=kind.name, id=row.id, version=row.version, body=kind.written(kind.build(values)))


def _travelling(desk: Desk) -> Iterator[Kind]:
    """The child's own kind, its household's, and whatever is about either, however far away."""
    roots = {_CHILD, _HOME}
    for kind in desk.catalog.kinds.values():
        here: Kind | None = kind
        while here is not None and here.name not in roots:
            here = desk.catalog.target(here.about) if here.about else None
        if here is not None and not kind.vault and kind.name not in DERIVED and kind.name not in AT_HOME:
            yield kind


def _about(desk: Desk, row: Row) -> Iterator[Row]:
    """The record itself and everything about it that goes along."""
    yield row
    for kind in _travelling(desk):
        if kind.about is None or desk.catalog.target(kind.about) is not row.kind:
            continue
        for other in every(desk, kind.name, getattr(F, kind.about.name) == Given("id"), {"id": row.id}):
            if travels(other):
                yield from _about(desk, other)


def _whole(desk: Desk, found: Mapping[Key, Row]) -> dict[Key, Row]:
    """Without what could not stand at the other end: it names something that stays, or is not sound on its way to its state."""
    codes, day = desk.catalog.codes, desk.day
    going = {key: row for key, row in found.items() if arrives(row.kind, _bare(row), codes, day)}
    while True:
        stays = [key for key, row in going.items() if any(_missing(desk, row, field, going) for field in _bound(row))]
        if not stays:
            return going
        for key in stays:
            del going[key]


def _bare(row: Row) -> dict[str, Any]:
    """The values without secrets, of which only the last four are here; what they are was checked when they were entered."""
    secret = {field.name: None for field in row.kind.secrets}
    return as_arriving(row.kind, {**row.values, **secret, "id": row.id, "office": row.office})


def _bound(row: Row) -> Iterable[Field]:
    return (field for field in row.kind.references if not field.type.optional)


def _missing(desk: Desk, row: Row, field: Field, going: Mapping[Key, Row]) -> bool:
    return (desk.catalog.target(field).name, cast("str", row.values[field.name])) not in going


def _ordered(desk: Desk, going: Mapping[Key, Row]) -> Iterator[Row]:
    """What is named before what names it, as far as they do not name each other."""
    done: set[Key] = set()

    def visit(key: Key) -> Iterator[Row]:
        if key in done or key not in going:
            return
        done.add(key)
        row = going[key]
        for field in row.kind.references:
            if row.values[field.name] is not None:
                yield from visit((desk.catalog.target(field).name, row.values[field.name]))
        yield row

    kinds = list(desk.catalog.kinds)  # in an order in which one rests on those before it
    for key in sorted(going, key=lambda key: (kinds.index(key[0]), key[1])):
        yield from visit(key)
