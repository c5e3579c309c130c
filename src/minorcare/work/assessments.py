"""Assessments as people make them: answered, scored by the machine, graded by a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from minorcare.desk import Desk, Transition
from minorcare.errors import Refused
from minorcare.kinds import Assessment
from minorcare.kinds.assessments import machine_of
from minorcare.kinds.instruments import find
from minorcare.label import Label
from minorcare.rules.care_settings import AssessmentSettings, instruments
from minorcare.store.protocol import Receipt


def score(
    desk: Desk,
    assessment: str,
    *,
    base: int,
    key: str | None = None,
) -> Receipt[Any]:
    """Have the machine add up the answers. What comes out is kept as advice; nothing follows from it until a person grades.

    Raises:
        Invalid: an item is not answered, or an answer is none of the scale.
        Masked: the assessment is above the actor's ceiling.
        Refused: the office has no such instrument.
        NotFound, Conflict: as the desk does.
    """
    made: Assessment = desk.get(Assessment, assessment).record()
    instrument = find(instruments(desk.settings(AssessmentSettings)), made.instrument, made.instrument_version)
    if instrument is None:
        raise Refused(
            Label("这里没有这个评估工具；请先登记它", en="there is no such instrument here; bring its file first")
        )
    machine = machine_of(instrument, made.by_item)
    values = (
        {}
        if machine is None
        else {"score": machine.score, "vetoed": bool(machine.vetoes), "machine_grade": machine.grade}
    )
    return desk.apply(Transition(Assessment, assessment, "scored", base, values), key=key)


def confirm(
    desk: Desk,
    assessment: str,
    *,
    base: int,
    grade: str,
    because: str | None = None,
    valid_until: date | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Grade: the actor's own judgement, with a reason where it differs from the machine's. It holds until *valid_until*.

    Raises:
        Invalid: the grade differs and no reason is given, or the instrument asks for two assessors.
        NotFound, Conflict: as the desk does.
    """
    said = {"human_grade": grade, "differs_because": because, "valid_until": valid_until}
    values = {name: value for name, value in said.items() if value is not None}
    return desk.apply(Transition(Assessment, assessment, "confirmed", base, values), key=key)
