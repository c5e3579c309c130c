"""What was frozen stays as it was, and what was sent is corrected by slips alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Ledger, LedgerSheet, LedgerSlip
from minorcare.kinds.ledgers import SENT
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look

_FROZEN = (
    "area",
    "report",
    "form_version",
    "begins",
    "ends",
    "cut_off",
    "sheet",
    "fingerprint",
    "anchor",
    "prepared_by",
)
_ONCE = ("reviewed_by", "reviewed", "signed_by", "submitted_by", "submitted", "submitted_to")


def written_once(record: Record, look: Look) -> Iterable[Problem]:
    """A frozen sheet is written once: there is no second version of it."""
    if look.ids(LedgerSheet, F.id == record.id):
        yield Problem(
            at="",
            said=Label("台账原件不能修改", en="is frozen"),
            remedy=Label("另做一份台账，或用更正单", en="prepare another ledger, or write a slip"),
            code="frozen",
        )


def stays_as_frozen(record: Record, look: Look) -> Iterable[Problem]:
    """Nothing that was frozen changes, nor who prepared, reviewed and sent it once that is said."""
    ledger = cast("Ledger", record)
    this = F.id == ledger.id
    for name in _FROZEN:
        if look.ids(Ledger, this & (getattr(F, name) != getattr(ledger, name))):
            yield _frozen(name)
    for name in _ONCE:
        known, value = getattr(F, name), getattr(ledger, name)
        other = ~known.is_empty if value is None else ~known.is_empty & (known != value)
        if look.ids(Ledger, this & other):
            yield _frozen(name)


def one_at_a_time(record: Record, look: Look) -> Iterable[Problem]:
    """One return for one area and period: another is made once the one before was returned or dropped, and takes its place."""
    ledger = cast("Ledger", record)
    if ledger.status != "prepared":
        return
    same = (F.report == ledger.report) & (F.area == ledger.area) & (F.begins == ledger.begins)
    alive = same & F.status.is_in(("prepared", "reviewed", *SENT))
    if any(other != ledger.id for other in look.ids(Ledger, alive)):
        yield Problem(
            at="report",
            said=Label("这一期的台账已经有了", en="has a ledger for this period already"),
            remedy=Label(
                "作废未上报的那一份；已上报的用更正单", en="drop the one not sent; correct one that was sent by a slip"
            ),
            code="taken",
        )
    if ledger.replaces is not None and not look.ids(
        Ledger, (F.id == ledger.replaces) & same & F.status.is_in(("returned", "dropped"))
    ):
        yield Problem(
            at="replaces",
            said=Label("不是同一期被退回的台账", en="is no returned ledger of the same period"),
            remedy=Label("填被退回的那一份，或不填", en="name the one that was returned, or none"),
            code="reference",
        )


def slips_follow(record: Record, look: Look) -> Iterable[Problem]:
    """A slip corrects what was sent; slips are numbered from 1 without a gap, and none is written over."""
    slip = cast("LedgerSlip", record)
    if look.ids(LedgerSlip, F.id == slip.id):
        yield _frozen("number")
        return
    if not look.ids(Ledger, (F.id == slip.ledger) & F.status.is_in(SENT)):
        yield Problem(
            at="ledger",
            said=Label("还没有上报", en="was not sent"),
            remedy=Label("未上报的作废后重做", en="drop it and prepare another"),
            code="state",
        )
    of_it = F.ledger == slip.ledger
    missing = [n for n in range(1, min(slip.number, 1000)) if not look.ids(LedgerSlip, of_it & (F.number == n))]
    if missing or look.ids(LedgerSlip, of_it & (F.number == slip.number)):
        yield Problem(
            at="number",
            said=Label("序号不连续", en="is not the next number"),
            remedy=Label("按顺序编号", en="count on from the last slip"),
            code="range",
        )


def _frozen(at: str) -> Problem:
    return Problem(
        at=at,
        said=Label("已经固定，不能修改", en="is frozen"),
        remedy=Label("另做一份台账，或用更正单", en="prepare another ledger, or write a slip"),
        code="frozen",
    )


LEDGER_CHECKS = (
    Check(LedgerSheet, written_once),
    Check(Ledger, stays_as_frozen),
    Check(Ledger, one_at_a_time),
    Check(LedgerSlip, slips_follow),
)
