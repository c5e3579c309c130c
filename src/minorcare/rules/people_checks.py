"""That every child has one named person and never two, that nobody leaves children behind, and that nobody stands in from afar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import attrs

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Deputy, Guarantee, Minor, Officer
from minorcare.label import Label
from minorcare.query import F, any_of
from minorcare.rules.checks import Check, Look
from minorcare.rules.responsibility import ResponsibilitySettings, focus, in_office, standing


def one_in_force(record: Record, look: Look) -> Iterable[Problem]:
    """A child has at most one guarantee in force: a second one begins by taking over the first."""
    new = cast("Guarantee", record)
    if new.takes_over is not None:
        before = (F.id == new.takes_over) & (F.minor == new.minor) & (F.began <= new.began)
        if not look.ids(Guarantee, before):
            yield _NOT_BEFORE
    if new.status == "ended":
        return
    others = look.ids(Guarantee, (F.minor == new.minor) & standing())
    if any(other not in (new.id, new.takes_over) for other in others):
        yield Problem(
            at="minor",
            said=Label("这个孩子已有包保人", en="has a guarantor already"),
            remedy=Label("移交给新的包保人，不要另立一条", en="hand over to the new one instead"),
            code="taken",
        )


def no_day_twice(record: Record, look: Look) -> Iterable[Problem]:
    """No day of a child belongs to two guarantees. The last day of one is the first of the next and belongs to that."""
    one = cast("Guarantee", record)
    overlapping = (F.minor == one.minor) & (F.ended > one.began)
    if one.ended is not None:
        overlapping = (F.minor == one.minor) & (F.began < one.ended) & any_of(F.ended.is_empty, F.ended > one.began)
    if any(other != one.id for other in look.ids(Guarantee, overlapping)):
        yield Problem(
            at="ended" if one.ended is not None else "began",
            said=Label("与这个孩子的另一段包保重叠", en="overlaps another guarantee of this child"),
            remedy=Label("核对两个日期", en="check both days"),
            code="range",
        )


def nobody_left_alone(settings: ResponsibilitySettings) -> Check:
    """A focus child is handed over, not left: its guarantee ends on the day on which the next one begins."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        one = cast("Guarantee", record)
        if one.status != "ended" or one.ended is None:
            return
        following = F.takes_over == one.id
        if look.ids(Guarantee, following):
            if not look.ids(Guarantee, following & (F.began == one.ended)):
                yield _GAP
            return
        in_force = look.ids(Guarantee, (F.minor == one.minor) & standing())
        if all(other == one.id for other in in_force) and look.ids(
            Minor, (F.id == one.minor) & focus(settings.not_focus)
        ):
            yield _STILL_FOCUS

    return Check(Guarantee, examine)


def missed_by_nobody(settings: ResponsibilitySettings) -> Check:
    """A guarantee that was entered wrongly is taken out of force once somebody else answers for the focus child."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        one = cast("Guarantee", record)
        held = look.ids(Guarantee, (F.minor == one.minor) & standing())
        if not held and look.ids(Minor, (F.id == one.minor) & focus(settings.not_focus)):
            yield _STILL_FOCUS

    return Check(Guarantee, examine, when="gone")


def held_by_nobody(record: Record, look: Look) -> Iterable[Problem]:
    """An officer's record is taken out of force once no child is in their care."""
    officer = cast("Officer", record)
    if look.ids(Guarantee, (F.officer == officer.account) & standing()):
        yield _LEAVES_CHILDREN


def in_due_time(settings: ResponsibilitySettings) -> Check:
    """Whoever is asked answers soon, and somebody else is found soon: neither day is put off by whoever enters it."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        one = cast("Guarantee", record)
        for name, status, span in (
            ("accept_by", "assigned", settings.accept_days),
            ("replace_by", "declined", settings.replace_days),
        ):
            day = getattr(one, name)
            if one.status != status or day is None:
                continue
            last = look.calendar.add_working_days(look.day, span)
            if look.day <= day <= last or look.ids(Guarantee, (F.id == one.id) & (getattr(F, name) == day)):
                continue
            yield Problem(
                at=name,
                said=Label("不在规定的期限内", en="lies outside the time allowed for it"),
                remedy=Label(f"填 {look.day} 至 {last} 之间的日期", en=f"give a day from {look.day} to {last}"),
                code="range",
            )

    return Check(Guarantee, examine)


def named_in_office(settings: ResponsibilitySettings) -> Check:
    """Who answers for a child is in office, in a role that can."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        one = cast("Guarantee", record)
        fitting = F.role.is_in(settings.guarantors) & in_office()
        # on the day of a hand-over the one before may have left already
        if one.status != "ended" and not look.ids(Officer, (F.account == one.officer) & fitting):
            yield Problem(
                at="officer",
                said=Label("不是在岗的包保人选", en="is nobody in office who can answer for a child"),
                remedy=Label("从在岗的两委成员中选", en="choose a member of the two committees in office"),
                code="person",
            )

    return Check(Guarantee, examine)


def leaves_nobody_behind(settings: ResponsibilitySettings) -> Check:
    """Before somebody leaves office, or a role that can answer for children, the children are handed over."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        officer = cast("Officer", record)
        if officer.ended is None and officer.role in settings.guarantors:
            return
        if look.ids(Guarantee, (F.officer == officer.account) & standing()):
            yield attrs.evolve(_LEAVES_CHILDREN, at="ended" if officer.ended is not None else "role")

    return Check(Officer, examine)


def stands_in_once(record: Record, look: Look) -> Iterable[Problem]:
    """On a day an officer has one stand-in, who is there: nobody stands in for a stand-in."""
    one = cast("Deputy", record)
    same_days = (F.began <= one.last) & (F.last >= one.began)
    for at, where, problem in (
        ("officer", F.officer == one.officer, _AWAY_TWICE),
        ("officer", F.stands_in == one.officer, _STANDS_IN),
        ("stands_in", F.officer == one.stands_in, _AWAY),
    ):
        if any(other != one.id for other in look.ids(Deputy, same_days & where)):
            said, remedy = problem
            yield Problem(at=at, said=said, remedy=remedy, code="taken")


def both_in_office(record: Record, look: Look) -> Iterable[Problem]:
    """Who is away and who stands in both work here."""
    one = cast("Deputy", record)
    for at, account in (("officer", one.officer), ("stands_in", one.stands_in)):
        if not look.ids(Officer, (F.account == account) & any_of(F.ended.is_empty, F.ended >= one.last)):
            yield Problem(
                at=at,
                said=Label("不是那几天在岗的工作人员", en="is no officer in office on these days"),
                remedy=Label("核对账号和日期", en="check the account and the days"),
                code="person",
            )


def people_checks(settings: ResponsibilitySettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        Check(Guarantee, one_in_force),
        Check(Guarantee, no_day_twice),
        nobody_left_alone(settings),
        missed_by_nobody(settings),
        in_due_time(settings),
        named_in_office(settings),
        leaves_nobody_behind(settings),
        Check(Officer, held_by_nobody, when="gone"),
        Check(Deputy, stands_in_once),
        Check(Deputy, both_in_office),
    )


_NOT_BEFORE = Problem(
    at="takes_over",
    said=Label("不是这个孩子此前的包保", en="is no earlier guarantee of this child"),
    remedy=Label("填这个孩子现有的那条包保", en="name the guarantee that this child has"),
    code="reference",
)
_GAP = Problem(
    at="ended",
    said=Label("与接手人的开始日期不一致", en="is not the day on which the next one begins"),
    remedy=Label("填接手人开始的那一天", en="give that very day"),
    code="range",
)
_STILL_FOCUS = Problem(
    at="status",
    said=Label("这个孩子仍是重点对象，不能没有包保人", en="would leave a focus child without a named person"),
    remedy=Label("移交给另一个人", en="hand over to another person"),
    code="in_use",
)
_LEAVES_CHILDREN = Problem(
    at="account",
    said=Label("名下还有包保的孩子", en="leaves children who are in this person's care"),
    remedy=Label("先整体移交给接手人", en="hand them all over to another person first"),
    code="in_use",
)
_AWAY_TWICE = (
    Label("这几天已有代班人", en="has a stand-in on some of these days already"),
    Label("先改原来的代班日期", en="change the days of that one first"),
)
_STANDS_IN = (
    Label("这几天正替别人代班", en="stands in for another on some of these days"),
    Label("先给那个人另找代班人", en="find another stand-in for that person first"),
)
_AWAY = (
    Label("这几天自己也不在岗", en="is away too on some of these days"),
    Label("换一个人，或改日期", en="name another person, or other days"),
)
