"""What every plugin keeps. A check takes the plugin (its module, or an object with its hooks) and what it builds on, if anything."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings

from minorcare.access import trusted
from minorcare.catalog import CORE, Catalog
from minorcare.declare import LEVELS, Kind, Record
from minorcare.kinds import DERIVED
from minorcare.label import LANGUAGES, Label
from minorcare.plugins import Config, core, load_catalog
from minorcare.query import Query
from minorcare.registry import Registry
from minorcare.surfaces import converters, openapi, strict_json
from minorcare.surfaces.writing import template
from minorcare.testing import OFFICE, Street, registry_in, street
from minorcare.testing.strategies import DAY, records

Check = Callable[..., None]


def loads_with_the_core(plugin: object, *beside: object) -> None:
    """It starts beside the core, twice alike: hooks return plain objects and keep nothing between two calls."""
    first, second = (_catalog(plugin, *beside) for _ in range(2))
    assert list(first.kinds) == list(second.kinds)
    assert list(first.rules) == list(second.rules)


def names_begin_with_the_plugin(plugin: object, *beside: object) -> None:
    """Its kinds, risks, schemes, rules and reports are called ``PLUGIN.name``, so that two plugins never meet."""
    catalog, name = _catalog(plugin, *beside), _name(plugin)
    brought = [
        (sort, one) for (sort, one), by in catalog.origin.items() if by == name and sort not in ("codes", "role")
    ]
    assert [(sort, one) for sort, one in brought if not one.startswith(f"{name}.")] == []


def hooks_take_no_defaults(plugin: object, *beside: object) -> None:  # noqa: ARG001 - one signature for all checks
    """A hook names the arguments it needs and gives none a default: the default would hide the value."""
    for name, hook in inspect.getmembers(plugin, inspect.isroutine):
        if hasattr(hook, "minorcare_impl"):
            given_ = inspect.signature(hook).parameters.values()
            assert [p.name for p in given_ if p.default is not p.empty] == [], name


def texts_are_complete(plugin: object, *beside: object) -> None:
    """Whatever people read (kinds, fields, states, choices, risks, reasons, reports) is written in Chinese and in English."""
    catalog, name = _catalog(plugin, *beside), _name(plugin)
    missing = [where for where, label in _labels(catalog, name) if not (label.zh.strip() and (label.en or "").strip())]
    assert missing == []
    for where, label in _labels(catalog, name):
        for lang in LANGUAGES:
            assert label.in_(lang).strip() == label.in_(lang), where


def every_field_has_a_level(plugin: object, *beside: object) -> None:
    """Every value has one of the four levels; a secret is at least sensitive; whose record it is, is no more secret than all of it."""
    for kind in _kinds(plugin, *beside):
        assert [f.name for f in kind.fields if f.sensitivity not in LEVELS] == []
        low = [f.name for f in kind.secrets if LEVELS.index(f.sensitivity) < LEVELS.index("sensitive")]
        assert low == [], kind.name


def every_kind_has_readers(plugin: object, *beside: object) -> None:
    """A kind is about a child, lies in an area, or lists the roles that read it; a vault lists those that open it."""
    catalog = _catalog(plugin, *beside)
    for kind in _kinds(plugin, *beside):
        assert kind.roles or (not kind.vault and kind.name in catalog.with_area), kind.name


def records_survive_json(plugin: object, *beside: object) -> None:
    """A record written as JSON is read back with the very same values."""
    catalog = _catalog(plugin, *beside)
    for kind in _kinds(plugin, *beside):
        _each(kind, catalog, partial(_through_json, kind))


def the_api_describes_it(plugin: object, *beside: object) -> None:
    """Its kinds stand in the OpenAPI document with a level for every value, and vaults stand in it nowhere."""
    catalog = _catalog(plugin, *beside)
    told = orjson.dumps(openapi.document(catalog.kinds, catalog.codes, title="t", version="1"))
    paths = orjson.loads(told)["paths"]
    for kind in _kinds(plugin, *beside):
        assert kind.vault != any(path.endswith(f"/records/{kind.name}") for path in paths), kind.name
        if not kind.vault:
            made = openapi.schema(kind, catalog.codes, "read")
            told_of = {n for n, p in made["properties"].items() if "x-minorcare-sensitivity" in p}
            assert set(kind.by_name) <= told_of, kind.name


def sheets_can_be_filled_in(plugin: object, *beside: object) -> None:
    """An import template can be made of every kind, in both languages, and no two columns have one heading."""
    catalog = _catalog(plugin, *beside)
    for kind in _kinds(plugin, *beside):
        for lang in LANGUAGES:
            assert template(kind, catalog.codes, lang).startswith(b"PK")
            headings = [f.label.in_(lang) for f in kind.fields]
            assert len(headings) == len(set(headings)), (kind.name, lang)


def records_are_kept_and_found(plugin: object, *beside: object) -> None:
    """Its records can be stored, found in every form, and verified."""
    with tempfile.TemporaryDirectory() as folder:
        registry = registry_in(Path(folder), *_given(plugin, *beside))
        try:
            ids = _ids(street(registry))
            kept = [kind for kind in _kinds(plugin, *beside) if not kind.vault and kind.name not in DERIVED]
            for kind in kept:
                _each(kind, registry.catalog, partial(_keep, registry, kind), ids)
            assert list(registry.store.verify()) == []
        finally:
            registry.close()


def _keep(registry: Registry, kind: Kind, record: Record) -> None:
    registry.found(OFFICE, record)
    reader, query = registry.store.reader(), Query(kind=kind.name, limit=500)
    row = next(row for row in reader.find(OFFICE, query, trusted, DAY).rows if row.id == record.id)
    clear = {name: value for name, value in row.values.items() if not kind.by_name[name].facts.secret}
    assert clear == {name: getattr(record, name) for name in clear}
    made = next(
        one for one in orjson.loads(reader.find_json(OFFICE, query, trusted, DAY).body) if one["id"] == record.id
    )
    assert all(kind.by_name[name].to_json(value) == made[name] for name, value in clear.items())


def _through_json(kind: Kind, record: Record) -> None:
    values = kind.values(record)
    told = converters.to_json(kind, values, ())
    names = [f.name for f in kind.fields if f is not kind.state]
    sent = strict_json.loads(orjson.dumps({"id": told["id"], **{name: told[name] for name in names}}))
    read = converters.from_json(kind, sent)
    assert {name: read.get(name) for name in names} == {name: values[name] for name in names}


def _each(
    kind: Kind, catalog: Catalog, check: Callable[[Record], None], ids: dict[str, tuple[str, ...]] | None = None
) -> None:
    quiet = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))

    @quiet
    @given(records(kind, catalog.codes, ids))
    def run(record: Record) -> None:
        check(record)

    run()


def _ids(made: Street) -> dict[str, tuple[str, ...]]:
    return {"minor": made.minors, "household": made.households, "member": made.members}


def _catalog(plugin: object, *beside: object) -> Catalog:
    return load_catalog(Config(), *_given(plugin, *beside))


def _given(plugin: object, *beside: object) -> tuple[object, ...]:
    """The core is a plugin like any other, and always there."""
    return beside if plugin is core else (*beside, plugin)


def _name(plugin: object) -> str:
    if plugin is core:
        return CORE
    name: str = getattr(plugin, "__name__", type(plugin).__name__)
    return name.rsplit(".", 1)[-1].removeprefix("minorcare_")


def _kinds(plugin: object, *beside: object) -> list[Kind]:
    catalog, name = _catalog(plugin, *beside), _name(plugin)
    return [kind for kind in catalog.kinds.values() if catalog.plugin_of("kind", kind.name) == name]


def _labels(catalog: Catalog, name: str) -> Iterator[tuple[str, Label]]:
    """Where each text of a plugin stands, and the text."""

    def own(sort: str, brought: Mapping[str, Any]) -> list[Any]:
        return [each for each in brought.values() if catalog.origin.get((sort, each.name)) == name]

    for kind in own("kind", catalog.kinds):
        yield from _labels_of(kind)
    for sort, brought in (
        ("risk", catalog.risks),
        ("scheme", catalog.schemes),
        ("report", catalog.reports),
        ("role", catalog.roles),
    ):
        yield from ((each.name, each.label) for each in own(sort, brought))
    yield from ((rule.name, rule.because) for rule in own("rule", catalog.rules))
    for codes in own("codes", catalog.codes):
        yield codes.name, codes.label
        yield from ((f"{codes.name} {item.value}", item.label) for item in codes.items)


def _labels_of(kind: Kind) -> Iterator[tuple[str, Label]]:
    yield kind.name, kind.label
    for field in kind.fields:
        yield f"{kind.name}.{field.name}", field.label
        if field.facts.help:
            yield f"{kind.name}.{field.name} help", field.facts.help
    if kind.lifecycle:
        yield from ((f"{kind.name} {state}", kind.lifecycle.label_of(state)) for state in kind.lifecycle.states)


plugin_checks: tuple[Check, ...] = (
    loads_with_the_core,
    names_begin_with_the_plugin,
    hooks_take_no_defaults,
    texts_are_complete,
    every_field_has_a_level,
    every_kind_has_readers,
    records_survive_json,
    the_api_describes_it,
    sheets_can_be_filled_in,
    records_are_kept_and_found,
)
