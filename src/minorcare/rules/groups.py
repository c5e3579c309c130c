"""The risks that ship: each with its legal source, its ages, the span after which it must be looked at again, and its level."""

from __future__ import annotations

import attrs

from minorcare.calendar import months
from minorcare.label import Label
from minorcare.rules.definitions import Risk, Scheme
from minorcare.rules.settings import RuleSettings

_YOUTH = RuleSettings().youth_until
_PUPIL = RuleSettings().pupils_until

MISBEHAVIOUR = Risk(
    "misbehaviour",
    label=Label("不良行为青少年", en="Misbehaviour"),
    cites="《预防未成年人犯罪法》第二十八条",
    review=months(6),
    age_under=_YOUTH,
    sensitivity="restricted",
)
SERIOUS_MISBEHAVIOUR = Risk(
    "serious_misbehaviour",
    label=Label("严重不良行为青少年", en="Serious misbehaviour"),
    cites="《预防未成年人犯罪法》第三十八条",
    review=months(6),
    age_under=_YOUTH,
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
CUSTODY_AFFECTED = Risk(
    "custody_affected",
    label=Label("服刑在押人员未成年子女", en="Child of a person in custody"),
    cites="《未成年人保护法》第四十三条；五类重点青少年口径（服刑在教人员未成年子女）",
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
MIGRANT = Risk(
    "migrant",
    label=Label("流动儿童", en="Migrant child"),
    cites="国发〔2016〕13号；民政部流动儿童监测口径",
    review=months(6),
    age_under=16,
)
ORPHAN = Risk(
    "orphan",
    label=Label("孤儿", en="Orphan"),
    cites="国办发〔2010〕54号",
    review=months(6),
    pupils_under=_PUPIL,
)
DE_FACTO_UNSUPPORTED = Risk(
    "de_facto_unsupported",
    label=Label("事实无人抚养儿童", en="Child without actual support"),
    cites="民发〔2019〕62号、民发〔2020〕125号",
    review=months(6),
    pupils_under=_PUPIL,
)
STREET_CHILD = Risk(
    "street_child",
    label=Label("流浪乞讨青少年", en="Child or young person on the street"),
    cites="《未成年人保护法》第九十二条；国办发〔2011〕39号",
    review=months(1),
    age_under=_YOUTH,
)
IDLE_YOUTH = Risk(
    "idle_youth",
    label=Label("闲散青少年", en="Young person out of school and work"),
    cites="五类重点青少年口径（6 至 25 周岁，不在学、无职业，一般满半年）",
    review=months(3),
    age_from=6,
    age_under=_YOUTH,
)

RISKS = (
    MISBEHAVIOUR,
    DISABILITY,
    DIFFICULTY,
    DRUG_AFFECTED,
    LEFT_BEHIND,
    SERIOUS_MISBEHAVIOUR,
    CUSTODY_AFFECTED,
    MIGRANT,
    ORPHAN,
    DE_FACTO_UNSUPPORTED,
    STREET_CHILD,
    IDLE_YOUTH,
)
FIVE_GROUPS = Scheme(
    "five_groups",
    label=Label("五类群体", en="The five groups"),
    risks=("misbehaviour", "disability", "difficulty", "drug_affected", "left_behind"),
    cites="街道工作口径；第五类（留守儿童）为假定",
    age_under=18,
)

_OF_YOUTH = frozenset(risk.name for risk in RISKS if risk.age_under == _YOUTH)


def risks(settings: RuleSettings) -> tuple[Risk, ...]:
    """The shipped risks under *settings*, in the order of :data:`RISKS`."""
    return tuple(_under(risk, settings) for risk in RISKS)


def _under(risk: Risk, settings: RuleSettings) -> Risk:
    if risk.name in _OF_YOUTH:
        return attrs.evolve(risk, age_under=settings.youth_until)
    return risk if risk.pupils_under is None else attrs.evolve(risk, pupils_under=settings.pupils_until)
