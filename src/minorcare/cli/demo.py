"""``minorcare demo``: an invented street, from sheets to confirmed tags and a year of care, and its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import DEMO_ACCOUNT, Call, operating
from minorcare.cli.offices import serve_here
from minorcare.cli.shape import Command, option
from minorcare.errors import Conflict
from minorcare.label import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from minorcare.desk import Desk
    from minorcare.registry import Registry
    from minorcare.synthetic import Street

_STEPS = 11
_ROLE, _ACCOUNT, _AREA = Label("岗位", en="Role"), Label("账号", en="Account"), Label("负责区域", en="Posted to")


@click.command(
    "demo",
    cls=Command,
    said=Label("建立虚构的演示街道并打开网页", en="Make an invented street and open its pages"),
    more=Label(
        "人物、号码、地址全是虚构的。表格放在数据库旁边的文件夹里；同名的演示库会重建，别的文件不动。",
        en="Nobody in it exists. Its sheets lie in a folder beside the database; a demonstration of that name is made anew, any "
        "other file is refused.",
    ),
)
@option("--seed", type=int, said=Label("随机种子；同一个种子得到同一个街道", en="The same seed gives the same street"))
@option(
    "--street",
    default="jinma",
    show_default=True,
    said=Label("街道设置：jinma、township 或一个文件", en="Settings: jinma, township or a file"),
)
@option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    said=Label("端口；0 为任一空闲端口", en="Port; 0 takes any that is free"),
)
@option("--no-serve", is_flag=True, said=Label("不启动网页", en="Do not serve it"))
@option(
    "--no-confirm",
    is_flag=True,
    said=Label("不确认标签，留给您来做", en="Leave the suggestions to be confirmed by you"),
)
@operating(db="demo.db")
def demo(call: Call, seed: int | None, street: str, port: int, *, no_serve: bool, no_confirm: bool) -> None:
    """Make it, then serve it."""
    from minorcare.registry import path_of

    path = path_of(call.db)
    _make_room(path)
    registry, told = _made(call, path, seed, street, confirmed=not no_confirm)
    try:
        _tell(call, told)
        if not no_serve:
            serve_here(call, registry, "127.0.0.1", port)
    finally:
        registry.close()


def _make_room(path: Path) -> None:
    """Remove a demonstration of that name.

    Raises:
        Conflict: the file is something else, or a program has it open.
    """
    from minorcare.errors import MinorcareError
    from minorcare.registry import keys_of
    from minorcare.store import copies
    from minorcare.store.keys import Keys

    keys = keys_of(path)
    if not path.exists() and not keys.exists():
        return
    try:
        is_demo = Keys.load(keys).demo
    except MinorcareError:
        is_demo = False
    if not is_demo:
        raise Conflict(
            Label(
                f"{path.name} 不是演示库，不会替换；请换一个文件名",
                en=f"{path.name} is no demonstration and is not replaced; choose another name",
            )
        )
    if path.exists():
        copies.must_be_closed(path)
    copies.remove(path)
    keys.unlink()


def _made(call: Call, path: Path, seed: int | None, street: str, *, confirmed: bool) -> tuple[Registry, dict[str, Any]]:
    """A registry of a synthetic street, and what there is to say about it."""
    from minorcare import synthetic
    from minorcare.calendar import day_of, system_clock
    from minorcare.registry import Registry

    settings = synthetic.load_settings(street)
    seed = settings.seed if seed is None else seed
    folder = path.with_name(f"{path.stem}-sheets")
    with call.out.working(Label("正在建立演示街道", en="Making the street"), _STEPS) as moved:
        made = synthetic.make(settings, seed, day_of(system_clock()), folder)
        moved(1)
        registry = Registry.create(path, office=settings.code, config=call.config, demo=True)
        try:
            posts = tuple(synthetic.officers(settings))
            registry.found(settings.code, *made.areas, *posts)
            moved(1)
            told = _filled(registry, settings.code, folder, moved, confirmed=confirmed)
            told["records"] = _lived(registry, made) if confirmed else 0
            moved(1)
        except BaseException:
            registry.close()
            raise
    accounts = [{"account": post.account, "role": post.role, "area": post.posted_to} for post in posts]
    named = {
        "street": settings.name,
        "office": settings.code,
        "seed": seed,
        "sheets": str(folder),
        "accounts": accounts,
    }
    return registry, {"db": str(path), **named, **told}


def _filled(
    registry: Registry, office: str, folder: Path, moved: Callable[[int], None], *, confirmed: bool
) -> dict[str, int]:
    """Import the sheets as the named supervisor, screen, and confirm what was suggested."""
    from minorcare import synthetic
    from minorcare.synthetic.sheets import FACTS, facts_sheet
    from minorcare.work import imports, reports
    from minorcare.work.tags import confirm_demo

    actor = registry.actor(DEMO_ACCOUNT, office=office)

    def desk(purpose: str) -> Desk:
        return registry.desk(actor, office=office, purpose=purpose, via="cli")

    imported: list[tuple[str, str, str | None]] = [(synthetic.ROSTER, "minor", None)]
    imported += [(synthetic.RESTRICTED, kind.__kind__.name, facts_sheet(kind)) for kind in FACTS]
    books = {name: imports.read(folder / name) for name in (synthetic.ROSTER, synthetic.RESTRICTED)}
    for name, kind, sheet in imported:
        shown = imports.preview(desk("import"), books[name], kind, sheet=sheet, file=name)
        imports.commit(desk("import"), shown)
        moved(1)
    desk("screening").screen()
    moved(1)
    tags = confirm_demo(desk("case")) if confirmed else 0
    moved(1)
    minors = reports.groups(desk("report")).minors
    return {"minors": minors or 0, "confirmed": tags}


def _lived(registry: Registry, street: Street) -> int:
    """Enter the year before the day, each record as the officer whose work it is; how many there are."""
    from minorcare import synthetic

    year, office = synthetic.year_of(street), street.settings.code

    def desk(account: str, purpose: str) -> Desk:
        return registry.desk(registry.actor(account, office=office), office=office, purpose=purpose, via="cli")

    return 0 if year is None else synthetic.enter(year, desk)


def _tell(call: Call, told: dict[str, Any]) -> None:
    call.out.json(told)
    call.out.say(
        Label(
            f"{told['street']}（虚构）：{told['minors']} 名孩子，已确认 {told['confirmed']} 个标签，过去一年的记录 {told['records']} 条；"
            f"数据库 {told['db']}，表格在 {told['sheets']}",
            en=f"{told['street']} (invented): {told['minors']} children, {told['confirmed']} tags confirmed, {told['records']} records of the "
            f"year before; database {told['db']}, sheets in {told['sheets']}",
        )
    )
    rows = [[post["account"], post["role"], post["area"]] for post in told["accounts"]]
    call.out.table(
        [_ACCOUNT, _ROLE, _AREA],
        rows,
        title=Label("演示账号（无需密码）", en="Accounts of the demonstration (no password)"),
    )
