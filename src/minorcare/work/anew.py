"""What one office has decided and another must decide for itself: how it travels when a child moves.

The law gives these decisions to the people of the office in charge. So a confirmed tag arrives as a suggestion, a plan in force as a
draft, a grade as one to be checked; what the sender decided stays in the sender's own history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from minorcare.declare import Kind
from minorcare.kinds.acts import Manner, OfficialAct
from minorcare.store.protocol import Row


@attrs.frozen(kw_only=True)
class Anew:
    """How the records of one kind travel.

    Attributes:
        arrives: By the state a record is in, the state it arrives in; in any other it arrives as it is.
        without: What the decision filled in, and is left behind with it.
        stays: States in which it does not travel at all.
    """

    arrives: Mapping[str, str]
    without: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


ANEW: Mapping[str, Anew] = {
    "risk_tag": Anew(
        arrives={"confirmed": "suggested"},
        without=("decided", "decided_by", "review", "basis_gone"),
        stays=("dismissed", "withdrawn", "ended"),
    ),
    "attention": Anew(
        arrives={"set": "proposed"}, without=("decided", "decided_by"), stays=("declined", "withdrawn", "ended")
    ),
    "intervention": Anew(arrives={"active": "noted"}, without=("checked_by",)),
    "plan": Anew(
        arrives={"submitted": "draft", "active": "draft"},
        without=("author", "submitted", "approver", "approved", "fingerprint", "review"),
    ),
    "assessment": Anew(arrives={"confirmed": "scored"}, without=("decided", "decided_by")),
}
"""The kinds of which a person decides."""


def state_of(row: Row) -> str | None:
    """The state a record is in."""
    return None if row.kind.state is None else str(row.values[row.kind.state.name])


def travels(row: Row) -> bool:
    """Whether a record in its state goes along."""
    # what an office did by its own power stays with it; what it received is of the child
    if row.kind is OfficialAct.__kind__:
        return row.values["manner"] is not Manner.ISSUED
    rule = ANEW.get(row.kind.name)
    return rule is None or state_of(row) not in rule.stays


def found_again(row: Row) -> bool:
    """Whether the rules of the other office find it by themselves, so that a change of it is no news."""
    return row.kind.name == "risk_tag" and row.values["rule"] is not None


def as_arriving(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record as it arrives."""
    rule = ANEW.get(kind.name)
    if rule is None or kind.state is None or values[kind.state.name] not in rule.arrives:
        return dict(values)
    return {**values, **dict.fromkeys(rule.without), kind.state.name: rule.arrives[values[kind.state.name]]}
