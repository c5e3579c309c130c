"""Who may decide which grade of intervention: a table beside this module, ``authority.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import attrs


@attrs.frozen(kw_only=True)
class Authority:
    """Who may decide one grade, by which articles, and whether nothing is recorded of it without a document."""

    grade: str
    bodies: tuple[str, ...] = attrs.field(converter=tuple)
    cites: str
    document: bool


@cache
def authorities() -> Mapping[str, Authority]:
    """The table, by grade (a code of the list ``intervention_grade``)."""
    raw = tomllib.loads(files("minorcare").joinpath("kinds", "authority.toml").read_text(encoding="utf-8"))
    rows = (Authority(**{**row, "cites": f"{raw['source'].split(' ')[0]}{row['cites']}"}) for row in raw["grades"])
    return MappingProxyType({row.grade: row for row in rows})
