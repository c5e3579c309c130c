"""Whom measures reach: every child at least one a year, every focus child a plan. What is missing are queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from minorcare.calendar import latest_birth, months
from minorcare.catalog import Catalog
from minorcare.desk import Desk
from minorcare.kinds import Attention, MeasureDelivery, Minor, RiskTag, UniversalMeasure
from minorcare.kinds.attention import CLOSE_ATTENTION
from minorcare.label import Label
from minorcare.query import F, Filter, Tally, all_of, any_of, exists, today
from minorcare.store.protocol import Page, Row
from minorcare.work.import_plan import every

PLAN, IN_FORCE = "plan", "active"
"""The kind of a child's own plan, and the state in which it is in force: approved by a second person, and not closed."""

_MINORS: Filter = F.birth_date.age < 18


@attrs.frozen(kw_only=True)
class CoverageSettings:
    """What an office promises its children.

    Attributes:
        universal_months: Within so many months every child is reached by at least one measure.
    """

    universal_months: int = 12


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
    settings: CoverageSettings = CoverageSettings(),
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """The children whom no universal measure was for within the last year, as far as the actor sees children.

    A delivery is for whoever lives in its area today and was of its ages on its day: nobody's attendance is taken.
    """
    return desk.find(Minor, uncovered(desk, settings), after=after, limit=limit)


def without_plan(desk: Desk, *, after: str | None = None, limit: int = 50) -> Page:
    """The focus children (close attention, or a confirmed tag) who have no plan in force, as far as the actor sees children."""
    return desk.find(Minor, unplanned(desk.catalog), after=after, limit=limit)


def uncovered(desk: Desk, settings: CoverageSettings = CoverageSettings()) -> Filter:
    """The condition of :func:`without_measure` as it stands today, to list or to count by."""
    since = (F.day > today() - months(settings.universal_months)) & (F.day <= today())
    reached = merged(born(row) for row in every(desk, MeasureDelivery, since))
    return _MINORS & ~any_of(*(each.where for each in reached))


def unplanned(catalog: Catalog) -> Filter:
    """The condition of :func:`without_plan`. Where nobody brings plans, no child has one."""
    close = exists(Attention, (F.status == "set") & F.level.is_in(CLOSE_ATTENTION))
    focus = _MINORS & any_of(close, exists(RiskTag, F.status == "confirmed"))
    return focus & ~exists(PLAN, F.status == IN_FORCE) if PLAN in catalog.kinds else focus


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
