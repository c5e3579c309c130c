"""The shipped rules that look at what is recorded of the child itself.

Misbehaviour rests on a recorded act and on nothing else: no rule for it reads absence, the household, another group or a score
(预防未成年人犯罪法 articles 28 and 38 name acts).
"""

from __future__ import annotations

from collections.abc import Mapping

from minorcare.calendar import months
from minorcare.kinds import (
    DifficultyRecognition,
    DisabilityAssessment,
    DisabilityCard,
    Employment,
    MisbehaviourAct,
    SchoolingGap,
    SeriousAct,
    StreetFinding,
)
from minorcare.label import Label
from minorcare.query import F, any_of, exists, today
from minorcare.rules.definitions import Risk, Rule
from minorcare.rules.parents import in_force
from minorcare.rules.settings import RuleSettings

LAWFUL_ABSENCE = ("medical_leave", "home_teaching", "deferred", "enrolled_elsewhere")
"""Reasons for not being at school that leave nobody idle."""


def misbehaviour(risk: Risk, settings: RuleSettings) -> Rule:
    """A recorded act within the last year."""
    return Rule(
        "misbehaviour_recorded",
        version=2,  # 2: no longer ends with the eighteenth birthday, within its year
        suggests=risk,
        when=exists(MisbehaviourAct, F.happened >= today() - months(settings.act_months)),
        because=Label("有记录的不良行为（{act}）", en="A recorded act of misbehaviour ({act})"),
        cites="《预防未成年人犯罪法》第二十八条",
    )


def serious_misbehaviour(risk: Risk, settings: RuleSettings) -> Rule:
    """A recorded serious act within the last year."""
    return Rule(
        "serious_misbehaviour_recorded",
        version=1,
        suggests=risk,
        when=exists(SeriousAct, F.happened >= today() - months(settings.act_months)),
        because=Label("有文书记录的严重不良行为（{act}）", en="A documented act of serious misbehaviour ({act})"),
        cites="《预防未成年人犯罪法》第三十八条",
    )


def disability(risk: Risk) -> tuple[Rule, Rule]:
    """A certificate, or the finding of an assessing body."""
    return (
        Rule(
            "disability_card",
            version=1,
            suggests=risk,
            when=exists(DisabilityCard, in_force("issued", "valid_until")),
            because=Label("持残疾人证（{type}，{level}）", en="Holds a disability card ({type}, {level})"),
            cites="《残疾人保障法》第二条",
        ),
        Rule(
            "disability_assessed",
            version=1,
            suggests=risk,
            when=exists(DisabilityAssessment, in_force("assessed", "valid_until")),
            because=Label("经评定为残疾（{type}）", en="Assessed as disabled ({type})"),
            cites="《残疾人保障法》第二条",
        ),
    )


def difficulty(risk: Risk) -> Rule:
    """A recognition by civil affairs; its types are the kinds of difficulty."""
    return Rule(
        "difficulty_recognised",
        version=1,
        suggests=risk,
        when=exists(DifficultyRecognition, in_force("recognised", "ended")),
        because=Label("已认定为困境儿童（{types}）", en="Recognised as a child in difficulty ({types})"),
        cites="国发〔2016〕36号",
    )


def of_youth(known: Mapping[str, Risk], settings: RuleSettings) -> tuple[Rule, ...]:
    """Found on the street; out of school, and from sixteen on without work too."""
    idle = (
        (F.began <= today() - months(settings.idle_months))
        & any_of(F.ended.is_empty, F.ended >= today())
        & ~F.reason.is_in(LAWFUL_ABSENCE)
    )
    return (
        Rule(
            "found_on_the_street",
            version=1,
            suggests=known["street_child"],
            when=exists(StreetFinding, in_force("found", "ended")),
            because=Label("{found} 发现流浪乞讨", en="Found on the street on {found}"),
            cites="《未成年人保护法》第九十二条",
        ),
        Rule(
            "out_of_school_and_work",
            version=1,
            suggests=known["idle_youth"],
            when=exists(SchoolingGap, idle) & any_of(F.birth_date.age < 16, ~exists(Employment, in_force())),
            because=Label("{began} 起不在校", en="Out of school since {began}"),
            cites="五类重点青少年口径",
        ),
    )
