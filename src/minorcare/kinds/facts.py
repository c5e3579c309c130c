"""Recorded facts about a child that tags rest on. Each has a source; none is a judgement."""

from __future__ import annotations

from datetime import date

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered


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


@kind("difficulty_recognition", label=Label("困境认定", en="Difficulty recognition"), cites="国发〔2016〕36号")
class DifficultyRecognition(Record):
    """A recognition as a child in difficulty by civil affairs: the kinds of difficulty and the period. Recorded as received."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    types: tuple[str, ...] = field(
        label=Label("困境类型", en="Types of difficulty"), aliases=("类型",), codes="difficulty_type"
    )
    recognised: date = field(label=Label("认定日期", en="Recognised on"), max="today")
    ended: date | None = field(default=None, label=Label("终止日期", en="Ended on"))
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
