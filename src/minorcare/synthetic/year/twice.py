"""Young people who were entered twice: grown up, but still accompanied, so that no figure about minors is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from minorcare.desk import Save
from minorcare.kinds import Minor
from minorcare.synthetic.counts import Amiss
from minorcare.synthetic.people import FEMALE, MALE, People
from minorcare.synthetic.posts import LIAISON, of_community
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage

_SOUNDS = (
    ("晓", "小"),
    ("佳", "嘉"),
    ("宇", "雨"),
    ("静", "婧"),
    ("伟", "玮"),
    ("辰", "晨"),
    ("欣", "鑫"),
    ("艺", "怡"),
)
"""Characters that sound alike, tones aside."""
_SECONDS = "琳然桐航宁轩"
_SURNAMES = "李王张刘陈杨赵黄周吴"
_FROM, _UNDER = 19, 21


@attrs.frozen(kw_only=True)
class Twice:
    """Two entries of one person, and the way in which that shows."""

    way: str
    first: Minor
    again: Minor


def twice(diary: Diary, settings: Settings, amiss: Amiss) -> tuple[Twice, ...]:
    """The first entry is the supervisor's; the second that of a liaison who does not see, or does not notice, the first."""
    found = tuple(_pairs(diary, settings, amiss))
    for pair in found:
        diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(pair.first))
        diary.enter(Stage.DONE, of_community(settings, LIAISON, pair.again.area), Save(pair.again))
    return found


def _pairs(diary: Diary, settings: Settings, amiss: Amiss) -> Iterator[Twice]:
    rng, people = diary.rng, People(settings, diary.rng, diary.day)
    codes = [community.code for community in settings.communities]
    ways = ["resident_id"] * amiss.same_number + ["name_birth"] * amiss.same_name
    ways += ["sound_birth_area"] * amiss.same_sound
    births = _births(people, len(ways))
    for way, birth in zip(ways, births, strict=True):
        (sound, alike), (one, *other) = rng.choice(_SOUNDS), rng.sample(codes, min(2, len(codes)))
        surname, second, sex = rng.choice(_SURNAMES), rng.choice(_SECONDS), rng.choice((MALE, FEMALE))
        first = Minor(
            id=diary.id(Minor),
            name=f"{surname}{sound}{second}",
            resident_id=people.number(birth, sex),
            sex=sex,
            birth_date=birth,
            area=one,
            note="已满十八周岁，继续帮扶",
        )
        again = first.but(id=diary.id(Minor), note="窗口登记")
        if way == "sound_birth_area":
            again = again.but(name=f"{surname}{alike}{second}", resident_id=None)
        else:
            again = again.but(area=other[0], resident_id=first.resident_id if way == "resident_id" else None)
        yield Twice(way=way, first=first, again=again)


def _births(people: People, count: int) -> Sequence[date]:
    """Each on a day of its own."""
    found: dict[date, None] = {}
    while len(found) < count:
        found[people.birth(_FROM, _UNDER)] = None
    return tuple(found)
