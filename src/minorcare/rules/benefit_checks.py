"""What holds for benefits and papers: no paper twice, none missing, no publicity, one benefit of a sort, decided by who may decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from minorcare.declare import LEVELS, Record, Sensitivity
from minorcare.errors import Problem
from minorcare.kinds import Benefit, Minor, Paper
from minorcare.kinds.benefits import OVER
from minorcare.label import Label
from minorcare.query import F, Filter, any_of, exists, today
from minorcare.rules.checks import Check, Look
from minorcare.rules.entitlements import BenefitSettings, policies

_GOOD = any_of(F.valid_until.is_empty, F.valid_until >= today())
_DONE = ("closed", "dismissed", *OVER)


def paper_on_file(settings: BenefitSettings, minor: str, type_: str, look: Look) -> bool:
    """Whether a good paper of this sort is on file for a child, or, where it is good for the family, for a child of the household."""
    good: Filter = (F.type == type_) & _GOOD
    if look.ids(Paper, (F.minor == minor) & good):
        return True
    if type_ not in settings.family_papers:
        return False
    here = exists(Paper, good)
    siblings = exists(Minor, F.id == minor, on="household")
    return bool(look.ids(Minor, here & ~F.household.is_empty & siblings))


def never_asked_twice(settings: BenefitSettings) -> Check:
    """A family is not asked for a paper that is on file and good."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        benefit = cast("Benefit", record)
        for number, type_ in enumerate(benefit.asked_papers):
            asked_before = look.ids(Benefit, (F.id == benefit.id) & F.asked_papers.contains(type_))
            if not asked_before and paper_on_file(settings, benefit.minor, type_, look):
                yield Problem(
                    at=f"asked_papers[{number}]",
                    said=Label("这份材料已经有了", en="is on file already"),
                    remedy=Label("不要再请家庭提供", en="do not ask the family for it again"),
                    code="on_file",
                )

    return Check(Benefit, examine)


def complete_with_its_papers(settings: BenefitSettings) -> Check:
    """Papers are complete when each one that the policy names is on file."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        benefit = cast("Benefit", record)
        policy = policies().get(benefit.policy)
        if policy is None or benefit.status != "complete":
            return
        for type_ in policy.papers:
            if not paper_on_file(settings, benefit.minor, type_, look):
                yield Problem(
                    at="status",
                    said=Label(f"缺少材料 {type_}", en=f"the paper {type_} is missing"),
                    remedy=Label("收到后先登记材料", en="enter the paper once it has come"),
                    code="paper",
                )

    return Check(Benefit, examine)


def not_publicised(settings: BenefitSettings) -> Check:
    """A child's benefit is published only where the office has set so for that policy."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:  # noqa: ARG001 - one signature for every check
        benefit = cast("Benefit", record)
        if benefit.publicised and benefit.policy not in settings.publicise:
            yield Problem(
                at="publicised",
                said=Label("儿童待遇不公示", en="is not done: a child's benefit is not published"),
                remedy=Label("不要公示", en="leave it unpublished"),
                code="publicity",
            )

    return Check(Benefit, examine)


def one_of_a_sort(record: Record, look: Look) -> Iterable[Problem]:
    """A child has a benefit once at a time."""
    benefit = cast("Benefit", record)
    if benefit.status in _DONE:
        return
    same = (F.minor == benefit.minor) & (F.policy == benefit.policy) & ~F.status.is_in(_DONE)
    if any(other != benefit.id for other in look.ids(Benefit, same)):
        yield Problem(
            at="policy",
            said=Label("这个孩子已有这项待遇或正在办理", en="is running or being applied for already"),
            remedy=Label("打开已有的记录", en="open the record on file"),
            code="taken",
        )


def as_its_policy_says(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001 - one signature for every check
    """It is at least as sensitive as its policy, and decided by the body the policy names."""
    benefit = cast("Benefit", record)
    policy = policies().get(benefit.policy)
    if policy is None:
        return
    if LEVELS.index(cast("Sensitivity", benefit.level)) < LEVELS.index(policy.level):
        yield Problem(
            at="level",
            said=Label("低于这项待遇应有的级别", en="is below the level of this benefit"),
            remedy=Label(f"至少填 {policy.level}", en=f"give at least {policy.level}"),
            code="range",
        )
    if benefit.decided_by is not None and benefit.decided_by != policy.body:
        yield Problem(
            at="decided_by",
            said=Label("不是有权认定的单位", en="does not decide this benefit"),
            remedy=Label(f"由 {policy.body} 认定；依据：{policy.cites}", en=f"{policy.body} decides: {policy.cites}"),
            code="authority",
        )


def one_good_paper(record: Record, look: Look) -> Iterable[Problem]:
    """While a paper is good, the child has it once."""
    paper = cast("Paper", record)
    same = (F.minor == paper.minor) & (F.type == paper.type) & (F.type != "other") & _GOOD
    if any(other != paper.id for other in look.ids(Paper, same)):
        yield Problem(
            at="type",
            said=Label("这份材料已经有了，还在有效期内", en="is on file already, and good"),
            remedy=Label("打开已有的记录修改", en="change the record on file"),
            code="on_file",
        )


def benefit_checks(settings: BenefitSettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        never_asked_twice(settings),
        complete_with_its_papers(settings),
        not_publicised(settings),
        Check(Benefit, one_of_a_sort),
        Check(Benefit, as_its_policy_says),
        Check(Paper, one_good_paper),
    )
