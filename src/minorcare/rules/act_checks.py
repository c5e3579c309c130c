"""Checks of recorded acts and of grades of intervention against the child they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from minorcare.calendar import latest_birth
from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Employment, Intervention, Minor, MisbehaviourAct, SeriousAct
from minorcare.kinds.facts import CORRECTING, RECORDING
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look

OF_AGE, LIABLE, MAY_WORK = 18, 16, 16
"""未成年人保护法 article 2; 刑法 article 17 (full liability); 未成年人保护法 article 61."""


def recorded_by_a_body(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001 - one signature for every check
    """An act comes from a body that deals with such acts and records them: hearsay makes no record."""
    act = cast("MisbehaviourAct | SeriousAct", record)
    if act.source not in (CORRECTING if isinstance(record, SeriousAct) else RECORDING):
        yield Problem(
            at="source",
            said=Label("不是记录这类行为的单位", en="is no body that records such acts"),
            remedy=Label(
                "等有权单位的记录；听说的情况登记为线索",
                en="wait for a record of the body in charge; enter hearsay as a lead",
            ),
            code="source",
        )


def act_of_a_minor(record: Record, look: Look) -> Iterable[Problem]:
    """What somebody does when grown up is no misbehaviour of a minor, and is not recorded as such."""
    act = cast("MisbehaviourAct | SeriousAct", record)
    if _had_reached(act.minor, OF_AGE, act.happened, look):
        yield Problem(
            at="happened",
            said=Label("当天已满十八周岁", en="is a day on which the person was of age"),
            remedy=Label(
                "核对日期；成年后的行为不在这里登记", en="check the day; acts of grown-ups are not recorded here"
            ),
            code="age",
        )


def unpunished_for_age(record: Record, look: Look) -> Iterable[Problem]:
    """S00 is an act that goes unpunished because of age: from sixteen on, everybody is liable (刑法 article 17)."""
    act = cast("SeriousAct", record)
    if act.act == "S00" and _had_reached(act.minor, LIABLE, act.happened, look):
        yield Problem(
            at="act",
            said=Label("当天已满十六周岁，应负刑事责任", en="cannot be: the child was sixteen on that day, and liable"),
            remedy=Label("核对行为代码和日期", en="check the code and the day"),
            code="age",
        )


def work_from_sixteen(record: Record, look: Look) -> Iterable[Problem]:
    """Work below sixteen is child labour: a report of harm, no employment (未成年人保护法 article 61)."""
    work = cast("Employment", record)
    if not _had_reached(work.minor, MAY_WORK, work.began, look):
        yield Problem(
            at="began",
            said=Label("当天未满十六周岁", en="is a day on which the child was under sixteen"),
            remedy=Label("不登记为就业；立即报告", en="record no employment; report it at once"),
            code="age",
        )


def grade_rests_on_an_act(record: Record, look: Look) -> Iterable[Problem]:
    """A grade from 1 on is an answer to a recorded act, the second to a serious one (预防未成年人犯罪法 articles 31 and 41)."""
    intervention = cast("Intervention", record)
    if intervention.grade == "0" or intervention.status in ("dropped", "ended"):
        return
    kinds: tuple[type[Record], ...] = (SeriousAct,) if intervention.grade == "2" else (MisbehaviourAct, SeriousAct)
    if any(look.ids(kind, F.minor == intervention.minor) for kind in kinds):
        return
    yield Problem(
        at="grade",
        said=Label("没有记录的行为可作依据", en="rests on no recorded act"),
        remedy=Label("先登记有来源的行为记录", en="enter the act from its source first"),
        code="basis",
    )


def nothing_rests_on_it(record: Record, look: Look) -> Iterable[Problem]:
    """An act that was recorded wrongly is taken out of force after the grades that rest on it alone."""
    act = cast("MisbehaviourAct | SeriousAct", record)
    standing = (F.minor == act.minor) & ~F.status.is_in(("dropped", "ended"))
    serious = look.ids(SeriousAct, F.minor == act.minor)
    others = serious or look.ids(MisbehaviourAct, F.minor == act.minor)
    without = (*(() if serious else ("2",)), *(() if others else ("1",)))
    if without and look.ids(Intervention, standing & F.grade.is_in(without)):
        yield Problem(
            at="act",
            said=Label("有干预措施以它为依据", en="is what a grade of intervention rests on"),
            remedy=Label("先撤销或结束那项干预", en="drop or end that grade first"),
            code="in_use",
        )


def _had_reached(minor: str, age: int, day: date, look: Look) -> bool:
    return bool(look.ids(Minor, (F.id == minor) & (F.birth_date <= latest_birth(age, day))))


def _checks() -> Iterator[Check]:
    for kind in (MisbehaviourAct, SeriousAct):
        yield Check(kind, recorded_by_a_body)
        yield Check(kind, act_of_a_minor)
        yield Check(kind, nothing_rests_on_it, when="gone")
    yield Check(SeriousAct, unpunished_for_age)
    yield Check(Employment, work_from_sixteen)
    yield Check(Intervention, grade_rests_on_an_act)


ACT_CHECKS = tuple(_checks())
