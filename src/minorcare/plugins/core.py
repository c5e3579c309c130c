"""What minorcare itself brings, through the same hooks as everybody else."""

from __future__ import annotations

from collections.abc import Iterable

from minorcare.access import ROLES, Role
from minorcare.declare import Codes, Label, Record
from minorcare.hooks import hookimpl
from minorcare.kinds import (
    AgeGate,
    Area,
    Assessment,
    Attention,
    CensusResult,
    CensusRound,
    Circumstance,
    Deputy,
    DifficultyRecognition,
    DisabilityAssessment,
    DisabilityCard,
    Due,
    Duplicate,
    DutyPost,
    EducationOrder,
    EducationSession,
    Employment,
    EntrustedCare,
    ForeignMatch,
    Granted,
    GraveIntervention,
    Guarantee,
    GuaranteeAnswer,
    Household,
    HouseholdHazard,
    Instruction,
    Intervention,
    JournalEntry,
    Lead,
    LifeEvent,
    MeasureDelivery,
    Member,
    Minor,
    MisbehaviourAct,
    NonProsecution,
    Officer,
    Plan,
    PlanMeasure,
    PlanReview,
    Punishment,
    Reporter,
    ResidencePeriod,
    RestrictedCircumstance,
    RiskTag,
    SchoolingGap,
    Seen,
    SeriousAct,
    StreetFinding,
    Task,
    TaskReport,
    Transfer,
    UniversalMeasure,
    Visit,
    WeeklyContact,
)
from minorcare.kinds.codelists import load_codes
from minorcare.query import F, Tally
from minorcare.rules import Risk, Rule, Scheme
from minorcare.rules.act_checks import ACT_CHECKS
from minorcare.rules.attention_checks import ATTENTION_CHECKS
from minorcare.rules.care_checks import care_checks
from minorcare.rules.census_checks import CENSUS_CHECKS
from minorcare.rules.checks import Check
from minorcare.rules.life_checks import LIFE_CHECKS
from minorcare.rules.local import own_groups
from minorcare.rules.people_checks import PEOPLE_CHECKS
from minorcare.rules.schemelists import load_schemes
from minorcare.rules.shipped import FIVE_GROUPS, RuleSettings, risks, rules
from minorcare.rules.shipped_checks import CHECKS
from minorcare.rules.task_checks import TASK_CHECKS
from minorcare.work.care_tallies import CARE_TALLIES
from minorcare.work.grades import CURRENT_GRADES
from minorcare.work.people_tallies import PEOPLE_TALLIES
from minorcare.work.plan_tallies import PLAN_TALLIES


@hookimpl
def register_settings() -> type[RuleSettings]:
    return RuleSettings


@hookimpl
def register_kinds() -> Iterable[type[Record]]:
    return (
        Area,
        Household,
        Minor,
        Member,
        Circumstance,
        RestrictedCircumstance,
        DisabilityCard,
        DisabilityAssessment,
        DifficultyRecognition,
        MisbehaviourAct,
        SeriousAct,
        ResidencePeriod,
        SchoolingGap,
        Employment,
        StreetFinding,
        Intervention,
        GraveIntervention,
        Punishment,
        NonProsecution,
        Officer,
        Granted,
        RiskTag,
        Duplicate,
        Reporter,
        ForeignMatch,
        AgeGate,
        Transfer,
        Lead,
        LifeEvent,
        HouseholdHazard,
        Attention,
        CensusRound,
        CensusResult,
        UniversalMeasure,
        MeasureDelivery,
        Guarantee,
        GuaranteeAnswer,
        Deputy,
        Task,
        TaskReport,
        DutyPost,
        Instruction,
        Visit,
        Plan,
        PlanMeasure,
        PlanReview,
        Assessment,
        EntrustedCare,
        WeeklyContact,
        EducationOrder,
        EducationSession,
        Due,
        JournalEntry,
        Seen,
    )


@hookimpl
def register_codes() -> Iterable[Codes]:
    return load_codes()


@hookimpl
def register_policies() -> Iterable[Role]:
    return ROLES


@hookimpl
def register_rules(settings: RuleSettings) -> Iterable[Risk | Scheme | Rule]:
    return (*risks(settings), FIVE_GROUPS, *load_schemes(), *rules(settings), *own_groups(settings))


@hookimpl
def register_checks() -> Iterable[Check]:
    return (
        *CHECKS,
        *ACT_CHECKS,
        *ATTENTION_CHECKS,
        *care_checks(),
        *CENSUS_CHECKS,
        *LIFE_CHECKS,
        *PEOPLE_CHECKS,
        *TASK_CHECKS,
    )


@hookimpl
def register_reports() -> Iterable[Tally]:
    standing = F.status.is_in(("suggested", "confirmed"))
    return (
        *CARE_TALLIES,
        *PEOPLE_TALLIES,
        *PLAN_TALLIES,
        Tally("groups", RiskTag, by=("risk", "status"), where=standing, label=Label("各类群体", en="Groups")),
        Tally(
            "minors_by_community",
            Minor,
            by=("area.community",),
            label=Label("各社区未成年人", en="Minors by community"),
        ),
        CURRENT_GRADES,
        Tally("minors_by_sex", Minor, by=("sex",), label=Label("按性别", en="By sex")),
        Tally(
            "groups_by_community",
            RiskTag,
            by=("area.community", "risk"),
            where=standing,
            label=Label("各社区群体", en="Groups by community"),
        ),
    )
