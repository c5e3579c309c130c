"""The parameters of operations that ask no kind: whole numbers, days, where a page starts."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from minorcare.desk import Desk
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.query.url import parse
from minorcare_server.asking import Asked


class Paging(TypedDict):
    """Where a page starts, and how long it is."""

    after: str | None
    limit: int


def paging(desk: Desk, asked: Asked, *also: str) -> Paging:
    """Read as for any list; *also* are the parameters an operation has besides.

    Raises:
        Invalid: something else is asked.
    """
    only(asked, ("limit", "after", *also))
    pairs = [(name, value) for name, value in asked.pairs if name not in also]
    query = parse(pairs, desk.catalog.kind(asked.front.roster.kind), desk.catalog.kinds, desk.catalog.codes)
    return Paging(after=query.after, limit=query.limit)


def whole(at: str, text: str, *, most: int = 10**15) -> int:
    """A whole number, up to *most*.

    Raises:
        Invalid: it is none, or more.
    """
    if text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= most:
        return int(text)
    if text.isascii() and text.isdigit():
        said, remedy = Label("太大", en="is too much"), Label(f"最多 {most}", en=f"at most {most}")
        raise Invalid([Problem(at=at, said=said, remedy=remedy, code="range")])
    said, remedy = Label("不是整数", en="is no whole number"), Label("例如 0", en="such as 0")
    raise Invalid([Problem(at=at, said=said, remedy=remedy, code="value")])


def day_of(at: str, text: str) -> date:
    """A day.

    Raises:
        Invalid: it is none.
    """
    try:
        return date.fromisoformat(text if len(text) == 10 else "")
    except ValueError:
        said, remedy = Label("不是日期", en="is no day"), Label("写成 2026-11-24", en="write it like 2026-11-24")
        raise Invalid([Problem(at=at, said=said, remedy=remedy, code="value")]) from None


def only(asked: Asked, known: tuple[str, ...]) -> None:
    """Nothing is asked but this.

    Raises:
        Invalid: something else is.
    """
    names = ", ".join(known)
    remedy = Label(f"可用：{names}", en=f"choose from: {names}") if known else Label("请去掉它", en="leave it out")
    said = Label("没有这个参数", en="is no parameter here")
    found = [Problem(at=name, said=said, remedy=remedy, code="unknown") for name, _ in asked.pairs if name not in known]
    if found:
        raise Invalid(found)
