"""What is due to somebody: as a table, as JSON, or as a sheet to print."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.shape import Command, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk
    from minorcare.work.worklist import Item

FORMATS = ("text", "table", "json", "print", "html")
_ASKED = "minorcare.worklist.format"


class _Printable(Command):
    """A command whose answer can be printed, too."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Widen the choice that every command has."""
        super().__init__(*args, **more)
        (found,) = (each for each in self.params if each.name == "format")
        found.type, found.callback = click.Choice(FORMATS), _remember


def _remember(ctx: click.Context, _: click.Parameter, value: str) -> str:
    ctx.meta[_ASKED] = value
    return value


@click.command(
    "worklist",
    cls=_Printable,
    said=Label("工作清单：到期事项，逾期在前", en="What is due, overdue first"),
    more=Label(
        "自己的，以及本区域没有指定责任人的。--format print 为纯文本清单，html 为网页清单。",
        en="Your own, and nobody's in your area. --format print gives a sheet of plain text, html one for a browser.",
    ),
)
@option(
    "--days", type=click.IntRange(0, 3660), said=Label("只看这几天内到期的", en="Only what is due within so many days")
)
@option(
    "--limit",
    default=200,
    show_default=True,
    type=click.IntRange(1, 5000),
    said=Label("最多几条", en="At most so many"),
)
@acting(purpose="check")
def worklist(call: Acting, days: int | None, limit: int) -> None:
    """Ask for the list, and show it as asked."""
    from minorcare.work import worklist as work

    asked = click.get_current_context().meta[_ASKED]
    with call.desk() as desk:
        until = None if days is None else desk.day + timedelta(days=days)
        found = work.worklist(desk, until=until, limit=limit)
        if asked in ("print", "html"):
            _print(call, desk, found, html=asked == "html")
        else:
            _show(call, found)


def _print(call: Acting, desk: Desk, found: tuple[Item, ...], *, html: bool) -> None:
    from minorcare.work.worklist_print import as_html, as_text

    sheet = as_html if html else as_text
    click.echo(sheet(found, day=desk.day, lang=call.out.lang, account=desk.account), nl=False)


def _show(call: Acting, found: tuple[Item, ...]) -> None:
    call.out.json({"items": [_as_json(call, item) for item in found]})
    if not found:
        call.out.say(Label("没有到期事项", en="nothing is due"))
        return
    headings = (
        Label("期限", en="Due"),
        Label("逾期（天）", en="Days overdue"),
        Label("事项", en="What"),
        Label("缘由", en="Why"),
        Label("档案号", en="File no."),
        Label("孩子", en="Child"),
    )
    rows = [
        [
            item.due.isoformat(),
            item.overdue or None,
            call.out.text(item.what),
            call.out.text(item.why),
            item.no,
            item.name,
        ]
        for item in found
    ]
    call.out.table(headings, rows)


def _as_json(call: Acting, item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "id": item.id,
        "what": call.out.text(item.what),
        "due": item.due.isoformat(),
        "why": call.out.text(item.why),
        "overdue_days": item.overdue,
        "mine": item.mine,
        "no": item.no,
        "name": item.name,
        "area": item.area,
    }
