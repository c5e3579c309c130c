"""What was acknowledged is there, whatever happens to the process; what was not is there whole or not at all."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from types import ModuleType

import pytest

from minorcare.declare import Label
from minorcare.errors import Conflict, Invalid, Problem, Unavailable
from minorcare.hooks import hookimpl
from minorcare.kinds import Minor
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.rules.checks import Check
from minorcare.store.keys import KeysUnusable
from minorcare.store.sqlite import WAL_LIMIT
from minorcare.testing import OFFICE, SetClock, desk_as, registry_in, street

_WRITER = """
import itertools, sys
from minorcare.conformance.places import HEAD, child
from minorcare.plugins import Config
from minorcare.registry import Registry
registry = Registry.open(sys.argv[1], config=Config())
desk = registry.desk(HEAD, office="530111004", purpose="visit")
for n in itertools.count(int(sys.argv[2])):
    receipt = desk.save(child(n, area="530111004"), key=f"key-{n}")
    print(n, receipt.seq, receipt.hash, flush=True)
    desk.get("minor", f"child-{n:02}")
"""


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path):
    """kill -9, again and again: every acknowledged record is there once, under the entry it was told, and the chain holds."""
    registry = registry_in(tmp_path)
    path = registry.store.path
    registry.close()
    acknowledged = []
    for turn in range(3):
        command = [sys.executable, "-c", _WRITER, str(path), str(turn * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            acknowledged += [writer.stdout.readline().split() for _ in range(5)]
            time.sleep(0.01 * turn)  # dies somewhere else each time
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged += [line.split() for line in writer.stdout.read().splitlines() if line.count(" ") == 2]
    again = Registry.open(path, config=Config(folder=tmp_path))
    heads = dict(sqlite3.connect(path).execute("SELECT seq, hash FROM journal"))
    for number, seq, mark in acknowledged:
        kept = again.store.history(OFFICE, Minor.__kind__, f"child-{int(number):02}", _everything())
        assert [version.version for version in kept] == [1]
        assert mark == heads[int(seq)]
    assert [] == list(again.store.verify())
    assert [("ok",)] == sqlite3.connect(path).execute("PRAGMA integrity_check").fetchall()
    again.close()


def _everything():
    from minorcare.access import trusted

    return trusted(Minor.__kind__)


@pytest.fixture
def doubting():
    """A plugin whose check first looks and then objects, or breaks."""
    module = ModuleType("doubting")
    module.mood = "objects"

    def examine(_, look):
        look.ids(Minor, _all())
        if module.mood == "breaks":
            raise ZeroDivisionError
        if module.mood == "objects":
            yield Problem(at="name", said=Label("不行", en="no"), remedy=Label("改", en="change it"))

    @hookimpl
    def register_checks():
        return [Check(Minor, examine)]

    module.register_checks = register_checks
    return module


def _all():
    from minorcare.query import EVERYTHING

    return EVERYTHING


@pytest.mark.parametrize(("mood", "error"), [("objects", Invalid), ("breaks", ZeroDivisionError)])
def test_a_failing_check_of_a_plugin_leaves_no_trace(tmp_path, doubting, mood, error):
    """A check that objects or breaks undoes its batch whole, and the store goes on working. That it objected is an entry."""
    from minorcare.desk import Save
    from minorcare.kinds import Household

    doubting.mood = "agrees"
    registry = registry_in(tmp_path, doubting)
    street(registry)
    desk = desk_as(registry, "head")
    doubting.mood = mood
    before = _contents(registry.store.path)
    home = Household(code="new", area=f"{OFFICE}001")
    with pytest.raises(error):
        desk.apply(
            Save(home), Save(Minor(name="王", sex="1", birth_date=_birth(), area=f"{OFFICE}001", household=home.id))
        )
    after = _contents(registry.store.path)
    entries = after.pop("journal")
    known = before.pop("journal")
    assert known == entries[: len(known)]
    assert (1 if error is Invalid else 0) == len(entries) - len(known)
    assert before == after
    doubting.mood = "agrees"
    desk.change(Minor, "child-01", base=1, school="三小")
    assert [] == list(registry.store.verify())
    registry.close()


def _birth():
    from datetime import date

    return date(2015, 1, 1)


def _contents(path):
    conn = sqlite3.connect(path)
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
    found = {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    conn.close()
    return found


def test_a_full_disk_refuses_and_undoes(registry):
    """Where nothing can be written, a write says so, nothing of it is kept, and reading of the past state goes on."""
    desk = desk_as(registry, "head")
    before = _contents(registry.store.path)
    pages = registry.store._writer.execute("PRAGMA page_count").fetchone()[0]
    registry.store._writer.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unavailable):
        _fill(desk)
    registry.store._writer.execute("PRAGMA max_page_count=1000000")
    now = _contents(registry.store.path)
    assert before["batch"] != now["batch"]  # some fitted in, and
    (standing,) = (row[2] for row in now["minor"] if row[1] == "child-01")
    assert standing == max(row[3] for row in now["version"] if row[1:3] == ("minor", "child-01"))
    assert [] == list(registry.store.verify())
    desk.change(Minor, "child-01", base=standing, note="短")


def _fill(desk):
    for base in range(1, 500):
        desk.change(Minor, "child-01", base=base, note=f"{base}" + "长" * 450)


def test_a_second_registry_is_not_made_over_a_first(registry):
    """Making a registry where one is, or where its keys are, is refused and changes neither."""
    path = registry.store.path
    keys = path.with_name("street.db.keys").read_bytes()
    with pytest.raises(Unavailable, match="is there already"):
        Registry.create(path, office=OFFICE, config=Config(folder=path.parent))
    elsewhere = path.with_name("other.db")
    shutil.copy(path.with_name("street.db.keys"), path.with_name("other.db.keys"))
    with pytest.raises(KeysUnusable):
        Registry.create(elsewhere, office=OFFICE, config=Config(folder=path.parent))
    assert not elsewhere.exists()
    assert keys == path.with_name("street.db.keys").read_bytes()


def test_keys_that_are_missing_or_of_another_file_are_refused(registry):
    """Without the keys it was made with a file is not opened, and nothing is written to it."""
    path, other = registry.store.path, registry.store.path.with_name("other.db")
    registry.store.backup(str(other))
    with pytest.raises(KeysUnusable, match="missing"):
        Registry.open(other, config=Config(folder=path.parent))
    stranger = registry_in(path.parent / "..", name="stranger.db")
    stranger.close()
    shutil.copy(path.parent / ".." / "stranger.db.keys", f"{other}.keys")
    before = other.read_bytes()
    with pytest.raises(KeysUnusable, match="belong to another database"):
        Registry.open(other, config=Config(folder=path.parent))
    assert before == other.read_bytes()
    shutil.copy(f"{path}.keys", f"{other}.keys")
    Registry.open(other, config=Config(folder=path.parent)).close()


def test_what_is_no_database_is_refused(templates, tmp_path):
    """A file of something else, and a file that is not there, are refused in words."""
    shutil.copy(f"{templates.empty}.keys", tmp_path / "x.db.keys")
    with pytest.raises(Unavailable, match="no database"):
        Registry.open(tmp_path / "x.db", config=Config(folder=tmp_path))
    (tmp_path / "x.db").write_bytes(b"Not a database at all. " * 1000)
    with pytest.raises(Unavailable, match="is no database"):
        Registry.open(tmp_path / "x.db", config=Config(folder=tmp_path))


def test_a_replay_key_survives_the_process(registry):
    """A request repeated after a restart gets the receipt it would have had."""
    desk = desk_as(registry, "head")
    first = desk.change(Minor, "child-01", base=1, school="三小", key="k")
    again = Registry.open(registry.store.path, config=Config(folder=registry.store.path.parent), clock=SetClock())
    assert first == desk_as(again, "head").change(Minor, "child-01", base=1, school="三小", key="k")
    with pytest.raises(Conflict):
        desk_as(again, "head").change(Minor, "child-01", base=1, school="四小", key="k")
    again.close()


def test_a_copied_file_gives_no_secret_away(registry):
    """Neither a number nor what could be held against a guess of it stands in the file: digests of requests are keyed."""
    from minorcare.desk import Save
    from minorcare.desk.acts import content_of

    record = Minor(name="王", sex="1", birth_date=_birth(), area=f"{OFFICE}001", phone="13912345678")
    desk_as(registry, "head").save(record, key="k")
    registry.store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = registry.store.path.read_bytes()
    assert b"13912345678" not in raw
    assert content_of((Save(record),)).encode() not in raw
    assert b"5678" in raw  # the last four are what a list shows


def test_a_long_reader_does_not_hold_up_writers(registry):
    """While somebody reads for long (verifying, a backup), the log grows; writing goes on, and the log shrinks afterwards."""
    log = registry.store.path.with_name("street.db-wal")
    reader = sqlite3.connect(registry.store.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM minor").fetchone()
    desk, base = desk_as(registry, "head"), 0
    while log.stat().st_size <= WAL_LIMIT + 10**6:  # a writer that waited for the reader would never come back here
        base += 1
        desk.change(Minor, "child-01", base=base, note=f"{base}" + "长" * 450)
    assert desk.get(Minor, "child-01").version == base + 1
    reader.close()
    desk.change(Minor, "child-01", base=base + 1, note=None)
    assert log.stat().st_size < WAL_LIMIT
    assert [] == list(registry.store.verify())
