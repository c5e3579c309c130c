"""The risks, the schemes and the rules that ship: each with its source, its age gate and the facts it rests on.

No rule here derives misbehaviour from anything but a recorded act, and none confirms: a person does.
"""

from __future__ import annotations

from minorcare.rules import family_rules, own_rules
from minorcare.rules.definitions import Rule
from minorcare.rules.groups import (
    CUSTODY_AFFECTED,
    DE_FACTO_UNSUPPORTED,
    DIFFICULTY,
    DISABILITY,
    DRUG_AFFECTED,
    FIVE_GROUPS,
    IDLE_YOUTH,
    LEFT_BEHIND,
    MIGRANT,
    MISBEHAVIOUR,
    ORPHAN,
    RISKS,
    SERIOUS_MISBEHAVIOUR,
    STREET_CHILD,
    risks,
)
from minorcare.rules.parents import FATHER, MOTHER, in_force, parent
from minorcare.rules.settings import RuleSettings

__all__ = [
    "CUSTODY_AFFECTED",
    "DE_FACTO_UNSUPPORTED",
    "DIFFICULTY",
    "DISABILITY",
    "DRUG_AFFECTED",
    "FATHER",
    "FIVE_GROUPS",
    "IDLE_YOUTH",
    "LEFT_BEHIND",
    "MIGRANT",
    "MISBEHAVIOUR",
    "MOTHER",
    "ORPHAN",
    "RISKS",
    "SERIOUS_MISBEHAVIOUR",
    "STREET_CHILD",
    "RuleSettings",
    "in_force",
    "parent",
    "risks",
    "rules",
]


def rules(settings: RuleSettings) -> tuple[Rule, ...]:
    """The shipped rules under *settings*."""
    known = {risk.name: risk for risk in risks(settings)}
    card, assessed = own_rules.disability(known["disability"])
    return (
        own_rules.misbehaviour(known["misbehaviour"], settings),
        card,
        own_rules.difficulty(known["difficulty"]),
        family_rules.drug_affected(known["drug_affected"]),
        *family_rules.left_behind(known["left_behind"], settings),
        own_rules.serious_misbehaviour(known["serious_misbehaviour"], settings),
        assessed,
        *family_rules.of_parents(known, settings),
        *own_rules.of_youth(known, settings),
    )
