"""Hazards in a household: what is done by when, and the look taken afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from minorcare.calendar import days
from minorcare.desk import Desk
from minorcare.kinds.hazards import HazardMeasure, HouseholdHazard
from minorcare.store.protocol import Receipt


@attrs.frozen(kw_only=True)
class HazardSettings:
    """How long a hazard may stand. An office sets it.

    Attributes:
        due_days: Days until it is lowered or transferred.
        recheck_days: Days from then until somebody looks again.
    """

    due_days: int = attrs.field(default=7, validator=attrs.validators.ge(1))
    recheck_days: int = attrs.field(default=30, validator=attrs.validators.ge(1))


def report(desk: Desk, hazard: HouseholdHazard, *, key: str | None = None) -> Receipt[Any]:
    """Write down a hazard; without a day of its own it is due by what the office has set.

    Raises:
        Invalid, Refused: as the desk does.
    """
    return desk.save(hazard.but(due=hazard.due or desk.day + days(desk.settings(HazardSettings).due_days)), key=key)


def lower(
    desk: Desk,
    hazard: str,
    *measures: HazardMeasure,
    base: int,
    key: str | None = None,
) -> Receipt[Any]:
    """Say what was done against a hazard, beside what is written down already; somebody looks again later.

    Raises:
        Invalid: no measure has been done.
        NotFound, Conflict, Refused: as the desk does.
    """
    done = (*desk.get(HouseholdHazard, hazard).values["measures"], *measures)
    recheck = desk.day + days(desk.settings(HazardSettings).recheck_days)
    return desk.transition(HouseholdHazard, hazard, "lowered", base=base, key=key, measures=done, recheck=recheck)


def transfer(
    desk: Desk,
    hazard: str,
    *,
    to: str,
    base: int,
    key: str | None = None,
) -> Receipt[Any]:
    """Hand a hazard to who can do something about it (a code of ``department``); somebody looks again later.

    Raises:
        Invalid: *to* is no code of the list.
        NotFound, Conflict, Refused: as the desk does.
    """
    recheck = desk.day + days(desk.settings(HazardSettings).recheck_days)
    return desk.transition(
        HouseholdHazard, hazard, "transferred", base=base, key=key, transferred_to=to, recheck=recheck
    )


def close(desk: Desk, hazard: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Looked again, and it is gone.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    return desk.transition(HouseholdHazard, hazard, "closed", base=base, key=key)


def reopen(desk: Desk, hazard: str, *, due: date, base: int, key: str | None = None) -> Receipt[Any]:
    """Looked again, and it is still there: to be lowered by *due*.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    return desk.transition(HouseholdHazard, hazard, "open", base=base, key=key, due=due)
