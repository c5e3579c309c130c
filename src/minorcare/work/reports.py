"""Figures, counted through a desk: what its actor may not count is not in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from minorcare.access import ceiling
from minorcare.access.view import no_higher
from minorcare.declare import LEVELS
from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Area, AreaLevel, Minor, RiskTag
from minorcare.label import Label
from minorcare.query import Count, F, Filter, PathError, Resolved, Tally, all_of, resolve
from minorcare.query.check import parse_path
from minorcare.query.words import enum_label
from minorcare.rules import Risk, Scheme
from minorcare.rules.definitions import SchemeGroup

FIVE_GROUPS = "five_groups"
_OPEN = ("suggested", "confirmed")
_STANDING = F.status.is_in(_OPEN)
_MINORS = Tally("minors", Minor, where=F.birth_date.age < 18, label=Label("未成年人", en="Minors"))


@attrs.frozen(kw_only=True)
class Group:
    """One group: distinct persons with an open tag, and how many of its tags are confirmed and how many only suggested.

    ``risk`` is its most sensitive risk, of several. ``None`` where the number is too small for the actor's role, or the whole group
    is above its ceiling.
    """

    name: str
    label: Label
    risk: Risk
    persons: int | None
    confirmed: int | None
    suggested: int | None


@attrs.frozen(kw_only=True)
class Groups:
    """The groups of a scheme in its order, among so many minors; ``beyond`` tags are left out, being above the ceiling."""

    scheme: Scheme
    minors: int | None
    groups: tuple[Group, ...]
    beyond: int | None


def groups(desk: Desk, scheme: str = FIVE_GROUPS) -> Groups:
    """How many persons of the desk's office, or of the actor's areas in it, stand in each group of a scheme today.

    Counted are those of the scheme's ages: eighteen ends the minors' register, and not the groups of young people up to 25.

    Raises:
        Invalid: there is no such scheme.
        Refused: the actor's role has no figures.
    """
    found = desk.catalog.schemes.get(scheme)
    if found is None:
        raise Invalid([_unknown("scheme", Label("没有这个分组", en="there is no such scheme"), desk.catalog.schemes)])
    minors = desk.tally(_MINORS)
    where = all_of(_STANDING, found.counts)
    persons = {count.key[0]: count.minors for count in desk.tally(_tally(where, "risk"))}
    states = {count.key: count.records for count in desk.tally(_tally(where, "risk", "status"))}
    beyond = [count for key, count in states.items() if key[0] is None]
    level = ceiling(desk.actor, desk.role, RiskTag.__kind__, figures=True)

    def group(one: SchemeGroup) -> Group:
        risk = max((desk.catalog.risks[name] for name in one.risks), key=lambda r: LEVELS.index(r.sensitivity))
        if not no_higher(risk.sensitivity, level):  # nought would be a false answer
            return Group(name=one.name, label=one.label, risk=risk, persons=None, confirmed=None, suggested=None)
        suggested, confirmed = (_sum(states.get((name, state), 0) for name in one.risks) for state in _OPEN)
        told = persons.get(one.risks[0], 0) if len(one.risks) == 1 else _together(desk, where, one.risks)
        return Group(name=one.name, label=one.label, risk=risk, persons=told, confirmed=confirmed, suggested=suggested)

    return Groups(
        scheme=found,
        minors=minors[0].minors if minors else 0,
        groups=tuple(group(one) for one in _groups_of(found, desk)),
        beyond=_sum(beyond),
    )


def _groups_of(scheme: Scheme, desk: Desk) -> tuple[SchemeGroup, ...]:
    """Its groups; each risk is one where it names none."""
    alone = (SchemeGroup(name=r, label=desk.catalog.risks[r].label, risks=(r,)) for r in scheme.risks)
    return scheme.groups or tuple(alone)


def _tally(where: Filter, *by: str) -> Tally:
    return Tally("groups_of_scheme", RiskTag, by=by, where=where, label=Label("各类群体", en="Groups"))


def _together(desk: Desk, where: Filter, risks: tuple[str, ...]) -> int | None:
    """Persons with one of several risks or more, each counted once."""
    counts = desk.tally(_tally(all_of(where, F.risk.is_in(risks))))
    return counts[0].minors if counts else 0


def _sum(counts: Iterable[int | None]) -> int | None:
    every = tuple(counts)
    return None if None in every else sum(count or 0 for count in every)


def report(desk: Desk, name: str) -> tuple[Tally, tuple[Count, ...]]:
    """A tally that a plugin brought, and its counts.

    Raises:
        Invalid: there is none of that name.
        Refused: the actor may not count what it counts.
    """
    tally = desk.catalog.reports.get(name)
    if tally is None:
        raise Invalid([_unknown("report", Label("没有这个报表", en="there is no such report"), desk.catalog.reports)])
    return tally, desk.tally(tally)


class Words:
    """What the values in the cells of a tally are called."""

    def __init__(self, desk: Desk, tally: Tally) -> None:
        """Areas are named by their records, if the actor may read them."""
        self._catalog = desk.catalog
        self._ends = [_end(desk, tally, path) for path in tally.by]
        self._areas: Mapping[str, str] = {}
        if any(end is not None and end.function == "community" for end in self._ends) and desk.may_read(Area):
            page = desk.find(Area, F.level == AreaLevel.COMMUNITY, limit=500)
            self._areas = {row.values["code"]: row.values["name"] for row in page.rows}

    def heading(self, position: int) -> Label:
        """What a tally counts by at this position."""
        end = self._ends[position]
        if end is None or end.field is None:
            return Label("区域", en="Area")
        return end.field.label

    def of(self, position: int, value: str | int | None) -> Label:
        """The name of a value at this position."""
        end = self._ends[position]
        if value is None:
            return Label("（空）", en="(none)")
        text = str(value)
        if end is None or end.field is None:
            return Label(self._areas.get(text, text))
        field = end.field
        if end.function == "community":
            return Label(self._areas.get(text, text))
        if end.kind.lifecycle and field is end.kind.state:
            return end.kind.lifecycle.label_of(text)
        if end.codes:
            return self._catalog.codes[end.codes].label_of(text)
        if end.type.name == "enum":
            return enum_label(end.type.python(value))
        if end.type.name == "bool":
            return Label("是", en="yes") if value else Label("否", en="no")
        if end.kind is RiskTag.__kind__ and field.name == "risk" and text in self._catalog.risks:
            return self._catalog.risks[text].label
        return Label(text)


def _end(desk: Desk, tally: Tally, path: str) -> Resolved | None:
    try:
        return resolve(parse_path(path), desk.catalog.kind(tally.kind), desk.catalog.kinds)
    except PathError:
        return None


def _unknown(at: str, said: Label, known: Iterable[str]) -> Problem:
    names = ", ".join(sorted(known))
    return Problem(at=at, said=said, remedy=Label(f"从中选择：{names}", en=f"choose from: {names}"), code="unknown")
