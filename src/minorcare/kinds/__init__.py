"""The street's own kinds."""

from minorcare.kinds.areas import Area, AreaLevel
from minorcare.kinds.circumstances import Circumstance, RestrictedCircumstance
from minorcare.kinds.derived import DERIVED, Due, JournalEntry, Seen
from minorcare.kinds.duplicates import Duplicate
from minorcare.kinds.facts import DifficultyRecognition, DisabilityCard, MisbehaviourAct
from minorcare.kinds.families import Household, Member, Minor
from minorcare.kinds.officers import Granted, Officer
from minorcare.kinds.sealed import Reporter
from minorcare.kinds.tags import TAG, Evidence, RiskTag

__all__ = [
    "DERIVED",
    "TAG",
    "Area",
    "AreaLevel",
    "Circumstance",
    "DifficultyRecognition",
    "DisabilityCard",
    "Due",
    "Duplicate",
    "Evidence",
    "Granted",
    "Household",
    "JournalEntry",
    "Member",
    "Minor",
    "MisbehaviourAct",
    "Officer",
    "Reporter",
    "RestrictedCircumstance",
    "RiskTag",
    "Seen",
]
