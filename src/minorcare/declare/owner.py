"""Whose a record is: the account that answers for it, and how far that goes for somebody who sees nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from minorcare.declare.lifecycle import Lifecycle

if TYPE_CHECKING:
    from minorcare.declare.kind import Field


def _names(given: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(given.split() if isinstance(given, str) else given)


@attrs.frozen
class Owner:
    """The field that holds the account answerable for a record, and what its owner does with it.

    It matters to roles that see their own records only. They read the ``open`` fields and the field itself, never whose record it
    is unless they see that child; nothing is theirs to void or to change but by a move.

    Attributes:
        field: The field that holds the account name.
        sees: Fields above ``open`` that the owner reads all the same, since nothing could be done without them.
        says: Fields that the owner gives with a move, or with a new record, whether or not they could read them.
        moves: The states the owner moves the record to, as a tuple or separated by spaces; every state if left out.
    """

    field: str
    sees: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_names)
    says: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_names)
    moves: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, converter=attrs.converters.optional(_names))

    def lets(self, lifecycle: Lifecycle | None, to: str) -> bool:
        """Whether the owner moves the record to the state *to*, as far as that is the owner's to decide."""
        return lifecycle is not None and (to in lifecycle.states if self.moves is None else to in self.moves)

    def faults(self, fields: Sequence[Field]) -> Iterator[tuple[str, str, str]]:
        """What is wrong with it in a kind of these *fields*: where, what, and how to correct it."""
        by_name = {f.name: f for f in fields}
        choose = f"choose from {', '.join(sorted(by_name))}"
        for name in (self.field, *self.sees, *self.says):
            if name not in by_name:
                yield "owner", f"names {name!r}, which is no field", choose
        if self.field in by_name and by_name[self.field].type.name != "text":
            yield "owner", f"names {self.field!r}, which holds no account name", "name a text field"
        if self.field in self.says:
            yield "owner", f"lets its owner say {self.field!r}", "leave to others who answers for it"
        if [name for name in self.says if name in by_name and by_name[name].required]:
            yield "owner", "lets its owner say what every record must have", "give these fields a default"
        if [name for name in self.sees if name in by_name and by_name[name].facts.secret]:
            yield "owner", "shows a secret to its owner", "leave it out of sees"
        states = next((f.structure.states for f in fields if isinstance(f.structure, Lifecycle)), ())
        for state in self.moves or ():
            if state not in states:
                yield "owner", f"moves to {state!r}, which is no state", f"choose from {', '.join(states) or 'none'}"
