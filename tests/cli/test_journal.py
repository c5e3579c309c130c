"""Verifying and anchoring from the command line."""

import json
import sqlite3

import pytest


def tamper(office, statement, *values):
    conn = sqlite3.connect(office.db)
    assert conn.execute(statement, values).rowcount > 0
    conn.commit()
    conn.close()


def child_id(office):
    conn = sqlite3.connect(office.db)
    (found,) = conn.execute("SELECT id FROM minor WHERE name = '曾小禾'").fetchone()
    conn.close()
    return found


def test_an_untouched_registry_verifies(office):
    """All is well exits 0, and says how much was looked at."""
    result = office.run("journal", "verify")

    assert 0 == result.exit_code
    assert result.stdout.startswith("all is well: 1 office(s), ")
    assert [] == office.json("journal", "verify")["faults"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET body = replace(body, '曾小禾', '曾小苗') WHERE id = ?",
        "UPDATE minor SET name = '曾小苗' WHERE id = ?",
    ],
)
def test_a_changed_record_is_named(office, statement):
    """Whoever edits the file is found out: exit 1, and the record is named in text and in JSON."""
    child = child_id(office)
    tamper(office, statement, child)

    told, listed = office.run("journal", "verify"), office.run("journal", "verify", "--format", "json")

    assert (1, 1) == (told.exit_code, listed.exit_code)
    assert f"minor {child}" in told.stdout
    assert {("minor", child)} == {(fault["kind"], fault["id"]) for fault in json.loads(listed.stdout)["faults"]}


def test_no_fault_shows_a_value(office):
    """What verifying prints may be mailed: it names records, never what is in them."""
    tamper(office, "UPDATE version SET body = replace(body, '曾小禾', '曾小苗') WHERE id = ?", child_id(office))

    assert "曾" not in office.run("journal", "verify").output


def test_an_anchor_is_one_signed_line_for_each_office(office):
    """A line to be kept elsewhere; making it is an entry."""
    (line,) = office.run("journal", "anchor").stdout.splitlines()

    assert ["minorcare-anchor-1", "530111004"] == line.split()[:2]
    assert 6 == len(line.split())
    assert [("minorcare", "cli")] == [entry[:2] for entry in office.entries("anchor")]


def test_an_end_cut_off_is_found_by_an_anchor(office, tmp_path):
    """Without an anchor the shorter chain looks whole; with one it does not."""
    kept = tmp_path / "anchors.txt"
    kept.write_text(office.run("journal", "anchor").stdout, encoding="utf-8")
    assert 0 == office.run("journal", "verify", "--anchors", str(kept)).exit_code
    tamper(office, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")

    without, held_against = office.run("journal", "verify"), office.run("journal", "verify", "--anchors", str(kept))

    assert (0, 1) == (without.exit_code, held_against.exit_code)
    assert "cut off" in held_against.stdout


def test_a_foreign_anchor_is_refused(office, tmp_path):
    """An anchor that this registry did not sign proves nothing; every such line is named."""
    kept = tmp_path / "anchors.txt"
    line = office.run("journal", "anchor").stdout.strip()
    kept.write_text(f"{line[:-3]}AAA\n\nminorcare-anchor-1 5301\n", encoding="utf-8")

    result = office.run("journal", "verify", "--anchors", str(kept), "--format", "json")

    assert 1 == result.exit_code
    assert ["anchors.txt:1", "anchors.txt:3.anchor"] == [
        problem["at"].rstrip(".") for problem in json.loads(result.stderr)["problems"]
    ]
