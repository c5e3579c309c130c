"""What is seen by roles without an area: the rows that are their own, and the children in their care."""

from __future__ import annotations

from collections.abc import Iterator

from minorcare.access.roles import Actor, Opening, Role
from minorcare.access.view import Shown, View, above, higher, shown_at
from minorcare.declare import LEVELS, Field, Kind, Owner, Sensitivity
from minorcare.query import F, Filter, all_of
from minorcare.query.paths import target_name


def own_view(actor: Actor, role: Role, kind: Kind, narrowed: tuple[Filter, ...]) -> View | None:
    """What *actor* sees of *kind* without being posted anywhere: rows of theirs, or opened by them; ``None`` if nothing.

    Theirs are the rows whose owner they are, or for whom they stand in today. Of a role that sees children, only while the child is
    in their care; of any other, only as long as the row is open. A grant that holds everywhere lifts the level.
    """
    if role.scope != "own" or (kind.roles and role.name not in kind.roles):
        return None
    accounts, granted = (actor.name, *actor.stands_for), _granted(actor, kind)
    if (opening := role.opening(kind.name)) is not None:
        where = all_of(opening.rows(accounts), *narrowed)
        return _view(kind, higher(opening.level, granted), granted, opening.sees, None, where)
    if kind.owner is None:
        return None
    whose = _opening_of(role, kind)
    sees = (*kind.owner.sees, *((kind.about.name,) if whose and kind.about else ()))
    where = all_of(*_theirs(kind.owner, whose, kind, accounts), *narrowed)
    return _view(kind, granted or "open", granted, sees, kind.owner, where)


def _granted(actor: Actor, kind: Kind) -> Sensitivity | None:
    """The highest level granted everywhere."""
    wide = [grant.ceiling for grant in actor.grants if grant.area is None and grant.kind in (None, kind.name)]
    return max(wide, key=LEVELS.index, default=None)


def _opening_of(role: Role, kind: Kind) -> Opening | None:
    """How the role comes to see whom a record is about, if it does."""
    return role.opening(target_name(kind.about.ref)) if kind.about and kind.about.ref else None


def _theirs(owner: Owner, whose: Opening | None, kind: Kind, accounts: tuple[str, ...]) -> Iterator[Filter]:
    yield getattr(F, owner.field).is_in(accounts)
    if whose is not None and kind.about is not None:
        yield whose.of(kind.about.name, accounts)
    elif kind.state is not None and kind.lifecycle is not None:
        yield getattr(F, kind.state.name).is_in(kind.lifecycle.open)


def _view(
    kind: Kind,
    level: Sensitivity | None,
    granted: Sensitivity | None,
    sees: tuple[str, ...],
    owner: Owner | None,
    where: Filter,
) -> View:
    def how(field: Field) -> Shown:
        if field.name in sees:
            return "clear"
        if field is kind.about and owner is not None:  # whose it is was not told with it
            return shown_at(field, granted)
        return shown_at(field, granted if field.facts.secret else level)

    return View(
        kind=kind.name,
        readable=True,
        writable=False,
        shown=tuple((field.name, how(field)) for field in kind.fields),
        owner=owner,
        masked_levels=above(kind, level),
        where=where,
    )
