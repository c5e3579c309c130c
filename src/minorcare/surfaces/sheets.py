"""Reading spreadsheets (.xlsx .xlsm .xls .ods .csv .txt) that come from outside.

A file is parsed in a child process with caps on memory, time, size, rows and columns, because a prepared file of a megabyte can
unpack to gigabytes. Where the system cannot cap the memory of a process, this one watches the child and ends it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import orjson

from minorcare.errors import Invalid, Problem
from minorcare.surfaces import sheet_faults

Cell = str | int | float | bool | date | datetime | None
"""What a cell holds. A float is a number with decimals, or one too long to be exact; a whole number comes as int."""

CHILD = Path(__file__).with_name("sheets_child.py")
CAPPED_BY_SYSTEM = sys.platform.startswith("linux")
EXTENSIONS = ("xlsx", "xlsm", "xls", "ods", "csv", "txt")
LOOK_EVERY = 0.02  # seconds between two looks at the child's memory


@attrs.frozen(kw_only=True)
class Limits:
    """How much a file may cost. Bytes, unless said otherwise."""

    file: int = 20 << 20
    unpacked: int = 200 << 20
    ratio: int = 200  # unpacked to packed, above 10 MiB
    members: int = 2_000  # files within an .xlsx
    memory: int = 512 << 20
    seconds: float = 20.0
    sheets: int = 50
    rows: int = 50_000  # a sheet
    columns: int = 256
    cells: int = 2_000_000  # a workbook
    text: int = 32_767  # characters a cell


@attrs.frozen(kw_only=True)
class Merge:
    """Cells shown as one; the value stands in the first. Rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet. Rows and columns count from 1, as Excel shows them; rows may differ in length.

    ``epoch`` is the year from which a day number counts (1904 in workbooks from old Macs); ``typed`` is false where every cell is
    text because the file says no more (CSV).
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = attrs.field(repr=False)  # may end up in a traceback
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    epoch: int = 1900
    typed: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """What the cell holds, ``None`` outside the sheet."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None

    def at(self, row: int, column: int) -> str:
        """The address of a cell: ``Sheet1!C7``."""
        return f"{self.name}!{letters(column)}{row}"

    @property
    def width(self) -> int:
        """The number of columns of its widest row."""
        return max(map(len, self.rows), default=0)

    def but(self, changes: Mapping[str, Cell]) -> Sheet:
        """A copy with some cells corrected, by address without the sheet's name: ``{"C7": "2013-09-30"}``."""
        rows = [list(row) for row in self.rows]
        for address, cell in changes.items():
            row, column = place(address)
            rows.extend([] for _ in range(row - len(rows)))
            rows[row - 1].extend([None] * (column - len(rows[row - 1])))
            rows[row - 1][column - 1] = cell
        return attrs.evolve(self, rows=tuple(map(tuple, rows)))


@attrs.frozen(kw_only=True)
class Workbook:
    """What a file holds; a CSV file holds one sheet, named ``CSV``."""

    sheets: tuple[Sheet, ...]

    @property
    def filled(self) -> tuple[Sheet, ...]:
        """The sheets that a person sees and that hold something."""
        return tuple(sheet for sheet in self.sheets if sheet.rows and not sheet.hidden)


def read(source: str | os.PathLike[str] | bytes, name: str = "", *, limits: Limits | None = None) -> Workbook:
    """Read a file, or its bytes with the *name* it came under (only the extension is looked at).

    Raises:
        Invalid: it is empty, damaged, protected by a password, too large, or not what its name says; with what to do instead.
    """
    limits = limits or Limits()
    extension = Path(name if isinstance(source, bytes) else source).suffix.lower().lstrip(".")
    if extension not in EXTENSIONS:
        raise _invalid("extension")
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size > limits.file:
        raise _invalid("file", most=limits.file >> 20)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    book = Workbook(sheets=tuple(_sheets(_answer(data, extension, limits), limits)))
    if not any(sheet.rows for sheet in book.sheets):
        raise _invalid("empty")
    return book


def letters(column: int) -> str:
    """A column's letters: 3 is C, 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def place(address: str) -> tuple[int, int]:
    """Row and column of ``C7`` or ``Sheet1!C7``.

    Raises:
        ValueError: it is no address.
    """
    found = re.fullmatch(r"(?:.*!)?([A-Z]{1,3})([1-9][0-9]{0,6})", address)
    if not found:
        raise ValueError("no cell address")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _invalid(code: str, *, at: str = "", **values: object) -> Invalid:
    said, remedy = sheet_faults.FAULTS[code]
    return Invalid([Problem(at=at, said=said.fill(**values), remedy=remedy.fill(**values), code=f"sheet.{code}")])


def _answer(data: bytes, extension: str, limits: Limits, *, watched: bool = not CAPPED_BY_SYSTEM) -> list[list[Any]]:
    """What the child answers, line by line."""
    job = {**attrs.asdict(limits, filter=lambda a, _: a.name not in ("file", "seconds")), "extension": extension}
    if watched:
        job[
            "memory"
        ] = -1  # RLIM_INFINITY: on systems that take the limit but do not keep it, only one side should count
    # -P: the child must not find the modules beside its script under the names of the standard library's
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own script
        [sys.executable, "-P", os.fspath(CHILD), orjson.dumps(job).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's last words may quote the file
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with process, _memory_watch(process, limits.memory if watched else None) as too_much:
        try:
            answer, _ = process.communicate(data, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise _invalid("time") from None
    if too_much.is_set():
        raise _invalid("memory")
    lines = [orjson.loads(line) for line in answer.splitlines()] if process.returncode == 0 else []
    if not lines:
        raise _invalid("crash")
    return lines


@contextmanager
def _memory_watch(process: subprocess.Popen[bytes], most: int | None) -> Iterator[threading.Event]:
    """End *process* when it holds more than *most* bytes; the event is set if it did."""
    too_much, done = threading.Event(), threading.Event()
    if most is None:
        yield too_much
        return

    import psutil

    def look() -> None:
        try:
            child = psutil.Process(process.pid)
            while not done.wait(LOOK_EVERY):
                if child.memory_info().rss > most:
                    too_much.set()
                    process.kill()
                    return
        except psutil.NoSuchProcess:
            return

    watcher = threading.Thread(target=look, name="sheet memory watch", daemon=True)
    watcher.start()
    try:
        yield too_much
    finally:
        done.set()
        watcher.join()


def _sheets(lines: list[list[Any]], limits: Limits) -> Iterator[Sheet]:
    head: list[Any] | None = None
    rows: list[tuple[Cell, ...]] = []
    for tag, *rest in lines:
        if tag == "row":
            rows.append(tuple(map(_cell, rest[0])))
            continue
        if tag == "fault":
            code, row = rest
            at = f"CSV!A{row}" if row else ""
            raise _invalid(code, at=at, most=getattr(limits, code, 0), unpacked=limits.unpacked >> 20, row=row)
        if head is not None:
            yield _sheet(head, rows)
        head, rows = rest, []


def _sheet(head: list[Any], rows: list[tuple[Cell, ...]]) -> Sheet:
    name, hidden, epoch, merges, typed = head
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    merged = tuple(Merge(top=top, left=left, bottom=bottom, right=right) for top, left, bottom, right in sorted(merges))
    return Sheet(name=name, rows=tuple(rows), merged=merged, hidden=hidden, epoch=epoch, typed=typed)


def _cell(sent: Any) -> Cell:
    if isinstance(sent, list):
        return date.fromisoformat(sent[1]) if sent[0] == "d" else datetime.fromisoformat(sent[1])
    cell: Cell = sent
    return cell
