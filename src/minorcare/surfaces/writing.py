"""Lists as .xlsx and CSV, and import templates.

A value from a record must never run: nothing is written as a formula or a link, and in CSV a text that a spreadsheet would take
for a formula gets an apostrophe in front. Numbers that name somebody (IDs, phones, codes) are written as text: a spreadsheet
keeps fifteen digits of a number and no zero at its start.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from minorcare.declare.codes import Codes
from minorcare.declare.kind import Field, Kind
from minorcare.label import Label
from minorcare.surfaces.cell_choices import enum_members
from minorcare.surfaces.cells import AREA, write_cell
from minorcare.surfaces.sheets import Cell, letters
from minorcare.surfaces.targets import Target, heading_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlsxwriter

Written = Cell | Decimal
Out = str | os.PathLike[str] | IO[bytes]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
TEMPLATE_ROWS = 2_000
"""To how many rows of a template formats and lists of choices reach."""
EXACT = 10**15  # from here on Excel would round

_SHEET, _LISTS = Label("导入", en="import"), Label("选项", en="choices")
_NARROW, _WIDE = 10, 32


def write_xlsx(
    out: Out,
    headings: Sequence[str],
    rows: Iterable[Sequence[Written]],
    *,
    text_columns: Iterable[int] = (),
    title: str = "",
    footer: Sequence[str] = (),
    sheet: str = "Sheet1",
) -> None:
    """Write a list; *rows* is read once and may be long.

    Args:
        out: A path, or an open binary file.
        headings: One a column.
        rows: Their cells; texts, numbers, dates, ``True`` as 是.
        text_columns: Numbers of the columns, from 1, that stay text whatever is typed into them later.
        title: A line above the headings.
        footer: Lines below the data: who exported it, when, for what purpose.
        sheet: The sheet's name.
    """
    with _workbook(out) as book:
        page, style = book.add_worksheet(sheet), _Styles(book)
        for column, heading in enumerate(headings):
            as_text = column + 1 in set(text_columns)
            page.set_column(column, column, _width(heading), style.text if as_text else None)
        line = 0
        if title:
            page.write_string(0, 0, title, style.bold)
            line = 1
        for column, heading in enumerate(headings):
            page.write_string(line, column, heading, style.head)
        page.freeze_panes(line + 1, 0)
        for cells in rows:
            line += 1
            for column, cell in enumerate(cells):
                _write(page, line, column, cell, style)
        for number, text in enumerate(footer, line + 2):
            page.write_string(number, 0, text, style.text)


def write_csv(out: Out, headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> None:
    """Write a list as CSV in UTF-8 with a mark, as Excel and WPS read it; *rows* is read once and may be long."""
    with _binary(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([_harmless(heading) for heading in headings])
        writer.writerows([_csv_cell(cell) for cell in cells] for cells in rows)
        text.flush()
        text.detach()


def template(of: Kind | Sequence[Target], codes: Mapping[str, Codes], lang: str = "zh") -> bytes:
    """An empty .xlsx to fill in: headings (``*``: required), lists of choices, hints, text format where numbers are names."""
    targets = (Target(name=of.name, kind=of),) if isinstance(of, Kind) else tuple(of)
    fields = [(target, field) for target in targets for field in target.columns]
    out = io.BytesIO()
    with _workbook(out) as book:
        page, style = book.add_worksheet(_SHEET.in_(lang)), _Styles(book)
        lists = book.add_worksheet(_LISTS.in_(lang))
        lists.hide()
        for column, (target, field) in enumerate(fields):
            heading = heading_for(target, field, alone=len(targets) == 1 or target is targets[0]).in_(lang)
            page.set_column(column, column, _width(heading), style.date if field.type.name == "date" else style.text)
            page.write_string(0, column, f"{heading}*" if field.required else heading, style.head)
            choices = _choices(field, codes, lang)
            for row, choice in enumerate(choices):
                lists.write_string(row, column, choice, style.text)
            page.data_validation(
                1, column, TEMPLATE_ROWS, column, _validation(field, column, choices, _LISTS.in_(lang), lang)
            )
        page.freeze_panes(1, 0)
    return out.getvalue()


def text_columns(fields: Sequence[Field]) -> tuple[int, ...]:
    """The numbers, from 1, of those columns that must stay text."""
    texts = ("text", "code", "codes", "ref", "enum")
    return tuple(number for number, field in enumerate(fields, 1) if field.type.name in texts)


def cells_of(
    fields: Sequence[Field], values: Mapping[str, Any], codes: Mapping[str, Codes], lang: str = "zh"
) -> list[Written]:
    """The cells of one row: codes by their label, yes and no in words."""
    return [write_cell(field, values.get(field.name), codes, lang) for field in fields]


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.text = book.add_format({"num_format": "@"})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "text_wrap": True, "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})


@contextmanager
def _workbook(out: Out) -> Iterator[xlsxwriter.Workbook]:
    import xlsxwriter

    options: dict[str, Any] = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    if isinstance(out, str | os.PathLike):
        # Rows wait in a file until the book is closed: beside the book, where whoever may read one may read the other.
        options |= {"constant_memory": True, "tmpdir": str(Path(out).resolve().parent)}
    else:
        options["in_memory"] = True  # nothing of a list that is sent away may touch the disk
    with xlsxwriter.Workbook(out, options) as book:
        yield book


@contextmanager
def _binary(out: Out) -> Iterator[IO[bytes]]:
    if isinstance(out, str | os.PathLike):
        with Path(out).open("wb") as file:
            yield file
    else:
        yield out


def _write(page: Any, row: int, column: int, cell: Written, style: _Styles) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_string(row, column, "是" if cell else "否", style.text)
        case datetime():
            page.write_datetime(row, column, cell.replace(tzinfo=None), style.time)
        case date():
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), style.date)  # noqa: DTZ001
        case str():
            page.write_string(row, column, cell, style.text)
        case _:
            _write_number(page, row, column, cell, style)


def _write_number(page: Any, row: int, column: int, number: float | Decimal, style: _Styles) -> None:
    if -EXACT < number < EXACT:
        page.write_number(row, column, number)
    else:
        page.write_string(row, column, str(number), style.text)


def _csv_cell(cell: Written) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.replace(tzinfo=None).isoformat(" ", "seconds")
        case str():
            return _harmless(cell)
        case _:
            return str(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _width(heading: str) -> int:
    return min(_WIDE, max(_NARROW, 2 * len(heading) + 2))


def _choices(field: Field, codes: Mapping[str, Codes], lang: str) -> list[str]:
    """What a cell may hold, if that is a list. A field of several codes has none: Excel would allow one of them only."""
    match field.type.name:
        case "code":
            items = codes[field.facts.codes or ""].items
            return [item.label.in_(lang) for item in items if item.retired is None]
        case "enum":
            return [str(write_cell(field, member, codes, lang)) for member in enum_members(field.type.python)]
        case "bool":
            return [str(write_cell(field, value, codes, lang)) for value in (True, False)]
        case _:
            return []


def _validation(field: Field, column: int, choices: Sequence[str], lists: str, lang: str) -> dict[str, Any]:
    """The choices and the hint of a column, within what Excel allows: 32 characters of title and 255 of text."""
    rule: dict[str, Any] = {"validate": "any", "input_title": field.label.in_(lang)[:32]}
    hint = _hint(field, codes_named=bool(choices)).in_(lang)
    if hint:
        rule["input_message"] = hint[:255]
    if choices:
        letter = letters(column + 1)
        rule |= {"validate": "list", "source": f"='{lists}'!${letter}$1:${letter}${len(choices)}"}
        rule["error_message"] = Label("请从列表中选一项", en="choose from the list").in_(lang)
    return rule


def _hint(field: Field, *, codes_named: bool) -> Label:
    if field.facts.help:
        return field.facts.help
    if isinstance(field.facts.example, str):
        return Label(f"例如：{field.facts.example}", en=f"for example: {field.facts.example}")
    if codes_named:
        return Label("请从列表中选", en="choose from the list")
    match field.name if field.name == AREA else field.type.name:
        case "date":
            return Label("写成 2012-03-04", en="write it like 2012-03-04")
        case "codes":
            return Label("可填几项，用顿号分开", en="several are separated by commas")
        case "area":
            return Label("填社区名称", en="the name of the community")
        case _:
            return Label("", en="")
