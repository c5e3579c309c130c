"""What national texts leave open, so that an office sets it: the section ``[settings.minorcare]`` of ``minorcare.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from minorcare.declare import Codes

_CODES, _BESIDES = "codes", "besides"


def of_list(name: str, *besides: str) -> Mapping[str, Any]:
    """Metadata of a setting that holds codes of a list, or a table by such codes: ``attrs.field(metadata=of_list("risk"))``.

    What no list has is found at start-up; *besides* are names that count too.
    """
    return {_CODES: name, _BESIDES: besides}


def unknown_codes(made: Any, lists: Mapping[str, Codes]) -> Iterator[str]:
    """What stands in settings and in no list, in words, each with what to do about it."""
    for field in attrs.fields(type(made)):
        known = lists.get(field.metadata.get(_CODES, ""))
        if known is None:
            continue
        values = {item.value for item in known.items}.union(field.metadata[_BESIDES])
        for name in getattr(made, field.name):
            if name not in values:
                yield f"{field.name} names {name!r}, which is no {known.name} (choose from {', '.join(sorted(values))})"


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

    away_months: int = attrs.field(default=6, validator=attrs.validators.ge(1))
    act_months: int = attrs.field(default=12, validator=attrs.validators.ge(1))
    custody_months: int = attrs.field(default=6, validator=attrs.validators.ge(1))
    migrant_months: int = attrs.field(default=6, validator=attrs.validators.ge(1))
    idle_months: int = attrs.field(default=6, validator=attrs.validators.ge(1))
    youth_until: int = attrs.field(default=25, validator=attrs.validators.ge(18))
    pupils_until: int = attrs.field(default=25, validator=attrs.validators.ge(18))
    ask_days: int = attrs.field(default=3, validator=attrs.validators.ge(1))
    groups: str = ""
    schemes: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=tuple)
    tags: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=tuple)
