"""What is said by those who do not read what they speak of: a grid that has done its task, a person asked to answer for a child.

They see a day on their own work list, and the id of what is due by it. They send a report that names this id and says nothing of any
child; it is taken or refused alike, whether there is such a record or not, so that nobody learns anything by sending one. What it
says is applied later, by somebody who may, once the journal shows that it came from whoever was to say it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs

from minorcare.calendar import day_of, parse_stamp
from minorcare.declare import Record
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.errors import Conflict, Invalid, NotFound
from minorcare.kinds import Due, Guarantee, GuaranteeAnswer, Task, TaskReport
from minorcare.query import F, Given
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every
from minorcare.work.responsibility import replace_by, stand_in


@attrs.frozen(kw_only=True)
class Taken:
    """What became of what was sent: applied, refused because it was not theirs or too late, left for the next time."""

    taken: int = 0
    refused: int = 0
    left: int = 0

    @property
    def done(self) -> int:
        """How many were dealt with."""
        return self.taken + self.refused


@attrs.frozen(kw_only=True)
class _Sent:
    """One report, and who sent it when, as the journal says."""

    row: Row
    by: str
    on: date


def report(desk: Desk, task: str, result: str, *, key: str | None = None) -> Receipt[Any]:
    """Say how a task of the own work list went.

    Args:
        task: Its id, as the own work list gives it.
        result: A code of the list ``task_result``.

    Raises:
        NotFound: it is not on the own work list.
    """
    area = _own(desk, f"{Task.__kind__.name}:{task}:due")
    return desk.save(TaskReport(area=area, task=task, result=result), key=key)


def answer(
    desk: Desk, guarantee: str, *, accepts: bool, why: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Accept or decline to answer for a child, from the own work list. Who declines says why.

    Raises:
        NotFound: it is not on the own work list.
    """
    area = _own(desk, f"{Guarantee.__kind__.name}:{guarantee}:accept_by")
    return desk.save(GuaranteeAnswer(area=area, guarantee=guarantee, accepts=accepts, why=why), key=key)


def take_reports(desk: Desk) -> Taken:
    """Apply what was reported on tasks. Done again, it finds nothing left.

    A task is reported by its owner, or by who stood in that day. What needs it becomes a task of the community.
    """

    def acts(sent: _Sent, task: Row) -> tuple[Act, ...] | None:
        owner = task.values["owner"]
        if task.values["status"] != "open" or owner is None or sent.by not in (owner, stand_in(desk, owner, sent.on)):
            return None
        result = sent.row.values["result"]
        further = result in desk.settings(ResponsibilitySettings).follow_up
        said = {"result": result, "reported": sent.on, "reported_by": sent.by}
        done = Transition(Task, task.id, "done", task.version, said)
        return (done, Save(_follow_up(desk, task, result))) if further else (done,)

    return _take(desk, TaskReport, Task, "task", acts)


def take_answers(desk: Desk) -> Taken:
    """Apply what was answered by those asked to answer for a child. Nobody answers for another, not even who stands in."""

    def acts(sent: _Sent, guarantee: Row) -> tuple[Act, ...] | None:
        if guarantee.values["status"] not in ("assigned", "declined") or sent.by != guarantee.values["officer"]:
            return None
        values = sent.row.values
        if values["accepts"]:
            to, said = "accepted", {"accepted": sent.on, "accepted_by": sent.by}
        elif guarantee.values["status"] == "assigned":
            by = replace_by(desk)
            to, said = "declined", {"declined": sent.on, "why_declined": values["why"], "replace_by": by}
        else:
            return None
        return (Transition(Guarantee, guarantee.id, to, guarantee.version, said),)

    return _take(desk, GuaranteeAnswer, Guarantee, "guarantee", acts)


def _take(
    desk: Desk,
    sent: type[Record],
    about: type[Record],
    name: str,
    acts: Callable[[_Sent, Row], tuple[Act, ...] | None],
) -> Taken:
    """Each report is a unit of work of its own, so that one that cannot be applied does not hold up the others."""
    whole = desk.views(desk.catalog.kind(about)).areas is None  # else what is not seen may be somebody else's to take
    done = Taken()
    for row in list(every(desk, sent, F.status == "sent")):
        subject = desk.find(about, F.id == Given("id"), limit=1, given={"id": row.values[name]}).rows
        if not subject and not whole:
            continue
        asked = acts(_as_sent(desk, sent, row), subject[0]) if subject else None
        marked = Transition(sent, row.id, "taken" if asked else "refused", row.version)
        try:
            desk.apply(*(asked or ()), marked)
        except (Conflict, Invalid):
            done = attrs.evolve(done, left=done.left + 1)
        else:
            taken, refused = (1, 0) if asked else (0, 1)
            done = attrs.evolve(done, taken=done.taken + taken, refused=done.refused + refused)
    return done


def _as_sent(desk: Desk, sent: type[Record], row: Row) -> _Sent:
    """Who wrote the first version, and when: no field of the report is believed in this."""
    first = desk.history(sent, row.id)[-1]
    return _Sent(row=row, by=first.actor, on=day_of(parse_stamp(first.at)))


def _follow_up(desk: Desk, task: Row, result: str) -> Task:
    settings = desk.settings(ResponsibilitySettings)
    days = 0 if result in settings.at_once else settings.follow_days
    return Task(
        minor=task.values["minor"],
        title="contact_family",
        given=desk.day,
        due=desk.day + timedelta(days),
        follows=task.record().id,
    )


def _own(desk: Desk, line: str) -> str:
    """The area of a line of the own work list."""
    rows = desk.find(
        Due, (F.id == Given("id")) & (F.who == Given("who")), limit=1, given={"id": line, "who": desk.account}
    ).rows
    if not rows:
        raise NotFound(Due.__kind__.name)
    area: str | None = rows[0].values["area"]
    return area or desk.office
