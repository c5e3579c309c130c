"""What is odd about a street's roster and still right: children without a number, cells written as people write them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import attrs

from minorcare.kinds import Minor
from minorcare.synthetic.families import Family
from minorcare.synthetic.settings import Settings


def without_ids(families: list[Family], settings: Settings, rng: random.Random) -> list[Family]:
    """The families, some children of which have no resident ID: one left behind among them, and none with a fact of its own.

    A fact names a child by its number.
    """
    named = {fact.who.id for family in families for fact in family.facts}
    left_behind = [family for family in families if any("left_behind" in risks for risks in family.risks.values())]
    others = [family for family in families if not family.facts]
    chosen: set[str] = set()
    for family in (*left_behind[: bool(settings.without_id)], *rng.sample(others, settings.without_id)):
        free = [minor.id for minor in family.minors if minor.id not in named]
        chosen |= {free[0]} if free and len(chosen) < settings.without_id else set()
    return [_but_without(family, chosen) for family in families]


def _but_without(family: Family, chosen: set[str]) -> Family:
    if not any(minor.id in chosen for minor in family.minors):
        return family
    minors = {
        minor.id: minor.but(resident_id=None, note="户口办理中") if minor.id in chosen else minor
        for minor in family.minors
    }
    facts = (attrs.evolve(fact, children=tuple(minors[each.id] for each in fact.children)) for fact in family.facts)
    return attrs.evolve(family, minors=tuple(minors.values()), facts=tuple(facts))


def oddities(families: Sequence[Family], settings: Settings, rng: random.Random) -> dict[str, str]:
    """For as many children as the settings say, by their id, what is odd about a cell of theirs."""
    minors = [minor for family in families for minor in family.minors if minor.resident_id]
    rng.shuffle(minors)
    odd: dict[str, str] = {}
    for what, count in attrs.asdict(settings.written).items():
        fits = (minor for minor in minors if minor.id not in odd and _can_be(what, minor))
        odd |= {minor.id: what for minor, _ in zip(fits, range(count), strict=False)}
    return odd


def _can_be(what: str, minor: Minor) -> bool:
    if what == "lower_x":
        return (minor.resident_id or "").endswith("X")
    return what != "padded_names" or (len(minor.name) == 2 and "·" not in minor.name)
