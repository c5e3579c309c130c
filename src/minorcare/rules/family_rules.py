"""The shipped rules that look at a child's parents."""

from __future__ import annotations

from collections.abc import Mapping

from minorcare.calendar import months
from minorcare.kinds import Circumstance, DifficultyRecognition, ResidencePeriod, RestrictedCircumstance
from minorcare.label import Label
from minorcare.query import F, any_of, exists, today
from minorcare.rules.definitions import Risk, Rule
from minorcare.rules.parents import (
    ANY_PARENT,
    FATHER,
    MOTHER,
    away,
    cannot_raise,
    in_force,
    legal_parent,
    lost,
    parent,
    unable,
)
from minorcare.rules.settings import RuleSettings

CROSS_COUNTY = ("same_city", "same_province", "other_province")
"""Codes of ``residence_type`` for a registration across the county line."""


def drug_affected(risk: Risk) -> Rule:
    """Children of persons involved with drugs."""
    return Rule(
        "drug_affected_parent",
        version=1,
        suggests=risk,
        when=parent(
            FATHER + MOTHER,
            exists(RestrictedCircumstance, F.type.is_in(("drug_dependence", "compulsory_detox")) & in_force()),
        ),
        because=Label("父母一方有限阅情况", en="A restricted circumstance of a parent"),
        cites="《未成年人保护法》第四十三条",
    )


def left_behind(risk: Risk, settings: RuleSettings) -> tuple[Rule, ...]:
    """国发〔2016〕13号: both parents work away, or one does and the other cannot look after the child."""
    gone, weak = away(settings), unable(settings)
    return (
        Rule(
            "both_parents_away",
            version=1,
            suggests=risk,
            when=parent(FATHER, gone) & parent(MOTHER, gone),
            because=Label("父母均外出务工", en="Both parents work away"),
            cites="国发〔2016〕13号",
        ),
        Rule(
            "one_away_other_unable",
            version=1,
            suggests=risk,
            when=any_of(parent(FATHER, gone) & parent(MOTHER, weak), parent(MOTHER, gone) & parent(FATHER, weak)),
            because=Label(
                "父母一方外出务工，另一方无监护能力", en="One parent works away, the other cannot look after the child"
            ),
            cites="国发〔2016〕13号",
        ),
    )


def of_parents(known: Mapping[str, Risk], settings: RuleSettings) -> tuple[Rule, ...]:
    """Who has lost both parents, whose parents cannot raise them, whose parent is in custody, who came with a parent."""
    return (
        _in_custody(known["custody_affected"]),
        _migrant(known["migrant"], settings),
        _orphaned(known["orphan"]),
        _recognised(known["orphan"], "孤儿", "an orphan", cites="国办发〔2010〕54号"),
        _unsupported(known["de_facto_unsupported"], settings),
        _recognised(
            known["de_facto_unsupported"], "事实无人抚养儿童", "without actual support", cites="民发〔2019〕62号"
        ),
    )


def _in_custody(risk: Risk) -> Rule:
    return Rule(
        "parent_in_custody",
        version=1,
        suggests=risk,
        when=legal_parent(FATHER + MOTHER, exists(RestrictedCircumstance, (F.type == "in_custody") & in_force())),
        because=Label("父母一方有限阅情况", en="A restricted circumstance of a parent"),
        cites="《未成年人保护法》第四十三条",
    )


def _migrant(risk: Risk, settings: RuleSettings) -> Rule:
    here = exists(
        ResidencePeriod,
        (F.began <= today() - months(settings.migrant_months)) & any_of(F.ended.is_empty, F.ended >= today()),
    )
    with_parent = parent(FATHER + MOTHER, ~exists(Circumstance, (F.type == "works_away") & in_force()))
    return Rule(
        "came_with_a_parent",
        version=1,
        suggests=risk,
        when=here & F.household.residence.is_in(CROSS_COUNTY) & with_parent,
        because=Label(
            "户籍在外县（区），{began} 起随父母在此居住",
            en="Registered in another county, living here with a parent since {began}",
        ),
        cites="国发〔2016〕13号",
    )


def _orphaned(risk: Risk) -> Rule:
    gone = lost()
    return Rule(
        "both_parents_lost",
        version=1,
        suggests=risk,
        when=legal_parent(FATHER, gone) & legal_parent(MOTHER, gone) & ~legal_parent(ANY_PARENT, ~gone),
        because=Label("父母均死亡或被宣告失踪", en="Both parents are dead or declared missing"),
        cites="国办发〔2010〕54号",
    )


def _unsupported(risk: Risk, settings: RuleSettings) -> Rule:
    """Both parents in the set, or one lost and the other in it; where both are lost, the child is an orphan."""
    gone, cannot = lost(), cannot_raise(settings)
    no_help = any_of(gone, cannot)
    return Rule(
        "parents_cannot_raise",
        version=1,
        suggests=risk,
        when=legal_parent(FATHER, no_help)
        & legal_parent(MOTHER, no_help)
        & legal_parent(FATHER + MOTHER, cannot & ~gone)
        & ~legal_parent(ANY_PARENT, ~no_help),
        because=Label(
            "父母均符合事实无人抚养的情形", en="Both parents are in a situation in which they cannot raise the child"
        ),
        cites="民发〔2019〕62号、民发〔2020〕125号",
    )


def _recognised(risk: Risk, zh: str, en: str, *, cites: str) -> Rule:
    return Rule(
        f"recognised_{risk.name}",
        version=1,
        suggests=risk,
        when=exists(DifficultyRecognition, F.types.contains(risk.name) & in_force("recognised", "ended")),
        because=Label(f"{{recognised}} 已认定为{zh}", en=f"Recognised as {en} on {{recognised}}"),
        cites=cites,
    )
