"""What is measured: each duty done through minorcare and by hand, on equal files."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import attrs
import orjson

from benchmarks import hand, rules, towns
from benchmarks.measure import Duty
from benchmarks.towns import Town
from minorcare import F, Minor
from minorcare.declare import new_id
from minorcare.desk import Desk, Save
from minorcare.plugins import Config
from minorcare.query import Query
from minorcare.registry import Registry, keys_of
from minorcare.rules.reach import Index
from minorcare.store import checking
from minorcare.store.protocol import Page
from minorcare.store.sources import Binding

_PAGE = Query(kind=Minor, limit=50)
_SEARCH = Query(kind=Minor, where=F.name.matches("zhang"), limit=50)
_WORK = Query(kind="due", order=("day",), limit=50)


@contextmanager
def reading(town: Town, beside: Path) -> Iterator[tuple[Duty, ...]]:
    """The duties that read. *beside* is a folder for the peer's own copy of the file, which takes its entries."""
    copy = beside / "hand.db"
    town.registry.store.backup(str(copy))
    reads, writes = hand.connect(copy, readonly=True), hand.connect(copy, readonly=False)
    try:
        yield (*_plain(town, reads), *_journalled(town, reads, hand.Journal(writes, town.office)), *_wide(town, reads))
    finally:
        reads.close()
        writes.close()


def _plain(town: Town, conn: sqlite3.Connection) -> Iterator[Duty]:
    """Without their entry in the journal: what scope, masks and rows cost."""
    desk, store, office = town.desk(), town.registry.store.reader(), town.office
    views, day = desk.views, desk.day
    kind = desk.catalog.kind("minor")
    ids = itertools.cycle([row.id for row in store.find(office, Query(kind=Minor, limit=500), views, day).rows])
    first = next(ids)

    def page() -> Page:
        return store.find(office, _PAGE, views, day)

    def rows(sql: str = hand.PAGE, *given: object) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = conn.execute(sql, (office, *given)).fetchall()
        return found

    def as_json() -> bytes:
        text: str = conn.execute(hand.JSON_PAGE, (office,)).fetchone()[0]
        return text.encode()

    def search() -> list[tuple[object, ...]]:
        return rows(hand.SEARCH, "zhang", "zhang\U0010ffff")

    yield Duty(
        name="get",
        budget=8,
        ours=lambda: store.get(office, kind, next(ids), views, day),
        hand=lambda: conn.execute(hand.GET, (office, next(ids))).fetchone(),
        alike=lambda: (
            _cells(store.get(office, kind, first, views, day)) == conn.execute(hand.GET, (office, first)).fetchone()
        ),
        times=500,
    )
    yield Duty(name="page of 50, rows", budget=2, ours=page, hand=rows, alike=lambda: _rows(page()) == rows(), times=40)
    yield Duty(
        name="page of 50, JSON",
        budget=2,
        ours=lambda: store.find_json(office, _PAGE, views, day),
        hand=as_json,
        alike=lambda: _unmasked(store.find_json(office, _PAGE, views, day).body) == orjson.loads(as_json()),
        times=40,
    )
    yield Duty(
        name="search by pinyin",
        budget=2,
        ours=lambda: store.find(office, _SEARCH, views, day),
        hand=search,
        alike=lambda: _rows(store.find(office, _SEARCH, views, day)) == search(),
        times=40,
    )
    yield Duty(
        name="work list",
        budget=2,
        ours=lambda: store.find(office, _WORK, views, day),
        hand=lambda: rows(hand.WORK_LIST),
        alike=lambda: (
            [row.id for row in store.find(office, _WORK, views, day).rows] == [r[0] for r in rows(hand.WORK_LIST)]
        ),
        times=40,
    )


def _journalled(town: Town, conn: sqlite3.Connection, journal: hand.Journal) -> Iterator[Duty]:
    """With their entry, durable before the answer."""
    desk, office = town.desk(), town.office
    ids = itertools.cycle([row.id for row in desk.find(Minor, limit=500).rows])

    def got() -> object:
        found = conn.execute(hand.GET, (office, next(ids))).fetchone()
        journal.entry("get", "minor", found[0], {})
        return found

    def page() -> object:
        found = conn.execute(hand.PAGE, (office,)).fetchall()
        journal.listed([row[3] for row in found])
        return found

    def as_json() -> object:
        found = conn.execute(hand.JSON_ROWS, (office,)).fetchall()
        journal.listed([row[0] for row in found])
        return ("[" + ",".join([row[1] for row in found]) + "]").encode()

    yield Duty(
        name="get, journalled",
        budget=2,
        ours=lambda: desk.get(Minor, next(ids)),
        hand=got,
        alike=lambda: True,
        rounds=150,
    )
    yield Duty(
        name="page of 50, rows, journalled",
        budget=1.5,
        ours=lambda: desk.find(_PAGE),
        hand=page,
        alike=lambda: _rows(desk.find(_PAGE)) == page(),
        rounds=150,
    )
    yield Duty(
        name="page of 50, JSON, journalled",
        budget=1.5,
        ours=lambda: desk.find_json(_PAGE),
        hand=as_json,
        alike=lambda: True,
        rounds=150,
    )


def _wide(town: Town, conn: sqlite3.Connection) -> Iterator[Duty]:
    """A whole office: every rule, every hash."""
    store, office, day = town.registry.store, town.office, town.desk().day
    asked = store.reader().conn
    bound, binding = rules.bound(office, day), Binding(office=office, day=day, given={})
    more = tuple(where for where, _ in rules.MORE)
    for name, wheres, sql in (
        ("screening an office, shipped rules", rules.shipped(), rules.SHIPPED),
        (
            "screening an office, 20 rules",
            (*rules.shipped(), *more),
            (*rules.SHIPPED, *(text for _, text in rules.MORE)),
        ),
    ):
        statement = store.statements.findings(wheres, "set")

        def ours(statement: object = statement) -> list[tuple[int, str]]:
            found: list[tuple[int, str]] = asked.execute(statement.sql, statement.arguments(binding)).fetchall()  # type: ignore[attr-defined]
            return found

        def by_hand(sql: tuple[str, ...] = sql) -> list[tuple[int, str]]:
            return [(n, row[0]) for n, one in enumerate(sql) for row in conn.execute(one, bound)]

        yield Duty(
            name=name,
            budget=1.3,
            ours=ours,
            hand=by_hand,
            alike=lambda ours=ours, by_hand=by_hand: sorted(ours()) == sorted(by_hand()),  # type: ignore[misc]
            times=5,
        )
    rounds = 3 if town.children < 10_000 else 1

    def by_hand_all() -> int:
        return hand.verified(conn)

    yield Duty(
        name="verifying chain and versions",
        budget=3,
        ours=lambda: list(checking.written(asked)),
        hand=by_hand_all,
        alike=lambda: not list(checking.written(asked)) and by_hand_all() > 0,
        rounds=rounds,
    )
    yield Duty(
        name="verifying the file",
        budget=None,
        ours=lambda: list(store.verify()),
        hand=by_hand_all,
        alike=lambda: not list(store.verify()),
        rounds=rounds,
        note="every row, term, list, deadline and key too",
    )


@contextmanager
def saving(town: Town, beside: Path) -> Iterator[tuple[Duty, ...]]:
    """One new child a transaction, with all shipped rules and with none."""
    copy = beside / "saved.db"
    town.registry.store.backup(str(copy))
    conn = hand.connect(copy, readonly=False)
    desk = town.desk()
    bare = attrs.evolve(desk, index=Index.of((), desk.catalog.kinds))
    writer = hand.Writer(conn, town.registry.store.keys, town.office)
    example = next(row for row in desk.find(Minor, limit=50).rows if row.values["household"])
    numbers = itertools.count(1)

    def child() -> Minor:
        told = {**example.values, "resident_id": None, "name": "李小禾", "phone": "13800138000"}
        return Minor(**{**told, "id": new_id(), "birth_date": date(2015, 1 + next(numbers) % 12, 1)})

    try:
        yield tuple(
            Duty(
                name=name,
                budget=budget,
                ours=lambda at=at: at.save(child()),  # type: ignore[misc]
                hand=lambda: writer.write([child()]),
                alike=lambda: _same_rows(desk, conn, writer, child()),
                rounds=150,
            )
            for name, budget, at in (("save", 2.5, bare), ("save, all shipped rules", 3, desk))
        )
    finally:
        conn.close()


@contextmanager
def importing(folder: Path, most: int | None) -> Iterator[tuple[Duty, ...]]:
    """The roster of a street into an empty office: checked, screened, undoable; against the same rows by ``executemany``."""
    empty = towns.founded(folder)
    shown = towns.roster(empty, most)
    records = [act.record for act in shown.acts if isinstance(act, Save)]
    fresh, keys = folder / "empty.db", empty.registry.store.keys
    empty.registry.store.backup(str(fresh))
    empty.registry.close()
    tables = ("minor", "household", "member", "term", "version", "journal", "file", "key")
    counted: list[dict[str, int]] = []

    def place(name: str) -> Path:
        path = folder / name
        for end in ("", "-wal", "-shm", "-lock"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        shutil.copy(fresh, path)
        return path

    def ours() -> None:
        path = place("ours.db")
        shutil.copy(keys_of(empty.path), keys_of(path))
        registry = Registry.open(path, config=Config(folder=folder))
        desk = attrs.evolve(empty, registry=registry, path=path).desk(purpose="import")
        desk.apply(*shown.acts)
        counted.append(
            {t: registry.store.reader().conn.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
        )
        registry.close()

    def by_hand() -> None:
        conn = hand.connect(place("hand.db"), readonly=False)
        hand.Writer(conn, keys, empty.office).write(records)
        counted.append({t: conn.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables})
        conn.close()

    def alike() -> bool:
        ours()
        by_hand()
        return counted[-1] == counted[-2]

    yield (Duty(name="import, a record", budget=3, ours=ours, hand=by_hand, alike=alike, rounds=3, each=len(records)),)


def _same_rows(desk: Desk, conn: sqlite3.Connection, writer: hand.Writer, child: Minor) -> bool:
    """A child written by both is the same row, but for what is random or counted."""
    desk.save(child)
    writer.write([child])
    ours = desk.store.reader().get(desk.office, desk.catalog.kind("minor"), child.id, desk.views, desk.day)
    by_hand = conn.execute(hand.GET, (desk.office, child.id)).fetchone()
    return ours is not None and ours.cells == by_hand[4:]


def _cells(row: object) -> tuple[object, ...]:
    return (row.id, row.version, row.since, row.no, *row.cells)  # type: ignore[attr-defined]


def _rows(page: Page) -> list[tuple[object, ...]]:
    return [_cells(row) for row in page.rows]


def _unmasked(body: bytes) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name != "masked"} for row in orjson.loads(body)]


__all__ = ["importing", "reading", "saving"]
