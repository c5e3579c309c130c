"""Reading at a desk: through the actor's views, and in the journal before the answer leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Self

import attrs

from minorcare.access import Actor, Role, Views
from minorcare.calendar import Calendar, Clock, day_of, stamp
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.desk.classes import finer
from minorcare.desk.why import Sight, scope_words, sights
from minorcare.errors import Invalid, NotFound, Problem, Refused
from minorcare.journal.packing import pack
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.query import EVERYTHING, Count, F, Filter, Given, Query, Tally, check
from minorcare.rules.reach import Index
from minorcare.store.protocol import Batch, JsonPage, Note, Noted, Page, Reading, Row, Store, Version


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Reads:
    """The reading half of a desk. Every read is in the journal before its answer leaves.

    Attributes:
        past: A day to look back to, instead of today.
        later: Where entries of reads are gathered instead of being written one by one. Whoever gives the list hands it to
            ``store.note`` before anything that was read goes further.
    """

    store: Store
    catalog: Catalog
    actor: Actor
    role: Role
    office: str
    purpose: str
    via: str
    clock: Clock
    views: Views
    figures: Views
    index: Index
    calendar: Calendar
    past: date | None = None
    later: list[Noted] | None = None

    @property
    def account(self) -> str:
        """The actor's account name."""
        return self.actor.name

    @property
    def day(self) -> date:
        """The day that counts for filters and ages: today in China, or the past day this desk looks at."""
        return self.past or day_of(self.clock())

    def may_read(self, kind: type[Record] | str) -> bool:
        """Whether the actor sees any record of *kind*."""
        return self.views(self.catalog.kind(kind)).readable

    def may_write(self, kind: type[Record] | str | Kind) -> bool:
        """Whether the actor writes records of *kind*."""
        found = kind if isinstance(kind, Kind) else self.catalog.kind(kind)
        if found.vault:
            return self.role.name in found.roles
        return found.name not in DERIVED and self.views(found).writable

    def may_move(self, kind: type[Record] | str | Kind, to: str) -> bool:
        """Whether the actor moves a record of *kind* that they see to the state *to*: whoever writes it, and its owner."""
        found = kind if isinstance(kind, Kind) else self.catalog.kind(kind)
        owner = self.views(found).owner
        return self.may_write(found) or (owner is not None and owner.lets(found.lifecycle, to))

    def may_report(self, kind: type[Record] | str | Kind) -> bool:
        """Whether the actor may create records of *kind* without reading them."""
        name = kind.name if isinstance(kind, Kind) else self.catalog.kind(kind).name
        return name in self.role.reports

    def get(self, kind: type[Record] | str, id: str) -> Row:
        """One record.

        Raises:
            NotFound: absent, foreign, sealed and erased alike.
            Refused: the actor sees nothing of this kind.
        """
        found = self.catalog.kind(kind)
        if found.vault:
            return self._open_vault(found, id)
        self._readable(found)
        row = self._reading().get(self.office, found, id, self.views, self.day)
        if row is None:
            self._note(Note(action="refuse", kind=found.refused_as, detail={"asked": "get"}))
            raise NotFound(found.name)
        self._noted(found, Note(action="get", kind=found.name, id=id))
        return row

    def find(
        self,
        kind: type[Record] | str | Query,
        where: Filter = EVERYTHING,
        *,
        order: Sequence[str] = (),
        after: str | None = None,
        limit: int = 50,
        given: Mapping[str, Any] | None = None,
    ) -> Page:
        """A page of records.

        Raises:
            Invalid: the question names what does not exist, or what the actor may not see.
        """
        query = (
            kind
            if isinstance(kind, Query)
            else Query(kind=kind, where=where, order=tuple(order), after=after, limit=limit)
        )
        found = self._asked(query)
        page = self._reading().find(self.office, query, self.views, self.day, given)
        self._noted(found, _listed("list", found, [row.no for row in page.rows]))
        return page

    def find_json(self, query: Query) -> JsonPage:
        """A page as the bytes of a JSON array, made in the store."""
        found = self._asked(query)
        page = self._reading().find_json(self.office, query, self.views, self.day)
        self._noted(found, _listed("list", found, page.numbers))
        return page

    def holds(self, kind: type[Record] | str, id: str, field: str, value: str) -> bool:
        """Whether a visible record holds this very secret: nothing leaves that the caller does not have."""
        found = self._readable(kind)
        asked = (F.id == Given("id")) & (getattr(F, field) == Given("value"))
        return bool(self._reading().ids(self.office, found, asked, self.views, self.day, {"id": id, "value": value}))

    def exported(self, kind: type[Record] | str, rows: Sequence[Row], **detail: str | int | list[str]) -> None:
        """Note that these records leave as a file, before they do."""
        found = self._readable(kind)
        numbers = pack([row.no for row in rows])
        self._note(Note(action="export", kind=found.name, detail={**detail, "count": len(rows), "numbers": numbers}))

    def find_secrets(self, kind: type[Record] | str, field: str, values: Sequence[str]) -> dict[str, Row]:
        """The visible records that hold one of these secrets, by the secret: how an import knows whom it has on file."""
        found = self._readable(kind)
        if self.views(found).how(field) != "hint":
            raise refused(found)
        where = getattr(F, field) == Given("value")
        reader = self._reading()
        rows: dict[str, Row] = {}
        for value in values:
            ids = reader.ids(self.office, found, where, self.views, self.day, {"value": value})
            row = reader.get(self.office, found, ids[0], self.views, self.day) if ids else None
            if row is not None:
                rows[value] = row
        self._noted(found, _listed("search", found, [row.no for row in rows.values()]))
        return rows

    def tally(self, tally: Tally) -> tuple[Count, ...]:
        """Counts, through what the actor may count; cells too small for its role hold ``None``."""
        kind = self.catalog.kind(tally.kind)
        if not self.figures(kind).readable:
            raise refused(kind)
        problems = (
            *check.problems(tally.where, kind, self.catalog.kinds, self.catalog.codes),
            *check.by_problems(tally.by, kind, self.catalog.kinds),
        )
        if not problems and self.role.records is None:
            problems = tuple(finer(tally.by, kind, self.catalog))
        if problems:
            raise Invalid(problems)
        self._caught_up(kind)
        reading = self._past_figures if self.past else self.store.reader()
        counts = reading.tally(self.office, tally, self.figures, self.day)
        self._noted(kind, Note(action="tally", kind=kind.name, detail={"tally": tally.name}))
        return tuple(self._suppressed(count) for count in counts)

    def history(self, kind: type[Record] | str, id: str) -> tuple[Version, ...]:
        """The versions of a record the actor sees today, newest first, each through today's view."""
        found = self._readable(kind)
        if self.store.reader().get(self.office, found, id, self.views, self.day) is None:
            raise NotFound(found.name)
        versions = self.store.history(self.office, found, id, self.views(found))
        self._noted(found, Note(action="history", kind=found.name, id=id))
        return versions

    def reveal(self, kind: type[Record] | str, id: str, field: str) -> str | None:
        """The clear text of one secret: one journalled act, durable before the value leaves."""
        found = self._readable(kind)
        row = self.store.reader().get(self.office, found, id, self.views, self.day)
        if row is None:
            raise NotFound(found.name)
        if field not in {f.name for f in found.secrets} or self.views(found).how(field) != "hint":
            raise Refused(Label("您不能查看这一项的全文", en="you may not see this value in clear"))
        self._note(Note(action="reveal", kind=found.name, id=id, detail={"fields": [field]}))
        return self.store.secret(self.office, found, id, field)

    def who_looked(self, minor: str, *, limit: int = 50) -> Page:
        """Who looked at a child, newest first."""
        self._readable("seen")
        if self.store.reader().get(self.office, self.catalog.kind("minor"), minor, self.views, self.day) is None:
            raise NotFound("minor")
        return self.find(Query(kind="seen", where=F.minor == minor, order=("-entry",), limit=limit))

    def why_visible(self, minor: str) -> tuple[Sight, ...]:
        """Every person who sees this child, and through what: role, area, grants with their approvers."""
        self._readable("officer")  # it names them all
        found = self._readable("minor")
        reading = self.store.reader()
        if reading.get(self.office, found, minor, self.views, self.day) is None:
            raise NotFound(found.name)
        self._noted(found, Note(action="get", kind=found.name, id=minor, detail={"asked": "why"}))
        return tuple(sights(reading, self.catalog, self.office, minor, self.day))

    def why_hidden(self) -> Label:
        """What this actor may see, and whom to ask for more. It says nothing of any record: absent and foreign answer alike."""
        seen = scope_words(self.store.reader(), self.office, self.actor, self.role, self.day)
        return Label(
            f"您是{seen.zh}。看不到的记录，可能不存在，也可能不在这个范围内；需要时请站长授权，写明理由和期限。",
            en=f"You are {seen.in_('en')}. A record you do not see may not exist or lie outside this; "
            "ask the station head for a grant, with a reason and an end.",
        )

    def at(self, day: date) -> Self:
        """The office as recorded at the end of *day*: reads only, by today's rights, and in today's journal."""
        return attrs.evolve(self, past=day)

    @cached_property
    def _past(self) -> Reading:
        assert self.past is not None
        return self.store.at(self.office, self.past, self.views, day_of(self.clock()))

    @cached_property
    def _past_figures(self) -> Reading:
        """The same for counting: who counts may see no single record, today or then."""
        assert self.past is not None
        return self.store.at(self.office, self.past, self.figures, day_of(self.clock()))

    def _reading(self) -> Reading:
        return self._past if self.past else self.store.reader()

    def _open_vault(self, kind: Kind, id: str) -> Row:
        opened = (
            self.store.open_vault(self.office, kind, id) if self.role.name in kind.roles and not self.past else None
        )
        if opened is None or not self._opens(kind, opened[0]):
            self._note(Note(action="refuse", kind="vault", detail={"asked": "get"}))
            raise NotFound(kind.name)
        self._note(Note(action="get", kind="vault", id=id))
        record, version = opened
        values = kind.values(record)
        cells = tuple(f.to_json(values[f.name]) for f in kind.fields)
        return Row(kind, self.office, (), (id, version, "", 0, None, 0, *cells))

    def _opens(self, kind: Kind, record: Record) -> bool:
        """Whether a record of a vault is the actor's to open: its owner's, or where it has none, of whoever has the first role."""
        owner = getattr(record, kind.owner.field) if kind.owner else None
        return owner == self.account if owner else not kind.owner or self.role.name == kind.roles[0]

    def _readable(self, kind: type[Record] | str | Kind) -> Kind:
        found = kind if isinstance(kind, Kind) else self.catalog.kind(kind)
        if not self.views(found).readable:
            self._note(Note(action="refuse", kind=found.refused_as, detail={"asked": "read"}))
            raise refused(found)
        return found

    def _asked(self, query: Query) -> Kind:
        kind = self._readable(query.kind)
        problems = _problems(self.catalog, query.kind, query.where, query.order) + check.limit_problems(query.limit)
        if problems:
            raise Invalid(problems)
        self._caught_up(kind)
        return kind

    def _caught_up(self, kind: Kind) -> None:
        """Who looked is derived from the journal: it is brought up to its end before anybody asks."""
        if kind.name == "seen":
            self.store.looks(self.office)

    def _noted(self, kind: Kind, note: Note) -> None:
        if kind.name in self.catalog.with_area or kind.name in DERIVED:  # what is about people; areas and posts are not
            self._note(note)

    def _note(self, note: Note) -> None:
        noted = Noted(office=self.office, batch=self._batch(None, note.action), notes=(note,))
        if self.later is None:
            self.store.note(noted)
        else:
            self.later.append(noted)

    def _batch(self, key: str | None, content: str) -> Batch:
        return Batch(
            key=key, content=content, actor=self.actor.name, via=self.via, purpose=self.purpose, at=stamp(self.clock())
        )

    def _suppressed(self, count: Count) -> Count:
        small = self.role.small_cells
        return Count(
            key=count.key,
            records=None if count.records is not None and count.records < small else count.records,
            minors=None if count.minors is not None and count.minors < small else count.minors,
        )


@lru_cache(4096)
def _problems(catalog: Catalog, kind: str, where: Filter, order: tuple[str, ...]) -> tuple[Problem, ...]:
    found = catalog.kinds[kind]
    return (
        *check.problems(where, found, catalog.kinds, catalog.codes),
        *check.order_problems(order, found, catalog.kinds),
    )


def _listed(action: str, kind: Kind, numbers: Sequence[int]) -> Note:
    return Note(action=action, kind=kind.name, detail={"count": len(numbers), "numbers": pack(numbers)})


def refused(kind: Kind) -> Refused:
    """What is said to whoever sees nothing of a kind."""
    return Refused(
        Label(f"您的岗位看不到{kind.label.zh}", en=f"your role does not show {(kind.label.en or kind.name).lower()}")
    )
