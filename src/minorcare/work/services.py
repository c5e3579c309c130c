"""Services: asked of a body in time, answered, done or asked elsewhere. Nobody waits without a day on somebody's list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from minorcare.calendar import days
from minorcare.declare import Id, new_id
from minorcare.desk import Desk, Save, Transition
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Officer
from minorcare.kinds.services import Service
from minorcare.label import Label
from minorcare.query import F, Given, today
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.rules.responsibility import in_office
from minorcare.store.protocol import Receipt, Row
from minorcare.work.bodies import body_of
from minorcare.work.import_plan import every
from minorcare.work.unpacking import derived

HEAD = "station_head"
"""The role that is told where nobody is named."""


def ask(
    desk: Desk,
    minor: str,
    *,
    department: str,
    category: str,
    request: str,
    basis: str,
    key: str | None = None,
    **values: Any,
) -> Receipt[Any]:
    """Ask a body (its code) for a service for a child, to be answered within the working days that the directory gives it.

    Whoever asks answers for it, the account of the body gets the day on its list, and the person set is told if nobody answers;
    any other field of the service may be given by name.

    Raises:
        NotFound: there is no such body, or it is no longer asked.
        Invalid: what is shared has no basis, or nobody can be told.
        Refused: the actor does not write services.
    """
    said = {"department": department, "category": category, "request": request, "basis": basis, **values}
    return desk.apply(Save(_asked(desk, minor, said, key)), key=key)


def ask_elsewhere(
    desk: Desk, service: str, *, department: str, base: int, key: str | None = None, **values: Any
) -> Receipt[Any]:
    """Ask another body for what one has declined, in one batch, so that the child is not lost in between.

    What was asked is asked again as it was, unless given otherwise by name; what is shared is asked anew under its own basis.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does; ``Invalid`` too where it was not declined.
    """
    old = desk.get(Service, service).values
    kept = {
        name: old[name] for name in ("level", "category", "request", "basis", "document", "escalates_to", "joint_with")
    }
    made = _asked(desk, old["minor"], {**kept, **values, "department": department, "follows": Id(service)}, key)
    return desk.apply(Save(made), Transition(Service, service, "asked_elsewhere", base), key=key)


def accept(
    desk: Desk,
    service: str,
    *,
    base: int,
    answered: date | None = None,
    replied_by: str | None = None,
    act_by: date | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Write down that the body has accepted, and by when somebody looks again."""
    again = act_by or desk.day + days(desk.settings(LinkageSettings).finish_days)
    said = {"answered": answered, "replied_by": replied_by, "act_by": again}
    return desk.transition(Service, service, "accepted", base=base, key=key, **said)


def decline(
    desk: Desk, service: str, *, why_declined: str, base: int, replied_by: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Write down that the body has declined and why. Whoever asked has it on the list the same day: to ask elsewhere, or nobody.

    Raises:
        Invalid: no reason is given.
    """
    said = {"why_declined": why_declined, "replied_by": replied_by, "act_by": desk.day}
    return desk.transition(Service, service, "declined", base=base, key=key, **said)


def begin(desk: Desk, service: str, *, base: int, provider: str | None = None, key: str | None = None) -> Receipt[Any]:
    """Write down that it is under way, and who provides it."""
    return desk.transition(Service, service, "under_way", base=base, key=key, provider=provider)


def finish(
    desk: Desk, service: str, *, outcome: str, base: int, result: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Write down what came of it.

    Raises:
        Invalid: there is no outcome, or the body has not accepted yet.
    """
    return desk.transition(Service, service, "done", base=base, key=key, outcome=outcome, result=result)


def revoke(desk: Desk, service: str, *, why_revoked: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Take back what was asked; what was told may no longer be used.

    Raises:
        Invalid: no reason is given.
    """
    return desk.transition(Service, service, "revoked", base=base, key=key, why_revoked=why_revoked)


def unanswered(desk: Desk) -> tuple[Row, ...]:
    """The services that should have been answered before today, the longest overdue first."""
    late = every(desk, Service, (F.status == "requested") & (F.respond_by < today()))
    return tuple(sorted(late, key=lambda row: (row.values["respond_by"], row.id)))


def _asked(desk: Desk, minor: str, said: Mapping[str, Any], key: str | None) -> Service:
    """The service as it is asked: who answers and by when follow from the directory, the rest from what the office has set."""
    settings = desk.settings(LinkageSettings)
    body = body_of(desk, said["department"]).values
    given = {name: value for name, value in said.items() if value is not None}
    follows = {
        "asked": desk.day,
        "officer": desk.account,
        "answerer": body["account"],
        "respond_by": desk.calendar.add_working_days(desk.day, body["answer_days"]),
        "escalates_to": given.get("escalates_to") or whom_to_tell(desk, settings),
    }
    if given.get("shared"):
        longest = settings.emergency_days if given["basis"] == "emergency" else settings.share_days
        follows["share_until"] = desk.day + days(longest)
    id = derived(key, minor, "service") if key else new_id()  # asked again under its key, it is the same
    return Service(id=id, minor=Id(minor), **{**follows, **given})


def whom_to_tell(desk: Desk, settings: LinkageSettings) -> str:
    """The account that is told when nobody answers: the one set, or the station head's.

    Raises:
        Invalid: there is neither.
    """
    named = F.account == Given("account") if settings.escalates_to else F.role == HEAD
    given = {"account": settings.escalates_to} if settings.escalates_to else None
    rows = desk.find(Officer, named & in_office(), order=("account",), limit=1, given=given).rows
    if not rows:
        raise Invalid([_NOBODY])
    account: str = rows[0].values["account"]
    return account


_NOBODY = Problem(
    at="escalates_to",
    said=Label("没有可以上报的人", en="names nobody: there is neither a person set nor a station head"),
    remedy=Label("指定一位站长或儿童督导员", en="name a station head or a child supervisor"),
    code="required",
)
