"""Who needs a named person, and who has one: the two questions that responsibility is made of, and what an office sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import attrs

from minorcare.kinds import Attention, RiskTag
from minorcare.kinds.attention import CLOSE_ATTENTION
from minorcare.kinds.people import standing
from minorcare.query import F, Filter, all_of, any_of, exists, today
from minorcare.rules.settings import of_list

__all__ = ["GRID_ROLES", "ResponsibilitySettings", "focus", "in_office", "standing"]

GRID_ROLES = ("grid_leader", "grid_worker", "building_head")
"""Who does neutral tasks without reading what they are about."""


@attrs.frozen(kw_only=True)
class ResponsibilitySettings:
    """What is local policy, so that an office sets it.

    Attributes:
        accept_days: Working days in which a guarantor accepts or declines.
        replace_days: Working days in which the office finds somebody else for a child whose guarantor declined.
        task_days: Days in which a grid does a task: one number for all, as a shorter one would tell of a reason.
        follow_days: Days in which the community follows up what a grid found.
        follow_up: The results of a task that the community follows up.
        at_once: Those of them that it follows up on the same day.
        not_focus: Risks that make nobody a focus child: groups so large that they are served by measures for all.
        guarantors: Roles whose holders can be named for a child.
    """

    accept_days: int = attrs.field(default=3, validator=attrs.validators.ge(1))
    replace_days: int = attrs.field(default=3, validator=attrs.validators.ge(1))
    task_days: int = attrs.field(default=7, validator=attrs.validators.ge(1))
    follow_days: int = attrs.field(default=3, validator=attrs.validators.ge(1))
    follow_up: tuple[str, ...] = attrs.field(
        default=("nobody_home", "moved", "wants_contact", "could_not", "urgent"), metadata=of_list("task_result")
    )
    at_once: tuple[str, ...] = attrs.field(default=("urgent",), metadata=of_list("task_result"))
    not_focus: tuple[str, ...] = attrs.field(default=("migrant",), metadata=of_list("risk"))
    guarantors: tuple[str, ...] = attrs.field(default=("guarantor", "community_liaison"), metadata=of_list("role"))


def focus(not_focus: Sequence[str]) -> Filter:
    """The focus children (重点对象), a filter on ``minor``: a confirmed tag of any risk but *not_focus*, or close attention set.

    It asks which risks do *not* count, so that a reader who may not know which risk a tag names gets the same answer: a tag above
    their ceiling counts, and they see that it is there anyway.
    """
    return _focus(tuple(not_focus))


@cache
def _focus(not_focus: tuple[str, ...]) -> Filter:
    confirmed = F.status == "confirmed"
    tagged = exists(RiskTag, all_of(confirmed, ~F.risk.is_in(not_focus)) if not_focus else confirmed)
    return tagged | exists(Attention, (F.status == "set") & F.level.is_in(CLOSE_ATTENTION))


@cache
def in_office() -> Filter:
    """The officers in office on the day asked about, a filter on ``officer``."""
    return any_of(F.began.is_empty, F.began <= today()) & any_of(F.ended.is_empty, F.ended >= today())
