"""Making, migrating and keeping a registry."""

import json

import pytest

from minorcare import Registry

from .conftest import OFFICE, run

ANSWERS = (
    *("--code", OFFICE, "--type", "street", "--name", "金马", "--officer", "wang", "--officer-name", "王站长"),
    *("--community", "530111004001=东岸社区", "--community", "530111004002=西岸社区"),
)
PASSWORD = {"MINORCARE_PASSWORD": "the station rides at dawn"}
PLUGIN = """
from minorcare import Id, Label, Minor, Record, field, hookimpl, kind, ref

@kind("pond.sighting", label=Label("险情", en="Sighting"))
class Sighting(Record):
    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    place: str = field(label=Label("水域", en="Place"), max_length=80)

@hookimpl
def register_kinds():
    return [Sighting]
"""


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def enable_plugin(folder):
    (folder / "pond.py").write_text(PLUGIN, encoding="utf-8")
    (folder / "minorcare.toml").write_text('plugins = ["pond.py"]\n', encoding="utf-8")


def test_a_registry_is_made_from_options(tmp_path):
    """Street, communities and first officer are there, and the officer signs in."""
    made = run("init", *ANSWERS, "--format", "json", env=PASSWORD)

    assert (0, OFFICE) == (made.exit_code, json.loads(made.stdout)["office"])
    shown = run("tally", "area", "--by", "name", "--as", "wang", "--format", "json", env=PASSWORD)
    assert ["东岸社区", "西岸社区", "金马街道"] == sorted(
        count["key"][0] for count in json.loads(shown.stdout)["counts"]
    )
    assert (tmp_path / "minorcare.db.keys").stat().st_mode & 0o077 == 0


def test_what_is_not_given_is_asked_for():
    """Without options the command asks for one thing after the other."""
    answers = ["530111101", "", "青岑", "530111101001 上岑村", "", "wang", "王站长"]

    made = run("init", input="\n".join([*answers, *PASSWORD.values(), *PASSWORD.values(), ""]))

    assert 0 == made.exit_code, made.stderr
    shown = run("tally", "area", "--by", "name", "--as", "wang", "--format", "json", env=PASSWORD)
    assert ["上岑村", "青岑镇"] == sorted(count["key"][0] for count in json.loads(shown.stdout)["counts"])


def test_wrong_answers_are_all_told_and_nothing_is_made(tmp_path):
    """Every problem at once, and no file is left behind."""
    wrong = (
        "--code",
        "53011100",
        "--type",
        "street",
        "--name",
        "金马",
        "--officer",
        "Wang!",
        "--officer-name",
        "王",
        "--role",
        "king",
    )

    result = run("init", *wrong, "--community", "53=东岸", "--format", "json", env={"MINORCARE_PASSWORD": "short"})

    found = {problem["at"] for problem in json.loads(result.stderr)["problems"]}
    assert 1 == result.exit_code
    assert {"code", "community", "password", "officer.account", "officer.role", "area.code"} == found
    assert [] == list(tmp_path.iterdir())


def test_a_registry_is_never_made_over_another(office):
    """A file that is there is left alone."""
    before = office.db.read_bytes()

    result = run("init", "--db", str(office.db), *ANSWERS, env=PASSWORD)

    assert (1, before) == (result.exit_code, office.db.read_bytes())


def test_a_registry_up_to_date_has_no_steps(office):
    """Migrating twice is harmless."""
    assert {"taken": False, "backup": None, "steps": []} == office.json("migrate")


def test_pending_steps_are_shown_then_taken(office, tmp_path):
    """A new plugin stops every other command until its tables are made; the plan says what that will do, and does nothing."""
    enable_plugin(tmp_path)
    stopped = office.run("screen", by="supervisor")
    plan = office.run("migrate", "--plan")
    still = office.run("screen", by="supervisor")
    taken = office.json("migrate")

    assert (1, 0, 1) == (stopped.exit_code, plan.exit_code, still.exit_code)
    assert "minorcare migrate" in stopped.stderr
    assert 'CREATE TABLE "pond__sighting"' in plan.stdout
    assert taken["taken"]
    assert 0 == office.run("screen", by="supervisor").exit_code
    assert [("minorcare", "cli")] == [entry[:2] for entry in office.entries("migrate")]


def test_a_copy_is_kept_before_migrating(office, tmp_path):
    """What was there before the steps can be put back."""
    enable_plugin(tmp_path)

    copy = office.json("migrate")["backup"]

    (tmp_path / "minorcare.toml").unlink()
    restored = office.run("restore", copy, "--replace")
    assert (0, 0) == (restored.exit_code, office.run("screen", by="supervisor").exit_code)


def test_migrating_nothing_is_refused(tmp_path):
    """No database is made by mistyping its name."""
    result = run("migrate", "--db", str(tmp_path / "none.db"))

    assert (1, []) == (result.exit_code, list(tmp_path.iterdir()))


def test_a_tick_screens_as_the_system(office):
    """A scheduler needs no password, sees counts only, and stands in the journal as the system."""
    assert [OFFICE] == list(office.json("tick")["offices"])
    assert {0} == set(office.json("tick")["offices"][OFFICE].values())
    assert "minorcare" == office.entries("screen")[-1][0]


def test_a_tick_heeds_the_file(office, tmp_path):
    """What the office sets holds for what time does."""
    before = office.json("tick")["offices"][OFFICE]["age_gates"]
    (tmp_path / "minorcare.toml").write_text("[settings.minorcare.ages]\ndays_late = 4000\n", "utf-8")

    assert (0, True) == (before, office.json("tick")["offices"][OFFICE]["age_gates"] > 0)


def test_a_wrong_file_stops_every_command(office, tmp_path):
    """The message names the file, the table, the name and what to write, and nothing is done."""
    (tmp_path / "minorcare.toml").write_text("[settings.minorcare.visits]\nterms = 3\n", "utf-8")
    stopped = office.run("tick")

    assert 1 == stopped.exit_code
    assert "minorcare.toml: [settings.minorcare.visits] terms must be str, not int" in stopped.stderr


def test_a_copy_can_be_put_back(office, tmp_path):
    """A backup is checked, taken while others work, and opens with the keys that stayed here."""
    registry = Registry.open(office.db)
    made = office.json("backup", str(tmp_path / "copy.db"))
    registry.close()
    office.db.unlink()

    result = office.run("restore", str(tmp_path / "copy.db"))

    assert (0, True) == (result.exit_code, made["bytes"] > 0)
    assert 2 == office.json("report", "groups", by="supervisor")["minors"]
    assert ["backup"] == [json.loads(entry[3])["what"] for entry in office.entries("export")]
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


def test_a_copy_holds_no_keys(office, tmp_path):
    """Whoever finds a backup reads no number in it."""
    office.run("backup", str(tmp_path / "copy.db"))

    assert b"13900001234" not in (tmp_path / "copy.db").read_bytes()
    assert ["copy.db", "office.db", "office.db-lock", "office.db.keys"] == sorted(
        path.name for path in tmp_path.iterdir()
    )


def test_a_backup_overwrites_nothing(office, tmp_path):
    """A file that is there is left alone."""
    (tmp_path / "copy.db").write_text("mine", encoding="utf-8")

    result = office.run("backup", str(tmp_path / "copy.db"))

    assert (1, "mine") == (result.exit_code, (tmp_path / "copy.db").read_text(encoding="utf-8"))


def test_a_database_is_replaced_only_when_asked_and_kept(office, tmp_path):
    """Restoring over a database needs saying so, and the old one stays under another name."""
    office.run("backup", str(tmp_path / "copy.db"))

    refused = office.run("restore", str(tmp_path / "copy.db"))
    done = office.json("restore", str(tmp_path / "copy.db"), "--replace")

    assert 1 == refused.exit_code
    assert (tmp_path / done["kept"]).stat().st_size > 0


def test_an_open_database_is_never_replaced(office, tmp_path):
    """Under a running server nothing is swapped."""
    office.run("backup", str(tmp_path / "copy.db"))
    registry = Registry.open(office.db)

    result = office.run("restore", str(tmp_path / "copy.db"), "--replace")
    registry.close()

    assert 1 == result.exit_code
    assert "stop the server" in result.stderr
    assert 0 == office.run("screen", by="supervisor").exit_code


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_registry_is_not_restored(office, tmp_path, content):
    """A wrong file is found out before anything is set aside."""
    (tmp_path / "copy.db").write_bytes(content)
    before = office.db.read_bytes()

    result = office.run("restore", str(tmp_path / "copy.db"), "--replace")

    assert (1, before) == (result.exit_code, office.db.read_bytes())


def test_a_damaged_copy_is_not_restored(office, tmp_path):
    """A page that rotted is found by reading all of them."""
    office.run("backup", str(tmp_path / "copy.db"))
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[8192 * 5 : 8192 * 60] = b"\xff" * (8192 * 55)
    (tmp_path / "copy.db").write_bytes(content)

    result = office.run("restore", str(tmp_path / "copy.db"), "--replace")

    assert 1 == result.exit_code
    assert 0 == office.run("screen", by="supervisor").exit_code


def test_a_copy_of_another_registry_is_not_restored(office, demo_template):
    """Keys and copy belong together: numbers that nobody could read are not put in place."""
    result = office.run("restore", str(demo_template), "--replace")

    assert 1 == result.exit_code
    assert "key file" in result.stderr
