"""What is looked for: risks, the named lists that group them, and the rules that find them."""

from __future__ import annotations

from functools import cached_property

import attrs

from minorcare.calendar import Span, months
from minorcare.declare import Sensitivity
from minorcare.label import Label
from minorcare.query import F, Filter, all_of, any_of

PUPILS = (
    "kindergarten",
    "primary",
    "junior",
    "senior",
    "vocational",
    "special",
    "home_teaching",
    "specialised",
    "higher",
)
"""Codes of the list ``schooling`` that say somebody is at school, or taught by one (graduate school has no code)."""


@attrs.frozen
class Risk:
    """A situation a child can be in, with its legal source. A definition: what a child carries is a ``risk_tag``.

    It can be held from ``age_from`` (full years) and before ``age_under``, by who is still at school before ``pupils_under``: turning
    eighteen takes somebody off the minors' register, and neither ends a pupil's benefit nor what is said of young people up to 25.
    A confirmed tag must be reviewed after ``review``.
    """

    name: str
    label: Label = attrs.field(kw_only=True)
    cites: str = attrs.field(kw_only=True)
    review: Span = attrs.field(default=months(6), kw_only=True)
    age_from: int = attrs.field(default=0, kw_only=True)
    age_under: int = attrs.field(default=18, kw_only=True)
    pupils_under: int | None = attrs.field(default=None, kw_only=True)
    sensitivity: Sensitivity = attrs.field(default="sensitive", kw_only=True)

    @property
    def ages(self) -> Filter:
        """The children who can carry it, by age."""
        upper = F.birth_date.age < self.age_under
        if self.pupils_under is not None and self.pupils_under > self.age_under:
            upper = any_of(upper, (F.birth_date.age < self.pupils_under) & F.schooling.is_in(PUPILS))
        return all_of(F.birth_date.age >= self.age_from, upper) if self.age_from else upper


@attrs.frozen(kw_only=True)
class SchemeGroup:
    """One group of a scheme: a child belongs to it by any of its risks. ``assumed``: no source names it."""

    name: str
    label: Label
    risks: tuple[str, ...]
    assumed: bool = False


@attrs.frozen
class Scheme:
    """A named list of risks, such as the five groups an office reports. Local policy, so data.

    Where one of its groups takes several risks, ``groups`` says so; without it, each risk is a group. It counts persons from
    ``age_from`` on and before ``age_under``, whatever ages the risks allow.
    """

    name: str
    label: Label = attrs.field(kw_only=True)
    risks: tuple[str, ...] = attrs.field(kw_only=True)
    cites: str = attrs.field(default="", kw_only=True)
    groups: tuple[SchemeGroup, ...] = attrs.field(default=(), kw_only=True)
    age_from: int = attrs.field(default=0, kw_only=True)
    age_under: int | None = attrs.field(default=None, kw_only=True)

    @classmethod
    def of(
        cls,
        name: str,
        *groups: SchemeGroup,
        label: Label,
        cites: str = "",
        age_from: int = 0,
        age_under: int | None = None,
    ) -> Scheme:
        """A scheme of *groups*; its risks are theirs, in their order."""
        risks = tuple(dict.fromkeys(risk for group in groups for risk in group.risks))
        return cls(name, label=label, risks=risks, cites=cites, groups=groups, age_from=age_from, age_under=age_under)

    @property
    def counts(self) -> Filter:
        """The tags that count: of persons of its ages (a filter on ``risk_tag``)."""
        parts = [F.minor.birth_date.age >= self.age_from] if self.age_from else []
        if self.age_under is not None:
            parts.append(F.minor.birth_date.age < self.age_under)
        return all_of(*parts)


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
