"""How the street is organised: leading group, station, communities, grids, buildings, who holds which post, and what is vacant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from minorcare.desk import Desk
from minorcare.kinds import Area, AreaLevel, BodyLevel, DutyPost, Officer
from minorcare.query import F, Filter, Given, any_of
from minorcare.store.protocol import Row
from minorcare.work.import_plan import every

LIAISON = "community_liaison"


@attrs.frozen(kw_only=True)
class Body:
    """One body of the street with its duty sheets. Without a sheet nobody has said what it has to do."""

    level: BodyLevel
    area: str
    name: str
    posts: tuple[Row, ...]


@attrs.frozen(kw_only=True)
class Vacancy:
    """A post that nobody in office holds; ``post`` is ``None`` where a body has no duty sheet at all."""

    level: BodyLevel
    area: str
    post: str | None


def liaison_of(desk: Desk, area: str, day: date | None = None) -> tuple[Row, ...]:
    """The community liaisons of an area on a day: those posted to its community, or to a part of it that holds the area.

    Every child has one by where it lives: give the child's area. Empty where the community has none.

    Raises:
        Refused: the desk may not read officers.
    """
    rows = every(desk, Officer, (F.role == LIAISON) & on_duty(), {"day": day or desk.day})
    covering = (row for row in rows if len(row.values["posted_to"]) >= 12 and area.startswith(row.values["posted_to"]))
    return tuple(sorted(covering, key=lambda row: (row.values["posted_to"], row.values["account"])))


def without_liaison(desk: Desk, day: date | None = None) -> tuple[Row, ...]:
    """The communities to which no liaison is posted on a day. A liaison of one grid does not stand for its community."""
    on = day or desk.day
    rows = every(desk, Officer, (F.role == LIAISON) & on_duty(), {"day": on})
    taken = {row.values["posted_to"] for row in rows}
    return tuple(row for row in _areas(desk, on) if _is(row, AreaLevel.COMMUNITY) and row.values["code"] not in taken)


def organisation(desk: Desk, day: date | None = None) -> tuple[Body, ...]:
    """Every body of the street with its duty sheets, from above to below."""
    on = day or desk.day
    posts: dict[tuple[BodyLevel, str], list[Row]] = {}
    for row in every(desk, DutyPost, on_duty(), {"day": on}):
        posts.setdefault((row.values["level"], row.values["posted_to"]), []).append(row)
    return tuple(
        Body(level=level, area=area, name=name, posts=tuple(posts.get((level, area), ())))
        for level, area, name in _bodies(desk, on)
    )


def vacancies(desk: Desk, day: date | None = None) -> tuple[Vacancy, ...]:
    """Posts without a holder in office, and bodies without a duty sheet, from above to below.

    A desk that may not read officers does not notice that a holder has left.
    """
    on = day or desk.day
    there = (
        {row.values["account"] for row in every(desk, Officer, on_duty(), {"day": on})}
        if desk.may_read(Officer)
        else None
    )
    found: list[Vacancy] = []
    for body in organisation(desk, on):
        if not body.posts:
            found.append(Vacancy(level=body.level, area=body.area, post=None))
        for row in body.posts:
            holder = row.values["holder"]
            if holder is None or (there is not None and holder not in there):
                found.append(Vacancy(level=body.level, area=body.area, post=row.values["post"]))
    return tuple(found)


def on_duty() -> Filter:
    """What has begun by the day ``Given("day")`` and has not ended before it; an open side counts."""
    day = Given("day")
    return any_of(F.began.is_empty, F.began <= day) & any_of(F.ended.is_empty, F.ended >= day)


def _bodies(desk: Desk, day: date) -> Iterator[tuple[BodyLevel, str, str]]:
    for level in (BodyLevel.LEADING_GROUP, BodyLevel.STATION):
        yield level, desk.office, level.label.zh
    areas = _areas(desk, day)
    for level in (BodyLevel.COMMUNITY, BodyLevel.GRID, BodyLevel.BUILDING):
        yield from ((level, row.values["code"], row.values["name"]) for row in areas if _is(row, level.area))


def _areas(desk: Desk, day: date) -> list[Row]:
    where = any_of(F.opened.is_empty, F.opened <= Given("day")) & any_of(F.closed.is_empty, F.closed > Given("day"))
    return sorted(every(desk, Area, where, {"day": day}), key=lambda row: row.values["code"])


def _is(row: Row, level: AreaLevel) -> bool:
    return row.values["level"] is level
