"""Why somebody sees a child, and what to ask for where one does not: scopes and grants in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from minorcare.access import Actor, Role, trusted
from minorcare.catalog import Catalog
from minorcare.declare import Sensitivity
from minorcare.desk.actors import as_actor, officers, views_on
from minorcare.kinds import Area
from minorcare.label import Label
from minorcare.query import EVERYTHING, F
from minorcare.store.protocol import Reading

LEVEL_WORDS: dict[Sensitivity, Label] = {
    "open": Label("公开", en="open"),
    "personal": Label("个人", en="personal"),
    "sensitive": Label("敏感", en="sensitive"),
    "restricted": Label("限阅", en="restricted"),
}


@attrs.frozen(kw_only=True)
class Sight:
    """One person who sees a child, and through what."""

    account: str
    role: str
    through: Label


def sights(reading: Reading, catalog: Catalog, office: str, minor: str, day: date) -> Iterator[Sight]:
    """Everybody who sees the child on *day*: each officer is asked as if it were theirs to ask."""
    kind = catalog.kind("minor")
    for officer in officers(reading, office, day, EVERYTHING):
        actor = as_actor(reading, office, officer, day, catalog.roles)
        role = catalog.roles.get(actor.role)
        if role is None:
            continue
        views = views_on(catalog, actor, office)
        if views(kind).readable and reading.get(office, kind, minor, views, day):
            yield Sight(account=actor.name, role=actor.role, through=scope_words(reading, office, actor, role, day))


def scope_words(reading: Reading, office: str, actor: Actor, role: Role, day: date) -> Label:
    """What an actor may see, in a sentence: role, areas, ceiling, and grants with who approved them."""
    if role.scope == "own":
        return _own_words(actor, role)
    areas = [_area_words(reading, office, area, day) for area in actor.areas]
    level = LEVEL_WORDS[role.records] if role.records else Label("无个案", en="no single records")
    zh = f"{role.label.zh}，负责{'、'.join(a.zh for a in areas)}，可见到“{level.zh}”"
    en = f"{role.label.in_('en')}, posted to {', '.join(a.in_('en') for a in areas)}, up to {level.in_('en')}"
    return _with_grants(zh, en, actor)


def _own_words(actor: Actor, role: Role) -> Label:
    """The same of who sees no area: what is their own, and that of whom they stand in for."""
    zh, en = f"{role.label.zh}，只看本人负责的", f"{role.label.in_('en')}, what is their own"
    if actor.stands_for:
        zh, en = f"{zh}和代 {'、'.join(actor.stands_for)} 办理的", f"{en} or that of {', '.join(actor.stands_for)}"
    return _with_grants(zh, en, actor)


def _with_grants(zh: str, en: str, actor: Actor) -> Label:
    for grant in actor.grants:
        words = LEVEL_WORDS[grant.ceiling]
        zh += f"；{grant.approver} 授权可见到“{words.zh}”，至 {grant.until}"
        en += f"; granted up to {words.in_('en')} by {grant.approver} until {grant.until}"
    return Label(zh, en=en)


def _area_words(reading: Reading, office: str, area: str, day: date) -> Label:
    if area == office:
        return Label("全街道", en="the whole street")
    ids = reading.ids(office, Area.__kind__, F.code == area, trusted, day)
    row = reading.get(office, Area.__kind__, ids[0], trusted, day) if ids else None
    return Label(row.values["name"], en=row.values["name"]) if row else Label(area, en=area)
