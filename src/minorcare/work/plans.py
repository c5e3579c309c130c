"""Plans as people make them: handed in, approved by a second person, reviewed, revised, closed and followed up; versions compared."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import months
from minorcare.declare import Id, Label
from minorcare.desk import Act, Change, Desk, Save, Transition
from minorcare.errors import NotFound
from minorcare.kinds import Plan, PlanMeasure, PlanReview
from minorcare.kinds.plans import FOLLOWED_UP
from minorcare.query import F
from minorcare.rules.care_settings import PlanSettings
from minorcare.store.protocol import Receipt, Version
from minorcare.work.import_plan import every

_REVIEWS = uuid.UUID("0c4b6b52-62a7-5d0e-8f0a-51f6f0f1f3a7")


@attrs.frozen(kw_only=True)
class Difference:
    """One field that differs between two versions, as the reader may see it; of a list, what came and what went."""

    name: str
    label: Label
    before: Any
    after: Any
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()


def submit(desk: Desk, plan: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Hand a plan in: from now on its author is who did so, and somebody else approves it.

    Raises:
        Invalid: problems or measurable goals are missing, or the child's view and the reason why there is none.
        NotFound, Conflict: as the desk does.
    """
    return desk.transition(Plan, plan, "submitted", base=base, key=key)


def approve(
    desk: Desk,
    plan: str,
    *,
    base: int,
    review: date | None = None,
    remark: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Put a plan in force, to be reviewed by *review* (as the office has set, if not given).

    Raises:
        Invalid: the actor handed it in, or the child has a plan in force already.
        NotFound, Conflict: as the desk does.
    """
    values: dict[str, Any] = {"review": review or _next_review(desk)}
    if remark is not None:
        values["remark"] = remark
    return desk.apply(Transition(Plan, plan, "active", base, values), key=key)


def send_back(desk: Desk, plan: str, *, base: int, remark: str, key: str | None = None) -> Receipt[Any]:
    """Give a plan back to its author, with what is to be changed."""
    return desk.transition(Plan, plan, "draft", base=base, remark=remark, key=key)


def revise(desk: Desk, plan: str, *, base: int, key: str | None = None, **values: Any) -> Receipt[Any]:
    """Change a plan in force and hand it in again: a second person approves the new version; the old one stays on file.

    Raises:
        Invalid: a value is wrong.
        NotFound, Conflict: as the desk does.
    """
    return desk.apply(Transition(Plan, plan, "submitted", base, values), key=key)


def hold_review(
    desk: Desk,
    plan: str,
    *,
    base: int,
    result: str,
    review: date | None = None,
    key: str | None = None,
    **values: Any,
) -> Receipt[Any]:
    """Record that a plan was reviewed, and set the day of the next review: one batch.

    A review that was planned is the one held; else a new one is written.

    Args:
        desk: Of who reviewed it.
        plan: The plan in force.
        base: The plan's version.
        result: A code of the list ``review_result``.
        review: By when it is reviewed next.
        key: The caller's replay key.
        values: More of the review: ``held`` if it was not today, ``findings``, ``child_view``.
    """
    row = desk.get(Plan, plan)
    planned = desk.find(PlanReview, (F.plan == plan) & (F.status == "planned"), order=("day",), limit=1).rows
    said = {"result": result, **values}
    acts: list[Act] = []
    if planned:
        acts.append(Transition(PlanReview, planned[0].id, "held", planned[0].version, said))
    else:
        made = PlanReview(
            id=Id(str(uuid.uuid5(_REVIEWS, f"{plan}:{base}"))),
            minor=row.values["minor"],
            plan=Id(plan),
            level=row.values["level"],
            day=said.get("held") or desk.day,
        )
        acts += [Save(made), Transition(PlanReview, made.id, "held", 1, said)]
    acts.append(Change(Plan, plan, base, {"review": review or _next_review(desk)}))
    return desk.apply(*acts, key=key, asked=("hold_review", plan, base, review, *sorted(said.items())))


def close(
    desk: Desk,
    plan: str,
    *,
    base: int,
    closing: str,
    outcome: str | None = None,
    follow_up: date | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Close a plan with a reason: its measures and planned reviews end with it, and a follow-up is set where the child can be met.

    Raises:
        Invalid: the follow-up lies outside what the office has set, or the reason is no code.
        NotFound, Conflict: as the desk does.
    """
    followed, wanted = closing in FOLLOWED_UP, follow_up
    if followed and follow_up is None:
        follow_up = desk.day + months(desk.settings(PlanSettings).follow_up_from)
    values = {"closing": closing, "follow_up": follow_up, **({} if outcome is None else {"outcome": outcome})}
    ending = "finished" if followed else "stopped"
    running = every(desk, PlanMeasure, (F.plan == plan) & (F.status == "running"))
    planned = every(desk, PlanReview, (F.plan == plan) & (F.status == "planned"))
    acts: list[Act] = [Transition(PlanMeasure, row.id, ending, row.version) for row in running]
    acts += [Transition(PlanReview, row.id, "cancelled", row.version) for row in planned]
    acts.append(Transition(Plan, plan, "closed", base, values))
    return desk.apply(*acts, key=key, asked=("close", plan, base, closing, outcome, wanted))


def differences(desk: Desk, plan: str, older: int, newer: int) -> tuple[Difference, ...]:
    """What differs between two versions of a plan, field by field, as far as the reader may see both.

    Raises:
        NotFound: there is no such plan or version for this actor.
    """
    versions = {version.version: version for version in desk.history(Plan, plan)}
    if older not in versions or newer not in versions:
        raise NotFound(Plan.__kind__.name)
    return tuple(_differences(versions[older], versions[newer]))


def _differences(old: Version, new: Version) -> Iterator[Difference]:
    hidden = {*old.masked, *new.masked}
    for field in Plan.__kind__.fields:
        if field.name in hidden:
            continue
        before, after = _value(old.values, field.name), _value(new.values, field.name)
        if before == after:
            continue
        if field.many:
            before, after = before or (), after or ()
            added = tuple(each for each in after if each not in before)
            removed = tuple(each for each in before if each not in after)
        else:
            added = removed = ()
        yield Difference(name=field.name, label=field.label, before=before, after=after, added=added, removed=removed)


def _value(values: Mapping[str, Any], name: str) -> Any:
    found = values.get(name)
    return tuple(found) if isinstance(found, list) else found


def _next_review(desk: Desk) -> date:
    return desk.day + months(desk.settings(PlanSettings).review_months)
