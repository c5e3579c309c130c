"""``minorcare report NAME`` for each form that ships, counted now, and rosters: as whoever asks may see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.shape import Command, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from datetime import date

    from minorcare.work.figures import Table

DAY = click.DateTime(formats=["%Y-%m-%d"])
_TOTAL, _BEFORE = Label("合计", en="Total"), Label("上期", en="Before")
_CHANGE, _COLUMN = Label("增减", en="Change"), Label("项目", en="Column")
_SUPPRESSED = Label(
    "— 表示人数太少、为保护小数而不显示，或超出您的查看级别",
    en="—: too few, not shown so that small numbers stay hidden, or above your level",
)


def _form(name: str, said: Label) -> click.Command:
    @click.command(
        name,
        cls=Command,
        said=said,
        more=Label(
            "显示合计、上期和增减；--rows 按社区分列。固定存档用 minorcare ledger prepare。",
            en="Totals, the period before and the change; --rows shows each community. `minorcare ledger prepare` freezes it.",
        ),
    )
    @option("--day", type=DAY, said=Label("统计期内的一天；不写则为今天", en="A day of the period; today if left out"))
    @option("--area", metavar="CODE", said=Label("只统计这个区域", en="This area alone"))
    @option("--rows", is_flag=True, said=Label("按行分列", en="Show every row"))
    @acting(purpose="report")
    def run(call: Acting, day: Any, area: str | None, *, rows: bool) -> None:
        from minorcare.work.figures import figures

        with call.desk() as desk:
            asked: date = day.date() if day else desk.day
            now = figures(desk, name, day=asked, area=area)
            before = figures(desk, name, day=now.period.before.ends, area=area)
        show(call, now, before, rows=rows)

    return run


def show(call: Acting, now: Table, before: Table, *, rows: bool) -> None:
    """Print a table with the period before, or give it as JSON."""
    from minorcare.work.figures import change

    call.out.json(as_json(now, before))
    names = [row.name for row in now.rows] if rows else []
    headings = [_COLUMN, _TOTAL, _BEFORE, _CHANGE, *(row.label for row in now.rows if rows)]
    lines: list[list[str | int | None]] = []
    for column in now.columns:
        total, then = now.cells["total", column.name], before.cells.get(("total", column.name))
        each = [now.cells[name, column.name] for name in names]
        lines.append([call.out.text(column.label), total, then, change(total, then), *each])
    period = f"{now.period.begins} – {now.period.ends}"
    form = now.form.label
    call.out.table(headings, lines, title=Label(f"{form.zh} {period}", en=f"{form.in_('en')} {period}"))
    if any(count is None for count in now.cells.values()):
        call.out.remark(_SUPPRESSED)


def as_json(now: Table, before: Table) -> dict[str, Any]:
    """The table by row and column, the total among the rows; what is hidden is null."""
    from minorcare.work.figures import rows_of

    return {
        "report": now.form.name,
        "area": now.area,
        "begins": now.period.begins,
        "ends": now.period.ends,
        "recorded": now.recorded,
        "cells": _cells(now, rows_of(now)),
        "before": _cells(before, rows_of(before)),
        "broken": [{"equation": equation, "row": row} for equation, row in now.broken],
    }


def _cells(table: Table, rows: tuple[str, ...]) -> dict[str, dict[str, int | None]]:
    return {row: {column.name: table.cells[row, column.name] for column in table.columns} for row in rows}


@click.command(
    "roster",
    cls=Command,
    said=Label("花名册和登记表，写成 Excel 或网页", en="A roster as a workbook or a page to print"),
    more=Label(
        "left_behind 留守儿童登记表，difficulty 困境儿童花名册，welfare_system 全国系统录入表。证件号和电话只写末四位，"
        "--numbers 写全，每个都单独留痕。",
        en="left_behind, difficulty, or welfare_system, which is typed into the national system by hand. Numbers stand with their "
        "last four characters; --numbers writes them out, each an entry of its own.",
    ),
)
@argument("name", said=Label("名册", en="The roster"))
@option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    said=Label("写到这个文件：.xlsx 或 .html", en="The file: .xlsx or .html"),
)
@option("--area", metavar="CODE", said=Label("只列这个区域", en="This area alone"))
@option("--numbers", is_flag=True, said=Label("写全证件号和电话", en="Write numbers out"))
@acting(purpose="report")
def roster(call: Acting, name: str, to: Path, area: str | None, *, numbers: bool) -> None:
    """Write the file."""
    from minorcare.work import rosters

    with call.desk() as desk:
        filled = rosters.fill(desk, name, area=area, secrets=numbers, lang=call.out.lang)
    page = to.suffix.lower() in (".html", ".htm")
    to.write_bytes(rosters.as_html(filled, call.out.lang) if page else rosters.as_xlsx(filled))
    count = len(filled.rows)
    call.out.say(Label(f"{count} 人，已写入 {to}", en=f"{count} children, written to {to}"))
    call.out.json({"file": str(to), "children": count})


six_focuses = _form("six_focuses", Label("“六聚焦”年度台账的数字", en="The figures of the yearly account"))
monthly = _form("monthly", Label("月报的数字", en="The figures of the monthly return"))
