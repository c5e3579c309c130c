"""Commands on records: write, find, screen. Each acts as somebody, through a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.record_shown import as_json
from minorcare.cli.shape import Command, argument, option
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk, Save
    from minorcare.store.protocol import Page

_SHOWN = ("name", "sex", "birth_date", "area", "school")
_FOUND = (
    ("suggested", Label("新提示", en="Suggested")),
    ("evidence_added", Label("补充依据", en="Evidence added")),
    ("withdrawn", Label("撤回", en="Withdrawn")),
    ("basis_gone", Label("依据已消失", en="Basis gone")),
)


@click.command(
    "load",
    cls=Command,
    said=Label("写入 JSON 记录，每行一条", en="Write records from JSON, one a line"),
    more=Label(
        '每行形如 {"kind": "minor", "name": …}。全部写入或一条也不写；显示每条的 id。',
        en='A line reads {"kind": "minor", "name": …}. All are written or none; prints the id of each.',
    ),
)
@argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), said=Label("文件，UTF-8", en="File, UTF-8")
)
@acting(purpose="import")
def load(call: Acting, file: Path) -> None:
    """Convert every line, then write all of them as one batch."""
    with call.desk() as desk, call.out.working(Label("正在写入", en="Writing")):
        acts, lines = _acts(desk, file)
        try:
            written = desk.apply(*acts).value if acts else []
        except Invalid as error:
            raise Invalid(_at_lines(error.problems, file, lines)) from error
    call.out.lines([id_ for _, id_, _ in written])
    call.out.json({"records": [{"kind": kind, "id": id_, "version": version} for kind, id_, version in written]})


def _acts(desk: Desk, file: Path) -> tuple[list[Save], list[int]]:
    """What the lines ask for, and the line each stands in.

    Raises:
        Invalid: every problem of every line.
    """
    acts: list[Save] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            acts.append(_act(desk, line))
            numbers.append(number)
        except Invalid as error:
            problems += (problem.under(f"{file.name}:{number}") for problem in error.problems)
    if problems:
        raise Invalid(problems)
    return acts, numbers


def _act(desk: Desk, line: bytes) -> Save:
    from minorcare.desk import Save
    from minorcare.surfaces.converters import from_json, loads

    data = loads(line)
    name = data.pop("kind", None) if isinstance(data, dict) else None
    kind = desk.catalog.kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        known = ", ".join(sorted(n for n in desk.catalog.kinds if desk.may_write(n) or desk.may_report(n)))
        said = Label("没有写明记录类型，或没有这种类型", en="is missing, or no kind")
        raise Invalid(
            [Problem(at="kind", said=said, remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"), code="kind")]
        )
    readable = None if desk.may_report(kind) else set(kind.by_name) - set(desk.views(kind).hidden)
    return Save(kind.build(_complete(from_json(kind, data, readable=readable))))


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    from minorcare.declare import new_id

    return {"id": new_id(), **values}


def _at_lines(problems: tuple[Problem, ...], file: Path, lines: list[int]) -> Iterator[Problem]:
    """Problems of acts (``[12].birth_date``, without a number where there is one act), put at their lines."""
    import attrs

    for problem in problems:
        place, dot, field = problem.at.partition("].")
        numbered = dot and place.startswith("[")
        line = lines[int(place[1:])] if numbered else lines[0]
        yield attrs.evolve(problem, at=field if numbered else problem.at).under(f"{file.name}:{line}")


@click.command(
    "find",
    cls=Command,
    said=Label("按姓名查找孩子", en="Find children by name"),
    more=Label(
        "姓名、拼音或首字母都可以。只查您负责的区域，并写入留痕。",
        en="By name, pinyin or initials, within your areas; written in the journal.",
    ),
)
@argument("name", said=Label("姓名、拼音或首字母", en="Name, pinyin or initials"))
@option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), said=Label("最多几条", en="At most so many")
)
@option("--after", metavar="CURSOR", said=Label("接着上一页", en="Go on after the page before"))
@acting()
def find(call: Acting, name: str, limit: int, after: str | None) -> None:
    """Ask for a page of children."""
    from minorcare.kinds import Minor
    from minorcare.query import F

    with call.desk() as desk:
        page = desk.find(Minor, F.matches(name), after=after, limit=limit)
        if call.out.as_json:
            call.out.json({"items": [as_json(row) for row in page.rows], "next": page.next})
        else:
            _show(call, desk, page)


def _show(call: Acting, desk: Desk, page: Page) -> None:
    if not page.rows:
        call.out.say(Label("没有找到", en="nobody found"))
        return
    kind = page.rows[0].kind
    sexes = desk.catalog.codes["sex"]
    headings = [Label("档案号", en="No."), *(kind.by_name[name].label for name in _SHOWN)]
    rows: list[list[str | int | None]] = []
    for row in page.rows:
        values = row.values
        sex = None if values["sex"] is None else call.out.text(sexes.label_of(values["sex"]))
        rows.append(
            [
                row.no,
                values["name"],
                sex,
                values["birth_date"] and str(values["birth_date"]),
                row.area,
                values["school"],
            ]
        )
    call.out.table(headings, rows)
    if page.next:
        call.out.remark(Label(f"还有更多，请加 --after {page.next}", en=f"there are more: --after {page.next}"))


@click.command(
    "screen",
    cls=Command,
    said=Label("按规则筛查全街道", en="Run the rules over the office"),
    more=Label("规则只提示，由人确认。", en="Rules only suggest; a person confirms."),
)
@acting(purpose="screening")
def screen(call: Acting) -> None:
    """Screen, and say how many tags were written."""
    with call.desk() as desk, call.out.working(Label("正在筛查", en="Screening")):
        done = desk.screen()
    counts = {name: getattr(done, name) for name, _ in _FOUND}
    call.out.table([label for _, label in _FOUND], [list(counts.values())])
    call.out.json(counts)
