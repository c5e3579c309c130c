"""Moving a child to another office, and taking one in. Each acts as somebody, through a desk."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.record_shown import show_one, show_page
from minorcare.cli.sending import sent, values
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk

_transfer = argument("transfer", said=Label("交接编号", en="Id of the transfer"))
_NOTE = Label('形如 {"note": "…"}', en='It reads {"note": "…"}')


@click.group(
    "transfer", cls=Group, said=Label("迁移交接：迁出、迁入", en="Children who move to or from another office")
)
def transfer() -> None:
    """From one office's care to another's."""


@transfer.command(
    "out",
    cls=Command,
    said=Label("把孩子迁往另一个街道", en="Send a child to another office"),
    more=Label(
        "对方答复之前仍由本街道负责；再发一次无妨，只补发之后的变化。",
        en="Until the other office has answered, the child stays in your care. Harmless to repeat: what has changed since goes along.",
    ),
)
@argument("minor", said=Label("孩子的编号", en="Id of the child"))
@values(
    Label('形如 {"to": "530111005", "reason": …, "moved_on": …}', en='It reads {"to": …, "reason": …, "moved_on": …}')
)
@acting()
def out(call: Acting, minor: str, values: IO[bytes]) -> None:
    """Send it."""
    from minorcare.surfaces.office_acts import SEND
    from minorcare.work.moving import move_out

    with call.signed_in() as (registry, actor, office):
        desk = call.desk_of(registry, actor, office)
        made = move_out(desk, **sent(SEND, values, minor=minor), at=registry.system_desk)
        _show(call, desk, made)


@transfer.command(
    "in",
    cls=Command,
    said=Label("接收迁来的孩子", en="Take in a child that another office has sent"),
    more=Label(
        "标签和关注等级到了这里要重新确认。显示的“孩子”是在本街道的编号。",
        en="Tags and levels of attention arrive undecided. The child shown is its id in this office.",
    ),
)
@_transfer
@values(Label('形如 {"area": "530111004002", "address": …}', en='It reads {"area": …, "address": …}'))
@acting()
def in_(call: Acting, transfer: str, values: IO[bytes]) -> None:
    """Take it in."""
    from minorcare.surfaces.office_acts import ACCEPT
    from minorcare.work.moving import move_in

    with call.signed_in() as (registry, actor, office):
        desk = call.desk_of(registry, actor, office)
        move_in(desk, transfer, **sent(ACCEPT, values), at=registry.system_desk)
        _show(call, desk, transfer)


@transfer.command(
    "decline", cls=Command, said=Label("退回迁来的孩子", en="Send a child back: it stays with the other office")
)
@_transfer
@values(_NOTE)
@acting()
def decline(call: Acting, transfer: str, values: IO[bytes]) -> None:
    """Send it back."""
    from minorcare.surfaces.office_acts import DECLINE
    from minorcare.work.moving import send_back

    with call.signed_in() as (registry, actor, office):
        desk = call.desk_of(registry, actor, office)
        send_back(desk, transfer, **sent(DECLINE, values), at=registry.system_desk)
        _show(call, desk, transfer)


@transfer.command(
    "cancel",
    cls=Command,
    said=Label("撤回对方还没有答复的迁出", en="Take back what the other office has not answered"),
)
@_transfer
@values(_NOTE)
@acting()
def cancel(call: Acting, transfer: str, values: IO[bytes]) -> None:
    """Take it back."""
    from minorcare.surfaces.office_acts import CANCEL
    from minorcare.work.moving import take_back

    with call.signed_in() as (registry, actor, office):
        desk = call.desk_of(registry, actor, office)
        take_back(desk, transfer, **sent(CANCEL, values), at=registry.system_desk)
        _show(call, desk, transfer)


@transfer.command("pending", cls=Command, said=Label("还没有办结的迁移", en="Transfers that are not closed"))
@option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), said=Label("最多几条", en="At most so many")
)
@option("--after", metavar="CURSOR", said=Label("接着上一页", en="Go on after the page before"))
@acting(purpose="check")
def pending(call: Acting, limit: int, after: str | None) -> None:
    """Both ways, by the day of answer."""
    from minorcare.work.transfer import pending as waiting

    with call.desk() as desk:
        show_page(call.out, desk, waiting(desk, after=after, limit=limit))


def _show(call: Acting, desk: Desk, id: Any) -> None:
    show_one(call.out, desk, desk.get("transfer", id))
