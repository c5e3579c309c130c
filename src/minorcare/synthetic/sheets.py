"""The sheets of a street, as offices keep them: areas and a wide roster, and the facts that an authorised officer imports."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs

from minorcare.declare import Codes, Record
from minorcare.declare.kind import Kind
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    RestrictedCircumstance,
    codelists,
)
from minorcare.surfaces.cells import write_cell
from minorcare.surfaces.sheets import Cell
from minorcare.synthetic.families import Family
from minorcare.synthetic.street import Street

ROSTER_SHEET = "名册"
CHILD, FATHER, MOTHER, GUARDIAN = "孩子", "父亲", "母亲", "监护人（其他）"
TITLE_ROWS = 3
"""Rows of the roster above its data: the title, the groups, the headings."""


@attrs.frozen(kw_only=True)
class Column:
    """A column: what stands above it, and above it and its neighbours (``""``: nothing), and the field it holds."""

    heading: str
    kind: type[Record] | None = None
    field: str = ""
    group: str = ""


def _columns(group: str, kind: type[Record], **headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading=text, kind=kind, field=name, group=group) for name, text in headings.items())


ROSTER: tuple[Column, ...] = (
    Column(heading="序号"),
    *_columns("", Minor, area="所属区域"),
    *_columns("", Household, code="户编号", address="居住地址", residence="居住类型"),
    *_columns(
        CHILD, Minor, name="姓名", sex="性别", resident_id="身份证号", birth_date="出生日期", ethnic_group="民族"
    ),
    *_columns(
        CHILD, Minor, registered_at="户籍地址", schooling="就学情况", school="就读学校", grade="年级", note="备注"
    ),
    *_columns(FATHER, Member, name="姓名", resident_id="身份证号", phone="联系电话"),
    *_columns(MOTHER, Member, name="姓名", resident_id="身份证号", phone="联系电话"),
    *_columns(
        GUARDIAN, Member, name="姓名", relation="与孩子关系", resident_id="身份证号", phone="联系电话", left="结束日期"
    ),
)
"""The wide roster: a row for each child, with its household and up to three of those who look after it."""

AREAS = _columns("", Area, code="区域代码", name="区域名称", level="层级")
_OF_MEMBER = "家庭成员（身份证号）"
_OF_CHILD = "孩子（身份证号）"
FACTS: Mapping[type[Record], tuple[Column, ...]] = {
    Circumstance: _columns(
        "",
        Circumstance,
        member=_OF_MEMBER,
        type="情况",
        began="开始日期",
        ended="结束日期",
        source="信息来源",
        basis="依据说明",
    ),
    RestrictedCircumstance: _columns(
        "",
        RestrictedCircumstance,
        member=_OF_MEMBER,
        type="情况",
        began="开始日期",
        ended="结束日期",
        source="信息来源",
    ),
    DisabilityCard: _columns(
        "",
        DisabilityCard,
        minor=_OF_CHILD,
        type="残疾类别",
        level="残疾等级",
        issued="发证日期",
        valid_until="有效期至",
        source="信息来源",
    ),
    DifficultyRecognition: _columns(
        "",
        DifficultyRecognition,
        minor=_OF_CHILD,
        types="困境类型",
        recognised="认定日期",
        ended="终止日期",
        source="信息来源",
        document="认定文号",
    ),
    MisbehaviourAct: _columns("", MisbehaviourAct, minor=_OF_CHILD, act="行为", happened="发生日期", source="记录单位"),
}
"""The sheets of recorded facts, each named like its kind. A fact names a child or member by the resident ID."""

Row = dict[Column, Cell]


def facts_sheet(kind: type[Record]) -> str:
    """The sheet that holds the facts of a kind."""
    return kind.__kind__.label.zh


def roster_rows(street: Street) -> list[Row]:
    """The roster, a row for each child; a few cells are written as people write them."""
    rows = [(minor, row) for family in street.families for minor, row in family_rows(family)]
    for number, (minor, row) in enumerate(rows, start=1):
        row[ROSTER[0]] = number
        if what := street.odd.get(minor.id):
            column, write = ODD[what]
            row[column] = write(minor, number)
    return [row for _, row in rows]


def family_rows(family: Family) -> list[tuple[Minor, Row]]:
    """The children of a family, each with its row."""
    shared: dict[Any, Record] = {("", Household): family.household}
    shared |= {(_place_of(member), Member): member for member in family.members}
    rows = []
    for minor in family.minors:
        told = {**shared, ("", Minor): minor, (CHILD, Minor): minor}
        rows.append((minor, {column: _cell(column, told.get((column.group, column.kind))) for column in ROSTER}))
    return rows


def _place_of(member: Member) -> str:
    return {"51": FATHER, "52": MOTHER}.get(member.relation, GUARDIAN)


def _cell(column: Column, record: Record | None) -> Cell:
    if record is None or column.kind is None:
        return None
    return cell_of(type(record).__kind__, column.field, getattr(record, column.field))


@cache
def _codes() -> Mapping[str, Codes]:
    return {each.name: each for each in codelists.load_codes()}


def cell_of(kind: Kind, field: str, value: Any) -> Cell:
    """What stands in a cell for a value."""
    written = write_cell(kind.by_name[field], value, _codes())
    assert not hasattr(written, "as_tuple"), "no kind on these sheets has a decimal"
    return written


def fact_rows(street: Street, kind: type[Record]) -> list[Row]:
    """The recorded facts of a kind, told of people by their number."""
    rows = []
    for fact in street.facts:
        if isinstance(fact.record, kind):
            who, *columns = FACTS[kind]
            rows.append({who: fact.who.resident_id, **{column: _cell(column, fact.record) for column in columns}})
    return rows


_FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}
_DAYS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}/{day.month:02}/{day.day:02}",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
)


def _of(field: str, group: str = CHILD) -> Column:
    return next(column for column in ROSTER if (column.group, column.field) == (group, field))


def _numbered(write: Callable[[str], str]) -> tuple[Column, Callable[[Minor, int], Cell]]:
    return _of("resident_id"), lambda minor, _: write(minor.resident_id or "")


ODD: Mapping[str, tuple[Column, Callable[[Minor, int], Cell]]] = {
    "lower_x": _numbered(str.lower),
    "full_width": _numbered(lambda number: number.translate(_FULL_WIDTH)),
    "spaced": _numbered(lambda number: f" {number[:6]} {number[6:14]} {number[14:]}"),
    "text_dates": (_of("birth_date"), lambda minor, row: _DAYS[row % len(_DAYS)](minor.birth_date)),
    "padded_names": (_of("name"), lambda minor, _: "\N{IDEOGRAPHIC SPACE}".join(minor.name)),
    "coded_sex": (_of("sex"), lambda minor, _: int(minor.sex)),
}
"""Cells that are right although they do not look it: the column, and how it is written for the child in a row."""


def write_book(path: Path, day: date, sheets: Iterable[tuple[str, Sequence[Column], Sequence[Row], str]]) -> None:
    """Write a workbook of sheets: name, columns, rows, title (``""``: the headings stand in the first row).

    The same content gives the same bytes: the workbook says it was made on *day*.
    """
    # Imported here: only who makes a street needs it.
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 -- a day, not an instant
        text = book.add_format({"num_format": "@"})
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "bottom": 1})
        for name, columns, rows, title in sheets:
            sheet = book.add_worksheet(name)
            first = TITLE_ROWS if title else 1
            _write_head(sheet, columns, title, head)
            for at, column in enumerate(columns):
                sheet.set_column(at, at, _width(column, rows), text)
            sheet.freeze_panes(first, 0)
            for line, row in enumerate(rows, start=first):
                for at, column in enumerate(columns):
                    _write(sheet, line, at, row.get(column), day_format)


def _write_head(sheet: Any, columns: Sequence[Column], title: str, head: Any) -> None:
    if not title:
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.heading, head)
        return
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, head)
    for group, members in groupby(enumerate(columns), key=lambda each: each[1].group):
        places = [at for at, _ in members]
        for at in places:
            if group:
                sheet.write_string(2, at, columns[at].heading, head)
            else:
                sheet.merge_range(1, at, 2, at, columns[at].heading, head)
        if group:
            sheet.merge_range(1, places[0], 1, places[-1], group, head)


def _write(sheet: Any, line: int, at: int, cell: Cell, day_format: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, at, cell, day_format)
    elif isinstance(cell, str):
        sheet.write_string(line, at, cell)
    elif cell is not None:
        sheet.write_number(line, at, cell)


def _width(column: Column, rows: Sequence[Row]) -> int:
    """As wide as the heading and the first rows, a Chinese character counting as two."""
    texts = [column.heading, *(str(row.get(column) or "") for row in rows[:50])]
    return 2 + max(sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text) for text in texts)
