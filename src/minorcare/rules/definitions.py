"""What is looked for: risks, the named lists that group them, and the rules that find them."""

from __future__ import annotations

from functools import cached_property

import attrs

from minorcare.calendar import Span, months
from minorcare.declare import Sensitivity
from minorcare.label import Label
from minorcare.query import F, Filter, all_of


@attrs.frozen
class Risk:
    """A situation a child can be in, with its legal source. A definition: what a child carries is a ``risk_tag``.

    It can be held from ``age_from`` (full years) and before ``age_under``; a confirmed tag must be reviewed after ``review``.
    """

    name: str
    label: Label = attrs.field(kw_only=True)
    cites: str = attrs.field(kw_only=True)
    review: Span = attrs.field(default=months(6), kw_only=True)
    age_from: int = attrs.field(default=0, kw_only=True)
    age_under: int = attrs.field(default=18, kw_only=True)
    sensitivity: Sensitivity = attrs.field(default="sensitive", kw_only=True)

    @property
    def ages(self) -> Filter:
        """The children who can carry it, by age."""
        upper = F.birth_date.age < self.age_under
        return all_of(F.birth_date.age >= self.age_from, upper) if self.age_from else upper


@attrs.frozen
class Scheme:
    """A named list of risks, such as the five groups an office reports. Local policy, so data."""

    name: str
    label: Label = attrs.field(kw_only=True)
    risks: tuple[str, ...] = attrs.field(kw_only=True)
    cites: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Rule:
    """Finds the children who may be in a risk: a filter on ``minor``, so that an office is one statement.

    It only ever suggests. ``because`` may name fields of its first ``exists``; it is filled when read, through the reader's view,
    so a rule never copies a value. A changed rule gets a new ``version``.
    """

    name: str
    version: int = attrs.field(kw_only=True)
    suggests: Risk = attrs.field(kw_only=True)
    when: Filter = attrs.field(kw_only=True)
    because: Label = attrs.field(kw_only=True)
    cites: str = attrs.field(default="", kw_only=True)

    @cached_property
    def where(self) -> Filter:
        """The whole question: the condition, and the age gate of the risk."""
        return all_of(self.suggests.ages, self.when)

    @property
    def signature(self) -> str:
        """How its suggestions are signed: ``left_behind@1``."""
        return f"{self.name}@{self.version}"
