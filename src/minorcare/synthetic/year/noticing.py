"""What was noticed in the course of a year: leads that came in, events in families, hazards at home; and tasks given to the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from minorcare.calendar import CHINA
from minorcare.declare import Id
from minorcare.desk import Act, Save, Transition
from minorcare.kinds import HouseholdHazard, Lead, LifeEvent, Task
from minorcare.kinds.events import Told
from minorcare.kinds.hazards import HazardMeasure
from minorcare.synthetic.families import Family
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.street import Street
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage
from minorcare.synthetic.year.watched import Watched
from minorcare.synthetic.year.words import words

_SENDERS = {
    "grid_worker": "grid",
    "school": "school",
    "building_head": "grid",
    "guarantor": "community",
    "volunteer": "social_worker",
}
"""Who sends leads, and as what their body is called."""
_LEADS = ("late", "linked", "opened", "dismissed", "today", "linked", "phoned", "waiting", "linked", "opened", "linked")
_EVENTS = ("found", "closed", "told", "closed", "verified", "closed")
_HAZARDS = ("late", "lowered", "closed", "open", "transferred", "closed")
_TASKS = (("see_family", "grid_worker", 9), ("confirm_address", "grid_worker", 2), ("see_family", "building_head", 1))
_TASK_DAYS = 7


def leads(diary: Diary, street: Street, children: Sequence[Watched], count: int) -> None:
    """Leads and what came of each: waiting, linked to a child on file, opened for one who was noticed, or dismissed."""
    noticed = cycle([child for child in children if not child.risks] or children)
    known = cycle(diary.rng.sample(children, len(children)))
    plain = [family for family in street.families if family.story == "plain"]
    told, senders = cycle(words()["leads"]), cycle(_SENDERS)
    for way in islice(cycle(_LEADS), count):
        if way in ("late", "today", "waiting"):
            _waiting(diary, way, diary.rng.choice(plain), next(told), next(senders))
        else:
            child = next(known if way in ("linked", "phoned") else noticed)
            _triaged(diary, way, child, next(told), SUPERVISOR if way == "phoned" else next(senders))


def _lead(diary: Diary, family: Family, told: Mapping[str, Any], sender: str, **days: Any) -> Lead:
    return Lead(
        id=diary.id(Lead),
        area=family.household.area,
        address=family.household.address,
        observed=tuple(told["observed"]),
        words=told["words"],
        source=_SENDERS.get(sender, "hotline"),
        taken_down=sender not in _SENDERS,
        **days,
    )


def _waiting(diary: Diary, way: str, family: Family, told: Mapping[str, Any], sender: str) -> None:
    """Nobody has looked into it yet."""
    by = diary.day + timedelta({"late": -1, "today": 0}.get(way, 1))
    one = _lead(diary, family, told, sender, seen_on=diary.ago(1, 3), deal_by=diary.due(Lead, "deal_by", by))
    diary.enter(Stage.SENT, sender, Save(one))


def _triaged(diary: Diary, way: str, child: Watched, told: Mapping[str, Any], sender: str) -> None:
    """Somebody has; who sent it under an account reads so there, whoever phoned is still to be told."""
    one = _lead(diary, child.family, told, sender, seen_on=diary.ago(10, 340))
    diary.enter(Stage.SENT if sender in _SENDERS else Stage.TAKEN_UP, sender, Save(one))
    by = diary.day + timedelta(1)
    values: dict[str, Any] = {"minor": child.minor.id, "deal_by": by}
    if way == "dismissed":
        values = {"reason": diary.rng.choice(words()["dismissed"]["reasons"]), "deal_by": by}
    to = "linked" if way == "phoned" else way
    acts: list[Act] = [Transition(Lead, one.id, to, 1, values)]
    if way == "phoned":
        diary.due(Lead, "deal_by", by)
    else:
        acts.append(Transition(Lead, one.id, "told_back", 2, {"told_how": "own_list"}))
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, *acts)


def events(diary: Diary, children: Sequence[Watched], count: int) -> None:
    """Events in the families of children who are looked after: the last one found last night."""
    chosen = diary.rng.sample(children, min(count, len(children)))
    ways = cycle(_EVENTS)
    for child, told in zip(chosen, cycle(words()["events"]), strict=False):
        _event(diary, next(ways), child.minor.id, told)


def _event(diary: Diary, way: str, minor: Id, told: Mapping[str, Any]) -> None:
    back = {"found": 1, "verified": 2, "told": 4}.get(way) or diary.rng.randint(20, 330)
    found = datetime.combine(diary.day - timedelta(back), time(diary.rng.randint(7, 20), 10), tzinfo=CHINA)
    verified = found + timedelta(minutes=diary.rng.randint(15, 90))
    act_by = diary.day + timedelta({"found": 0, "verified": -1, "told": 3}.get(way, 0))
    one = LifeEvent(
        id=diary.id(LifeEvent),
        minor=minor,
        type=told["type"],
        words=told["words"],
        happened=found.date(),
        source="grid",
        found=found,
        act_by=act_by,
    )
    departments = (Told(body=told["body"], at=verified + timedelta(minutes=diary.rng.randint(5, 40)), channel="phone"),)
    steps: list[Act] = [
        Transition(LifeEvent, one.id, "verified", 1, {"verified": verified}),
        Transition(LifeEvent, one.id, "told", 2, {"told": departments}),
        Transition(LifeEvent, one.id, "closed", 3, {"result": told["result"]}),
    ]
    if way != "closed":
        diary.due(LifeEvent, "act_by", act_by, about=minor)
    taken = {"found": 0, "verified": 1, "told": 2}.get(way, 3)
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one), *steps[:taken])


def hazards(diary: Diary, children: Sequence[Watched], count: int) -> None:
    """Hazards in the homes of children who are looked after."""
    homes = {child.family.household.id: None for child in diary.rng.sample(children, len(children))}
    ways = cycle(_HAZARDS)
    for home, told in islice(zip(homes, cycle(words()["hazards"]), strict=False), count):
        _hazard(diary, next(ways), home, told)


def _hazard(diary: Diary, way: str, home: Id, told: Mapping[str, Any]) -> None:
    found = diary.ago(10, 20) if way in ("late", "open") else diary.ago(25, 300)
    due = diary.day + timedelta(-2 if way == "late" else 3)
    again = diary.ahead(4, 20)
    one = HouseholdHazard(
        id=diary.id(HouseholdHazard),
        household=home,
        type=told["type"],
        words=told["words"],
        found=found,
        source="visit",
        due=due,
    )
    done = (HazardMeasure(what=told["what"], done=found + timedelta(5)),)
    lowered = Transition(HouseholdHazard, one.id, "lowered", 1, {"measures": done, "recheck": again})
    steps: Mapping[str, tuple[Act, ...]] = {
        "lowered": (lowered,),
        "closed": (lowered, Transition(HouseholdHazard, one.id, "closed", 2)),
        "transferred": (
            Transition(HouseholdHazard, one.id, "transferred", 1, {"transferred_to": told["body"], "recheck": again}),
        ),
    }
    if way in ("late", "open"):
        diary.due(HouseholdHazard, "due", due, about=home)
    elif way != "closed":
        diary.due(HouseholdHazard, "recheck", again, about=home)
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one), *steps.get(way, ()))


def tasks(diary: Diary, street: Street, settings: Settings) -> None:
    """What the grid and the building of the demo users are asked to do at families of theirs: without a word of why."""
    building = f"{settings.communities[0].code}/01/1/"
    there = [family for family in street.families if family.household.area == building and family.story == "plain"]
    for (title, owner, back), family in zip(_TASKS, there, strict=False):
        given = diary.day - timedelta(back)
        minor = family.minors[0].id
        due = diary.due(Task, "due", given + timedelta(_TASK_DAYS), who=owner, about=minor)
        one = Task(id=diary.id(Task), minor=minor, title=title, owner=owner, given=given, due=due)
        diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one))
