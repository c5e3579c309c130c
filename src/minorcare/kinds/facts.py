"""Recorded facts about a child that tags rest on. Each has a source; none is a judgement."""

from __future__ import annotations

from datetime import date

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered

RECORDING = (
    "community",
    "school",
    "education_bureau",
    "civil_affairs",
    "police",
    "justice_office",
    "procuratorate",
    "court",
    "relief_station",
    "child_welfare_home",
)
"""Bodies that deal with misbehaviour and record it (预防未成年人犯罪法 articles 30 to 37). What a neighbour says is a lead."""

CORRECTING = ("police", "procuratorate", "court")
"""Bodies from whose documents serious misbehaviour is recorded (articles 38, 41 and 45)."""


@kind("disability_card", label=Label("残疾人证", en="Disability card"), cites="《残疾人保障法》第二条；GB/T 26341")
class DisabilityCard(Record):
    """A disability certificate: type and level (1 is the most severe), without its number."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    type: str = field(label=Label("残疾类别", en="Type"), aliases=("类别",), codes="disability_type")
    level: str = field(label=Label("残疾等级", en="Level"), aliases=("等级",), codes="disability_level")
    issued: date | None = field(default=None, label=Label("发证日期", en="Issued on"), max="today")
    valid_until: date | None = field(default=None, label=Label("有效期至", en="Valid until"))
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.issued, self.valid_until, at="valid_until")


@kind("disability_assessment", label=Label("残疾评定", en="Disability assessment"), cites="《残疾人保障法》第二条")
class DisabilityAssessment(Record):
    """A finding of disability by a hospital or an assessing body, for a child who holds no certificate (yet)."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    type: str = field(label=Label("残疾类别", en="Type"), aliases=("类别",), codes="disability_type")
    level: str | None = field(
        default=None, label=Label("残疾等级", en="Level"), aliases=("等级",), codes="disability_level"
    )
    assessed: date = field(label=Label("评定日期", en="Assessed on"), max="today")
    valid_until: date | None = field(default=None, label=Label("有效期至", en="Valid until"))
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.assessed, self.valid_until, at="valid_until")


@kind(
    "difficulty_recognition",
    label=Label("困境认定", en="Difficulty recognition"),
    cites="国发〔2016〕36号；国办发〔2010〕54号；民发〔2019〕62号",
)
class DifficultyRecognition(Record):
    """A recognition by civil affairs: as a child in difficulty, an orphan, without actual support. Recorded as received.

    No national list says who is in difficulty: a recognition does, and names the kinds of it.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    types: tuple[str, ...] = field(
        label=Label("困境类型", en="Types of difficulty"), aliases=("类型",), codes="difficulty_type"
    )
    recognised: date = field(label=Label("认定日期", en="Recognised on"), max="today")
    ended: date | None = field(default=None, label=Label("终止日期", en="Ended on"))
    upbringing: str | None = field(
        default=None,
        label=Label("养育方式", en="How brought up"),
        help=Label("孤儿填写：散居，或在机构", en="For an orphan: with kin, or in an institution"),
        codes="upbringing",
    )
    source: str = field(label=Label("信息来源", en="Source"), codes="fact_source")
    document: str | None = field(default=None, label=Label("认定文号", en="Document"), max_length=60)

    def check(self) -> tuple[Problem, ...]:
        return ordered(self.recognised, self.ended, at="ended")


@kind(
    "misbehaviour_act", label=Label("不良行为记录", en="Act of misbehaviour"), cites="《预防未成年人犯罪法》第二十八条"
)
class MisbehaviourAct(Record):
    """One recorded act of misbehaviour (B01–B09): code, day and who recorded it. Restricted throughout; never inferred."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    act: str = field(label=Label("行为", en="Act"), codes="misbehaviour", sensitivity="restricted")
    happened: date = field(label=Label("发生日期", en="Happened on"), max="today", sensitivity="restricted")
    source: str = field(label=Label("记录单位", en="Recorded by"), codes="fact_source", sensitivity="restricted")
    document: str | None = field(
        default=None, label=Label("记录文书", en="Document"), max_length=60, sensitivity="restricted"
    )


@kind(
    "serious_act",
    label=Label("严重不良行为记录", en="Act of serious misbehaviour"),
    cites="《预防未成年人犯罪法》第三十八条",
)
class SeriousAct(Record):
    """One act of serious misbehaviour (S00–S09) as a document of the police, procuratorate or court tells it. Never inferred."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    act: str = field(label=Label("行为", en="Act"), codes="serious_misbehaviour", sensitivity="restricted")
    happened: date = field(label=Label("发生日期", en="Happened on"), max="today", sensitivity="restricted")
    source: str = field(label=Label("记录单位", en="Recorded by"), codes="fact_source", sensitivity="restricted")
    document: str = field(label=Label("记录文书", en="Document"), max_length=60, sensitivity="restricted")
