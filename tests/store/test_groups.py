"""Grouped commits: each caller's work is whole, durable when it returns, and its own."""

import sqlite3
import threading

import pytest

from minorcare.store.groups import CommitGroups

CALLERS, EACH = 8, 30


@pytest.fixture
def conn(tmp_path):
    """The writing connection of a file with one table."""
    conn = sqlite3.connect(tmp_path / "groups.db", isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("CREATE TABLE note (caller, number)")
    yield conn
    conn.close()


def noting(caller, number):
    """Work that writes a row, and fails after it for every seventh number."""

    def work(conn):
        conn.execute("INSERT INTO note VALUES (?,?)", (caller, number))
        if number % 7 == 0:
            raise ValueError(number)
        return number

    return work


def test_what_fails_undoes_itself_alone(conn):
    """Of many who write at once, each gets its own answer or its own error, and only what succeeded is there."""
    groups, answers = CommitGroups(conn, after=lambda: None), {}

    def call(caller):
        for number in range(EACH):
            try:
                answers[caller, number] = groups.run(noting(caller, number))
            except ValueError as error:
                answers[caller, number] = error.args

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == {(c, n): n if n % 7 else (n,) for c in range(CALLERS) for n in range(EACH)}
    assert set(conn.execute("SELECT * FROM note")) == {key for key in answers if key[1] % 7}


def test_those_who_wait_are_committed_together(conn):
    """Whoever comes while a transaction is open shares the next commit."""
    commits, inside, go = [], threading.Event(), threading.Event()
    groups = CommitGroups(conn, after=lambda: commits.append(1))

    def slow(_):
        inside.set()
        go.wait(timeout=60)

    threads = [threading.Thread(target=groups.run, args=(slow,))]
    threads[0].start()
    inside.wait(timeout=60)
    threads += [threading.Thread(target=groups.run, args=(noting(caller, 1),)) for caller in range(CALLERS)]
    for thread in threads[1:]:
        thread.start()
    while len(groups._waiting) < CALLERS:
        threads[1].join(timeout=0.01)
    go.set()
    for thread in threads:
        thread.join(timeout=60)
    assert len(commits) == 2
    assert conn.execute("SELECT count(*) FROM note").fetchone() == (CALLERS,)


def test_an_interrupted_caller_does_not_hold_up_the_others(conn):
    """Whoever is interrupted while waiting leaves the queue, also if it was about to lead."""
    groups = CommitGroups(conn, after=lambda: None)
    groups._led = True
    gone = threading.Thread(target=interrupted, args=(groups,))
    gone.start()
    gone.join(timeout=60)
    groups._pass_on()
    assert groups.run(noting(0, 1)) == 1


def interrupted(groups):
    """Wait in the queue, and be interrupted."""

    class Woken(threading.Event):
        def wait(self, timeout=None):
            raise KeyboardInterrupt(timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("minorcare.store.groups.threading.Event", Woken)
        with pytest.raises(KeyboardInterrupt):
            groups.run(noting(0, 1))
