"""The children who are looked after in the course of a year: those who carry a risk, and some whom somebody has noticed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import attrs

from minorcare.calendar import age_on
from minorcare.kinds import Minor
from minorcare.synthetic.counts import Care
from minorcare.synthetic.families import Family
from minorcare.synthetic.posts import GUARANTOR, LIAISON, of_community
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.street import Street

RESTRICTED = frozenset({"misbehaviour", "drug_affected"})
"""Risks that few may know: what is written about such a child is written by these few."""
CLOSE = ("focus", "urgent")
_CLOSE_RISKS = RESTRICTED | {"difficulty"}
_SCHOOL_AGE = 6


@attrs.frozen(kw_only=True)
class Watched:
    """A child, its family, the risks it carries, the level of attention set for it (or none), and who goes there."""

    minor: Minor
    family: Family
    risks: tuple[str, ...]
    level: str | None
    liaison: str
    guarantor: str

    @property
    def restricted(self) -> bool:
        """Whether what is written about the child is for few."""
        return not RESTRICTED.isdisjoint(self.risks)

    @property
    def focus(self) -> bool:
        """Whether somebody has to answer for the child: it carries a tag, or is given close attention."""
        return bool(self.risks) or self.level in CLOSE

    @property
    def theme(self) -> str:
        """What a plan for the child is about: a risk, nothing that is said, or that it was noticed."""
        if self.restricted:
            return "few"
        return self.risks[0] if self.risks else "noticed"


def watched(street: Street, care: Care, rng: random.Random) -> tuple[Watched, ...]:
    """All of them: those with a risk in the order of the street, then the noticed."""
    settings = street.settings
    carrying = [
        _one(settings, family, minor, family.risks[minor.id], _level(family.risks[minor.id], rng))
        for family in street.families
        for minor in family.minors
        if minor.id in family.risks
    ]
    free = [(family, minor) for family, minor in _plain(street) if age_on(minor.birth_date, street.day) >= _SCHOOL_AGE]
    noticed = rng.sample(free, min(care.noticed, len(free)))
    levels = ["urgent", "focus", *["watch"] * len(noticed)]
    return (
        *carrying,
        *(_one(settings, family, minor, (), level) for (family, minor), level in zip(noticed, levels, strict=False)),
    )


def _plain(street: Street) -> Iterator[tuple[Family, Minor]]:
    """One child of each family with nothing to tell."""
    return ((family, family.minors[0]) for family in street.families if family.story == "plain")


def _level(risks: tuple[str, ...], rng: random.Random) -> str | None:
    if not _CLOSE_RISKS.isdisjoint(risks):
        return "focus"
    return "watch" if rng.random() < 1 / 4 else None


def _one(settings: Settings, family: Family, minor: Minor, risks: tuple[str, ...], level: str | None) -> Watched:
    return Watched(
        minor=minor,
        family=family,
        risks=risks,
        level=level,
        liaison=of_community(settings, LIAISON, minor.area),
        guarantor=of_community(settings, GUARANTOR, minor.area),
    )
