"""Verifying the journal and everything it vouches for, and anchoring it elsewhere. Neither shows a child."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minorcare.cli.calls import Call, operating
from minorcare.cli.shape import Command, Group, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.journal import Anchor, Fault
    from minorcare.registry import Registry


@click.group("journal", cls=Group, said=Label("核验和存证留痕", en="Verify and anchor the journal"))
def journal() -> None:
    """The chain of what was read and written."""


@journal.command(
    "verify",
    cls=Command,
    said=Label("核验留痕和全部记录是否被改动", en="Find whatever is not as it was written"),
    more=Label(
        "没有问题时退出码为 0，否则为 1 并指明哪条记录。末尾被截去只有对照存证才能发现，请用 --anchors。",
        en="Exits 0 if all is well, else 1, and names the record. Only anchors show that the end was cut off: give them by --anchors.",
    ),
)
@option(
    "--anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    said=Label("存证文件，每行一条", en="File of anchors, one a line"),
)
@operating()
def verify(call: Call, anchors: Path | None) -> None:
    """Read everything once."""
    with call.registry() as registry:
        kept = _kept(registry, anchors) if anchors else ()
        with call.out.working(Label("正在核验", en="Verifying")):
            faults = tuple(registry.store.verify(kept))
            heads = registry.store.heads()
    entries = sum(head.seq + 1 for head in heads.values())
    call.out.lines([_line(call, fault) for fault in faults])
    if faults:
        call.out.say(Label(f"发现 {len(faults)} 处问题", en=f"{len(faults)} faults"))
    else:
        call.out.say(
            Label(
                f"没有问题：{len(heads)} 个街道，{entries} 条留痕",
                en=f"all is well: {len(heads)} office(s), {entries} entries",
            )
        )
    call.out.json({"offices": len(heads), "entries": entries, "faults": [_as_json(call, fault) for fault in faults]})
    click.get_current_context().exit(1 if faults else 0)


def _line(call: Call, fault: Fault) -> str:
    record = f" {fault.kind} {fault.id}" if fault.kind else ""
    return f"{fault.office} #{fault.seq}{record}: {call.out.text(fault.said)}"


def _as_json(call: Call, fault: Fault) -> dict[str, str | int | None]:
    return {
        "office": fault.office,
        "seq": fault.seq,
        "kind": fault.kind,
        "id": fault.id,
        "code": fault.code,
        "said": call.out.text(fault.said),
    }


def _kept(registry: Registry, file: Path) -> tuple[Anchor, ...]:
    """The anchors in a file.

    Raises:
        Invalid: a line is none, or this registry did not sign it.
    """
    from minorcare.work.verifying import read_anchors

    lines = file.read_text("utf-8").splitlines()
    return read_anchors(registry.store.keys, ((f"{file.name}:{n}", line) for n, line in enumerate(lines, start=1)))


@journal.command(
    "anchor",
    cls=Command,
    said=Label("给出每个街道留痕的存证行，请存到别处", en="Print a signed line for each office, to be kept elsewhere"),
)
@operating()
def anchor(call: Call) -> None:
    """Sign the heads."""
    from minorcare.calendar import stamp
    from minorcare.kinds.officers import SYSTEM

    with call.registry() as registry:
        for office in registry.store.offices():
            registry.note(office, SYSTEM, "anchor", via="cli")
        made = [str(each) for each in registry.store.anchors(stamp(registry.clock()))]
    call.out.lines(made)
    call.out.json({"anchors": made})
