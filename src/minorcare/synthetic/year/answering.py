"""Who answers for whom, and how closely each child is looked after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from minorcare.calendar import age_on, days
from minorcare.declare import Id
from minorcare.desk import Save, Transition
from minorcare.kinds import Attention, Guarantee
from minorcare.synthetic.year.diary import Diary, Stage
from minorcare.synthetic.year.watched import Watched

SUPERVISOR = "child_supervisor"
_LASTS = {"urgent": 30, "focus": 90, "watch": 180}
"""For how many days a level is set."""
_EVERY = 10
"""One of so many children has changed hands."""


def guarantees(diary: Diary, children: Sequence[Watched], unassigned: Collection[str]) -> None:
    """Each focus child but those in *unassigned* has a named member of the two committees.

    Most have accepted; one is still asked, one has declined and is to be replaced, some have taken over from the liaison.
    """
    named = [child for child in children if child.focus and child.minor.id not in unassigned]
    first = named[0].minor.area[:12] if named else ""
    # where the demo user of that role is posted: somebody who opens that list finds something in it
    asked = next((child for child in named if child.guarantor == "guarantor"), None)
    declined = next((child for child in named if child.minor.area[:12] != first), None)
    for number, child in enumerate(named):
        if child is asked:
            _asked(diary, child)
        elif child is declined:
            _declined(diary, child)
        elif number % _EVERY == _EVERY - 1 and age_on(child.minor.birth_date, diary.day) > 0:
            _accepted(diary, child, after=_accepted(diary, child, officer=child.liaison, least=200, most=360))
        else:
            _accepted(diary, child)


def attention(diary: Diary, children: Sequence[Watched]) -> None:
    """The levels of attention that a person has set, one of which has run out."""
    levelled = [child for child in children if child.level]
    over = diary.rng.choice(levelled).minor.id if levelled else None
    for child in levelled:
        one = Attention(
            id=diary.id(Attention),
            minor=child.minor.id,
            level=child.level or "",
            reasons=("tag",) if child.risks else ("judgement",),
            reason=None if child.risks else "走访后判断",
            proposed=max(diary.ago(10, 25), child.minor.birth_date),
        )
        ahead = diary.ahead(2, _LASTS[one.level])
        expires = diary.day - timedelta(days=3) if child.minor.id == over else ahead
        diary.due(Attention, "expires", expires, about=child.minor.id)
        setting = Transition(Attention, one.id, "set", 1, {"level": one.level, "expires": expires})
        diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one), setting)


def _accepted(
    diary: Diary,
    child: Watched,
    *,
    officer: str | None = None,
    least: int = 20,
    most: int = 180,
    after: Guarantee | None = None,
) -> Guarantee:
    """Somebody has accepted; *after* somebody else, who answered until then."""
    one = _named(diary, child, officer or child.guarantor, least, most, after)
    yes = Transition(Guarantee, one.id, "accepted", 1, {"accepted_by": one.officer, "accepted": one.began})
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one), yes)
    if after is not None:
        over = {"why_ended": "handed_over", "ended": one.began}
        diary.enter(Stage.TAKEN_UP, SUPERVISOR, Transition(Guarantee, after.id, "ended", 2, over))
    return one


def _asked(diary: Diary, child: Watched) -> None:
    one = _named(diary, child, child.guarantor, 0, 1, None)
    diary.due(Guarantee, "accept_by", one.accept_by or diary.day, who=one.officer, about=child.minor.id)
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one))


def _declined(diary: Diary, child: Watched) -> None:
    one = _named(diary, child, child.guarantor, 3, 6, None)
    by = diary.due(Guarantee, "replace_by", diary.ahead(1, 2), about=child.minor.id)
    said = {"why_declined": "与这户是亲戚，不便包保", "declined": one.began, "replace_by": by}
    diary.enter(Stage.TAKEN_UP, SUPERVISOR, Save(one), Transition(Guarantee, one.id, "declined", 1, said))


def _named(diary: Diary, child: Watched, officer: str, least: int, most: int, after: Guarantee | None) -> Guarantee:
    began = max(diary.ago(least, most), child.minor.birth_date)
    return Guarantee(
        id=diary.id(Guarantee),
        minor=child.minor.id,
        officer=officer,
        began=began,
        reason="handover" if after else "first",
        accept_by=max(began + days(3), diary.day + days(2)),
        takes_over=Id(after.id) if after else None,
    )
