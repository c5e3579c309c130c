"""``minorcare backup`` and ``minorcare restore``: copies of the database. The keys are copied by hand, to another place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from minorcare.calendar import CHINA, system_clock
from minorcare.cli.calls import Call, operating
from minorcare.cli.shape import Command, argument, option
from minorcare.errors import Conflict, Unavailable
from minorcare.label import Label

_KEYS = Label(
    "密钥文件 {keys} 不在备份里；请另存到别处，没有它就读不出证件号和电话",
    en="the key file {keys} is not in the copy; keep it in another place: without it no ID or phone number can be read",
)


def stamp_of(now: datetime) -> str:
    """An instant as part of a file's name."""
    return f"{now.astimezone(CHINA):%Y%m%d-%H%M%S}"


@click.command(
    "backup",
    cls=Command,
    said=Label("备份数据库，可在服务运行时进行", en="Copy the database, also while it is being served"),
    more=Label(
        "备份会检查完整性；密钥文件不在其中，须分开保存。",
        en="The copy is checked; the key file is not in it and is kept elsewhere.",
    ),
)
@argument("to", type=click.Path(path_type=Path), said=Label("备份文件，不能已存在", en="The new file"))
@operating()
def backup(call: Call, to: Path) -> None:
    """Copy, check, and write down that it was done."""
    from minorcare.kinds.officers import SYSTEM
    from minorcare.registry import keys_of
    from minorcare.store import copies

    if to.exists():
        raise Conflict(Label(f"{to.name} 已存在，不会覆盖", en=f"{to.name} is there already and is not overwritten"))
    with call.registry() as registry, call.out.working(Label("正在备份", en="Copying")):
        for office in registry.store.offices():
            registry.note(office, SYSTEM, "export", via="cli", what="backup")
        copies.duplicate(registry.store.path, to)
        copies.check(to)
        keys = keys_of(registry.store.path).name
    call.out.say(Label(f"已备份到 {to}", en=f"copied to {to}"))
    call.out.remark(_KEYS.fill(keys=keys))
    call.out.json({"backup": str(to), "bytes": to.stat().st_size})


@click.command(
    "restore",
    cls=Command,
    said=Label("从备份恢复数据库", en="Put a copy back"),
    more=Label(
        "先检查备份和密钥。已有的数据库只有加 --replace 才会换下，并改名保留；正被打开的从不替换。",
        en="Copy and keys are checked first. A database that is there is replaced only with --replace, and kept under another "
        "name; one that is open is never replaced.",
    ),
)
@argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path), said=Label("备份文件", en="The copy"))
@option("--replace", is_flag=True, said=Label("换下已有的数据库", en="Replace the database that is there"))
@operating()
def restore(call: Call, copy: Path, replace: bool) -> None:  # noqa: FBT001 - click hands it over by name
    """Check, set aside what is there, put the copy in its place."""
    from minorcare.kinds.officers import SYSTEM
    from minorcare.registry import keys_of, path_of
    from minorcare.store import copies
    from minorcare.store.keys import Keys

    path = path_of(call.db)
    keys = Keys.load(keys_of(path))
    with call.out.working(Label("正在检查备份", en="Checking the copy")):
        copies.check(copy)
        copies.opens_with(copy, keys)
    aside = _set_aside(path, replace=replace) if path.exists() else None
    copies.remove(path)  # what an earlier database may have left beside it
    copies.duplicate(copy, path)
    call.out.say(Label(f"已恢复到 {path}", en=f"restored to {path}"))
    if aside is not None:
        call.out.say(Label(f"原数据库保留为 {aside.name}", en=f"the database that was there is kept as {aside.name}"))
    try:
        with call.registry() as registry:
            for office in registry.store.offices():
                registry.note(office, SYSTEM, "restore", via="cli", what="backup")
    except Unavailable as error:  # restored it is; what is left to do is said there
        call.out.remark(error.said)
    call.out.json({"restored": str(path), "kept": None if aside is None else str(aside)})


def _set_aside(path: Path, *, replace: bool) -> Path:
    from minorcare.store import copies

    if not replace:
        raise Conflict(
            Label(
                f"{path.name} 已存在；确要换下它，请加 --replace",
                en=f"{path.name} is there already; to replace it, add --replace",
            )
        )
    copies.must_be_closed(path)
    aside = path.with_name(f"{path.name}.before-restore-{stamp_of(system_clock())}")
    path.rename(aside)
    return aside
