"""Census rounds: started from the register, answered household by household, signed off when none is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import days
from minorcare.declare import Id
from minorcare.desk import Desk, Save, Transition
from minorcare.kinds import CensusResult, CensusRound, Household, Member, Minor, RiskTag
from minorcare.kinds.census import VISITS
from minorcare.label import Label
from minorcare.query import F, Filter, Tally, any_of, exists
from minorcare.rules.census_checks import UNANSWERED
from minorcare.store.protocol import Page, Receipt, Row
from minorcare.work.import_plan import every


@attrs.frozen(kw_only=True)
class CensusSettings:
    """What an office sets for its rounds.

    Attributes:
        revisit_days: Days until somebody goes again where nobody opened.
    """

    revisit_days: int = attrs.field(default=7, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class Coverage:
    """Where a round stands: households by their result. ``absent`` are those re-visited without anybody opening.

    ``revisit_due`` are those where nobody opened and somebody has to go again: they have been answered only in so far. A number
    that is too small for the actor's role is ``None``, and so is whatever it would be a part of.
    """

    checked: int | None
    absent: int | None
    refused: int | None
    moved: int | None
    revisit_due: int | None
    expected: int | None

    @property
    def households(self) -> int | None:
        """All households of the round."""
        return _added(self.answered, self.revisit_due, self.expected)

    @property
    def answered(self) -> int | None:
        """The households with a result to which nobody has to go again."""
        return _added(self.checked, self.absent, self.refused, self.moved)

    @property
    def percent(self) -> int | None:
        """Full per cent answered: 100 only where not one household is left, 0 for a round without any."""
        households, answered = self.households, self.answered
        if households is None or answered is None:
            return None
        return 100 * answered // households if households else 0

    @property
    def complete(self) -> bool:
        """Whether the round can be signed off."""
        return self.percent == 100


@attrs.frozen(kw_only=True)
class Findings:
    """What is on the register in the areas of a round. One child may carry several tags: persons and tags are counted apart.

    ``persons`` are the children, ``with_tags`` those among them who carry one, ``tags`` the tags themselves by risk. ``None``
    where a number is too small for the actor's role.
    """

    persons: int | None
    with_tags: int | None
    tags: Mapping[str | None, int | None]


def start(desk: Desk, round: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Start a planned round: each household on the register in its areas is to be visited, filled in from the register.

    Raises:
        NotFound, Conflict, Invalid, Refused: as the desk does.
    """
    row = desk.get(CensusRound, round)
    persons = _by_household(desk, Tally("p", Member, by=("household",), where=F.left.is_empty, label=_COUNTED))
    minors = _by_household(desk, Tally("m", Minor, by=("household",), where=F.birth_date.age < 18, label=_COUNTED))
    expected = [
        CensusResult(
            household=Id(home.id),
            round=Id(round),
            expected_persons=persons.get(home.id, 0) + minors.get(home.id, 0),
            expected_minors=minors.get(home.id, 0),
        )
        for home in every(desk, Household, scope(row))
    ]
    return desk.apply(Transition(CensusRound, round, "running", base), *map(Save, expected), key=key)


def scope(round: Row) -> Filter:
    """The condition that something lies in the areas of a round."""
    return any_of(*(F.area.within(one.area) for one in round.values["areas"]))


def unchanged(
    desk: Desk, results: Iterable[Row], *, on: date | None = None, by: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Say of all these households at once that they were visited and nothing is different.

    Args:
        results: The results as they were read; each at the version read.
        on: The day of the visit; today, if not given.
        by: Who went; the actor, if not given.

    Raises:
        Invalid: a household was answered already, or the round does not run.
        Conflict: somebody has changed one of them since.
    """
    visit = _visit(desk, on, by)
    acts = [
        Transition(
            CensusResult,
            row.id,
            "checked",
            row.version,
            {**visit, "unchanged": True, "seen_persons": row.values["expected_persons"]},
        )
        for row in results
    ]
    return desk.apply(*acts, key=key)


def answer(
    desk: Desk,
    result: str,
    to: str,
    *,
    base: int,
    on: date | None = None,
    by: str | None = None,
    seen: int | None = None,
    note: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Write down what a visit found: ``checked``, ``absent``, ``refused`` or ``moved``.

    Where nobody opened at the first visit, somebody is to go again; where nobody opens then either, that is the answer.

    Raises:
        Invalid: the round does not run, or how many persons were seen is not said.
        NotFound, Conflict, Refused: as the desk does.
    """
    values: dict[str, Any] = {**_visit(desk, on, by), "seen_persons": seen, "revisit": None}
    if note is not None:
        values["note"] = note
    if to == "absent" and desk.get(CensusResult, result).values["visits"] + 1 < VISITS:
        values["revisit"] = desk.day + days(desk.settings(CensusSettings).revisit_days)
    return desk.transition(CensusResult, result, to, base=base, key=key, **values)


def left(desk: Desk, round: str, *, after: str | None = None, limit: int = 50) -> Page:
    """The households of a round that somebody has yet to go to, and then those to go to again, by their day."""
    return desk.find(CensusResult, (F.round == round) & UNANSWERED, order=("revisit",), after=after, limit=limit)


def entered_since(desk: Desk, round: str, *, after: str | None = None, limit: int = 50) -> Page:
    """The households in the areas of a round that came onto the register after it started: not of this round."""
    new = ~exists(CensusResult, F.round == round)
    return desk.find(Household, scope(desk.get(CensusRound, round)) & new, after=after, limit=limit)


def coverage(desk: Desk, round: str, *, area: str | None = None) -> Coverage:
    """Where a round stands in the areas the actor counts, or in one of them.

    Raises:
        Refused: the actor's role has no figures.
    """
    where = F.round == round if area is None else (F.round == round) & F.area.within(area)
    again = where & (F.status == "absent") & ~F.revisit.is_empty
    over = where & (F.status == "absent") & F.revisit.is_empty
    by_status = Tally("by", CensusResult, by=("status",), where=where, label=_COUNTED)
    found = {count.key[0]: count.records for count in desk.tally(by_status)}
    return Coverage(
        checked=found.get("checked", 0),
        absent=_number(desk, over) if "absent" in found else 0,
        refused=found.get("refused", 0),
        moved=found.get("moved", 0),
        revisit_due=_number(desk, again) if "absent" in found else 0,
        expected=found.get("expected", 0),
    )


def findings(desk: Desk, round: str) -> Findings:
    """Persons and tags in the areas of a round, as the register stands.

    Raises:
        NotFound: there is no such round.
        Refused: the actor's role has no figures.
    """
    within = scope(desk.get(CensusRound, round))
    standing = F.status.is_in(("suggested", "confirmed"))
    minors = within & (F.birth_date.age < 18)
    [persons] = desk.tally(Tally("persons", Minor, where=minors, label=_COUNTED))
    [tagged] = desk.tally(Tally("tagged", Minor, where=minors & exists(RiskTag, standing), label=_COUNTED))
    tags = desk.tally(Tally("tags", RiskTag, by=("risk",), where=within & standing, label=_COUNTED))
    return Findings(
        persons=persons.minors,
        with_tags=tagged.minors,
        tags={None if count.key[0] is None else str(count.key[0]): count.records for count in tags},
    )


def sign_off(desk: Desk, round: str, *, base: int, key: str | None = None) -> Receipt[Any]:
    """Sign a round off.

    Raises:
        Invalid: a household is left, or one where nobody opened has not been re-visited.
        NotFound, Conflict, Refused: as the desk does.
    """
    return desk.transition(CensusRound, round, "signed_off", base=base, key=key)


def _visit(desk: Desk, on: date | None, by: str | None) -> dict[str, Any]:
    return {"visited": on or desk.day, "visited_by": by or desk.account}


def _number(desk: Desk, where: Filter) -> int | None:
    [count] = desk.tally(Tally("number", CensusResult, where=where, label=_COUNTED))
    return count.records


def _added(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _by_household(desk: Desk, tally: Tally) -> dict[str | int | None, int]:
    return {count.key[0]: count.records or 0 for count in desk.tally(tally)}


_COUNTED = Label("计数", en="Count")
