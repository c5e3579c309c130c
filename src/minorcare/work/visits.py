"""Visits as people do them: done, and the next one planned with it; missed, and tried again; who is overdue."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from minorcare.calendar import day_of, parse_stamp
from minorcare.declare import Id, new_id, wording
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.errors import Invalid
from minorcare.kinds import Attention, RiskTag, Task, Visit
from minorcare.kinds.visits import OPEN_VISITS, VisitProblem
from minorcare.query import F, Given, today
from minorcare.rules.office import OfficeSettings
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.store.protocol import Receipt
from minorcare.work.cadence import AT_HOME, NextVisit, Pace, VisitSettings, latest, next_visit
from minorcare.work.harm_visits import after_visit
from minorcare.work.import_plan import CHUNK, every
from minorcare.work.tasks import address_of
from minorcare.work.urgent import Advice, advice

_OPEN, _NO_PACE = F.status.is_in(OPEN_VISITS), "no_pace"
_FROM, _TASK_TITLE = uuid.UUID("7f9ad2a4-5f50-5c0e-9c1b-6f0f6f6b9a31"), "contact_family"


@attrs.frozen(kw_only=True)
class Overdue:
    """A child who should have been visited by ``day``: by a visit that was planned, by the pace of visits, or by both."""

    minor: str
    day: date
    visit: str | None = None
    last: date | None = None
    pace: Pace | None = None


def due_next(desk: Desk, minor: str, *, type: str = AT_HOME, last: date | None = None) -> NextVisit | None:
    """When a child is to be visited next, by what the actor may know of the child; ``None`` where nothing asks for visits.

    What the actor may not read does not speed the visits up, or their pace would tell of it: what only a few know of a child
    speeds them up by the attention level that one of these few sets.

    Args:
        desk: Of somebody who reads the child.
        minor: The child.
        type: The kind of visit.
        last: The day of a visit that is not on file yet; a later one on file counts instead.
    """
    asked = _paces(desk, (minor,)).get(minor, [])
    known = [day for day in (last, _lasts(desk, (minor,)).get(minor)) if day is not None]
    since = max(known, default=None)
    terms = desk.settings(VisitSettings).school_terms
    return next_visit(asked, desk.calendar, terms, last=since, today=desk.day, type=type)


def plan(
    desk: Desk,
    minor: str,
    *,
    officer: str,
    type: str = AT_HOME,
    key: str | None = None,
) -> Receipt[Any] | None:
    """Plan the next visit to a child who has none planned; ``None`` where one is, or where nothing asks for visits."""
    found = due_next(desk, minor, type=type)
    if found is None or _planned(desk, minor):
        return None
    return desk.save(Visit(minor=Id(minor), type=found.type, planned=found.day, officer=officer), key=key)


def done(
    desk: Desk,
    visit: str,
    *,
    base: int,
    key: str | None = None,
    **values: Any,
) -> Receipt[Any]:
    """Record a visit as done, plan the next one and give out what is left to do: one batch.

    A day agreed with the family (``next``) is taken where it comes no later than the pace asks. Anything urgent opens a harm
    report as well. The same *key* with the same values writes nothing twice.

    Args:
        desk: Of who records it.
        visit: The visit, planned or missed before.
        base: Its version.
        key: The caller's replay key.
        values: What was found; asked are ``seen``, ``cares_now``, ``state``, and ``happened`` if it was not today.

    Raises:
        Invalid: something asked is missing, or a value is wrong.
        NotFound, Conflict: as the desk does.
    """
    known = {**desk.get(Visit, visit).values, **values}
    said, after, tasks = _following(desk, visit, known)
    receipt = desk.apply(*after, Transition(Visit, visit, "done", base, {**values, **said}), *tasks, key=key)
    after_visit(desk, visit, known)
    return receipt


def met(
    desk: Desk,
    minor: str,
    *,
    type: str = "chance",
    key: str | None = None,
    **values: Any,
) -> Receipt[Any]:
    """Record a visit that nobody had planned, such as meeting the child by chance, as :func:`done` does.

    A visit that is planned for the child stays planned.
    """
    made = Visit(id=_id(f"{minor}:{key}") if key else new_id(), minor=Id(minor), type=type, officer=desk.account)
    known = {**Visit.__kind__.values(made), **values}
    said, after, tasks = _following(desk, made.id, known)
    moved = Transition(Visit, made.id, "done", 1, {**values, **said})
    receipt = desk.apply(*after, Save(made), moved, *tasks, key=key)
    after_visit(desk, made.id, known)
    return receipt


def missed(
    desk: Desk, visit: str, *, base: int, not_met: str, retry: date, note: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Record that a visit did not take place, why, and the day of the next try: it stays on the work list for that day.

    Raises:
        Invalid: *retry* does not lie after today.
        NotFound, Conflict: as the desk does.
    """
    said = {} if note is None else {"note": note}
    return desk.apply(Transition(Visit, visit, "missed", base, {"not_met": not_met, "planned": retry, **said}), key=key)


def urgent(desk: Desk, row: Mapping[str, Any]) -> Advice | None:
    """What to do at once for a visit with these values; ``None`` where nothing is urgent."""
    return advice(row["urgent"], cares_now=row["cares_now"], duty=desk.settings(OfficeSettings).duty)


def overdue(desk: Desk) -> tuple[Overdue, ...]:
    """The children who should have been visited before today, one entry each, the longest overdue first."""
    found: dict[str, Overdue] = {}
    for row in every(desk, Visit, _OPEN & (F.planned < today())):
        minor, day = row.values["minor"], row.values["planned"]
        if minor not in found or day < found[minor].day:
            found[minor] = Overdue(minor=minor, day=day, visit=row.id)
    asking = _paces(desk)
    lasts = _lasts(desk, tuple(asking), desk.day - timedelta(desk.settings(VisitSettings).longest_days))
    for minor, paces in asking.items():
        last = lasts.get(minor)
        pace = min(paces, key=lambda each: each.end(last))
        end = latest(desk.calendar, last, pace)
        if end < desk.day:
            known = found.get(minor, Overdue(minor=minor, day=end))
            found[minor] = attrs.evolve(known, day=min(known.day, end), last=last, pace=pace)
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.minor)))


def _following(desk: Desk, visit: str, known: Mapping[str, Any]) -> tuple[dict[str, Any], list[Act], list[Act]]:
    """What a visit that is *known* to have been done brings with it: the next visit, and tasks for what is left to do.

    Where nothing asks for a next one, the visit says so.
    """
    id = _id(f"{visit}:next")
    settled = known["no_next"] is not None or _planned(desk, known["minor"], but=(visit, id))
    after = None if settled else _after(desk, id, known)
    tasks: list[Act] = [Save(_task(desk, visit, known["minor"], owner)) for owner in _owners(known["problems"] or ())]
    # whoever does not know what asks for visits leaves the next one to those who do
    said = {} if settled or after or not desk.may_read(RiskTag) else {"no_next": _NO_PACE}
    return said, [Save(after)] if after else [], tasks


def _after(desk: Desk, id: Id, known: Mapping[str, Any]) -> Visit | None:
    """The visit after this one, to be called *id*; ``None`` where nothing asks for it."""
    minor, happened, agreed = known["minor"], known["happened"] or desk.day, known["next"]
    if not isinstance(happened, date):
        raise Invalid([wording.wrong_type("happened", "date")])
    type = AT_HOME if known["type"] == "chance" else known["type"]
    found = due_next(desk, minor, type=type, last=happened) if desk.may_read(RiskTag) else None
    day, type = (found.day, found.type) if found else (None, type)
    if isinstance(agreed, date) and agreed > happened and (day is None or agreed <= day):
        day = agreed
    if day is None:
        return None
    return Visit(id=id, minor=Id(minor), type=type, planned=day, officer=known["officer"] or desk.account)


def _id(text: str) -> Id:
    """The same id again when the same is sent again."""
    return Id(str(uuid.uuid5(_FROM, text)))


def _owners(problems: Iterable[VisitProblem]) -> tuple[str | None, ...]:
    """Who goes on with what was not settled on the spot, each once; ``None`` is the community."""
    return tuple(dict.fromkeys(problem.owner for problem in problems if problem.done is None))


def _task(desk: Desk, visit: str, minor: str, owner: str | None) -> Task:
    """A neutral task: it says to turn to the family, and neither what was found nor how pressing it is."""
    return Task(
        id=_id(f"{visit}:task:{owner}"),
        minor=Id(minor),
        title=_TASK_TITLE,
        owner=owner,
        address=address_of(desk, minor) if owner else None,
        given=desk.day,
        due=desk.day + timedelta(desk.settings(ResponsibilitySettings).task_days),
    )


def _planned(desk: Desk, minor: str, but: Collection[str] = ()) -> bool:
    page = desk.find(Visit, (F.minor == minor) & _OPEN, limit=len(but) + 1)
    return any(row.id not in but for row in page.rows)


def _paces(desk: Desk, minors: Collection[str] | None = None) -> dict[str, list[Pace]]:
    """By child, what asks for visits: attention levels set and confirmed tags, as far as the actor may read them."""
    settings, found = desk.settings(VisitSettings), dict[str, list[Pace]]()
    for row in _of(desk, RiskTag, F.status == "confirmed", minors):
        # of a tag that may not be named, the day is not shown either
        since = row.values["decided"] or row.values["found"] or day_of(parse_stamp(row.since))
        found.setdefault(row.values["minor"], []).append(settings.for_risk(row.values["risk"], since))
    for row in _of(desk, Attention, F.status == "set", minors) if desk.may_read(Attention) else ():
        level, since = row.values["level"], row.values["decided"]
        if level is not None and since is not None and (pace := settings.for_level(level, since)) is not None:
            found.setdefault(row.values["minor"], []).append(pace)
    return found


def _lasts(desk: Desk, minors: Collection[str], since: date = date.min) -> dict[str, date]:
    """The day of the last done visit, by child, for the children visited on or after *since*."""
    found: dict[str, date] = {}
    for row in _of(desk, Visit, (F.status == "done") & (F.happened >= since), minors):
        minor, day = row.values["minor"], row.values["happened"]
        found[minor] = max(day, found.get(minor, day))
    return found


def _of(desk: Desk, kind: type[Any], where: Any, minors: Collection[str] | None) -> Iterator[Any]:
    """All rows of *kind*, or those about *minors*, asked for in parts."""
    if minors is None:
        yield from every(desk, kind, where)
        return
    asked = list(minors)
    for at in range(0, len(asked), CHUNK):
        yield from every(desk, kind, where & F.minor.is_in(Given("ids")), {"ids": asked[at : at + CHUNK]})
