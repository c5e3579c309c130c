"""What the owner of a row does with it, who reads no other: which moves, and what is theirs to say.

What an owner says replaces all that was theirs to say before. Otherwise a value they cannot read would decide, by the checks between
fields, whether a move of theirs is taken: asking would be reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minorcare.access import View
from minorcare.declare import Kind


def not_theirs(view: View, values: Mapping[str, Any]) -> list[str]:
    """Those of *values* that an owner does not give with a move; none where the rows are not the actor's own."""
    return [] if view.owner is None else sorted(values.keys() - set(view.owner.says))


def whole(kind: Kind, view: View, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of *values* that are the owner's to give, and nothing in every field that they could have said and do not see."""
    if view.owner is None:
        return values
    said = {name: value for name, value in values.items() if name in view.owner.says}
    return {name: kind.by_name[name].default for name in view.owner.says if name in view.hidden} | said


def above(kind: Kind, view: View, given: Mapping[str, Any]) -> list[str]:
    """The values of a new record that are above the actor's ceiling, and not the owner's to say."""
    says = view.owner.says if view.owner else ()
    return [n for n in view.hidden if n not in says and given[n] not in (None, kind.by_name[n].default, ())]
