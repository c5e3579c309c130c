"""The cross-record checks that ship."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import LEVELS, Record, Sensitivity, wording
from minorcare.errors import Problem
from minorcare.kinds import Area, Member, Officer, RiskTag
from minorcare.kinds.areas import no_such_area
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


def dismissed_with_a_reason(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001 - one signature for every check
    """Whoever says that a suggestion does not hold says why: it stays away until there is newer evidence."""
    tag = cast("RiskTag", record)
    if tag.status == "dismissed" and tag.reason is None:
        yield wording.required("reason")


def reviewed_in_time(record: Record, look: Look) -> Iterable[Problem]:
    """Whoever confirms a tag, or keeps it, is to look again: not in the past, and no later than its risk asks."""
    tag = cast("RiskTag", record)
    if tag.status != "confirmed" or tag.review is None:
        return
    if look.ids(RiskTag, (F.id == tag.id) & (F.status == "confirmed") & (F.review == tag.review)):
        return  # set before, and time has gone on
    risk = look.risk(tag.risk)
    if risk is None:
        yield _NO_SUCH_RISK
        return
    last = look.day + risk.review
    if not look.day <= tag.review <= last:
        yield Problem(
            at="review",
            said=Label("不在这类标签的复核期内", en="lies outside the time in which such a tag is reviewed"),
            remedy=Label(f"填 {look.day} 至 {last} 之间的日期", en=f"give a day from {look.day} to {last}"),
            code="range",
        )


def posted_within_the_office(record: Record, look: Look) -> Iterable[Problem]:
    """A post covers an area of the office, or more than the office (a district's viewer)."""
    officer = cast("Officer", record)
    if officer.office.startswith(officer.posted_to) or look.ids(Area, F.code == officer.posted_to):
        return
    yield no_such_area("posted_to")


_NO_SUCH_RISK = Problem(
    at="risk",
    said=Label("带来这类风险的插件没有启用", en="is of a plugin that is not enabled"),
    remedy=Label("请先启用它", en="enable it first"),
    code="unknown",
)

CHECKS = (
    Check(Officer, posted_within_the_office),
    Check(Member, one_responsible),
    Check(RiskTag, one_open_tag),
    Check(RiskTag, as_sensitive_as_its_risk),
    Check(RiskTag, dismissed_with_a_reason),
    Check(RiskTag, reviewed_in_time),
)
