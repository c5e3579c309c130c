"""What other bodies were asked for in the course of a year: what came of it, what was asked elsewhere, what nobody answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import attrs

from minorcare.calendar import Calendar, age_on
from minorcare.desk import Act, Save, Transition
from minorcare.kinds import Body, Minor, Service
from minorcare.kinds.bodies import shipped_bodies
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.synthetic.counts import Care, Services
from minorcare.synthetic.street import Street
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage, weekday_by
from minorcare.synthetic.year.duties import HEAD
from minorcare.synthetic.year.watched import Watched
from minorcare.synthetic.year.words import words

ACCOUNTS = {"womens_federation": "department", "school": "school"}
"""The bodies that sign in, and the demo user who does; the others are asked on paper."""
_DONE = (
    ("reunited", "family_tracing", "relief_station", "reunited"),
    ("escorted", "relief_escort", "relief_station", "escorted"),
    ("university", "education_aid", "education_bureau", "university"),
)
"""The count in the settings, the kind of service, the body, and what came of it."""
_JOINT = (("counselling", "youth_league_committee"), ("legal_aid", "justice_office"))
_ELSEWHERE = ("counselling", "school", "youth_league_committee")
_UNANSWERED = (("home_education", "womens_federation"), ("social_assistance", "civil_affairs"))
_UNFINISHED = (("social_assistance", "civil_affairs"), ("home_education", "womens_federation"))
_WAITING = (("home_education", "womens_federation"), ("counselling", "youth_league_committee"))
_UNIVERSITY_FROM, _ALONE_FROM = 17, 8
_EARLY = 60
"""Days of a new year in which the account of the one before is still in hand."""
_WORKING_DAYS, _SETTINGS = Calendar(), LinkageSettings()
_ANSWER_DAYS = {body.code: body.answer_days for body in shipped_bodies()}


@attrs.frozen(kw_only=True)
class Dated:
    """A service, and the day on which it came to an end, should have, or was given to the person who is told."""

    service: Service
    day: date
    outcome: str | None = None


@attrs.frozen(kw_only=True)
class Asked:
    """The services of a year, by how they stand on the day.

    Attributes:
        done: Those that came to an end.
        elsewhere: Those that were declined, each with the one asked instead.
        unanswered: Those whose answer is overdue, with the working day on which the named person got them.
        unfinished: Those that were accepted and are past the day on which somebody was to look again.
        waiting: Those whose answer is not due yet.
    """

    done: tuple[Dated, ...]
    elsewhere: tuple[tuple[Service, Service], ...]
    unanswered: tuple[Dated, ...]
    unfinished: tuple[Dated, ...]
    waiting: tuple[Service, ...]


def services(diary: Diary, street: Street, children: Sequence[Watched], care: Care) -> Asked:
    """The directory, and the services asked for *children* of whom many may know.

    Only who goes on to university need not be looked after: that is one of the eldest of the street.
    """
    bodies = (body.but(id=diary.id(Body), account=ACCOUNTS.get(body.code)) for body in shipped_bodies())
    diary.enter(Stage.ORGANISED, HEAD, *map(Save, bodies))
    fitting = [child.minor for child in children if not child.restricted]
    mixed = diary.rng.sample(fitting, len(fitting))
    whose = cycle(sorted(mixed, key=lambda minor: age_on(minor.birth_date, diary.day) < _ALONE_FROM))
    told, amiss = care.services, care.amiss
    return Asked(
        done=tuple(_came_of(diary, whose, _eldest(diary, street, told.university), told)),
        elsewhere=tuple(_declined(diary, next(whose)) for _ in range(told.asked_elsewhere)),
        unanswered=tuple(
            _unanswered(diary, next(whose), *what) for _, what in zip(range(amiss.unanswered), cycle(_UNANSWERED))
        ),
        unfinished=tuple(
            _unfinished(diary, next(whose), *what) for _, what in zip(range(amiss.unfinished), cycle(_UNFINISHED))
        ),
        waiting=tuple(_waiting(diary, next(whose), *what) for _, what in zip(range(told.waiting), cycle(_WAITING))),
    )


def _eldest(diary: Diary, street: Street, count: int) -> Iterator[Minor]:
    """Some of those of seventeen of whom nothing is told; of a street that has too few of them, its eldest."""
    plain = [minor for family in street.families if family.story == "plain" for minor in family.minors]
    grown = [minor for minor in plain if age_on(minor.birth_date, diary.day) >= _UNIVERSITY_FROM]
    if len(grown) < count:
        grown = sorted(plain, key=lambda minor: (minor.birth_date, minor.id))[:count]
    return iter(diary.rng.sample(grown, count))


def _came_of(diary: Diary, whose: Iterator[Minor], eldest: Iterator[Minor], told: Services) -> Iterator[Dated]:
    for name, category, body, outcome in _DONE:
        for _ in range(getattr(told, name)):
            child = next(eldest if name == "university" else whose)
            yield _done(diary, _asked(diary, child, category, body, _in_the_year(diary)), outcome)
    for _ in range(told.counselled):
        child, asked, first = next(whose), _in_the_year(diary), None
        for category, body in _JOINT:
            one = _done(diary, _asked(diary, child, category, body, asked, joint_with=first), "helped")
            first = one.service.id
            yield one


def _in_the_year(diary: Diary) -> date:
    """A day of the year that the account of the year is about: in its first weeks, that is the one before."""
    days = diary.day.timetuple().tm_yday
    return diary.ago(30, days - 5) if days > _EARLY else diary.ago(days + 30, days + 300)


def _asked(diary: Diary, child: Minor, category: str, body: str, asked: date, **more: Any) -> Service:
    asked = max(asked, child.birth_date)
    return Service(
        id=diary.id(Service),
        minor=child.id,
        category=category,
        department=body,
        asked=asked,
        officer=SUPERVISOR,
        request=words()["services"][category],
        basis="statutory_duty",
        shared=("name", "birth_date", "guardians"),
        share_until=asked + timedelta(_SETTINGS.share_days),
        answerer=ACCOUNTS.get(body),
        respond_by=_WORKING_DAYS.add_working_days(asked, _ANSWER_DAYS[body]),
        escalates_to=HEAD,
        **more,
    )


def _accepted(diary: Diary, one: Service, act_by: date) -> tuple[Act, Act]:
    answered = min(one.asked + timedelta(1), diary.day)
    return Save(one), Transition(Service, one.id, "accepted", 1, {"answered": answered, "act_by": act_by})


def _done(diary: Diary, one: Service, outcome: str) -> Dated:
    done = weekday_by(one.asked + timedelta(diary.rng.randint(5, 20)))
    end = {"began": one.asked + timedelta(2), "done": done, "outcome": outcome}
    _enter(diary, *_accepted(diary, one, done), Transition(Service, one.id, "done", 2, end))
    return Dated(service=one, day=done, outcome=outcome)


def _declined(diary: Diary, child: Minor) -> tuple[Service, Service]:
    """One body has declined, and another was asked the day it did, which is at it."""
    category, body, other = _ELSEWHERE
    first = _asked(diary, child, category, body, diary.ago(22, 35))
    declined = first.asked + timedelta(1)
    why = {"why_declined": words()["declined"]["reason"], "act_by": declined, "answered": declined}
    again = _asked(diary, child, category, other, declined, follows=first.id)
    _enter(diary, Save(first), Transition(Service, first.id, "declined", 1, why))
    saved, accepted = _accepted(diary, again, _looks_again(diary, again, diary.ahead(5, 20)))
    _enter(diary, saved, Transition(Service, first.id, "asked_elsewhere", 2), accepted)
    return first, again


def _unfinished(diary: Diary, child: Minor, category: str, body: str) -> Dated:
    one = _asked(diary, child, category, body, diary.ago(40, 60))
    act_by = _looks_again(diary, one, diary.ago(2, 9))
    began = {"began": one.asked + timedelta(3)}
    _enter(diary, *_accepted(diary, one, act_by), Transition(Service, one.id, "under_way", 2, began))
    return Dated(service=one, day=act_by)


def _unanswered(diary: Diary, child: Minor, category: str, body: str) -> Dated:
    """Nobody has answered: whoever asked was to remind the body, and the head has it by now."""
    one = _asked(diary, child, category, body, diary.ago(25, 40))
    by = _respond_by(diary, one)
    remind = max(by - timedelta(_SETTINGS.remind_days), one.asked)
    told = _WORKING_DAYS.add_working_days(by, _SETTINGS.escalate_working_days)
    diary.due(Service, "act_by", remind, who=SUPERVISOR, about=one.minor)
    diary.due(Service, "chase_by", told, who=HEAD, about=one.minor)
    _enter(diary, Save(one))
    return Dated(service=one, day=told)


def _waiting(diary: Diary, child: Minor, category: str, body: str) -> Service:
    one = _asked(diary, child, category, body, diary.ago(0, 1))
    _respond_by(diary, one)
    _enter(diary, Save(one))
    return one


def _respond_by(diary: Diary, one: Service) -> date:
    return diary.due(Service, "respond_by", one.respond_by or diary.day, who=one.answerer, about=one.minor)


def _looks_again(diary: Diary, one: Service, day: date) -> date:
    return diary.due(Service, "act_by", day, who=one.officer, about=one.minor)


def _enter(diary: Diary, *acts: Act) -> None:
    diary.enter(Stage.ASKED, SUPERVISOR, *acts)
