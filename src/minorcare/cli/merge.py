"""Two records of one child: compared, made one, told apart again."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.sending import sent, values
from minorcare.cli.shape import Command, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.cli.output import Cell
    from minorcare.store.protocol import Row

_HEADINGS = (
    Label("编号", en="Note"),
    Label("版本", en="Version"),
    Label("新登记", en="New record"),
    Label("已有登记", en="Record on file"),
    Label("相同的内容", en="Alike"),
)


@click.command(
    "duplicates",
    cls=Command,
    said=Label("可能登记了两次的孩子，待核对", en="Children who may be on file twice, to be compared"),
    more=Label(
        "是同一人就 minorcare merge；不是，就把这条记录转为 different。",
        en="One child: `minorcare merge`. Two: `minorcare record transition duplicate NOTE different --base VERSION`.",
    ),
)
@option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), said=Label("最多几条", en="At most so many")
)
@option("--after", metavar="CURSOR", said=Label("接着上一页", en="Go on after the page before"))
@acting(purpose="check")
def duplicates(call: Acting, limit: int, after: str | None) -> None:
    """Show the pairs that nobody has compared."""
    from minorcare.work.comparing import to_compare

    with call.desk() as desk:
        found, more = to_compare(desk, after=after, limit=limit)
        call.out.json({"items": [each.written() for each in found], "next": more})
        if not found:
            call.out.say(Label("没有要核对的", en="nothing to compare"))
            return
        labels = {field.name: field.label for field in desk.catalog.kind("minor").fields}
        rows: list[list[Cell]] = [
            [
                each.note.id,
                each.note.version,
                _child(each.minor),
                _child(each.other),
                ", ".join(call.out.text(labels[name]) for name in each.alike),
            ]
            for each in found
        ]
        call.out.table(_HEADINGS, rows)
        if more:
            call.out.remark(Label(f"还有更多，请加 --after {more}", en=f"there are more: --after {more}"))


def _child(row: Row | None) -> str | None:
    return None if row is None else " ".join(filter(None, (str(row.no), row.values["name"], row.id)))


@click.command(
    "merge",
    cls=Command,
    said=Label("把两条登记合并为一个孩子", en="Make one child of two records"),
    more=Label(
        "KEEP 保留，凡是写着 DROP 的都改为 KEEP。显示的编号可以用 minorcare undo-merge 撤销。",
        en="KEEP stays; whatever names DROP names it instead. Prints the id by which `minorcare undo-merge` takes it back.",
    ),
)
@argument("keep", said=Label("保留的孩子", en="Id of the child that stays"))
@argument("drop", said=Label("并入的孩子", en="Id of the child that goes"))
@values(Label('形如 {"reason": "…"}', en='It reads {"reason": "…"}'))
@acting()
def merge(call: Acting, keep: str, drop: str, values: IO[bytes]) -> None:
    """Merge them, and print the id of the merger."""
    from minorcare.surfaces.office_acts import MERGE
    from minorcare.work.comparing import make_one

    with call.desk() as desk:
        made = make_one(desk, **sent(MERGE, values, keep=keep, drop=drop))
    call.out.lines([made.id])
    call.out.json({"id": made.id, "minor": made.minor})


@click.command("undo-merge", cls=Command, said=Label("撤销一次合并", en="Take a merger back"))
@argument("id", said=Label("合并的编号", en="Id of the merger"))
@acting()
def undo_merge(call: Acting, id: str) -> None:
    """Take it back, and name what stays."""
    from minorcare.work.comparing import take_apart

    with call.desk() as desk:
        undone = take_apart(desk, id)
    call.out.say(
        Label(
            f"作废 {undone.voided} 条，恢复 {undone.restored} 条",
            en=f"{undone.voided} taken out of force, {undone.restored} restored",
        )
    )
    if undone.kept:
        call.out.remark(Label("后来改过，没有动：", en="changed since, left as they are:"))
        call.out.lines([f"{kind} {kept}" for kind, kept in undone.kept])
    kept = [{"kind": kind, "id": kept} for kind, kept in undone.kept]
    call.out.json({"id": id, "voided": undone.voided, "restored": undone.restored, "kept": kept})
