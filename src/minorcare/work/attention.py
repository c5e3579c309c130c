"""Attention levels: proposed from what is on file, set by a person, and proposed lower once they run out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from minorcare.calendar import days, months
from minorcare.declare import Id
from minorcare.desk import Act, Change, Desk, Save, Transition
from minorcare.kinds import Evidence, HouseholdHazard, LifeEvent, Minor, RiskTag
from minorcare.kinds.attention import GENERAL, Attention
from minorcare.query import F, Filter, exists, today
from minorcare.rules.attention import (
    SIGNATURE,
    AttentionSettings,
    Fact,
    Proposal,
    Standing,
    proposal,
    proposed,
)
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every

_MINORS: Filter = F.minor.birth_date.age < 18
_NOT_LOWERED = F.status.is_in(("open", "transferred"))


@attrs.frozen(kw_only=True)
class Proposed:
    """What a run wrote: new proposals, proposals brought up to date, and proposals taken back."""

    made: int
    changed: int
    withdrawn: int

    @property
    def total(self) -> int:
        """How many records were written."""
        return self.made + self.changed + self.withdrawn


def level_of(desk: Desk, minor: str) -> str:
    """The level in force for a child; without one, ``general``."""
    rows = desk.find(Attention, (F.minor == minor) & (F.status == "set"), limit=1).rows
    return rows[0].values["level"] if rows else GENERAL


def set_level(
    desk: Desk,
    attention: str,
    *,
    base: int,
    level: str | None = None,
    reason: str | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Set a proposed level, or another one with a reason; the one that stood ends in the same batch.

    Raises:
        Invalid: the actor is no person, or the level is no code of the list.
        NotFound, Conflict, Refused: as the desk does.
    """
    row = desk.get(Attention, attention)
    return desk.apply(
        *_setting(desk, row.values["minor"], attention, base, level or row.values["level"], reason), key=key
    )


def set_by_hand(
    desk: Desk,
    minor: str,
    level: str,
    *,
    reason: str,
    key: str | None = None,
) -> Receipt[Any]:
    """Set a level that nobody has proposed, on an officer's judgement; a proposal that waits is taken back.

    Raises:
        Invalid: the level is no code of the list, or the child is not there.
        Refused: the actor may not write levels.
    """
    one = Attention(minor=Id(minor), level=level, reasons=("judgement",), reason=reason, proposed=desk.day)
    open_ones = desk.find(Attention, (F.minor == minor) & (F.status == "proposed")).rows
    taken_back = [Transition(Attention, row.id, "withdrawn", row.version) for row in open_ones]
    return desk.apply(*taken_back, Save(one), *_setting(desk, minor, one.id, 1, level, reason), key=key)


def decline(desk: Desk, attention: str, *, reason: str, base: int, key: str | None = None) -> Receipt[Any]:
    """Say that a proposal is not followed, and why. It comes back only with something new.

    Raises:
        Invalid: no reason is given.
        NotFound, Conflict, Refused: as the desk does.
    """
    return desk.transition(Attention, attention, "declined", base=base, key=key, reason=reason)


def propose(desk: Desk) -> Proposed:
    """Write what the facts of the office propose today; done twice on a day, the second changes nothing.

    The desk is the system's (``registry.system_desk``) or that of somebody who may see everything: a proposal says what it rests on.
    It never sets a level.

    Raises:
        Invalid: the actor may not write down what a proposal rests on.
    """
    found: dict[str, list[Fact]] = {}
    for minor, fact in _facts(desk):
        found.setdefault(minor, []).append(fact)
    held = _held(desk)
    acts = [act for minor in sorted(found.keys() | held.keys()) for act in _acts(desk, minor, found, held)]
    if acts:
        desk.apply(*acts)
    return Proposed(
        made=sum(isinstance(act, Save) for act in acts),
        changed=sum(isinstance(act, Change) for act in acts),
        withdrawn=sum(isinstance(act, Transition) for act in acts),
    )


def _setting(desk: Desk, minor: str, id: str, base: int, level: str, reason: str | None) -> Iterator[Act]:
    for row in desk.find(Attention, (F.minor == minor) & (F.status == "set")).rows:
        yield Transition(Attention, row.id, "ended", row.version)
    values: dict[str, Any] = {"level": level}
    lasts = desk.settings(AttentionSettings).months
    if level in lasts:  # else the level itself is refused
        values["expires"] = desk.day + months(lasts[level])
    if reason is not None:
        values["reason"] = reason
    yield Transition(Attention, id, "set", base, values)


def _facts(desk: Desk) -> Iterator[tuple[str, Fact]]:
    for row in every(desk, RiskTag, (F.status == "confirmed") & _MINORS):
        yield row.values["minor"], _fact("tag", row, "risk")
    since = F.found >= today() - days(desk.settings(AttentionSettings).event_days)
    for row in every(desk, LifeEvent, ~F.verified.is_empty & since & _MINORS):
        yield row.values["minor"], _fact("event", row, "type")
    hazards: dict[str, list[Row]] = {}
    for row in every(desk, HouseholdHazard, _NOT_LOWERED):
        hazards.setdefault(row.values["household"], []).append(row)
    living_there = (F.birth_date.age < 18) & exists(HouseholdHazard, _NOT_LOWERED, on="household")
    for row in every(desk, Minor, living_there):
        yield from ((row.id, _fact("hazard", hazard, "type")) for hazard in hazards[row.values["household"]])


def _fact(reason: str, row: Row, code: str) -> Fact:
    return Fact(reason=reason, code=row.values[code] or "", record=Evidence(kind=row.kind.name, id=row.id))


def _held(desk: Desk) -> dict[str, dict[str, Row]]:
    """By child and state, the level in force, the proposal that waits, and the latest that was declined."""
    held: dict[str, dict[str, Row]] = {}
    for row in every(desk, Attention, F.status.is_in(("proposed", "set", "declined"))):
        mine = held.setdefault(row.values["minor"], {})
        status = row.values["status"]
        if status not in mine or _decided(row) >= _decided(mine[status]):
            mine[status] = row
    return held


def _decided(row: Row) -> tuple[str, str]:
    return (row.values["decided"] or row.values["proposed"]).isoformat(), row.id


def _acts(
    desk: Desk,
    minor: str,
    found: dict[str, list[Fact]],
    held: dict[str, dict[str, Row]],
) -> Iterable[Act]:
    mine = held.get(minor, {})
    wanted = proposed(
        proposal(found.get(minor, ()), desk.settings(AttentionSettings)),
        present=_standing(mine.get("set"), "expires"),
        declined=_standing(mine.get("declined"), "decided"),
        day=desk.day,
    )
    return _towards(minor, mine.get("proposed"), wanted, desk)


def _standing(row: Row | None, day: str) -> Standing | None:
    if row is None:
        return None
    return Standing(level=row.values["level"], basis=row.values["basis"], day=row.values[day])


def _towards(minor: str, waiting: Row | None, wanted: Proposal | None, desk: Desk) -> Iterator[Act]:
    if waiting is not None and waiting.values["rule"] is None:
        return  # a person's proposal is theirs
    if waiting is None and wanted is not None:
        values = attrs.asdict(wanted, recurse=False)
        yield Save(Attention(minor=Id(minor), rule=SIGNATURE, proposed=desk.day, **values))
    elif waiting is not None and wanted is None:
        yield Transition(Attention, waiting.id, "withdrawn", waiting.version)
    elif waiting is not None and wanted is not None:
        values = attrs.asdict(wanted, recurse=False)
        if any(waiting.values[name] != value for name, value in values.items()):
            yield Change(Attention, waiting.id, waiting.version, values)
