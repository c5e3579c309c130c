"""The checks across records of visits, plans, assessments and entrusted care."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import attrs

from minorcare.declare import LEVELS, Record, Sensitivity
from minorcare.errors import Problem
from minorcare.kinds.assessments import Assessment, machine_of
from minorcare.kinds.entrusted import BARRED, EducationOrder, EducationSession, EntrustedCare, WeeklyContact
from minorcare.kinds.instruments import Instrument, find
from minorcare.kinds.plans import Plan, PlanMeasure, PlanReview
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Examine, Look

MAY_ORDER = ("court", "procuratorate", "police")
"""Who may order family-education guidance (《家庭教育促进法》第四十九条). Streets and communities urge (第四十八条)."""


def issued_by_who_may(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001 - the issuer says it all
    """An order to parents comes from a court, the procuratorate or the police; nobody else's is one."""
    order = cast("EducationOrder", record)
    if order.issuer not in MAY_ORDER:
        yield Problem(
            at="issuer",
            said=Label(
                "无权责令家长接受家庭教育指导（《家庭教育促进法》第四十九条）",
                en="may not order parents to take guidance (Family Education Promotion Law, art. 49)",
            ),
            remedy=Label(
                "只登记法院、检察院、公安机关发出的文书；街道和社区可以劝诫、督促",
                en="record only what a court, the procuratorate or the police issued; streets and communities may urge",
            ),
            code="authority",
        )


def not_barred(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001 - the answers say it all
    """Nobody is a carer whom 《未成年人保护法》第二十二条 bars."""
    for name, item in BARRED.items():
        if getattr(record, name):
            yield Problem(
                at=name,
                said=Label(
                    f"依照《未成年人保护法》第二十二条{item}，这个人不得作为被委托人",
                    en="bars this person from being a carer (Law on the Protection of Minors, art. 22)",
                ),
                remedy=Label(
                    "劝告监护人另选他人；孩子已在其照护下的，按紧急情况处理并报告",
                    en="urge the parents to choose somebody else; if the child is there already, act and report at once",
                ),
                code="barred",
            )


def one_active_plan(record: Record, look: Look) -> Iterable[Problem]:
    """A child has one plan in force: who helps must not work against each other."""
    plan = cast("Plan", record)
    if plan.status != "active":
        return
    others = look.ids(Plan, (F.minor == plan.minor) & (F.status == "active"))
    if any(other != plan.id for other in others):
        yield Problem(
            at="minor",
            said=Label("这个孩子已有执行中的方案", en="has a plan in force already"),
            remedy=Label("修改已有的方案，或先结案", en="revise the plan that is there, or close it first"),
            code="taken",
        )


def of_the_same_child(via: str, target: type[Record]) -> Examine:
    """The check that a record is about the same child as the one it names by *via*."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        named, minor = getattr(record, via), getattr(record, "minor")  # noqa: B009 - both kinds are about a child
        if not look.ids(target, (F.id == named) & (F.minor == minor)):
            yield Problem(
                at=via,
                said=Label("属于另一个孩子", en="is about another child"),
                remedy=Label("选这个孩子自己的记录", en="choose one of this child's own"),
                code="reference",
            )

    return examine


def as_sensitive_as_its_plan(record: Record, look: Look) -> Iterable[Problem]:
    """What belongs to a plan is never shown to more people than the plan."""
    part = cast("PlanMeasure | PlanReview", record)
    above = LEVELS[LEVELS.index(cast("Sensitivity", part.level)) + 1 :]
    if above and look.ids(Plan, (F.id == part.plan) & F.level.is_in(above)):
        yield Problem(
            at="level",
            said=Label("低于所属方案的级别", en="is below the level of its plan"),
            remedy=Label("填与方案相同的级别", en="give the level of the plan"),
            code="range",
        )


@attrs.frozen
class Decided:
    """Fields that are not rewritten while a record goes from one of the states ``once`` to the state ``then``."""

    names: tuple[str, ...]
    once: tuple[str, ...]
    then: str


def as_decided(kind: type[Record], decided: tuple[Decided, ...]) -> Examine:
    """The check that what was decided stays, whoever writes and by whatever act."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        state = getattr(record, "status")  # noqa: B009 - every kind here has one
        for rule in decided:
            for name in rule.names if state == rule.then else ():
                value = getattr(record, name)
                other = ~getattr(F, name).is_empty if value is None else getattr(F, name) != value
                if look.ids(kind, (F.id == record.id) & F.status.is_in(rule.once) & other):
                    yield Problem(
                        at=name,
                        said=Label("已经定了，不能改写", en="has been decided and is not rewritten"),
                        remedy=Label("保留原值；要改就退回重来", en="leave it as it is, or take the record back first"),
                        code="decided",
                    )

    return examine


def by_its_instrument(instruments: tuple[Instrument, ...]) -> Examine:
    """The check of an assessment against its instrument: known, answered by its scale, added up right, by enough people."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:  # noqa: ARG001 - the instrument says it all
        made = cast("Assessment", record)
        instrument = find(instruments, made.instrument, made.instrument_version)
        if instrument is None:
            yield _unknown_version(instruments, made)
            return
        yield from _answers(instrument, made)
        if made.status in ("scored", "confirmed"):
            yield from _sums(instrument, made)
        if made.status == "confirmed" and instrument.sensitive and len({one.name for one in made.assessors}) < 2:
            yield _TWO_ASSESSORS

    return examine


def _answers(instrument: Instrument, made: Assessment) -> Iterator[Problem]:
    for n, answer in enumerate(made.answers):
        if answer.item not in instrument.by_code:
            yield _not_of(instrument, f"answers[{n}].item", tuple(instrument.by_code))
        elif answer.value not in instrument.scores:
            yield _not_of(instrument, f"answers[{n}].value", tuple(instrument.scores))
    missing = instrument.missing(made.by_item)
    if missing and made.status != "draft":
        names = ", ".join(missing)
        yield Problem(
            at="answers",
            said=Label("还有项目没有填", en="leave items open"),
            remedy=Label(f"补填：{names}", en=f"answer {names} too"),
            code="required",
        )


def _sums(instrument: Instrument, made: Assessment) -> Iterator[Problem]:
    machine = machine_of(instrument, made.by_item)
    if machine is None:
        return
    right = {"score": machine.score, "vetoed": bool(machine.vetoes), "machine_grade": machine.grade}
    for name, value in right.items():
        if getattr(made, name) != value:
            yield Problem(
                at=name,
                said=Label("与逐项结果算出的不符", en="is not what the answers add up to"),
                remedy=Label("退回重新计分，不要手填", en="go back and have it scored; do not fill it in by hand"),
                code="sum",
            )


def _not_of(instrument: Instrument, at: str, known: tuple[str, ...]) -> Problem:
    names = ", ".join(known)
    return Problem(
        at=at,
        said=Label(f"不在“{instrument.label.zh}”里", en=f"is not in “{instrument.label.in_('en')}”"),
        remedy=Label(f"从中选择：{names}", en=f"choose from {names}"),
        code="code",
    )


def _unknown_version(instruments: tuple[Instrument, ...], made: Assessment) -> Problem:
    versions = ", ".join(str(each.version) for each in instruments if each.name == made.instrument)
    return Problem(
        at="instrument_version",
        said=Label("没有这个版本的评估工具", en="is no version of this instrument here"),
        remedy=Label(f"可用的版本：{versions or '无'}", en=f"versions here: {versions or 'none'}"),
        code="unknown",
    )


_TWO_ASSESSORS = Problem(
    at="assessors",
    said=Label("这个工具要求至少两人评估", en="are fewer than two: this instrument asks for two people"),
    remedy=Label("补上另一位评估人", en="name the second person who assessed"),
    code="required",
)

_PLAN_DECISIONS = (
    Decided(("author", "submitted", "fingerprint"), ("submitted",), "submitted"),
    Decided(("author", "submitted", "fingerprint"), ("submitted", "active"), "active"),
    Decided(("approver", "approved"), ("active",), "active"),
)
_GRADE_DECISIONS = (
    Decided(("score", "vetoed", "machine_grade"), ("scored", "confirmed"), "confirmed"),
    Decided(("human_grade", "decided_by", "decided"), ("confirmed",), "confirmed"),
)
_PARTS: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (PlanMeasure, "plan", Plan),
    (PlanReview, "plan", Plan),
    (WeeklyContact, "care", EntrustedCare),
    (EducationSession, "education_order", EducationOrder),
)


def care_checks(instruments: tuple[Instrument, ...]) -> tuple[Check, ...]:
    """The checks, with the instruments that this office uses."""
    return (
        Check(EntrustedCare, not_barred),
        Check(EducationOrder, issued_by_who_may),
        Check(Plan, one_active_plan),
        Check(Plan, as_decided(Plan, _PLAN_DECISIONS)),
        Check(PlanMeasure, as_sensitive_as_its_plan),
        Check(PlanReview, as_sensitive_as_its_plan),
        Check(Assessment, as_decided(Assessment, _GRADE_DECISIONS)),
        Check(Assessment, by_its_instrument(instruments)),
        *(Check(kind, of_the_same_child(via, target)) for kind, via, target in _PARTS),
    )
