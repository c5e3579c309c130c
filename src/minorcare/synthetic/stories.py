"""Households as they are planned, before anybody in them has a name: who lives there, what is so about whom, what follows.

A *story* is either plain, or planted (its children carry a risk), or a decoy (it looks like a planted one and no child carries
the risk, for the reason that is the story's name). The definitions are those of 国发〔2016〕13号, 国发〔2016〕36号, 《残疾人保障法》
article 2 and 《预防未成年人犯罪法》 article 28; nothing here asks the rules that are to find them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import days, months
from minorcare.declare import Record
from minorcare.kinds import Circumstance, DifficultyRecognition, DisabilityCard, MisbehaviourAct, RestrictedCircumstance

FATHER, MOTHER, STEPFATHER, STEPMOTHER = "51", "52", "57", "58"
PATERNAL = {"grandfather": "61", "grandmother": "62", "uncle": "83"}
MATERNAL = {"grandmother": "64", "uncle": "85"}
WOMEN = frozenset({MOTHER, STEPMOTHER, "62", "64"})
GRANDPARENTS = frozenset({"61", "62", "63", "64"})
PATERNAL_LINE = frozenset({FATHER, "61", "83"})
"""Who shares the children's surname: whoever married in, or comes from the mother's side, does not."""


@attrs.frozen(kw_only=True)
class Told:
    """A fact as it will be recorded of somebody; *risk* rests on it, if any does."""

    kind: type[Record]
    values: Mapping[str, Any]
    risk: str | None = None


@attrs.frozen(kw_only=True)
class Adult:
    """A grown-up: what they are to the children (GB/T 4761), what is told of them, the day they left the household."""

    relation: str
    told: tuple[Told, ...] = ()
    left: date | None = None


@attrs.frozen(kw_only=True)
class Child:
    """A child between two ages: what is told of it, and the risks it carries."""

    from_age: int = 0
    under: int = 18
    told: tuple[Told, ...] = ()
    risks: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Story:
    """A household to be: why it is there, and who lives in it."""

    name: str = "plain"
    adults: tuple[Adult, ...]
    children: tuple[Child, ...]
    lacks: str | None = None
    """The risk that a decoy's children do not carry."""


class Past:
    """Days before the day, and facts that began on them: drawn at random, but never near a limit that a year would cross."""

    def __init__(self, rng: random.Random, day: date) -> None:
        self.rng, self.day = rng, day

    def ago(self, least: int, most: int) -> date:
        """A day between *least* and *most* months ago."""
        return self.day - months(self.rng.randint(least, most - 1)) - days(self.rng.randint(1, 27))

    def of_adult(self, kind: type[Record], type_: str, **values: Any) -> Told:
        """A circumstance, from long ago if not said otherwise, still so if not said otherwise."""
        risk = values.pop("risk", None)
        source = "community" if kind is Circumstance else "household"
        return Told(kind=kind, risk=risk, values={"type": type_, "began": self.ago(9, 40), "source": source, **values})

    def away(self, *, risk: str | None = None, **values: Any) -> Told:
        """Works away."""
        return self.of_adult(Circumstance, "works_away", risk=risk, basis="电话核实", **values)

    def card(self, *, risk: str | None = None, **values: Any) -> Told:
        """A disability card, valid for years."""
        rng = self.rng
        told = {
            "type": rng.choice("1234567"),
            "level": rng.choice("1234"),
            "issued": self.ago(2, 22),
            "valid_until": rng.choice((None, self.day + months(rng.randint(24, 90)))),
            "source": "disabled_persons_federation",
        }
        return Told(kind=DisabilityCard, risk=risk, values={**told, **values})

    def recognised(self, *types: str, risk: str | None = None, **values: Any) -> Told:
        """A recognition as a child in difficulty."""
        document = f"演示认定〔{self.rng.randint(1, 99)}〕号"
        told = {"types": types, "recognised": self.ago(2, 11), "source": "civil_affairs", "document": document}
        return Told(kind=DifficultyRecognition, risk=risk, values={**told, **values})

    def act(self, happened: date, *, risk: str | None = None) -> Told:
        """A recorded act of misbehaviour."""
        source = self.rng.choice(("school", "community"))
        values = {"act": f"B0{self.rng.randint(1, 7)}", "happened": happened, "source": source}
        return Told(kind=MisbehaviourAct, risk=risk, values=values)

    def unable(self, which: int, *, risk: str | None = None) -> Told:
        """One of the reasons why a parent cannot look after a child."""
        reasons: tuple[tuple[type[Record], str], ...] = (
            (Circumstance, "missing"),
            (Circumstance, "deceased"),
            (Circumstance, "severely_disabled"),
            (Circumstance, "seriously_ill"),
            # held by another measure: serving a sentence would put the children into one more group
            (RestrictedCircumstance, "liberty_restricted"),
        )
        kind, type_ = reasons[which % len(reasons)]
        return self.of_adult(kind, type_, risk=risk)


def parents(father: tuple[Told, ...] = (), mother: tuple[Told, ...] = ()) -> tuple[Adult, ...]:
    """A father and a mother, with what is told of each."""
    return Adult(relation=FATHER, told=father), Adult(relation=MOTHER, told=mother)


def plain(rng: random.Random, count: int) -> Story:
    """A household with nothing to tell, of *count* children."""
    return Story(adults=some_adults(rng), children=(Child(),) * count)


def some_adults(rng: random.Random) -> tuple[Adult, ...]:
    """Who looks after children: mostly both parents, at times with or instead of a grandparent or a step-parent."""
    luck = rng.random()
    if luck < 0.80:
        return parents()
    if luck < 0.90:
        return (*parents(), Adult(relation=rng.choice((PATERNAL["grandmother"], MATERNAL["grandmother"]))))
    if luck < 0.95:
        return (Adult(relation=MOTHER),)
    if luck < 0.97:
        return (Adult(relation=FATHER),)
    if luck < 0.985:
        return Adult(relation=MOTHER), Adult(relation=STEPFATHER)
    return (Adult(relation=PATERNAL["grandfather"]),)
