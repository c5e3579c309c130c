"""Reads one spreadsheet in a process of its own, so that a hostile file can harm nothing but this process.

Run by :mod:`minorcare.surfaces.sheets` as a script, never imported by it: it knows the standard library, calamine and orjson, not
minorcare. The limits come as one JSON argument, the file by stdin. The answer goes to stdout, one JSON list a line:
``["sheet", name, hidden, epoch, merges, typed]``, then its rows ``["row", cells]``, and ``["end"]``; or ``["fault", code, row]`` and
nothing more. A date is written ``["d", "2012-03-04"]``, a moment ``["t", "2012-03-04T05:06:00"]``; a blank cell is null.
"""

from __future__ import annotations

import contextlib
import csv
import io
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from statistics import median_low
from typing import Any, NamedTuple, NoReturn

import orjson

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = frozenset({"xlsx", "xlsm", "xls", "ods"})
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
EXACT = 2**53  # from here on a float no longer tells neighbouring whole numbers apart


class Fault(Exception):
    """Why a file is refused: a code that the parent has words for, and the row if there is one."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(code, row)
        self.code, self.row = code, row


class Job(NamedTuple):
    """What the parent asks for: the file's extension and its limits (bytes, counts, characters)."""

    extension: str
    unpacked: int
    ratio: int
    members: int
    memory: int
    sheets: int
    rows: int
    columns: int
    cells: int
    text: int


Row = list[Any]


def refuse(code: str, row: int = 0) -> NoReturn:
    """Raise a fault."""
    raise Fault(code, row)


def main() -> None:
    """Answer the one question this process was started for."""
    job = Job(**orjson.loads(sys.argv[1]))
    cap_memory(job.memory)
    try:
        for line in answer(sys.stdin.buffer.read(), job):
            sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    except Fault as fault:
        sys.stdout.buffer.write(orjson.dumps(["fault", fault.code, fault.row]) + b"\n")
    except MemoryError:
        sys.stdout.buffer.write(b'["fault","memory",0]\n')


def cap_memory(most: int) -> None:
    """Refuse this process more memory than *most* bytes, and a core dump, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows: the parent watches instead
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(data: bytes, job: Job) -> Iterator[list[Any]]:
    """The lines of the answer. Raises :class:`Fault`."""
    kind = what_it_is(data)
    if kind in WORKBOOKS:
        if job.extension not in WORKBOOKS:
            raise Fault("workbook_as_text")
        yield from workbook(data, job)
    elif kind == "text" and job.extension in ("csv", "txt"):
        yield from text(data, job)
    else:
        raise Fault("text_as_workbook" if kind == "text" else kind)
    yield ["end"]


def what_it_is(data: bytes) -> str:
    """``xlsx``, ``xls`` or ``ods``, ``text``, or the code of the fault that this content is."""
    if not data.strip():
        return "empty"
    if data.startswith(ZIP):
        return what_zip_it_is(data)
    if data.startswith(OLE):
        if wide("EncryptedPackage") in data:
            return "password"
        return "word" if wide("WordDocument") in data else "xls"
    if data.startswith(FOREIGN):
        return "foreign"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<body", b"<style")):
        return "html"
    return "text"


def wide(name: str) -> bytes:
    """A stream's name as an OLE file writes it."""
    return name.encode("utf-16-le")


def what_zip_it_is(data: bytes) -> str:
    """Told by what the archive lists, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return "broken"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "word"
    return "ods" if {"content.xml", "mimetype"} <= names else "foreign"


def workbook(data: bytes, job: Job) -> Iterator[list[Any]]:
    """The sheets of a workbook, read by calamine."""
    epoch = check_archive(data, job) if data.startswith(ZIP) else 1900
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    cells = 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        within(len(sheets), job.sheets, "sheets")
        for about in sheets:
            sheet = book.get_sheet_by_name(about.name)
            height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
            within(height, job.rows, "rows")
            within(width, job.columns, "columns")
            cells += height * width
            within(cells, job.cells, "cells")
            yield from sheet_lines(sheet, hidden="Hidden" in str(about.visible), epoch=epoch, job=job)
    except (Fault, MemoryError):
        raise
    except PasswordError:
        raise Fault("password") from None
    except BaseException:  # noqa: BLE001 -- calamine panics on some damaged files, and a panic is no Exception
        raise Fault("broken") from None


def sheet_lines(sheet: Any, *, hidden: bool, epoch: int, job: Job) -> Iterator[list[Any]]:
    """The head of a sheet and its rows."""
    merges = [
        [top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    yield ["sheet", sheet.name, hidden, epoch, merges, True]
    if sheet.end:
        before = [""] * sheet.start[1]  # calamine leaves out the empty columns on the left, but not the rows above
        for number, row in enumerate(sheet.iter_rows(), 1):
            yield ["row", written(before + row, number, job)]


def within(count: int, most: int, code: str) -> None:
    """Refuse a *count* above *most*."""
    if count > most:
        raise Fault(code)


def check_archive(data: bytes, job: Job) -> int:
    """Refuse what unpacks to too much, and an archive that lies about it; the year its day numbers count from (1900 or 1904)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                refuse("password")
            total = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members)
            if len(members) > job.members or total > job.unpacked or total > max(10 << 20, packed * job.ratio):
                refuse("unpacked")
            if not all(tells_its_size(archive, member) for member in members):
                refuse("broken")
            book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError):
        raise Fault("broken") from None
    return 1904 if b'date1904="1"' in book or b'date1904="true"' in book else 1900


def tells_its_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a member unpacks to the size it declares: calamine would not stop there.

    It is unpacked piece by piece, up to one byte more than that.
    """
    declared = member.file_size
    member.file_size += 1
    try:
        with archive.open(member) as stream:
            return sum(map(len, iter(lambda: stream.read(1 << 20), b""))) == declared
    finally:
        member.file_size = declared


def written(row: Row, number: int, job: Job) -> Row:
    """The cells of a row as they are sent."""
    cells: Row = []
    for cell in row:
        if isinstance(cell, str):
            if len(cell) > job.text:
                raise Fault("long_text", number)
            cells.append(cell or None)
        elif isinstance(cell, datetime):
            cells.append(["t", cell.isoformat()])
        elif isinstance(cell, date):
            cells.append(["d", cell.isoformat()])
        elif isinstance(cell, float):
            cells.append(int(cell) if cell.is_integer() and abs(cell) < EXACT else cell)
        else:  # bool and int stay, a time or a duration becomes text
            cells.append(cell if isinstance(cell, int) else str(cell))
    return cells


def text(data: bytes, job: Job) -> Iterator[list[Any]]:
    """The one sheet of a text file. Every cell is text: what looks like a number may be one with leading zeros."""
    words = decoded(data)
    yield ["sheet", "CSV", False, 1900, [], False]
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter(words), strict=True)
    number = cells = 0
    while True:
        first_line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            raise Fault("quote", first_line) from None
        if row is None:
            return
        number += 1
        cells += len(row)
        within(number, job.rows, "rows")
        within(len(row), job.columns, "columns")
        within(cells, job.cells, "cells")
        yield ["row", written(row, number, job)]


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB 18030 (of which GBK and GB 2312 are parts)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return utf16(data)
    if b"\0" in data:
        refuse("foreign")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = data[: error.start].count(b"\n") + 1
    other = line_in_other_encoding(data)
    if other:
        refuse("mixed_encoding", other)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        refuse("encoding", first)


def utf16(data: bytes) -> str:
    """The text of what Excel saves as Unicode text."""
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        refuse("encoding")


def line_in_other_encoding(data: bytes) -> int:
    """The first line in another encoding than those before it, 0 if there is none.

    GB 18030 reads most UTF-8 without complaint, as other characters. A line that is valid UTF-8 and holds two Chinese characters
    that way is not GB 18030 by chance.
    """
    seen: bool | None = None
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            is_utf8 = sum("\u4e00" <= character <= "\u9fff" for character in line.decode("utf-8-sig")) >= 2
        except UnicodeDecodeError:
            is_utf8 = False
        if seen is not None and is_utf8 != seen:
            return number
        seen = is_utf8
    return 0


def delimiter(words: str) -> str:
    """The character that splits the first lines into the most columns."""
    start = words[:65536].splitlines()[:30]

    def columns(character: str) -> int:
        try:
            return median_low(len(row) for row in csv.reader(start, delimiter=character) if row)
        except csv.Error:
            return 0

    return max(",\t;|", key=columns) if start else ","


if __name__ == "__main__":
    main()
