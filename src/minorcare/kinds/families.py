"""Children and those they live with."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import Problem
from minorcare.kinds import phone, resident_id

R = TypeVar("R", bound=Record)
_AREA_HELP = Label("填到最细一级：楼栋、网格或社区", en="As far down as known: building, grid or community")


@kind("household", label=Label("家庭户", en="Household"), key=("code",), cites="《未成年人保护法》第四十三条")
class Household(Record):
    """A family unit: children and those who look after them. Children with other guardians form a household of their own."""

    code: str = field(
        label=Label("户编号", en="Household number"),
        aliases=("户号", "家庭编号"),
        max_length=30,
        unique=True,
        sensitivity="personal",
        example="JM-02-0137",
    )
    area: str = field(
        label=Label("所属区域", en="Area"), help=_AREA_HELP, aliases=("网格", "所属网格"), sensitivity="open"
    )
    address: str | None = field(
        default=None,
        label=Label("现居住地址", en="Address"),
        aliases=("住址", "家庭住址", "现住址", "居住地址"),
        max_length=120,
    )
    residence: str | None = field(
        default=None,
        label=Label("居住类型", en="Residence"),
        aliases=("户籍类型", "居住性质"),
        codes="residence_type",
        sensitivity="personal",
    )


@kind("minor", label=Label("孩子", en="Child"), key=("resident_id",), cites="《未成年人保护法》第二条、第四十三条")
class Minor(Record):
    """A person under eighteen in the street's care. The internal id is primary: a child may have no resident ID (无户籍、流浪)."""

    name: str = field(
        label=Label("姓名", en="Name"),
        aliases=("孩子姓名", "儿童姓名", "未成年人姓名", "学生姓名"),
        max_length=60,
        sensitivity="personal",
        searchable=True,
        example="陈小禾",
    )
    resident_id: str | None = field(
        default=None,
        label=Label("公民身份号码", en="Resident ID"),
        help=Label("18 位；暂无身份证件的留空", en="18 characters; leave empty if there is none yet"),
        aliases=("身份证号", "身份证号码", "证件号码", "身份证"),
        max_length=18,
        secret=True,
        identifying=True,
        unique=True,
    )
    sex: str = field(label=Label("性别", en="Sex"), codes="sex", sensitivity="personal")
    birth_date: date = field(
        label=Label("出生日期", en="Date of birth"),
        aliases=("出生年月日", "出生年月", "生日"),
        max="today",
        min=date(1990, 1, 1),
        sensitivity="personal",
    )
    birth_date_estimated: bool = field(
        default=False, label=Label("出生日期为估计", en="Date of birth estimated"), sensitivity="personal"
    )
    ethnic_group: str | None = field(
        default=None, label=Label("民族", en="Ethnic group"), codes="ethnic_group", sensitivity="personal"
    )
    area: str = field(
        label=Label("所属区域", en="Area"),
        help=_AREA_HELP,
        aliases=("社区", "所属社区", "网格", "所属网格"),
        sensitivity="open",
    )
    household: Id | None = ref(
        Household, default=None, label=Label("家庭户", en="Household"), aliases=("户编号", "户号")
    )
    school: str | None = field(
        default=None,
        label=Label("就读学校", en="School"),
        aliases=("学校", "学校名称"),
        max_length=60,
        sensitivity="personal",
    )
    grade: str | None = field(
        default=None,
        label=Label("年级班级", en="Grade"),
        aliases=("年级", "班级"),
        max_length=30,
        sensitivity="personal",
    )
    schooling: str | None = field(
        default=None,
        label=Label("就学情况", en="Schooling"),
        aliases=("学段", "就学状况"),
        codes="schooling",
        sensitivity="personal",
    )
    registered_at: str | None = field(
        default=None,
        label=Label("户籍所在地", en="Household registration"),
        aliases=("户籍地", "户籍地址"),
        max_length=120,
    )
    phone: str | None = field(default=None, label=Label("孩子电话", en="Child's phone"), max_length=20, secret=True)
    note: str | None = field(default=None, label=Label("备注", en="Note"), max_length=500)

    def tidy(self) -> Self:
        return _tidied(self, self.resident_id, self.phone)

    def check(self) -> tuple[Problem, ...]:
        errors, _ = (
            resident_id.examine(self.resident_id, birth_date=self.birth_date, sex=self.sex)
            if self.resident_id
            else ((), ())
        )
        return (*errors, *(phone.examine(self.phone, at="phone") if self.phone else ()))


@kind(
    "member",
    label=Label("家庭成员", en="Household member"),
    key=("resident_id",),
    cites="GB/T 4761-2008；《未成年人保护法》第七条、第二十三条",
)
class Member(Record):
    """Somebody other than the child in a household. ``relation`` says what this person is to the household's children."""

    household: Id = ref(Household, about=True, label=Label("家庭户", en="Household"))
    name: str = field(
        label=Label("姓名", en="Name"), max_length=60, sensitivity="personal", searchable=True, example="陈建国"
    )
    relation: str = field(
        label=Label("与孩子关系", en="Relation to the child"),
        aliases=("关系", "与儿童关系"),
        codes="relation",
        sensitivity="personal",
    )
    resident_id: str | None = field(
        default=None,
        label=Label("公民身份号码", en="Resident ID"),
        aliases=("身份证号", "身份证号码", "身份证"),
        max_length=18,
        secret=True,
        identifying=True,
    )
    phone: str | None = field(
        default=None,
        label=Label("联系电话", en="Phone"),
        aliases=("电话", "手机号", "手机", "联系方式"),
        max_length=20,
        secret=True,
    )
    guardian: bool = field(default=False, label=Label("是监护人", en="Is a guardian"), sensitivity="personal")
    responsible: bool = field(
        default=False,
        label=Label("是家庭责任人", en="Is the household's responsible adult"),
        help=Label("每户一名，有事先找谁", en="One a household: whom to speak to first"),
        sensitivity="personal",
    )
    joined: date | None = field(default=None, label=Label("开始日期", en="From"), max="today", sensitivity="personal")
    left: date | None = field(default=None, label=Label("结束日期", en="Until"), sensitivity="personal")

    def tidy(self) -> Self:
        return _tidied(self, self.resident_id, self.phone)

    def check(self) -> tuple[Problem, ...]:
        errors, _ = resident_id.examine(self.resident_id) if self.resident_id else ((), ())
        return (
            *errors,
            *(phone.examine(self.phone, at="phone") if self.phone else ()),
            *ordered(self.joined, self.left, at="left"),
        )


def _tidied(record: R, number: str | None, call: str | None) -> R:
    return record.but(
        resident_id=(number and resident_id.normalise(number)) or None, phone=(call and phone.normalise(call)) or None
    )


def ordered(first: date | None, last: date | None, *, at: str) -> tuple[Problem, ...]:
    """The problem of a period that ends before it begins."""
    if first is None or last is None or first <= last:
        return ()
    return (
        Problem(
            at=at,
            said=Label("结束日期早于开始日期", en="lies before the first day"),
            remedy=Label("核对两个日期", en="check both dates"),
        ),
    )
