"""Grouped commits: whoever comes while a transaction is being committed shares the next one.

The first caller to find the lock free leads: it runs every waiting job, each under a savepoint of its own, commits once, and
wakes the others. One caller alone waits for nobody and changes no thread.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Job:
    """Somebody's work. ``woken`` is set once it is done, or once its caller is to lead."""

    __slots__ = ("done", "error", "run", "value", "woken")

    def __init__(self, run: Callable[[sqlite3.Connection], Any]) -> None:
        self.run, self.woken, self.done = run, threading.Event(), False
        self.value: Any = None
        self.error: BaseException | None = None


class CommitGroups:
    """The writing side of one connection."""

    def __init__(self, conn: sqlite3.Connection, *, after: Callable[[], None], most: int = 64) -> None:
        """*after* runs under the lock behind every commit (checkpoints live there); a group holds at most *most* jobs."""
        self._conn, self._after, self._most = conn, after, most
        self._lock = threading.Lock()  # on the connection
        self._turn = threading.Lock()  # on the two below
        self._waiting, self._led = deque[_Job](), False

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run *work* in a transaction and return once it is durable. All or nothing: what it raises undoes it alone."""
        job = _Job(work)
        with self._turn:
            self._waiting.append(job)
            first, self._led = not self._led, True
        if not first:
            self._wait(job)
        if not job.done:
            try:
                with self._lock:
                    self._lead()
            finally:
                self._pass_on()
        if job.error is not None:
            raise job.error
        return cast(T, job.value)

    def alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run *work* under the lock, outside any transaction."""
        with self._lock:
            return work(self._conn)

    def _lead(self) -> None:
        with self._turn:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        try:
            self._conn.execute("BEGIN IMMEDIATE")
            for job in group:
                if len(group) == 1:  # what it raises undoes the transaction, and needs no savepoint
                    job.value = job.run(self._conn)
                else:
                    self._one(job)
            self._conn.execute("COMMIT")
            # it is durable: what fails behind the commit is tried after the next
            with contextlib.suppress(sqlite3.Error):
                self._after()
        except BaseException as error:  # noqa: BLE001  (every waiting caller must learn of it)
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK")
            for job in group:
                job.error = job.error or error
        finally:
            for job in group:
                job.done = True
                job.woken.set()

    def _wait(self, job: _Job) -> None:
        try:
            job.woken.wait()
        except BaseException:  # interrupted: whoever comes next must not wait for this caller to lead
            with self._turn:
                leads = job in self._waiting and job.woken.is_set()
                if job in self._waiting:
                    self._waiting.remove(job)
            if leads:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Let the first who waits lead the next group."""
        with self._turn:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].woken.set()

    def _one(self, job: _Job) -> None:
        self._conn.execute("SAVEPOINT job")
        try:
            job.value = job.run(self._conn)
        except Exception as error:  # noqa: BLE001  (it is the caller's, and undoes this job alone)
            job.error = error
            self._conn.execute("ROLLBACK TO job")
        self._conn.execute("RELEASE job")
