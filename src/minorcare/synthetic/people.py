"""Invented people: their names, numbers, telephones and schools, put together from ``names.toml`` by a seeded generator."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from minorcare.calendar import age_on, latest_birth
from minorcare.kinds import resident_id
from minorcare.synthetic.settings import Settings

MALE, FEMALE = resident_id.MALE, resident_id.FEMALE
GRADES = "一二三四五六"
_DAY = timedelta(days=1)


@cache
def _parts() -> Mapping[str, Any]:
    return tomllib.loads(files("minorcare.synthetic").joinpath("names.toml").read_text(encoding="utf-8"))


class People:
    """A source of people for one street. No number is given out twice, and none can belong to anybody."""

    def __init__(self, settings: Settings, rng: random.Random, day: date) -> None:
        self._settings, self._rng, self._day = settings, rng, day
        self._parts = _parts()
        self._numbers: set[str] = set()
        self._phones: set[str] = set()

    def surname(self) -> str:
        """A surname, now and then one that is read in two ways, has two characters, or is missing from old fonts."""
        parts, luck = self._parts, self._rng.random()
        if luck < 0.05:
            return self._one(parts["polyphonic"])
        if luck < 0.06:
            return self._one(parts["compound"])
        return self._one(parts["rare_surnames"] if luck < 0.063 else parts["surnames"])

    def child_name(self, surname: str, sex: str, group: str) -> str:
        """A child's name; in some ethnic groups without the surname and with a dot."""
        kind = "boys" if sex == MALE else "girls"
        if dotted := self._parts["dotted"].get(group):
            return self._one(dotted[kind])
        own = self._pair(kind) if self._rng.random() < 0.7 else self._one(self._parts["either"])
        if self._rng.random() < 0.01:
            own = self._one(self._parts["rare_given"])
        return surname + own

    def adult_name(self, surname: str, sex: str) -> str:
        """A grown-up's name."""
        return surname + self._pair("men" if sex == MALE else "women")

    def group(self) -> str:
        """An ethnic group, as a code of GB/T 3304, as often as ``names.toml`` says."""
        groups = self._parts["groups"]
        chosen: str = self._rng.choices(list(groups), weights=list(groups.values()))[0]
        return chosen

    def number(self, birth: date, sex: str) -> str:
        """A resident ID nobody has: right in form, birth, sex and check character, of an area that is not assigned."""
        while True:
            sequence = self._rng.randrange(500) * 2 + (sex == MALE)
            first17 = f"{self._settings.id_area}{birth:%Y%m%d}{sequence:03}"
            number = first17 + resident_id.checksum(first17)
            # sequence 000 is not issued, and a number that ends in zeros looks like one that a spreadsheet has rounded
            if sequence and not number.endswith("000") and number not in self._numbers:
                self._numbers.add(number)
                return number

    def phone(self) -> str:
        """A telephone number nobody has: right in form, but no subscriber's number begins with the trunk prefix 0."""
        while True:
            number = f"{self._settings.phone_stem}{self._rng.randrange(10**7):07}"
            if number not in self._phones:
                self._phones.add(number)
                return number

    def birth(self, from_age: int, under: int) -> date:
        """The birth date of somebody who is *from_age* or older, but not yet *under*, on the day."""
        last = latest_birth(from_age, self._day)
        first = latest_birth(under, self._day) + _DAY
        return first + self._rng.randrange((last - first).days + 1) * _DAY

    def schooling(self, birth: date) -> tuple[str, str | None, str | None]:
        """Schooling code, school and grade that go with an age at the start of the school year."""
        start = date(self._day.year if self._day.month > 8 else self._day.year - 1, 8, 31)
        age, rng = age_on(birth, start), self._rng
        if age < 3:
            code = "nursery" if age == 2 and rng.random() < 0.4 else "not_yet"
            return code, self._school(code), None
        if age < 6:
            return "kindergarten", self._school("kindergarten"), ("小班", "中班", "大班")[age - 3]
        if age < 12:
            return "primary", self._school("primary"), f"{GRADES[age - 6]}年级（{rng.randint(1, 6)}）班"
        if age < 15:
            return "junior", self._school("junior"), f"初{GRADES[age - 12]}（{rng.randint(1, 8)}）班"
        code = "senior" if rng.random() < 0.6 else "vocational"
        return code, self._school(code), f"{'高' if code == 'senior' else '职'}{GRADES[min(age - 15, 2)]}"

    def place(self, residence: str, home: str) -> str | None:
        """Where somebody of this residence type is registered; *home* is the place they live in."""
        places: Mapping[str, Sequence[str]] = self._parts["places"]
        if residence == "local":
            return home
        return self._one(places[residence]) if residence in places else None

    def address(self, building: str) -> str:
        """An address in a building."""
        road = self._one(self._parts["places"]["roads"])
        unit, floor, door = self._rng.randint(1, 4), self._rng.randint(1, 7), self._rng.randint(1, 4)
        return f"{road}{self._rng.randint(1, 199)}号{building}栋{unit}单元{floor}0{door}室"

    def _school(self, code: str) -> str | None:
        schools = self._parts["schools"].get(code)
        return self._one(schools) if schools else None

    def _pair(self, kind: str) -> str:
        """A given name of two characters."""
        first, second = self._parts[kind]
        return self._one(first) + self._one(second)

    def _one(self, choices: Sequence[str]) -> str:
        return self._rng.choice(choices)
