"""What a spreadsheet cell means for a field, and how a value is written into one.

A cell has one clear reading or none. What was read but should be looked at again comes with a note; what cannot be read comes
with a problem that says how to fill the cell in. No message repeats what the cell holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import attrs

from minorcare.calendar.clock import CHINA
from minorcare.declare.codes import Codes
from minorcare.declare.kind import Field
from minorcare.declare.text import clean
from minorcare.declare.values import TypeName
from minorcare.errors import Problem
from minorcare.kinds import names, phone, resident_id
from minorcare.label import Label
from minorcare.surfaces.cell_choices import enum_labels, read_area, read_code, read_codes, read_enum
from minorcare.surfaces.cell_days import read_day, read_moment
from minorcare.surfaces.cell_reading import Noted, Unreadable, folded, plain
from minorcare.surfaces.sheets import Cell

AREA: Final = "area"
"""The field that holds the code of an area; people write its name."""
LONGEST_EXACT = 10**15  # Excel keeps fifteen digits of a number
NOTHING_WORDS = frozenset({"-", "－", "--", "—", "——", "–", "/", "\\", "无", "暂无", "没有"})
YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "没有", "不是", "×", "✗", "✘", "n", "no", "false", "0"})

_FLOATED = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_EXCEL_TEXT = re.compile(r"'(?=[0-9=+\-@\t＝＋－＠])")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")

_TIDY: Mapping[str, Callable[[str], str]] = {resident_id.FIELD: resident_id.normalise, phone.FIELD: phone.normalise}

_AS_TEXT = Label("请把这一列设为文本格式后重新填写", en="set the format of this column to text and fill it in again")


@attrs.frozen(kw_only=True)
class CellProblem(Problem):
    """A problem of one cell: ``at`` is its address (``Sheet1!C7``), ``heading`` what stands above it.

    Before it is placed in a sheet, ``at`` is the field. ``suggestion`` is what may be meant, ready to be put into the cell.
    """

    heading: str = ""
    row: int = 0
    column: int = 0
    target: str = ""
    field: str = ""
    suggestion: str | None = None

    def in_(self, lang: str) -> str:
        """One sentence that names the heading too: ``Sheet1!C7 出生日期：没有这一天；…``."""
        return (
            attrs.evolve(self, at=f"{self.at} {self.heading}", heading="").in_(lang)
            if self.heading
            else super().in_(lang)
        )


@attrs.frozen(kw_only=True)
class Key:
    """How a person names another record in a cell: by the value of its kind's ``key``. The caller looks it up."""

    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Ask:
    """What a cell is read with: the code lists by name, the codes of areas by their names, and what is known of the sheet."""

    codes: Mapping[str, Codes]
    areas: Mapping[str, str] = attrs.field(factory=dict)
    epoch: int = 1900
    typed: bool = True


@attrs.frozen(kw_only=True)
class Reading:
    """A typed value (``None`` for a blank cell, or one with a problem), what is wrong, and what to look at again."""

    value: Any = attrs.field(default=None, repr=False)
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[CellProblem, ...] = ()


def read_cell(field: Field, cell: Cell, ask: Ask) -> Reading:
    """The value that *cell* means for *field*. Facts such as lengths and bounds are not checked here, see ``declare.checks``."""
    if isinstance(cell, str):
        cell = clean(_EXCEL_TEXT.sub("", cell, count=1) if not ask.typed and cell.startswith("'") else cell)
    if cell is None or cell == "":
        return Reading()
    try:
        value = _READERS[_reader(field)](field, cell, ask)
    except Unreadable as wrong:
        if isinstance(cell, str) and cell in NOTHING_WORDS:
            return Reading(notes=(_problem(field, *_READ_AS_BLANK),))
        return Reading(problems=(_problem(field, wrong.said, wrong.remedy, wrong.code, wrong.suggestion),))
    if isinstance(value, Noted):
        return Reading(value=value.value, notes=(_problem(field, value.said, value.remedy, value.code),))
    return Reading(value=value)


_READ_AS_BLANK = (
    Label("按没有填写处理", en="was read as empty"),
    Label("没有内容的格子请留空", en="leave a cell empty if there is nothing to say"),
    "sheet.blank",
)


def _problem(field: Field, said: Label, remedy: Label, code: str, suggestion: str | None = None) -> CellProblem:
    return CellProblem(at=field.name, said=said, remedy=remedy, code=code, suggestion=suggestion)


def _reader(field: Field) -> TypeName | str:
    return AREA if field.name == AREA and field.type.name in ("text", "code", "ref") else field.type.name


def _text(field: Field, cell: Cell, ask: Ask) -> str:  # noqa: ARG001 -- one signature for every type
    facts = field.facts
    if isinstance(cell, date):
        said = Label("被表格当成了日期", en="was taken for a date by the spreadsheet")
        raise Unreadable(said, _AS_TEXT, "sheet.format")
    numbered = isinstance(cell, int | float)
    if (isinstance(cell, int | float) and abs(cell) >= LONGEST_EXACT) or (
        isinstance(cell, str) and (facts.secret or facts.identifying) and _FLOATED.fullmatch(cell)
    ):
        said = Label(
            "被表格当成了数字，末几位已经丢失", en="was taken for a number by the spreadsheet; its last digits are lost"
        )
        raise Unreadable(said, _AS_TEXT, "mangled")
    text = plain(cell)
    if text in NOTHING_WORDS and not numbered:
        raise Unreadable(*_READ_AS_BLANK)
    tidy = _TIDY.get(field.name) or (names.tidy if facts.searchable else None)
    return tidy(text) if tidy else text


def _int(field: Field, cell: Cell, ask: Ask) -> int:  # noqa: ARG001
    number = _number(cell)
    if number is None or number != number.to_integral_value() or abs(number) > 10**15:
        raise Unreadable(
            Label("不是整数", en="is not a whole number"), Label("请只填整数", en="give a whole number"), "type"
        )
    return int(number)


def _decimal(field: Field, cell: Cell, ask: Ask) -> Decimal:  # noqa: ARG001
    number = _number(cell)
    if number is None:
        raise Unreadable(
            Label("不是数字", en="is not a number"),
            Label("请只填数字，单位写在表头里", en="give the number alone"),
            "type",
        )
    return number


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool | date):
        return None
    text = folded(cell)
    try:
        number = Decimal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _bool(field: Field, cell: Cell, ask: Ask) -> bool:  # noqa: ARG001
    word = cell if isinstance(cell, bool) else plain(cell).casefold()
    if word is True or word in YES:
        return True
    if word is False or word in NO:
        return False
    raise Unreadable(
        Label("看不出是还是否", en="is neither yes nor no"),
        Label("请填 是 或 否", en="write 是 or 否 (yes or no)"),
        "type",
    )


def _ref(field: Field, cell: Cell, ask: Ask) -> Key:
    return Key(text=_text(field, cell, ask))


def _values(field: Field, cell: Cell, ask: Ask) -> Any:  # noqa: ARG001
    said = Label("这一项不能用表格导入", en="cannot be imported from a sheet")
    raise Unreadable(said, Label("请导入后在页面上填写", en="fill it in on its page after the import"), "sheet.type")


_READERS: Mapping[str, Callable[[Field, Any, Ask], Any]] = {
    "text": _text,
    "int": _int,
    "decimal": _decimal,
    "bool": _bool,
    "date": lambda _, cell, ask: read_day(cell, epoch=ask.epoch, typed=ask.typed),
    "datetime": lambda _, cell, ask: read_moment(cell, epoch=ask.epoch, typed=ask.typed),
    "code": lambda field, cell, ask: read_code(cell, ask.codes[field.facts.codes or ""]),
    "codes": lambda field, cell, ask: read_codes(cell, ask.codes[field.facts.codes or ""]),
    "enum": lambda field, cell, _: read_enum(cell, field.type.python),
    "ref": _ref,
    "values": _values,
    "state": _values,
    AREA: lambda _, cell, ask: read_area(cell, ask.areas),
}


def write_cell(field: Field, value: Any, codes: Mapping[str, Codes], lang: str = "zh") -> Cell | Decimal:
    """What stands in a cell for a typed value: :func:`read_cell` reads it back."""
    if value is None:
        return None
    match field.type.name:
        case "bool":
            return Label("是" if value else "否", en="yes" if value else "no").in_(lang)
        case "code":
            return codes[field.facts.codes or ""].label_of(value).in_(lang)
        case "codes":
            return "、".join(codes[field.facts.codes or ""].label_of(item).in_(lang) for item in value)
        case "enum":
            return enum_labels(value)[-1 if lang == "en" else 0]
        case "datetime":
            moment: datetime = value.astimezone(CHINA).replace(tzinfo=None)
            return moment
        case "values":
            return None
        case _:
            written: Cell | Decimal = value
            return written
