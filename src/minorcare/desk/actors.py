"""From an account to the actor behind it: its officer record and its grants in force, as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, cast

import attrs

from minorcare.access import Actor, Grant, Role, View, Views, trusted, view_of
from minorcare.catalog import Catalog
from minorcare.declare import Kind, Record, Sensitivity
from minorcare.errors import Refused
from minorcare.kinds import Deputy, Granted, Officer
from minorcare.label import Label
from minorcare.query import MAX_LIMIT, F, Filter, Given, Query, all_of, any_of
from minorcare.store.protocol import Reading, Row

R = TypeVar("R", bound=Record)
_MOST = 1000
_RESTS_ON = (
    (Officer.__kind__, F.account == Given("account")),
    (Granted.__kind__, F.officer == Given("account")),
)
_OWN_RESTS_ON = (*_RESTS_ON, (Deputy.__kind__, F.stands_in == Given("account")))
"""The same for who sees rows of their own: those of whom they stand in for are theirs too."""


@attrs.define(eq=False)
class Actors:
    """Actors as they were last read. Each is asked for anew, and made anew once a version that it rests on is another."""

    _known: dict[tuple[str, str], tuple[object, object, Actor]] = attrs.field(factory=dict)

    def get(self, reading: Reading, office: str, account: str, day: date, roles: Mapping[str, Role]) -> Actor:
        """The actor behind *account* on *day*.

        Raises:
            Refused: no such officer, or no longer in office. One sentence for both.
        """
        moment, known = reading.moment, self._known.get((office, account))
        if known is not None and moment is not None and known[0] == (moment, day):
            return known[2]
        asked = _OWN_RESTS_ON if known is None or _has_own(known[2].role, roles) else _RESTS_ON
        rests_on = (day, reading.versions(office, asked, day, {"account": account}))
        same = known is not None and known[1] == rests_on
        actor = known[2] if known and same else actor_of(reading, office, account, day, roles)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[office, account] = (moment, day), rests_on, actor
        return actor


def actor_of(reading: Reading, office: str, account: str, day: date, roles: Mapping[str, Role]) -> Actor:
    """The actor behind *account* on *day*.

    Raises:
        Refused: no such officer, or no longer in office. One sentence for both.
    """
    for officer in officers(reading, office, day, F.account == account):
        return as_actor(reading, office, officer, day, roles)
    raise Refused(Label("账号或密码不对", en="the account or the password is wrong"))


def officers(reading: Reading, office: str, day: date, where: Filter) -> list[Officer]:
    """The officers in office on *day*, without their phones."""
    return _all(reading, office, Officer, where & any_of(F.ended.is_empty, F.ended >= day), day)


def as_actor(reading: Reading, office: str, officer: Officer, day: date, roles: Mapping[str, Role]) -> Actor:
    """What *officer* may do on *day*."""
    stands_for = _stands_for(reading, office, officer.account, day) if _has_own(officer.role, roles) else ()
    granted = _all(reading, office, Granted, (F.officer == officer.account) & (F.expires >= day), day)
    return Actor(
        name=officer.account,
        role=officer.role,
        areas=(officer.posted_to,),
        grants=tuple(_as_grant(one) for one in granted),
        stands_for=stands_for,
    )


def _has_own(role: str, roles: Mapping[str, Role]) -> bool:
    return role in roles and roles[role].scope == "own"


def _stands_for(reading: Reading, office: str, account: str, day: date) -> tuple[str, ...]:
    """Whose work *account* does on *day*."""
    days = (F.stands_in == account) & (F.began <= day) & (F.last >= day)
    return tuple(sorted({one.officer for one in _all(reading, office, Deputy, days, day)}))


def views_on(catalog: Catalog, actor: Actor, office: str, *, figures: bool = False) -> Views:
    """What *actor* sees of each kind in *office*; with *figures*, what it may count."""

    def view(kind: Kind) -> View:
        made = view_of(
            actor,
            kind,
            roles=catalog.roles,
            has_area=kind.name in catalog.with_area,
            narrowed=catalog.narrowed,
            figures=figures,
        )
        if kind.name == "due":
            made = attrs.evolve(made, where=all_of(made.where, F.what.is_in(listed(own=made.owner is not None))))
        whole = made.areas is not None and any(office.startswith(area) for area in made.areas)
        return attrs.evolve(made, areas=None) if whole else made

    def listed(*, own: bool) -> tuple[str, ...]:
        """Kinds that may stand on the work list: naming another would tell this actor that there is such a record.

        Not among them are the kinds of a plugin that is not enabled; their rows wait until it is.
        """
        dated = (k for k in catalog.kinds.values() if k.deadlines and not k.vault)
        return tuple(k.name for k in dated if own or views(k).readable)

    views = Views(view)
    return views


def _as_grant(one: Granted) -> Grant:
    return Grant(
        officer=one.officer,
        ceiling=cast("Sensitivity", one.ceiling),
        kind=one.covers,
        area=one.within_area,
        approver=one.approver,
        reason=one.reason,
        until=one.expires,
    )


def _all(reading: Reading, office: str, kind: type[R], where: Filter, day: date) -> list[R]:
    page = reading.find(office, Query(kind=kind, where=where, order=("id",), limit=MAX_LIMIT), trusted, day)
    return [cast("R", row.kind.build({**_unmasked(row), "id": row.id, "office": office})) for row in page.rows]


def _unmasked(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in row.masked}
