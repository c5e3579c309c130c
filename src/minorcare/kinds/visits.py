"""Visits: what is planned, what came of it, and what may not wait. Two minutes are enough: four things are asked of a done visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Owner, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.families import Minor

VISIT = Lifecycle(
    {
        "planned": Label("已计划", en="planned"),
        "done": Label("已完成", en="done"),
        "missed": Label("未见到，改日再访", en="missed, to be tried again"),
        "cancelled": Label("已取消", en="cancelled"),
    },
    planned="done missed cancelled",
    missed="done missed cancelled",
)

CARE_AREAS = ("guardianship", "living", "schooling", "health", "mind", "safety", "online", "contacts")
"""The eight areas a visit may look at, as fields of a visit and as codes of the list ``care_area``."""

AREA_STATES = ("good", "fair", "concern", "danger")
"""The codes of the list ``area_state``, from good to bad."""

OPEN_VISITS = ("planned", "missed")
"""The states in which a visit is still to come."""

ASKED = ("happened", "seen", "cares_now", "state")
"""All that is asked of a done visit."""

FOUND = (*ASKED, "visitors", "alone", *CARE_AREAS, "urgent", "note", "next", "no_next")
"""What whoever went says of a visit, and need not be able to read afterwards."""

NOT_FOUND = ("not_met", "planned")
"""The same of one that did not take place."""


@attrs.frozen(kw_only=True)
class Visitor:
    """Somebody who went: an officer by account or name, or another person by name and unit."""

    name: str = field(label=Label("姓名或账号", en="Name or account"), max_length=40)
    unit: str | None = field(default=None, label=Label("单位", en="Unit"), max_length=60)


@attrs.frozen(kw_only=True)
class VisitProblem:
    """One thing that was found: what was done about it on the spot, or else who goes on with it."""

    area: str = field(label=Label("领域", en="Area"), codes="care_area")
    said: str = field(label=Label("问题", en="Problem"), max_length=200)
    done: str | None = field(default=None, label=Label("现场处置", en="Done on the spot"), max_length=200)
    owner: str | None = field(default=None, label=Label("承办人账号", en="Who goes on with it"), max_length=40)


@kind(
    "visit",
    label=Label("走访", en="Visit"),
    owner=Owner("officer", moves="done missed cancelled", says=(*FOUND, *NOT_FOUND)),
    cites="《未成年人保护法》第四十三条；国发〔2016〕13号",
)
class Visit(Record):
    """A visit to a child, planned or met by chance. Asked of a done one: the day, seen, who cares now, the overall state.

    No photo, no position, no score. What is restricted about a family has records of its own and is not repeated here.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    type: str = field(label=Label("走访方式", en="Kind of visit"), codes="visit_type", sensitivity="open")
    status: str = state(VISIT, label=Label("进展", en="Progress"))
    planned: date | None = deadline(
        default=None,
        who="officer",
        label=Label("计划日期", en="Planned for"),
        help=Label("未见到时，改为再访的日期", en="When missed: the day of the next try"),
    )
    officer: str | None = field(
        default=None, label=Label("走访责任人", en="Whose visit it is"), max_length=40, sensitivity="open"
    )
    happened: date | None = field(default=None, label=Label("走访日期", en="Day of the visit"), max="today")
    visitors: tuple[Visitor, ...] = field(default=(), label=Label("走访人", en="Visitors"))
    seen: bool | None = field(default=None, label=Label("见到孩子本人", en="The child was seen"))
    alone: bool | None = field(default=None, label=Label("与孩子单独谈过", en="Spoken to alone"))
    cares_now: str | None = field(
        default=None, label=Label("现由谁照料", en="Who looks after the child now"), codes="cares_now"
    )
    state: str | None = field(default=None, label=Label("总体状况", en="Overall state"), codes="visit_state")
    guardianship: str | None = field(default=None, label=Label("监护", en="Guardianship"), codes="area_state")
    living: str | None = field(default=None, label=Label("生活", en="Living"), codes="area_state")
    schooling: str | None = field(default=None, label=Label("就学", en="Schooling"), codes="area_state")
    health: str | None = field(default=None, label=Label("健康", en="Health"), codes="area_state")
    mind: str | None = field(default=None, label=Label("心理", en="Mind"), codes="area_state")
    safety: str | None = field(default=None, label=Label("安全", en="Safety"), codes="area_state")
    online: str | None = field(default=None, label=Label("网络", en="Online"), codes="area_state")
    contacts: str | None = field(default=None, label=Label("交往", en="Contacts"), codes="area_state")
    problems: tuple[VisitProblem, ...] = field(default=(), label=Label("发现的问题", en="Problems found"))
    urgent: tuple[str, ...] = field(
        default=(),
        label=Label("紧急情况", en="Urgent"),
        help=Label(
            "有任何一项：立即拨打 110，不要先调查", en="If any of these is so: call 110 at once, before looking further"
        ),
        codes="urgent_sign",
    )
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=1000)
    next: date | None = field(
        default=None, label=Label("与家庭约定的下次日期", en="Next day agreed with the family"), sensitivity="personal"
    )
    no_next: str | None = field(
        default=None,
        label=Label("不再安排走访的原因", en="Why no further visit is planned"),
        help=Label("已安排下一次走访的不填", en="Left empty where the next visit is planned"),
        codes="no_next_visit",
    )
    not_met: str | None = field(
        default=None, label=Label("未见到的原因", en="Why it did not take place"), codes="not_met"
    )
    missed_on: date | None = field(default=None, label=Label("未见到的日期", en="Missed on"), max="today")
    tries: int = field(
        default=0, label=Label("未见到的次数", en="Times missed"), unit="times", min=0, sensitivity="personal"
    )

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "done":
            return self.but(happened=self.happened or day, officer=self.officer or actor)
        if state == "missed":
            return self.but(missed_on=day, tries=self.tries + 1)
        return self

    def check(self) -> tuple[Problem, ...]:
        return tuple(_problems(self))


def _problems(visit: Visit) -> Iterator[Problem]:
    if visit.alone and visit.seen is False:
        yield _NOT_SEEN
    if visit.status == "done":
        yield from (wording.required(name) for name in ASKED if getattr(visit, name) is None)
    if visit.status in ("missed", "cancelled") and visit.not_met is None:
        yield wording.required("not_met")
    if visit.status == "missed" and (
        visit.planned is None or visit.missed_on is None or visit.planned <= visit.missed_on
    ):
        yield _NO_RETRY
    if visit.next is not None and visit.happened is not None and visit.next <= visit.happened:
        yield _NEXT_BEFORE


_NOT_SEEN = Problem(
    at="alone",
    said=Label("没有见到孩子，就没有单独谈话", en="cannot be: the child was not seen"),
    remedy=Label("核对这两项", en="check both"),
)
_NO_RETRY = Problem(
    at="planned",
    said=Label("没有再访的日期", en="gives no day for the next try"),
    remedy=Label(
        "填一个今天以后的日期，走访就不会漏掉", en="give a day after today, so that the child is not lost sight of"
    ),
    code="required",
)
_NEXT_BEFORE = Problem(
    at="next",
    said=Label("不晚于这次走访", en="does not lie after this visit"),
    remedy=Label("核对两个日期", en="check both days"),
)
