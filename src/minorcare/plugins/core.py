"""What minorcare itself brings, through the same hooks as everybody else."""

from __future__ import annotations

from collections.abc import Iterable

from minorcare.access import ROLES, Role
from minorcare.declare import Codes, Label, Record
from minorcare.hooks import hookimpl
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Due,
    Duplicate,
    Granted,
    Household,
    JournalEntry,
    Member,
    Minor,
    MisbehaviourAct,
    Officer,
    Reporter,
    RestrictedCircumstance,
    RiskTag,
    Seen,
)
from minorcare.kinds.codelists import load_codes
from minorcare.query import F, Tally
from minorcare.rules import Risk, Rule, Scheme
from minorcare.rules.checks import Check
from minorcare.rules.shipped import FIVE_GROUPS, RISKS, RuleSettings, rules
from minorcare.rules.shipped_checks import CHECKS


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
        DifficultyRecognition,
        MisbehaviourAct,
        Officer,
        Granted,
        RiskTag,
        Duplicate,
        Reporter,
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
    return (*RISKS, FIVE_GROUPS, *rules(settings))


@hookimpl
def register_checks() -> Iterable[Check]:
    return CHECKS


@hookimpl
def register_reports() -> Iterable[Tally]:
    standing = F.status.is_in(("suggested", "confirmed"))
    return (
        Tally("groups", RiskTag, by=("risk", "status"), where=standing, label=Label("各类群体", en="Groups")),
        Tally(
            "minors_by_community",
            Minor,
            by=("area.community",),
            label=Label("各社区未成年人", en="Minors by community"),
        ),
        Tally("minors_by_sex", Minor, by=("sex",), label=Label("按性别", en="By sex")),
        Tally(
            "groups_by_community",
            RiskTag,
            by=("area.community", "risk"),
            where=standing,
            label=Label("各社区群体", en="Groups by community"),
        ),
    )
