"""Which level of attention the facts about a child propose, and when. Pure: a person sets the level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from minorcare.errors import DeclarationError
from minorcare.kinds.attention import ATTENTION_LEVELS, GENERAL
from minorcare.kinds.tags import Evidence
from minorcare.rules.settings import of_list

SIGNATURE = "attention@1"
"""How its proposals are signed."""


def _map(**levels: str) -> Mapping[str, str]:
    return MappingProxyType(levels)


_TAGS = _map(
    misbehaviour="focus",
    serious_misbehaviour="focus",
    drug_affected="focus",
    custody_affected="focus",
    orphan="focus",
    de_facto_unsupported="focus",
    difficulty="focus",
    street_child="urgent",
)
_EVENTS = _map(parent_died="focus", carer_died="focus", parent_left="focus", home_lost="focus")


@attrs.frozen(kw_only=True)
class AttentionSettings:
    """What an office counts as a reason for attention. No national scale exists; nothing here is a score.

    Attributes:
        tags: The level that a confirmed tag proposes, by its risk.
        any_tag: The level that any other one proposes.
        hazards: The level that a hazard at home proposes while it is not lowered, by its type.
        any_hazard: The level that any other one proposes.
        events: The level that a life event proposes, by its type.
        any_event: The level that any other one proposes.
        event_days: How many days after it was found an event counts.
        several: From so many different things on, the level is one higher.
        months: For how many months a level is set.
    """

    tags: Mapping[str, str] = attrs.field(default=_TAGS, metadata=of_list("risk"))
    any_tag: str = "watch"
    hazards: Mapping[str, str] = attrs.field(default=_map(supervision="focus"), metadata=of_list("hazard_type"))
    any_hazard: str = "watch"
    events: Mapping[str, str] = attrs.field(default=_EVENTS, metadata=of_list("life_event_type"))
    any_event: str = "watch"
    event_days: int = attrs.field(default=90, validator=attrs.validators.ge(1))
    several: int = attrs.field(default=3, validator=attrs.validators.ge(2))
    months: Mapping[str, int] = MappingProxyType({GENERAL: 12, "watch": 6, "focus": 3, "urgent": 1})

    def __attrs_post_init__(self) -> None:
        levels = {self.any_tag, self.any_hazard, self.any_event}
        levels |= {level for each in (self.tags, self.hazards, self.events) for level in each.values()}
        wrong = sorted((levels | set(self.months)) - set(ATTENTION_LEVELS))
        missing = sorted(set(ATTENTION_LEVELS) - set(self.months))
        if wrong or missing:
            raise DeclarationError(
                f"knows no level {', '.join(wrong)}" if wrong else f"says no months for {', '.join(missing)}",
                remedy=f"use {', '.join(ATTENTION_LEVELS)}",
            )

    def level_of(self, fact: Fact) -> str:
        """The level that one fact proposes."""
        levels, other = {
            "tag": (self.tags, self.any_tag),
            "hazard": (self.hazards, self.any_hazard),
            "event": (self.events, self.any_event),
        }[fact.reason]
        return levels.get(fact.code, other)


@attrs.frozen(kw_only=True)
class Fact:
    """Something on record that may be a reason: ``reason`` is ``tag``, ``hazard`` or ``event``, ``code`` its risk or type."""

    reason: str
    code: str
    record: Evidence


@attrs.frozen(kw_only=True)
class Standing:
    """A level that was proposed, set or declined: when it runs out, or on which day it was declined."""

    level: str
    basis: tuple[Evidence, ...] = ()
    day: date | None = None


@attrs.frozen(kw_only=True)
class Proposal:
    """A level with its reasons (codes of ``attention_reason``) and what they rest on, in a fixed order."""

    level: str
    reasons: tuple[str, ...]
    basis: tuple[Evidence, ...]


def proposal(facts: Iterable[Fact], settings: AttentionSettings) -> Proposal:
    """The level that *facts* come to: the highest of each, and one more where there are several."""
    found = sorted(set(facts), key=lambda fact: (fact.record.kind, fact.record.id))
    rank = max((_rank(settings.level_of(fact)) for fact in found), default=0)
    reasons = [reason for reason in ("tag", "hazard", "event") if any(fact.reason == reason for fact in found)]
    if len(found) >= settings.several and rank < len(ATTENTION_LEVELS) - 1:
        rank += 1
        reasons.append("several")
    return Proposal(level=ATTENTION_LEVELS[rank], reasons=tuple(reasons), basis=tuple(fact.record for fact in found))


def proposed(
    found: Proposal, *, present: Standing | None, declined: Standing | None = None, day: date
) -> Proposal | None:
    """What to propose on *day*, if anything.

    Going up is proposed at once. Going down is proposed when the present level has run out, one step at a time; where the facts
    still ask for it, the proposal is to keep it. What a person declined comes back only with something new, or with a later end.

    Args:
        found: What the facts come to.
        present: The level in force and the day on which it runs out.
        declined: The latest proposal that was declined, and when.
        day: Today.
    """
    now = _rank(present.level) if present else 0
    wanted = _rank(found.level)
    over = present is not None and present.day is not None and present.day < day
    if wanted <= now and not over:
        return None
    if over:
        wanted = max(wanted, now - 1)
    since = present.day if present and over else None
    if declined and _settled(found, wanted, declined, since):
        return None
    reasons = (*found.reasons, "expired") if over else found.reasons
    return Proposal(level=ATTENTION_LEVELS[wanted], reasons=reasons, basis=found.basis)


def _settled(found: Proposal, wanted: int, declined: Standing, since: date | None) -> bool:
    """Whether a person has declined this much already: nothing new, no higher, and not before the present level ran out."""
    if since is not None and declined.day is not None and declined.day <= since:
        return False
    return wanted <= _rank(declined.level) and set(found.basis) <= set(declined.basis)


def _rank(level: str) -> int:
    return ATTENTION_LEVELS.index(level)
