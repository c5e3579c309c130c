"""Checks of census rounds and their results, and of the areas that rounds and measures name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.areas import Area, no_such_area
from minorcare.kinds.census import CensusResult, CensusRound
from minorcare.kinds.measures import MeasureDelivery, UniversalMeasure
from minorcare.label import Label
from minorcare.query import F, any_of
from minorcare.rules.checks import Check, Look

UNANSWERED = any_of(F.status == "expected", (F.status == "absent") & ~F.revisit.is_empty)
"""The results that keep a round from being signed off: nobody went there, or somebody has to go again."""


def complete(record: Record, look: Look) -> Iterable[Problem]:
    """A round is signed off when every one of its households has a result and the absent ones have been re-visited."""
    one = cast("CensusRound", record)
    if one.status != "signed_off":
        return
    if not look.ids(CensusResult, F.round == one.id):
        said = Label("这一轮没有任何户", en="is not complete: the round has no household")
        yield Problem(at="status", said=said, remedy=Label("先启动这一轮", en="start the round first"), code="census")
    left = look.ids(CensusResult, (F.round == one.id) & UNANSWERED)
    if left:
        yield Problem(
            at="status",
            said=Label(
                f"还有 {len(left)} 户没有结果或待再次上门", en=f"is not complete: {len(left)} households are left"
            ),
            remedy=Label("走完每一户后再签字", en="go to each of them first"),
            code="census",
        )


def in_a_running_round(record: Record, look: Look) -> Iterable[Problem]:
    """Results are entered while their round runs: what was signed off stays as it was signed."""
    result = cast("CensusResult", record)
    if not look.ids(CensusRound, (F.id == result.round) & (F.status == "running")):
        yield Problem(
            at="round",
            said=Label("这一轮没有在进行", en="is not running"),
            remedy=Label("先启动这一轮；已签字的不再修改", en="start it first; one that is signed off stays as it is"),
            code="census",
        )


def one_result_each(record: Record, look: Look) -> Iterable[Problem]:
    """A household has one result in a round."""
    result = cast("CensusResult", record)
    others = look.ids(CensusResult, (F.round == result.round) & (F.household == result.household))
    if any(other != result.id for other in others):
        yield Problem(
            at="household",
            said=Label("这一轮里已有这户", en="has a result in this round already"),
            remedy=Label("在已有的结果上填写", en="enter it in the one that is there"),
            code="taken",
        )


def areas_of_the_street(record: Record, look: Look) -> Iterable[Problem]:
    """A round goes through areas that are there."""
    one = cast("CensusRound", record)
    for number, scope in enumerate(one.areas):
        if not _is_area(scope.area, one.office, look):
            yield no_such_area(f"areas[{number}].area")


def covers_an_area(record: Record, look: Look) -> Iterable[Problem]:
    """A measure is for an area that is there."""
    one = cast("UniversalMeasure | MeasureDelivery", record)
    if not _is_area(one.covers, one.office, look):
        yield no_such_area("covers")


def _is_area(code: str, office: str, look: Look) -> bool:
    return code == office or bool(look.ids(Area, F.code == code))


CENSUS_CHECKS = (
    Check(CensusRound, areas_of_the_street),
    Check(CensusRound, complete),
    Check(CensusResult, in_a_running_round),
    Check(CensusResult, in_a_running_round, when="gone"),
    Check(CensusResult, one_result_each),
    Check(UniversalMeasure, covers_an_area),
    Check(MeasureDelivery, covers_an_area),
)
