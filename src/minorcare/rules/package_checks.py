"""Checks of packages on paper against the service they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.packages import ServicePackage
from minorcare.kinds.services import AT_WORK, Service
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look


def as_the_service_says(record: Record, look: Look) -> Iterable[Problem]:
    """A package goes to the body that the service asks, about the same child, and holds nothing that the service does not share."""
    package = cast("ServicePackage", record)
    if package.status in ("received", "cancelled"):
        return
    mine = (F.id == package.service) & (F.minor == package.minor) & (F.department == package.department)
    if not look.ids(Service, mine & F.status.is_in(AT_WORK)):
        yield _OTHER_SERVICE
    for place, name in enumerate(package.shared):
        if not look.ids(Service, (F.id == package.service) & F.shared.contains(name)):
            yield Problem(
                at=f"shared[{place}]",
                said=Label("不在这项服务提供的信息之内", en="is not shared by this service"),
                remedy=Label("先在服务上写明依据，再制作函件", en="say so in the service first, with its basis"),
                code="sharing",
            )


def one_letter_at_a_time(record: Record, look: Look) -> Iterable[Problem]:
    """A service has one package that is not cancelled: a second letter would ask a second time."""
    package = cast("ServicePackage", record)
    if package.status == "cancelled":
        return
    others = look.ids(ServicePackage, (F.service == package.service) & (F.status != "cancelled"))
    if any(other != package.id for other in others):
        yield Problem(
            at="service",
            said=Label("已有函件", en="has a package already"),
            remedy=Label("打印已有的；要重做，先作废并写明原因", en="print that one; to make another, cancel it first"),
            code="taken",
        )


_OTHER_SERVICE = Problem(
    at="service",
    said=Label(
        "不是请这个单位为这个孩子办理的、还在进行的服务", en="is nothing that this body is asked for this child"
    ),
    remedy=Label("核对服务、孩子和单位", en="check service, child and body"),
    code="reference",
)

PACKAGE_CHECKS = (Check(ServicePackage, as_the_service_says), Check(ServicePackage, one_letter_at_a_time))
