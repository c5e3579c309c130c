"""Life events: verified, told to the departments at once, and the plan looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from minorcare.calendar import days
from minorcare.declare import Id
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.kinds.events import LifeEvent, Told, elapsed_minutes
from minorcare.kinds.plans import PlanReview
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Receipt

PLAN, PLAN_REVIEW = "plan", "plan_review"
"""The kinds of a child's own plan and of a look at whether it works."""


@attrs.frozen(kw_only=True)
class EventSettings:
    """How long an event may wait. The law says at once and names no hour; an office sets the latest day.

    Attributes:
        act_days: Days until it is verified and the departments are told.
        close_days: Days from telling them until it is closed.
        review_days: Days from verifying until the child's plan is looked at again.
    """

    act_days: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    close_days: int = attrs.field(default=7, validator=attrs.validators.ge(1))
    review_days: int = attrs.field(default=7, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class Elapsed:
    """Whole minutes since an event was found: until it was verified, until a department was told, and until now while it is not."""

    to_verify: int | None
    to_tell: int | None
    waiting: int | None

    @property
    def words(self) -> Label:
        """The minutes for people."""
        if self.to_tell is not None:
            return Label(f"发现后 {self.to_tell} 分钟联动", en=f"told {self.to_tell} minutes after it was found")
        return Label(f"发现已 {self.waiting} 分钟，尚未联动", en=f"found {self.waiting} minutes ago, nobody told yet")


def elapsed(event: Mapping[str, Any], now: datetime) -> Elapsed:
    """The minutes of an event, from its values (``row.values``), as they stand at *now*."""
    first = min((one.at for one in event["told"] or ()), default=None)
    found: datetime = event["found"]
    return Elapsed(
        to_verify=elapsed_minutes(found, event["verified"]),
        to_tell=elapsed_minutes(found, first),
        waiting=elapsed_minutes(found, now) if first is None else None,
    )


def report(desk: Desk, event: LifeEvent, *, key: str | None = None) -> Receipt[Any]:
    """Write down an event as it was found.

    Raises:
        Invalid, Refused: as the desk does.
    """
    return desk.save(event.but(act_by=desk.day + days(desk.settings(EventSettings).act_days)), key=key)


def verify(
    desk: Desk,
    event: str,
    *,
    base: int,
    at: datetime | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Say that an event is true, as of *at* (now, if not given); the child's plan is to be reviewed, in the same batch.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    minor = desk.get(LifeEvent, event).values["minor"]
    verified = Transition(LifeEvent, event, "verified", base, {"verified": at or desk.clock()})
    return desk.apply(verified, *review_acts(desk, minor), key=key)


def tell(desk: Desk, event: str, *told: Told, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down which departments were told, when and how.

    Raises:
        Invalid: nobody was told, or a time lies before the event was found.
        NotFound, Conflict, Refused: as the desk does.
    """
    row = desk.get(LifeEvent, event)
    everybody = (*row.values["told"], *told)
    if row.values["status"] == "told":
        return desk.change(LifeEvent, event, base=base, key=key, told=everybody)
    act_by = desk.day + days(desk.settings(EventSettings).close_days)
    return desk.transition(LifeEvent, event, "told", base=base, key=key, told=everybody, act_by=act_by)


def close(desk: Desk, event: str, *, result: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Say how an event ended. One that was not true ends here too, with that as its result.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    return desk.transition(LifeEvent, event, "closed", base=base, key=key, result=result)


def review_acts(desk: Desk, minor: str) -> tuple[Act, ...]:
    """What opens a review of the child's plan in force, unless one is planned by then; nothing where there is no plan."""
    if not {PLAN, PLAN_REVIEW} <= desk.catalog.kinds.keys():
        return ()
    day = desk.day + days(desk.settings(EventSettings).review_days)
    planned = (F.minor == minor) & (F.status == "planned") & (F.day <= day)
    known = {row.values["plan"] for row in desk.find(PLAN_REVIEW, planned).rows}
    plans = desk.find(PLAN, (F.minor == minor) & (F.status == "active")).rows
    reviews = (
        PlanReview(
            minor=Id(minor),
            plan=Id(row.id),
            level=row.values["level"],
            officer=row.values["officer"],
            day=day,
        )
        for row in plans
        if row.id not in known
    )
    return tuple(map(Save, reviews))
