"""The cross-record checks that ship."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import LEVELS, Record, Sensitivity
from minorcare.errors import Problem
from minorcare.kinds import Area, Member, Officer, RiskTag
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look


def one_responsible(record: Record, look: Look) -> Iterable[Problem]:
    """A household has one responsible adult (家庭责任人): it must be clear whom to speak to first."""
    member = cast("Member", record)
    if not member.responsible or member.left is not None:
        return
    others = look.ids(Member, (F.household == member.household) & (F.responsible == True) & F.left.is_empty)  # noqa: E712
    if any(other != member.id for other in others):
        yield Problem(
            at="responsible",
            said=Label("这户已有家庭责任人", en="is already somebody else in this household"),
            remedy=Label("先改原来的责任人，再指定新的", en="change the present one first, then name the new one"),
            code="taken",
        )


def one_open_tag(record: Record, look: Look) -> Iterable[Problem]:
    """A child carries one open tag of a risk; new evidence goes to that one."""
    tag = cast("RiskTag", record)
    if tag.status not in ("suggested", "confirmed"):
        return
    standing = F.status.is_in(("suggested", "confirmed"))
    others = look.ids(RiskTag, (F.minor == tag.minor) & (F.risk == tag.risk) & standing)
    if any(other != tag.id for other in others):
        yield Problem(
            at="risk",
            said=Label("这个孩子已有这类标签", en="is carried by this child already"),
            remedy=Label("在已有的标签上补充依据", en="add the evidence to the tag that is there"),
            code="taken",
        )


def as_sensitive_as_its_risk(record: Record, look: Look) -> Iterable[Problem]:
    """A tag is never shown to more people than its risk allows."""
    tag = cast("RiskTag", record)
    risk = look.risk(tag.risk)
    if risk is None or LEVELS.index(cast("Sensitivity", tag.level)) >= LEVELS.index(risk.sensitivity):
        return
    yield Problem(
        at="level",
        said=Label("低于这类风险应有的级别", en="is below the level of this risk"),
        remedy=Label(f"至少填 {risk.sensitivity}", en=f"give at least {risk.sensitivity}"),
        code="range",
    )


def posted_within_the_office(record: Record, look: Look) -> Iterable[Problem]:
    """A post covers an area of the office, or more than the office (a district's viewer)."""
    officer = cast("Officer", record)
    if officer.office.startswith(officer.posted_to) or look.ids(Area, F.code == officer.posted_to):
        return
    yield Problem(
        at="posted_to",
        said=Label("不是本街道的区域代码", en="is no area of this street"),
        remedy=Label("从区域表中选择", en="choose one from the list of areas"),
        code="area",
    )


CHECKS = (
    Check(Officer, posted_within_the_office),
    Check(Member, one_responsible),
    Check(RiskTag, one_open_tag),
    Check(RiskTag, as_sensitive_as_its_risk),
)
