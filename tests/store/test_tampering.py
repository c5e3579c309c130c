"""Whatever is changed in the file behind the program's back, verifying says so and names the record."""

import sqlite3

import pytest

from minorcare.declare import Id
from minorcare.kinds import Reporter, RiskTag
from minorcare.testing import OFFICE, desk_as

# table, what is changed, and the id that the fault must name (None: the entry's own)
CASES = [
    ("minor", "UPDATE minor SET school = school || 'x' WHERE id='child-01'", "child-01"),
    ("minor", "UPDATE minor SET version = 2 WHERE id='child-01'", "child-01"),
    ("minor", "UPDATE minor SET no = 999 WHERE id='child-01'", "child-01"),
    ("minor", "UPDATE minor SET since = '2020-01-01T00:00:00.000Z' WHERE id='child-01'", "child-01"),
    ("minor", "UPDATE minor SET resident_id = '…0000' WHERE id='child-01'", "child-01"),
    ("minor", "UPDATE minor SET resident_id__blind = 'x' WHERE id='child-01'", "child-01"),
    ("minor", "DELETE FROM minor WHERE id='child-01'", "child-01"),
    ("minor", "INSERT INTO minor (office,id,version,since,no) VALUES ('530111004','stray',1,'x',77)", "stray"),
    ("member", "UPDATE member SET area = '530111004003' WHERE id='parent-1f'", "parent-1f"),
    ("risk_tag", "UPDATE risk_tag SET level = 'open' WHERE minor='child-03'", None),
    ("list", "DELETE FROM difficulty_recognition__types__list", "help-1"),
    ("list", "INSERT INTO difficulty_recognition__types__list VALUES ('530111004','orphan','help-1')", "help-1"),
    ("term", "DELETE FROM term WHERE term='zhangsan'", None),
    ("term", "UPDATE term SET term='zhangsi' WHERE term='zhangsan'", None),
    ("due", "DELETE FROM due", None),
    ("due", "UPDATE due SET day='2030-01-01'", None),
    ("due", "UPDATE due SET who='somebody'", None),
    ("file", "UPDATE file SET no = 5000 WHERE id='child-01'", "child-01"),
    ("version", "UPDATE version SET body = replace(body, '陈小禾', '陈小米') WHERE id='child-01'", "child-01"),
    ("version", "UPDATE version SET salt = 'x' || substr(salt, 2) WHERE id='child-01'", "child-01"),
    ("version", "UPDATE version SET void = 1 WHERE id='child-01'", "child-01"),
    ("version", "UPDATE version SET until = 3 WHERE id='child-01'", "child-01"),
    ("version", "DELETE FROM version WHERE id='child-01'", "child-01"),
    ("journal", "UPDATE journal SET actor = 'nobody' WHERE id='child-01' AND action='create'", "child-01"),
    ("journal", "UPDATE journal SET detail = '{}' WHERE id='child-01' AND action='get'", "child-01"),
    ("journal", "DELETE FROM journal WHERE id='child-01' AND action='get'", None),
    ("vault", "UPDATE vault SET sealed = sealed || 'A' WHERE id='told'", "told"),
    ("vault", "DELETE FROM vault WHERE id='told'", "told"),
    ("key", "UPDATE key SET wrapped = substr(wrapped, 1, length(wrapped) - 9) || CASE substr(wrapped, -9, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(wrapped, -8) WHERE id='child-01'", "child-01"),
    ("key", "DELETE FROM key WHERE id='child-01'", "child-01"),
]  # fmt: skip


@pytest.fixture
def looked_at(registry):
    """The street with a confirmed tag (so that something is due), a record in the vault and a read in the journal."""
    head = desk_as(registry, "head")
    from datetime import date

    tag = next(row for row in head.find(RiskTag, limit=50).rows if row.values["minor"] == "child-06")
    head.transition(RiskTag, tag.id, "confirmed", base=tag.version, review=date(2027, 2, 1))
    head.save(Reporter(id=Id("told"), told="夜里有哭声"))
    head.get("minor", "child-01")
    head.find("minor")
    assert [] == list(registry.store.verify())
    return registry


@pytest.mark.parametrize(("table", "change", "named"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_a_change_behind_the_back_is_found(looked_at, table, change, named):
    """One changed cell, one row more or one less, in any table that holds or vouches for records."""
    conn = sqlite3.connect(looked_at.store.path)
    assert conn.execute(change).rowcount >= 1, table
    conn.commit()
    conn.close()
    faults = list(looked_at.store.verify())
    assert faults
    assert named is None or named in {fault.id for fault in faults}
    assert {OFFICE} == {fault.office for fault in faults}


def test_an_end_cut_off_is_found_by_an_anchor(looked_at):
    """A chain cannot show that its end is missing; a head noted elsewhere does."""
    anchors = looked_at.store.anchors("2026-11-24T04:00:00.000Z")
    conn = sqlite3.connect(looked_at.store.path)
    conn.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    conn.commit()
    conn.close()
    assert [] == list(looked_at.store.verify())
    assert ["cut"] == [fault.code for fault in looked_at.store.verify(anchors)]
