"""What one row of a sheet may hold: a child, the household, its members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from minorcare.declare.kind import Field, Kind
from minorcare.declare.lifecycle import Lifecycle
from minorcare.label import Label

Values = Mapping[str, Any]
Derive = Callable[[Mapping[str, Values]], Any]
"""Makes a value from the row's records so far, by target; ``None`` where it cannot."""


@attrs.frozen(kw_only=True)
class Target:
    """One record of a row. The first target of a list is the one each row is about.

    Attributes:
        name: How the layout calls it: ``minor``, ``father``.
        label, aliases: What headings call it: 父亲 with 父亲姓名, or above 姓名. Without a label, the kind's.
        constants: Values that every such record has: the relation of a father.
        link: References to other records of the row: ``{"household": "household"}``.
        derived: How a field is filled that the row leaves empty.
        same: Fields by which two rows name one record; without it, the kind's key.
        fields: The fields looked for; without it, all that a cell can hold.
    """

    name: str
    kind: Kind
    label: Label | None = None
    aliases: tuple[str, ...] = ()
    constants: Values = attrs.field(factory=dict)
    link: Mapping[str, str] = attrs.field(factory=dict)
    derived: Mapping[str, Derive] = attrs.field(factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def called(self) -> Label:
        """What people call it."""
        return self.label or self.kind.label

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that a column may hold: no state, no list of value classes, nothing that is given otherwise."""
        fixed = {*self.constants, *self.link}
        return tuple(
            field
            for field in self.kind.fields
            if field.name not in fixed
            and (not self.fields or field.name in self.fields)
            and field.type.name != "values"
            and not isinstance(field.structure, Lifecycle)
        )

    @property
    def identities(self) -> tuple[tuple[str, ...], ...]:
        """The sets of fields of which each tells two records apart."""
        return self.same or ((self.kind.key,) if self.kind.key else ())


def heading_for(target: Target, field: Field, *, alone: bool = False) -> Label:
    """What an import template calls a column; *alone* where there is no other target to tell it from."""
    if alone:
        return field.label
    called = target.called
    return Label(f"{called.zh}{field.label.zh}", en=f"{called.in_('en')} {field.label.in_('en').lower()}")
