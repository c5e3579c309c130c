"""Figures: the reports that plugins bring, counts of one's own, and the groups a street reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.forms import monthly, roster, six_focuses
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk
    from minorcare.query import Count, Tally

_RECORDS, _PERSONS = Label("记录", en="Records"), Label("人数", en="Persons")
_SUPPRESSED = Label("— 表示人数太少，或超出您的查看级别", en="— : too few to be shown, or above your level")


@click.command(
    "tally",
    cls=Command,
    said=Label("统计", en="Count records"),
    more=Label(
        "写报表名，按报表统计；写记录类型，则按 --by 分组、按 --where 筛选。",
        en="NAME is a report, or a kind that is counted by --by and filtered by --where.",
    ),
)
@argument("name", said=Label("报表名或记录类型", en="A report or a kind"))
@option(
    "--by",
    metavar="A,B",
    said=Label("分组字段，例如 risk,status 或 area.community", en="Fields, such as risk,status or area.community"),
)
@option(
    "--where",
    metavar="FILTER",
    said=Label(
        "筛选条件，例如 'status=confirmed&found__gte=2026-01-01'", en="Such as 'status=confirmed&found__gte=2026-01-01'"
    ),
)
@acting(purpose="report")
def tally(call: Acting, name: str, by: str | None, where: str | None) -> None:
    """Count, and show the cells."""
    from minorcare.work import reports

    with call.desk() as desk:
        if name in desk.catalog.reports and by is None and where is None:
            asked, counts = reports.report(desk, name)
        else:
            asked = _asked(desk, name, by or "", where or "")
            counts = desk.tally(asked)
        call.out.json({"name": name, "by": list(asked.by), "counts": [_as_json(count) for count in counts]})
        if not call.out.as_json:
            _show(call, reports.Words(desk, asked), asked, counts)


def _asked(desk: Desk, name: str, by: str, where: str) -> Tally:
    from minorcare.query import Tally
    from minorcare.query.url import parse

    kind = desk.catalog.kinds.get(name)
    if kind is None:
        known = ", ".join(sorted([*desk.catalog.reports, *desk.catalog.kinds]))
        said = Label("没有这个报表或记录类型", en="is neither a report nor a kind")
        raise Invalid(
            [
                Problem(
                    at="name", said=said, remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"), code="unknown"
                )
            ]
        )
    query = parse(parse_qsl(where, keep_blank_values=True), kind, desk.catalog.kinds, desk.catalog.codes)
    paths = tuple(path.strip() for path in by.split(",") if path.strip())
    return Tally("cli", kind.name, by=paths, where=query.where, label=kind.label)


def _as_json(count: Count) -> dict[str, Any]:
    return {"key": list(count.key), "records": count.records, "minors": count.minors}


def _show(call: Acting, words: Any, asked: Tally, counts: tuple[Count, ...]) -> None:
    headings = [*(words.heading(place) for place in range(len(asked.by))), _RECORDS, _PERSONS]
    rows = [
        [*(call.out.text(words.of(place, value)) for place, value in enumerate(count.key)), count.records, count.minors]
        for count in counts
    ]
    call.out.table(headings, rows, title=asked.label)
    if any(count.records is None for count in counts):
        call.out.remark(_SUPPRESSED)


@click.group("report", cls=Group, said=Label("报表", en="Reports"))
def report() -> None:
    """Reports of a fixed form."""


report.add_command(six_focuses)
report.add_command(monthly)
report.add_command(roster)


@report.command(
    "groups",
    cls=Command,
    said=Label("各类群体人数", en="Persons in each group"),
    more=Label(
        "人数是有待核实或已确认标签的孩子数，一个孩子在一类里只算一次。",
        en="Persons are distinct children with an open tag, suggested or confirmed.",
    ),
)
@option("--scheme", default="five_groups", show_default=True, said=Label("分组口径", en="Which scheme"))
@acting(purpose="report")
def groups(call: Acting, scheme: str) -> None:
    """Count the groups."""
    from minorcare.work import reports

    with call.desk() as desk:
        found = reports.groups(desk, scheme)
    call.out.json(
        {
            "minors": found.minors,
            "groups": [
                {"group": g.name, "persons": g.persons, "confirmed": g.confirmed, "suggested": g.suggested}
                for g in found.groups
            ],
        }
    )
    headings = [found.scheme.label, _PERSONS, Label("已确认", en="Confirmed"), Label("待核实", en="Suggested")]
    rows = [[call.out.text(g.label), g.persons, g.confirmed, g.suggested] for g in found.groups]
    minors = "—" if found.minors is None else str(found.minors)
    call.out.table(
        headings,
        rows,
        title=Label(
            f"{found.scheme.label.zh}（未成年人 {minors}）", en=f"{found.scheme.label.in_('en')} (minors: {minors})"
        ),
    )
    if any(g.persons is None for g in found.groups):
        call.out.remark(_SUPPRESSED)
    if found.beyond:
        call.out.remark(
            Label(
                f"另有 {found.beyond} 个标签超出您的查看级别，没有计入",
                en=f"{found.beyond} more tags are above your level and not counted",
            )
        )
