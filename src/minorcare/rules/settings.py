"""What national texts leave open, so that an office sets it: the section ``[settings.minorcare]`` of ``minorcare.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class RuleSettings:
    """What national texts leave open, so that an office sets it.

    Attributes:
        away_months: Full months a parent must have worked away before a child counts as left behind (usually six).
        act_months: How long a recorded act keeps suggesting the tag (the national list of five groups counts one year).
        custody_months: Full months of custody, detox or lost contact before a parent counts as unable (民发〔2019〕62号: six).
        migrant_months: Full months a child must have lived here before it counts as a migrant child (usually six).
        idle_months: Full months out of school and work before a young person counts as idle (usually six).
        youth_until: The age at which young people leave the groups of 6 to 25; counted like every age, from the day after the birthday.
        pupils_until: The age until which a pupil keeps the tag of an orphan or of a child without actual support; 18 ends both at eighteen.
        ask_days: Days within which it must be found out why a child is not at school.
        groups: A TOML file with schemes and tags of the office's own; a relative path starts in the folder minorcare runs in.
        schemes: Schemes of the office's own, as tables.
        tags: Tags of the office's own, as tables.
    """

    away_months: int = 6
    act_months: int = 12
    custody_months: int = 6
    migrant_months: int = 6
    idle_months: int = 6
    youth_until: int = 25
    pupils_until: int = 25
    ask_days: int = 3
    groups: str = ""
    schemes: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=tuple)
    tags: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=tuple)
