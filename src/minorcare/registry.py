"""A registry: a store and a catalog, from which desks are opened."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from minorcare.access import Actor, Role, Views
from minorcare.calendar import Calendar, Clock, day_of, stamp, system_clock
from minorcare.catalog import Catalog
from minorcare.desk import Desk
from minorcare.desk.actors import Actors, views_on
from minorcare.errors import Invalid, Problem, Refused, Unavailable
from minorcare.kinds.officers import SYSTEM
from minorcare.label import Label
from minorcare.plugins import Config, load_catalog
from minorcare.rules.reach import Index
from minorcare.store.keys import Keys
from minorcare.store.protocol import Batch, Note, Noted, Put
from minorcare.store.sqlite import SqliteStore

_SYSTEM = Role(name="system", label=Label("系统", en="System"), records="restricted", scope="areas", writes=True)


@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False)
class Registry:
    """Everything one process needs to work on one database. No globals: two registries never meet."""

    store: SqliteStore
    catalog: Catalog
    clock: Clock = system_clock
    calendar: Calendar = attrs.field(factory=Calendar)
    _views: dict[tuple[Actor, str, bool], Views] = attrs.field(factory=dict)
    _actors: Actors = attrs.field(factory=Actors)

    def __repr__(self) -> str:
        return f"<Registry {self.store.path.name}>"

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        config: Config | None = None,
        plugins: tuple[object, ...] = (),
        clock: Clock = system_clock,
        migrate: bool = False,
    ) -> Registry:
        """Open an existing registry.

        Args:
            url: A file name, or ``sqlite:///file``.
            config: The configuration; that of the working folder if not given.
            plugins: Plugin modules in addition to the configured ones.
            migrate: Take the pending steps instead of refusing.

        Raises:
            Unavailable: there is no such database, it is newer than this version, or steps are pending.
            KeysUnusable: its keys are missing or belong to another database.
        """
        path = path_of(url)
        if not path.exists():
            raise Unavailable(
                Label(
                    f"没有数据库 {path.name}；请先运行 minorcare init",
                    en=f"there is no database {path.name}; run `minorcare init`",
                )
            )
        catalog = load_catalog(config or Config.read(), *plugins)
        registry = cls(store=SqliteStore(path, catalog, Keys.load(keys_of(path))), catalog=catalog, clock=clock)
        pending = registry.store.plan()
        if pending and not migrate:
            registry.close()
            words = "；".join(step.said.zh for step in pending), "; ".join(step.said.in_("en") for step in pending)
            raise Unavailable(
                Label(
                    f"数据库有待执行的变更（{words[0]}）；请运行 minorcare migrate",
                    en=f"steps are pending ({words[1]}); run `minorcare migrate`",
                )
            )
        registry.store.migrate()
        return registry

    @classmethod
    def create(
        cls,
        url: str | Path,
        *,
        office: str,
        config: Config | None = None,
        plugins: tuple[object, ...] = (),
        clock: Clock = system_clock,
        demo: bool = False,
    ) -> Registry:
        """Make a new registry with one office and a key file beside it.

        Raises:
            Unavailable: the file is there already.
        """
        path = path_of(url)
        if path.exists():
            raise Unavailable(
                Label(f"{path.name} 已存在；请换一个文件名", en=f"{path.name} is there already; choose another name")
            )
        catalog = load_catalog(config or Config.read(), *plugins)
        registry = cls(
            store=SqliteStore(path, catalog, Keys.create(keys_of(path), demo=demo)), catalog=catalog, clock=clock
        )
        registry.store.migrate()
        registry.open_office(office)
        return registry

    def open_office(self, office: str) -> None:
        """Begin the chain of one more office."""
        if not (office.isdecimal() and len(office) == 9):
            raise Invalid([_nine_digits("office")])
        self.store.open_office(office, stamp(self.clock()))

    @property
    def demo(self) -> bool:
        """Whether this file holds invented people only, and signs in by itself."""
        return self.store.keys.demo

    @cached_property
    def index(self) -> Index:
        """What the rules read, for screening on save."""
        return Index.of(self.catalog.rules.values(), self.catalog.kinds)

    def desk(
        self, actor: Actor, *, office: str, purpose: str, via: str = "library", later: list[Noted] | None = None
    ) -> Desk:
        """The door, for *actor* on *office*.

        Args:
            actor: Who sits at it.
            office: The nine-digit street code.
            purpose: What for: a code of the list ``purpose``.
            via: How the journal names the way in.
            later: Gathers the entries of reads, to be given to ``store.note`` together before any answer leaves. Without it
                each is written before its read returns.

        Raises:
            Invalid: *purpose* is no code of the list ``purpose``.
            Refused: the actor's role does not exist, or none of its areas lies in the office or around it.
        """
        role = self.catalog.roles.get(actor.role)
        if role is None:
            raise Refused(Label(f"没有岗位 {actor.role}", en=f"there is no role {actor.role!r}"))
        areas = (*actor.areas, *(grant.area for grant in actor.grants if grant.area))
        if not any(office.startswith(area) or area.startswith(office) for area in areas):
            raise Refused(Label("您在这个街道没有岗位", en="you have no post in this street"))
        if self.catalog.codes["purpose"].get(purpose) is None:
            known = ", ".join(item.value for item in self.catalog.codes["purpose"].items)
            raise Invalid(
                [
                    Problem(
                        at="purpose",
                        said=Label("不是用途代码", en="is no purpose"),
                        remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"),
                    )
                ]
            )
        return Desk(
            store=self.store,
            catalog=self.catalog,
            actor=actor,
            role=role,
            office=office,
            purpose=purpose,
            via=via,
            clock=self.clock,
            views=self._views_of(actor, office, figures=False),
            figures=self._views_of(actor, office, figures=True),
            index=self.index,
            calendar=self.calendar,
            later=later,
        )

    def system_desk(self, office: str) -> Desk:
        """The desk at which minorcare itself works: what time does (:mod:`minorcare.work.tick`). No person is posted to it."""
        actor = Actor(name=SYSTEM, role=_SYSTEM.name, areas=(office,))
        views = views_on(attrs.evolve(self.catalog, roles={_SYSTEM.name: _SYSTEM}), actor, office)
        return Desk(
            store=self.store,
            catalog=self.catalog,
            actor=actor,
            role=_SYSTEM,
            office=office,
            purpose="screening",
            via="library",
            clock=self.clock,
            views=views,
            figures=views,
            index=self.index,
            calendar=self.calendar,
        )

    def actor(self, account: str, *, office: str) -> Actor:
        """The actor behind an account: as its officer record and its grants in force say at this moment.

        Raises:
            Refused: no such officer, or no longer in office. One sentence for both.
        """
        return self._actors.get(self.store.reader(), office, account, day_of(self.clock()), self.catalog.roles)

    def found(self, office: str, *records: Any) -> None:
        """Write what an office begins with: its areas and its first officers, as the system and journalled as such."""

        def work(tx: Any) -> None:
            for record in records:
                put = record.but(office=office)
                tx.put(Put(kind=record.__kind__.name, id=record.id, record=put, base=0, action="create"))

        batch = self._system(f"found:{','.join(record.id for record in records)}")
        self.store.work(office, batch, work)

    def note(self, office: str, account: str, action: str, *, via: str = "web", **detail: Any) -> None:
        """Write an entry outside any desk: a sign-in, a sign-out, a refusal at the door."""
        batch = attrs.evolve(self._system(action), key=None, actor=account, via=via)
        self.store.note(Noted(office=office, batch=batch, notes=(Note(action=action, detail=detail),)))

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def _system(self, key: str) -> Batch:
        return Batch(
            key=key, content=key, actor=SYSTEM, via="library", purpose="administration", at=stamp(self.clock())
        )

    def _views_of(self, actor: Actor, office: str, *, figures: bool) -> Views:
        key = (actor, office, figures)
        if key not in self._views:
            if len(self._views) > 1000:
                self._views.clear()
            self._views[key] = views_on(self.catalog, actor, office, figures=figures)
        return self._views[key]


def path_of(url: str | Path) -> Path:
    """The file behind a URL."""
    text = str(url)
    return Path(text.removeprefix("sqlite:///"))


def keys_of(path: Path) -> Path:
    """The key file beside a database."""
    return path.with_name(f"{path.name}.keys")


def _nine_digits(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("不是 9 位街道代码", en="is no nine-digit street code"),
        remedy=Label("例如 530111004", en="such as 530111004"),
    )
