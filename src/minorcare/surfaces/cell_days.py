"""Days and times as people write them into cells."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from minorcare.calendar.clock import CHINA
from minorcare.label import Label
from minorcare.surfaces.cell_reading import Noted, Unreadable, folded
from minorcare.surfaces.sheets import Cell

FIRST, LAST = 10_000, 73_050  # day numbers from 1927 to 2099; smaller numbers are more likely something else

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DAY_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?")
_LUNAR = re.compile("农历|阴历|闰|正月|腊月|冬月|初[一二三四五六七八九十]")
_WRITE_DAY = Label("请写成 2012-03-04 这样的日期", en="write a date such as 2012-03-04")


def read_day(cell: Cell, *, epoch: int, typed: bool) -> date | Noted:
    """The day a cell names; a day number only where it can be one. Raises :class:`Unreadable`."""
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date()
        said = Label("带有时间，只取了日期", en="has a time of day; only the date was taken")
        return Noted(cell.date(), said, Label("请核对日期", en="check the date"), "sheet.time_dropped")
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and FIRST <= cell <= LAST and typed:
        return _day_number(int(cell), epoch)
    text = re.sub(r"\s*([-/.年月日])\s*", r"\1", folded(cell))
    found = _DAY.fullmatch(text) or _DAY_DIGITS.fullmatch(text)
    if not found:
        raise _no_date(text)
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        said = Label("没有这一天", en="is a day that does not exist")
        raise Unreadable(
            said, Label("请照证件核对年、月、日", en="check year, month and day"), "sheet.no_such_day"
        ) from None


def _no_date(text: str) -> Unreadable:
    if _LUNAR.search(text):
        return Unreadable(
            Label("是农历日期", en="is a date of the lunar calendar"),
            Label("请填公历日期", en="give the solar date"),
            "sheet.lunar",
        )
    if _SHORT_YEAR.fullmatch(text):
        said = Label("年份只有两位", en="has a year of two digits")
        return Unreadable(
            said, Label("请写出四位年份，如 2012-03-04", en="write four digits, such as 2012-03-04"), "sheet.short_year"
        )
    if _MONTH.fullmatch(text):
        said = Label("没有写到日", en="does not say which day")
        return Unreadable(
            said,
            Label("请写出年、月、日，如 2012-03-04", en="write year, month and day, such as 2012-03-04"),
            "sheet.no_day",
        )
    return Unreadable(Label("看不出是哪一天", en="cannot be read as a date"), _WRITE_DAY, "sheet.date")


def _day_number(number: int, epoch: int) -> Noted:
    """The date that Excel shows for a day number once the cell is formatted as a date."""
    if epoch != 1900:
        said = Label("是日期序号，而这个文件从 1904 年算起", en="is a day number, in a file that counts from 1904")
        raise Unreadable(
            said, Label("请把这一列设为日期格式", en="set the format of this column to date"), "sheet.day_number"
        )
    said = Label("是日期序号，按日期读出", en="is a day number and was read as a date")
    return Noted(
        date(1899, 12, 30) + timedelta(days=number), said, Label("请核对日期", en="check the date"), "sheet.day_number"
    )


def read_moment(cell: Cell, *, epoch: int, typed: bool) -> datetime:
    """The instant a cell names, by the clock in China. Raises :class:`Unreadable`."""
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, str):
        try:
            moment = datetime.fromisoformat(folded(cell).replace("/", "-"))
        except ValueError:
            said = Label("看不出是什么时间", en="cannot be read as a time")
            raise Unreadable(
                said, Label("请写成 2026-09-01 08:30", en="write it like 2026-09-01 08:30"), "type"
            ) from None
    else:
        day = read_day(cell, epoch=epoch, typed=typed)
        moment = datetime.combine(day.value if isinstance(day, Noted) else day, time())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)
    except OverflowError:  # in the first or last hours of the calendar
        raise _no_date("") from None
