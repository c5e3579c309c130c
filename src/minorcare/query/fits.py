"""Which operators and values fit which field: the rules that checks, URLs and forms share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from minorcare.calendar import MAX_AGE
from minorcare.declare import Codes, Lifecycle
from minorcare.declare.values import TypeName
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query.paths import Resolved, choice
from minorcare.query.tree import Given, Op, Path, Today, Value

ORDERED: tuple[Op, ...] = ("lt", "lte", "gt", "gte")
COMPARISONS: tuple[Op, ...] = ("eq", "ne", *ORDERED)
AREA_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}(/([^/\s]+/)+)?", re.ASCII)
"""Province, city, district, street, community; then local levels, each ending in ``/``."""

_WHOLE: tuple[Op, ...] = ("eq", "ne", "in", "empty")
_BY_TYPE: Mapping[TypeName, tuple[Op, ...]] = {
    "text": (*_WHOLE, "contains"),
    "int": (*COMPARISONS, "in", "empty"),
    "decimal": (*COMPARISONS, "in", "empty"),
    "date": (*COMPARISONS, "in", "empty"),
    "datetime": (*COMPARISONS, "in", "empty"),
    "bool": _WHOLE,
    "enum": _WHOLE,
    "code": _WHOLE,
    "ref": _WHOLE,
    "state": _WHOLE,
    "codes": ("contains", "empty"),
    "values": ("empty",),
}
_INTEGERS = 2**63
_LAST_AGE = MAX_AGE - 1  # "older than it" is asked as "a year more or older"

TYPES: Mapping[TypeName, Label] = {
    "text": Label("文字", en="a text"),
    "int": Label("整数", en="a whole number"),
    "decimal": Label("数字", en="a decimal number"),
    "bool": Label("是或否", en="true or false"),
    "date": Label("日期", en="a date"),
    "datetime": Label("时间", en="an instant"),
    "enum": Label("选项", en="a choice"),
    "code": Label("代码", en="a code"),
    "ref": Label("引用", en="a reference"),
    "codes": Label("多个代码", en="a list of codes"),
    "values": Label("多项内容", en="a list of values"),
    "state": Label("状态", en="a state"),
}
EXAMPLES: Mapping[TypeName, Label] = {
    "text": Label("请写文字", en="give a text"),
    "int": Label("请写整数，如 6", en="give a whole number, such as 6"),
    "decimal": Label("请写数字，如 12.5", en="give a number, such as 12.5"),
    "bool": Label("请写 true 或 false", en="give true or false"),
    "date": Label("请写日期，如 2026-09-01", en="give a date, such as 2026-09-01"),
    "datetime": Label(
        "请写带时区的时间，如 2026-09-01T08:00:00+08:00",
        en="give an instant with its time zone, such as 2026-09-01T08:00:00+08:00",
    ),
    "ref": Label("请写记录的 id", en="give the id of a record"),
}


def operators(left: Resolved) -> tuple[Op, ...]:
    """The operators that go with what a path gives."""
    if left.secret:
        return ("eq", "in", "empty")
    if left.column == "area":
        return _WHOLE if left.function else (*_WHOLE, "within")
    known = _BY_TYPE[left.type.name]
    return (*known, "matches") if left.field and left.field.facts.searchable else known


def members_of(left: Resolved) -> tuple[Enum, ...]:
    """The members of the enum that a path gives, none for any other type."""
    python = left.type.python
    return tuple(python) if issubclass(python, Enum) else ()


def operator_problem(left: Resolved, op: Op) -> Problem | None:
    """What is wrong with asking *op* of *left*, if anything."""
    known = operators(left)
    if op in known:
        return None
    type_ = TYPES[left.type.name]
    if left.secret:
        said = Label(f"加密保存的内容不能用 {op}", en=f"it is kept encrypted, so {op} cannot be asked of it")
    elif op in ORDERED:
        said = Label(
            f"{type_.zh}没有大小之分，不能用 {op}",
            en=f"it is {type_.in_('en')} and has no order, so {op} does not go with it",
        )
    elif op == "within":
        said = Label("within 只用于区域", en="within goes with areas only")
    elif op == "matches":
        said = Label("matches 只用于可按姓名查找的字段", en="matches goes with searchable fields only")
    else:
        said = Label(f"{op} 不能用于{type_.zh}", en=f"{op} does not go with {type_.in_('en')}")
    return _problem(said, Label(f"可用：{', '.join(known)}", en=f"choose from {', '.join(known)}"), "operator")


def value_problem(left: Resolved, op: Op, value: Value, codes: Mapping[str, Codes]) -> Problem | None:
    """What is wrong with comparing *left* by *op* (which goes with it) with *value*; a :class:`Path` is not checked here."""
    if isinstance(value, Given | Path):
        return None
    if op == "empty":
        return (
            None
            if value is True
            else _problem(_WRONG, Label("请写 ~F.x.is_empty", en="negate it: ~F.x.is_empty"), "value")
        )
    if isinstance(value, tuple) != (op == "in"):
        return _problem(
            _WRONG,
            Label("in 要一组值，其他比较只要一个", en="in takes several values, any other operator one"),
            "value",
        )
    if isinstance(value, Today):
        return _today_problem(left, op)
    if isinstance(value, tuple):
        found = [problem for item in value if (problem := _scalar_problem(left, item, codes))]
        return found[0] if found else None if value else _problem(_NOTHING, _LEAVE_OUT, "value")
    return _scalar_problem(left, value, codes)


def sides_problem(left: Resolved, op: Op, right: Resolved) -> Problem | None:
    """What is wrong with comparing two fields, if anything: they must hold the same type of value."""
    words, own = ", ".join(COMPARISONS), TYPES[left.type.name]
    if op not in COMPARISONS:
        said = Label(f"{op} 右边不能是字段", en=f"{op} takes no field on its right side")
        remedy = Label(f"请写值，或用 {words}", en=f"give a value, or use {words}")
    elif "age" in (left.function, right.function):
        said = Label("年龄不能与字段比较", en="an age cannot be compared with a field")
        remedy = Label("请与一个数比较，或比较两个日期", en="compare it with a number, or compare the dates")
    elif left.secret or right.secret:
        said = Label("加密保存的内容不能与字段比较", en="what is kept encrypted cannot be compared with a field")
        remedy = Label("请与一个值比较", en="compare it with a value")
    elif _nature(left) != _nature(right):
        said = Label(
            f"左边是{own.zh}，右边 {right.column} 不是同一类", en=f"{right.column} on its right is of another type"
        )
        remedy = Label("请比较同一类的字段", en=f"compare it with a field that is {own.in_('en')} of the same sort")
    else:
        return None
    return _problem(said, remedy, "value")


_WRONG = Label("值的类型不对", en="the value is of the wrong type")
_NOTHING = Label("没有给出值", en="no value is given")
_LEAVE_OUT = Label("请给出值，或去掉这个条件", en="give one, or leave the condition out")


def _problem(said: Label, remedy: Label, code: str) -> Problem:
    return Problem(at="", said=said, remedy=remedy, code=code)


def _nature(side: Resolved) -> tuple[object, ...]:
    places = side.field.facts.places if side.field else None
    return side.type.name, side.type.python, side.codes, side.target, places


def _today_problem(left: Resolved, op: Op) -> Problem | None:
    if left.type.name == "date" or (left.type.name == "datetime" and op in ORDERED):
        return None
    if left.type.name == "datetime":
        remedy = Label("请用 lt、lte、gt 或 gte", en="use lt, lte, gt or gte")
        return _problem(Label("时间不会正好等于某一天", en="an instant does not equal a day"), remedy, "value")
    return _problem(_WRONG, Label("today() 只与日期比较", en="compare today() with dates only"), "value")


def _scalar_problem(left: Resolved, value: object, codes: Mapping[str, Codes]) -> Problem | None:
    if left.column == "area" and left.type.name == "text":
        return _area_problem(left, value)
    if left.function == "age":
        good = _is_int(value) and 0 <= value <= _LAST_AGE  # type: ignore[operator]
        remedy = Label(f"请写 0 到 {_LAST_AGE} 的整数", en=f"give whole years from 0 to {_LAST_AGE}")
        return None if good else _problem(Label("这不是年龄", en="this is no age"), remedy, "value")
    match left.type.name:
        case "state":
            states = left.field.structure.states if left.field and isinstance(left.field.structure, Lifecycle) else ()
            return _word_problem(value, states, Label("没有这个状态", en="there is no such state"), "state")
        case "code" | "codes":
            return _code_problem(left, value, codes)
        case "enum":
            return _enum_problem(left, value)
        case "decimal":
            return _decimal_problem(value, (left.field.facts.places if left.field else None) or 0)
        case name:
            if _GOOD[name](value):
                return None
            type_ = TYPES[name]
            empty = name == "text" and value == ""
            said = _NOTHING if empty else Label(f"这不是{type_.zh}", en=f"this is not {type_.in_('en')}")
            return _problem(
                said, Label("请用 empty", en="ask whether it is empty") if empty else EXAMPLES[name], "value"
            )


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool | Enum) and abs(value) < _INTEGERS


def _is_text(value: object) -> bool:
    # lone surrogates and NUL are no text to a database
    return (
        isinstance(value, str)
        and not isinstance(value, Enum)
        and value != ""
        and re.search("[\ud800-\udfff\0]", value) is None
    )


def _is_instant(value: object) -> bool:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return False
    try:
        value.astimezone(UTC)
    except OverflowError:  # the first and the last hours of the calendar have no counterpart in UTC
        return False
    return True


_GOOD: Mapping[TypeName, Callable[[object], bool]] = {
    "text": _is_text,
    "ref": _is_text,
    "int": _is_int,
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "datetime": _is_instant,
    "values": lambda _: False,
}


def _decimal_problem(value: object, places: int) -> Problem | None:
    number = Decimal(value) if isinstance(value, int) and _is_int(value) else value
    bound = Decimal(_INTEGERS).scaleb(-places)  # it is stored scaled, as an integer
    if not isinstance(number, Decimal) or not number.is_finite() or not -bound < number < bound:
        return _problem(Label("这不是数字", en="this is no number"), EXAMPLES["decimal"], "value")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        remedy = Label(f"最多 {places} 位小数", en=f"give at most {places} decimal places")
        return _problem(Label("小数位太多", en="it has too many decimal places"), remedy, "value")
    return None


def _area_problem(left: Resolved, value: object) -> Problem | None:
    if left.function == "community":
        good = isinstance(value, str) and re.fullmatch(r"\d{12}", value, re.ASCII)
        remedy = Label("请写 12 位社区代码", en="give the 12 digits of a community")
    else:
        good = isinstance(value, str) and AREA_CODE.fullmatch(value)
        remedy = Label(
            "请写 6 位区县、9 位街道、12 位社区代码，或以 / 结尾的网格，如 530111004002/07/",
            en="give 6 digits for a district, 9 for a street, 12 for a community, or a grid that ends in /: 530111004002/07/",
        )
    return None if good else _problem(Label("这不是区域代码", en="this is no area code"), remedy, "value")


def _code_problem(left: Resolved, value: object, codes: Mapping[str, Codes]) -> Problem | None:
    known = codes.get(left.codes or "")
    if known is None:  # that the list exists is checked where kinds are collected
        return None if _is_text(value) else _problem(_WRONG, EXAMPLES["text"], "value")
    said = Label(f"“{known.label.zh}”没有这个代码", en=f"there is no such code in {known.name}")
    return _word_problem(value, [item.value for item in known.items], said, "code")


def _enum_problem(left: Resolved, value: object) -> Problem | None:
    if isinstance(value, left.type.python):
        return None
    words = ", ".join(str(member.value) for member in members_of(left))
    remedy = Label(f"可用：{words}", en=f"give a member of {left.type.python.__name__}: {words}")
    return _problem(Label("没有这个选项", en="there is no such choice"), remedy, "value")


def _word_problem(value: object, words: tuple[str, ...] | list[str], said: Label, code: str) -> Problem | None:
    if isinstance(value, str) and not isinstance(value, Enum) and value in words:
        return None
    return _problem(said, choice(str(value), words, Label("可用", en="choose from")), code)
