"""The code lists that come with minorcare: versioned data beside this module, one file a list.

A file has a head (``name``, ``zh``, ``en``, ``version``, ``source``, ``dated``: the day on which the list was compared with its
source) and ``items``, one table a row, with ``value``, ``zh``, ``en`` and, if need be, ``aliases`` and ``retired`` (the day
from which new records may not use it).
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from minorcare.declare.codes import Code, Codes
from minorcare.errors import DeclarationError
from minorcare.label import Label

_HEAD: dict[str, type] = {
    "name": str,
    "zh": str,
    "en": str,
    "version": str,
    "source": str,
    "dated": date,
    "items": list,
}
_ITEM: dict[str, type] = {"value": str, "zh": str, "en": str}
_MORE: dict[str, type] = {"aliases": list, "retired": date}


@cache
def load_codes() -> tuple[Codes, ...]:
    """Every code list that ships, ordered by name."""
    return tuple(read_codes(file) for file in _shipped())


def read_codes(file: Traversable) -> Codes:
    """One code list from a file, for what an office or a plugin keeps itself (a ``pathlib.Path`` will do).

    Raises:
        DeclarationError: naming the file and, for an item, its row, counted from 1.
    """
    raw = _parsed(file)
    items = tuple(_code(item, f"{file.name}, row {row}") for row, item in enumerate(raw["items"], start=1))
    _no_twins(items, file.name)
    if raw["name"] != file.name.removesuffix(".toml"):
        raise DeclarationError(
            f"the list is named {raw['name']!r}", remedy="name the file like the list", where=file.name
        )
    label = Label(raw["zh"], en=raw["en"])
    return Codes(
        name=raw["name"], label=label, items=items, version=raw["version"], source=raw["source"], dated=raw["dated"]
    )


def _shipped() -> list[Traversable]:
    folder = files("minorcare").joinpath("kinds", "codes")
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _parsed(file: Traversable) -> dict[str, Any]:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(str(error), remedy="correct the file; it is TOML in UTF-8", where=file.name) from error
    _expect(raw, _HEAD, {}, file.name)
    for row, item in enumerate(raw["items"], start=1):
        _expect(item, _ITEM, _MORE, f"{file.name}, row {row}")
    return raw


def _expect(raw: Any, needed: dict[str, type], allowed: dict[str, type], where: str) -> None:
    if not isinstance(raw, dict):
        raise DeclarationError("is no table", remedy='write it as { value = "…", zh = "…", en = "…" }', where=where)
    for key, type_ in needed.items():
        if not isinstance(raw.get(key), type_) or raw[key] in ("", []):
            raise DeclarationError(f"{key} is missing or no {type_.__name__}", remedy=f"write {key} = …", where=where)
    for key, value in raw.items():
        if key not in needed and key not in allowed:
            raise DeclarationError(
                f"{key} means nothing here", remedy=f"use {', '.join((*needed, *allowed))}", where=where
            )
        if key in allowed and not isinstance(value, allowed[key]):
            raise DeclarationError(f"{key} is no {allowed[key].__name__}", remedy=f"correct {key}", where=where)


def _code(item: dict[str, Any], where: str) -> Code:
    aliases = tuple(item.get("aliases", ()))
    if not all(isinstance(alias, str) and alias for alias in aliases):
        raise DeclarationError("an alias is no text", remedy='write aliases = ["…", "…"]', where=where)
    return Code(
        value=item["value"], label=Label(item["zh"], en=item["en"]), aliases=aliases, retired=item.get("retired")
    )


def _no_twins(items: tuple[Code, ...], file: str) -> None:
    """Refuse a word that would mean two codes: a spreadsheet cell with it could not be read."""
    meant: dict[str, int] = {}
    for row, item in enumerate(items, start=1):
        for word in {
            word.strip().casefold() for word in (item.value, item.label.zh, item.label.en or "", *item.aliases)
        }:
            if meant.setdefault(word, row) != row:
                message = f"{word!r} already stands in row {meant[word]}"
                raise DeclarationError(
                    message, remedy="give every value, label and alias once in a list", where=f"{file}, row {row}"
                )
