"""The planted stories: households whose children carry a risk, as many children as the settings say.

Each risk rests on one fact or, where a parent is away, on two that are both needed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from minorcare.kinds import RestrictedCircumstance
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.stories import (
    FATHER,
    MOTHER,
    STEPFATHER,
    STEPMOTHER,
    Adult,
    Child,
    Past,
    Story,
    parents,
    some_adults,
)

MOST_SIBLINGS = 3
# So that what is planted still holds in a year: no child of these reaches sixteen, or eighteen, before then.
UNDER_FOR_A_YEAR = {"left_behind": 15, "misbehaviour": 17, "disability": 17, "difficulty": 17, "drug_affected": 17}


def stories(settings: Settings, past: Past) -> Iterator[Story]:
    """All planted households of a street."""
    planted, both = settings.planted, settings.both
    yield from _left_behind(past, planted.left_behind, both.left_behind_difficulty)
    yield from _drug_affected(past, planted.drug_affected)
    for _ in range(both.disability_difficulty):
        told = past.card(risk="disability"), past.recognised("disability", risk="difficulty")
        yield _own(past.rng, Child(from_age=3, under=17, told=told, risks=("disability", "difficulty")))
    for _ in range(planted.disability - both.disability_difficulty):
        yield _own(past.rng, Child(from_age=2, under=17, told=(past.card(risk="disability"),), risks=("disability",)))
    for _ in range(planted.difficulty - both.disability_difficulty - both.left_behind_difficulty):
        told_of = past.recognised(*past.rng.sample(("poverty", "serious_illness", "accident"), 2), risk="difficulty")
        yield _own(past.rng, Child(from_age=1, under=17, told=(told_of,), risks=("difficulty",)))
    for _ in range(planted.misbehaviour):
        # an act suggests the tag for twelve months: only one of the day itself still does in a year
        act, older = past.act(past.day, risk="misbehaviour"), past.act(past.ago(15, 20))
        yield _own(past.rng, Child(from_age=12, under=17, told=(act, older), risks=("misbehaviour",)))


def shares(rng: random.Random, total: int) -> Iterator[int]:
    """*total* children in households of one to three."""
    while total:
        count = min(total, rng.choices((1, 2, MOST_SIBLINGS), weights=(6, 4, 1))[0])
        yield count
        total -= count


def _own(rng: random.Random, child: Child) -> Story:
    """A child that carries a risk by a fact of its own: brothers and sisters do not."""
    return Story(name="planted", adults=some_adults(rng), children=(child, *(Child(),) * rng.choice((0, 0, 1, 2))))


def _left_behind(past: Past, total: int, in_difficulty: int) -> Iterator[Story]:
    """Both parents away, or one away and the other unable; where there is room, an elder of sixteen who is not counted."""
    risk = "left_behind"
    for number, count in enumerate(shares(past.rng, total)):
        away, other = past.away(risk=risk), past.away(risk=risk)
        child = Child(from_age=1, under=UNDER_FOR_A_YEAR[risk], risks=(risk,))
        children = [child] * count
        if in_difficulty:
            told = (past.recognised("left_behind", risk="difficulty"),)
            children[0] = Child(from_age=1, under=UNDER_FOR_A_YEAR[risk], told=told, risks=(risk, "difficulty"))
            in_difficulty -= 1
        elif count < MOST_SIBLINGS and past.rng.random() < 0.15:
            children.append(Child(from_age=16, under=18))
        adults = parents((away,), (other,))
        if number % 3 == 1:
            unable = past.unable(number // 3, risk=risk)
            adults = parents((away,), (unable,)) if past.rng.random() < 0.5 else parents((unable,), (away,))
        elif number % 6 == 5:
            adults = Adult(relation=FATHER, told=(away,)), Adult(relation=STEPMOTHER, told=(other,))
        yield Story(name="planted", adults=adults, children=tuple(children))


def _drug_affected(past: Past, total: int) -> Iterator[Story]:
    """A parent, or whoever is married to one, dependent or in treatment."""
    risk = "drug_affected"
    for number, count in enumerate(shares(past.rng, total)):
        told = past.of_adult(RestrictedCircumstance, ("drug_dependence", "compulsory_detox")[number % 2], risk=risk)
        adults: tuple[Adult, ...] = parents((told,)) if past.rng.random() < 0.6 else parents(mother=(told,))
        if number % 4 == 3:
            adults = Adult(relation=MOTHER), Adult(relation=STEPFATHER, told=(told,))
        yield Story(
            name="planted", adults=adults, children=(Child(under=UNDER_FOR_A_YEAR[risk], risks=(risk,)),) * count
        )
