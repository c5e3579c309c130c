"""How a record that stood in some state elsewhere comes to stand in it here: by the moves that lead there, one after the other.

A new record starts in the first state, whoever brings it. So it is saved there, moved on, and last given back what the moves have
filled in (who decided, and when): that was done elsewhere and stays so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.declare import Codes, Id, Kind, Lifecycle, Record
from minorcare.declare.checks import problems
from minorcare.desk import Act, Change, Save, Transition

_ANY_DAY, _NOBODY = date(2000, 1, 1), "nobody"


@attrs.frozen(kw_only=True)
class Way:
    """The record as it is saved first, each move with its values, and what is put right behind the last."""

    first: Record
    moves: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    after: Mapping[str, Any] = attrs.field(factory=dict)

    def acts(self) -> list[Act]:
        """What the desk is asked to do."""
        kind, id = self.first.__kind__.name, self.first.id
        made: list[Act] = [Save(self.first)]
        made += (Transition(kind, id, to, base, values) for base, (to, values) in enumerate(self.moves, 1))
        if self.after:
            made.append(Change(kind, id, len(self.moves) + 1, self.after))
        return made


def way(kind: Kind, values: Mapping[str, Any], *, day: date = _ANY_DAY, actor: str = _NOBODY) -> Way | None:
    """How a record with these values, its state among them, comes to be; ``None`` if it cannot.

    A value that the record may not have before its last move is given with that move.
    """
    if kind.state is None or kind.lifecycle is None:
        first = kind.build(values)
        return None if first.check() else Way(first=first)
    moves = path(kind.lifecycle, kind.lifecycle.first, values[kind.state.name])
    if moves is None:
        return None
    later = _too_early(kind, {**values, kind.state.name: kind.lifecycle.first})
    if later is None or (later and not moves):
        return None
    first = kind.build({**values, **later, kind.state.name: kind.lifecycle.first})
    record: Record | None = first.tidy()
    given: list[tuple[str, Mapping[str, Any]]] = []
    for to in moves:
        assert record is not None
        some = {name: values[name] for name in later} if to == moves[-1] else {}
        some, record = _moved(kind, record, to, some, day, actor)
        if record is None:
            return None
        given.append((to, some))
    assert record is not None
    after = _put_right(kind, record, values)
    sound = not kind.build({**kind.values(record), **after}).check()
    return Way(first=first, moves=tuple(given), after=after) if sound else None


def arrives(kind: Kind, values: Mapping[str, Any], codes: Mapping[str, Codes], day: date) -> bool:
    """Whether a record with these values can come to be on *day* in another office."""
    known = {**values, "id": Id("x")}
    return way(kind, known) is not None and not problems(kind, known, codes=codes, day=day)


def path(lifecycle: Lifecycle, start: str, end: str, seen: Collection[str] = ()) -> tuple[str, ...] | None:
    """The fewest moves from one state to another, without the first; ``None`` if none lead there."""
    if start == end:
        return ()
    ways = (
        (step, *rest)
        for step in lifecycle.moves.get(start, ())
        if step not in seen and (rest := path(lifecycle, step, end, (*seen, start))) is not None
    )
    return min(ways, key=len, default=None)


def _moved(
    kind: Kind, record: Record, to: str, some: dict[str, Any], day: date, actor: str
) -> tuple[dict[str, Any], Record | None]:
    """A record after one move, and the values given with it: a deadline that only this state asks for is set to the day."""
    assert kind.state is not None
    while True:
        moved = (
            kind.build({**kind.values(record), **some, kind.state.name: to}).entering(to, day=day, actor=actor).tidy()
        )
        problems = moved.check()
        if not problems:
            return some, moved
        due = {field.name for field in kind.deadlines if getattr(moved, field.name) is None}
        asked = {problem.at for problem in problems} & due - some.keys()
        if not asked:
            return some, None
        some = {**some, **dict.fromkeys(asked, day)}


def _too_early(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields that are empty as long as the record is in its first state, with what they hold until then."""
    later: dict[str, Any] = {}
    while found := kind.build({**values, **later}).check():
        named = {problem.at.partition("[")[0].partition(".")[0] for problem in found}
        more = {
            name: _empty(kind, name)
            for name in named - later.keys()
            if name in kind.by_name and not kind.by_name[name].required and values[name] != _empty(kind, name)
        }
        if not more:
            return None
        later |= more
    return later


def _empty(kind: Kind, name: str) -> Any:
    default = kind.by_name[name].default
    return None if default is attrs.NOTHING else default


def _put_right(kind: Kind, record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the moves have made of the values, and should not: a deadline that was filled in may stay."""
    own = kind.values(record)
    return {
        field.name: values[field.name]
        for field in kind.fields
        if field is not kind.state
        and own[field.name] != values[field.name]
        and not (field.due and values[field.name] is None)
    }
