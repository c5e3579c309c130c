"""``minorcare.toml``: which plugins are enabled, in which order, with which settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from minorcare.errors import DeclarationError
from minorcare.plugins.reading import read_settings

FILE = "minorcare.toml"


@attrs.frozen(kw_only=True)
class Config:
    """What an office has chosen.

    ``plugins`` are names of installed distributions' entry points, or paths of one-file plugins, in order. ``sections`` are the
    settings of each plugin by its name. ``file`` is how messages name where they stand.
    """

    plugins: tuple[str, ...] = ()
    sections: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    folder: Path = attrs.field(factory=Path.cwd)
    file: str = FILE
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
            file=str(file),
            without=without,
        )


def _is_config(raw: Mapping[str, Any]) -> bool:
    names, sections = raw.get("plugins", []), raw.get("settings", {})
    listed = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return listed and isinstance(sections, dict) and all(isinstance(section, dict) for section in sections.values())


def settings_of(cls: type | None, plugin: str, config: Config) -> Any:
    """The settings object of a plugin from its section of the file; as its class has it where there is none.

    Raises:
        DeclarationError: the plugin has no settings but a section, or what :func:`read_settings` finds.
    """
    section = config.sections.get(plugin, {})
    if cls is not None:
        return read_settings(cls, section, file=config.file, name=plugin)
    if section:
        raise DeclarationError(
            "belongs to a plugin without settings",
            remedy="remove the section",
            where=f"{config.file} [settings.{plugin}]",
        )
    return None
