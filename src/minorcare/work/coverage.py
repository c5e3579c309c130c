"""Whom measures reach: every child at least one a year, every focus child a plan. What is missing are queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from minorcare.calendar import latest_birth, months
from minorcare.desk import Desk
from minorcare.kinds import MeasureDelivery, Minor, Plan, UniversalMeasure
from minorcare.label import Label
from minorcare.query import F, Filter, Tally, all_of, any_of, exists, today
from minorcare.rules.responsibility import ResponsibilitySettings, focus
from minorcare.store.protocol import Page, Row
from minorcare.work.import_plan import every

IN_FORCE = "active"
"""The state in which a child's own plan is in force: approved by a second person, and not closed."""

_MINORS: Filter = F.birth_date.age < 18


@attrs.frozen(kw_only=True)
class CoverageSettings:
    """What an office promises its children.

    Attributes:
        universal_months: Within so many months every child is reached by at least one measure.
    """

    universal_months: int = attrs.field(default=12, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class Reach:
    """How many children a measure is for, and how many of them its deliveries were for. ``None``: too few for the actor's role."""

    population: int | None
    covered: int | None


@attrs.frozen(kw_only=True, order=True)
class Born:
    """The children of an area, with all that lies in it, who were born after a day and by another."""

    area: str
    after: date
    by: date

    @property
    def where(self) -> Filter:
        """The same as a condition on ``minor``."""
        return all_of(F.area.within(self.area), F.birth_date > self.after, F.birth_date <= self.by)


def without_measure(
    desk: Desk,
    *,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """The children whom no universal measure was for within the last year, as far as the actor sees children.

    A delivery is for whoever lives in its area today and was of its ages on its day: nobody's attendance is taken.
    """
    return desk.find(Minor, uncovered(desk), after=after, limit=limit)


def without_plan(desk: Desk, *, after: str | None = None, limit: int = 50) -> Page:
    """The focus children who have no plan in force, as far as the actor sees children."""
    return desk.find(Minor, unplanned(desk), after=after, limit=limit)


def uncovered(desk: Desk) -> Filter:
    """The condition of :func:`without_measure` as it stands today, to list or to count by."""
    span = months(desk.settings(CoverageSettings).universal_months)
    since = (F.day > today() - span) & (F.day <= today())
    reached = merged(born(row) for row in every(desk, MeasureDelivery, since))
    return _MINORS & ~any_of(*(each.where for each in reached))


def unplanned(desk: Desk) -> Filter:
    """The condition of :func:`without_plan`: the focus children are those of the office's settings."""
    focused = focus(desk.settings(ResponsibilitySettings).not_focus)
    return _MINORS & focused & ~exists(Plan, F.status == IN_FORCE)


def reach(desk: Desk, measure: str) -> Reach:
    """How far a measure has come among the children it is for, counted as the actor counts children.

    The children are those who live in its area today and were of its ages on its first day.

    Raises:
        NotFound: there is no such measure.
        Refused: the actor's role has no figures.
    """
    row = desk.get(UniversalMeasure, measure)
    population = _born(row, row.values["begins"]).where
    deliveries = merged(born(one) for one in every(desk, MeasureDelivery, F.measure == measure))
    covered = population & any_of(*(each.where for each in deliveries))
    return Reach(population=_counted(desk, population), covered=_counted(desk, covered))


def born(delivery: Row) -> Born:
    """Whom a delivery was for: who lives in its area and was of its ages on its day."""
    return _born(delivery, delivery.values["day"])


def merged(parts: Iterable[Born]) -> tuple[Born, ...]:
    """The same children in as few parts as may be: what overlaps or joins in one area is one."""
    return tuple(_joined(sorted(set(parts))))


def _joined(parts: list[Born]) -> Iterator[Born]:
    held: Born | None = None
    for part in parts:
        if held is not None and held.area == part.area and part.after <= held.by:
            held = attrs.evolve(held, by=max(held.by, part.by))
        else:
            if held is not None:
                yield held
            held = part
    if held is not None:
        yield held


def _born(row: Row, day: date) -> Born:
    return Born(
        area=row.values["covers"],
        after=latest_birth(row.values["to_age"] + 1, day),
        by=latest_birth(row.values["from_age"], day),
    )


def _counted(desk: Desk, where: Filter) -> int | None:
    [count] = desk.tally(Tally("children", Minor, where=where, label=Label("孩子", en="Children")))
    return count.minors
