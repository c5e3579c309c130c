"""Graded intervention. Grades 0 to 2 are plain records of few; what the law can seal is written to the vault and nowhere else.

The office decides none of these by itself: it records what the body in charge decided (``authority.toml``), with its legal basis, its
beginning, a day for review, and its end. An ended grade stays on record for the few and is shown in no list of current ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.authority import authorities
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.families import Minor, ordered
from minorcare.kinds.officers import SYSTEM

PLAIN_GRADES, GRAVE_GRADES = ("0", "1", "2"), ("3", "4")

INTERVENTION = Lifecycle(
    {
        "noted": Label("待核对", en="to be checked"),
        "active": Label("执行中", en="active"),
        "dropped": Label("已撤销登记", en="dropped"),
        "ended": Label("已结束", en="ended"),
    },
    noted="active dropped",
    active="ended",
)
_ON_FILE = ("active", "ended")
_CIRCLE = ("station_head",)
"""Who opens the vault records of this module."""


@kind(
    "intervention",
    label=Label("分级干预", en="Intervention"),
    cites="《预防未成年人犯罪法》第十五条至第四十二条",
)
class Intervention(Record):
    """A grade of intervention from 0 to 2 that a body in charge decided. A person holds it against the document before it counts."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    grade: str = field(label=Label("等级", en="Grade"), codes="intervention_grade", sensitivity="restricted")
    deciding_body: str = field(
        label=Label("决定机关", en="Decided by"), codes="deciding_body", sensitivity="restricted"
    )
    basis: str = field(
        label=Label("法律依据", en="Legal basis"),
        max_length=120,
        sensitivity="restricted",
        example="《预防未成年人犯罪法》第三十条",
    )
    document: str | None = field(
        default=None, label=Label("文书", en="Document"), max_length=60, sensitivity="restricted"
    )
    began: date = field(label=Label("开始日期", en="From"), max="today", sensitivity="restricted")
    review: date | None = deadline(default=None, label=Label("复核期限", en="Review by"))
    ended: date | None = field(default=None, label=Label("结束日期", en="Until"), sensitivity="restricted")
    measures: str | None = field(
        default=None, label=Label("措施", en="Measures"), max_length=500, sensitivity="restricted"
    )
    checked_by: str | None = field(
        default=None, label=Label("核对人", en="Checked by"), max_length=40, sensitivity="restricted"
    )
    reason: str | None = field(
        default=None, label=Label("结束理由", en="Why it ended"), max_length=200, sensitivity="restricted"
    )
    status: str = state(INTERVENTION, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        if state == "active":
            return self.but(checked_by=actor)
        return self.but(ended=self.ended or day) if state == "ended" else self

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.began, self.ended, at="ended"), *self._authority(), *self._course())

    def _authority(self) -> Iterator[Problem]:
        if self.grade in GRAVE_GRADES:
            yield _TO_THE_VAULT
            return
        authority = authorities()[self.grade]
        yield from decided_by(self.grade, self.deciding_body)
        if authority.document and not self.document:
            yield Problem(
                at="document",
                said=Label(
                    "没有文书，不能登记这一级干预", en="is missing: this grade is recorded from a document only"
                ),
                remedy=Label("填写决定机关的文书号", en="give the document of the deciding body"),
                code="required",
            )

    def _course(self) -> Iterator[Problem]:
        if self.status in _ON_FILE and self.checked_by in (None, SYSTEM):
            yield _BY_A_PERSON
        if self.status == "active" and self.review is None:
            yield _NO_REVIEW
        if self.status == "active" and self.ended is not None:
            yield _STILL_ACTIVE


@kind(
    "grave_intervention",
    label=Label("三、四级干预", en="Grave intervention"),
    vault=True,
    roles=_CIRCLE,
    cites="《预防未成年人犯罪法》第四十三条至第五十九条",
)
class GraveIntervention(Record):
    """Specialised education, or support in a criminal case (grades 3 and 4), as received. No list, no rule and no deadline knows it."""

    minor: Id = ref(Minor, label=Label("孩子", en="Child"), sensitivity="restricted")
    grade: str = field(label=Label("等级", en="Grade"), codes="intervention_grade", sensitivity="restricted")
    deciding_body: str = field(
        label=Label("决定机关", en="Decided by"), codes="deciding_body", sensitivity="restricted"
    )
    basis: str = field(label=Label("法律依据", en="Legal basis"), max_length=120, sensitivity="restricted")
    document: str = field(label=Label("文书", en="Document"), max_length=60, sensitivity="restricted")
    began: date = field(label=Label("开始日期", en="From"), max="today", sensitivity="restricted")
    review: date = field(label=Label("复核日期", en="Review on"), sensitivity="restricted")
    ended: date | None = field(default=None, label=Label("结束日期", en="Until"), sensitivity="restricted")
    told: str | None = field(default=None, label=Label("说明", en="Notes"), max_length=2000, sensitivity="restricted")

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.began, self.ended, at="ended"), *self._authority())

    def _authority(self) -> Iterator[Problem]:
        if self.grade not in GRAVE_GRADES:
            yield Problem(
                at="grade",
                said=Label("不是三级或四级", en="is not grade 3 or 4"),
                remedy=Label("零至二级登记在“分级干预”", en="record grades 0 to 2 as a plain intervention"),
            )
            return
        yield from decided_by(self.grade, self.deciding_body)


@kind(
    "punishment",
    label=Label("行政处罚", en="Administrative punishment"),
    vault=True,
    roles=_CIRCLE,
    cites="《预防未成年人犯罪法》第五十九条；《治安管理处罚法》第一百三十六条",
)
class Punishment(Record):
    """An administrative punishment of a child of which the office was told. Its record can be sealed, so it never lies open."""

    minor: Id = ref(Minor, label=Label("孩子", en="Child"), sensitivity="restricted")
    deciding_body: str = field(
        label=Label("决定机关", en="Decided by"), codes="deciding_body", sensitivity="restricted"
    )
    document: str = field(label=Label("文书", en="Document"), max_length=60, sensitivity="restricted")
    decided: date = field(label=Label("决定日期", en="Decided on"), max="today", sensitivity="restricted")
    told: str | None = field(default=None, label=Label("说明", en="Notes"), max_length=2000, sensitivity="restricted")


@kind(
    "non_prosecution",
    label=Label("不起诉", en="Non-prosecution"),
    vault=True,
    roles=_CIRCLE,
    cites="《预防未成年人犯罪法》第五十九条；《刑事诉讼法》第二百八十二条、第二百八十六条",
)
class NonProsecution(Record):
    """A decision of the procuratorate not to prosecute, with the end of the probation where it is conditional."""

    minor: Id = ref(Minor, label=Label("孩子", en="Child"), sensitivity="restricted")
    document: str = field(label=Label("文书", en="Document"), max_length=60, sensitivity="restricted")
    decided: date = field(label=Label("决定日期", en="Decided on"), max="today", sensitivity="restricted")
    probation_until: date | None = field(
        default=None, label=Label("考验期至", en="Probation until"), sensitivity="restricted"
    )
    told: str | None = field(default=None, label=Label("说明", en="Notes"), max_length=2000, sensitivity="restricted")

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.decided, self.probation_until, at="probation_until")


def decided_by(grade: str, body: str) -> Iterator[Problem]:
    """The problem of a grade that this body may not decide."""
    authority = authorities()[grade]
    if body in authority.bodies:
        return
    bodies = next(codes for codes in load_codes() if codes.name == "deciding_body")
    labels = [bodies.label_of(name) for name in authority.bodies]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.in_("en").lower() for label in labels)
    yield Problem(
        at="deciding_body",
        said=Label("无权决定这一级干预", en="may not decide this grade"),
        remedy=Label(
            f"由{zh}决定；其他单位只登记收到的决定（{authority.cites}）",
            en=f"it is decided by: {en}; others record what they received ({authority.cites})",
        ),
        code="authority",
    )


_TO_THE_VAULT = Problem(
    at="grade",
    said=Label("三级、四级不在这里登记", en="is not recorded here: grades 3 and 4 can be sealed"),
    remedy=Label(
        "由站长登记到保险库（grave_intervention）", en="let the station head write it to the vault (grave_intervention)"
    ),
    code="vault",
)
_BY_A_PERSON = Problem(
    at="checked_by",
    said=Label("只有人核对文书后才能生效", en="is no person: a person holds it against the document first"),
    remedy=Label("由有权限的工作人员核对", en="let an officer with the right check it"),
    code="person",
)
_NO_REVIEW = Problem(
    at="review",
    said=Label("执行中的干预必须有复核期限", en="is missing: an active intervention must be reviewed"),
    remedy=Label("填写最迟复核日期", en="give the day by which it must be reviewed"),
    code="required",
)
_STILL_ACTIVE = Problem(
    at="ended",
    said=Label("仍在执行中，不填结束日期", en="is given although it is still active"),
    remedy=Label("结束时用“变更状态”来做", en="end it by a transition"),
)
