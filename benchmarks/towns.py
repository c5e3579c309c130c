"""Files to measure on: the sample street imported through the door, and as many copies of it as a city has streets.

A copy is made below the door, for speed, but whole: its bodies, digests, chain and wrapped keys are its own, and it verifies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from minorcare import Minor
from minorcare.desk import Desk, Transition
from minorcare.journal import chain_hash, digest
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    MisbehaviourAct,
    Officer,
    RestrictedCircumstance,
    RiskTag,
)
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.surfaces.sheets import Workbook
from minorcare.work import imports

SHEETS = Path(__file__).parents[1] / "examples" / "jinma"
HOME = "530111004"
FACTS = (Circumstance, RestrictedCircumstance, DisabilityCard, DifficultyRecognition, MisbehaviourAct)
_STREETS_A_DISTRICT = 33
_OWN = ("journal", "version", "key", "batch", "seen", "seen_up_to", "sqlite_sequence")


@attrs.frozen(kw_only=True)
class Town:
    """A file, opened, and the office of it that is asked."""

    registry: Registry
    path: Path
    office: str
    children: int

    def desk(self, account: str = "child_supervisor", purpose: str = "visit") -> Desk:
        """The door, for one of the two officers of every street."""
        actor = self.registry.actor(account, office=self.office)
        return self.registry.desk(actor, office=self.office, purpose=purpose)


def sheet(name: str, book: Workbook, most: int | None) -> Workbook:
    """One sheet of a book, cut after *most* rows."""
    found = next(page for page in book.sheets if page.name == name)
    return attrs.evolve(book, sheets=(attrs.evolve(found, rows=found.rows[:most]),))


def founded(folder: Path) -> Town:
    """An office with its areas and its officers, and no child."""
    path = folder / "town.db"
    registry = Registry.create(path, office=HOME, config=Config(folder=folder), demo=True)
    posts = ("child_supervisor", "station_head")
    registry.found(HOME, *(Officer(account=post, name="测试", role=post, posted_to=HOME) for post in posts))
    town = Town(registry=registry, path=path, office=HOME, children=0)
    areas = imports.preview(town.desk("station_head"), imports.read(SHEETS / "roster.xlsx"), Area, sheet="区域")
    imports.commit(town.desk("station_head"), areas)
    return town


def roster(town: Town, most: int | None = None) -> imports.Preview:
    """The children of the sample street and those they live with, ready to be written."""
    book = sheet("名册", imports.read(SHEETS / "roster.xlsx"), most)
    return imports.preview(town.desk(purpose="import"), book, Minor)


def settled(town: Town, most: int | None = None) -> Town:
    """The town with its children, the facts about them, and every tag that these suggest confirmed."""
    desk = town.desk(purpose="import")
    children = roster(town, most)
    imports.commit(desk, children, only_good=True)
    facts = imports.read(SHEETS / "restricted.xlsx")
    for kind in FACTS:
        page = sheet(kind.__kind__.label.zh, facts, None)
        imports.commit(desk, imports.preview(desk, page, kind), only_good=True)
    desk.screen()
    review = date(desk.day.year + 1, 1, 1)
    tags = desk.find(RiskTag, limit=500).rows
    if tags:
        desk.apply(*(Transition(RiskTag, tag.id, "confirmed", tag.version, {"review": review}) for tag in tags))
    return attrs.evolve(town, children=children.counts.good)


def streets(count: int) -> Iterator[str]:
    """The codes of so many streets beside the first, district by district."""
    for number in range(1, count):
        district, street = divmod(number, _STREETS_A_DISTRICT)
        yield f"5301{11 + district}{4 + street:03}"


def grown(town: Town, offices: int) -> Town:
    """The town as a file of so many equal streets; one in the middle is asked."""
    codes = list(streets(offices))
    with closed(town) as path:
        conn = sqlite3.connect(path, isolation_level=None)
        conn.execute("PRAGMA synchronous=OFF")
        conn.execute("PRAGMA cache_size=-200000")
        for code in codes:
            conn.execute("BEGIN")
            _copy(conn, town.registry.store.keys, town.office, code)
            conn.execute("COMMIT")
        conn.close()
    registry = Registry.open(town.path, config=Config(folder=town.path.parent))
    office = codes[len(codes) // 2] if codes else town.office
    return Town(registry=registry, path=town.path, office=office, children=town.children * offices)


@contextmanager
def closed(town: Town) -> Iterator[Path]:
    """The file of a town while nobody has it open."""
    town.registry.close()
    yield town.path


def _copy(conn: sqlite3.Connection, keys: Any, source: str, target: str) -> None:
    """One office again, under another code."""

    def moved(cell: Any) -> Any:
        return target + cell[len(source) :] if isinstance(cell, str) and cell.startswith(source) else cell

    kept = "SELECT name FROM sqlite_schema WHERE type='table'"
    for (name,) in conn.execute(kept).fetchall():
        columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{name}")')]
        if name not in _OWN and "office" in columns:
            rows = conn.execute(f'SELECT * FROM "{name}" WHERE office=?', (source,)).fetchall()
            _insert(conn, name, (tuple(map(moved, row)) for row in rows), len(columns))
    at = {"office": source}, {"office": target}
    wrapped = conn.execute("SELECT kind, id, wrapped FROM key WHERE office=?", (source,)).fetchall()
    _insert(conn, "key", ((target, kind, id, _rewrapped(keys, kind, id, text, *at)) for kind, id, text in wrapped), 4)
    _chain(conn, source, target)


def _rewrapped(keys: Any, kind: str, id: str, text: str, source: dict[str, str], target: dict[str, str]) -> str:
    bare = keys.unwrap(text, **source, kind=kind, id=id)
    found: str = keys.wrap(bare, **target, kind=kind, id=id)
    return found


def _chain(conn: sqlite3.Connection, source: str, target: str) -> None:
    """Versions and entries, hashed anew: both name the office."""
    marks: dict[int, str] = {}
    versions = []
    for _, *middle, salt, body in conn.execute("SELECT * FROM version WHERE office=?", (source,)):
        text = body.replace(f'"{source}', f'"{target}')  # codes of areas begin with it
        marks[middle[3]] = digest(salt, text.encode())
        versions.append((target, *middle, salt, text))
    _insert(conn, "version", versions, 10)
    entries, prev = [], "0"
    for row in conn.execute("SELECT * FROM journal WHERE office=? ORDER BY seq", (source,)):
        _, seq, *middle, mark, detail, _, _ = row
        columns = (target, seq, *middle, mark and marks[seq], detail)
        hash_ = chain_hash(columns, prev)
        entries.append((*columns, prev, hash_))
        prev = hash_
    _insert(conn, "journal", entries, 15)


def _insert(conn: sqlite3.Connection, table: str, rows: Any, width: int) -> None:
    conn.executemany(f'INSERT INTO "{table}" VALUES ({",".join("?" * width)})', rows)
