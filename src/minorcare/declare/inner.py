"""The fields of a small value class, read as the fields of a kind are."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import attrs

from minorcare.declare.fields import FACTS, Facts
from minorcare.declare.kind import Field
from minorcare.declare.values import value_type
from minorcare.errors import DeclarationError
from minorcare.label import Label


@cache
def inner_fields(cls: type) -> tuple[Field, ...]:
    """What each value of a value class may be.

    An attribute written as ``field(label=…)`` keeps its facts; a plain one is called by its name.

    Raises:
        DeclarationError: if an attribute has a type that no record may hold, or one that holds several values.
    """
    attrs.resolve_types(cast("Any", cls))
    return tuple(_read(cls, attribute) for attribute in attrs.fields(cast("Any", cls)))


def _read(cls: type, attribute: Any) -> Field:
    facts = attribute.metadata.get(FACTS) or Facts(label=Label(attribute.name, en=attribute.name.replace("_", " ")))
    if facts.places is None and "places" in attribute.metadata:
        facts = attrs.evolve(facts, places=attribute.metadata["places"])
    found = value_type(attribute.type, facts, None)
    if found is None or found.name in ("codes", "values"):
        raise DeclarationError(
            f"{attribute.name} has the type {attribute.type!r}, which a value class may not hold",
            remedy="use str, int, Decimal, bool, date, datetime or an Enum",
            where=f"value class {cls.__name__}",
        )
    required = attribute.default is attrs.NOTHING and not found.optional
    return Field(
        name=attribute.name, type=found, facts=facts, structure=None, required=required, default=attribute.default
    )
