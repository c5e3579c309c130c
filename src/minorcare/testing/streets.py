"""A street for tests: three communities, posts of several kinds, twelve children and what is known of them. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from minorcare.access import Actor
from minorcare.declare import Id, Record
from minorcare.desk import Save
from minorcare.kinds import (
    Area,
    AreaLevel,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    Officer,
    RestrictedCircumstance,
)
from minorcare.kinds.areas import level_of
from minorcare.kinds.resident_id import checksum
from minorcare.registry import Registry

OFFICE = "530111004"
"""The street of the kit."""

AREAS = (
    f"{OFFICE}001",
    f"{OFFICE}002",
    f"{OFFICE}002/07/",
    f"{OFFICE}002/07/3/",
    f"{OFFICE}002/1/",
    f"{OFFICE}002/10/",
    f"{OFFICE}003",
)
"""Three communities; the second has grids, among them 1 and 10, and a building."""

POSTS = {
    "head": ("station_head", OFFICE),
    "supervisor": ("child_supervisor", OFFICE),
    "liaison_one": ("community_liaison", f"{OFFICE}001"),
    "liaison_two": ("community_liaison", f"{OFFICE}002"),
    "liaison_grid": ("community_liaison", f"{OFFICE}002/1/"),
    "grid": ("grid_worker", f"{OFFICE}002/07/"),
    "leader": ("leader", OFFICE),
    "superior": ("superior_viewer", OFFICE),
    "protection": ("data_protection_officer", OFFICE),
    "auditor": ("auditor", OFFICE),
    "volunteer": ("volunteer", f"{OFFICE}003"),
}
"""Account, role and area of every officer."""

_CHILDREN = (  # household, name, sex, date of birth, area where there is no household
    (1, "陈小禾", "2", date(2015, 3, 4), None),
    (1, "陈小米", "1", date(2018, 2, 28), None),
    (2, "曾子单", "1", date(2010, 11, 24), None),
    (3, "张三", "1", date(2012, 2, 29), None),
    (3, "张三丰", "1", date(2008, 11, 24), None),
    (4, "解思", "2", date(2020, 7, 1), None),
    (5, "阿卜杜·热合曼", "1", date(2011, 9, 9), None),
    (6, "李想", "2", date(2013, 5, 6), None),
    (None, "张珊", "2", date(2009, 1, 1), 0),
    (None, "王一", "0", date(2014, 12, 31), 2),
    (None, "单雨", "2", date(2016, 6, 6), 4),
    (None, "吕布衣", "1", date(2012, 12, 12), 5),
)
_HOMES = (0, 1, 2, 3, 4, 6)  # the area of each household
_PARENTS = ("1f", "1m", "2f", "2m", "3f", "4m", "5f", "5m", "6m")


@attrs.frozen(kw_only=True)
class Street:
    """The ids of what :func:`street` made; they are the same every time, such as ``child-01``."""

    office: str = OFFICE
    areas: tuple[str, ...] = AREAS
    accounts: tuple[str, ...] = tuple(POSTS)
    households: tuple[Id, ...] = tuple(Id(f"home-{n}") for n in range(1, len(_HOMES) + 1))
    minors: tuple[Id, ...] = tuple(Id(f"child-{n:02}") for n in range(1, len(_CHILDREN) + 1))
    members: tuple[Id, ...] = tuple(Id(f"parent-{who}") for who in _PARENTS)


def street(registry: Registry) -> Street:
    """Fill an empty office with the street of the kit; what its rules find stands beside it as suggestions."""
    registry.found(OFFICE, *_areas(), *_officers())
    head = Actor(name="head", role="station_head", areas=(OFFICE,))
    registry.desk(head, office=OFFICE, purpose="administration").apply(
        *(Save(record) for record in _records()), key="street-of-the-kit"
    )
    return Street()


def number(birth: date, sex: str, sequence: int) -> str:
    """A resident ID that fits a date of birth and a sex, of nobody: its area is a test range of the street."""
    last = sequence * 2 + (1 if sex == "1" else 0)
    first = f"530111{birth:%Y%m%d}{last:03}"
    return first + checksum(first)


def _areas() -> Iterator[Area]:
    names = {AreaLevel.COMMUNITY: "社区", AreaLevel.GRID: "网格", AreaLevel.BUILDING: "楼栋"}
    for place, code in enumerate(AREAS):
        level = level_of(code)
        yield Area(id=Id(f"area-{place}"), code=code, name=f"测试{place}{names[level]}", level=level)


def _officers() -> Iterator[Officer]:
    for account, (role, area) in POSTS.items():
        phone = "13900000001" if account == "supervisor" else None
        yield Officer(
            id=Id(f"post-{account.replace('_', '-')}"),
            account=account,
            name=f"测试{account}",
            role=role,
            posted_to=area,
            phone=phone,
        )


def _records() -> Iterator[Record]:
    for place, home in enumerate(_HOMES, 1):
        yield Household(id=Id(f"home-{place}"), code=f"JM-{place:02}", area=AREAS[home], address=f"测试路{place}号")
    for place, (own, name, sex, birth, alone) in enumerate(_CHILDREN, 1):
        yield Minor(
            id=Id(f"child-{place:02}"),
            name=name,
            sex=sex,
            birth_date=birth,
            resident_id=number(birth, sex, place) if place % 3 == 1 and sex in "12" else None,
            area=AREAS[_HOMES[own - 1] if own else alone or 0],
            household=Id(f"home-{own}") if own else None,
            school="测试小学" if birth.year > 2013 else "测试中学",
            phone="13800000002" if place == 5 else None,
            note="随祖父母生活" if place == 4 else None,
        )
    for who in _PARENTS:
        relation = "51" if who.endswith("f") else "52"
        phone = f"1370000000{who[0]}"
        yield Member(
            id=Id(f"parent-{who}"),
            household=Id(f"home-{who[0]}"),
            name=f"测试家长{who}",
            relation=relation,
            phone=phone,
            guardian=True,
        )
    yield from _facts()


def _facts() -> Iterator[Record]:
    away, since = "works_away", date(2026, 1, 5)
    for place, who in enumerate(("1f", "1m", "2f", "3f"), 1):
        yield Circumstance(
            id=Id(f"told-{place}"), member=Id(f"parent-{who}"), type=away, began=since, source="community"
        )
    yield RestrictedCircumstance(
        id=Id("kept-1"), member=Id("parent-2m"), type="compulsory_detox", began=date(2026, 3, 1), source="community"
    )
    yield DisabilityCard(
        id=Id("card-1"), minor=Id("child-06"), type="1", level="2", issued=date(2024, 1, 1), source="household"
    )
    yield DifficultyRecognition(
        id=Id("help-1"), minor=Id("child-09"), types=("poverty",), recognised=date(2025, 6, 1), source="civil_affairs"
    )
    yield MisbehaviourAct(id=Id("act-1"), minor=Id("child-03"), act="B01", happened=date(2026, 10, 1), source="school")
