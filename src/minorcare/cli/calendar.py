"""A calendar of one's own work list, for a calendar program: counts and a link. Off unless the office has turned it on."""

from __future__ import annotations

from datetime import datetime

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.label import Label


@click.group(
    "calendar", cls=Group, said=Label("日历订阅：只有件数和链接", en="Calendar subscriptions: counts and a link")
)
def calendar() -> None:
    """One's own."""


@calendar.command(
    "subscribe",
    cls=Command,
    said=Label(
        "发一个密钥，供日历程序读取自己的待办件数",
        en="Issue a key by which a calendar program reads how much you have to do",
    ),
    more=Label(
        "只显示这一次。日历程序读取 服务器地址/calendar.ics?key=密钥。",
        en="Shown this once. The program reads SERVER/calendar.ics?key=KEY.",
    ),
)
@option(
    "--expires",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    said=Label("最后一天", en="Its last day"),
)
@acting(purpose="check")
def subscribe(call: Acting, expires: datetime) -> None:
    """Issue it."""
    from minorcare.work import subscriptions

    with call.desk() as desk:
        made = subscriptions.subscribe(desk, expires=expires.date())
    call.out.lines([made])
    call.out.json({"key": made, "expires": expires.date().isoformat()})


@calendar.command("list", cls=Command, said=Label("列出自己的订阅", en="List your subscriptions"))
@acting(purpose="check")
def list_(call: Acting) -> None:
    """List them, without their keys."""
    from minorcare.work import subscriptions

    with call.desk() as desk:
        found = subscriptions.subscriptions(desk)
    headings = [Label("编号", en="Id"), Label("订阅时间", en="Made"), Label("有效期至", en="Until")]
    call.out.table(headings, [[each.id, each.made, each.expires.isoformat()] for each in found])
    items = [{"id": each.id, "made": each.made, "expires": each.expires.isoformat()} for each in found]
    call.out.json({"items": items, "next": None})


@calendar.command("revoke", cls=Command, said=Label("退订", en="End a subscription"))
@argument("id", said=Label("订阅编号", en="Id of the subscription"))
@acting(purpose="check")
def revoke(call: Acting, id: str) -> None:
    """Make its key worthless."""
    from minorcare.work import subscriptions

    with call.desk() as desk:
        subscriptions.revoke(desk, id)
    call.out.say(Label("已退订", en="it is worthless now"))
    call.out.json({"revoked": id})
