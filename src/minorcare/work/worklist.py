"""The work list of one person: every open deadline of every kind that is theirs, or nobody's in their area, overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import Any

import attrs

from minorcare.declare import Kind
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
        kind, id: The record it is of, to open, move or answer with; ``None`` for a role that may not know them, and then nothing
            else but the day is told.
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
        also: Accounts for which the actor stands in, where these are not theirs anyway.
        page: How many rows are asked for at a time, and only once they are wanted.

    Raises:
        Refused: the actor's role has no work list.
    """
    whose = dict.fromkeys((desk.account, *desk.actor.stands_for, *also))
    streams = [_rows(desk, F.who == Given("who"), who, until, page) for who in whose]
    if _sees_nobodys(desk):
        streams.append(_rows(desk, F.who.is_empty, None, until, page))
    for some in _paged(merge(*streams, key=_place), page):
        told = [_told(desk, row) for row in some] if _sees_nobodys(desk) else _own(desk, some)
        children = _children(desk, told)
        yield from (_item(desk, each, children) for each in told)


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
    return desk.views(Due.__kind__).owner is None


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


@attrs.frozen
class _Told:
    """A row of the list, and as far as the actor may know them: kind and id of the record, which deadline, and whose it is."""

    row: Row
    kind: Kind | None = None
    record: str | None = None
    which: str | None = None
    minor: str | None = None


def _told(desk: Desk, row: Row) -> _Told:
    """What a row says to whoever reads it in an area."""
    values = row.values
    kind = None if "what" in row.masked else desk.catalog.kinds.get(values["what"])
    minor = None if "minor" in row.masked else values["minor"]
    if kind is None or "record" in row.masked:
        return _Told(row)
    return _Told(row, kind, values["record"], values["which"], minor)


def _own(desk: Desk, rows: Sequence[Row]) -> list[_Told]:
    """The same for whoever sees rows of their own: of what they may open, what it is; of all else, nothing."""
    named = {row.id: _parts(row.id) for row in rows}
    by_kind: dict[str, list[str]] = {}
    for kind, record, _ in named.values():
        by_kind.setdefault(kind, []).append(record)
    opened: dict[tuple[str, str], Row] = {}
    for name, ids in by_kind.items():
        if name in desk.catalog.kinds and desk.may_read(name):
            page = desk.find(name, F.id.is_in(Given("ids")), limit=_PAGE, given={"ids": ids})
            opened |= {(name, row.id): row for row in page.rows}
    return [_of(row, named[row.id], opened) for row in rows]


def _of(row: Row, parts: tuple[str, str, str], opened: Mapping[tuple[str, str], Row]) -> _Told:
    name, record, which = parts
    found = opened.get((name, record))
    if found is None:
        return _Told(row)
    about = found.kind.about
    minor = None if about is None or about.name in found.masked else found.values[about.name]
    return _Told(row, found.kind, record, which, minor)


def _parts(line: str) -> tuple[str, str, str]:
    """Kind, record and deadline, as the id of a line of the work list names them."""
    kind, rest = line.split(":", 1)
    record, which = rest.rsplit(":", 1)
    return kind, record, which


def _children(desk: Desk, rows: Iterable[_Told]) -> Mapping[str, Row]:
    """The children that rows are about, as far as the actor sees them."""
    named = sorted({each.minor for each in rows if each.minor})
    if not named or not desk.may_read(Minor):
        return {}
    found = desk.find(Minor, F.id.is_in(Given("ids")), limit=_PAGE, given={"ids": named})
    return {row.id: row for row in found.rows}


def _item(desk: Desk, told: _Told, children: Mapping[str, Row]) -> Item:
    row, kind = told.row, told.kind
    day, who = row.values["day"], row.values["who"]
    late = max(0, (desk.day - day).days)
    if kind is None:
        return Item(
            kind=None, id=None, what=MATTER, why=_GIVEN, due=day, overdue=late, mine=who == desk.account, key=row.id
        )
    field = kind.by_name.get(told.which or "")
    which = field.label if field else MATTER
    child = children.get(told.minor or "")
    return Item(
        kind=kind.name,
        id=told.record,
        what=kind.label,
        due=day,
        why=Label(f"{kind.label.zh}的“{which.zh}”", en=f"“{which.in_('en')}” of {kind.label.in_('en').lower()}"),
        overdue=late,
        mine=who == desk.account,
        no=child.no if child else None,
        name=names.mask(child.values["name"]) if child and child.values["name"] else None,
        area=row.area,
        key=row.id,
    )
