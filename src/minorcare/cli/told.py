"""What people are told: what became of the leads they sent, who reaches an age that changes something, what would end a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.shape import Command, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.cli.output import Cell
    from minorcare.work.noted_ages import Noted


@click.command(
    "told-back",
    cls=Command,
    said=Label("我报送的线索办了没有", en="What has become of the leads you sent"),
    more=Label("只说收到还是已处理，不说结果。", en="Received or handled, and nothing of what came of it."),
)
@option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), said=Label("最多几条", en="At most so many")
)
@acting(purpose="check")
def told_back(call: Acting, limit: int) -> None:
    """Show the actor's own, latest first."""
    from minorcare.work import leads

    with call.desk() as desk:
        found = leads.told_back(desk, limit=limit)
    call.out.json({"items": [{"id": s.id, "seen_on": s.seen_on, "handled": s.handled} for s in found], "next": None})
    if not found:
        call.out.say(Label("您没有报送过线索", en="you have sent no leads"))
        return
    headings = (Label("编号", en="Id"), Label("发现日期", en="Seen on"), Label("状态", en="State"))
    call.out.table(headings, [[s.id, s.seen_on.isoformat(), call.out.text(s.state)] for s in found])


@click.command(
    "age-gates",
    cls=Command,
    said=Label("快到法定年龄节点的孩子", en="Children who reach an age at which the law treats them otherwise"),
    more=Label(
        "提前提示，由人办理；办完把这条记录转为 done。",
        en="Noted ahead of time, for a person to deal with: `minorcare record transition age_gate NOTE done --base VERSION`.",
    ),
)
@option("--days", type=click.IntRange(0, 3660), said=Label("只看这几天内的", en="Only those within so many days"))
@option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), said=Label("最多几条", en="At most so many")
)
@option("--after", metavar="CURSOR", said=Label("接着上一页", en="Go on after the page before"))
@acting(purpose="check")
def age_gates(call: Acting, days: int | None, limit: int, after: str | None) -> None:
    """Show the open notes, with what the law says."""
    from minorcare.work.noted_ages import noted

    with call.desk() as desk:
        found, more = noted(desk, days=days, after=after, limit=limit)
    call.out.json({"items": [each.written(call.out.lang) for each in found], "next": more})
    if not found:
        call.out.say(Label("没有", en="none"))
        return
    headings = (
        Label("日期", en="On"),
        Label("年龄", en="Age"),
        Label("孩子", en="Child"),
        Label("意味着什么", en="What it changes"),
        Label("依据", en="Where it is written"),
        Label("编号", en="Note"),
        Label("版本", en="Version"),
    )
    call.out.table(headings, [_line(call, each) for each in found])
    if more:
        call.out.remark(Label(f"还有更多，请加 --after {more}", en=f"there are more: --after {more}"))


@click.command(
    "endings",
    cls=Command,
    said=Label("一个标签在什么情况下会结束", en="What would end a tag"),
    more=Label("任何一条成立即可；由人结束。", en="Any one of them is enough; a person ends it."),
)
@argument("tag", said=Label("标签编号", en="Id of the tag"))
@acting(purpose="check")
def endings(call: Acting, tag: str) -> None:
    """Show the ways that the actor may know, those with a day first."""
    from minorcare.work.endings import what_ends

    with call.desk() as desk:
        found = what_ends(desk, tag)
    call.out.json({"items": [{"words": call.out.text(way.words), "day": way.day} for way in found], "next": None})
    if not found:
        call.out.say(Label("没有可说的", en="nothing can be said"))
        return
    rows = [[way.day.isoformat() if way.day else None, call.out.text(way.words)] for way in found]
    call.out.table((Label("最早", en="Earliest"), Label("情形", en="What would have to happen")), rows)


def _line(call: Acting, each: Noted) -> list[Cell]:
    values, gate = each.note.values, each.gate
    return [
        values["on"] and values["on"].isoformat(),
        values["gate"],
        each.child.values["name"] if each.child else None,
        call.out.text(gate.means) if gate else None,
        gate.cites if gate else None,
        each.note.id,
        each.note.version,
    ]
