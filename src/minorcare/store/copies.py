"""Copies of a database: whether one can be relied on, and putting one back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minorcare.errors import Conflict, Unavailable
from minorcare.label import Label
from minorcare.store.keys import Keys, Unreadable
from minorcare.store.steps import APPLICATION_ID, FORMAT

SIDE_FILES = ("-wal", "-shm", "-journal", "-lock", "-lock-journal", "-server", "-server-journal")
"""What may lie beside a database and belongs to it alone; its keys do not."""

_NONE = Label("这个文件不是登记库", en="this file is no registry")
_DAMAGED = Label("文件已损坏；请换一份备份", en="the file is damaged; take another copy")
_NEWER = Label(
    "这个文件由更新版本的 minorcare 建立；请升级后再用",
    en="this file was made by a newer minorcare; upgrade, then use it",
)
_FOREIGN = Label(
    "现有密钥打不开这份备份；请放回与它一起建立的密钥文件",
    en="the keys that are here do not open this copy; put back the key file that was made with it",
)
_OPEN = Label(
    "数据库正被别的程序打开；请先停止服务", en="the database is open in another program; stop the server first"
)


def check(path: Path) -> None:
    """Read all of a database file that nobody writes to.

    Raises:
        Unavailable: it is no registry, is damaged, or was made by a newer version.
    """
    try:
        with _opened(path, "ro") as conn:
            (mark,) = conn.execute("PRAGMA application_id").fetchone()
            (format_,) = conn.execute("PRAGMA user_version").fetchone()
            found = conn.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unavailable(_NONE) from error
    if mark != APPLICATION_ID:
        raise Unavailable(_NONE)
    if format_ > FORMAT:
        raise Unavailable(_NEWER)
    if found != ("ok",):
        raise Unavailable(_DAMAGED)


def opens_with(path: Path, keys: Keys) -> None:
    """Try the keys on one record of a database file.

    Raises:
        Unavailable: they do not open it.
    """
    with _opened(path, "ro") as conn:
        row = conn.execute("SELECT office, kind, id, wrapped FROM key LIMIT 1").fetchone()
    if row is None:
        return
    office, kind, id_, wrapped = row
    try:
        keys.unwrap(wrapped, office=office, kind=kind, id=id_)
    except Unreadable as error:
        raise Unavailable(_FOREIGN) from error


def must_be_closed(path: Path) -> None:
    """Make sure that no program has the database open, and that all of it stands in its one file.

    Raises:
        Conflict: some program has it open.
    """
    try:
        with _opened(path, "rw") as conn:
            # leaving the write-ahead log needs the file alone, so this fails while anybody else is connected
            (mode,) = conn.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise Conflict(_OPEN) from error
    except sqlite3.DatabaseError as error:
        raise Unavailable(_NONE) from error
    if mode != "delete":
        raise Conflict(_OPEN)


def duplicate(source: Path, target: Path) -> None:
    """Copy a database, its write-ahead log included, into a new file readable by its owner only, on disk when this returns."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with _opened(source, "ro") as conn, _opened(target, "rw") as copy:
            conn.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, and leaves none beside it when it is read
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def remove(path: Path) -> None:
    """Remove a closed database and what belongs to it alone."""
    for name in (path.name, *(f"{path.name}{end}" for end in SIDE_FILES)):
        path.with_name(name).unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=0)
    try:
        yield conn
    finally:
        conn.close()
