"""No mediation where a child may have been harmed: the report comes first, and what is reported is for the police."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from minorcare.calendar import days
from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import HarmReport, Minor, Visit
from minorcare.kinds.mediation import Mediation
from minorcare.kinds.services import AT_WORK, Service
from minorcare.label import Label
from minorcare.query import F, Filter, any_of, exists, today
from minorcare.rules.checks import Check, Look
from minorcare.rules.linkage_settings import LinkageSettings

_WAITING = ("noted", "told", "received")
"""A report that has no result yet."""


def perhaps_harmed(sign_days: int) -> Filter:
    """The children whom a report or a visit says may have been harmed, a filter on ``minor``.

    A report counts until its result is known. A sign that a visit found in the last *sign_days* counts until some report of the
    child has its result.
    """
    return _perhaps_harmed(sign_days)


@cache
def _perhaps_harmed(sign_days: int) -> Filter:
    reported = exists(HarmReport, F.status.is_in(_WAITING))
    seen = exists(Visit, ~F.urgent.is_empty & (F.happened >= today() - days(sign_days)))
    answered = exists(HarmReport, ~F.status.is_in(_WAITING))
    return any_of(reported, seen & ~answered)


def harm_is_not_mediated(settings: LinkageSettings) -> tuple[Check, ...]:
    """Refused for a mediation that goes on, and for a service that asks somebody else to mediate."""

    def of_a_mediation(record: Record, look: Look) -> Iterator[Problem]:
        mediation = cast("Mediation", record)
        if mediation.status not in ("opened", "agreed"):
            return
        if mediation.signs:
            yield _SIGNS
        elif look.ids(Minor, (F.id == mediation.minor) & perhaps_harmed(settings.sign_days)):
            yield _NOT_NOW

    def of_a_service(record: Record, look: Look) -> Iterator[Problem]:
        service = cast("Service", record)
        if service.category != "mediation" or service.status not in AT_WORK:
            return
        if look.ids(Minor, (F.id == service.minor) & perhaps_harmed(settings.sign_days)):
            yield _NOT_NOW

    return Check(Mediation, of_a_mediation), Check(Service, of_a_service)


def of_its_service(record: Record, look: Look) -> Iterable[Problem]:
    """A mediation that a service asked for is about the same child, and that service asks for one."""
    mediation = cast("Mediation", record)
    if mediation.service is None:
        return
    asked = (F.id == mediation.service) & (F.minor == mediation.minor) & (F.category == "mediation")
    if not look.ids(Service, asked):
        yield Problem(
            at="service",
            said=Label("不是为这个孩子请求调解的服务", en="does not ask for a mediation for this child"),
            remedy=Label("选对应的服务，或留空", en="choose the one that does, or leave it empty"),
            code="reference",
        )


def mediation_checks(settings: LinkageSettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (*harm_is_not_mediated(settings), Check(Mediation, of_its_service))


_SIGNS = Problem(
    at="signs",
    said=Label("有侵害迹象，不能调解", en="are signs of harm: it is not mediated"),
    remedy=Label(
        "保护好孩子，立即拨打 110 并填写强制报告（《未成年人保护法》第十一条）",
        en="keep the child safe, call 110 at once and report it (Law on the Protection of Minors, art. 11)",
    ),
    code="harm",
)
_NOT_NOW = Problem(
    at="minor",
    said=Label("目前不能为这个孩子调解", en="cannot be party to a mediation now"),
    remedy=Label(
        "请与站长或儿童督导员联系；发现侵害迹象的，立即拨打 110 报告",
        en="speak to the station head or a child supervisor; if you see a sign of harm, call 110 at once",
    ),
    code="harm",
)
"""One sentence whatever stands behind it: not everybody who mediates may know of a report."""
