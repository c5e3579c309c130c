"""What the readers of cells share: how a cell reads as text, and how one that cannot be read is refused."""

from __future__ import annotations

import unicodedata
from typing import Any

import attrs

from minorcare.label import Label
from minorcare.surfaces.sheets import Cell


class Unreadable(Exception):
    """A cell has no clear reading. ``suggestion`` is what may be meant, ready to be put into the cell."""

    def __init__(self, said: Label, remedy: Label, code: str, suggestion: str | None = None) -> None:
        super().__init__(code)
        self.said, self.remedy, self.code, self.suggestion = said, remedy, code, suggestion


@attrs.frozen
class Noted:
    """A value with something to look at again."""

    value: Any
    said: Label
    remedy: Label
    code: str


def plain(cell: Cell) -> str:
    """A cell as text, a number as Excel shows it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return format(cell, ".15g") if isinstance(cell, float) else str(cell)


def folded(cell: Cell) -> str:
    """A cell as text without differences of width, for what is no free text."""
    return unicodedata.normalize("NFKC", plain(cell)).strip()
