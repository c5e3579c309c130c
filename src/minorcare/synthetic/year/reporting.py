"""Mandatory reports of a year: the police told at once, as it should be, and those of which nobody has told them yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

import attrs

from minorcare.calendar import CHINA, age_on
from minorcare.desk import Save, Transition
from minorcare.kinds import HarmReport, Reporter
from minorcare.kinds.sealed import reporter_of
from minorcare.synthetic.counts import Care
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage
from minorcare.synthetic.year.watched import Watched
from minorcare.synthetic.year.words import words

_SPEAKS_FROM = 6


@attrs.frozen(kw_only=True)
class Reported:
    """The reports of a year: those the police were told of, with the minutes that took, and those they were not."""

    told: tuple[tuple[HarmReport, int], ...]
    untold: tuple[HarmReport, ...]


def reports(diary: Diary, children: Sequence[Watched], care: Care) -> Reported:
    """*children* are those whom somebody looks after; the supervisor takes the one kind down, a liaison sends the other."""
    fitting = [child for child in children if age_on(child.minor.birth_date, diary.day) >= _SPEAKS_FROM]
    told, untold = care.services.reports_told, care.amiss.untold
    whose = iter(diary.rng.sample(fitting, told + untold))
    said = cycle(words()["harm"])
    return Reported(
        told=tuple(_told(diary, next(whose), next(said)) for _ in range(told)),
        untold=tuple(_untold(diary, next(whose), next(said)) for _ in range(untold)),
    )


def _told(diary: Diary, child: Watched, said: Mapping[str, Any]) -> tuple[HarmReport, int]:
    """Somebody rang the station; the station rang 110 at once, and wrote it down afterwards."""
    minutes = diary.rng.randint(2, 9)
    found = _at(diary, diary.ago(30, 200))
    told = found + timedelta(minutes=minutes)
    one = _report(diary, child, said, found, noted=told + timedelta(minutes=10))
    who = Reporter(
        id=reporter_of(one.id),
        report=one.id,
        unit=said["unit"],
        receiver=SUPERVISOR,
        result_told=_after(told, 21),
        result_told_how="phone",
    )
    steps: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("told", {"authority": "police_110", "channel": "call_110", "told_at": told, "told_person": "接警台"}),
        ("received", {"receipt": f"受案{told:%Y%m%d}（演示）", "received_on": _after(told, 1)}),
        ("concluded", {"result": said["result"], "concluded_on": _after(told, 20)}),
        ("answered", {"told_back_on": _after(told, 21)}),
    )
    moves = (Transition(HarmReport, one.id, to, base, values) for base, (to, values) in enumerate(steps, start=1))
    diary.enter(Stage.REPORTED, SUPERVISOR, Save(one), Save(who), *moves)
    return one, minutes


def _untold(diary: Diary, child: Watched, said: Mapping[str, Any]) -> HarmReport:
    """Seen the evening before, and sent to the station only."""
    found = _at(diary, diary.day - timedelta(1))
    one = _report(diary, child, said, found, noted=found + timedelta(minutes=diary.rng.randint(10, 40)))
    diary.due(HarmReport, "tell_by", diary.day, about=child.minor.id)
    diary.enter(Stage.REPORTED, child.liaison, Save(one))
    return one


def _report(diary: Diary, child: Watched, said: Mapping[str, Any], found: datetime, *, noted: datetime) -> HarmReport:
    return HarmReport(
        id=diary.id(HarmReport),
        minor=child.minor.id,
        area=child.minor.area,
        situations=tuple(said["situations"]),
        words=said["words"],
        found_at=found,
        noted_at=noted,
        place=said["place"],
        safe_now=said["safe_now"],
    )


def _at(diary: Diary, day: date) -> datetime:
    return datetime.combine(day, time(diary.rng.randint(17, 21), diary.rng.randint(0, 59)), tzinfo=CHINA)


def _after(told: datetime, days: int) -> date:
    return told.date() + timedelta(days)
