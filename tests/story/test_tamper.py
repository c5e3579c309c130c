"""One byte changed behind the program's back is found, named, and found by a program that shares no line with ours."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from minorcare.kinds import Minor, Reporter, RiskTag
from minorcare.query import F
from minorcare.store.sealing import Unreadable
from minorcare.testing import desk_as

VERIFIER = Path(__file__).parents[2] / "examples" / "verify_journal.py"


@pytest.fixture
def street(township):
    """A small street in which somebody has confirmed a tag, looked at a child and been told something in confidence."""
    (office,) = township.store.offices()
    desk = desk_as(township, "child_supervisor", office=office)
    tag = desk.find(RiskTag, F.risk == "left_behind", limit=1).rows[0]
    desk.transition(RiskTag, tag.id, "confirmed", base=tag.version, review=date(2027, 2, 1))
    desk.get(Minor, tag.values["minor"])
    head = desk_as(township, "station_head", office=office)
    head.save(Reporter(name="不愿透露", told="夜里有哭声"))
    return township


def altered(registry, select, change):
    """Run *change* on what *select* finds, with the ids that it found."""
    with closing(sqlite3.connect(registry.store.path)) as conn:
        found = conn.execute(select).fetchone()
        assert found
        assert 1 == conn.execute(change, found).rowcount
        conn.commit()
    return found


def independent(path):
    """What the verifier in examples/ says: its exit code, and its words."""
    answer = subprocess.run([sys.executable, VERIFIER, path], capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout


ONE_CHILD = "SELECT office, id FROM minor WHERE school IS NOT NULL LIMIT 1"
FIRST_BYTE = "replace(substr({0}, 1, 1), substr({0}, 1, 1), '某') || substr({0}, 2)"

TABLES = {
    "a child's name": ("minor", "row", ONE_CHILD, f"UPDATE minor SET name={FIRST_BYTE.format('name')} WHERE office=? AND id=?"),
    "a child's birthday": (
        "minor", "row", ONE_CHILD, "UPDATE minor SET birth_date=substr(birth_date, 1, 3) || '1' || substr(birth_date, 5) WHERE office=? AND id=?",
    ),
    "a child's area": ("minor", "row", ONE_CHILD, "UPDATE minor SET area=substr(area, 1, 12) || '/99/' WHERE office=? AND id=?"),
    "a child's row is gone": ("minor", "absent", ONE_CHILD, "DELETE FROM minor WHERE office=? AND id=?"),
    "the last four of a number": (
        "minor", "row", "SELECT office, id FROM minor WHERE resident_id IS NOT NULL LIMIT 1", "UPDATE minor SET resident_id='0000' WHERE office=? AND id=?",
    ),
    "a tag's state": ("risk_tag", "row", "SELECT office, id FROM risk_tag WHERE status='confirmed'", "UPDATE risk_tag SET status='dismissed' WHERE office=? AND id=?"),
    "a work list's day": ("risk_tag", "due", "SELECT office, record FROM due", "UPDATE due SET day='2027-02-11' WHERE office=? AND record=?"),
    "a task is gone": ("risk_tag", "due", "SELECT office, record FROM due", "DELETE FROM due WHERE office=? AND record=?"),
    "a term": (
        "minor", "terms", "SELECT office, id, term FROM term WHERE field='minor.name' LIMIT 1",
        "UPDATE term SET term='某' || term WHERE office=? AND id=? AND term=? AND field='minor.name'",
    ),
    "a kind of difficulty": (
        "difficulty_recognition", "list", "SELECT office, id, value FROM difficulty_recognition__types__list LIMIT 1",
        "UPDATE difficulty_recognition__types__list SET value='x' WHERE office=? AND id=? AND value=?",
    ),
}  # fmt: skip

CHAIN = {
    "a body": (
        "body", "SELECT office, id, version FROM version WHERE kind='minor' LIMIT 1",
        "UPDATE version SET body=replace(body, '\"sex\":\"', '\"sex\":\"9') WHERE office=? AND id=? AND version=? AND kind='minor'",
    ),
    "a salt": (
        "body", "SELECT office, id, version FROM version WHERE kind='minor' LIMIT 1",
        "UPDATE version SET salt=CASE substr(salt, 1, 2) WHEN '00' THEN '01' ELSE '00' END || substr(salt, 3) WHERE office=? AND id=? AND version=? AND kind='minor'",
    ),
    "a version is gone": (
        "lost", "SELECT office, id, version FROM version WHERE kind='minor' LIMIT 1",
        "DELETE FROM version WHERE office=? AND id=? AND version=? AND kind='minor'",
    ),
    "who wrote": (
        "changed", "SELECT office, id, seq FROM journal WHERE kind='minor' AND action='create' LIMIT 1",
        "UPDATE journal SET actor='community_liaison' WHERE office=? AND id=? AND seq=?",
    ),
    "who looked": (
        "changed", "SELECT office, id, seq FROM journal WHERE kind='minor' AND action='get'",
        "UPDATE journal SET actor='nobody' WHERE office=? AND id=? AND seq=?",
    ),
    "a look is gone": (
        "removed", "SELECT office, id, seq FROM journal WHERE kind='minor' AND action='get'",
        "DELETE FROM journal WHERE office=? AND id=? AND seq=?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLES)
def test_a_changed_table_is_found(street, what):
    """What stands in a table is held against the version in force: the record is named, and no other."""
    kind, code, select, change = TABLES[what]

    office, id_, *_ = altered(street, select, change)

    faults = list(street.store.verify())
    if what == "a child's area":  # what is about the child lies where the child does
        faults = [found for found in faults if found.id == id_]
    assert {(office, kind, id_, code)} == {(found.office, found.kind, found.id, found.code) for found in faults}
    assert (0, True) == (independent(street.store.path)[0], bool(faults[0].said.en))


@pytest.mark.parametrize("what", CHAIN)
def test_a_changed_version_or_entry_is_found_by_both(street, what):
    """Both verifiers say that the chain or a version is not as it was written, and name the same record."""
    code, select, change = CHAIN[what]

    office, id_, number = altered(street, select, change)

    faults = {(found.code, found.id, found.seq) for found in street.store.verify()}
    exit_code, words = independent(street.store.path)
    assert 1 == exit_code
    assert code in {found[0] for found in faults}
    if code == "removed":  # the entry is named by its number; whose it was went with it
        assert number in {seq for found, _, seq in faults if found == code}
        assert f"{office} {number + 1}" in words
    else:
        assert id_ in {found[1] for found in faults if found[0] == code}
        assert id_ in words


def test_a_changed_vault_is_found(street):
    """One character of what is sealed: named without its kind or a child, and no longer opened."""
    other = "CASE WHEN substr(sealed, 21, 1)='A' THEN 'B' ELSE 'A' END"
    office, id_ = altered(
        street,
        "SELECT office, id FROM vault",
        f"UPDATE vault SET sealed=substr(sealed, 1, 20) || {other} || substr(sealed, 22) WHERE office=? AND id=?",
    )

    assert [(office, "vault", id_, "body")] == [(f.office, f.kind, f.id, f.code) for f in street.store.verify()]
    with pytest.raises(Unreadable):
        desk_as(street, "station_head", office=office).get(Reporter, id_)


def test_a_cut_end_shows_by_an_anchor(street):
    """A chain cannot show that its end was cut; an anchor kept elsewhere can, to both verifiers."""
    (anchor,) = street.store.anchors("2026-11-24T04:00:00.000Z")
    with closing(sqlite3.connect(street.store.path)) as conn:
        conn.execute("DELETE FROM journal WHERE office=? AND seq=?", (anchor.office, anchor.seq))
        conn.execute("DELETE FROM vault")  # the entry was the vault's
        conn.commit()

    assert [] == [found for found in street.store.verify() if found.code == "cut"]
    assert ["cut"] == [found.code for found in street.store.verify([anchor])]
    line = subprocess.run(
        [sys.executable, VERIFIER, street.store.path, str(anchor)], capture_output=True, text=True, check=False
    )
    assert (1, True) == (line.returncode, str(anchor.seq) in line.stdout)


def test_a_clean_file_is_clean(street):
    """On a file that nobody touched neither verifier finds anything, with or without its anchor."""
    (anchor,) = street.store.anchors("2026-11-24T04:00:00.000Z")

    assert [] == list(street.store.verify())
    assert [] == list(street.store.verify([anchor]))
    exit_code, words = independent(street.store.path)
    assert (0, True) == (exit_code, "✗" not in words)


def test_no_fault_repeats_a_value(street):
    """What is said of a fault holds numbers only: it may be shown to whoever may not see the record."""
    with closing(sqlite3.connect(street.store.path)) as conn:
        names = [row[0] for row in conn.execute("SELECT name FROM minor")]
        conn.execute("UPDATE minor SET school='某校'")
        conn.commit()

    said = " ".join(f"{found.said.zh} {found.said.en}" for found in street.store.verify())

    assert said
    assert [] == [name for name in (*names, "某校") if name in said]
