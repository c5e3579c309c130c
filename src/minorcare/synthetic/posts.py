"""Who works in a synthetic street: the demo users, named as their roles."""

from __future__ import annotations

from collections.abc import Iterator

from minorcare.access.roles import ROLES
from minorcare.declare import Id
from minorcare.kinds import Officer
from minorcare.label import Label
from minorcare.synthetic.families import building_code
from minorcare.synthetic.settings import Settings

LIAISON = "community_liaison"


def officers(settings: Settings) -> Iterator[Officer]:
    """One officer for each role that ships, under the role's name and posted as far up as the role goes.

    Each community has its liaison besides: ``community_liaison_01`` and so on. The one called ``community_liaison`` has the same
    post as the first of them.
    """
    for role in ROLES:
        yield _officer(role.name, role.label, role.name, _post(settings, role.name))
    liaison = next(role for role in ROLES if role.name == LIAISON)
    for number, community in enumerate(settings.communities, start=1):
        label = Label(f"{community.name}联络员")
        yield _officer(f"{LIAISON}_{number:02}", label, liaison.name, community.code)


def _post(settings: Settings, role: str) -> str:
    first = settings.communities[0]
    lower = {
        LIAISON: first.code,
        "guarantor": first.code,
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
