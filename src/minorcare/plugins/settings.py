"""``minorcare.toml``: which plugins are enabled, in which order, with which settings."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from minorcare.errors import DeclarationError

FILE = "minorcare.toml"


@attrs.frozen(kw_only=True)
class Config:
    """What an office has chosen.

    ``plugins`` are names of installed distributions' entry points, or paths of one-file plugins, in order. ``sections`` are the
    settings of each plugin by its name.
    """

    plugins: tuple[str, ...] = ()
    sections: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    folder: Path = attrs.field(factory=Path.cwd)
    without: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path | None = None, *, without: tuple[str, ...] = ()) -> Config:
        """The configuration in *path*; of the working folder's ``minorcare.toml`` if it is there and none is named.

        Raises:
            DeclarationError: the file is not there, is no TOML, or names what is unknown.
        """
        file = path or Path(FILE)
        if not file.exists():
            if path is None:
                return cls(without=without)
            raise DeclarationError("is not there", remedy="name an existing file by --config", where=str(path))
        try:
            raw = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DeclarationError(f"is no TOML: {error}", remedy="correct the line named", where=str(file)) from error
        unknown = set(raw) - {"plugins", "settings"}
        if unknown:
            raise DeclarationError(
                f"has unknown entries {', '.join(sorted(unknown))}",
                remedy="use plugins = […] and [settings.NAME]",
                where=str(file),
            )
        if not _is_config(raw):
            raise DeclarationError(
                "plugins is no list of names, or settings no table of tables",
                remedy='write plugins = ["name"] and [settings.NAME]',
                where=str(file),
            )
        return cls(
            plugins=tuple(raw.get("plugins", ())),
            sections=raw.get("settings", {}),
            folder=file.resolve().parent,
            without=without,
        )


def _is_config(raw: Mapping[str, Any]) -> bool:
    names, sections = raw.get("plugins", []), raw.get("settings", {})
    listed = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return listed and isinstance(sections, dict) and all(isinstance(section, dict) for section in sections.values())


def settings_of(cls: type | None, plugin: str, section: Mapping[str, Any]) -> Any:
    """The settings object of a plugin from its section; a value written ``{env = "NAME"}`` comes from the environment.

    Raises:
        DeclarationError: unknown names or wrong types, all at once.
    """
    where = f"{FILE} [settings.{plugin}]"
    if cls is None:
        if section:
            raise DeclarationError("belongs to a plugin without settings", remedy="remove the section", where=where)
        return None
    known = {a.name: a for a in attrs.fields(cls)}
    faults = [f"unknown {name!r} (known: {', '.join(sorted(known))})" for name in section if name not in known]
    values = {name: _value(value, where) for name, value in section.items() if name in known}
    attrs.resolve_types(cls)
    for name, value in values.items():
        wanted = attrs.fields_dict(cls)[name].type
        if isinstance(wanted, type) and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
            faults.append(f"{name} must be {wanted.__name__}, not {type(value).__name__}")
    faults += [
        f"{a.name} is missing" for a in known.values() if a.init and a.default is attrs.NOTHING and a.name not in values
    ]
    if faults:
        raise DeclarationError("; ".join(faults), remedy="correct the section", where=where)
    return cls(**values)


def _value(value: Any, where: str) -> Any:
    if isinstance(value, dict) and set(value) == {"env"}:
        try:
            return os.environ[value["env"]]
        except KeyError:
            raise DeclarationError(
                f"needs the environment variable {value['env']}", remedy="set it", where=where
            ) from None
    return value
