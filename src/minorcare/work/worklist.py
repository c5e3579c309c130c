"""The work list of one person: every open deadline of every kind that is theirs, or nobody's in their area, overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import Any

import attrs

from minorcare.desk import Desk
from minorcare.kinds import Due, Minor, names
from minorcare.label import Label
from minorcare.query import F, Filter, Given
from minorcare.store.protocol import Row

MATTER = Label("一件要办的事", en="Something to do")
"""All that is said of a record whose kind this person may not know."""
_GIVEN = Label("交给您的一件事到期", en="something given to you is due")
_PAGE = 200


@attrs.frozen(kw_only=True)
class Item:
    """One open deadline.

    Attributes:
        kind, id: The record it is of; ``None`` for a role that may not know them, and then nothing else but the day is told.
        what: What the record is called.
        due: The day.
        why: Which deadline of it, in words.
        overdue: Days since it was due; 0 on the day and before.
        mine: Whether it is given to this very person; else it is nobody's.
        no, name: File number and masked name of the child it is about, where the actor may see the child.
        area: Where it is.
        key: The row of ``due``; settles the order within a day.
    """

    kind: str | None
    id: str | None
    what: Label
    due: date
    why: Label
    overdue: int
    mine: bool
    no: int | None = None
    name: str | None = None
    area: str | None = None
    key: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Counts:
    """How much there is to do: overdue, due today, due in the seven days after. No more than that is told outside."""

    overdue: int
    today: int
    week: int

    @property
    def all(self) -> int:
        """Everything that is counted."""
        return self.overdue + self.today + self.week


def items(desk: Desk, *, until: date | None = None, also: tuple[str, ...] = (), page: int = _PAGE) -> Iterator[Item]:
    """What is due to the desk's actor, the longest overdue first.

    Args:
        desk: Whose list it is.
        until: The last day that counts; every day if left out.
        also: Accounts for which the actor stands in.
        page: How many rows are asked for at a time, and only once they are wanted.

    Raises:
        Refused: the actor's role has no work list.
    """
    streams = [_rows(desk, F.who == Given("who"), who, until, page) for who in (desk.account, *also)]
    if _sees_nobodys(desk):
        streams.append(_rows(desk, F.who.is_empty, None, until, page))
    for some in _paged(merge(*streams, key=_place), page):
        children = _children(desk, some)
        yield from (_item(desk, row, children) for row in some)


def worklist(desk: Desk, *, until: date | None = None, also: tuple[str, ...] = (), limit: int = 50) -> tuple[Item, ...]:
    """The first *limit* items, as :func:`items` gives them."""
    return tuple(islice(items(desk, until=until, also=also, page=min(limit, _PAGE)), limit))


def counts(desk: Desk) -> Counts:
    """How much there is to do up to a week from now."""
    return counted((item.due for item in items(desk, until=desk.day + timedelta(days=7))), desk.day)


def counted(due: Iterable[date], day: date) -> Counts:
    """The days on which something is due, counted as of *day*; what lies beyond a week is left out."""
    ahead = [(each - day).days for each in due]
    return Counts(
        overdue=sum(days < 0 for days in ahead),
        today=sum(days == 0 for days in ahead),
        week=sum(0 < days <= 7 for days in ahead),
    )


def notice(counts: Counts) -> Label | None:
    """What a notification may say: counts and nothing else. ``None`` where there is nothing to say."""
    if not counts.all:
        return None
    return Label(
        f"待办：逾期 {counts.overdue} 件，今日 {counts.today} 件，七日内 {counts.week} 件。请登录查看。",
        en=f"To do: {counts.overdue} overdue, {counts.today} today, {counts.week} within a week. Sign in to see them.",
    )


def _sees_nobodys(desk: Desk) -> bool:
    """Whoever sees only what is given to them has no area of which to see the rest."""
    return desk.views(Due.__kind__).tasks_of is None


def _rows(desk: Desk, whose: Filter, who: str | None, until: date | None, limit: int) -> Iterator[Row]:
    """One person's rows, or nobody's, in order of their day: asked for apart, since an index finds either alone."""
    where = whose & (F.day <= Given("until")) if until else whose
    given: Mapping[str, Any] = {"who": who, "until": until}
    after: str | None = None
    while True:
        page = desk.find(Due, where, order=("day",), after=after, limit=limit, given=given)
        yield from page.rows
        after = page.next
        if after is None:
            return


def _place(row: Row) -> tuple[date, str]:
    return row.values["day"], row.id


def _paged(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while some := list(islice(rows, size)):
        yield some


def _children(desk: Desk, rows: Iterable[Row]) -> Mapping[str, Row]:
    """The children that rows are about, as far as the actor sees them."""
    named = sorted({row.values["minor"] for row in rows if "minor" not in row.masked and row.values["minor"]})
    if not named or not desk.may_read(Minor):
        return {}
    found = desk.find(Minor, F.id.is_in(Given("ids")), limit=_PAGE, given={"ids": named})
    return {row.id: row for row in found.rows}


def _item(desk: Desk, row: Row, children: Mapping[str, Row]) -> Item:
    values = row.values
    late = max(0, (desk.day - values["day"]).days)
    kind = None if "what" in row.masked else desk.catalog.kinds.get(values["what"])
    told = {"due": values["day"], "overdue": late, "mine": values["who"] == desk.account, "key": row.id}
    if kind is None or "record" in row.masked:
        return Item(kind=None, id=None, what=MATTER, why=_GIVEN, **told)
    field = kind.by_name.get(values["which"])
    which = field.label if field else MATTER
    child = children.get(values["minor"])
    return Item(
        kind=kind.name,
        id=values["record"],
        what=kind.label,
        why=Label(f"{kind.label.zh}的“{which.zh}”", en=f"“{which.in_('en')}” of {kind.label.in_('en').lower()}"),
        no=child.no if child else None,
        name=names.mask(child.values["name"]) if child and child.values["name"] else None,
        area=row.area,
        **told,
    )
