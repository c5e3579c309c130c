"""Importing a spreadsheet, and undoing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.shape import Command, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.work.imports import Preview

_COUNTS = (
    ("good", Label("可导入的行", en="Good rows")),
    ("bad", Label("有问题的行", en="Bad rows")),
    ("duplicate", Label("重复的行", en="Repeated rows")),
    ("unchanged", Label("无变化的行", en="Unchanged rows")),
)


@click.command(
    "import",
    cls=Command,
    said=Label("导入 Excel 或 CSV 表", en="Import a spreadsheet"),
    more=Label(
        "列按表头识别。有问题的行逐个列出单元格；默认一行有错就都不写入。一次导入可以整体撤销。",
        en="Columns are known by their headings. Every problem is shown with its cell; one bad row and nothing is written, unless "
        "--only-good. An import can be undone as a whole.",
    ),
)
@argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), said=Label("表格文件", en="The file"))
@option("--kind", default="minor", show_default=True, said=Label("导入为哪种记录", en="What the rows are"))
@option(
    "--sheet",
    metavar="NAME",
    said=Label("工作表；不写则取最合适的一张", en="Sheet; the one that fits best if left out"),
)
@option("--dry-run", is_flag=True, said=Label("只预览，不写入", en="Show what would happen and write nothing"))
@option("--only-good", is_flag=True, said=Label("先写入没有问题的行", en="Write the good rows and leave the bad ones"))
@acting(purpose="import")
@click.pass_context
def import_(
    ctx: click.Context, /, call: Acting, file: Path, kind: str, sheet: str | None, *, dry_run: bool, only_good: bool
) -> None:
    """Preview, then write as one batch."""
    from minorcare.work import imports

    with call.desk() as desk:
        with call.out.working(Label("正在读取", en="Reading")):
            shown = imports.preview(desk, imports.read(file), kind, sheet=sheet, file=file.name)
        if dry_run:
            with call.out.working(Label("正在试写", en="Rehearsing")):
                shown = imports.rehearse(desk, shown)
            _tell(call, shown, {"import": None})
            ctx.exit(1 if shown.problems and shown.counts.bad else 0)
        with call.out.working(Label("正在写入", en="Writing")):
            done = imports.commit(desk, shown, only_good=only_good)
    _tell(call, shown, {"import": done.id, "records": done.records})
    call.out.say(
        Label(
            f"已写入 {done.records} 条记录；撤销请运行 minorcare undo-import {done.id}",
            en=f"{done.records} records written; undo by `minorcare undo-import {done.id}`",
        )
    )


def _tell(call: Acting, shown: Preview, more: dict[str, Any]) -> None:
    counts = attrs.asdict(shown.counts)
    call.out.table([label for _, label in _COUNTS], [[counts[name] for name, _ in _COUNTS]])
    call.out.lines([problem.in_(call.out.lang) for problem in shown.problems])
    lang = call.out.lang
    problems = [
        {"at": p.at, "said": p.said.in_(lang), "remedy": p.remedy.in_(lang), "code": p.code} for p in shown.problems
    ]
    call.out.json({**more, **counts, "problems": problems})


@click.command(
    "undo-import",
    cls=Command,
    said=Label("撤销一次导入", en="Undo an import"),
    more=Label(
        "作废它新建的，恢复它改过的；之后又被人改过的保持不动并列出。",
        en="Voids what it made and restores what it changed; what was changed since is left alone and listed.",
    ),
)
@argument("id", said=Label("导入时显示的编号", en="The id the import printed"))
@acting(purpose="import")
def undo_import(call: Acting, id: str) -> None:
    """Undo, and list what was kept."""
    with call.desk() as desk, call.out.working(Label("正在撤销", en="Undoing")):
        done = desk.undo(id)
    call.out.say(
        Label(f"作废 {done.voided} 条，恢复 {done.restored} 条", en=f"{done.voided} voided, {done.restored} restored")
    )
    if done.kept:
        call.out.say(Label("以下记录之后被改过或被引用，保持不动：", en="changed or referred to since, left alone:"))
        call.out.lines([f"{kind} {id_}" for kind, id_ in done.kept])
    kept = [{"kind": kind, "id": id_} for kind, id_ in done.kept]
    call.out.json({"voided": done.voided, "restored": done.restored, "kept": kept})
