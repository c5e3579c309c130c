"""What must hold once a whole batch stands, whatever the order of its acts: also where it undoes another."""

from __future__ import annotations

import attrs

from minorcare.declare import Kind, Record
from minorcare.desk.checking import Checking
from minorcare.errors import Problem
from minorcare.store.protocol import Tx

Key = tuple[str, str]


@attrs.define(kw_only=True, eq=False)
class Afterwards:
    """The records a batch made, moved or took out of force, and by which of its acts; to be examined when it is through.

    ``at`` is the address of the act under way.
    """

    tx: Tx
    checking: Checking
    at: str = ""
    _entered: dict[Key, tuple[Kind, str]] = attrs.field(factory=dict)
    _gone: dict[Key, tuple[Kind, str, Record]] = attrs.field(factory=dict)

    def entered(self, kind: Kind, id: str) -> None:
        """A record was made, or came to another state."""
        if self.checking.looks(kind, "settled"):  # nobody asks for the others of a roster again
            self._entered[kind.name, id] = kind, self.at

    def gone(self, kind: Kind, record: Record) -> None:
        """A record was taken out of force; it was like this."""
        self._gone[kind.name, record.id] = kind, self.at, record

    def problems(self) -> list[Problem]:
        """Everything that does not hold, by the act that brought it about."""
        found: list[Problem] = []
        for (_, id), (kind, at) in self._entered.items():
            stored = self.tx.load(kind, id)
            if stored is not None:
                found += _under(at, self.checking.across(kind, stored.record, "settled"))
        for (_, id), (kind, at, record) in self._gone.items():
            if self.tx.load(kind, id) is None:
                found += _under(at, self.checking.leaving(kind, record))
        return found


def _under(at: str, problems: list[Problem]) -> list[Problem]:
    return [problem.under(at) for problem in problems] if at else problems
