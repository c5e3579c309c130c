"""What is done to a registry as a whole: made, brought up to date, served, kept going. None of it shows a child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from minorcare.calendar import system_clock
from minorcare.cli.calls import Call, operating
from minorcare.cli.copies import stamp_of
from minorcare.cli.first import Answers, ask
from minorcare.cli.shape import Command, option
from minorcare.errors import Unavailable
from minorcare.label import Label

if TYPE_CHECKING:
    from pathlib import Path

    from minorcare.registry import Registry
    from minorcare.store.sqlite import SqliteStore

_FOUND = (
    ("suggested", Label("新提示", en="Suggested")),
    ("evidence_added", Label("补充依据", en="Evidence added")),
    ("withdrawn", Label("撤回", en="Withdrawn")),
    ("basis_gone", Label("依据已消失", en="Basis gone")),
)


@click.command(
    "init",
    cls=Command,
    said=Label("为一个街道建立登记库", en="Make the registry of a street"),
    more=Label(
        "没有写明的会逐项询问。密码另行询问，或取自 MINORCARE_PASSWORD。密钥文件建在数据库旁边，请另存一份到别处。",
        en="What is not given is asked for. The password is asked for, or taken from MINORCARE_PASSWORD. A key file is made "
        "beside the database: keep a copy of it in another place.",
    ),
)
@option("--code", said=Label("街道代码，9 位", en="Street code, nine digits"))
@option(
    "--type", "sort", type=click.Choice(["street", "township"]), said=Label("街道或乡镇", en="A street or a township")
)
@option("--name", said=Label("街道名称", en="Name of the street"))
@option(
    "--community",
    "communities",
    metavar="CODE=NAME",
    multiple=True,
    said=Label("社区（可重复）", en="A community (repeatable)"),
)
@option("--officer", said=Label("首位工作人员的账号", en="Account of the first officer"))
@option("--officer-name", said=Label("首位工作人员的姓名", en="Name of the first officer"))
@option(
    "--role",
    default="station_head",
    show_default=True,
    said=Label("首位工作人员的岗位", en="Role of the first officer"),
)
@operating()
def init(call: Call, **given: Any) -> None:
    """Ask, check everything, and only then make the file."""
    from minorcare.plugins import load_catalog
    from minorcare.registry import Registry, keys_of, path_of
    from minorcare.store.accounts import Accounts

    path = path_of(call.db)
    if path.exists():
        raise Unavailable(
            Label(f"{path.name} 已存在；请换一个文件名", en=f"{path.name} is there already; choose another name")
        )
    answers = ask(call.out, Answers.given(**given), load_catalog(call.config))
    registry = Registry.create(path, office=answers.code, config=call.config)
    try:
        registry.found(answers.code, *answers.records())
        Accounts(registry.store, registry.clock).set_password(answers.code, answers.officer, answers.password)
        registry.note(answers.code, answers.officer, "grant", via="cli", what="password")
    finally:
        registry.close()
    call.out.say(
        Label(f"已建立 {path}；可以用 {answers.officer} 登录", en=f"made {path}; sign in as {answers.officer}")
    )
    keys = keys_of(path)
    call.out.remark(
        Label(f"请把密钥文件 {keys} 另存一份到别处", en=f"keep a copy of the key file {keys} in another place")
    )
    call.out.json({"db": str(path), "keys": str(keys), "office": answers.code, "officer": answers.officer})


@click.command(
    "migrate",
    cls=Command,
    said=Label("更新数据库结构", en="Bring the database up to date"),
    more=Label(
        "先在旁边备份，再在一个事务里完成全部步骤。",
        en="A copy is made beside it, then all steps are taken in one transaction.",
    ),
)
@option("--plan", "plan_only", is_flag=True, said=Label("只列出步骤，不执行", en="Show the steps and take none"))
@operating()
def migrate(call: Call, plan_only: bool) -> None:  # noqa: FBT001 - click hands it over by name
    """Show the steps, or take them."""
    from minorcare.kinds.officers import SYSTEM

    store = _store_of(call)
    saved = None
    try:
        steps = store.plan()
        if steps and not plan_only:
            saved = _taken(call, store)
    finally:
        store.close()
    if saved is not None:
        with call.registry() as registry:
            for office in registry.store.offices():
                registry.note(office, SYSTEM, "migrate", via="cli", steps=len(steps))
    _tell_steps(call, steps, plan_only=plan_only)
    call.out.json(
        {
            "taken": saved is not None,
            "backup": None if saved is None else str(saved),
            "steps": [{"said": call.out.text(step.said), "sql": list(step.sql)} for step in steps],
        }
    )


def _store_of(call: Call) -> SqliteStore:
    """The store as it is, steps pending or not: a registry would refuse to open."""
    from minorcare.plugins import load_catalog
    from minorcare.registry import keys_of, path_of
    from minorcare.store.keys import Keys
    from minorcare.store.sqlite import SqliteStore

    path = path_of(call.db)
    if not path.exists():
        raise Unavailable(
            Label(
                f"没有数据库 {path.name}；请先运行 minorcare init",
                en=f"there is no database {path.name}; run `minorcare init`",
            )
        )
    return SqliteStore(path, load_catalog(call.config), Keys.load(keys_of(path)))


def _taken(call: Call, store: SqliteStore) -> Path:
    """Copy the database, take the steps, and say where the copy is."""
    from minorcare.store import copies

    saved = store.path.with_name(f"{store.path.name}.before-migrate-{stamp_of(system_clock())}")
    with call.out.working(Label("正在更新", en="Migrating")):
        copies.duplicate(store.path, saved)
        store.migrate()
    return saved


def _tell_steps(call: Call, steps: Any, *, plan_only: bool) -> None:
    if not steps:
        call.out.say(Label("数据库已是最新", en="the database is up to date"))
        return
    for number, step in enumerate(steps, start=1):
        call.out.lines([f"{number}. {call.out.text(step.said)}"])
        if plan_only:
            call.out.lines([f"   {' '.join(sql.split())};" for sql in step.sql])
    if not plan_only:
        call.out.say(Label(f"完成 {len(steps)} 步", en=f"{len(steps)} steps taken"))


@click.command("serve", cls=Command, said=Label("启动网页和接口", en="Serve the pages and the API"))
@option("--host", default="127.0.0.1", show_default=True, said=Label("监听地址", en="Address to listen at"))
@option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    said=Label("端口；0 为任一空闲端口", en="Port; 0 takes any that is free"),
)
@operating()
def serve(call: Call, host: str, port: int) -> None:
    """Serve until stopped."""
    with call.registry() as registry:
        serve_here(call, registry, host, port)


def serve_here(call: Call, registry: Registry, host: str, port: int) -> None:
    """Serve an open registry until stopped.

    Raises:
        Unavailable: the server is not installed.
    """
    try:
        from minorcare_server import serve as run
    except ImportError as error:
        raise Unavailable(
            Label(
                "没有安装网页服务；请运行 pip install 'minorcare[server]'",
                en="the server is not installed; run pip install 'minorcare[server]'",
            )
        ) from error

    def ready(address: str) -> None:
        call.out.remark(Label(f"网页在 {address} ，按 Ctrl+C 停止", en=f"serving at {address}, stop with Ctrl+C"))

    try:
        run(registry, host=host, port=port, ready=ready)
    except OSError as error:
        raise Unavailable(
            Label(
                f"不能在 {host}:{port} 提供服务（{error.strerror}）；请换一个端口",
                en=f"cannot serve at {host}:{port} ({error.strerror}); choose another port",
            )
        ) from error


@click.command(
    "tick",
    cls=Command,
    said=Label("处理到期事项，可定时运行", en="Do what time does; for a scheduler"),
    more=Label(
        "由系统对每个街道筛查，并办理到期、回报、迁移等事项；只显示数量。可以反复运行。",
        en="The system screens every office and does what is due, reported or moving; shows counts only. Harmless to repeat.",
    ),
)
@operating()
def tick(call: Call) -> None:
    """Screen every office as the system."""
    from minorcare.work.tick import ACROSS, STEPS
    from minorcare.work.tick import tick as done_in

    found: dict[str, dict[str, int]] = {}
    with call.registry() as registry, call.out.working(Label("正在筛查", en="Screening")):
        for office in registry.store.offices():
            done = done_in(registry.system_desk(office), at=registry.system_desk)
            found[office] = {name: getattr(done, name) for name, _ in _FOUND} | dict(done.steps)
    steps = [*(step.label for step in STEPS), *(step.label for step in ACROSS)]
    headings = [Label("街道", en="Office"), *(label for _, label in _FOUND), *steps]
    call.out.table(headings, [[office, *counts.values()] for office, counts in found.items()])
    call.out.json({"offices": found})
