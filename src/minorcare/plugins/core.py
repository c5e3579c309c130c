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
    Benefit,
    Body,
    CensusResult,
    CensusRound,
    Circumstance,
    Consent,
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
    HarmReport,
    Household,
    HouseholdHazard,
    Instruction,
    Intervention,
    JournalEntry,
    Lead,
    Ledger,
    LedgerSheet,
    LedgerSlip,
    LifeEvent,
    MeasureDelivery,
    Mediation,
    Member,
    Minor,
    MisbehaviourAct,
    NonProsecution,
    Officer,
    OfficialAct,
    Paper,
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
    Service,
    ServicePackage,
    StreetFinding,
    StreetPath,
    Task,
    TaskReport,
    Transfer,
    UniversalMeasure,
    Visit,
    WeeklyContact,
)
from minorcare.kinds.codelists import load_codes
from minorcare.plugins.sections import CoreSettings
from minorcare.query import F, Tally
from minorcare.rules import Risk, Rule, Scheme
from minorcare.rules.act_checks import ACT_CHECKS
from minorcare.rules.after_checks import after_checks
from minorcare.rules.attention_checks import ATTENTION_CHECKS
from minorcare.rules.authority_checks import authority_checks
from minorcare.rules.benefit_checks import benefit_checks
from minorcare.rules.body_checks import BODY_CHECKS
from minorcare.rules.care_checks import care_checks
from minorcare.rules.care_settings import instruments
from minorcare.rules.census_checks import CENSUS_CHECKS
from minorcare.rules.checks import Check
from minorcare.rules.entitlements import policy_codes
from minorcare.rules.harm_checks import HARM_CHECKS
from minorcare.rules.ledger_checks import LEDGER_CHECKS
from minorcare.rules.life_checks import LIFE_CHECKS
from minorcare.rules.local import own_groups
from minorcare.rules.mediation_checks import mediation_checks
from minorcare.rules.package_checks import PACKAGE_CHECKS
from minorcare.rules.path_checks import PATH_CHECKS
from minorcare.rules.people_checks import people_checks
from minorcare.rules.place_checks import PLACE_CHECKS
from minorcare.rules.schemelists import load_schemes
from minorcare.rules.service_checks import service_checks
from minorcare.rules.sharing import sharing_checks
from minorcare.rules.shipped import FIVE_GROUPS, risks, rules
from minorcare.rules.shipped_checks import CHECKS
from minorcare.rules.task_checks import task_checks
from minorcare.rules.waits import Wait
from minorcare.work.care_tallies import CARE_TALLIES
from minorcare.work.grades import CURRENT_GRADES
from minorcare.work.leads import LeadSettings
from minorcare.work.people_tallies import people_tallies
from minorcare.work.plan_tallies import PLAN_TALLIES


@hookimpl
def register_settings() -> type[CoreSettings]:
    return CoreSettings


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
        HarmReport,
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
        Body,
        Consent,
        Service,
        Benefit,
        Paper,
        LedgerSheet,
        Ledger,
        LedgerSlip,
        ServicePackage,
        StreetPath,
        Mediation,
        OfficialAct,
        Due,
        JournalEntry,
        Seen,
    )


@hookimpl
def register_codes() -> Iterable[Codes]:
    return (*load_codes(), policy_codes())


@hookimpl
def register_policies() -> Iterable[Role]:
    return ROLES


@hookimpl
def register_rules(settings: CoreSettings) -> Iterable[Risk | Scheme | Rule]:
    return (*risks(settings), FIVE_GROUPS, *load_schemes(), *rules(settings), *own_groups(settings))


@hookimpl
def register_checks(settings: CoreSettings) -> Iterable[Check | Wait]:
    return (
        Wait(Lead, "deal_by", LeadSettings, "triage_working_days"),
        *CHECKS,
        *authority_checks(settings.authority),
        *mediation_checks(settings.linkage),
        *PATH_CHECKS,
        *PLACE_CHECKS,
        *sharing_checks(settings.linkage),
        *PACKAGE_CHECKS,
        *service_checks(settings.linkage),
        *BODY_CHECKS,
        *ACT_CHECKS,
        *ATTENTION_CHECKS,
        *after_checks(settings.plans),
        *care_checks(instruments(settings.assessments)),
        *CENSUS_CHECKS,
        *HARM_CHECKS,
        *benefit_checks(settings.benefits),
        *LEDGER_CHECKS,
        *LIFE_CHECKS,
        *people_checks(settings.responsibility),
        *task_checks(settings.responsibility),
    )


@hookimpl
def register_reports(settings: CoreSettings) -> Iterable[Tally]:
    standing = F.status.is_in(("suggested", "confirmed"))
    return (
        *CARE_TALLIES,
        *people_tallies(settings.responsibility),
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
