"""The embedded store: one file, one writing connection a process, a reading connection a thread."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import attrs
import orjson
import sqlite_utils

from minorcare.access import View
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record
from minorcare.errors import Conflict, MinorcareError, TooLong, Unavailable
from minorcare.journal import Anchor, Entry, Fault, Head, genesis
from minorcare.kinds import names
from minorcare.label import Label
from minorcare.store import checking, histories, vaulting
from minorcare.store.chain import Chain
from minorcare.store.groups import CommitGroups
from minorcare.store.keys import Keys, KeysUnusable
from minorcare.store.protocol import Batch, Noted, Receipt, Step, Tx, Version
from minorcare.store.reading import Reader
from minorcare.store.replay import Replay
from minorcare.store.statements import Statements, Views
from minorcare.store.steps import APPLICATION_ID, FORMAT, plan
from minorcare.store.tables import Table, table_of
from minorcare.store.writing import UnitOfWork, blindly

T = TypeVar("T")
PAGE_SIZE = 8192
PATIENCE = 60
"""Seconds that a connection waits for another process's lock."""
INSTRUCTIONS = 5_000
"""Of SQLite's machine, between two looks at the time: about half a millisecond."""
WAL_LIMIT = 1000 * PAGE_SIZE
"""Bytes of write-ahead log at which a checkpoint is due."""
_WRITES = ("create", "change", "transition", "void", "restore", "erase", "seal")


class SqliteStore:
    """Offices in one SQLite file.

    ``synchronous=FULL``: what was acknowledged survives a power cut. Tables are clustered by office. Checkpoints run only under
    the write lock, since SQLite before 3.51.3 can corrupt a log that two connections checkpoint at once; across processes a small
    lock file beside the database stands for it.
    """

    def __init__(self, path: Path, catalog: Catalog, keys: Keys) -> None:
        """Open *path*, which is made if it is not there.

        Raises:
            Unavailable: made by a newer version of minorcare, or no database.
            KeysUnusable: the keys belong to another database.
        """
        self.path, self.catalog, self.keys = path, catalog, keys
        self._closed = False
        self.tables: Mapping[str, Table] = {
            kind.name: table_of(kind, catalog) for kind in catalog.kinds.values() if not kind.vault
        }
        self.statements = Statements(self.tables, self._blind, names.query_terms)
        for file in (path, Path(f"{path}-lock")):  # names stand in it in clear: nobody else on the machine reads it
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        try:
            self._writer = self._connect()
        except sqlite3.DatabaseError as error:
            raise Unavailable(Label("这个文件不是数据库", en=f"{path.name} is no database")) from error
        self._lock_file = sqlite3.connect(
            f"{path}-lock", isolation_level=None, check_same_thread=False, timeout=PATIENCE
        )
        self._log = f"{path}-wal"
        self._groups = CommitGroups(self._writer, after=self._checkpoint)
        self._local, self._readers = threading.local(), list[sqlite3.Connection]()
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _blind(self, kind: str, field: str, text: str) -> str:
        return self.keys.blind(kind, field, blindly(text))

    def _connect(self, *, readonly: bool = False) -> sqlite3.Connection:
        conn = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=1000,
            timeout=PATIENCE,
        )
        pragmas = ["cache_size=-32000", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"]
        if readonly:
            pragmas.append("query_only=ON")
        else:
            pragmas += [
                f"page_size={PAGE_SIZE}",
                "journal_mode=WAL",
                "synchronous=FULL",
                "secure_delete=ON",
                "wal_autocheckpoint=0",
            ]
        for pragma in pragmas:
            conn.execute(f"PRAGMA {pragma}")
        return conn

    def _prepare(self) -> None:
        (format_,) = self._writer.execute("PRAGMA user_version").fetchone()
        if format_ > FORMAT:
            raise Unavailable(
                Label(
                    "这个数据库由更新版本的 minorcare 建立；请升级后再打开",
                    en="this database was made by a newer minorcare; upgrade and open it again",
                )
            )

        if "kept" in self.database.table_names():
            made_with = self._writer.execute("SELECT value FROM kept WHERE name='keys'").fetchone()
            if made_with and made_with[0] != self.keys.check_value():
                raise KeysUnusable(
                    self.path.with_name(f"{self.path.name}.keys"),
                    Label("密钥文件不属于这个数据库", en="these keys belong to another database"),
                    Label(
                        "请放回与数据库一起建立的密钥文件", en="put back the key file that was made with this database"
                    ),
                )

    @property
    def database(self) -> sqlite_utils.Database:
        """The file through sqlite-utils: introspection, and the plain side tables (accounts, sessions, staging)."""
        return sqlite_utils.Database(self._writer)

    def side(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run *work* on the plain side tables, in a transaction of its own."""
        return self._write(lambda conn: work(sqlite_utils.Database(conn)))

    def plan(self) -> Sequence[Step]:
        """The steps that ``migrate`` would take."""
        return plan(self.database, self.tables)

    def migrate(self) -> Sequence[Step]:
        """Take them, in one transaction."""
        steps = self.plan()

        def work(conn: sqlite3.Connection) -> None:
            for step in steps:
                for sql in step.sql:
                    conn.execute(sql)
            conn.execute("INSERT OR IGNORE INTO kept VALUES ('keys', ?)", (self.keys.check_value(),))

        if steps:
            self._write(work)
            self._groups.alone(_stamp)
        return steps

    def open_office(self, code: str, at: str) -> None:
        """Write the genesis entry of an office; harmless if it is there."""

        def work(conn: sqlite3.Connection) -> None:
            if conn.execute("SELECT 1 FROM journal WHERE office=? AND seq=0", (code,)).fetchone() is None:
                row = genesis(code, at).row()
                conn.execute(f"INSERT INTO journal VALUES ({','.join('?' * len(row))})", row)

        self._write(work)

    def offices(self) -> tuple[str, ...]:
        """The codes of the offices kept here."""
        return tuple(
            row[0] for row in self.reader().conn.execute("SELECT office FROM journal WHERE seq=0 ORDER BY office")
        )

    def work(self, office: str, batch: Batch, fn: Callable[[Tx], T]) -> Receipt[T]:
        """Run *fn* in one transaction; a batch done before returns its first receipt."""
        # under a key, because what is digested holds secrets that could be guessed from the rest of the record
        content = self.keys.blind("batch", "content", batch.content)

        def work(conn: sqlite3.Connection) -> Receipt[T]:
            done = conn.execute(
                "SELECT seq, hash, content, value FROM batch WHERE office=? AND key=?", (office, batch.key)
            ).fetchone()
            if done:
                return _replayed(office, content, done)
            unit = UnitOfWork(conn, office, batch, self.catalog, self.statements, self.keys)
            value = fn(unit)
            told = orjson.dumps(value)
            row = (office, batch.key, unit.seq, unit.hash, content, told.decode())
            conn.execute("INSERT INTO batch VALUES (?,?,?,?,?,?)", row)
            return Receipt(office=office, seq=unit.seq, hash=unit.hash, value=orjson.loads(told))  # as it is replayed

        return self._write(work)

    def note(self, *noted: Noted) -> None:
        """Make entries durable, all or none: no answer leaves before those that tell of it."""

        def work(conn: sqlite3.Connection) -> None:
            chains: dict[str, Chain] = {}
            for each in noted:
                chain = chains.get(each.office) or chains.setdefault(each.office, Chain(conn, each.office))
                for note in each.notes:
                    chain.note(each.batch, note)

        self._write(work)

    def history(self, office: str, kind: Kind, id: str, view: View) -> tuple[Version, ...]:
        """The versions of one record, newest first."""
        return histories.versions(self.reader().conn, office, kind, id, view)

    def secret(self, office: str, kind: Kind, id: str, field: str) -> str | None:
        """The clear text of one secret."""
        return histories.secret(self.reader().conn, self.keys, office, kind, id, field)

    def open_vault(self, office: str, kind: Kind, id: str) -> tuple[Record, int] | None:
        """A record of a vault kind and its version. The caller has made sure that it may be opened, and has journalled it."""
        return vaulting.opened(self.reader().conn, self.keys, self.catalog, office, kind, id)

    def at(self, office: str, day: date, views: Views, today: date) -> Reader:
        """The office as recorded at the end of *day*, to be read through today's views."""
        return Replay(self.reader(), office, day, views, today).reader

    def looks(self, office: str) -> None:
        """Catch up "who looked", derived from the journal, before it is asked."""
        self._write(lambda conn: histories.catch_up(conn, self.catalog, office))

    def changes(self, office: str, after: int, limit: int = 500) -> tuple[Entry, ...]:
        """The write entries after *after*, in commit order."""
        marks = ",".join("?" * len(_WRITES))
        rows = self.reader().conn.execute(
            f"SELECT * FROM journal WHERE office=? AND seq>? AND action IN ({marks}) ORDER BY seq LIMIT ?",
            (office, after, *_WRITES, limit),
        )
        return tuple(Entry.from_row(row) for row in rows)

    def heads(self) -> Mapping[str, Head]:
        """The head of every office's chain."""
        conn = self.reader().conn
        query = "SELECT seq, hash FROM journal WHERE office=? ORDER BY seq DESC LIMIT 1"
        return {office: Head(*conn.execute(query, (office,)).fetchone()) for office in self.offices()}

    def verify(self, anchors: Iterable[Anchor] = ()) -> Iterator[Fault]:
        """Everything in the file that is not as it was written."""
        conn = self._connect(readonly=True)
        known = tuple(anchors)
        try:
            found = tuple(checking.verify(conn, self.catalog, self.tables, self.keys, known))
        except sqlite3.OperationalError:
            # a text is no UTF-8 any more: read so, which takes longer, that it is reported like any other change
            conn.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            found = tuple(checking.verify(conn, self.catalog, self.tables, self.keys, known))
        finally:
            conn.close()
        return iter(found)

    def anchors(self, at: str) -> tuple[Anchor, ...]:
        """The head of every chain, signed: to be kept elsewhere, since a chain cannot show that its end was cut off."""
        made = (Anchor(office=office, seq=head.seq, hash=head.hash, at=at) for office, head in self.heads().items())
        return tuple(anchor.signed(self.keys.sign(anchor.statement())) for anchor in made)

    def backup(self, to: str) -> None:
        """A consistent copy of the file; the keys are not in it."""
        target = sqlite3.connect(to)
        try:
            self.reader().conn.backup(target)
        finally:
            target.close()

    def close(self) -> None:
        """Let go of the file. Harmless if it was let go of before."""
        if self._closed:
            return
        self._closed = True
        for conn in self._readers:
            conn.close()
        self._groups.alone(lambda conn: self._under_lock_file(conn.close))
        self._lock_file.close()

    def reader(self) -> Reader:
        """This thread's reading side."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            conn = self._connect(readonly=True)
            self._readers.append(conn)
            reader = Reader(conn=conn, catalog=self.catalog, statements=self.statements, keys=self.keys)
            self._local.reader = reader
        return reader

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, the calling thread sees one state of the file, whatever is written meanwhile."""
        reader = self.reader()
        reader.conn.execute("BEGIN")
        self._local.reader = attrs.evolve(reader, moment=object())
        try:
            yield
        finally:
            self._local.reader = reader
            reader.conn.execute("COMMIT")

    @contextmanager
    def brief(self, seconds: float) -> Iterator[None]:
        """Within it, a question of the calling thread that takes longer is broken off by TooLong."""
        conn, ends = self.reader().conn, time.perf_counter() + seconds
        conn.set_progress_handler(lambda: time.perf_counter() > ends, INSTRUCTIONS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TooLong from None
            raise
        finally:
            conn.set_progress_handler(None, 0)

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return self._groups.run(work)
        except MinorcareError:
            raise
        except sqlite3.OperationalError as error:
            raise Unavailable(
                Label("数据库暂时不能写入，请重试", en=f"the database cannot be written now ({error}); try again")
            ) from error

    def _checkpoint(self) -> None:
        try:
            grown = os.stat(self._log).st_size  # noqa: PTH116  (behind every commit: a path object takes longer than the call)
        except FileNotFoundError:
            return
        if grown > WAL_LIMIT:
            self._under_lock_file(self._truncate)

    def _truncate(self) -> None:
        """Move the log into the file as far as readers let it; writers do not wait for a reader that takes its time."""
        self._writer.execute("PRAGMA busy_timeout=0")
        try:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._writer.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")

    def _under_lock_file(self, work: Callable[[], Any]) -> None:
        self._lock_file.execute("BEGIN EXCLUSIVE")
        try:
            work()
        finally:
            self._lock_file.execute("COMMIT")


def _stamp(conn: sqlite3.Connection) -> None:
    conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version={FORMAT}")


def _replayed(office: str, content: str, done: Any) -> Receipt[Any]:
    seq, hash_, first, value = done
    if content != first:
        raise Conflict(Label("同一个请求编号带来了不同的内容", en="the same request key came with other content"))
    return Receipt(office=office, seq=seq, hash=hash_, value=orjson.loads(value))
