"""What time does to services that nobody answers: a reminder, then a named person, on the very days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs

from minorcare.desk import Change, Desk
from minorcare.desk.actors import officers
from minorcare.errors import Conflict, Invalid
from minorcare.kinds.services import Service
from minorcare.query import F
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.rules.responsibility import in_office
from minorcare.store.protocol import Row
from minorcare.work.import_plan import every
from minorcare.work.services import HEAD


@attrs.frozen(kw_only=True)
class Chased:
    """How many services were reminded of, how many were escalated, and how many could not be moved."""

    reminded: int = 0
    escalated: int = 0
    left: int = 0

    @property
    def done(self) -> int:
        """How many records were written."""
        return self.reminded + self.escalated


def chase(desk: Desk) -> Chased:
    """Remind of services whose day comes near, and give those whose day is over to the person named. Done again, nothing.

    Whoever asked has the reminder on the own list from ``remind_days`` before the day of the answer; the person named has it
    ``escalate_working_days`` after it. The days stand as they should have been, even where this ran later. A named person who has
    left office is replaced by the one whom the office tells otherwise. Each service is a unit of work of its own.

    Args:
        desk: The system's, as a rule.
    """
    done = Chased()
    for row in list(every(desk, Service, F.status == "requested")):
        said = _due(desk, row)
        if not said:
            continue
        if not _written(desk, row, {**said, "escalates_to": _named(desk, row)}):
            done = attrs.evolve(done, left=done.left + 1)
            continue
        further = "chase_by" in said
        done = attrs.evolve(done, reminded=done.reminded + (not further), escalated=done.escalated + further)
    return done


def _written(desk: Desk, row: Row, said: Mapping[str, Any]) -> bool:
    """Whether it was written. What may not be shared any more stops being shared: it is no reason to leave the service waiting."""
    for more in ({}, {"share_stopped": desk.day}):
        try:
            desk.apply(Change(Service, row.id, row.version, {**said, **more}))
        except Conflict:
            return False
        except Invalid:
            continue
        return True
    return False


def _due(desk: Desk, row: Row) -> Mapping[str, Any]:
    """What is due to be written of one service on the desk's day; nothing where nothing is."""
    settings, values = desk.settings(LinkageSettings), row.values
    respond_by = values["respond_by"]
    said: dict[str, Any] = {}
    remind_on = respond_by - timedelta(settings.remind_days)
    if values["reminded"] is None and desk.day >= remind_on:
        said |= {"reminded": desk.day, "act_by": values["act_by"] or max(remind_on, values["asked"])}
    escalate_on = desk.calendar.add_working_days(respond_by, settings.escalate_working_days)
    if values["escalated"] is None and desk.day >= escalate_on:
        said |= {"escalated": desk.day, "chase_by": escalate_on}
    return said


def _named(desk: Desk, row: Row) -> str:
    """The person named, if still in office; else the one whom the office tells otherwise; else whoever was named.

    Who works here is asked of the store: the system acts on that without reading any officer's record.
    """
    account: str = row.values["escalates_to"]
    settings = desk.settings(LinkageSettings)
    there = officers(desk.store.reader(), desk.office, desk.day, F.role.is_in(settings.may_chase) & in_office())
    roles = {officer.account: officer.role for officer in there}
    heads = sorted(each for each, role in roles.items() if role == HEAD)
    return next((each for each in (account, settings.escalates_to, *heads) if each in roles), account)
