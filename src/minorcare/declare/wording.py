"""How the things that can be wrong with a value are said, wherever they are found.

Codes a machine may rely on: ``required empty type text length range places pattern code retired state ref twice unknown``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from minorcare.declare.codes import Codes
from minorcare.declare.fields import Facts
from minorcare.declare.values import TypeName
from minorcare.errors import Problem
from minorcare.label import Label

SHOWN = 8  # more choices than these are not listed in a message

Words = tuple[str, str]  # Chinese and English

_TYPES: dict[TypeName, tuple[Words, Words]] = {
    "text": (("要填文字", "must be a text"), ("请填文字", "write it as a text")),
    "int": (
        ("要填整数", "must be a whole number"),
        ("请只填数字，不加引号和小数点", "give a number without quotes or decimal point"),
    ),
    "decimal": (("要填数字", "must be a decimal number"), ("请填准确的数字", "give an exact number")),
    "bool": (("要填是或否", "must be true or false"), ("请填 true 或 false", "give true or false")),
    "date": (("要填日期", "must be a date"), ("请写成 2026-09-01 这样的日期", "write a date such as 2026-09-01")),
    "datetime": (
        ("要填带时区的时间", "must be an instant with its time zone"),
        ("请写成 2026-09-01T08:30:00+08:00 这样的时间", "write it like 2026-09-01T08:30:00+08:00"),
    ),
    "enum": (("不是可选的值", "is none of the choices"), ("请从可选的值里选一个", "choose one of them")),
    "code": (("要填一个代码", "must be a code"), ("请填代码，不填名称", "give the code as a text, not its name")),
    "ref": (("要填一条记录的编号", "must be the id of a record"), ("请填那条记录的 id", "give the id of that record")),
    "codes": (("要填一组代码", "must be a list of codes"), ("请逐个填代码", "list the codes one by one")),
    "values": (("要填一组内容", "must be a list of values"), ("请逐条填写", "list them one by one")),
    "state": (("要填一个状态", "must be a state"), ("请填状态的名称", "give the name of a state")),
}


def problem(at: str, said: Words, remedy: Words, code: str) -> Problem:
    """A problem from its words in Chinese and English."""
    return Problem(at=at, said=Label(said[0], en=said[1]), remedy=Label(remedy[0], en=remedy[1]), code=code)


def required(at: str) -> Problem:
    """A value that must be there is not."""
    return problem(at, ("没有填写", "is missing"), ("请填写这一项", "give a value"), "required")


def blank(at: str) -> Problem:
    """An empty text where there is either a text or nothing."""
    return problem(
        at,
        ("是空的文字", "is an empty text"),
        ("没有内容就不要填这一项", "leave it out if there is nothing to say"),
        "empty",
    )


def wrong_type(at: str, name: TypeName) -> Problem:
    """A value is of another type than the declared one."""
    return problem(at, *_TYPES[name], "type")


def too_large(at: str) -> Problem:
    """A number or an instant is beyond what can be kept exactly."""
    return problem(
        at,
        ("超出能准确保存的范围", "is beyond what can be kept exactly"),
        ("请核对后重填", "check it and write it again"),
        "range",
    )


def too_short(at: str, least: int) -> Problem:
    """A text has too few characters."""
    said = (f"不足 {least} 个字符", f"is shorter than {least} characters")
    return problem(at, said, ("请填写完整", "give the whole of it"), "length")


def too_long(at: str, most: int) -> Problem:
    """A text has too many characters."""
    said = (f"超过 {most} 个字符", f"is longer than {most} characters")
    return problem(at, said, ("请写短一些", "shorten it"), "length")


def too_fine(at: str, places: int) -> Problem:
    """A number has more decimal places than are kept."""
    said = (f"小数多于 {places} 位", f"has more than {places} decimal places")
    return problem(at, said, (f"请保留 {places} 位小数", f"round it to {places} decimal places"), "places")


def not_like(at: str, facts: Facts) -> Problem:
    """A text does not have the declared pattern."""
    remedy = facts.help or Label("请核对后重填", en="check it and write it again")
    if isinstance(facts.example, str):
        remedy = Label(f"请照这个样子写：{facts.example}", en=f"write it like this: {facts.example}")
    return Problem(at=at, said=Label("写法不对", en="is not written as it should be"), remedy=remedy, code="pattern")


def not_an_id(at: str) -> Problem:
    """A text cannot be the id of a record."""
    said = ("不像一条记录的编号", "does not look like the id of a record")
    return problem(
        at, said, ("请填那条记录的 id", "give the id of that record: letters, digits and hyphens, at most 64"), "ref"
    )


def not_an_office(at: str) -> Problem:
    """A text cannot be the code of a street."""
    said = ("不是街道代码", "is not the code of a street")
    return problem(at, said, ("请填 9 位街道代码，或者不填", "give its 9 digits, or leave it out"), "pattern")


def not_a_choice(at: str, choices: Iterable[Words], code: str) -> Problem:
    """A value is none of a few fixed ones."""
    return Problem(at=at, said=Label("不是可选的值", en="is none of the choices"), remedy=choose(choices), code=code)


def not_in_list(at: str, codes: Codes, current: Sequence[Words]) -> Problem:
    """A code is not in its list."""
    said = Label(f"不在“{codes.label.zh}”里", en=f"is not in the list “{codes.label.in_('en')}”")
    return Problem(at=at, said=said, remedy=choose(current, codes.label), code="code")


def retired(at: str, codes: Codes, current: Sequence[Words]) -> Problem:
    """A code of the list that new records may not use any more."""
    said = Label("这个代码已经停用", en="is a code that was retired")
    return Problem(at=at, said=said, remedy=choose(current, codes.label), code="retired")


def choose(choices: Iterable[Words], name: Label | None = None) -> Label:
    """A remedy that lists what there is to choose from, or says where to look if that is much."""
    each = list(choices)
    if name and not 0 < len(each) <= SHOWN:
        return Label(f"请从“{name.zh}”里选一个在用的代码", en=f"choose a current code of “{name.in_('en')}”")
    return Label("请选：" + "、".join(zh for zh, _ in each), en="choose one of " + ", ".join(en for _, en in each))


def listed_twice(at: str) -> Problem:
    """One value stands in a list two times."""
    return problem(at, ("重复了", "is listed twice"), ("请只留一个", "keep one of them"), "twice")


def unknown(at: str, names: Collection[str]) -> Problem:
    """A field that is not declared; *names* are those that are."""
    near = get_close_matches(at, names, n=1)
    zh, en = (f"是不是 {near[0]}？", f"did you mean {near[0]}? ") if near else ("", "")
    every = ", ".join(names)
    return problem(
        at, ("没有这个字段", "is no field"), (f"{zh}可用的字段：{every}", f"{en}the fields are {every}"), "unknown"
    )


def past_today(at: str, *, future: bool) -> Problem:
    """A day lies on the wrong side of today."""
    if future:
        said, remedy = ("晚于今天", "lies in the future"), ("请填今天或更早的日期", "give today or an earlier day")
    else:
        said, remedy = ("早于今天", "lies in the past"), ("请填今天或更晚的日期", "give today or a later day")
    return problem(at, said, remedy, "range")


def past_bound(at: str, bound: str, *, day: bool, above: bool) -> Problem:
    """A number or day lies beyond a declared bound; *bound* says it with its unit."""
    if day:
        zh, en = ("晚于", "after") if above else ("早于", "before")
    else:
        zh, en = ("大于", "more than") if above else ("小于", "less than")
    remedy = (f"请核对，不能{zh} {bound}", f"check it: it may not be {en} {bound}")
    return problem(at, (f"{zh} {bound}", f"is {en} {bound}"), remedy, "range")
