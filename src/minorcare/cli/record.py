"""Commands on any kind of record: what the API has an address for. Each acts as somebody, through a desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.record_shown import show_one, show_page, show_versions
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.declare import Kind
    from minorcare.desk import Act, Desk

C = TypeVar("C", bound=Callable[..., Any])

_kind = argument("kind", said=Label("记录类型，例如 minor", en="A kind, such as minor"))
_id = argument("id", said=Label("记录编号", en="Id of the record"))
_base = option(
    "--base",
    required=True,
    type=click.IntRange(1),
    said=Label("从哪个版本改起：看到的版本号", en="The version it starts from: the one you saw"),
)


def _values(*, required: bool) -> Callable[[C], C]:
    return option(
        "--values",
        required=required,
        type=click.File("rb"),
        said=Label("JSON 文件，UTF-8；- 为标准输入", en="File of JSON, UTF-8; - is standard input"),
    )


@click.group(
    "record", cls=Group, said=Label("任意一种记录：查看、新建、修改", en="Any kind of record: look, create, change")
)
def record() -> None:
    """Whatever has a kind."""


@record.command("list", cls=Command, said=Label("列出一种记录", en="List records of a kind"))
@_kind
@option(
    "--where",
    metavar="FILTER",
    default="",
    said=Label(
        "筛选和排序，例如 'status=open&order=-due'", en="Conditions and order, such as 'status=open&order=-due'"
    ),
)
@option("--limit", type=click.IntRange(1, 500), said=Label("最多几条；不写则 50", en="At most so many; 50 if left out"))
@option("--after", metavar="CURSOR", said=Label("接着上一页", en="Go on after the page before"))
@acting()
def list_(call: Acting, kind: str, where: str, limit: int | None, after: str | None) -> None:
    """Ask for a page."""
    from minorcare.query.url import parse
    from minorcare.surfaces.current import current

    pairs = parse_qsl(where, keep_blank_values=True)
    pairs += [(name, str(given)) for name, given in (("limit", limit), ("after", after)) if given is not None]
    with call.desk() as desk:
        found = kind_of(desk, kind)
        asked = parse(current(tuple(pairs), found), found, desk.catalog.kinds, desk.catalog.codes)
        if found.name == "seen":  # it is derived from the journal, when it is asked for
            desk.store.looks(desk.office)
        show_page(call.out, desk, desk.find(asked))


@record.command("get", cls=Command, said=Label("查看一条记录", en="Show a record"))
@_kind
@_id
@acting()
def get(call: Acting, kind: str, id: str) -> None:
    """Show it as the actor sees it."""
    with call.desk() as desk:
        show_one(call.out, desk, desk.get(kind_of(desk, kind).name, id))


@record.command("history", cls=Command, said=Label("查看一条记录的历次版本", en="Show the versions of a record"))
@_kind
@_id
@acting()
def history(call: Acting, kind: str, id: str) -> None:
    """Newest first."""
    with call.desk() as desk:
        found = kind_of(desk, kind)
        show_versions(call.out, found, desk.history(found.name, id))


@record.command(
    "create",
    cls=Command,
    said=Label("新建一条记录", en="Create a record"),
    more=Label("多条记录用 minorcare load。", en="For many records there is `minorcare load`."),
)
@_kind
@_values(required=True)
@acting()
def create(call: Acting, kind: str, values: IO[bytes]) -> None:
    """Write it, and show it to whoever may read it."""
    from minorcare.desk import Save

    with call.desk() as desk:
        found = kind_of(desk, kind)
        made = found.build(_typed(desk, found, values, partial=False))
        _applied(call, desk, Save(made), found, made.id)


@record.command("change", cls=Command, said=Label("修改一条记录的部分内容", en="Change some values of a record"))
@_kind
@_id
@_base
@_values(required=True)
@acting()
def change(call: Acting, kind: str, id: str, base: int, values: IO[bytes]) -> None:
    """Change what is named, and nothing else."""
    from minorcare.desk import Change

    with call.desk() as desk:
        found = kind_of(desk, kind)
        _applied(call, desk, Change(found.name, id, base, _typed(desk, found, values, partial=True)), found, id)


@record.command("transition", cls=Command, said=Label("变更一条记录的状态", en="Move a record to another state"))
@_kind
@_id
@argument("state", said=Label("转入的状态", en="The state it goes to"))
@_base
@_values(required=False)
@acting()
def transition(call: Acting, kind: str, id: str, state: str, base: int, values: IO[bytes] | None) -> None:
    """Move it, with the values that go with it."""
    from minorcare.desk import Transition

    with call.desk() as desk:
        found = kind_of(desk, kind)
        known = found.lifecycle.states if found.lifecycle else ()
        if state not in known:
            raise _choose("to", Label("没有这个状态", en="is no state"), known, "state")
        typed = {} if values is None else _typed(desk, found, values, partial=True)
        _applied(call, desk, Transition(found.name, id, state, base, typed), found, id)


def kind_of(desk: Desk, name: str) -> Kind:
    """The kind of this name. What is kept in the vault is not reached by name.

    Raises:
        Invalid: there is no such kind.
    """
    found = desk.catalog.kinds.get(name)
    if found is None or found.vault:
        seen = (n for n in desk.catalog.kinds if desk.may_read(n) or desk.may_report(n))
        raise _choose("kind", Label("没有这种记录", en="is no kind of record"), sorted(seen), "kind")
    return found


def _typed(desk: Desk, kind: Kind, values: IO[bytes], *, partial: bool) -> dict[str, Any]:
    """What a file of JSON says. Who writes may name what they see; who reports without reading may name all."""
    from minorcare.surfaces.converters import from_json, loads

    readable = set(kind.by_name) - set(desk.views(kind).hidden) if desk.may_write(kind) else None
    return from_json(kind, loads(values.read()), partial=partial, readable=readable)


def _applied(call: Acting, desk: Desk, act: Act, kind: Kind, id: str) -> None:
    """Do it, and show the record as it is now; whoever reports without reading is told its id and version."""
    ((_, _, version),) = desk.apply(act).value
    if desk.may_read(kind.name):
        show_one(call.out, desk, desk.get(kind.name, id))
    else:
        call.out.lines([id])
        call.out.json({"id": id, "version": version, "masked": []})


def _choose(at: str, said: Label, known: Sequence[str], code: str) -> Invalid:
    names = ", ".join(known)
    remedy = Label(f"从中选择：{names}", en=f"choose from: {names}")
    return Invalid([Problem(at=at, said=said, remedy=remedy, code=code)])
