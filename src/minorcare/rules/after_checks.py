"""That nobody is lost sight of: what comes after a visit, and after a plan that is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from minorcare.calendar import months
from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.plans import Plan, PlanMeasure, PlanReview
from minorcare.kinds.visits import OPEN_VISITS, Visit
from minorcare.label import Label
from minorcare.query import F, any_of
from minorcare.rules.care_settings import PlanSettings
from minorcare.rules.checks import Check, Look


def followed_up_in_time(settings: PlanSettings) -> Check:
    """Where a plan was closed, somebody looks again within the months that the office has set, counted from the end."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        plan = cast("Plan", record)
        if plan.status != "closed" or plan.closed is None or plan.follow_up is None:
            return
        first, last = (plan.closed + months(n) for n in (settings.follow_up_from, settings.follow_up_to))
        if first <= plan.follow_up <= last:
            return
        if look.ids(Plan, (F.id == plan.id) & (F.status == "closed") & (F.follow_up == plan.follow_up)):
            return  # agreed when the office had set other months
        yield Problem(
            at="follow_up",
            said=Label("不在跟踪期内", en="lies outside the time of following up"),
            remedy=Label(f"填 {first} 至 {last} 之间的日期", en=f"give a day from {first} to {last}"),
            code="range",
        )

    return Check(Plan, examine)


def nothing_left_running(record: Record, look: Look) -> Iterable[Problem]:
    """With a plan end its measures and the reviews that were planned: nobody goes on under a plan that is closed."""
    plan = cast("Plan", record)
    if plan.status != "closed":
        return
    left = len(look.ids(PlanMeasure, (F.plan == plan.id) & (F.status == "running")))
    left += len(look.ids(PlanReview, (F.plan == plan.id) & (F.status == "planned")))
    if left:
        yield Problem(
            at="status",
            said=Label(
                f"还有 {left} 项措施或评估没有结束", en=f"leaves {left} measures or reviews of the plan without an end"
            ),
            remedy=Label("先结束措施、取消评估，再结案", en="finish or stop the measures and cancel the reviews too"),
            code="open",
        )


def next_one_planned(record: Record, look: Look) -> Iterable[Problem]:
    """After a visit comes another: one that waits, or one for a later day; else somebody says why there is none."""
    visit = cast("Visit", record)
    if visit.status != "done" or visit.no_next is not None or visit.happened is None:
        return
    later = any_of(F.status.is_in(OPEN_VISITS), F.planned > visit.happened, F.happened > visit.happened)
    if all(other == visit.id for other in look.ids(Visit, (F.minor == visit.minor) & later)):
        yield Problem(
            at="no_next",
            said=Label("没有安排下一次走访", en="is missing, and no next visit is planned"),
            remedy=Label("先安排下一次走访，或填写不再安排的原因", en="plan the next visit, or say why there is none"),
            code="required",
        )


def after_checks(plans: PlanSettings) -> tuple[Check, ...]:
    """The checks of this module, by what an office has set about plans."""
    return (
        followed_up_in_time(plans),
        Check(Plan, nothing_left_running, when="settled"),
        Check(Visit, next_one_planned, when="settled", of_owners=False),
    )
