"""Who answers for a child: naming, accepting, declining, handing over, standing in, and finding those with nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from minorcare.declare import Id
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.errors import Invalid, NotFound, Problem
from minorcare.kinds import Deputy, Guarantee, Household, Member, Minor, Officer
from minorcare.label import Label
from minorcare.query import F, Given, exists
from minorcare.rules.responsibility import ResponsibilitySettings, focus, in_office, standing
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every

__all__ = [
    "Holder",
    "Stretch",
    "accept",
    "assign",
    "decline",
    "deputise",
    "focus",
    "hand_over",
    "held_by",
    "holder",
    "no_longer_needed",
    "release",
    "stand_in",
    "succession",
    "trail",
    "unassigned",
    "without_responsible",
]


@attrs.frozen(kw_only=True)
class Holder:
    """Who answers for a child on a day: the named person, and whoever does the work that day."""

    named: str
    acting: str
    status: str
    guarantee: str


@attrs.frozen(kw_only=True)
class Stretch:
    """One line of a child's trail: who answered from a day, up to but not including another."""

    officer: str
    began: date
    ended: date | None
    reason: str


def assign(
    desk: Desk,
    minor: str,
    officer: str,
    *,
    reason: str = "first",
    key: str | None = None,
) -> Receipt[Any]:
    """Name who answers for a child from today on. If somebody does already, the new one takes over on the same day.

    Raises:
        Invalid: *officer* is nobody in office who can, or has the child already.
        Refused, Conflict: as the desk does.
    """
    held = held_by(desk, minor)
    if held is not None and held.values["officer"] == officer:
        raise Invalid([_SAME])
    new = _named(desk, minor, officer, desk.day, reason, held)
    return _apply(desk, succession(new, held), key)


def accept(desk: Desk, guarantee: str, *, base: int, by: str | None = None) -> Receipt[Any]:
    """The named person accepts. Whoever enters it for them says so by *by*, and the journal says who entered it.

    Raises:
        Invalid: it is not the named person who accepts.
        NotFound, Refused, Conflict: as the desk does. Who does not read guarantees answers by
            :func:`minorcare.work.answers.answer`.
    """
    return desk.transition(Guarantee, guarantee, "accepted", base=base, accepted_by=by or desk.account)


def decline(desk: Desk, guarantee: str, *, base: int, why: str) -> Receipt[Any]:
    """The named person declines, with a reason. The child stays theirs until somebody takes over, which gets a deadline."""
    by = replace_by(desk)
    return desk.transition(Guarantee, guarantee, "declined", base=base, why_declined=why or None, replace_by=by)


def replace_by(desk: Desk) -> date:
    """The day by which somebody else is found for a child whose guarantor declines today."""
    return desk.calendar.add_working_days(desk.day, desk.settings(ResponsibilitySettings).replace_days)


def hand_over(
    desk: Desk,
    giver: str,
    taker: str,
    *,
    day: date | None = None,
    reason: str = "handover",
    key: str | None = None,
) -> Receipt[Any]:
    """Hand over all children of one person to another in one act: all of them or none, and none without a person in between.

    Args:
        desk: It hands over what it sees; whoever leaves office is held until no child is left (a check sees to it).
        giver, taker: Accounts.
        day: The first day of the new person, today or earlier.

    Raises:
        Invalid: *giver* has no child, *taker* is the same or cannot answer for a child, or *day* lies before one began.
    """
    if giver == taker:
        raise Invalid([_SAME])
    held = list(every(desk, Guarantee, (F.officer == Given("officer")) & standing(), {"officer": giver}))
    if not held:
        raise Invalid([_NOTHING])
    acts: list[Act] = []
    for row in held:
        new = _named(desk, row.values["minor"], taker, day or desk.day, reason, row)
        acts += succession(new, row)
    return _apply(desk, acts, key)


def release(
    desk: Desk, guarantee: str, *, base: int, why: str = "no_longer_focus", day: date | None = None
) -> Receipt[Any]:
    """End a guarantee that nobody takes over, because the child does not need one any more.

    Raises:
        Invalid: the child is a focus child still.
    """
    return desk.transition(Guarantee, guarantee, "ended", base=base, why_ended=why, ended=day or desk.day)


def unassigned(desk: Desk) -> tuple[Row, ...]:
    """The focus children, among those the desk sees, for whom nobody in office answers.

    A desk that may not read officers does not notice that a named person has left.
    """
    answered, given = standing(), {}
    if desk.may_read(Officer):
        answered &= F.officer.is_in(Given("officers"))
        given = {"officers": [row.values["account"] for row in every(desk, Officer, in_office())]}
    return tuple(
        every(desk, Minor, focus(desk.settings(ResponsibilitySettings).not_focus) & ~exists(Guarantee, answered), given)
    )


def no_longer_needed(desk: Desk) -> tuple[Row, ...]:
    """The guarantees in force of children who are focus children no more: to be released or kept, by a person."""
    needed = {row.id for row in every(desk, Minor, focus(desk.settings(ResponsibilitySettings).not_focus))}
    return tuple(row for row in every(desk, Guarantee, standing()) if row.values["minor"] not in needed)


def holder(desk: Desk, minor: str) -> Holder | None:
    """Who answers for a child on the desk's day, or nobody. For another day, ask ``desk.at(day)``."""
    row = held_by(desk, minor)
    if row is None:
        return None
    named = row.values["officer"]
    return Holder(named=named, acting=stand_in(desk, named), status=row.values["status"], guarantee=row.id)


def trail(desk: Desk, minor: str) -> tuple[Stretch, ...]:
    """Who has answered for a child, first to last."""
    rows = every(desk, Guarantee, F.minor == Given("minor"), {"minor": minor})
    found = [Stretch(**{name: row.values[name] for name in ("officer", "began", "ended", "reason")}) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.began, one.ended or date.max)))


def deputise(
    desk: Desk, officer: str, stands_in: str, *, began: date, last: date, key: str | None = None
) -> Receipt[Any]:
    """For these days the work of one officer is done by another.

    Raises:
        Invalid: one of them is not in office, or is away or stands in for somebody on some of these days.
    """
    rows = desk.find(Officer, F.account == officer, limit=1).rows
    if not rows:
        raise NotFound(Officer.__kind__.name)
    posted = rows[0].values["posted_to"]
    area = posted if posted.startswith(desk.office) else desk.office
    return desk.save(Deputy(area=area, officer=officer, stands_in=stands_in, began=began, last=last), key=key)


def stand_in(desk: Desk, officer: str, day: date | None = None) -> str:
    """Who does the work of *officer* on a day: somebody who stands in, as far as the desk sees, or the officer."""
    on = day or desk.day
    where = (F.officer == Given("officer")) & (F.began <= Given("day")) & (F.last >= Given("day"))
    rows = desk.find(Deputy, where, limit=1, given={"officer": officer, "day": on}).rows
    return rows[0].values["stands_in"] if rows else officer


def without_responsible(desk: Desk) -> tuple[Row, ...]:
    """The households, among those the desk sees, without a named responsible adult (家庭责任人)."""
    named = exists(Member, (F.responsible == True) & F.left.is_empty)  # noqa: E712
    return tuple(every(desk, Household, ~named))


def held_by(desk: Desk, minor: str) -> Row | None:
    """The guarantee of a child that is in force, if the desk sees it."""
    rows = desk.find(Guarantee, (F.minor == Given("minor")) & standing(), limit=1, given={"minor": minor}).rows
    return rows[0] if rows else None


def succession(new: Guarantee, held: Row | None) -> tuple[Act, ...]:
    """The new one first: it takes over the moment it is there, so that there is never nobody and never two."""
    if held is None:
        return (Save(new),)
    closing: Mapping[str, Any] = {"why_ended": "handed_over", "ended": new.began}
    return Save(new), Transition(Guarantee, held.id, "ended", held.version, closing)


def _named(desk: Desk, minor: str, officer: str, began: date, reason: str, held: Row | None) -> Guarantee:
    return Guarantee(
        minor=Id(minor),
        officer=officer,
        began=began,
        reason=reason,
        accept_by=desk.calendar.add_working_days(desk.day, desk.settings(ResponsibilitySettings).accept_days),
        takes_over=Id(held.id) if held else None,
    )


def _apply(desk: Desk, acts: Sequence[Act], key: str | None) -> Receipt[Any]:
    """Of each succession, say why the new one cannot begin, and not also that the old one then cannot end."""
    try:
        return desk.apply(*acts, key=key)
    except Invalid as error:
        begun = {number for number in range(0, len(acts), 2) if any(_of(p, number) for p in error.problems)}
        raise Invalid(p for p in error.problems if not any(_of(p, number + 1) for number in begun)) from error


def _of(problem: Problem, act: int) -> bool:
    return problem.at.startswith(f"[{act}]")


_SAME = Problem(
    at="officer",
    said=Label("已经是这个人", en="is the same person"),
    remedy=Label("换一个人", en="name another person"),
    code="person",
)
_NOTHING = Problem(
    at="giver",
    said=Label("名下没有您看得到的包保孩子", en="answers for no child that you see"),
    remedy=Label("核对账号", en="check the account"),
    code="nothing",
)
