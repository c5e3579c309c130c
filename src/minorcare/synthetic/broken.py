"""The broken roster: rows as they come from people, each with one fault that an import must find, and what it must say."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import NamedTuple

import attrs

from minorcare.calendar import years
from minorcare.kinds import Minor, resident_id
from minorcare.surfaces.sheets import Cell
from minorcare.synthetic.families import Family
from minorcare.synthetic.sheets import CHILD, FATHER, GUARDIAN, ROSTER, Column, Row, family_rows
from minorcare.synthetic.street import Street

Write = Callable[[Minor, str], Cell]
"""Makes the broken cell from the child and from what the cell held."""


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that is wrong with a row.

    Attributes:
        heading: Of the cell that is changed, with its group.
        code: The code of the problem that an import must give.
        remedy: What its remedy must say, in Chinese.
        write: What the cell holds instead.
        shown_at: The heading of the cell at which the problem stands, where it is another one.
    """

    heading: str
    code: str
    remedy: str
    write: Write
    group: str = CHILD
    shown_at: str = ""


class BrokenRow(NamedTuple):
    """A row of the broken roster: its cells, what is wrong with it, and which earlier row or child it repeats."""

    row: Row
    fault: Fault | None = None
    repeats: str = ""


def rows(street: Street) -> list[BrokenRow]:
    """The rows in the order of the sheet: those that repeat another come after it."""
    rng = random.Random(street.seed)  # noqa: S311 -- repeatable, not secret
    spare = iter(street.spare)
    found = [_broken(next(spare), fault) for fault in FAULTS]
    good = [BrokenRow(_row(next(spare))) for _ in range(street.settings.good_rows)]
    found += good
    rng.shuffle(found)
    return [*found, *_repeats(street, good, next(spare))]


def _row(family: Family) -> Row:
    ((_, row),) = family_rows(family)
    return row


def _broken(family: Family, fault: Fault) -> BrokenRow:
    row, column = _row(family), column_of(fault.heading, fault.group)
    before = row[column]
    row[column] = fault.write(family.minors[0], before if isinstance(before, str) else "")
    return BrokenRow(row, fault)


def _repeats(street: Street, good: list[BrokenRow], other: Family) -> list[BrokenRow]:
    """The same row twice; the same child in another household; a child that is on the roster already."""
    once, again = dict(good[0].row), dict(good[1].row)
    # without the parents: they cannot be of two households
    elsewhere = {column: cell for column, cell in _row(other).items() if column.group == ""}
    elsewhere |= {column: again[column] for column in ROSTER if column.group == CHILD}
    known = next(row for family in street.families for minor, row in family_rows(family) if minor.resident_id)
    return [
        BrokenRow(once, repeats="row"),
        BrokenRow(elsewhere, repeats="row"),
        BrokenRow(known, repeats="roster"),
    ]


def column_of(heading: str, group: str) -> Column:
    """The column of the roster under a heading."""
    return next(column for column in ROSTER if (column.heading, column.group) == (heading, group))


def _truncated(number: str) -> str:
    """A number whose last three digits a spreadsheet has lost, and with it, for certain, its check character."""
    for digit in count(int(number[14])):
        cut = f"{number[:14]}{digit % 10}000"
        if resident_id.checksum(cut[:17]) != "0":
            return cut
    raise AssertionError


def _wrong_check(number: str) -> str:
    return number[:17] + ("1" if number[17] == "0" else "0")


def _thirteenth_month(number: str) -> str:
    first17 = f"{number[:10]}13{number[12:17]}"
    return first17 + resident_id.checksum(first17)


def _other_sex(minor: Minor, _: str) -> Cell:
    return "女" if minor.sex == resident_id.MALE else "男"


_ID, _BIRTH, _PHONE = "身份证号", "出生日期", "联系电话"
FAULTS: tuple[Fault, ...] = (
    Fault(heading=_ID, code="mangled", remedy="文本", write=lambda _, number: _truncated(number)),
    Fault(heading=_ID, code="mangled", remedy="文本", write=lambda _, number: float(number[:17] + "0")),
    Fault(heading=_ID, code="mangled", remedy="文本", write=lambda _, number: f"{number[0]}.{number[1:6]}E+17"),
    Fault(heading=_ID, code="length", remedy="核对", write=lambda _, number: number[:16]),
    Fault(heading=_ID, code="checksum", remedy="核对", write=lambda _, number: _wrong_check(number)),
    Fault(heading=_ID, code="impossible_date", remedy="核对", write=lambda _, number: _thirteenth_month(number)),
    Fault(
        heading=_BIRTH,
        code="birth_date_differs",
        remedy="核对",
        write=lambda minor, _: minor.birth_date - timedelta(days=1),
        shown_at=_ID,
    ),
    Fault(heading="性别", code="sex_differs", remedy="核对", write=_other_sex, shown_at=_ID),
    Fault(
        heading=_ID, code="old_number", remedy="18 位", write=lambda _, number: number[:6] + number[8:17], group=FATHER
    ),
    Fault(heading=_ID, code="checksum", remedy="核对", write=lambda _, number: _wrong_check(number), group=FATHER),
    Fault(heading="姓名", code="required", remedy="填写", write=lambda *_: None),
    Fault(heading="姓名", code="text", remedy="导入", write=lambda _, name: name[:1] + "\N{REPLACEMENT CHARACTER}"),
    Fault(heading="姓名", code="length", remedy="短", write=lambda _, name: name * 31),
    Fault(heading="性别", code="code", remedy="男", write=lambda *_: "男孩儿"),
    Fault(heading="性别", code="required", remedy="填写", write=lambda *_: None),
    Fault(
        heading=_BIRTH, code="sheet.no_such_day", remedy="核对", write=lambda minor, _: f"{minor.birth_date.year}-02-30"
    ),
    Fault(heading=_BIRTH, code="range", remedy="今天", write=lambda minor, _: minor.birth_date + years(40)),
    Fault(
        heading=_BIRTH, code="sheet.short_year", remedy="四位", write=lambda minor, _: f"{minor.birth_date:%y-%m-%d}"
    ),
    Fault(
        heading=_BIRTH, code="sheet.no_day", remedy="年、月、日", write=lambda minor, _: f"{minor.birth_date:%Y年%m月}"
    ),
    Fault(
        heading=_BIRTH,
        code="sheet.lunar",
        remedy="公历",
        write=lambda minor, _: f"农历{minor.birth_date.year}年三月初四",
    ),
    Fault(heading=_BIRTH, code="sheet.date", remedy="日期", write=lambda *_: "记不清"),
    Fault(heading=_BIRTH, code="required", remedy="填写", write=lambda *_: None),
    Fault(heading="民族", code="code", remedy="民族", write=lambda *_: "火星"),
    Fault(heading="就学情况", code="code", remedy="就学情况", write=lambda *_: "九年级甲等"),
    Fault(heading="所属区域", code="sheet.area", remedy="社区", write=lambda *_: "没有的社区", group=""),
    Fault(heading="所属区域", code="required", remedy="填写", write=lambda *_: None, group=""),
    Fault(heading="户编号", code="required", remedy="填写", write=lambda *_: None, group=""),
    Fault(heading="居住类型", code="code", remedy="居住", write=lambda *_: "住在这里", group=""),
    Fault(heading=_PHONE, code="invalid", remedy="位数", write=lambda _, number: number[:8], group=FATHER),
    Fault(heading=_PHONE, code="several", remedy="一个号码", write=lambda _, number: f"{number}/12345", group=FATHER),
    Fault(heading=_PHONE, code="no_area_code", remedy="区号", write=lambda *_: "20000000", group=FATHER),
    Fault(heading="与孩子关系", code="code", remedy="关系", write=lambda *_: "楼下的人", group=GUARDIAN),
    Fault(heading="姓名", code="required", remedy="填写", write=lambda *_: None, group=GUARDIAN),
)
