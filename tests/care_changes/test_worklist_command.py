"""`minorcare worklist`: for programs, for eyes, and for a printer."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from minorcare import Minor, Registry
from minorcare.calendar import day_of, system_clock
from minorcare.cli import main
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.kinds import AgeGate
from minorcare.testing import OFFICE, desk_as

KEYS = {"kind", "id", "what", "due", "why", "overdue_days", "mine", "no", "name", "area"}


@pytest.fixture
def office(templates, tmp_path, monkeypatch):
    """The street of the kit as a demonstration, with one note overdue and one to come, by the clock of this computer."""
    monkeypatch.chdir(tmp_path)
    for end in ("", ".keys"):
        shutil.copy(f"{templates.full}{end}", tmp_path / f"street.db{end}")
    today = day_of(system_clock())
    days = (today - timedelta(days=2), today + timedelta(days=9))
    gates = [
        AgeGate(minor=Id(m), gate="14", on=day, due=day) for m, day in zip(("child-01", "child-03"), days, strict=True)
    ]
    registry = Registry.open(tmp_path / "street.db")
    desk = desk_as(registry, "head")
    desk.apply(*map(Save, gates))
    number = desk.get(Minor, "child-01").no
    registry.close()

    def run(*args, lang="en"):
        asked = ("worklist", "--db", "street.db", "--lang", lang, *args)
        return CliRunner().invoke(main, asked, env={"MINORCARE_PASSWORD": None, "MINORCARE_TOKEN": None})

    return SimpleNamespace(run=run, gates=gates, today=today, number=number)


def test_what_is_due_in_json(office):
    """Overdue first, each with kind, id, what, due and why."""
    result = office.run("--as", "supervisor", "--format", "json")
    assert 0 == result.exit_code, result.output
    first, second = json.loads(result.stdout)["items"]

    assert KEYS == first.keys()
    assert [gate.id for gate in office.gates] == [first["id"], second["id"]]
    assert ("age_gate", "Age gate", "“Look into it by” of age gate") == (first["kind"], first["what"], first["why"])
    assert (2, 0, office.gates[0].due.isoformat()) == (first["overdue_days"], second["overdue_days"], first["due"])
    assert (office.number, "陈**", f"{OFFICE}001") == (first["no"], first["name"], first["area"])


@pytest.mark.parametrize("args", [(), ("--format", "table"), ("--format", "text")])
def test_what_is_due_in_a_table(office, args):
    """Readable, in the language asked for, without a whole name."""
    shown = office.run("--as", "supervisor", *args, lang="zh").stdout

    assert "年龄节点的“处理期限”" in shown
    assert "陈**" in shown
    assert "陈小禾" not in shown


def test_what_is_due_on_paper(office):
    """A sheet of plain text, or of HTML, with a box for each."""
    text = office.run("--as", "supervisor", "--format", "print").stdout
    html = office.run("--as", "supervisor", "--format", "html", lang="zh").stdout

    assert 2 == text.count("□")
    assert f"Work list, {office.today}  supervisor" in text
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert 2 == html.count("<td>□</td>")


def test_only_so_many_and_only_so_soon(office):
    """By days ahead, and by number."""
    soon = json.loads(office.run("--as", "head", "--days", "1", "--format", "json").stdout)["items"]
    some = json.loads(office.run("--as", "head", "--limit", "1", "--format", "json").stdout)["items"]

    assert [office.gates[0].id] == [item["id"] for item in soon] == [item["id"] for item in some]


def test_nothing_is_due(office):
    """Said in a sentence; in JSON an empty list."""
    assert "nothing is due" in office.run("--as", "liaison_grid").stdout
    assert {"items": []} == json.loads(office.run("--as", "liaison_grid", "--format", "json").stdout)


def test_other_commands_have_no_sheet(office):
    """The wider choice is this command's alone."""
    result = CliRunner().invoke(main, ["screen", "--db", "street.db", "--format", "print"])

    assert 2 == result.exit_code
    assert office.run("--format", "nonsense").exit_code == 2
