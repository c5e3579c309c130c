"""One server a file: the second is told, before it has opened a port."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from minorcare.errors import Unavailable
from minorcare.label import Label


@contextmanager
def only_server(path: Path) -> Iterator[None]:
    """Be the only server of the database at *path* for as long as this lasts.

    A lock on a small file beside it, which the operating system lets go of however the process ends. The command line works beside
    a server and does not ask for it.

    Raises:
        Unavailable: another server holds it.
    """
    with closing(sqlite3.connect(f"{path}-server", isolation_level=None, timeout=0)) as side:
        try:
            side.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Unavailable(
                Label(
                    f"{path.name} 已经有一个服务在运行；请先停掉它，或换一个文件",
                    en=f"{path.name} is being served already; stop that server first, or choose another file",
                )
            ) from error
        try:
            yield
        finally:
            side.execute("ROLLBACK")
