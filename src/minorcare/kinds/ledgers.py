"""Ledgers (台账): a return frozen at a cut-off, byte by byte, with the ids behind each number; reviewed, sent, answered, corrected by slips."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Self

import attrs

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.errors import Problem
from minorcare.kinds.families import ordered

LEDGER = Lifecycle(
    {
        "prepared": Label("已填报，待审核", en="prepared, to be reviewed"),
        "reviewed": Label("已审核，待上报", en="reviewed, to be sent"),
        "submitted": Label("已上报，待答复", en="sent, to be answered"),
        "accepted": Label("上级已接收", en="accepted"),
        "returned": Label("上级已退回", en="returned"),
        "dropped": Label("未上报，已作废", en="dropped unsent"),
    },
    prepared="reviewed dropped",
    reviewed="submitted dropped",
    submitted="accepted returned",
)
SENT = ("submitted", "accepted")
"""The states of a ledger that counts with those above: what repeats it is filled from it, and only slips correct it."""

_LEVEL_HELP = Label("与最敏感的一列相同", en="That of the most sensitive column")
_DIGEST = r"[0-9a-f]{64}"


@attrs.frozen(kw_only=True)
class FrozenText:
    """One text as it was when the ledger was frozen, and the SHA-256 of its bytes in UTF-8."""

    name: str = field(label=Label("名称", en="Name"), max_length=20)
    mark: str = field(label=Label("校验值", en="Mark"), pattern=_DIGEST, max_length=64)
    text: str = field(label=Label("内容", en="Text"))


@attrs.frozen(kw_only=True)
class FrozenCell:
    """The records behind one cell: their ids, apart by blanks."""

    row: str = field(label=Label("行", en="Row"), max_length=60)
    column: str = field(label=Label("列", en="Column"), max_length=60)
    ids: str = field(label=Label("编号", en="Ids"))


@attrs.frozen(kw_only=True)
class Correction:
    """One number that was wrong, and what it should have been."""

    row: str = field(label=Label("行", en="Row"), max_length=60)
    column: str = field(label=Label("列", en="Column"), max_length=60)
    was: int = field(label=Label("原数", en="Was"), min=0)
    now: int = field(label=Label("更正为", en="Now"), min=0)


def mark_of(text: str) -> str:
    """SHA-256 over the bytes of *text* in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


@kind(
    "ledger_sheet",
    label=Label("台账原件", en="Frozen sheet"),
    level_by="level",
    cites="《统计法》（2009年修订）第二十一条",
)
class LedgerSheet(Record):
    """What a ledger is made of, written once: its data, its prints, and the ids behind every cell. Nothing changes it."""

    area: str = field(label=Label("所属区域", en="Area"), sensitivity="open")
    level: str = field(
        label=Label("限阅级别", en="Level"),
        help=_LEVEL_HELP,
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    texts: tuple[FrozenText, ...] = field(label=Label("原文", en="Texts"))
    cells: tuple[FrozenCell, ...] = field(default=(), label=Label("单元格明细", en="Ids behind cells"))

    def check(self) -> tuple[Problem, ...]:
        return tuple(_wrong_mark(number) for number, one in enumerate(self.texts) if mark_of(one.text) != one.mark)


@kind(
    "ledger",
    label=Label("台账", en="Ledger"),
    cites="《统计法》（2009年修订）第二十一条",
)
class Ledger(Record):
    """One return as it was frozen at its cut-off, and its way: prepared, reviewed by a second person, sent, accepted or returned.

    What was frozen never changes. What turns out wrong after it was sent is corrected by a slip, and what is returned by a new
    ledger that names the old one.
    """

    area: str = field(label=Label("所属区域", en="Area"), sensitivity="open")
    report: str = field(label=Label("报表", en="Report"), max_length=60, sensitivity="open")
    form_version: int = field(label=Label("报表版次", en="Version of the form"), min=1, sensitivity="open")
    begins: date = field(label=Label("统计期起", en="Period from"), sensitivity="open")
    ends: date = field(label=Label("统计期止", en="Period to"), sensitivity="open")
    cut_off: date = field(label=Label("截止日期", en="Cut-off"), max="today", sensitivity="open")
    sheet: Id = ref(LedgerSheet, label=Label("原件", en="Frozen sheet"))
    fingerprint: str = field(
        label=Label("数据校验值", en="Fingerprint"), pattern=_DIGEST, max_length=64, sensitivity="open"
    )
    anchor: str = field(label=Label("留痕存证", en="Anchor"), max_length=400, sensitivity="open")
    status: str = state(LEDGER, label=Label("状态", en="Status"))
    prepared_by: str | None = field(
        default=None, label=Label("填报人", en="Prepared by"), max_length=40, sensitivity="open"
    )
    reviewed_by: str | None = field(
        default=None, label=Label("审核人", en="Reviewed by"), max_length=40, sensitivity="open"
    )
    reviewed: date | None = field(
        default=None, label=Label("审核日期", en="Reviewed on"), max="today", sensitivity="open"
    )
    signed_by: str | None = field(
        default=None,
        label=Label("单位负责人", en="Signed by"),
        help=Label("上报前签字的负责人", en="Who answers for the office, and has signed before it is sent"),
        max_length=40,
        sensitivity="open",
    )
    submit_by: date | None = deadline(default=None, who="prepared_by", label=Label("上报期限", en="Send by"))
    submitted_to: str | None = field(
        default=None, label=Label("上报单位", en="Sent to"), max_length=60, sensitivity="open"
    )
    submitted: date | None = field(default=None, label=Label("上报日期", en="Sent on"), max="today", sensitivity="open")
    submitted_by: str | None = field(
        default=None, label=Label("上报人", en="Sent by"), max_length=40, sensitivity="open"
    )
    answer_by: date | None = deadline(default=None, who="submitted_by", label=Label("答复期限", en="Answer by"))
    answered: date | None = field(
        default=None, label=Label("答复日期", en="Answered on"), max="today", sensitivity="open"
    )
    receipt: str | None = field(default=None, label=Label("回执号", en="Receipt"), max_length=60, sensitivity="open")
    why: str | None = field(
        default=None,
        label=Label("退回或作废理由", en="Why returned or dropped"),
        max_length=200,
        sensitivity="personal",
    )
    replaces: Id | None = ref("ledger", default=None, label=Label("重报自", en="Stands in for"))

    def entering(self, state: str, *, day: date, actor: str) -> Self:
        match state:
            case "prepared":
                return self.but(prepared_by=actor)
            case "reviewed":
                return self.but(reviewed_by=actor, reviewed=day)
            case "submitted":
                return self.but(submitted_by=actor, submitted=self.submitted or day, submit_by=None)
            case "dropped":
                return self.but(submit_by=None)
            case _:
                return self.but(answered=self.answered or day, answer_by=None)

    def check(self) -> tuple[Problem, ...]:
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from ordered(self.begins, self.ends, at="ends")
        if self.prepared_by is None:
            yield _missing("prepared_by")
        elif self.reviewed_by == self.prepared_by:
            yield _SECOND_PERSON
        if self.status in ("submitted", "accepted", "returned"):
            yield from (_missing(name) for name in ("signed_by", "submitted_to") if getattr(self, name) is None)
        if self.status in ("returned", "dropped") and self.why is None:
            yield _missing("why")
        if self.replaces == self.id:
            yield _ITSELF


@kind(
    "ledger_slip",
    label=Label("台账更正单", en="Amendment slip"),
    cites="《统计法》（2009年修订）第二十一条",
)
class LedgerSlip(Record):
    """What was wrong in a ledger that was sent: cell by cell, what it said and what it should have said. The ledger stays as it is."""

    ledger: Id = ref(Ledger, about=True, label=Label("台账", en="Ledger"))
    number: int = field(label=Label("更正单序号", en="No."), min=1, sensitivity="open")
    corrections: tuple[Correction, ...] = field(label=Label("更正内容", en="Corrections"))
    reason: str = field(label=Label("更正理由", en="Why"), max_length=200, sensitivity="personal")
    written: date = field(label=Label("更正日期", en="Written on"), max="today", sensitivity="open")
    written_by: str = field(label=Label("更正人", en="Written by"), max_length=40, sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        return tuple(_no_change(number) for number, one in enumerate(self.corrections) if one.was == one.now)


def _missing(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("没有填写", en="is missing"),
        remedy=Label("请填写这一项", en="give a value"),
        code="required",
    )


def _wrong_mark(number: int) -> Problem:
    return Problem(
        at=f"texts[{number}].mark",
        said=Label("与内容不符", en="is not the mark of this text"),
        remedy=Label("重新生成台账", en="freeze the ledger anew"),
        code="fingerprint",
    )


def _no_change(number: int) -> Problem:
    return Problem(
        at=f"corrections[{number}].now",
        said=Label("与原数相同", en="is what it was"),
        remedy=Label("去掉这一项", en="leave it out"),
    )


_SECOND_PERSON = Problem(
    at="reviewed_by",
    said=Label("填报人不能审核自己的台账", en="is who prepared it: a second person reviews"),
    remedy=Label("请另一位工作人员审核", en="let another person review it"),
    code="person",
)
_ITSELF = Problem(
    at="replaces",
    said=Label("不能重报自己", en="is this very ledger"),
    remedy=Label("填被退回的那一份", en="name the one that was returned"),
    code="reference",
)
