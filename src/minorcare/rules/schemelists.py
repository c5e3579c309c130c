"""The schemes that come with minorcare, as data beside this module, one file a scheme; an office's own are read alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from minorcare.errors import DeclarationError
from minorcare.rules.definitions import Scheme, SchemeGroup
from minorcare.rules.tables import expect, label, parsed, texts

_HEAD = {"name": str, "zh": str, "en": str, "cites": str, "groups": list}
_AGES = {"age_from": int, "age_under": int}
_GROUP = {"name": str, "zh": str, "en": str, "risks": list}


@cache
def load_schemes() -> tuple[Scheme, ...]:
    """Every scheme that ships, ordered by name."""
    folder = files("minorcare").joinpath("rules", "schemes")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(read_scheme(file) for file in found)


def read_scheme(file: Traversable | Path) -> Scheme:
    """One scheme from a file.

    Raises:
        DeclarationError: naming the file and, for a group, its row, counted from 1.
    """
    scheme = scheme_of(parsed(file), file.name)
    if scheme.name != file.name.removesuffix(".toml"):
        raise DeclarationError(
            f"the scheme is named {scheme.name!r}", remedy="name the file like the scheme", where=file.name
        )
    return scheme


def scheme_of(raw: object, where: str) -> Scheme:
    """A scheme from a table: its name and words, the ages it counts, its groups.

    Raises:
        DeclarationError: something is missing or means nothing, or two groups have one name.
    """
    table = expect(raw, _HEAD, {**_AGES, "dated": date}, where)
    groups = tuple(_group(one, f"{where}, group {row}") for row, one in enumerate(table["groups"], start=1))
    names = [group.name for group in groups]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise DeclarationError(f"two groups are named {twins[0]!r}", remedy="give each a name of its own", where=where)
    ages = {name: table[name] for name in _AGES if name in table}
    if "age_under" in ages and ages["age_under"] <= ages.get("age_from", 0):
        raise DeclarationError("age_under is not above age_from", remedy="correct the ages", where=where)
    return Scheme.of(table["name"], *groups, label=label(table), cites=table["cites"], **ages)


def _group(raw: object, where: str) -> SchemeGroup:
    table: Mapping[str, Any] = expect(raw, _GROUP, {"assumed": bool}, where)
    return SchemeGroup(
        name=table["name"],
        label=label(table),
        risks=texts(table["risks"], "risks", where),
        assumed=table.get("assumed", False),
    )
