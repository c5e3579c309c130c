"""Benefits as people work on them: suggested unasked by time, applied for with what is on file, moved on by clocks, started and ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from minorcare.declare import Id, Label
from minorcare.desk import Act, Change, Desk, Save, Transition
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Benefit, Minor, Paper
from minorcare.kinds.benefits import OVER, month_after, month_end
from minorcare.query import F, any_of, today
from minorcare.rules.entitlements import BenefitSettings, Policy, policies
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every

_GOOD = any_of(F.valid_until.is_empty, F.valid_until >= today())


def suggest(desk: Desk) -> int:
    """Suggest what children may be entitled to and nobody has applied for; take back what no longer holds.

    A benefit that runs while its condition is gone is put before a person: nothing is granted, refused or ended here. What was
    dismissed or refused is not suggested again. Run again on the same day, it writes nothing.
    """
    acts: list[Act] = []
    for policy in policies().values():
        entitled = {row.id for row in every(desk, Minor, policy.entitled(desk.catalog.kinds, desk.catalog.codes))}
        known = list(every(desk, Benefit, (F.policy == policy.name) & ~F.status.is_in(OVER)))
        acts += _new(policy, entitled - {row.values["minor"] for row in known})
        acts += _gone(desk, (row for row in known if row.values["minor"] not in entitled))
    if acts:
        desk.apply(*acts)
    return len(acts)


def missing_papers(desk: Desk, minor: str, policy: str) -> tuple[str, ...]:
    """What a family has to bring for a benefit: the policy's papers without those on file that are good.

    What one child of a household has brought for the family is good for the others.
    """
    settings, child = desk.settings(BenefitSettings), desk.get(Minor, minor)
    good = (F.minor == minor) & _GOOD
    on_file = {row.values["type"] for row in every(desk, Paper, good)}
    if household := child.values["household"]:
        family = F.type.is_in(settings.family_papers) & (F.minor.household == household) & _GOOD
        on_file |= {row.values["type"] for row in every(desk, Paper, family)}
    return tuple(type_ for type_ in policy_of(policy).papers if type_ not in on_file)


def apply_for(desk: Desk, benefit: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Go on with a suggestion: the family wants it. Asked for are only the papers that are not on file."""
    values = desk.get(Benefit, benefit).values
    asked = missing_papers(desk, values["minor"], values["policy"])
    return desk.transition(Benefit, benefit, "applied", base=base, key=key, asked_papers=asked)


def open_application(desk: Desk, minor: str, policy: str, *, key: str | None = None) -> Id:
    """A family asks without a suggestion: the benefit's id.

    Raises:
        Invalid: there is no such policy, or the child has the benefit already.
    """
    found = policy_of(policy)
    made = Benefit(minor=Id(minor), policy=policy, level=found.level)
    asked = {"asked_papers": missing_papers(desk, minor, policy)}
    desk.apply(Save(made), Transition(Benefit, made.id, "applied", 1, asked), key=key)
    return made.id


def complete(desk: Desk, benefit: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Every paper is there: the first clock runs.

    Raises:
        Invalid: one is missing.
    """
    by = _after(desk, desk.day, desk.settings(BenefitSettings).enter_days)
    return desk.transition(Benefit, benefit, "complete", base=base, key=key, enter_by=by)


def enter(
    desk: Desk, benefit: str, *, base: int, external_id: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Somebody has typed it into the national system, which gave it a number: the clock of the street's opinion runs."""
    values: dict[str, Any] = {"opinion_by": _after(desk, desk.day, desk.settings(BenefitSettings).opinion_days)}
    if external_id is not None:
        values["external_id"] = external_id
    return desk.transition(Benefit, benefit, "entered", base=base, key=key, **values)


def send_up(desk: Desk, benefit: str, *, base: int, opinion: str, key: str | None = None) -> Receipt[Any]:
    """The street has given its opinion and sent it up: the clock of the decision runs."""
    by = _after(desk, desk.day, desk.settings(BenefitSettings).decide_days)
    return desk.transition(Benefit, benefit, "reported", base=base, key=key, opinion=opinion, decide_by=by)


def granted(
    desk: Desk, benefit: str, *, base: int, document: str, decided: date | None = None, key: str | None = None
) -> Receipt[Any]:
    """The body that decides has granted it: paid from the month after; the family is to be told."""
    day = decided or desk.day
    values = {**_decision(desk, benefit, day), "document": document, "paid_from": month_after(day)}
    return desk.transition(Benefit, benefit, "granted", base=base, key=key, **values)


def refused(
    desk: Desk, benefit: str, *, base: int, why: str, decided: date | None = None, key: str | None = None
) -> Receipt[Any]:
    """The body that decides has refused it: the family is to be told, with the reason."""
    values = {**_decision(desk, benefit, decided or desk.day), "why": why}
    return desk.transition(Benefit, benefit, "refused", base=base, key=key, **values)


def told(desk: Desk, benefit: str, *, base: int, day: date | None = None, key: str | None = None) -> Receipt[Any]:
    """The family knows: what was granted runs, what was refused is closed."""
    to = "running" if desk.get(Benefit, benefit).values["status"] == "granted" else "closed"
    given = {} if day is None else {"told": day}
    return desk.transition(Benefit, benefit, to, base=base, key=key, **given)


def end(desk: Desk, benefit: str, *, base: int, cause_ended: date, why: str, key: str | None = None) -> Receipt[Any]:
    """Its cause has ended: it is paid for that month, and not from the month after."""
    values = {"cause_ended": cause_ended, "paid_until": month_end(cause_ended), "why": why}
    return desk.transition(Benefit, benefit, "ended", base=base, key=key, **values)


def dismiss(desk: Desk, benefit: str, *, base: int, why: str, key: str | None = None) -> Receipt[Any]:
    """A person has looked into a suggestion, and it is not applied for; it is not suggested again."""
    return desk.transition(Benefit, benefit, "dismissed", base=base, key=key, why=why)


def policy_of(name: str) -> Policy:
    """The policy of this name.

    Raises:
        Invalid: there is none.
    """
    found = policies().get(name)
    if found is None:
        known = ", ".join(policies())
        remedy = Label(f"从中选择：{known}", en=f"choose from: {known}")
        said = Label("没有这项待遇", en="there is no such benefit")
        raise Invalid([Problem(at="policy", said=said, remedy=remedy, code="unknown")])
    return found


def _new(policy: Policy, minors: Iterable[str]) -> Iterator[Act]:
    for minor in sorted(minors):
        yield Save(Benefit(minor=Id(minor), policy=policy.name, level=policy.level))


def _gone(desk: Desk, rows: Iterable[Row]) -> Iterator[Act]:
    for row in rows:
        if row.values["status"] == "suggested":
            yield Transition(Benefit, row.id, "lapsed", row.version)
        elif row.values["status"] == "running" and row.values["check_by"] is None:
            yield Change(Benefit, row.id, row.version, {"check_by": desk.day})


def _after(desk: Desk, day: date, count: int) -> date:
    return desk.calendar.add_working_days(day, count)


def _decision(desk: Desk, benefit: str, day: date) -> dict[str, Any]:
    """What every decision has: its day, who decided, and by when the family is told."""
    by = _after(desk, day, desk.settings(BenefitSettings).tell_days)
    policy = policy_of(desk.get(Benefit, benefit).values["policy"])
    return {"decided": day, "decided_by": policy.body, "tell_by": by}
