"""Who reports what only few may read is not named: it stands in the vault, and the journal has the system instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

import attrs

from minorcare.access import Actor, Role
from minorcare.catalog import Catalog
from minorcare.desk.actors import officers
from minorcare.desk.acts import Act, Save, kind_of
from minorcare.errors import Invalid, Refused
from minorcare.kinds import Reporter
from minorcare.kinds.officers import SYSTEM
from minorcare.kinds.sealed import reporter_of
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Store

_PURPOSE, _VIA = "harm_report", "library"  # whoever sent it, and by whatever way


class Reporting(Protocol):
    """What this needs to know of a desk."""

    @property
    def store(self) -> Store:
        """The store."""

    @property
    def catalog(self) -> Catalog:
        """The catalog."""

    @property
    def office(self) -> str:
        """The office written to."""

    @property
    def account(self) -> str:
        """The actor's account name."""

    @property
    def day(self) -> date:
        """Today."""

    @property
    def role(self) -> Role:
        """The actor's role."""


def unsigned(desk: Reporting, acts: Sequence[Act]) -> tuple[Act, ...] | None:
    """*acts* as they are written in the system's name, with who sent them in the vault; ``None`` for acts that are signed.

    Raises:
        Refused: other acts come along, whose actor the journal must name.
    """
    made = [act for act in acts if isinstance(act, Save) and not act.base and _is_unsigned(desk, act)]
    if not made:
        return None
    known = {act.record.id: act.record for act in acts if isinstance(act, Save) and isinstance(act.record, Reporter)}
    if len(made) + len(known) < len(acts) or not known.keys() <= {reporter_of(act.record.id) for act in made}:
        raise Refused(_ALONE)
    receiver = receiver_of(desk)
    kept = []
    for act in made:
        id = reporter_of(act.record.id)
        who = known.get(id, Reporter(id=id)).but(report=act.record.id, account=desk.account, receiver=receiver)
        kept.append(Save(who))
    return (*made, *kept)


def receives(desk: Reporting) -> bool:
    """Whether the actor is one of those who receive reports. Everybody else reports."""
    return desk.role.name in Reporter.__kind__.roles


def receiver_of(desk: Reporting) -> str | None:
    """Who opens what nobody was told in person: of those whom the vault is for, the longest in office; ``None`` if nobody is."""
    found = officers(desk.store.reader(), desk.office, desk.day, F.role == Reporter.__kind__.roles[0])
    return min(((each.began or date.min, each.account) for each in found), default=(None, None))[1]


def in_the_systems_name(actor: Actor, role: Role) -> dict[str, Any]:
    """What a desk has instead of its own for such a batch. It sees what it saw, and its journal tells no sender from another."""
    return {
        "actor": attrs.evolve(actor, name=SYSTEM),
        "role": attrs.evolve(role, reports=(*role.reports, Reporter.__kind__.name)),
        "purpose": _PURPOSE,
        "via": _VIA,
    }


@contextmanager
def addressed(acts: Sequence[Act]) -> Iterator[None]:
    """Problems of a report that was sent by itself are addressed as those of a single act, whatever was added to it."""
    try:
        yield
    except Invalid as error:
        if len(acts) > 1:
            raise
        own = (attrs.evolve(each, at=each.at.removeprefix("[0]").removeprefix(".")) for each in error.problems)
        raise Invalid(own) from None


def _is_unsigned(desk: Reporting, act: Act) -> bool:
    kind = desk.catalog.kind(kind_of(act))
    return kind.unsigned and desk.account != SYSTEM and not receives(desk)


_ALONE = Label(
    "报告要单独提交，这样谁也看不出是谁报的", en="a report is sent by itself, so that nobody learns who sent it"
)
