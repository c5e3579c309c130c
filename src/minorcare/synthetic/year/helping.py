"""Plans, one for one child: drawn up by one officer, approved by another, looked at again, closed; and those past their review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from minorcare.calendar import age_on
from minorcare.desk import Save, Transition
from minorcare.kinds import Plan, PlanMeasure, PlanReview
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage
from minorcare.synthetic.year.watched import Watched
from minorcare.synthetic.year.words import words

HEAD = "station_head"
_BETWEEN = timedelta(days=91)
"""From one review to the next."""
_SPEAKS_FROM = 4


@attrs.frozen(kw_only=True)
class _Drawn:
    """A plan as it was drawn up: since when, who by, who approves it, in which step."""

    plan: Plan
    since: date
    approver: str
    stage: Stage


def plans(diary: Diary, children: Sequence[Watched], count: int, late: int) -> None:
    """Plans for *count* children, those under close attention first: one drafted, one handed in, one closed, the others in force.

    *late* of those in force have passed their day of review.
    """
    chosen = sorted(children, key=lambda child: child.level not in ("focus", "urgent"))[:count]
    picked = diary.rng.sample([child.minor.id for child in chosen], min(3, count // 4))
    waiting = dict(zip(picked, _WAITING, strict=False))
    past = diary.rng.sample([child.minor.id for child in chosen if child.minor.id not in waiting], late)
    for child in chosen:
        _WRITE[waiting.get(child.minor.id, "active")](diary, child, late=child.minor.id in past)


def _drafted(diary: Diary, child: Watched, *, late: bool) -> None:  # noqa: ARG001 -- one signature for all
    drawn = _drawn(diary, child, diary.ago(1, 5))
    diary.enter(_step(child), drawn.plan.officer or "", Save(drawn.plan))


def _handed_in(diary: Diary, child: Watched, *, late: bool) -> None:  # noqa: ARG001 -- one signature for all
    _submit(diary, child, _drawn(diary, child, diary.ago(2, 9)))


def _active(diary: Diary, child: Watched, *, late: bool) -> None:
    review = diary.ago(3, 35) if late else diary.ahead(3, 80)
    rounds = diary.rng.randint(1, 3)
    drawn = _drawn(diary, child, review - rounds * _BETWEEN)
    _submit(diary, child, drawn)
    diary.due(Plan, "review", review, who=drawn.plan.officer, about=child.minor.id)
    _approve(diary, drawn, review)
    held = (review - back * _BETWEEN for back in range(rounds - 1, 0, -1))
    for day in held:
        if day > drawn.since:
            _reviewed(diary, drawn, day)


def _closed(diary: Diary, child: Watched, *, late: bool) -> None:  # noqa: ARG001 -- one signature for all
    drawn = _drawn(diary, child, diary.ago(150, 200))
    _submit(diary, child, drawn, measures=False)
    _approve(diary, drawn, diary.ago(5, 10))
    follow = diary.due(Plan, "follow_up", diary.ahead(95, 120), who=drawn.plan.officer, about=child.minor.id)
    values = {"closing": "goals_met", "outcome": "目标已达成，转为日常走访", "follow_up": follow}
    diary.enter(drawn.stage, drawn.approver, Transition(Plan, drawn.plan.id, "closed", 3, values))


_WAITING = ("draft", "submitted", "closed")
_WRITE = {"draft": _drafted, "submitted": _handed_in, "active": _active, "closed": _closed}


def _drawn(diary: Diary, child: Watched, since: date) -> _Drawn:
    """Of whom few may know, the supervisor draws up the plan and the head approves it; else the liaison and the supervisor."""
    told: Mapping[str, Any] = words()["plans"][child.theme]
    since = max(since, child.minor.birth_date)
    speaks = age_on(child.minor.birth_date, diary.day) >= _SPEAKS_FROM
    author, approver, stage = (
        (SUPERVISOR, HEAD, Stage.OVERSEEN) if child.restricted else (child.liaison, SUPERVISOR, Stage.APPROVED)
    )
    plan = Plan(
        id=diary.id(Plan),
        minor=child.minor.id,
        level="restricted" if child.restricted else "sensitive",
        officer=author,
        problems=(PlanProblem(area=told["area"], said=told["said"], source="visit"),),
        goals=(PlanGoal(said=told["goal"], measure=told["measure"], day=diary.ahead(60, 150)),),
        child_view=told["child_view"] if speaks else None,
        unheard=None if speaks else "too_young",
        guardian_view=told["guardian_view"],
        guardian_signed=since,
    )
    return _Drawn(plan=plan, since=since, approver=approver, stage=stage)


def _step(child: Watched) -> Stage:
    return Stage.TAKEN_UP if child.restricted else Stage.DONE


def _submit(diary: Diary, child: Watched, drawn: _Drawn, *, measures: bool = True) -> None:
    plan, author = drawn.plan, drawn.plan.officer or ""
    diary.enter(_step(child), author, Save(plan), Transition(Plan, plan.id, "submitted", 1))
    for told in words()["plans"][child.theme]["measures"] if measures else ():
        ends = diary.due(PlanMeasure, "ends", diary.ahead(30, 120), who=author, about=child.minor.id)
        measure = PlanMeasure(
            id=diary.id(PlanMeasure),
            minor=plan.minor,
            plan=plan.id,
            level=plan.level,
            officer=author,
            began=drawn.since,
            ends=ends,
            **told,
        )
        diary.enter(_step(child), author, Save(measure))


def _approve(diary: Diary, drawn: _Drawn, review: date) -> None:
    # what was agreed on paper is entered on the day; the paper has its own date
    values = {"review": review, "remark": f"{drawn.since:%Y年%m月%d日}纸质方案已审批，补录"}
    diary.enter(drawn.stage, drawn.approver, Transition(Plan, drawn.plan.id, "active", 2, values))


def _reviewed(diary: Diary, drawn: _Drawn, day: date) -> None:
    plan = drawn.plan
    one = PlanReview(
        id=diary.id(PlanReview), minor=plan.minor, plan=plan.id, level=plan.level, officer=plan.officer, day=day
    )
    said = {
        "held": day,
        "result": diary.rng.choice(("on_track", "on_track", "more_help")),
        "findings": "措施都在做，孩子和家人配合",
        "child_view": plan.child_view,
    }
    diary.enter(drawn.stage, drawn.approver, Save(one), Transition(PlanReview, one.id, "held", 1, said))
