"""Families made of stories: people get names and numbers, households an address, facts the records they are told of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from minorcare.calendar import days, years
from minorcare.declare import Id, Record
from minorcare.kinds import Household, Member, Minor
from minorcare.synthetic.people import FEMALE, MALE, People
from minorcare.synthetic.settings import Community, Settings
from minorcare.synthetic.stories import GRANDPARENTS, PATERNAL_LINE, WOMEN, Adult, Child, Story, Told

RESIDENCES = {"local": 61, "same_county": 11, "same_city": 8, "same_province": 14, "other_province": 6}
"""How households are registered, of a hundred; the kinds of move differ most between streets, so nothing is made to rest on them."""
GAP = days(320)  # between two births of one mother


@attrs.frozen(kw_only=True)
class Fact:
    """A recorded fact, whom it is told of, and what rests on it: a risk, and the children who carry it by that."""

    record: Record
    who: Minor | Member
    risk: str | None = None
    children: tuple[Minor, ...] = ()


@attrs.frozen(kw_only=True)
class Family:
    """A household with everybody in it, and why it is there."""

    household: Household
    minors: tuple[Minor, ...]
    members: tuple[Member, ...]
    facts: tuple[Fact, ...]
    risks: Mapping[str, tuple[str, ...]]
    """By a child's id, the risks it carries."""
    story: str
    lacks: str | None


def building_code(community: Community, grid: int, building: int) -> str:
    """The code of a building: ``530111004002/07/3/``."""
    return f"{community.code}/{grid:02}/{building}/"


class Settlement:
    """Makes families of stories, one after the other."""

    def __init__(self, settings: Settings, rng: random.Random, day: date) -> None:
        self._settings, self._rng, self._day = settings, rng, day
        self._people = People(settings, rng, day)
        self._serial = dict.fromkeys((community.code for community in settings.communities), 0)
        self._weights = [community.grids * community.buildings for community in settings.communities]

    def family(self, story: Story) -> Family:
        household = self._household()
        group, surname = self._people.group(), self._people.surname()
        births = self._births(story.children)
        minors = tuple(
            self._minor(household, number, birth, surname, group) for number, birth in enumerate(births, start=1)
        )
        members = tuple(
            self._member(household, number, adult, surname, births)
            for number, adult in enumerate(story.adults, start=1)
        )
        risks = {str(minor.id): child.risks for minor, child in zip(minors, story.children, strict=True) if child.risks}
        facts: list[Fact] = []
        for who, told in _told(story, minors, members):
            number = len(facts) + 1
            carriers = tuple(minor for minor in minors if told.risk in risks.get(minor.id, ()))
            children = (who,) if isinstance(who, Minor) and told.risk else carriers
            facts.append(Fact(record=_record(told, who, number), who=who, risk=told.risk, children=children))
        return Family(
            household=household,
            minors=minors,
            members=members,
            facts=tuple(facts),
            risks=risks,
            story=story.name,
            lacks=story.lacks,
        )

    def _household(self) -> Household:
        rng, settings = self._rng, self._settings
        community = rng.choices(settings.communities, weights=self._weights)[0]
        grid, building = rng.randint(1, community.grids), rng.randint(1, community.buildings)
        self._serial[community.code] += 1
        code = f"{settings.prefix}-{community.code[-2:]}-{self._serial[community.code]:04}"
        # a few are known by their community only
        area = building_code(community, grid, building) if rng.random() < 0.97 else community.code
        return Household(
            id=Id(code),
            code=code,
            area=area,
            address=self._people.address(str(building)),
            residence=rng.choices(list(RESIDENCES), weights=list(RESIDENCES.values()))[0],
        )

    def _births(self, children: Sequence[Child]) -> list[date]:
        """Birth dates within each child's ages, far enough apart for one mother wherever the ages allow."""
        births: list[date] = []
        for child in children:
            for _ in range(20):
                birth = self._people.birth(child.from_age, child.under)
                if all(abs(birth - other).days >= GAP.days for other in births):
                    break
            births.append(birth)
        return births

    def _minor(self, household: Household, number: int, birth: date, surname: str, group: str) -> Minor:
        people, residence = self._people, household.residence or ""
        sex = self._rng.choice((MALE, FEMALE))
        schooling, school, grade = people.schooling(birth)
        return Minor(
            id=Id(f"{household.code}-c{number}"),
            name=people.child_name(surname, sex, group),
            resident_id=people.number(birth, sex),
            sex=sex,
            birth_date=birth,
            ethnic_group=group,
            area=household.area,
            household=household.id,
            school=school,
            grade=grade,
            schooling=schooling,
            registered_at=people.place(residence, self._settings.name),
        )

    def _member(self, household: Household, number: int, adult: Adult, surname: str, births: Sequence[date]) -> Member:
        people, rng = self._people, self._rng
        sex = FEMALE if adult.relation in WOMEN else MALE
        age = rng.randint(*((48, 64) if adult.relation in GRANDPARENTS else (21, 38)))
        birth = min(births) - years(age) - days(rng.randrange(365))
        own = surname if adult.relation in PATERNAL_LINE else people.surname()
        dead = any(told.values.get("type") == "deceased" for told in adult.told)
        return Member(
            id=Id(f"{household.code}-m{number}"),
            household=household.id,
            name=people.adult_name(own, sex),
            relation=adult.relation,
            resident_id=people.number(birth, sex),
            phone=None if dead else people.phone(),
            guardian=not dead and not adult.left,
            left=adult.left,
        )


def _told(story: Story, minors: Sequence[Minor], members: Sequence[Member]) -> Iterator[tuple[Minor | Member, Told]]:
    for minor, child in zip(minors, story.children, strict=True):
        yield from ((minor, told) for told in child.told)
    for member, adult in zip(members, story.adults, strict=True):
        yield from ((member, told) for told in adult.told)


def _record(told: Told, who: Minor | Member, number: int) -> Record:
    about = "minor" if isinstance(who, Minor) else "member"
    return told.kind(id=Id(f"{who.id}-f{number}"), **{about: who.id}, **told.values)
