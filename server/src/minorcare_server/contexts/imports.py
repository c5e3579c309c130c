"""A spreadsheet on its way in."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

import attrs

from minorcare_server.contexts.shared import Link, Option, Wrong


@attrs.frozen(kw_only=True)
class ImportBatch:
    """A batch that was imported. ``undo`` is where taking it back posts to, until ``until``."""

    file: str
    at: datetime
    who: str
    made: int
    changed: int
    undo: str = ""
    until: date | None = None
    undone: bool = False


@attrs.frozen(kw_only=True)
class ColumnMatch:
    """A column of the sheet (``letter``, its heading, one masked example) and the fields it may fill."""

    name: str
    letter: str
    heading: str
    example: str = ""
    options: tuple[Option, ...]


@attrs.frozen(kw_only=True)
class AlikeFix:
    """One question that settles many cells."""

    name: str
    said: str
    button: str


@attrs.frozen(kw_only=True)
class SheetCell:
    """``name`` makes it an input: a cell with something wrong."""

    text: str = ""
    sub: str = ""
    name: str = ""
    said: str = ""
    remedy: str = ""
    suggestion: str = ""
    """A value that would be right; one press takes it."""
    options: tuple[Option, ...] = ()


@attrs.frozen(kw_only=True)
class SheetRow:
    number: int
    state: Literal["good", "bad", "duplicate", "same", "fixed"]
    cells: tuple[SheetCell, ...]
    options: tuple[Option, ...] = ()
    """What to do with the row; sent as ``row:NUMBER``."""


@attrs.frozen(kw_only=True)
class Import:
    """``step`` says which of the rest is used. ``staging`` names the waiting file in every address."""

    template: ClassVar[str] = "import.html"
    step: Literal["file", "columns", "check", "done"] = "file"
    wrong: tuple[Wrong, ...] = ()
    # file
    kinds: tuple[Option, ...] = ()
    samples: tuple[Link, ...] = ()
    max_megabytes: int = 10
    batches: tuple[ImportBatch, ...] = ()
    # columns and check
    staging: str = ""
    key: str = ""
    file: str = ""
    sheet: str = ""
    row_total: int = 0
    columns: tuple[ColumnMatch, ...] = ()
    good: int = 0
    bad: int = 0
    duplicate: int = 0
    same: int = 0
    alike: tuple[AlikeFix, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    only_problems: bool = True
    # done
    batch: ImportBatch | None = None
    rest: int = 0
    """Rows left to put right."""
