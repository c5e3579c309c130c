"""What a store must do, in a dozen methods: everything above it is the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import attrs

from minorcare.access import View
from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind, Record
from minorcare.errors import Masked
from minorcare.journal import Anchor, Entry, Fault, Head
from minorcare.label import Label
from minorcare.query import Count, Filter, Query, Tally
from minorcare.rules.evidence import Source
from minorcare.store.keys import Keys

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Views = Callable[[Kind], View]
Given = Mapping[str, Any] | None


@attrs.frozen(kw_only=True)
class Step:
    """One change of the schema, in words and in SQL."""

    said: Label
    sql: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Batch:
    """One unit of work: who does it, through what, why, when.

    ``key`` is made by the client: the same key again returns the first receipt, and with other ``content`` (a digest of what was
    asked) is a conflict. What only reads has none.
    """

    key: str | None
    content: str
    actor: str
    via: str
    purpose: str
    at: str


@attrs.frozen(kw_only=True)
class Receipt(Generic[T_co]):
    """What was done: the head of the office's chain after it, and what the work returned. Replayed from the store word for word."""

    office: str
    seq: int
    hash: str
    value: T_co


@attrs.frozen(kw_only=True)
class Put:
    """One new version of one record.

    ``base`` is the version it follows, 0 for a new record. ``record`` is ``None`` where the record is taken out of force.
    ``via`` says what wrote it where it was not the actor's own act (``rule:left_behind@1``).
    """

    kind: str
    id: str
    record: Record | None
    base: int
    action: str
    via: str | None = None
    detail: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Note:
    """One journal entry that changes nothing: a read, a refusal, a sign-in."""

    action: str
    kind: str | None = None
    id: str | None = None
    detail: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Noted:
    """Entries to be written, and in whose chain and batch."""

    office: str
    batch: Batch
    notes: tuple[Note, ...]


@attrs.frozen(kw_only=True)
class Stored:
    """A record in force as the store's own work reads it: whole, secrets in clear."""

    record: Record
    version: int
    no: int
    area: str | None
    since: str


BESIDE = ("id", "version", "since", "no", "area", "above")
"""What a row holds before its cells; the last says whether it is above the actor's ceiling by its own level."""


@attrs.frozen(eq=False, slots=False)  # by position: one is made for each row that is read
class Row:
    """One record as an actor sees it: typed values, and the names of those that were masked before they left the store."""

    kind: Kind = attrs.field(repr=lambda kind: kind.name)
    office: str
    masked: tuple[str, ...]
    held: tuple[Any, ...] = attrs.field(repr=lambda held: repr(held[: len(BESIDE)]))
    """The row as it was read: what is kept :data:`BESIDE` the fields, the cells of the fields, and whatever comes after."""

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.held[0]  # type: ignore[no-any-return]

    @property
    def version(self) -> int:
        """Its version."""
        return self.held[1]  # type: ignore[no-any-return]

    @property
    def since(self) -> str:
        """When that version was written."""
        return self.held[2]  # type: ignore[no-any-return]

    @property
    def no(self) -> int:
        """Its file number."""
        return self.held[3]  # type: ignore[no-any-return]

    @property
    def area(self) -> str | None:
        """The area it lies in."""
        return self.held[4]  # type: ignore[no-any-return]

    @property
    def cells(self) -> tuple[Any, ...]:
        """The fields as they are written."""
        return self.held[len(BESIDE) : len(BESIDE) + len(self.kind.fields)]

    @property
    def values(self) -> Mapping[str, Any]:
        """Typed values by field name; a masked one is what is shown instead of it (张**, …123X, ``None``)."""
        return {
            field.name: cell if field.name in self.masked else _typed(field, cell)
            for field, cell in zip(self.kind.fields, self.cells, strict=True)
        }

    def record(self) -> Any:
        """The record itself.

        Raises:
            Masked: some value is above the actor's ceiling, or a secret.
        """
        if self.masked:
            raise Masked(self.masked)
        return self.kind.build({**self.values, "id": self.id, "office": self.office})


def _typed(field: Field, cell: Any) -> Any:
    if field.many and cell is None:  # a list without values takes no cell
        return None if field.type.optional else ()
    if field.many and isinstance(cell, str):
        import orjson

        cell = orjson.loads(cell)
    return field.from_json(cell)


@attrs.frozen(kw_only=True)
class Page:
    """A page of rows and the cursor of the next one."""

    rows: tuple[Row, ...]
    next: str | None


@attrs.frozen(kw_only=True)
class JsonPage:
    """A page as the bytes of a JSON array, made in the store; the file numbers it holds are for the journal."""

    body: bytes
    numbers: tuple[int, ...]
    next: str | None


@attrs.frozen(kw_only=True)
class Version:
    """One version in a record's history, as an actor sees it."""

    version: int
    seq: int
    at: str
    actor: str
    via: str
    action: str
    changed: tuple[str, ...]
    void: bool
    values: Mapping[str, Any] = attrs.field(repr=False)
    masked: tuple[str, ...] = ()


class Reading(Protocol):
    """Reading one file, or one past day of an office: the same questions either way.

    Attributes:
        moment: The same object as long as one state of the file is seen; ``None`` if the next question may see another.
    """

    @property
    def moment(self) -> object | None: ...

    def get(self, office: str, kind: Kind, id: str, views: Views, day: date) -> Row | None:
        """One record, if the view shows it."""

    def find(self, office: str, query: Query, views: Views, day: date, given: Given = None) -> Page:
        """A page of rows."""

    def find_json(self, office: str, query: Query, views: Views, day: date) -> JsonPage:
        """A page as the bytes of a JSON array."""

    def ids(
        self, office: str, kind: Kind, where: Filter, views: Views, day: date, given: Given = None
    ) -> tuple[str, ...]:
        """The ids of all records for which *where* holds."""

    def versions(
        self, office: str, asked: tuple[tuple[Kind, Filter], ...], day: date, given: Mapping[str, Any]
    ) -> list[tuple[str, int]]:
        """Id and version of all records in force that are asked for; trusted."""

    def tally(self, office: str, tally: Tally, views: Views, day: date) -> tuple[Count, ...]:
        """Counts by the values of some fields."""


class Tx(Protocol):
    """What a unit of work may do. Reads see its own writes, and are trusted where no view is named."""

    def together(self) -> AbstractContextManager[None]:
        """Within it, rows may wait to be written many at a time. An error that leaves it undoes the unit of work."""

    def load(self, kind: Kind, id: str) -> Stored | None:
        """The record in force, whole, secrets in clear."""

    def version(self, kind: Kind, id: str, version: int) -> Record:
        """One version of a record, whole; its record need not be in force."""

    def sees(self, view: View, views: Views, kind: Kind, id: str, day: date) -> bool:
        """Whether the record is among the rows *view* shows."""

    def ids(self, kind: Kind, where: Filter, day: date, given: Given = None) -> tuple[str, ...]:
        """The ids of the records in force for which *where* holds."""

    def select(
        self, kind: Kind, names: tuple[str, ...], where: Filter, day: date, given: Given = None
    ) -> Sequence[tuple[Any, ...]]:
        """Some columns, in written form, of the records in force for which *where* holds."""

    def findings(
        self, wheres: tuple[Filter, ...], day: date, ids: Sequence[str] | None = None
    ) -> Sequence[tuple[int, str]]:
        """For each of these filters on ``minor``, its number with every child for whom it holds; of *ids* alone if given."""

    def pairs(self, way: Source, day: date, ids: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Each of the children *ids* with the records that are evidence by this way."""

    def written_by(self, key: str) -> Sequence[tuple[str, str, int, str, str]]:
        """Kind, id, version, action and via of every version a batch wrote, in order."""

    def put(self, put: Put) -> int:
        """Write one version, with row, search terms, due rows and journal entry; returns its number.

        Raises:
            Conflict: ``base`` is not the version in force.
        """

    def seal(self, kind: Kind, record: Record, base: int) -> int:
        """Write one version of a vault kind; returns its number."""

    def note(self, note: Note) -> None:
        """Write one entry that changes nothing."""


class Store(Protocol):
    """A place that keeps offices. Within an office strictly serial and read-your-writes; across offices it promises nothing."""

    @property
    def catalog(self) -> Catalog:
        """What it was opened with."""

    @property
    def keys(self) -> Keys:
        """The keys beside it."""

    def plan(self) -> Sequence[Step]:
        """The steps that :meth:`migrate` would take, in words and SQL."""

    def migrate(self) -> Sequence[Step]:
        """Take them, in one exclusive transaction."""

    def open_office(self, code: str, at: str) -> None:
        """Write the genesis entry of an office; harmless if it is there."""

    def offices(self) -> tuple[str, ...]:
        """The codes of the offices kept here."""

    def work(self, office: str, batch: Batch, fn: Callable[[Tx], T]) -> Receipt[T]:
        """Run *fn* in one transaction; all or nothing. *fn* may run again; what it returns must be JSON."""

    def note(self, *noted: Noted) -> None:
        """Make entries durable, all or none: no answer leaves before those that tell of it."""

    def reader(self) -> Reading:
        """The reading side, for the calling thread."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, the calling thread sees one state of the store, whatever is written meanwhile."""

    def brief(self, seconds: float) -> AbstractContextManager[None]:
        """Within it, a question of the calling thread that takes longer is broken off by TooLong."""

    def at(self, office: str, day: date, views: Views, today: date) -> Reading:
        """The office as recorded at the end of *day*, to be read through today's views."""

    def history(self, office: str, kind: Kind, id: str, view: View) -> tuple[Version, ...]:
        """The versions of one record, newest first. The caller has made sure that it is visible today."""

    def secret(self, office: str, kind: Kind, id: str, field: str) -> str | None:
        """The clear text of one secret. The caller has made sure that it may be revealed, and has journalled it."""

    def open_vault(self, office: str, kind: Kind, id: str) -> tuple[Record, int] | None:
        """A record of a vault kind and its version. The caller has made sure that it may be opened, and has journalled it."""

    def looks(self, office: str) -> None:
        """Catch up "who looked" before it is asked."""

    def changes(self, office: str, after: int, limit: int = 500) -> tuple[Entry, ...]:
        """The write entries after *after*, in commit order."""

    def heads(self) -> Mapping[str, Head]:
        """The head of every office's chain."""

    def verify(self, anchors: Iterable[Anchor] = ()) -> Iterator[Fault]:
        """Everything that is not as it was written."""

    def anchors(self, at: str) -> tuple[Anchor, ...]:
        """The head of every chain, signed."""

    def backup(self, to: str) -> None:
        """A consistent copy."""

    def close(self) -> None:
        """Let go of everything."""
