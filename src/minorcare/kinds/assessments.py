"""Assessments: answers to an instrument, what the machine reads from them, and what people say. Only the second counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

import attrs

from minorcare.calendar import months
from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.families import Minor
from minorcare.kinds.instruments import Instrument, Machine, find, load_instruments
from minorcare.kinds.officers import SYSTEM

ASSESSMENT = Lifecycle(
    {
        "draft": Label("评估中", en="under way"),
        "scored": Label("已计分，待定级", en="scored, to be graded"),
        "confirmed": Label("已定级", en="graded"),
        "ended": Label("已失效", en="no longer holds"),
    },
    draft="scored",
    scored="confirmed draft",
    confirmed="ended",
)


@attrs.frozen(kw_only=True)
class ItemAnswer:
    """The answer to one item, and what it rests on."""

    item: str = field(label=Label("项目", en="Item"), max_length=20)
    value: str = field(label=Label("选项", en="Answer"), max_length=20)
    evidence: str | None = field(default=None, label=Label("依据", en="Evidence"), max_length=200)


@attrs.frozen(kw_only=True)
class Assessor:
    """Somebody who assessed: by account or name."""

    name: str = field(label=Label("姓名或账号", en="Name or account"), max_length=40)
    post: str | None = field(default=None, label=Label("职务或专业", en="Post or profession"), max_length=60)


@kind(
    "assessment",
    label=Label("评估", en="Assessment"),
    level_by="level",
    cites="《未成年人保护法》第九十二条、第九十四条；《个人信息保护法》第二十四条",
)
class Assessment(Record):
    """One assessment by one instrument. The machine adds up; a person grades, and says why where the two differ.

    Nothing follows from a machine grade: no tag, level or plan. The grade of an assessment is the human one, once confirmed.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=Label("内容写到限阅情况时填 restricted", en="restricted where it writes of what only a few may read"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    status: str = state(ASSESSMENT, label=Label("状态", en="Status"))
    instrument: str = field(label=Label("评估工具", en="Instrument"), codes="instrument")
    instrument_version: int = field(default=1, label=Label("工具版本", en="Its version"), min=1)
    reason: str = field(label=Label("评估缘由", en="Why it is assessed"), codes="assessment_reason")
    methods: tuple[str, ...] = field(default=(), label=Label("评估方法", en="Methods"), codes="assessment_method")
    assessors: tuple[Assessor, ...] = field(default=(), label=Label("评估人", en="Assessors"))
    assessed: date = field(label=Label("评估日期", en="Assessed on"), max="today")
    answers: tuple[ItemAnswer, ...] = field(default=(), label=Label("逐项结果", en="Answers"))
    score: int | None = field(default=None, label=Label("得分", en="Score"), help=Label("系统计算", en="By the system"))
    vetoed: bool | None = field(
        default=None,
        label=Label("有一票否决项", en="An item forces the highest grade"),
        help=Label("系统计算", en="By the system"),
    )
    machine_grade: str | None = field(
        default=None,
        label=Label("系统计算的等级", en="Machine grade"),
        help=Label("仅供参考，以人工定级为准", en="Advice only: the human grade counts"),
        codes="assessment_grade",
    )
    human_grade: str | None = field(default=None, label=Label("人工定级", en="Human grade"), codes="assessment_grade")
    differs_because: str | None = field(
        default=None, label=Label("与系统等级不同的理由", en="Why it differs from the machine grade"), max_length=300
    )
    decided: date | None = field(default=None, label=Label("定级日期", en="Graded on"), sensitivity="open")
    decided_by: str | None = field(
        default=None, label=Label("定级人", en="Graded by"), max_length=40, sensitivity="open"
    )
    officer: str | None = field(
        default=None, label=Label("责任人", en="Responsible"), max_length=40, sensitivity="open"
    )
    valid_until: date | None = deadline(default=None, who="officer", label=Label("有效期至", en="Valid until"))
    child_view: str | None = field(default=None, label=Label("孩子的意见", en="The child's view"), max_length=500)
    guardian_view: str | None = field(default=None, label=Label("监护人意见", en="The guardian's view"), max_length=500)
    objection: str | None = field(default=None, label=Label("异议", en="Objection"), max_length=500)
    objected: date | None = field(default=None, label=Label("提出异议日期", en="Objected on"), max="today")
    objection_reply: str | None = field(
        default=None, label=Label("异议答复", en="Reply to the objection"), max_length=500
    )

    @property
    def by_item(self) -> Mapping[str, str]:
        """The answers by item."""
        return {answer.item: answer.value for answer in self.answers}

    @property
    def grade(self) -> str | None:
        """The grade that holds: the human one while it is confirmed, else none."""
        return self.human_grade if self.status == "confirmed" else None

    def scored_by(self, instrument: Instrument) -> Self:
        """The same with what the machine reads; as it is where an answer is missing or means nothing."""
        machine = machine_of(instrument, self.by_item)
        if machine is None:
            return self
        return self.but(score=machine.score, vetoed=bool(machine.vetoes), machine_grade=machine.grade)

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        known = find(load_instruments(), self.instrument, self.instrument_version)
        match state:
            case "draft":
                return self.but(score=None, vetoed=None, machine_grade=None, human_grade=None, differs_because=None)
            case "scored" if (
                known is not None and self.score is None
            ):  # an office may have its own in place of this one
                return self.scored_by(known)
            case "confirmed":
                valid = self.assessed + months(known.valid_months) if known else None
                return self.but(decided=day, decided_by=actor, valid_until=self.valid_until or valid)
        return self

    def check(self) -> tuple[Problem, ...]:
        return tuple(_problems(self))


def machine_of(instrument: Instrument, answers: Mapping[str, str]) -> Machine | None:
    """What the machine reads; ``None`` where an answer is missing or none of the scale."""
    try:
        return instrument.machine(answers)
    except KeyError:
        return None


def _problems(made: Assessment) -> Iterator[Problem]:
    listed = [answer.item for answer in made.answers]
    yield from (wording.listed_twice(f"answers[{n}]") for n, item in enumerate(listed) if item in listed[:n])
    if made.status in ("scored", "confirmed") and made.machine_grade is None:
        yield _NOT_SCORED
    if made.status == "confirmed":
        yield from (wording.required(name) for name in ("human_grade", "valid_until") if getattr(made, name) is None)
        if made.decided_by in (None, SYSTEM):
            yield _NO_PERSON
        if made.human_grade not in (None, made.machine_grade) and not made.differs_because:
            yield _SAY_WHY
    if made.objected is not None and made.objection is None:
        yield wording.required("objection")


_NOT_SCORED = Problem(
    at="answers",
    said=Label("还算不出等级", en="do not give a grade yet"),
    remedy=Label("逐项填完再计分", en="answer every item, with an answer of the scale"),
    code="required",
)
_NO_PERSON = Problem(
    at="decided_by",
    said=Label("只有人可以定级", en="is no person: only a person grades"),
    remedy=Label("由评估人定级", en="let an officer grade it"),
    code="person",
)
_SAY_WHY = Problem(
    at="differs_because",
    said=Label("没有写明与系统等级不同的理由", en="is missing: the grade differs from what the machine reads"),
    remedy=Label("写明理由", en="say why"),
    code="required",
)
