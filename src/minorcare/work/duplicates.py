"""Children who may be on file twice: found by number, by name and birth, by how the name sounds. A person compares them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import combinations, product
from typing import Literal

import attrs

from minorcare.calendar import days as span
from minorcare.declare import Id
from minorcare.desk import Desk, Save
from minorcare.errors import Refused
from minorcare.kinds import Duplicate, ForeignMatch, Minor, Transfer, names
from minorcare.label import Label
from minorcare.query import F, Given, exists, today
from minorcare.store.protocol import Row
from minorcare.work.import_plan import every

Ground = Literal["resident_id", "name_birth", "sound_birth_area"]
GROUNDS: dict[Ground, Label] = {
    "resident_id": Label("公民身份号码相同", en="The same resident ID"),
    "name_birth": Label("姓名、出生日期相同", en="The same name and date of birth"),
    "sound_birth_area": Label(
        "姓名读音、出生日期、社区相同", en="Names that sound alike, the same date of birth and community"
    ),
}
SENT_FOR_REVIEW = Label("已转核对", en="sent for review")
"""All that is ever said of a match in another office."""
_NUMBER, _MOST_READINGS = "resident_id", 32
_SETTLED = ~exists(Transfer, F.status.is_in(("pending", "accepted")))  # who is moving is on file twice, and rightly


@attrs.frozen(kw_only=True)
class Pair:
    """Two children on file who may be one, and on what ground."""

    ground: Ground
    one: Row
    other: Row


def suspects(desk: Desk) -> Iterator[Pair]:
    """Every pair of children of the office the actor sees both of, each on its strongest ground.

    Two who hold two different resident IDs are two children, whatever else is alike.

    Raises:
        Refused: the actor does not see children, their names or their dates of birth.
    """
    _sees_names(desk)
    born: dict[date, list[Row]] = {}
    for row in every(desk, Minor):
        born.setdefault(row.values["birth_date"], []).append(row)
    for rows in born.values():
        for one, other in combinations(sorted(rows, key=lambda row: row.no), 2):
            ground = _ground(desk, one, other)
            if ground is not None:
                yield Pair(ground=ground, one=one, other=other)


def like(desk: Desk, *, name: str, birth_date: date, area: str, number: str | None = None) -> tuple[Row, ...]:
    """The children the actor sees who may be the one about to be entered; asked before it is."""
    _sees_names(desk)
    found: dict[str, Row] = {}
    if number:
        found |= {row.id: row for row in desk.find_secrets(Minor, _NUMBER, [number]).values()}
    for row in every(desk, Minor, F.birth_date == Given("born"), {"born": birth_date}):
        if row.values["name"] == name or (_alike(row.values["name"], name) and _nearby(row.area, area)):
            found.setdefault(row.id, row)
    return tuple(found.values())


def propose(desk: Desk) -> int:
    """Write down, as the system, the pairs that nobody has compared yet; how many. A pair compared once is not proposed again."""
    known = {frozenset((row.values["minor"], row.values["other"])) for row in every(desk, Duplicate)}
    new = [
        Save(Duplicate(minor=Id(pair.other.id), other=Id(pair.one.id)))
        for pair in suspects(desk)
        if frozenset((pair.one.id, pair.other.id)) not in known
    ]
    if new:
        desk.apply(*new)
    return len(new)


def send_for_review(desk: Desk, others: Iterable[Desk], *, days: int = 3) -> int:
    """Look in other offices, as the system, for the children written here in the last *days*; how many matches are new.

    By resident ID, and by name and date of birth. Each office gets its half of a match; neither half says where the other is.
    """
    recent = list(every(desk, Minor, _SETTLED & (F.since >= today() - span(days - 1))))
    return sum(_review(desk, other, recent) for other in others if other.office != desk.office)


def review_elsewhere(desk: Desk, at: Callable[[str], Desk]) -> int:
    """As :func:`send_for_review`, in every other office kept here; *at* opens the system's desk there."""
    return send_for_review(desk, (at(office) for office in desk.store.offices() if office != desk.office))


def _review(desk: Desk, other: Desk, recent: Sequence[Row]) -> int:
    found = [(row, there) for row in recent for there in _elsewhere(desk, other, row)]
    told = 0
    for here, there in found:
        pair = _pair_name(desk.office, here.id, other.office, there.id)
        for side, minor in ((desk, here.id), (other, there.id)):
            if not side.find(ForeignMatch, (F.minor == minor) & (F.pair == pair), limit=1).rows:
                side.save(ForeignMatch(minor=Id(minor), pair=pair, found=side.day))
                told += side is desk
    return told


def _elsewhere(desk: Desk, other: Desk, row: Row) -> Iterator[Row]:
    found: dict[str, Row] = {}
    if row.values[_NUMBER] is not None:
        number = desk.reveal(Minor, row.id, _NUMBER)
        held = other.find_secrets(Minor, _NUMBER, [number] if number else []).values()
        found |= {each.id: each for each in held if other.find(Minor, _SETTLED & (F.id == each.id)).rows}
    alike = _SETTLED & (F.name == Given("name")) & (F.birth_date == Given("born"))
    given = {"name": row.values["name"], "born": row.values["birth_date"]}
    for each in every(other, Minor, alike, given):
        if None in (row.values[_NUMBER], each.values[_NUMBER]):
            found.setdefault(each.id, each)
    yield from found.values()


def _pair_name(*sides: str) -> str:
    """One name for a pair, whichever office looked first."""
    ends = sorted((f"{sides[0]} {sides[1]}", f"{sides[2]} {sides[3]}"))
    return sha256("\n".join(ends).encode()).hexdigest()[:32]


def _sees_names(desk: Desk) -> None:
    view = desk.views(Minor.__kind__)
    if not view.readable or {"name", "birth_date"} & set(view.hidden):
        raise Refused(Label("您看不到孩子的姓名和出生日期", en="you do not see the names and birth dates of children"))


def _ground(desk: Desk, one: Row, other: Row) -> Ground | None:
    """On what ground two children born on one day may be one."""
    mine, theirs = one.values[_NUMBER], other.values[_NUMBER]
    if mine is not None and theirs is not None:
        return "resident_id" if mine == theirs and _same_number(desk, one, other) else None
    if one.values["name"] == other.values["name"]:
        return "name_birth"
    if _nearby(one.area, other.area) and _alike(one.values["name"], other.values["name"]):
        return "sound_birth_area"
    return None


def _same_number(desk: Desk, one: Row, other: Row) -> bool:
    """Whether the numbers behind two equal hints are one."""
    number = desk.reveal(Minor, one.id, _NUMBER)
    return number is not None and desk.holds(Minor, other.id, _NUMBER, number)


def _nearby(one: str | None, other: str | None) -> bool:
    """Whether two areas lie in one community."""
    return one is not None and other is not None and one[:12] == other[:12]


def _alike(one: str, other: str) -> bool:
    return bool((spoken(one) & spoken(other)) - {""})


@lru_cache(maxsize=8192)
def spoken(name: str) -> frozenset[str]:
    """Every way in which a whole name may be read aloud, in pinyin without tones: 单雨 gives shanyu, danyu, chanyu."""
    readings = [_readings(char) for char in name if unicodedata.category(char)[0] in "LN"]
    ways = ("".join(way) for way in product(*readings))
    return frozenset(way for way, _ in zip(ways, range(_MOST_READINGS), strict=False))


def _readings(char: str) -> tuple[str, ...]:
    """The syllables of one character: the longer of what it is found by, since its initials are in there too."""
    found = sorted(term for term in names.terms(char) if term.isascii())
    whole = tuple(term for term in found if len(term) > 1)
    return whole or tuple(found) or (char,)
