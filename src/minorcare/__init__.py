"""minorcare: software with which a street office protects its minors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minorcare.access import Actor
from minorcare.calendar import days, months, years
from minorcare.declare import (
    Code,
    Codes,
    Id,
    Label,
    Lifecycle,
    Record,
    deadline,
    field,
    kind,
    ref,
    state,
)
from minorcare.errors import Conflict, Invalid, Masked, NotFound, Problem, Refused, Unavailable
from minorcare.hooks import hookimpl
from minorcare.kinds import Area, Household, Member, Minor, Officer, RiskTag
from minorcare.query import F, Given, Query, Tally, all_of, any_of, exists, today
from minorcare.rules import Risk, Rule, Scheme

if TYPE_CHECKING:
    from minorcare.registry import Registry
    from minorcare.store.protocol import Page, Row

__all__ = [
    "Actor",
    "Area",
    "Code",
    "Codes",
    "Conflict",
    "F",
    "Given",
    "Household",
    "Id",
    "Invalid",
    "Label",
    "Lifecycle",
    "Masked",
    "Member",
    "Minor",
    "NotFound",
    "Officer",
    "Page",
    "Problem",
    "Query",
    "Record",
    "Refused",
    "Registry",
    "Risk",
    "RiskTag",
    "Row",
    "Rule",
    "Scheme",
    "Tally",
    "Unavailable",
    "all_of",
    "any_of",
    "days",
    "deadline",
    "exists",
    "field",
    "hookimpl",
    "kind",
    "months",
    "ref",
    "state",
    "today",
    "years",
]

_LATER = {"Registry": "minorcare.registry", "Page": "minorcare.store.protocol", "Row": "minorcare.store.protocol"}


def __getattr__(name: str) -> Any:
    """What needs a store is loaded when it is first asked for, so that importing minorcare is cheap."""
    if name in _LATER:
        import importlib

        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module 'minorcare' has no attribute {name!r}")
