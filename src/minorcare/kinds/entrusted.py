"""A child in somebody else's care: care entrusted by the parents, and what a court, the procuratorate or the police ordered of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds import phone
from minorcare.kinds.families import Member, Minor, ordered

ENTRUSTED = Lifecycle(
    {"running": Label("委托中", en="running"), "ended": Label("已结束", en="ended")},
    running="ended",
)

ORDER = Lifecycle(
    {
        "running": Label("执行中", en="running"),
        "completed": Label("已完成", en="completed"),
        "withdrawn": Label("已撤销", en="withdrawn by its issuer"),
    },
    running="completed withdrawn",
)

BARRED = {
    "harmed_others": "第一项",
    "bad_habits": "第二项",
    "shirked_care": "第三项",
    "otherwise_unfit": "第四项",
}
"""The questions about a carer, by the item of 《未成年人保护法》第二十二条 that bars whoever must say yes."""


@kind("entrusted_care", label=Label("委托照护", en="Entrusted care"), cites="《未成年人保护法》第二十二条、第二十三条")
class EntrustedCare(Record):
    """Parents who cannot look after the child for a time have asked somebody to: whom, why, since when, and who was told in writing.

    The parents tell school and community in writing and speak with the child at least once a week (art. 23). Four questions are
    asked about the carer, none with an answer by default. Whoever art. 22 bars is refused by a check: such care is no
    arrangement to be registered but a danger to be reported.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    status: str = state(ENTRUSTED, label=Label("状态", en="Status"))
    carer: Id | None = ref(
        Member,
        default=None,
        label=Label("被委托人（已登记的家庭成员）", en="Carer, if on file"),
        help=Label("没有登记的，填写姓名", en="Give the name of one who is not on file"),
    )
    carer_name: str | None = field(
        default=None, label=Label("被委托人姓名", en="Carer's name"), max_length=60, sensitivity="personal"
    )
    relation: str | None = field(default=None, label=Label("与孩子关系", en="Relation to the child"), codes="relation")
    phone: str | None = field(default=None, label=Label("被委托人电话", en="Carer's phone"), max_length=20, secret=True)
    address: str | None = field(default=None, label=Label("照护地址", en="Where the child lives now"), max_length=120)
    reason: str = field(label=Label("委托原因", en="Why care is entrusted"), codes="entrusted_reason")
    harmed_others: bool = field(
        label=Label(
            "曾实施性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为",
            en="Has harmed others by crimes such as abuse or violence",
        )
    )
    bad_habits: bool = field(label=Label("有吸毒、酗酒、赌博等恶习", en="Takes drugs, drinks or gambles"))
    shirked_care: bool = field(
        label=Label("曾拒不履行或长期怠于履行监护、照护职责", en="Has refused or long neglected to care for somebody")
    )
    otherwise_unfit: bool = field(label=Label("有其他不适宜担任的情形", en="Is unfit for another reason"))
    child_view: str | None = field(default=None, label=Label("孩子的意见", en="The child's view"), max_length=300)
    began: date = field(label=Label("委托开始日期", en="From"))
    planned_end: date | None = field(default=None, label=Label("预计结束日期", en="Planned until"))
    ended: date | None = field(default=None, label=Label("实际结束日期", en="Ended on"), max="today")
    told_school: date | None = field(
        default=None, label=Label("书面告知学校的日期", en="School told in writing on"), max="today"
    )
    told_community: date | None = field(
        default=None, label=Label("书面告知居委会的日期", en="Community told in writing on"), max="today"
    )
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="open"
    )
    notice_by: date | None = deadline(
        default=None,
        who="officer",
        label=Label("补齐书面告知期限", en="Written notice by"),
        help=Label("学校、居委会都已书面告知的，不填", en="Empty once school and community have been told"),
    )
    contact_by: date | None = deadline(
        default=None, days=7, after="began", who="officer", label=Label("下次联系期限", en="Next contact by")
    )

    def tidy(self) -> Self:
        call = self.phone and phone.normalise(self.phone)
        told = self.told_school is not None and self.told_community is not None
        return self.but(phone=call or None, notice_by=None if told else self.notice_by)

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - whoever ends it
        return self.but(ended=self.ended or day) if state == "ended" else self

    def check(self) -> tuple[Problem, ...]:
        return tuple(_care_problems(self))


@kind("weekly_contact", label=Label("每周联系", en="Weekly contact"), cites="《未成年人保护法》第二十三条")
class WeeklyContact(Record):
    """The parents spoke with the child, and perhaps with the carer: at least once a week while care is entrusted."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    care: Id = ref(EntrustedCare, label=Label("委托照护", en="Entrusted care"))
    day: date = field(label=Label("联系日期", en="Day"), max="today")
    way: str = field(label=Label("联系方式", en="By"), codes="contact_way")
    parent: str = field(label=Label("联系的家长", en="Which parent"), codes="relation")
    with_child: bool = field(label=Label("与孩子说上话", en="Spoke with the child"))
    with_carer: bool = field(default=False, label=Label("与被委托人说上话", en="Spoke with the carer"))
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=300)


@kind(
    "education_order",
    label=Label("家庭教育指导文书", en="Family-education order"),
    cites="《家庭教育促进法》第四十九条；《未成年人保护法》第一百一十八条",
)
class EducationOrder(Record):
    """An order to parents to take guidance, recorded as received: a street neither issues nor changes one.

    It comes from a case of the court, the procuratorate or the police; that there is one is restricted.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    status: str = state(ORDER, label=Label("状态", en="Status"))
    type: str = field(label=Label("文书种类", en="Kind of order"), codes="order_type", sensitivity="restricted")
    issuer: str = field(label=Label("发出机关", en="Issuing body"), codes="order_issuer", sensitivity="restricted")
    issuer_name: str | None = field(
        default=None, label=Label("机关全称", en="Its full name"), max_length=60, sensitivity="restricted"
    )
    document: str = field(label=Label("文号", en="Document number"), max_length=60, sensitivity="restricted")
    guardian: Id | None = ref(
        Member, default=None, label=Label("接受指导的监护人", en="Guardian concerned"), sensitivity="restricted"
    )
    issued: date | None = field(
        default=None, label=Label("发出日期", en="Issued on"), max="today", sensitivity="restricted"
    )
    received: date = field(label=Label("收到日期", en="Received on"), max="today", sensitivity="restricted")
    times: int = field(
        label=Label("次数", en="Sessions"), unit="times", min=1, max=100, sensitivity="restricted", example=1
    )
    per: str = field(label=Label("周期", en="Each"), codes="per", sensitivity="restricted", example="month")
    minutes: int = field(
        label=Label("每次至少分钟", en="Minutes each, at least"),
        unit="minutes",
        min=1,
        max=600,
        sensitivity="restricted",
    )
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="restricted"
    )
    next_session: date | None = deadline(default=None, who="officer", label=Label("下次指导期限", en="Next session by"))
    ends: date = deadline(who="officer", label=Label("截止日期", en="Ends on"))
    ended: date | None = field(
        default=None, label=Label("结束日期", en="Ended on"), max="today", sensitivity="restricted"
    )

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - one signature for every kind
        return self if state == "running" else self.but(ended=self.ended or day)

    def check(self) -> tuple[Problem, ...]:
        return (
            *ordered(self.issued, self.received, at="received"),
            *ordered(self.issued or self.received, self.ends, at="ends"),
        )


@kind(
    "education_session",
    label=Label("家庭教育指导", en="Family-education session"),
    cites="《家庭教育促进法》第四十九条",
)
class EducationSession(Record):
    """One session under an order: the day, how long, and whether the guardian came."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    education_order: Id = ref(EducationOrder, label=Label("文书", en="Order"), sensitivity="restricted")
    day: date = field(label=Label("日期", en="Day"), max="today", sensitivity="restricted")
    minutes: int = field(label=Label("分钟", en="Minutes"), unit="minutes", min=0, max=600, sensitivity="restricted")
    attended: bool = field(label=Label("监护人到场", en="The guardian came"), sensitivity="restricted")
    provider: str | None = field(
        default=None, label=Label("指导单位或人员", en="Given by"), max_length=60, sensitivity="restricted"
    )
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=300, sensitivity="restricted")


def _care_problems(care: EntrustedCare) -> Iterator[Problem]:
    if care.carer is None and care.carer_name is None:
        yield wording.required("carer_name")
    if care.phone:
        yield from phone.examine(care.phone, at="phone")
    yield from ordered(care.began, care.planned_end, at="planned_end")
    yield from ordered(care.began, care.ended, at="ended")
