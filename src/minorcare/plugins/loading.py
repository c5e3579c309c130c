"""Loading: from names and paths to a `Catalog`. The one place that meets pluggy's results."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pluggy

from minorcare import hooks
from minorcare.catalog import CORE, SETTINGS, Brought, Catalog
from minorcare.errors import DeclarationError
from minorcare.plugins import core
from minorcare.plugins.reading import tables_of
from minorcare.plugins.settings import Config, settings_of
from minorcare.rules.settings import unknown_codes

GROUP = "minorcare"
_COLLECTED = (
    "register_codes",
    "register_kinds",
    "register_policies",
    "register_rules",
    "register_checks",
    "register_reports",
)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@attrs.frozen(kw_only=True)
class Installed:
    """A plugin that could be enabled, known without importing it."""

    name: str
    version: str
    where: str
    enabled: bool


def installed(config: Config) -> tuple[Installed, ...]:
    """Every plugin installed or named in the configuration. Imports none of them."""
    found = [
        Installed(
            name=entry.name,
            version=entry.dist.version if entry.dist else "?",
            where=entry.value,
            enabled=entry.name in config.plugins,
        )
        for entry in sorted(metadata.entry_points(group=GROUP), key=lambda entry: entry.name)
    ]
    paths = [name for name in config.plugins if _is_path(name)]
    return (*found, *(Installed(name=Path(p).stem, version="-", where=p, enabled=True) for p in paths))


def load_catalog(config: Config, *more: ModuleType | object) -> Catalog:
    """The catalog of the core, the configured plugins in their order, and *more* (plugin modules given directly).

    Raises:
        DeclarationError: a plugin is missing, does not import, implements an unknown hook or brings something wrong; names the
            plugin, the hook, what, and how to start without it.
    """
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    modules: dict[str, Any] = {CORE: core}
    for name in config.plugins:
        stem = Path(name).stem if _is_path(name) else name
        if stem not in config.without:
            if stem in modules:
                raise _blame(stem, "is named twice; two plugins cannot share a name")
            modules[stem] = _from_path(stem, config.folder / name) if _is_path(name) else _from_entry_point(name)
    for module in more:
        if modules.setdefault(_stem(module), module) is not module:
            raise _blame(_stem(module), "is named twice; two plugins cannot share a name")
    _know_sections(config, modules)
    for name, module in modules.items():
        _register(manager, name, module)
    settings = {name: _settings(manager, name, config) for name in modules}
    catalog = Catalog.of(
        (
            *(Brought(plugin=name, hook=SETTINGS, item=made) for name, made in settings.items() if made is not None),
            *(one for hook in _COLLECTED for one in _collect(manager, hook, settings)),
        )
    )
    _know_codes(config, settings, catalog)
    return catalog


def _collect(manager: pluggy.PluginManager, hook: str, settings: Mapping[str, Any]) -> Iterator[Brought]:
    by_plugin = {impl.plugin_name: impl for impl in getattr(manager.hook, hook).get_hookimpls()}
    for name, own in settings.items():
        impl = by_plugin.get(name)
        if impl is None:
            continue
        given = {"settings": own} if "settings" in impl.argnames else {}
        try:
            items = tuple(impl.function(*(given[a] for a in impl.argnames)) or ())
        except DeclarationError:
            raise
        except Exception as error:
            raise _blame(name, f"{hook} failed: {type(error).__name__}: {error}") from error
        for item in items:
            yield Brought(plugin=name, hook=hook, item=item)


def _settings(manager: pluggy.PluginManager, name: str, config: Config) -> Any:
    by_plugin = {impl.plugin_name: impl for impl in manager.hook.register_settings.get_hookimpls()}
    try:
        cls: Any = by_plugin[name].function() if name in by_plugin else None
        return settings_of(cls, name, config)
    except DeclarationError:
        raise
    except Exception as error:
        raise _blame(name, f"register_settings failed: {type(error).__name__}: {error}") from error


def _know_sections(config: Config, modules: Mapping[str, Any]) -> None:
    """Refuse settings that nobody reads: a mistyped name would leave a plugin with its defaults, unnoticed."""
    unknown = sorted(set(config.sections) - set(modules) - set(config.without))
    if unknown:
        raise DeclarationError(
            f"belongs to no plugin that is enabled ({', '.join(modules)})",
            remedy="correct the name, or enable the plugin",
            where=f"{config.file} [settings.{unknown[0]}]",
        )


def _know_codes(config: Config, settings: Mapping[str, Any], catalog: Catalog) -> None:
    """Refuse settings that name a risk, a role or another code that no list has."""
    faults = [
        f"[{table}] {fault}"
        for name, own in settings.items()
        if own is not None
        for table, made in tables_of(own, f"settings.{name}")
        for fault in unknown_codes(made, catalog.codes)
    ]
    if faults:
        raise DeclarationError("\n  ".join(faults), remedy="correct the file", where=config.file)


def _register(manager: pluggy.PluginManager, name: str, module: Any) -> None:
    for impl_name, function in inspect.getmembers(module, inspect.isroutine):
        marked = getattr(function, f"{hooks.PROJECT}_impl", None)
        if marked is None:
            continue
        spec = getattr(hooks, impl_name, None)
        if spec is None:
            raise _blame(name, f"implements {impl_name}, which is no hook of this version")
        defaults = [p.name for p in inspect.signature(function).parameters.values() if p.default is not p.empty]
        if defaults:  # pluggy before 1.7 hands the default over instead of the value
            raise _blame(name, f"{impl_name} gives {', '.join(defaults)} a default")
    try:
        manager.register(module, name)
    except pluggy.PluginValidationError as error:
        raise _blame(name, str(error).replace("\n", " ")) from error


def _is_path(name: str) -> bool:
    return name.endswith(".py") or "/" in name or "\\" in name


def _from_path(stem: str, path: Path) -> ModuleType:
    if not _NAME.fullmatch(stem):
        raise _blame(stem, f"{path.name} is no plugin name; use lower-case words joined by _")
    if not path.exists():
        raise _blame(stem, f"there is no file {path.name}")
    spec = importlib.util.spec_from_file_location(f"minorcare_local_{stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # attrs and pickling look classes up by their module
    try:
        spec.loader.exec_module(module)
    except DeclarationError:
        raise
    except Exception as error:
        raise _blame(stem, f"does not import: {type(error).__name__}: {error}") from error
    return module


def _from_entry_point(name: str) -> Any:
    found = [entry for entry in metadata.entry_points(group=GROUP) if entry.name == name]
    if not found:
        raise _blame(name, "is not installed")
    try:
        return found[0].load()
    except Exception as error:
        raise _blame(name, f"does not import: {type(error).__name__}: {error}") from error


def _stem(module: Any) -> str:
    name: str = getattr(module, "__name__", type(module).__name__)
    return name.rsplit(".", 1)[-1].removeprefix("minorcare_")


def _blame(plugin: str, what: str) -> DeclarationError:
    return DeclarationError(
        what, remedy=f"correct the plugin, or start with --without {plugin}", where=f"plugin {plugin!r}"
    )
