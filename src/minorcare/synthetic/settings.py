"""What a synthetic street is made from: a settings file in TOML. Every figure about a street stands there and nowhere in code."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from minorcare.errors import Invalid, Problem
from minorcare.kinds import phone
from minorcare.label import Label
from minorcare.rules import Scheme
from minorcare.synthetic.counts import Both, Care, Decoys, Planted, Written

SHIPPED = ("jinma", "township")
"""The streets that come with minorcare."""
UNASSIGNED = "99"
"""No area code of GB/T 2260 begins with it, nor do the permits of foreigners: 9 and then a province, of which none is 90 to 99."""


@attrs.frozen(kw_only=True)
class Community:
    """A community: its code of twelve digits, its name, how many grids it has and how many buildings each grid."""

    code: str
    name: str
    grids: int
    buildings: int


@attrs.frozen(kw_only=True)
class Settings:
    """A street to be made.

    Attributes:
        seed: Of the sheets that ship.
        day: The day they are drawn up for; ages and facts are counted from it.
        prefix: What household numbers begin with.
        id_area: The first six digits of every resident ID, of an area that is not assigned.
        phone_stem: What every telephone number begins with, such that no subscriber has it.
        minors: How many children there are, each under eighteen on the day.
        without_id: How many of them have no resident ID.
        good_rows: How many rows of the broken roster are good.
        care: The year before the day; a street without it has its roster and nothing else.
    """

    name: str
    code: str
    seed: int
    day: date
    prefix: str
    id_area: str
    phone_stem: str
    minors: int
    without_id: int
    good_rows: int
    planted: Planted
    both: Both
    decoys: Decoys
    written: Written
    scheme: Scheme
    communities: tuple[Community, ...]
    care: Care | None = None


def load_settings(name_or_path: str | Path) -> Settings:
    """The settings of a shipped street by its name, or of any street by the path of its file.

    Raises:
        Invalid: everything that is wrong with the file, at once.
    """
    file = _find(name_or_path)
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid([_said(str(name_or_path), "读不出来", "cannot be read", _CHOOSE, "file")]) from error
    except tomllib.TOMLDecodeError as error:
        raise Invalid([_said(file.name, f"不是 TOML：{error}", f"is no TOML: {error}", _CORRECT, "toml")]) from error
    problems: list[Problem] = []
    settings = _read(Settings, raw, "", problems)
    if not problems:
        problems += _contradictions(settings)
    if problems:
        raise Invalid(problems)
    return typing.cast("Settings", settings)


def _find(name_or_path: str | Path) -> Path | Traversable:
    if name_or_path in SHIPPED:
        return files("minorcare.synthetic").joinpath("streets", f"{name_or_path}.toml")
    return Path(name_or_path)


_CHOOSE = Label(
    f"请写 {'、'.join(SHIPPED)} 之一，或设置文件的路径",
    en=f"give {' or '.join(SHIPPED)}, or the path of a settings file",
)
_CORRECT = Label("请改正这个文件", en="correct the file")
_WORDS: Mapping[type, Label] = {
    str: Label("文字", en="a text"),
    int: Label("不小于 0 的整数", en="a whole number from 0"),
    date: Label("日期", en="a date"),
}


def _said(at: str, zh: str, en: str, remedy: Label, code: str = "invalid") -> Problem:
    return Problem(at=at, said=Label(zh, en=en), remedy=remedy, code=code)


def _read(wanted: Any, raw: Any, at: str, problems: list[Problem]) -> Any:
    """*raw* as a value of the type *wanted*; what does not fit is added to *problems*."""
    if typing.get_origin(wanted) is tuple:
        item = typing.get_args(wanted)[0]
        if not isinstance(raw, list) or not raw:
            problems.append(
                _said(at, "要写一组", "must be a list", Label("请至少写一项", en="write at least one item"), "type")
            )
            return ()
        return tuple(_read(item, each, f"{at}[{row}]", problems) for row, each in enumerate(raw))
    if wanted is Scheme:
        return _scheme(raw, at, problems)
    if wanted == Care | None:
        return _table(Care, raw, at, problems)
    if attrs.has(wanted):
        return _table(wanted, raw, at, problems)
    if type(raw) is not wanted or raw == "" or (wanted is int and raw < 0):
        want = _WORDS[wanted]
        remedy = Label(f"请写{want.zh}", en=f"write {want.in_('en')}")
        problems.append(_said(at, f"不是{want.zh}", f"is not {want.in_('en')}", remedy, "type"))
        return None
    return raw


def _table(wanted: Any, raw: Any, at: str, problems: list[Problem]) -> Any:
    fields = typing.get_type_hints(wanted)
    if not isinstance(raw, dict):
        problems.append(_said(at, "要写成一节", "must be a table", Label(f"请写 [{at}]", en=f"write [{at}]"), "type"))
        return None
    before = len(problems)
    for name in raw.keys() - fields.keys():
        known = ", ".join(fields)
        remedy = Label(f"可用的：{known}", en=f"known are {known}")
        problems.append(_said(_path(at, name), "没有这一项", "means nothing here", remedy, "unknown"))
    for name in {field.name for field in attrs.fields(wanted) if field.default is attrs.NOTHING} - raw.keys():
        remedy = Label(f"请写 {name} = …", en=f"write {name} = …")
        problems.append(_said(_path(at, name), "没有填写", "is missing", remedy, "required"))
    values = {name: _read(type_, raw[name], _path(at, name), problems) for name, type_ in fields.items() if name in raw}
    return wanted(**values) if len(problems) == before else None


@attrs.frozen(kw_only=True)
class _SchemeTable:
    name: str
    zh: str
    en: str
    cites: str
    risks: tuple[str, ...]


def _scheme(raw: Any, at: str, problems: list[Problem]) -> Scheme | None:
    table = _read(_SchemeTable, raw, at, problems)
    if table is None:
        return None
    return Scheme(table.name, label=Label(table.zh, en=table.en), risks=table.risks, cites=table.cites)


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _contradictions(made: Settings) -> Iterator[Problem]:
    """What the values of a complete file say against each other."""
    for broken, at, zh, en, remedy in _RULES:
        if broken(made):
            yield _said(at, zh, en, remedy)
    codes = [community.code for community in made.communities]
    for row, community in enumerate(made.communities):
        at = f"communities[{row}]"
        if not re.fullmatch(made.code + r"\d{3}", community.code) or codes.count(community.code) > 1:
            remedy = Label(
                f"请写 {made.code} 加三位数字，不要重复", en=f"write {made.code} and three digits, each once"
            )
            yield _said(
                f"{at}.code", "不是这个街道的社区代码", "is no code of its own for a community of the street", remedy
            )
        if not (0 < community.grids < 100 and 0 < community.buildings < 100):
            remedy = Label("网格、楼栋都填 1 到 99", en="give 1 to 99 for both grids and buildings")
            yield _said(at, "没有网格或楼栋，或太多", "has no grids or buildings, or too many", remedy)


def _too_many_planted(made: Settings) -> bool:
    # Siblings who carry nothing, and the decoys, take part of the children too: at most three a household.
    told = sum(attrs.asdict(made.planted).values()) * 3 + sum(attrs.asdict(made.decoys).values()) * 3
    return told > made.minors or made.without_id > made.minors // 10


def _both_too_many(made: Settings) -> bool:
    both, planted = made.both, made.planted
    in_two = both.disability_difficulty + both.left_behind_difficulty
    return (
        both.disability_difficulty > planted.disability
        or both.left_behind_difficulty > planted.left_behind
        or in_two > planted.difficulty
    )


def _care_too_much(made: Settings) -> bool:
    if made.care is None:
        return False
    care, amiss, places = made.care, made.care.amiss, made.communities
    focus = sum(attrs.asdict(made.planted).values()) - sum(attrs.asdict(made.both).values())
    return (
        max(care.plans, amiss.unassigned, amiss.overdue_visits) > focus
        or amiss.late_reviews > care.plans // 2
        or _asked_for(care) > focus // 2
        or not 0 < care.census_grids <= places[0].grids
        or (len(places) == 1 and amiss.same_number + amiss.same_name > 0)
    )


def _asked_for(care: Care) -> int:
    """How many children something is asked for, or reported of."""
    services: dict[str, int] = attrs.asdict(care.services)
    return sum(services.values()) + care.amiss.unanswered + care.amiss.unfinished + care.amiss.untold


def _phone_is_none(made: Settings) -> bool:
    return bool(phone.examine(made.phone_stem + "1234567"))


_LOWER = Label("请减少这几项", en="lower these figures")
_LESS = Label("请减少这几项，或增加 minors", en="lower these figures, or raise minors")
_RULES: tuple[tuple[Callable[[Settings], bool], str, str, str, Label], ...] = (
    (
        lambda made: not re.fullmatch(r"\d{9}", made.code),
        "code",
        "不是街道代码",
        "is not the code of a street",
        Label("请写 9 位数字", en="write nine digits"),
    ),
    (
        lambda made: not re.fullmatch(UNASSIGNED + r"\d{4}", made.id_area),
        "id_area",
        "可能是真实的地区",
        "may be a real area",
        Label(f"请写 {UNASSIGNED} 开头的六位数字", en=f"write six digits that begin with {UNASSIGNED}"),
    ),
    (
        _phone_is_none,
        "phone_stem",
        "加上七位数字不成电话号码",
        "makes no telephone number with seven more digits",
        Label("请写区号加 0，如 08710", en="write an area code and a 0, such as 08710"),
    ),
    (_too_many_planted, "planted", "对 minors 来说太多", "is too much for minors", _LESS),
    (_both_too_many, "both", "多于 planted", "is more than planted", _LOWER),
    (
        _care_too_much,
        "care",
        "多于这个街道的孩子、方案或网格",
        "is more than the street has children, plans or grids",
        _LOWER,
    ),
)
