"""What is so about a grown-up in a child's household, as told: it decides what the child may need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import Problem
from minorcare.kinds.families import Member, ordered

SEVERE_LEVELS, LESSER_LEVELS, MIND = ("1", "2"), ("3", "4"), ("5", "6")
"""重残 (民发〔2019〕62号): level 1 or 2 of any type, level 3 or 4 of an intellectual (5) or mental (6) disability."""


@kind("circumstance", label=Label("成员情况", en="Circumstance"), cites="国发〔2016〕13号；民发〔2019〕62号")
class Circumstance(Record):
    """Works away, missing, deceased, severely disabled, seriously ill: with source, first and last day."""

    member: Id = ref(Member, about=True, label=Label("家庭成员", en="Household member"))
    type: str = field(label=Label("情况", en="Circumstance"), aliases=("情况类型",), codes="circumstance_type")
    began: date | None = field(default=None, label=Label("开始日期", en="From"), aliases=("起始日期",), max="today")
    ended: date | None = field(default=None, label=Label("结束日期", en="Until"), aliases=("截止日期",))
    disability_type: str | None = field(
        default=None,
        label=Label("残疾类别", en="Type of disability"),
        help=Label("只在“重残”时填写", en="Only where the circumstance is a severe disability"),
        codes="disability_type",
    )
    disability_level: str | None = field(
        default=None,
        label=Label("残疾等级", en="Level of disability"),
        help=Label(
            "一、二级，或智力、精神三、四级；不填的，不作为事实无人抚养的依据",
            en="Levels 1 and 2, or 3 and 4 if intellectual or mental; left empty, it decides nothing about support",
        ),
        codes="disability_level",
    )
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    basis: str | None = field(
        default=None,
        label=Label("依据说明", en="Basis"),
        help=Label("写清谁说的、何时说的", en="Who said so, and when"),
        max_length=200,
    )

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.began, self.ended, at="ended"), *self._disability())

    def _disability(self) -> Iterator[Problem]:
        lesser = self.disability_level in LESSER_LEVELS and self.disability_type not in MIND
        if self.type == "severely_disabled" and lesser:
            yield Problem(
                at="disability_level",
                said=Label(
                    "三级、四级只有智力、精神残疾才算重残",
                    en="is severe only if the disability is intellectual or mental",
                ),
                remedy=Label(
                    "核对残疾类别和等级；不是重残的，不用“重残”", en="check type and level in the certificate"
                ),
            )


@kind(
    "restricted_circumstance",
    label=Label("限阅情况", en="Restricted circumstance"),
    cites="民发〔2019〕62号；《治安管理处罚法》第一百三十六条",
)
class RestrictedCircumstance(Record):
    """Custody, compulsory detox, dependence: the bare fact as told, without document numbers and without the police's own records.

    Every field is restricted, the reference too: who may not read it does not learn that it is there. A rule may read it; what it
    suggests then rests on a "restricted basis".
    """

    member: Id = ref(Member, about=True, label=Label("家庭成员", en="Household member"), sensitivity="restricted")
    type: str = field(
        label=Label("情况", en="Circumstance"), codes="restricted_circumstance_type", sensitivity="restricted"
    )
    began: date | None = field(default=None, label=Label("开始日期", en="From"), max="today", sensitivity="restricted")
    ended: date | None = field(default=None, label=Label("结束日期", en="Until"), sensitivity="restricted")
    term_months: int | None = field(
        default=None,
        label=Label("期限（月）", en="Term in months"),
        help=Label("决定的期限；不知道的留空，按已满时间计算", en="As decided; if unknown, the time passed counts"),
        unit="months",
        min=1,
        max=1200,
        sensitivity="restricted",
    )
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source", sensitivity="restricted")
    basis: str | None = field(
        default=None,
        label=Label("依据说明", en="Basis"),
        help=Label("只写情况本身，不写文书号、案由", en="The circumstance only: no document numbers, no offence"),
        max_length=200,
        sensitivity="restricted",
    )

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.began, self.ended, at="ended")
