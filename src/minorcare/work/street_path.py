"""A child found on the street, taken in without a name if need be, and brought home step by step."""

from __future__ import annotations

from datetime import date
from typing import Any

from minorcare.calendar import days, months, years
from minorcare.declare import Id, new_id
from minorcare.desk import Act, Change, Desk, Save, Transition
from minorcare.kinds import Minor, StreetFinding
from minorcare.kinds.street_path import StreetPath
from minorcare.kinds.whereabouts import StreetStep
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.store.protocol import Receipt
from minorcare.work.unpacking import derived

NAMELESS = "无名儿童"
"""The name under which a child is on file whose name nobody knows."""


def estimated_birth(day: date, age: int) -> date:
    """A date of birth for a child who looks *age* years old on *day*: in the middle of the year in which it must have been born."""
    return day - years(age) - months(6)


def take_in(
    desk: Desk,
    *,
    area: str,
    found: date,
    source: str,
    minor: str | None = None,
    name: str = NAMELESS,
    sex: str = "0",
    age: int | None = None,
    place: str | None = None,
    needs_doctor: bool | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Write down a child found on the street, in one batch: the child (unless on file), the finding, and its way.

    Args:
        area: Where it was found; a child that is on file keeps its own area.
        minor: The child, if it is on file.
        age: How old it looks; required where it is not on file, and then the date of birth counts as estimated.
        needs_doctor: ``None`` where nobody knows: then a doctor sees the child.

    Raises:
        ValueError: neither *minor* nor *age* is given.
        Invalid, Refused: as the desk does.
    """
    acts: list[Act] = []
    if minor is None:
        if age is None:
            raise ValueError("how old does the child look? give age, or minor if it is on file")
        born = estimated_birth(found, age)
        child = Minor(id=_id(key, "minor"), name=name, sex=sex, birth_date=born, birth_date_estimated=True, area=area)
        acts, minor = [Save(child)], child.id
    finding = StreetFinding(id=_id(key, "finding"), minor=Id(minor), found=found, place=place, source=source)
    settings = desk.settings(LinkageSettings)
    path = StreetPath(
        id=_id(key, "path"),
        minor=Id(minor),
        finding=finding.id,
        found=found,
        officer=desk.account,
        needs_doctor=needs_doctor,
        next_by=desk.day,
        identify_by=found + days(settings.identify_days),
    )
    return desk.apply(*acts, Save(finding), Save(path), key=key)


def note(desk: Desk, path: str, *steps: StreetStep, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down that steps were taken: which, on which day, by whom. What they brought to light is not asked."""
    return desk.change(StreetPath, path, base=base, key=key, steps=_with(desk, path, *steps))


def move(
    desk: Desk, path: str, to: str, *steps: StreetStep, base: int, key: str | None = None, **values: Any
) -> Receipt[Any]:
    """Bring a child on by one state, with the steps that took it there; the day of the next one follows from the settings.

    Raises:
        Invalid: a step that the state rests on is missing, a doctor was passed over, or nobody knows who the child is.
    """
    said = {"steps": _with(desk, path, *steps), "next_by": _next(desk, to), **values}
    return desk.transition(StreetPath, path, to, base=base, key=key, **said)


def identify(
    desk: Desk,
    path: str,
    *,
    base: int,
    done: date,
    minor_base: int,
    key: str | None = None,
    **known: Any,
) -> Receipt[Any]:
    """Write down that the police have established who the child is, and correct the register, in one batch.

    Args:
        base: The version of the way; *minor_base* that of the child.
        done: The day on which the police did.
        known: What is known now: ``name``, ``birth_date``, ``sex``, ``resident_id`` and other fields of a child.

    Raises:
        Conflict, Invalid, Refused: as the desk does.
    """
    minor = desk.get(StreetPath, path).values["minor"]
    step = StreetStep(step="identified", done=done, by="police")
    child = Change(Minor, minor, minor_base, {"birth_date_estimated": False, **known})
    said = {"steps": _with(desk, path, step), "identified": True, "identify_by": None}
    return desk.apply(child, Change(StreetPath, path, base, said), key=key)


def left(
    desk: Desk, path: str, *, why_left: str, done: date, base: int, by: str = "community", key: str | None = None
) -> Receipt[Any]:
    """Write down that the child has left, and that the police were asked to search, which comes first."""
    asked = _with(desk, path, StreetStep(step="search_asked", done=done, by=by))
    return desk.apply(Transition(StreetPath, path, "left", base, {"steps": asked, "why_left": why_left}), key=key)


def _id(key: str | None, what: str) -> Id:
    """A fresh id; under a key, the one that follows from it, so that asking again makes nothing twice."""
    return derived(key, what) if key else new_id()


def _with(desk: Desk, path: str, *steps: StreetStep) -> tuple[StreetStep, ...]:
    return (*desk.get(StreetPath, path).values["steps"], *steps)


def _next(desk: Desk, to: str) -> date:
    settings = desk.settings(LinkageSettings)
    if to == "handed_over":
        return desk.day + months(settings.follow_months)
    return desk.day + days(settings.station_days if to in ("at_station", "tracing") else 1)
