"""The states a record moves through."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from minorcare.label import Label


@attrs.frozen(init=False, slots=False)
class Lifecycle:
    """States and the moves between them: ``Lifecycle(found="talking closed", talking="closed")``.

    Each keyword is a state, its value the states it may go to, separated by spaces. A record starts in the first one; a state
    without moves is final, and while a record is in any other its deadlines stand.
    """

    moves: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Label]

    def __init__(self, labels: Mapping[str, Label] | None = None, /, **moves: str) -> None:
        """*labels* says what people call the states; a state without one is shown by its name."""
        graph = {state: tuple(targets.split()) for state, targets in moves.items()}
        for targets in tuple(graph.values()):
            for target in targets:
                graph.setdefault(target, ())
        self.__attrs_init__(moves=graph, labels=dict(labels or {}))

    @property
    def first(self) -> str:
        """The state every record starts in."""
        return next(iter(self.moves))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of the declaration."""
        return tuple(self.moves)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The states that are not final."""
        return tuple(state for state, targets in self.moves.items() if targets)

    def allows(self, old: str, new: str) -> bool:
        """Whether a record may go from *old* to *new*."""
        return new in self.moves.get(old, ())

    def label_of(self, state: str) -> Label:
        """What people call *state*."""
        return self.labels.get(state) or Label(state, en=state.replace("_", " "))
