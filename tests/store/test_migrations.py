"""A file moves on with what is declared, in steps that are said beforehand, and never to a version it does not know."""

import shutil
import sqlite3
from datetime import date
from types import ModuleType

import pytest

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import DeclarationError, Unavailable
from minorcare.hooks import hookimpl
from minorcare.kinds import Minor
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.testing import desk_as

L = Label("看", en="Sighting")


def plugin(cls):
    module = ModuleType("ponds")

    @hookimpl
    def register_kinds():
        return [cls]

    module.register_kinds = register_kinds
    return module


def first():
    @kind("ponds.sighting", label=L)
    class Sighting(Record):
        minor: Id = ref(Minor, about=True, label=L)
        place: str = field(label=L, max_length=20)

    return Sighting


def second(**more):
    @kind("ponds.sighting", label=L)
    class Sighting(Record):
        minor: Id = ref(Minor, about=True, label=L)
        place: str = field(label=L, max_length=20, **more)
        day: date | None = field(default=None, label=L)
        reasons: tuple[str, ...] = field(default=(), label=L, codes="difficulty_type")
        other: Id | None = ref(Minor, default=None, label=L)
        phone: str | None = field(default=None, label=L, secret=True)

    return Sighting


@pytest.fixture
def opened(registry):
    """Opens the street of the kit with a plugin, and closes it again."""
    path = registry.store.path
    registry.close()
    made = []

    def open_(*plugins, migrate=False):
        for one in made:
            one.close()
        made[:] = [Registry.open(path, config=Config(folder=path.parent), plugins=plugins, migrate=migrate)]
        return made[0]

    open_.path = path
    yield open_
    for one in made:
        one.close()


def test_pending_steps_are_refused_and_said(opened):
    """A plugin that brings a kind makes a file wait until somebody migrates it, and the refusal names what would be done."""
    with pytest.raises(Unavailable, match=r"make the table of ponds\.sighting"):
        opened(plugin(first()))
    opened()  # without the plugin nothing has changed


def test_migrating_adds_kinds_fields_indexes_and_lists(opened):
    """A kind, then fields of every sort: what was there stays, and what is new is written, found and verified."""
    one, two = first(), second()
    desk = desk_as(opened(plugin(one), migrate=True), "head")
    desk.save(one(id="s-1", minor="child-01", place="水库"))
    registry = opened(plugin(two), migrate=True)
    desk = desk_as(registry, "head")
    row = desk.get(two, "s-1")
    assert ("水库", None, (), None) == (
        row.values["place"],
        row.values["day"],
        row.values["reasons"],
        row.values["other"],
    )
    desk.change(
        two, "s-1", base=1, day=date(2026, 1, 1), reasons=("poverty", "orphan"), other="child-02", phone="13900000001"
    )
    desk.save(two(id="s-2", minor="child-02", place="河", reasons=("orphan",)))
    assert ["s-1"] == [r.id for r in desk.find(two, F.reasons.contains("poverty")).rows]
    assert ["s-1"] == [r.id for r in desk.find(two, (F.phone == "13900000001") & (F.other == "child-02")).rows]
    assert [] == list(registry.store.verify())
    assert () == tuple(registry.store.plan())
    names = {
        row[0] for row in sqlite3.connect(opened.path).execute("SELECT name FROM sqlite_master WHERE type='index'")
    }
    assert {"ponds__sighting__other", "ponds__sighting__phone__blind"} <= names


def test_a_plugin_left_out_leaves_its_tables_alone(opened):
    """Disabled, a plugin's records stay; the file still verifies; enabled again they are read as they were."""
    one = first()
    desk_as(opened(plugin(one), migrate=True), "head").save(one(id="s-1", minor="child-01", place="水库"))
    registry = opened()
    assert [] == list(registry.store.verify())
    with pytest.raises(DeclarationError, match="no kind"):
        desk_as(registry, "head").find("ponds.sighting")
    assert "水库" == desk_as(opened(plugin(one)), "head").get(one, "s-1").values["place"]


def test_what_would_convert_values_is_never_planned(opened):
    """A field that changes its type, or becomes secret, waits for a written step; nothing is done half."""
    one = first()
    desk_as(opened(plugin(one), migrate=True), "head").save(one(id="s-1", minor="child-01", place="水库"))
    with pytest.raises(DeclarationError, match="kept in clear"):
        opened(plugin(second(secret=True)), migrate=True)

    @kind("ponds.sighting", label=L)
    class Counted(Record):
        minor: Id = ref(Minor, about=True, label=L)
        place: int = field(label=L)

    with pytest.raises(DeclarationError, match="INTEGER"):
        opened(plugin(Counted), migrate=True)
    assert "水库" == desk_as(opened(plugin(one)), "head").get(one, "s-1").values["place"]


def test_a_newer_file_is_refused(opened):
    """A file of a later format is not touched by an older program."""
    conn = sqlite3.connect(opened.path)
    conn.execute("PRAGMA user_version=999")
    conn.close()
    copy = opened.path.read_bytes()
    with pytest.raises(Unavailable, match="newer"):
        opened(migrate=True)
    assert copy == opened.path.read_bytes()


def test_a_failing_step_leaves_the_file_as_it_was(opened, monkeypatch):
    """If one step cannot be taken, none is."""
    from minorcare.store import sqlite, steps

    def broken(db, tables):
        return (*steps.plan(db, tables), steps.Step(said=L, sql=("CREATE TABLE half (x)", "SELECT nonsense")))

    monkeypatch.setattr(sqlite, "plan", broken)
    with pytest.raises(Unavailable):
        opened(plugin(first()), migrate=True)
    monkeypatch.undo()
    tables = {row[0] for row in sqlite3.connect(opened.path).execute("SELECT name FROM sqlite_master")}
    assert not {"half", "ponds__sighting"} & tables
    opened()


def test_a_backup_is_a_whole_registry(registry):
    """A copy made while the registry is open opens, and verifies, with a copy of the keys."""
    desk_as(registry, "head").change(Minor, "child-01", base=1, school="三小")
    copy = registry.store.path.with_name("copy.db")
    registry.store.backup(str(copy))
    shutil.copy(f"{registry.store.path}.keys", f"{copy}.keys")
    again = Registry.open(copy, config=Config(folder=copy.parent))
    assert "三小" == desk_as(again, "head").get(Minor, "child-01").values["school"]
    assert [] == list(again.store.verify())
    again.close()
