"""The decoys: households that look as if a child in them carried a risk, and none does.

Each stays so for ever: what might grow into a risk has its last day on record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from minorcare.calendar import days, months
from minorcare.kinds import Circumstance, RestrictedCircumstance
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.stories import (
    MATERNAL,
    MOTHER,
    PATERNAL,
    STEPFATHER,
    Adult,
    Child,
    Past,
    Story,
    Told,
    parents,
    some_adults,
)

_Adults = tuple[Adult, ...]
_Built = tuple[_Adults, tuple[Child, ...]]


def stories(settings: Settings, past: Past) -> Iterator[Story]:
    """All decoys of a street but those who have turned eighteen, which are no minors."""
    for name, count in attrs.asdict(settings.decoys).items():
        if name != "turned_eighteen":
            lacks, build = _STORIES[name]
            for _ in range(count):
                adults, children = build(past)
                yield Story(name=name, adults=adults, children=children, lacks=lacks)


def turned_eighteen(settings: Settings, past: Past) -> Iterator[Story]:
    """Grown up since, with a card that is still valid: rows beside the minors."""
    for _ in range(settings.decoys.turned_eighteen):
        grown = Child(from_age=18, under=19, told=(past.card(),))
        yield Story(name="turned_eighteen", adults=parents(), children=(grown,), lacks="disability")


def _some(past: Past, child: Child) -> tuple[Child, ...]:
    return (child,) * past.rng.choice((1, 1, 2))


def _family(past: Past, adults: _Adults, child: Child | None = None) -> _Built:
    return adults, _some(past, child or Child(under=15))


def _over_sixteen(past: Past) -> _Built:
    return parents((past.away(),), (past.away(),)), (Child(from_age=16),)


def _one_parent_away(past: Past) -> _Built:
    away = (past.away(),)
    return _family(past, parents(away) if past.rng.random() < 0.7 else parents(mother=away))


def _back_home(past: Past) -> _Built:
    back = past.away(began=past.ago(14, 30), ended=past.day - days(past.rng.randint(10, 40)))
    return _family(past, parents((past.away(),), (back,)))


def _away_too_short(past: Past) -> _Built:
    began = past.ago(3, 5)
    # back before the six months are full, whatever the day it is looked at
    short = past.away(began=began, ended=began + months(5) + days(past.rng.randint(5, 20)))
    return _family(past, parents((past.away(),), (short,)))


def _away_undated(past: Past) -> _Built:
    return _family(past, parents((past.away(),), (past.away(began=None),)))


def _other_recovered(past: Past) -> _Built:
    well = past.of_adult(Circumstance, "seriously_ill", began=past.ago(20, 40), ended=past.ago(1, 5))
    return _family(past, parents((past.away(),), (well,)))


def _kin_away(past: Past) -> _Built:
    uncle = Adult(relation=PATERNAL["uncle"], told=(past.away(),))
    return _family(past, (*parents((past.away(),)), uncle))


def _kin_unable(past: Past) -> _Built:
    ill = past.of_adult(Circumstance, "seriously_ill")
    return _family(past, (*parents((past.away(),)), Adult(relation=PATERNAL["grandmother"], told=(ill,))))


def _parent_disabled(past: Past) -> _Built:
    return _family(past, parents((past.of_adult(Circumstance, "severely_disabled"),)))


def _kin_dependent(past: Past) -> _Built:
    who = past.rng.choice((PATERNAL["grandfather"], PATERNAL["uncle"], MATERNAL["uncle"]))
    told = past.of_adult(RestrictedCircumstance, "drug_dependence")
    return _family(past, (*parents(), Adult(relation=who, told=(told,))))


def _detox_ended(past: Past) -> _Built:
    ended = past.day - days(past.rng.randint(10, 40))
    told = past.of_adult(RestrictedCircumstance, "compulsory_detox", began=past.ago(20, 30), ended=ended)
    return _family(past, parents((told,)))


def _parent_in_custody(past: Past) -> _Built:
    # by a measure that is no sentence: children of prisoners are a group of their own
    return _family(past, parents((past.of_adult(RestrictedCircumstance, "liberty_restricted"),)))


def _stepfather_left(past: Past) -> _Built:
    told: tuple[Told, ...] = (past.of_adult(RestrictedCircumstance, "drug_dependence"),)
    left = Adult(relation=STEPFATHER, told=told, left=past.ago(2, 8))
    return _family(past, (Adult(relation=MOTHER), left))


def _card_expired(past: Past) -> _Built:
    card = past.card(issued=past.ago(70, 90), valid_until=past.ago(1, 8))
    return some_adults(past.rng), (Child(from_age=8, told=(card,)),)


def _recognition_ended(past: Past) -> _Built:
    over = past.recognised("poverty", recognised=past.ago(20, 40), ended=past.ago(1, 9))
    return some_adults(past.rng), (Child(from_age=4, told=(over,)),)


def _act_too_old(past: Past) -> _Built:
    return parents(), (Child(from_age=14, told=(past.act(past.ago(13, 20)),)),)


_STORIES: Mapping[str, tuple[str, Callable[[Past], _Built]]] = {
    "over_sixteen": ("left_behind", _over_sixteen),
    "one_parent_away": ("left_behind", _one_parent_away),
    "back_home": ("left_behind", _back_home),
    "away_too_short": ("left_behind", _away_too_short),
    "away_undated": ("left_behind", _away_undated),
    "other_recovered": ("left_behind", _other_recovered),
    "kin_away": ("left_behind", _kin_away),
    "kin_unable": ("left_behind", _kin_unable),
    "card_expired": ("disability", _card_expired),
    "parent_disabled": ("disability", _parent_disabled),
    "recognition_ended": ("difficulty", _recognition_ended),
    "act_too_old": ("misbehaviour", _act_too_old),
    "kin_dependent": ("drug_affected", _kin_dependent),
    "detox_ended": ("drug_affected", _detox_ended),
    "parent_in_custody": ("drug_affected", _parent_in_custody),
    "stepfather_left": ("drug_affected", _stepfather_left),
}
