"""The demonstration: from sheets to confirmed tags, on invented people only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from minorcare import Registry

from .conftest import Office, run

HAMLET = str(Path(__file__).with_name("hamlet.toml"))
CARE = """
[care]
noticed = 2
visits = 2
leads = 4
events = 1
hazards = 2
plans = 4
census_grids = 1

[care.services]
reunited = 0
escorted = 1
university = 1
counselled = 0
asked_elsewhere = 0
waiting = 0
reports_told = 0

[care.amiss]
unanswered = 1
unfinished = 0
untold = 0
overdue_visits = 1
late_reviews = 1
unassigned = 1
unaccounted = 2
same_number = 1
same_name = 1
same_sound = 1
"""
COUNTS = {"misbehaviour": 1, "disability": 2, "difficulty": 2, "drug_affected": 1, "left_behind": 3}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def demo(*args, **more):
    return run("demo", "--street", HAMLET, "--no-serve", "--format", "json", *args, **more)


def groups(db):
    found = Office(db).json("report", "groups")
    return found["minors"], {item["group"]: item for item in found["groups"]}


def test_a_demonstration_finds_exactly_what_was_planted(folder):
    """Sheets are made, imported and screened; every planted child is confirmed, and nobody else."""
    made = demo()
    minors, found = groups(folder / "demo.db")

    assert 0 == made.exit_code, made.stderr
    assert (40, COUNTS) == (minors, {name: item["confirmed"] for name, item in found.items()})
    assert {0} == {item["suggested"] for item in found.values()}
    assert {"child_supervisor"} == {
        entry[0] for entry in Office(folder / "demo.db").entries("transition", "import", "screen")
    }


@pytest.mark.usefixtures("folder")
def test_a_demonstration_says_who_there_is():
    """Every role has an account to look with, and the sheets are there to be opened."""
    told = json.loads(demo().stdout)

    assert {"station_head", "child_supervisor", "community_liaison", "grid_worker", "leader", "auditor"} <= {
        post["account"] for post in told["accounts"]
    }
    assert {"roster.xlsx", "roster-bad.xlsx"} <= {path.name for path in Path(told["sheets"]).iterdir()}


@pytest.fixture
def lived(folder):
    """A demonstration of a street with a year behind it."""
    path = folder / "lived.toml"
    path.write_text(Path(HAMLET).read_text("utf-8") + CARE, encoding="utf-8")
    return lambda *args: run("demo", "--street", str(path), "--no-serve", "--format", "json", *args)


def test_a_demonstration_has_a_year_behind_it(folder, lived):
    """What the truth beside its sheets says is overdue stands on the work lists, first of all; the figures are those of the roster."""
    made = lived()
    true = json.loads((folder / "demo-sheets" / "truth.json").read_text("utf-8"))["care"]
    minors, found = groups(folder / "demo.db")
    items = Office(folder / "demo.db").json("worklist", "--as", "child_supervisor")["items"]
    late = [(item["kind"], item["due"]) for item in items if item["overdue_days"]]

    assert 0 == made.exit_code, made.stderr
    assert sum(true["records"].values()) < json.loads(made.stdout)["records"]
    assert (40, COUNTS) == (minors, {name: item["confirmed"] for name, item in found.items()})
    assert items == sorted(items, key=lambda item: item["due"])
    assert sorted(late) == sorted(
        (each["kind"], each["day"]) for each in true["overdue"] if each["who"] in (None, "child_supervisor")
    )


def test_nobody_is_looked_after_before_the_suggestions_are_confirmed(folder, lived):
    """The year rests on confirmed tags: without them there is a roster and nothing else."""
    assert 0 == json.loads(lived("--no-confirm").stdout)["records"]
    assert [] == Office(folder / "demo.db").json("worklist", "--as", "child_supervisor")["items"]


@pytest.mark.usefixtures("folder")
def test_its_journal_verifies():
    """What the demonstration wrote stands up to checking."""
    demo()

    assert 0 == run("journal", "verify", "--db", "demo.db").exit_code


def test_suggestions_can_be_left_to_the_visitor(folder):
    """Without confirming, all of it is still only suggested."""
    assert 0 == demo("--no-confirm").exit_code
    _, found = groups(folder / "demo.db")

    assert COUNTS == {name: item["suggested"] for name, item in found.items()}


def test_the_same_seed_makes_the_same_street(folder):
    """What one visitor sees another sees; another seed is another street with the same counts."""

    def names():
        return [item["name"] for item in Office(folder / "demo.db").json("find", "l", "--limit", "500")["items"]]

    demo("--seed", "5")
    first = sorted(names())
    demo("--seed", "5")
    second = sorted(names())
    demo("--seed", "6")

    assert first == second != sorted(names())


def test_a_real_registry_is_never_replaced(office):
    """Neither by name nor by mistake."""
    before = office.db.read_bytes()

    result = demo("--db", str(office.db))

    assert (1, before) == (result.exit_code, office.db.read_bytes())
    assert "no demonstration" in json.loads(result.stderr)["error"]


@pytest.mark.parametrize("name", ["demo.db", "demo.db.keys"])
def test_any_other_file_is_never_replaced(folder, name):
    """A file of that name that is no demonstration stays as it is."""
    (folder / name).write_text("somebody's", encoding="utf-8")

    assert 1 == demo().exit_code
    assert "somebody's" == (folder / name).read_text(encoding="utf-8")


def test_a_demonstration_that_is_open_is_not_replaced(folder):
    """Nobody's pages are pulled away under them."""
    demo()
    registry = Registry.open(folder / "demo.db")

    result = demo()
    registry.close()

    assert 1 == result.exit_code
    assert 0 == demo().exit_code


@pytest.mark.usefixtures("folder")
def test_it_runs_as_a_program():
    """From a shell: one command makes it, the next asks it."""
    command = [sys.executable, "-c", "from minorcare.cli import main; main()"]

    made = subprocess.run(
        [*command, "demo", "--street", HAMLET, "--no-serve", "--lang", "zh"],
        capture_output=True,
        text=True,
        check=False,
    )
    asked = subprocess.run(
        [*command, "report", "groups", "--db", "demo.db", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (made.returncode, made.stderr)
    assert "柳湾街道（虚构）：40 名孩子" in made.stdout
    assert 40 == json.loads(asked.stdout)["minors"]
