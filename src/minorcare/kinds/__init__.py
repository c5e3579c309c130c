"""The street's own kinds."""

from minorcare.kinds.acts import OfficialAct
from minorcare.kinds.ages import AgeGate
from minorcare.kinds.areas import Area, AreaLevel
from minorcare.kinds.assessments import Assessment
from minorcare.kinds.attention import Attention
from minorcare.kinds.benefits import Benefit, Paper
from minorcare.kinds.bodies import Body
from minorcare.kinds.census import CensusResult, CensusRound
from minorcare.kinds.circumstances import Circumstance, RestrictedCircumstance
from minorcare.kinds.derived import DERIVED, Due, JournalEntry, Seen
from minorcare.kinds.duplicates import Duplicate
from minorcare.kinds.duties import INSTRUCTION, BodyLevel, DutyPost, Instruction
from minorcare.kinds.entrusted import EducationOrder, EducationSession, EntrustedCare, WeeklyContact
from minorcare.kinds.events import LifeEvent, Told
from minorcare.kinds.facts import (
    DifficultyRecognition,
    DisabilityAssessment,
    DisabilityCard,
    MisbehaviourAct,
    SeriousAct,
)
from minorcare.kinds.families import Household, Member, Minor
from minorcare.kinds.foreign_matches import ForeignMatch
from minorcare.kinds.grades import INTERVENTION, GraveIntervention, Intervention, NonProsecution, Punishment
from minorcare.kinds.harm import HARM_REPORT, HarmReport, Supplement
from minorcare.kinds.hazards import HazardMeasure, HouseholdHazard
from minorcare.kinds.leads import Lead, Outcome
from minorcare.kinds.ledgers import Ledger, LedgerSheet, LedgerSlip
from minorcare.kinds.measures import MeasureDelivery, UniversalMeasure
from minorcare.kinds.mediation import Mediation
from minorcare.kinds.officers import Granted, Officer
from minorcare.kinds.packages import ServicePackage
from minorcare.kinds.people import GUARANTEE, Deputy, Guarantee, GuaranteeAnswer
from minorcare.kinds.plans import Plan, PlanMeasure, PlanReview
from minorcare.kinds.sealed import Reporter
from minorcare.kinds.services import Service
from minorcare.kinds.sharing import Consent
from minorcare.kinds.street_path import StreetPath
from minorcare.kinds.tags import TAG, Evidence, RiskTag
from minorcare.kinds.tasks import TASK, Task, TaskReport
from minorcare.kinds.transfers import Direction, Transfer
from minorcare.kinds.visits import Visit
from minorcare.kinds.whereabouts import Employment, ResidencePeriod, SchoolingGap, StreetFinding, StreetStep

__all__ = [
    "DERIVED",
    "GUARANTEE",
    "HARM_REPORT",
    "INSTRUCTION",
    "INTERVENTION",
    "TAG",
    "TASK",
    "AgeGate",
    "Area",
    "AreaLevel",
    "Assessment",
    "Attention",
    "Benefit",
    "Body",
    "BodyLevel",
    "CensusResult",
    "CensusRound",
    "Circumstance",
    "Consent",
    "Deputy",
    "DifficultyRecognition",
    "Direction",
    "DisabilityAssessment",
    "DisabilityCard",
    "Due",
    "Duplicate",
    "DutyPost",
    "EducationOrder",
    "EducationSession",
    "Employment",
    "EntrustedCare",
    "Evidence",
    "ForeignMatch",
    "Granted",
    "GraveIntervention",
    "Guarantee",
    "GuaranteeAnswer",
    "HarmReport",
    "HazardMeasure",
    "Household",
    "HouseholdHazard",
    "Instruction",
    "Intervention",
    "JournalEntry",
    "Lead",
    "Ledger",
    "LedgerSheet",
    "LedgerSlip",
    "LifeEvent",
    "MeasureDelivery",
    "Mediation",
    "Member",
    "Minor",
    "MisbehaviourAct",
    "NonProsecution",
    "Officer",
    "OfficialAct",
    "Outcome",
    "Paper",
    "Plan",
    "PlanMeasure",
    "PlanReview",
    "Punishment",
    "Reporter",
    "ResidencePeriod",
    "RestrictedCircumstance",
    "RiskTag",
    "SchoolingGap",
    "Seen",
    "SeriousAct",
    "Service",
    "ServicePackage",
    "StreetFinding",
    "StreetPath",
    "StreetStep",
    "Supplement",
    "Task",
    "TaskReport",
    "Told",
    "Transfer",
    "UniversalMeasure",
    "Visit",
    "WeeklyContact",
]
