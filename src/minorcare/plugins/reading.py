"""Reading a table of ``minorcare.toml`` into a settings class: its names, the types of its values, the tables inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType, UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin

import attrs

from minorcare.errors import DeclarationError


def read_settings(cls: type[Any], section: Mapping[str, Any], *, file: str, name: str) -> Any:
    """The settings object for a section of *file*; what it does not name is as the class has it.

    A field whose type is an attrs class is a table inside: ``[settings.minorcare.visits]`` for ``visits``. A list becomes a tuple.
    A table of values is laid over what ships, name by name. A value ``{ env = "NAME" }`` comes from the environment.

    Raises:
        DeclarationError: unknown names, wrong types and missing values, all at once, each with its table and what to write.
    """
    faults: list[str] = []
    made = _read(cls, section, f"settings.{name}", faults)
    if faults:
        raise DeclarationError("\n  ".join(faults), remedy="correct the file", where=file)
    return made


def tables_of(made: Any, table: str) -> Iterator[tuple[str, Any]]:
    """A settings object and those of the tables inside it, each with the name of its table."""
    attrs.resolve_types(type(made))
    yield table, made
    for field in attrs.fields(type(made)):
        if field.init and _is_section(field.type):
            yield from tables_of(getattr(made, field.name), f"{table}.{field.name}")


def _read(cls: type[Any], section: Mapping[str, Any], table: str, faults: list[str]) -> Any:
    attrs.resolve_types(cls)
    known = {a.name: a for a in attrs.fields(cls) if a.init}
    before, said = len(faults), list[str]()
    said += (f"unknown {name!r} (known: {', '.join(sorted(known))})" for name in section if name not in known)
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in section:
            values[name] = _value(field, section[name], table, said, faults)
        elif field.default is attrs.NOTHING:
            said.append(f"{name} is missing (write {name} = {_example(field.type)})")
    made = None if said or len(faults) > before else _made(cls, values, said)
    faults += (f"[{table}] {fault}" for fault in said)
    return made


def _value(field: attrs.Attribute[Any], given: Any, table: str, said: list[str], faults: list[str]) -> Any:
    """The value of one field. What is wrong with it goes to *said*, what is wrong in a table inside it to *faults*."""
    name, wanted = field.name, field.type
    if isinstance(given, dict) and set(given) == {"env"} and not _is_section(wanted):
        try:
            given = os.environ[given["env"]]
        except KeyError:
            said.append(f"{name} needs the environment variable {given['env']} (set it)")
            return None
    if _is_section(wanted) and isinstance(given, dict):
        return _read(wanted, given, f"{table}.{name}", faults)
    if not _fits(given, wanted, within=field.converter is None):
        said.append(
            f"{name} must be {words_of(wanted)}, not {type(given).__name__} (write {name} = {_example(wanted)})"
        )
        return None
    if isinstance(given, list):
        return tuple(given)
    if isinstance(given, dict) and isinstance(field.default, Mapping):
        return MappingProxyType({**field.default, **given})
    return given


def _made(cls: type[Any], values: Mapping[str, Any], said: list[str]) -> Any:
    """The object, unless its class refuses a value."""
    try:
        return cls(**values)
    except DeclarationError as error:
        said.append(str(error))
    except (TypeError, ValueError) as error:
        said.append(str(error.args[0] if error.args else error))
    return None


def _is_section(wanted: Any) -> TypeGuard[type[Any]]:
    return isinstance(wanted, type) and attrs.has(wanted)


def _fits(given: Any, wanted: Any, *, within: bool) -> bool:
    """Whether a value is of a type; with *within*, what it holds too. A converter sees to that itself."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return any(_fits(given, each, within=within) for each in inside)
    if origin is tuple:
        return isinstance(given, list) and (not within or all(_fits(each, inside[0], within=True) for each in given))
    if origin is not None and issubclass(origin, Mapping):
        values = given.values() if isinstance(given, dict) else ()
        return isinstance(given, dict) and (not within or all(_fits(each, inside[1], within=True) for each in values))
    if not isinstance(wanted, type):
        return True
    return isinstance(given, wanted) and not (wanted is int and isinstance(given, bool))


def words_of(wanted: Any) -> str:
    """A type as people write it: ``int``, ``a list of str``, ``a table``."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return " or ".join(words_of(each) for each in inside if each is not type(None))
    if origin is tuple:
        word = words_of(inside[0])
        return f"a list of {'tables' if word == 'a table' else word}"
    if _is_section(wanted) or (origin is not None and issubclass(origin, Mapping)):
        return "a table"
    return str(getattr(wanted, "__name__", wanted))


def _example(wanted: Any) -> str:
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return _example(inside[0])
    if origin is tuple:
        return f"[{_example(inside[0])}]"
    if _is_section(wanted) or (origin is not None and issubclass(origin, Mapping)):
        return "{ name = … }"
    return {int: "3", bool: "true", str: '"…"'}.get(wanted, "…")
