"""A street: the families of all its stories in their communities, and what is true of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

import attrs

from minorcare.declare import Id, Record
from minorcare.kinds import Area, AreaLevel, Minor
from minorcare.synthetic import decoys, planted
from minorcare.synthetic.families import Fact, Family, Settlement, building_code
from minorcare.synthetic.oddities import oddities, without_ids
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.stories import PATERNAL, Adult, Child, Past, Story, parents, plain

R = TypeVar("R", bound=Record)
SPARE = 60
"""Families beside the roster; the broken one needs a row for each of its faults."""
_SPARE = Story(adults=(*parents(), Adult(relation=PATERNAL["grandmother"])), children=(Child(from_age=7, under=14),))


@attrs.frozen(kw_only=True, slots=False)
class Street:
    """A synthetic street on a day: what would be on file of it, and what is true of it.

    ``odd`` names by a child's id the one cell of the roster that is written in an odd but right way. ``spare`` are families of one
    child that are not on the roster: the rows of the broken one.
    """

    settings: Settings
    seed: int
    day: date
    areas: tuple[Area, ...]
    families: tuple[Family, ...]
    odd: Mapping[str, str]
    spare: tuple[Family, ...]

    @cached_property
    def children(self) -> tuple[Minor, ...]:
        """Everybody who has a row in the roster, those who have turned eighteen among them."""
        return tuple(minor for family in self.families for minor in family.minors)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All recorded facts, in the order in which they were told: that of nobody's risk."""
        facts = [fact for family in self.families for fact in family.facts]
        random.Random(self.seed).shuffle(facts)  # noqa: S311 -- repeatable, not secret
        return tuple(facts)

    def records(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of one kind, ready to be saved."""
        every: Iterable[Record] = (
            *self.areas,
            *(each for family in self.families for each in (family.household, *family.minors, *family.members)),
            *(fact.record for fact in self.facts),
        )
        return tuple(record for record in every if isinstance(record, kind))

    def risks(self) -> dict[str, tuple[Minor, ...]]:
        """Who carries which risk."""
        found: dict[str, list[Minor]] = {risk: [] for risk in attrs.asdict(self.settings.planted)}
        for family in self.families:
            for minor in family.minors:
                for risk in family.risks.get(minor.id, ()):
                    found[risk].append(minor)
        return {risk: tuple(minors) for risk, minors in found.items()}


def build(settings: Settings, seed: int, day: date) -> Street:
    """The street of a seed on a day: the same for the same three, and another for any other seed."""
    rng = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    past = Past(rng, day)
    stories = _stories(settings, past)
    rng.shuffle(stories)
    stories += decoys.turned_eighteen(settings, past)
    settlement = Settlement(settings, rng, day)
    families = sorted(map(settlement.family, stories), key=lambda family: family.household.code)
    families = without_ids(families, settings, rng)
    return Street(
        settings=settings,
        seed=seed,
        day=day,
        areas=tuple(_areas(settings)),
        families=tuple(families),
        odd=oddities(families, settings, rng),
        spare=tuple(settlement.family(_SPARE) for _ in range(SPARE)),
    )


def _stories(settings: Settings, past: Past) -> list[Story]:
    """Planted households and decoys first, plain ones until the street has its children."""
    stories = [*planted.stories(settings, past), *decoys.stories(settings, past)]
    missing = settings.minors - sum(len(story.children) for story in stories)
    return [*stories, *(plain(past.rng, count) for count in planted.shares(past.rng, missing))]


def _areas(settings: Settings) -> Iterator[Area]:
    def area(code: str, name: str, level: AreaLevel) -> Area:
        return Area(id=Id(f"area-{code.replace('/', '-')}"), code=code, name=name, level=level)

    yield area(settings.code, settings.name, AreaLevel.STREET)
    for community in settings.communities:
        yield area(community.code, community.name, AreaLevel.COMMUNITY)
        for grid in range(1, community.grids + 1):
            yield area(f"{community.code}/{grid:02}/", f"{community.name}{grid}网格", AreaLevel.GRID)
            for building in range(1, community.buildings + 1):
                name = f"{community.name}{grid}网格{building}栋"
                yield area(building_code(community, grid, building), name, AreaLevel.BUILDING)
