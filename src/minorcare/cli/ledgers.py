"""Ledgers: freeze a report, review it, send it, note the answer, print it again, open the records behind a number, correct it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.forms import DAY
from minorcare.cli.forms import show as show_table
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk
    from minorcare.store.protocol import Row

_ID = Label("台账编号", en="The ledger's id")
_WHY = Label("理由", en="Why")


@click.group(
    "ledger", cls=Group, said=Label("台账：固定、审核、上报、重印", en="Ledgers: freeze, review, send, reprint")
)
def ledger() -> None:
    """Reports that were frozen."""


@ledger.command(
    "list",
    cls=Command,
    said=Label("列出台账", en="List the ledgers"),
)
@acting(purpose="report")
def list_(call: Acting) -> None:
    """The ledgers whoever asks may see, newest first."""
    from minorcare.kinds import Ledger
    from minorcare.work.ledger_reading import listed

    with call.desk() as desk:
        rows = listed(desk)
    lifecycle = Ledger.__kind__.lifecycle
    assert lifecycle is not None
    call.out.json({"ledgers": [_as_json(row) for row in rows]})
    call.out.table(
        [Ledger.__kind__.by_name[name].label for name in ("report", "area", "begins", "ends", "status")]
        + [Label("编号", en="Id"), Label("版本", en="Version")],
        [
            [
                *(str(row.values[name]) for name in ("report", "area", "begins", "ends")),
                call.out.text(lifecycle.label_of(row.values["status"])),
                row.id,
                row.version,
            ]
            for row in rows
        ],
    )


@ledger.command(
    "prepare",
    cls=Command,
    said=Label("按截止日期固定一份报表", en="Freeze a report at its cut-off"),
    more=Label(
        "不写 --day 则为最近一个已结束的统计期。勾稽关系不成立的不能固定。",
        en="Without --day, for the last period that is over. What contradicts its equations is not frozen.",
    ),
)
@argument("report", said=Label("报表名，如 monthly", en="The report, such as monthly"))
@option("--day", type=DAY, said=Label("统计期内的一天", en="A day of the period"))
@option("--area", metavar="CODE", said=Label("只统计这个区域", en="This area alone"))
@option("--replaces", metavar="ID", said=Label("重报自哪一份被退回的台账", en="The returned ledger it stands in for"))
@option("--key", said=Label("重试标记", en="Replay key: the same key makes no second ledger"))
@acting(purpose="report")
def prepare(call: Acting, report: str, day: Any, area: str | None, replaces: str | None, key: str | None) -> None:
    """Freeze."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        made = ledgers.prepare(desk, report, day=day.date() if day else None, area=area, replaces=replaces, key=key)
    call.out.say(Label(f"已固定：{made}；请另一位工作人员审核", en=f"frozen: {made}; another person reviews it"))
    call.out.json({"id": made})


@ledger.command(
    "show",
    cls=Command,
    said=Label("查看固定的数字", en="Show the frozen numbers"),
    more=Label("领导和上级看到的不含小数。", en="Leaders and superiors see it without small numbers."),
)
@argument("id", said=_ID)
@option("--rows", is_flag=True, said=Label("按行分列", en="Show every row"))
@acting(purpose="report")
def show(call: Acting, id: str, *, rows: bool) -> None:
    """Show."""
    from minorcare.work.ledger_reading import seen

    with call.desk() as desk:
        found = seen(desk, id)
    show_table(call, found.table, found.before, rows=rows)


@ledger.command(
    "print",
    cls=Command,
    said=Label("重印：与当时一字不差", en="Print it again, byte by byte as it was"),
    more=Label(
        "默认不含小数，可以外传；--exact 含小数，只供内部。Excel 用 --xlsx。",
        en="Without small numbers, for outside; --exact holds them, for the office alone. --xlsx makes a workbook.",
    ),
)
@argument("id", said=_ID)
@option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, said=Label("写到这个文件", en="The file")
)
@option("--exact", is_flag=True, said=Label("含小数", en="With small numbers"))
@option("--xlsx", is_flag=True, said=Label("Excel 表格", en="As a workbook"))
@acting(purpose="report")
def print_(call: Acting, id: str, to: Path, *, exact: bool, xlsx: bool) -> None:
    """Write the file."""
    from minorcare.work.ledger_reading import as_xlsx, reprint

    with call.desk() as desk:
        made = (as_xlsx if xlsx else reprint)(desk, id, exact=exact, lang=call.out.lang)
    to.write_bytes(made)
    call.out.say(Label(f"已写入 {to}", en=f"written to {to}"))
    call.out.json({"file": str(to), "bytes": len(made)})


@ledger.command(
    "behind",
    cls=Command,
    said=Label("打开一个数字背后的记录", en="Open the records behind a number"),
    more=Label("按截止日期当时的样子，按您今天的权限。", en="As they were at the cut-off, by what you may see today."),
)
@argument("id", said=_ID)
@argument("row", said=Label("行名，合计为 total", en="The row; total for all"))
@argument("column", said=Label("列名", en="The column"))
@acting(purpose="report")
def behind(call: Acting, id: str, row: str, column: str) -> None:
    """List them."""
    from minorcare.work import ledger_reading

    with call.desk() as desk:
        found = ledger_reading.behind(desk, id, row, column)
    call.out.json({"ids": [one.id for one in found.rows], "unseen": found.unseen})
    call.out.table(
        [Label("记录", en="Record"), Label("档案号", en="File no."), Label("编号", en="Id"), Label("区域", en="Area")],
        [[call.out.text(one.kind.label), one.no, one.id, one.area] for one in found.rows],
    )
    if found.unseen:
        call.out.remark(Label(f"另有 {found.unseen} 条您看不到", en=f"{found.unseen} more are not shown to you"))


@ledger.command("review", cls=Command, said=Label("审核通过（不能是填报人）", en="Review it; not by who prepared it"))
@argument("id", said=_ID)
@acting(purpose="report")
def review(call: Acting, id: str) -> None:
    """Review."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        ledgers.review(desk, id, base=_version(desk, id))
    _done(call, id, "reviewed")


@ledger.command("submit", cls=Command, said=Label("登记上报", en="Note that it was sent"))
@argument("id", said=_ID)
@option("--to", required=True, said=Label("上报单位", en="To whom"))
@option("--signed-by", required=True, said=Label("签字的单位负责人", en="Who signed for the office"))
@acting(purpose="report")
def submit(call: Acting, id: str, to: str, signed_by: str) -> None:
    """Send."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        ledgers.submit(desk, id, base=_version(desk, id), to=to, signed_by=signed_by)
    _done(call, id, "submitted")


@ledger.command("accept", cls=Command, said=Label("登记上级已接收", en="Note that those above took it"))
@argument("id", said=_ID)
@option("--receipt", said=Label("回执号", en="Number of the receipt"))
@acting(purpose="report")
def accept(call: Acting, id: str, receipt: str | None) -> None:
    """Accepted."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        ledgers.accepted(desk, id, base=_version(desk, id), receipt=receipt)
    _done(call, id, "accepted")


@ledger.command("return", cls=Command, said=Label("登记上级已退回", en="Note that those above gave it back"))
@argument("id", said=_ID)
@option("--why", required=True, said=_WHY)
@acting(purpose="report")
def return_(call: Acting, id: str, why: str) -> None:
    """Returned."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        ledgers.returned(desk, id, base=_version(desk, id), why=why)
    _done(call, id, "returned")


@ledger.command("drop", cls=Command, said=Label("作废一份未上报的台账", en="Drop a ledger that was not sent"))
@argument("id", said=_ID)
@option("--why", required=True, said=_WHY)
@acting(purpose="report")
def drop(call: Acting, id: str, why: str) -> None:
    """Drop."""
    from minorcare.work import ledgers

    with call.desk() as desk:
        ledgers.drop(desk, id, base=_version(desk, id), why=why)
    _done(call, id, "dropped")


@ledger.command(
    "amend",
    cls=Command,
    said=Label("写一张更正单", en="Write an amendment slip"),
    more=Label(
        "已上报的台账不改动；更正单写明原数和应为多少。",
        en="What was sent stays as it is; the slip says what was wrong.",
    ),
)
@argument("id", said=_ID)
@argument("row", said=Label("行名，合计为 total", en="The row; total for all"))
@argument("column", said=Label("列名", en="The column"))
@option("--was", type=int, required=True, said=Label("原数", en="What it says"))
@option("--now", type=int, required=True, said=Label("更正为", en="What it should say"))
@option("--why", required=True, said=_WHY)
@acting(purpose="report")
def amend(call: Acting, id: str, row: str, column: str, was: int, now: int, why: str) -> None:
    """Correct one number."""
    from minorcare.kinds.ledgers import Correction
    from minorcare.work import ledger_reading

    with call.desk() as desk:
        ledger_reading.amend(desk, id, (Correction(row=row, column=column, was=was, now=now),), reason=why)
    call.out.say(Label("更正单已登记", en="the slip is on file"))
    call.out.json({"id": id, "amended": True})


def _version(desk: Desk, id: str) -> int:
    from minorcare.kinds import Ledger

    return desk.get(Ledger, id).version


def _as_json(row: Row) -> dict[str, Any]:
    names = ("report", "area", "begins", "ends", "cut_off", "status", "fingerprint")
    return {"id": row.id, "version": row.version, **{name: row.values[name] for name in names}}


def _done(call: Acting, id: str, status: str) -> None:
    from minorcare.kinds import Ledger

    lifecycle = Ledger.__kind__.lifecycle
    assert lifecycle is not None
    said = lifecycle.label_of(status)
    call.out.say(Label(f"现在的状态：{said.zh}", en=f"it is now {said.in_('en')}"))
    call.out.json({"id": id, "status": status})
