"""Who works in a synthetic street: the demo users, named as their roles."""

from __future__ import annotations

import random
from collections.abc import Iterator

from minorcare.access.roles import ROLES
from minorcare.declare import Id
from minorcare.kinds import Officer
from minorcare.label import Label
from minorcare.synthetic.families import building_code
from minorcare.synthetic.people import FEMALE, MALE, People
from minorcare.synthetic.settings import Settings

LIAISON, GUARANTOR = "community_liaison", "guarantor"


def officers(settings: Settings) -> Iterator[Officer]:
    """One officer for each role that ships, under the role's name and posted as far up as the role goes.

    Each community has its liaison besides: ``community_liaison_01`` and so on, and a member of its two committees who answers for
    children: ``guarantor_01`` and so on. Those called by the role alone have the same post as the first of them.
    """
    for role in ROLES:
        yield _officer(role.name, role.label, role.name, _post(settings, role.name))
    for number, community in enumerate(settings.communities, start=1):
        label = Label(f"{community.name}联络员")
        yield _officer(f"{LIAISON}_{number:02}", label, LIAISON, community.code)
    people = People(settings, random.Random(settings.code), settings.day)  # noqa: S311 -- repeatable, not secret
    for number, community in enumerate(settings.communities, start=1):
        name = people.adult_name(people.surname(), FEMALE if number % 2 else MALE)
        yield _officer(f"{GUARANTOR}_{number:02}", Label(f"{name}（{community.name}两委）"), GUARANTOR, community.code)


def of_community(settings: Settings, role: str, area: str) -> str:
    """The account that has the post of *role* where *area* lies: in the first community that of the role's own name."""
    codes = [community.code for community in settings.communities]
    number = codes.index(area[: len(codes[0])])
    return f"{role}_{number + 1:02}" if number else role


def _post(settings: Settings, role: str) -> str:
    first = settings.communities[0]
    lower = {
        LIAISON: first.code,
        GUARANTOR: first.code,
        "grid_leader": f"{first.code}/01/",
        "grid_worker": f"{first.code}/01/",
        "building_head": building_code(first, 1, 1),
        "superior_viewer": settings.code[:6],
    }
    return lower.get(role, settings.code)


def _officer(account: str, name: Label, role: str, post: str) -> Officer:
    return Officer(
        id=Id(f"officer-{account.replace('_', '-')}"), account=account, name=name.zh, role=role, posted_to=post
    )
