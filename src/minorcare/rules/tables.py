"""Reading a table of TOML strictly: what is missing, of the wrong type, or means nothing is said, all at once, with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from minorcare.errors import DeclarationError
from minorcare.label import Label

Shape = Mapping[str, type]
_WORDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    list: "a list",
    dict: "a table",
}


def parsed(file: Traversable | Path) -> Mapping[str, Any]:
    """The TOML of a file.

    Raises:
        DeclarationError: it is not there, or no TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeclarationError("cannot be read", remedy="name a file that is there", where=file.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"is no TOML: {error}", remedy="correct the line named", where=file.name) from error


def expect(raw: object, needed: Shape, allowed: Shape, where: str) -> Mapping[str, Any]:
    """*raw* as a table that has every name of *needed*, and beside them none but those of *allowed*.

    Raises:
        DeclarationError: with everything that is wrong with it.
    """
    if not isinstance(raw, Mapping):
        raise DeclarationError("is no table", remedy="write it as a table", where=where)
    shape = {**needed, **allowed}
    faults = [f"{name} is missing" for name in needed if name not in raw]
    faults += [f"{name} means nothing here" for name in raw if name not in shape]
    faults += [f"{name} is not {_WORDS[type_]}" for name, type_ in shape.items() if not _fits(raw, name, type_)]
    if faults:
        raise DeclarationError("; ".join(faults), remedy=f"use {', '.join(shape)}", where=where)
    return raw


def texts(raw: Iterable[object], name: str, where: str) -> tuple[str, ...]:
    """A list of texts.

    Raises:
        DeclarationError: it is empty, or holds something else.
    """
    items = tuple(raw)
    if not items or not all(isinstance(item, str) and item for item in items):
        raise DeclarationError(f"{name} is no list of texts", remedy=f'write {name} = ["…"]', where=where)
    return tuple(str(item) for item in items)


def label(raw: Mapping[str, Any]) -> Label:
    """The words of a table."""
    return Label(raw["zh"], en=raw["en"])


def _fits(raw: Mapping[str, Any], name: str, type_: type) -> bool:
    if name not in raw:
        return True
    value = raw[name]
    if type_ is int:
        return type(value) is int and value >= 0
    return isinstance(value, type_) and value not in ("", [])
