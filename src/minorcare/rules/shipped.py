"""The risks, the scheme and the rules that ship: each with its source, its age gate and the facts it rests on.

No rule here derives misbehaviour from anything but a recorded act, and none confirms: a person does.
"""

from __future__ import annotations

import attrs

from minorcare.calendar import months
from minorcare.kinds import (
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Member,
    MisbehaviourAct,
    RestrictedCircumstance,
)
from minorcare.label import Label
from minorcare.query import F, Filter, any_of, exists, today
from minorcare.rules.definitions import Risk, Rule, Scheme

FATHER, MOTHER = ("51", "57"), ("52", "58")
"""GB/T 4761-2008: father, step- or adoptive father; mother, step- or adoptive mother."""


@attrs.frozen(kw_only=True)
class RuleSettings:
    """What national texts leave open, so that an office sets it.

    Attributes:
        away_months: Full months a parent must have worked away before a child counts as left behind (usually six).
        act_months: How long an act of misbehaviour keeps suggesting the tag.
        custody_months: Full months of custody, detox or lost contact before a parent counts as unable (民发〔2019〕62号: six).
    """

    away_months: int = 6
    act_months: int = 12
    custody_months: int = 6


MISBEHAVIOUR = Risk(
    "misbehaviour",
    label=Label("不良行为青少年", en="Misbehaviour"),
    cites="《预防未成年人犯罪法》第二十八条",
    review=months(6),
    sensitivity="restricted",
)
DISABILITY = Risk(
    "disability",
    label=Label("残疾儿童", en="Child with a disability"),
    cites="《残疾人保障法》第二条",
    review=months(12),
)
DIFFICULTY = Risk(
    "difficulty", label=Label("困境儿童", en="Child in difficulty"), cites="国发〔2016〕36号", review=months(3)
)
DRUG_AFFECTED = Risk(
    "drug_affected",
    label=Label("涉毒人员未成年子女", en="Drug-affected family"),
    cites="《未成年人保护法》第十六条、第四十三条",
    review=months(6),
    sensitivity="restricted",
)
LEFT_BEHIND = Risk(
    "left_behind",
    label=Label("留守儿童", en="Left-behind child"),
    cites="国发〔2016〕13号",
    review=months(3),
    age_under=16,
)

RISKS = (MISBEHAVIOUR, DISABILITY, DIFFICULTY, DRUG_AFFECTED, LEFT_BEHIND)
FIVE_GROUPS = Scheme(
    "five_groups",
    label=Label("五类群体", en="The five groups"),
    risks=tuple(risk.name for risk in RISKS),
    cites="街道工作口径；第五类（留守儿童）为假定",
)


def in_force(first: str = "began", last: str = "ended") -> Filter:
    """The period between two fields has begun and not ended; an open side counts as in force."""
    begin, end = getattr(F, first), getattr(F, last)
    return any_of(begin.is_empty, begin <= today()) & any_of(end.is_empty, end >= today())


def parent(relations: tuple[str, ...], condition: Filter) -> Filter:
    """The child's household has, today, a member of one of these relations for whom *condition* holds."""
    return exists(Member, F.relation.is_in(relations) & in_force("joined", "left") & condition, on="household")


def rules(settings: RuleSettings) -> tuple[Rule, ...]:
    """The shipped rules under *settings*."""
    away = exists(
        Circumstance,
        (F.type == "works_away")
        & (F.began <= today() - months(settings.away_months))
        & any_of(F.ended.is_empty, F.ended >= today()),
    )
    since_long = (F.began <= today() - months(settings.custody_months)) & any_of(F.ended.is_empty, F.ended >= today())
    unable = any_of(
        exists(Circumstance, F.type.is_in(("missing", "deceased", "severely_disabled", "seriously_ill")) & in_force()),
        exists(Circumstance, (F.type == "lost_contact") & since_long),
        exists(RestrictedCircumstance, F.type.is_in(("custody_revoked", "deported", "drug_dependence")) & in_force()),
        exists(RestrictedCircumstance, since_long),
    )
    return (
        Rule(
            "misbehaviour_recorded",
            version=1,
            suggests=MISBEHAVIOUR,
            when=exists(MisbehaviourAct, F.happened >= today() - months(settings.act_months)),
            because=Label("有记录的不良行为（{act}）", en="A recorded act of misbehaviour ({act})"),
            cites="《预防未成年人犯罪法》第二十八条",
        ),
        Rule(
            "disability_card",
            version=1,
            suggests=DISABILITY,
            when=exists(DisabilityCard, in_force("issued", "valid_until")),
            because=Label("持残疾人证（{type}，{level}）", en="Holds a disability card ({type}, {level})"),
            cites="《残疾人保障法》第二条",
        ),
        Rule(
            "difficulty_recognised",
            version=1,
            suggests=DIFFICULTY,
            when=exists(DifficultyRecognition, in_force("recognised", "ended")),
            because=Label("已认定为困境儿童（{types}）", en="Recognised as a child in difficulty ({types})"),
            cites="国发〔2016〕36号",
        ),
        Rule(
            "drug_affected_parent",
            version=1,
            suggests=DRUG_AFFECTED,
            when=parent(
                FATHER + MOTHER,
                exists(RestrictedCircumstance, F.type.is_in(("drug_dependence", "compulsory_detox")) & in_force()),
            ),
            because=Label("父母一方有限阅情况", en="A restricted circumstance of a parent"),
            cites="《未成年人保护法》第四十三条",
        ),
        Rule(
            "both_parents_away",
            version=1,
            suggests=LEFT_BEHIND,
            when=parent(FATHER, away) & parent(MOTHER, away),
            because=Label("父母均外出务工", en="Both parents work away"),
            cites="国发〔2016〕13号",
        ),
        Rule(
            "one_away_other_unable",
            version=1,
            suggests=LEFT_BEHIND,
            when=any_of(parent(FATHER, away) & parent(MOTHER, unable), parent(MOTHER, away) & parent(FATHER, unable)),
            because=Label(
                "父母一方外出务工，另一方无监护能力", en="One parent works away, the other cannot look after the child"
            ),
            cites="国发〔2016〕13号",
        ),
    )
