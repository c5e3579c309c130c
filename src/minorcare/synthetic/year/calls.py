"""The visits of a year: done along the pace of each child, missed, planned; and those that are overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from minorcare.calendar import age_on
from minorcare.desk import Act, Save, Transition
from minorcare.kinds import Visit
from minorcare.kinds.visits import CARE_AREAS, Visitor, VisitProblem
from minorcare.synthetic.stories import FATHER, GRANDPARENTS, MOTHER
from minorcare.synthetic.year.diary import Diary, Stage, weekday_by, weekday_from
from minorcare.synthetic.year.watched import Watched
from minorcare.synthetic.year.words import words

PACES = {"urgent": 7, "focus": 14, "watch": 30, None: 90}
"""The days between two visits, by the level of attention."""
_ALONE_FROM, _YEAR = 8, 365
_TYPES, _WEIGHTS = ("home", "school", "phone", "chance"), (12, 4, 3, 1)
_STATES, _STATE_WEIGHTS = ("fine", "watch", "poor"), (14, 4, 1)
_AREA_STATES, _AREA_WEIGHTS = ("good", "fair", "concern"), (12, 6, 1)
_MISSED = 12
"""One of so many planned visits has been tried in vain and is to be tried again."""


def visits(diary: Diary, children: Sequence[Watched], most: int, overdue: int) -> None:
    """Up to *most* past visits of each child, and the one that comes next; that of *overdue* children has passed its day."""
    first = diary.day - timedelta(_YEAR)
    old_enough = [child.minor.id for child in children if age_on(child.minor.birth_date, diary.day) > 0]
    late = diary.rng.sample(old_enough, overdue)
    for number, child in enumerate(children):
        pace = PACES[child.level]
        since = diary.rng.randint(1, pace - 1)
        for back in range(most - 1, -1, -1):
            on = weekday_by(diary.day - timedelta(since + back * pace))
            if on > max(first, child.minor.birth_date):
                diary.enter(Stage.DONE, child.liaison, *_done(diary, child, on))
        if child.minor.id in late:
            _planned(diary, child, diary.ago(1, 20))
        elif number % _MISSED == _MISSED - 1:
            _missed(diary, child)
        else:
            _planned(diary, child, weekday_from(diary.day + timedelta(pace - since)))


def _done(diary: Diary, child: Watched, day: date) -> tuple[Act, Act]:
    one = _visit(diary, child, day)
    return Save(one), Transition(Visit, one.id, "done", 1, {"happened": day, **_found(diary, child)})


def _planned(diary: Diary, child: Watched, day: date) -> None:
    one = _visit(diary, child, diary.due(Visit, "planned", day, who=child.liaison, about=child.minor.id))
    diary.enter(Stage.DONE, child.liaison, Save(one))


def _missed(diary: Diary, child: Watched) -> None:
    """Nobody was there; the next try is within the week."""
    one = _visit(diary, child, diary.day)
    retry = diary.due(Visit, "planned", diary.ahead(1, 6), who=child.liaison, about=child.minor.id)
    why = {"not_met": diary.rng.choice(("nobody_home", "no_answer", "away")), "planned": retry}
    diary.enter(Stage.DONE, child.liaison, Save(one), Transition(Visit, one.id, "missed", 1, why))


def _visit(diary: Diary, child: Watched, planned: date) -> Visit:
    type_ = diary.rng.choices(_TYPES, weights=_WEIGHTS)[0]
    return Visit(id=diary.id(Visit), minor=child.minor.id, type=type_, planned=planned, officer=child.liaison)


def _found(diary: Diary, child: Watched) -> Mapping[str, Any]:
    """What is written down of a visit: what is asked, some of the eight areas, and now and then a problem."""
    rng = diary.rng
    seen = rng.random() < 0.9
    areas = rng.sample(CARE_AREAS, rng.randint(2, 5))
    found: dict[str, Any] = {name: rng.choices(_AREA_STATES, weights=_AREA_WEIGHTS)[0] for name in areas}
    if rng.random() < 1 / 6:
        told = rng.choice(words()["visits"])
        found[told["area"]] = "concern"
        found["problems"] = (VisitProblem(area=told["area"], said=told["said"], done=told["done"]),)
    return found | {
        "seen": seen,
        "alone": seen and age_on(child.minor.birth_date, diary.day) >= _ALONE_FROM and rng.random() < 0.5,
        "cares_now": _carer(child),
        "state": rng.choices(_STATES, weights=_STATE_WEIGHTS)[0],
        "visitors": (Visitor(name=child.liaison), Visitor(name=child.guarantor)),
    }


def _carer(child: Watched) -> str:
    relations = {member.relation for member in child.family.members if member.guardian}
    if "left_behind" in child.risks:
        return "grandparents" if relations & GRANDPARENTS else "relative"
    if {FATHER, MOTHER} <= relations:
        return "both_parents"
    if relations & {FATHER, MOTHER}:
        return "father" if FATHER in relations else "mother"
    return "grandparents"
