"""Running the rules over a past day: who would have been found, and nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from minorcare.desk import Desk
from minorcare.desk.reads import refused
from minorcare.kinds import Minor
from minorcare.query import Query
from minorcare.rules import Rule
from minorcare.rules.reach import reaches

_PAGE = 500


@attrs.frozen(kw_only=True)
class Found:
    """A rule held for a child on that day."""

    minor: str
    risk: str
    rule: str
    rule_version: int


@attrs.frozen(kw_only=True)
class AsOf:
    """What the rules of today would have found on a day, by what was recorded at its end.

    ``beyond`` names the rules that were not asked, because they read what this actor may not see.
    """

    day: date
    found: tuple[Found, ...]
    beyond: tuple[str, ...]


def screened_as_of(desk: Desk, day: date, rules: Sequence[Rule] | None = None) -> AsOf:
    """Who would have been found on *day* by *rules* (all there are, if not given). Writes no tag; the reads are journalled.

    Of the children whom the actor sees, then and today: one who has been taken off the register since is not named.

    Raises:
        Refused: the actor reads no child.
    """
    if not desk.may_read(Minor):
        raise refused(desk.catalog.kind(Minor))
    past = desk.at(day)
    asked = tuple(desk.catalog.rules.values() if rules is None else rules)
    seen = [rule for rule in asked if _may_ask(desk, rule)]
    found = (
        Found(minor=minor, risk=rule.suggests.name, rule=rule.name, rule_version=rule.version)
        for rule in seen
        for minor in _held(past, rule)
    )
    return AsOf(day=day, found=tuple(found), beyond=tuple(rule.name for rule in asked if rule not in seen))


def _held(past: Desk, rule: Rule) -> Iterator[str]:
    after: str | None = None
    while True:
        page = past.find(Query(kind=Minor, where=rule.where, order=("id",), after=after, limit=_PAGE))
        yield from (row.id for row in page.rows)
        after = page.next
        if after is None:
            return


def _may_ask(desk: Desk, rule: Rule) -> bool:
    """Whether the actor sees every field the rule reads: else the answer would be another one, or tell what is hidden."""
    for reach in reaches(rule.where, desk.catalog.kinds):
        view = desk.views(desk.catalog.kind(reach.kind))
        if not view.readable or view.masked_levels or reach.fields & set(view.hidden):
            return False
    return True
