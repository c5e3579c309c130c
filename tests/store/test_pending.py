"""Rows that wait to be written are there for whoever could read them."""

import sqlite3

import pytest

from minorcare.store import pending
from minorcare.store.pending import Pending

INSERT, COUNT = "INSERT INTO t VALUES (?)", "SELECT count(*) FROM t"


@pytest.fixture
def conn():
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT")
    yield made
    made.close()


def test_rows_wait_until_they_are_written_or_asked_for(conn):
    """Nothing is in the table before; all of it, in the order it was added, is there after."""
    rows = Pending(conn)
    rows.add(INSERT, (1,), (2,))
    assert (0,) == conn.execute(COUNT).fetchone()
    assert (2,) == rows.run(COUNT, ()).fetchone()
    rows.add(INSERT, (3,))
    rows.write()
    rows.write()
    assert (3,) == conn.execute(COUNT).fetchone()


def test_a_change_comes_behind_what_was_added_before_it(conn):
    """A row that is added, taken away and added again stands once."""
    rows = Pending(conn)
    rows.add(INSERT, (1,))
    rows.run("DELETE FROM t WHERE n=?", (1,))
    rows.add(INSERT, (1,))
    assert (1,) == rows.run(COUNT, ()).fetchone()


def test_no_more_wait_than_fit_into_memory(conn, monkeypatch):
    """A batch of any size keeps a bounded number of rows."""
    monkeypatch.setattr(pending, "MOST", 10)
    rows = Pending(conn)
    for n in range(25):
        rows.add(INSERT, (n,))
    assert conn.execute(COUNT).fetchone()[0] >= 15
