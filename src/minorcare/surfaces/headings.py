"""The heading of a sheet: its rows, what stands above each column, and how headings are compared.

Offices put a title above, group columns under merged cells (父亲: 姓名, 电话), number the rows and add remarks to a heading
(身份证号（18 位）*).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import attrs

from minorcare.declare.text import clean
from minorcare.surfaces.cell_reading import plain
from minorcare.surfaces.sheets import Sheet

DEEPEST = 15
"""A heading that starts below this row is not found."""

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_SEPARATOR = re.compile(r"[\s_\-/·:,.、*#'\"]+")
_ABOUT = re.compile("(的?(基本)?(信息|情况|资料))$")


@attrs.frozen(kw_only=True)
class Heading:
    """What stands above one column, from top to bottom: ``("父亲", "姓名")``; ``text`` is unique within its sheet."""

    column: int
    parts: tuple[str, ...]
    text: str


def folded(words: str) -> str:
    """A heading as it is compared: without case, width, spaces and marks."""
    return _SEPARATOR.sub("", unicodedata.normalize("NFKC", words).casefold())


def without_remark(words: str) -> str:
    """A heading without what stands in brackets."""
    return _REMARK.sub("", unicodedata.normalize("NFKC", words))


def group_of(words: str) -> str:
    """A group's heading as it is compared: 父亲基本情况 is 父亲."""
    return _ABOUT.sub("", folded(without_remark(words)))


def headings(sheet: Sheet, first: int, last: int) -> tuple[Heading, ...]:
    """The headings of the columns, if rows *first* to *last* (one or two) are the heading."""
    read = [(column, _parts(sheet, first, last, column)) for column in range(1, sheet.width + 1)]
    times: Counter[str] = Counter()
    found = []
    for column, parts in read:
        if parts:
            text = " ".join(parts)
            times[text] += 1
            text = f"{text} ({times[text]})" if times[text] > 1 else text
            found.append(Heading(column=column, parts=parts, text=text))
    return tuple(found)


def candidates(sheet: Sheet) -> Iterable[tuple[int, int]]:
    """The rows that may be the heading, first and last."""
    for first in range(1, min(DEEPEST, len(sheet.rows)) + 1):
        if any(cell is not None for cell in sheet.rows[first - 1]):
            yield first, first
            if first < len(sheet.rows):
                yield first, first + 1


def _parts(sheet: Sheet, first: int, last: int, column: int) -> tuple[str, ...]:
    lower = _words(sheet, last, column)
    if first == last:
        return (lower,) if lower else ()
    upper = _words(sheet, first, column)
    if not upper and lower:
        upper = _group_above(sheet, first, column)
    return tuple(dict.fromkeys(part for part in (upper, lower) if part))


def _group_above(sheet: Sheet, row: int, column: int) -> str:
    """The heading of the group a column belongs to: of its merged cell, or the next on the left where nothing is merged."""
    merges = [merge for merge in sheet.merged if merge.top <= row <= merge.bottom and merge.left < merge.right]
    if merges:
        return next((_words(sheet, row, merge.left) for merge in merges if merge.left <= column <= merge.right), "")
    return next((words for left in range(column - 1, 0, -1) if (words := _words(sheet, row, left))), "")


def _words(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return "" if cell is None else re.sub(r"\s+", " ", clean(plain(cell)))
