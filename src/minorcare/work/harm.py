"""Mandatory reports as people make them: sent in a minute, the police told at once, the reporter told what came of it.

The telephone comes first (110). Nothing here waits for a value, an investigation or somebody's leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

import attrs

from minorcare.calendar import days, parse_stamp
from minorcare.declare import Id
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.desk.withholding import receives
from minorcare.kinds import HarmReport, Minor, Reporter, Supplement
from minorcare.kinds.sealed import reporter_of
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.office import OfficeSettings
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every
from minorcare.work.urgent import Advice, untold_advice

_TOLD = ("authority", "channel", "told_at")


@attrs.frozen(kw_only=True)
class HarmSettings:
    """How long others may take. Local practice, not law; telling the police has no setting, since the law says at once.

    Attributes:
        answer_days: Days within which the police are expected to answer; then the office asks.
        tell_back_days: Days from the result until the reporter has been told.
    """

    answer_days: int = 3
    tell_back_days: int = 3


def report(desk: Desk, report: HarmReport, *, reporter: Reporter | None = None, key: str | None = None) -> Receipt[Any]:
    """Send a report, or take down what somebody else reports: one value is enough.

    Station head and supervisor receive, and *reporter* says who told them, as far as that is known; nobody else opens it. Everybody
    else is the reporter: the door keeps their account in the vault, and the journal does not have it.

    Raises:
        Invalid: nothing at all is said, or a value is wrong.
        Refused: the actor's role makes no reports.
    """
    # sent again under its key it must be the same: then the first version says when it was noted
    noted_at = report.noted_at or (desk.clock() if key is None else None)
    noted = report.but(noted_at=noted_at, area=report.area or _area(desk, report), tell_by=desk.day)
    who = (reporter or Reporter()).but(id=reporter_of(noted.id), report=noted.id)
    if not receives(desk):
        return desk.apply(Save(noted), *((Save(who),) if reporter else ()), key=key)
    acts: list[Act] = [Save(noted), Save(who.but(receiver=who.receiver or desk.account))]
    if all(
        getattr(noted, name) is not None for name in _TOLD
    ):  # called first and written down afterwards, as it should be
        acts.append(Transition(HarmReport, noted.id, "told", 1, _answer_by(desk)))
    return desk.apply(*acts, key=key)


def tell(
    desk: Desk,
    report: str,
    *,
    base: int,
    authority: str = "police_110",
    channel: str = "call_110",
    told_at: datetime | None = None,
    told_person: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Write down that the police were told: which, how, at which minute (now, if not said), and who took it.

    Raises:
        Invalid: a value is wrong, or they were told before.
        NotFound, Conflict, Refused: as the desk does.
    """
    values = {
        "authority": authority,
        "channel": channel,
        "told_at": told_at or desk.clock(),
        "told_person": told_person,
    }
    return desk.transition(HarmReport, report, "told", base=base, key=key, **values, **_answer_by(desk))


def receive(desk: Desk, report: str, *, receipt: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down the receipt of the police, or the number of the case.

    Raises:
        Invalid, NotFound, Conflict, Refused: as the desk does.
    """
    return desk.transition(HarmReport, report, "received", base=base, key=key, receipt=receipt)


def conclude(desk: Desk, report: str, *, result: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down what came of it; then the reporter is to be told (未成年人保护法 art. 11).

    Raises:
        Invalid, NotFound, Conflict, Refused: as the desk does.
    """
    tell_back_by = desk.day + days(desk.settings(HarmSettings).tell_back_days)
    return desk.transition(
        HarmReport, report, "concluded", base=base, key=key, result=result, tell_back_by=tell_back_by
    )


def tell_back(desk: Desk, report: str, *, how: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Write down that the reporter was told the result; how stands beside their name, and is the receiver's to know.

    *how* is a code of ``told_channel``; ``not_reachable`` is an answer too.

    Raises:
        NotFound: there is no such report, or somebody else received it.
        Invalid, Conflict, Refused: as the desk does.
    """
    who = reporter_row(desk, report)
    told = _record(who).but(result_told=desk.day, result_told_how=how)
    return desk.apply(Transition(HarmReport, report, "answered", base), Save(told, who.version), key=key)


def supplement(
    desk: Desk, report: str, words: str, *, base: int, key: str | None = None, **values: Any
) -> Receipt[Any]:
    """Add what became known, at any time, also after the end. *values* fill in or correct other fields; none is emptied.

    Raises:
        Invalid, NotFound, Conflict, Refused: as the desk does.
    """
    known = desk.get(HarmReport, report).values["supplements"]
    added = (*known, Supplement(at=desk.clock(), words=words))
    return desk.change(HarmReport, report, base=base, key=key, supplements=added, **values)


def relink(desk: Desk, report: str, *, minor: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Say which child on file a report is about, or that it is another one.

    Raises:
        Invalid: the actor sees no such child.
        NotFound, Conflict, Refused: as the desk does.
    """
    return desk.change(HarmReport, report, base=base, key=key, minor=Id(minor))


def reporter_row(desk: Desk, report: str) -> Row:
    """Who reported, for the receiver.

    Raises:
        NotFound: for everybody else, whether there is such a report or not.
    """
    return desk.get(Reporter, reporter_of(report))


def say_who(desk: Desk, report: str, *, base: int, key: str | None = None, **values: Any) -> Receipt[Any]:
    """Write down what the receiver knows of who reported: name, unit, phone, in what words.

    Raises:
        NotFound: as :func:`reporter_row`.
        Invalid, Conflict: as the desk does.
    """
    return desk.save(_record(reporter_row(desk, report)).but(**values), base=base, key=key)


def hand_on(desk: Desk, report: str, *, to: str, key: str | None = None) -> Receipt[Any]:
    """Give what only the receiver knows to the account *to*: from then on the receiver does not open it any more.

    Raises:
        NotFound: as :func:`reporter_row`.
    """
    who = reporter_row(desk, report)
    return desk.save(_record(who).but(receiver=to), base=who.version, key=key)


@attrs.frozen(kw_only=True)
class Untold:
    """A report of which the police have not been told: how many minutes it has been waiting. It is red until they are told."""

    id: Id
    minor: Id | None
    area: str | None
    minutes: int

    @property
    def said(self) -> Label:
        """That, in words."""
        return Label(f"尚未报警，已过 {self.minutes} 分钟", en=f"police not yet told, {self.minutes} minutes by now")


def untold(desk: Desk) -> tuple[Untold, ...]:
    """The reports of which the police have not been told, the longest waiting first.

    Raises:
        Refused: the actor reads no such reports.
    """
    now = desk.clock()
    found = (
        Untold(id=Id(row.id), minor=row.values["minor"], area=row.area, minutes=waiting(row.values, row.since, now))
        for row in every(desk, HarmReport, F.status == "noted")
    )
    return tuple(sorted(found, key=lambda each: (-each.minutes, each.id)))


def waiting(values: Mapping[str, Any], since: str, now: datetime) -> int:
    """Whole minutes since a report was found or noted, whichever was first; *since* is when it was last written."""
    times = [at for at in (values["found_at"], values["noted_at"]) if at is not None]
    return max(0, (now - min(times, default=parse_stamp(since))) // timedelta(minutes=1))


def urgent(desk: Desk, values: Mapping[str, Any]) -> Advice | None:
    """Whom to call while the police have not been told; ``None`` once they have."""
    return untold_advice(desk.settings(OfficeSettings).duty) if values["status"] == "noted" else None


def _answer_by(desk: Desk) -> dict[str, Any]:
    return {"answer_by": desk.day + days(desk.settings(HarmSettings).answer_days)}


def _area(desk: Desk, report: HarmReport) -> str | None:
    """Where the child is on file; for a receiver who sees a part of the street, else their own part. Of a reporter it tells nothing."""
    if report.minor is not None and desk.may_read(Minor):
        rows = desk.find(Minor, F.id == report.minor, limit=1).rows
        if rows:
            return rows[0].area
    own = desk.views(HarmReport.__kind__).areas if receives(desk) else None
    return own[0] if own else None


def _record(row: Row) -> Reporter:
    """Who reported, as it stands."""
    return cast("Reporter", row.record())
