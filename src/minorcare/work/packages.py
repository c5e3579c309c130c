"""Packages on paper for bodies without an account: made with a number, printed, handed over, and their receipt recorded."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import attrs

from minorcare.access import trusted
from minorcare.declare import Id, new_id
from minorcare.desk import Desk, Save
from minorcare.errors import Refused
from minorcare.kinds.packages import ServicePackage
from minorcare.kinds.services import Service
from minorcare.label import Label
from minorcare.query import F, Given, Query, exists
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.store.protocol import Receipt, Row
from minorcare.work.bodies import body_of
from minorcare.work.consents import shares
from minorcare.work.import_plan import every
from minorcare.work.package_print import Letter, as_html
from minorcare.work.told import Told, told
from minorcare.work.unpacking import derived

_STOPPED = Label("已停止提供信息，不能再打印", en="nothing is shared any more: it is not printed")


@attrs.frozen(kw_only=True)
class Printed:
    """A package for the printer, and whether it says what it said when it was made."""

    html: str
    as_made: bool


def prepare(desk: Desk, service: str, *, key: str | None = None) -> Receipt[Any]:
    """Make the package of a service: with the next number of the year, and what the service shares.

    Raises:
        NotFound: no such service.
        Invalid: it has a package, or nothing is asked by it any more.
        Refused: it shares nothing any more.
    """
    row = desk.get(Service, service)
    values = row.values
    id = derived(key, service, "package") if key else new_id()
    package = ServicePackage(
        id=id,
        minor=values["minor"],
        level=values["level"],
        service=Id(service),
        department=values["department"],
        number=_number(desk, id),
        made=desk.day,
        officer=desk.account,
        shared=values["shared"],
        share_until=values["share_until"],
        fingerprint="",
        send_by=desk.calendar.add_working_days(desk.day, desk.settings(LinkageSettings).send_working_days),
    )
    package = package.but(fingerprint=_mark(_html(desk, package, row, "zh")))
    return desk.apply(Save(package), key=key)


def printed(desk: Desk, package: str, *, lang: str = "zh") -> Printed:
    """The package for the printer, made from what is on file now.

    Raises:
        NotFound: no such package, or the actor does not see what it is about.
        Refused: it was cancelled, or nothing may be shared any more.
    """
    row = desk.get(ServicePackage, package)
    made = row.record()
    assert isinstance(made, ServicePackage)
    if made.status == "cancelled":
        raise Refused(_STOPPED)
    service = desk.get(Service, made.service)
    now = _html(desk, made, service, "zh")
    return Printed(
        html=now if lang == "zh" else _html(desk, made, service, lang), as_made=_mark(now) == made.fingerprint
    )


def hand_over(desk: Desk, package: str, *, how: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down that it was handed over and how (a code of ``told_channel``); a receipt is waited for.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    by = desk.calendar.add_working_days(desk.day, desk.settings(LinkageSettings).receipt_working_days)
    return desk.transition(ServicePackage, package, "handed_over", base=base, key=key, how=how, receipt_by=by)


def receive(
    desk: Desk,
    package: str,
    *,
    received_by: str,
    base: int,
    received: date | None = None,
    receipt_no: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Record the receipt: who signed at the body, on which day.

    Raises:
        Invalid: nobody signed, or before it was handed over.
    """
    said = {"received_by": received_by, "received": received, "receipt_no": receipt_no}
    return desk.transition(ServicePackage, package, "received", base=base, key=key, **said)


def cancel(desk: Desk, package: str, *, why_cancelled: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Cancel a package, with a reason. Its number is not given again.

    Raises:
        Invalid: no reason is given.
    """
    return desk.transition(ServicePackage, package, "cancelled", base=base, key=key, why_cancelled=why_cancelled)


def unsent(desk: Desk) -> tuple[Row, ...]:
    """The services that were asked of nobody yet: the body has no account, and no package was handed over."""
    on_paper = exists(ServicePackage, F.status.is_in(("handed_over", "received")), via="service")
    return tuple(every(desk, Service, (F.status == "requested") & F.answerer.is_empty & ~on_paper))


def _number(desk: Desk, package: str) -> str:
    """The number that a package has, or the next of the year: over all of the office, those too that the actor does not see."""
    made = desk.find(ServicePackage, F.id == Given("id"), limit=1, given={"id": package}).rows
    if made:
        return str(made[0].values["number"])
    reader, prefix = desk.store.reader(), f"{desk.day.year}-"
    query = Query(kind=ServicePackage.__kind__.name, where=F.number >= prefix, order=("-number",), limit=1)
    rows = reader.find(desk.office, query, trusted, desk.day).rows
    return f"{prefix}{(int(rows[0].values['number'].removeprefix(prefix)) if rows else 0) + 1:04}"


def _html(desk: Desk, package: ServicePackage, service: Row, lang: str) -> str:
    """The text. Of a service that shares nothing any more there is none.

    Raises:
        Refused: the service no longer shares.
    """
    record = service.record()
    assert isinstance(record, Service)
    if package.shared and not shares(desk, service.id):
        raise Refused(_STOPPED)
    pieces = told(desk, package.minor, package.shared, situation=record.situation)
    letter = Letter(number=package.number, about=_about(desk, package, record), request=record.request, told=pieces)
    return as_html(letter, lang=lang)


def _about(desk: Desk, package: ServicePackage, service: Service) -> tuple[Told, ...]:
    body, codes = body_of(desk, package.department).values, desk.catalog.codes
    lines = [
        (Label("致", en="To"), Label(body["name"], en=body["name"])),
        (Label("事项", en="Matter"), codes["service_category"].label_of(service.category)),
        (Label("法律依据", en="Legal basis"), codes["legal_basis"].label_of(service.basis)),
        (Label("请答复至", en="Please answer by"), _day(service.respond_by)),
        (Label("制作日期", en="Made on"), _day(package.made)),
    ]
    if package.shared:
        lines.append((Label("信息可使用至", en="May be used until"), _day(package.share_until)))
    return tuple(lines)


def _day(day: date | None) -> Label:
    return Label(f"{day}", en=f"{day}") if day else Label("—", en="—")


def _mark(html: str) -> str:
    return sha256(html.encode()).hexdigest()
