"""Everything that all plugins brought, checked against itself and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

import attrs

from minorcare.access import Opening, Role
from minorcare.access.policies import Narrowing
from minorcare.declare import LEVELS, Code, Codes, Field, Kind, Label, Record
from minorcare.errors import DeclarationError
from minorcare.query import Filter, Tally, check
from minorcare.rules import Risk, Rule, Scheme
from minorcare.rules.checks import Check
from minorcare.rules.findings import because_faults
from minorcare.rules.waits import Wait

CORE = "minorcare"
SETTINGS = "register_settings"
"""The hook whose objects are the settings of a plugin, as its section of ``minorcare.toml`` has them."""

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Brought:
    """One object, and the plugin and hook it came by."""

    plugin: str
    hook: str
    item: Any


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Catalog:
    """All kinds, code lists, rules, roles and reports of a registry. Immutable; printable; no globals behind it."""

    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]
    risks: Mapping[str, Risk]
    schemes: Mapping[str, Scheme]
    rules: Mapping[str, Rule]
    roles: Mapping[str, Role]
    reports: Mapping[str, Tally]
    checks: tuple[Check, ...]
    narrowings: tuple[Narrowing, ...]
    waits: tuple[Wait, ...]
    origin: Mapping[tuple[str, str], str]
    by_class: Mapping[type[Any], Any] = attrs.field(factory=dict, repr=False)  # a setting may be a secret

    @classmethod
    def of(cls, brought: Iterable[Brought]) -> Catalog:
        """The catalog of what was brought.

        Raises:
            DeclarationError: two plugins bring the same name, or something refers to what is not there. Names the plugin.
        """
        found = _Collected()
        for one in brought:
            found.add(one)
        catalog = cls(
            kinds=found.named("kind"),
            codes={**found.named("codes"), **_own_lists(found)},
            risks=found.named("risk"),
            schemes=found.named("scheme"),
            rules=found.named("rule"),
            roles=found.named("role"),
            reports=found.named("report"),
            checks=tuple(found.checks),
            narrowings=tuple(found.narrowings),
            waits=tuple(found.waits),
            origin=found.origin,
            by_class=found.by_class,
        )
        faults = [*found.faults, *_faults(catalog)]
        if faults:
            raise DeclarationError(
                "\n  ".join(faults), remedy="correct the plugin, or start with --without NAME", where="catalog"
            )
        return catalog

    def kind(self, kind: type[Record] | str) -> Kind:
        """The kind given by class or name."""
        name = kind if isinstance(kind, str) else kind.__kind__.name
        try:
            return self.kinds[name]
        except KeyError:
            raise DeclarationError(f"no kind {name!r}", remedy=f"use one of {', '.join(sorted(self.kinds))}") from None

    def settings(self, cls: type[T]) -> T:
        """What this office has set, by the class it is read into: that of a plugin's section, or of a table inside one.

        Raises:
            DeclarationError: no plugin that is enabled has such settings.
        """
        if cls not in self.by_class:
            raise DeclarationError(
                f"no plugin that is enabled has settings {cls.__name__}",
                remedy="return the class from register_settings, or make it the type of a field there",
            )
        return cast("T", self.by_class[cls])

    def target(self, field: Field) -> Kind:
        """The kind a reference names."""
        assert field.ref is not None
        return self.kind(field.ref.target)

    @cached_property
    def with_area(self) -> frozenset[str]:
        """The kinds whose records lie in an area: by a field of their own, or by whom they are about."""
        return frozenset(name for name, kind in self.kinds.items() if self._area_chain(kind) is not None)

    def waiting(self, kind: Kind) -> Mapping[str, int]:
        """The working days after which deadlines of a new record of *kind* fall due, as this office has set them."""
        found = (wait for wait in self.waits if wait.kind == kind.name)
        return {wait.field: getattr(self.settings(wait.settings), wait.days) for wait in found}

    @cached_property
    def about_minor(self) -> Mapping[str, Field | None]:
        """For each kind about a child, the reference that names the child (``None`` for the child's own record)."""
        found: dict[str, Field | None] = {}
        for name, kind in self.kinds.items():
            if name == "minor":
                found[name] = None
            elif kind.about and self.target(kind.about).name == "minor":
                found[name] = kind.about
        return found

    @cached_property
    def narrowed(self) -> Mapping[str, tuple[Filter, ...]]:
        """The scopes plugins add, by kind."""
        by_kind: dict[str, tuple[Filter, ...]] = {}
        for narrowing in self.narrowings:
            by_kind[narrowing.kind] = (*by_kind.get(narrowing.kind, ()), narrowing.where)
        return by_kind

    def plugin_of(self, sort: str, name: str) -> str:
        """The plugin that brought the *sort* (``"kind"``, ``"rule"`` …) called *name*."""
        return self.origin[sort, name]

    def _area_chain(self, kind: Kind, seen: tuple[str, ...] = ()) -> Kind | None:
        if "area" in kind.by_name:
            return kind
        if kind.about is None or kind.name in seen:
            return None
        return self._area_chain(self.target(kind.about), (*seen, kind.name))


_SORTS: dict[type, str] = {Codes: "codes", Risk: "risk", Scheme: "scheme", Rule: "rule", Role: "role", Tally: "report"}


class _Collected:
    def __init__(self) -> None:
        self.by_sort: dict[str, dict[str, Any]] = {}
        self.origin: dict[tuple[str, str], str] = {}
        self.checks: list[Check] = []
        self.narrowings: list[Narrowing] = []
        self.waits: list[Wait] = []
        self.by_class: dict[type[Any], Any] = {}
        self.faults: list[str] = []

    def named(self, sort: str) -> Mapping[str, Any]:
        return self.by_sort.get(sort, {})

    def add(self, one: Brought) -> None:
        item = one.item
        if one.hook == SETTINGS:
            self._set(item, one)
        elif isinstance(item, Check):
            self.checks.append(item)
        elif isinstance(item, Narrowing):
            self.narrowings.append(item)
        elif isinstance(item, Wait):
            self.waits.append(item)
        elif isinstance(item, type) and issubclass(item, Record):
            own = getattr(item, "__kind__", None)
            if own is None or own.cls is not item:
                self.faults.append(
                    f"plugin {one.plugin!r}, {one.hook}: {item.__name__} is no kind; decorate it with @kind(…)"
                )
            else:
                self._name("kind", own.name, own, one)
        elif type(item) in _SORTS:
            self._name(_SORTS[type(item)], item.name, item, one)
        else:
            self.faults.append(
                f"plugin {one.plugin!r}, {one.hook}: brought {type(item).__name__}, which no reader knows"
            )

    def _set(self, made: Any, one: Brought) -> None:
        for cls in filter(attrs.has, type(made).__mro__):
            if cls in self.by_class:
                self.faults.append(f"plugin {one.plugin!r}, {one.hook}: {cls.__name__} is there already")
            self.by_class[cls] = made
        attrs.resolve_types(type(made))
        for field in attrs.fields(type(made)):
            if field.init and isinstance(field.type, type) and attrs.has(field.type):
                self._set(getattr(made, field.name), one)

    def _name(self, sort: str, name: str, item: Any, one: Brought) -> None:
        other = self.origin.get((sort, name))
        if other:
            self.faults.append(
                f"plugin {one.plugin!r}, {one.hook}: {sort} {name!r} is already brought by plugin {other!r}"
            )
            return
        prefix = name.split(".", maxsplit=1)[0] if "." in name else CORE
        if sort in ("kind", "risk", "rule") and prefix != one.plugin:
            wanted = f"{one.plugin}.{name.rsplit('.', 1)[-1]}"
            self.faults.append(f"plugin {one.plugin!r}, {one.hook}: {sort} {name!r} must be called {wanted!r}")
        self.by_sort.setdefault(sort, {})[name] = item
        self.origin[sort, name] = one.plugin


def _own_lists(found: _Collected) -> dict[str, Codes]:
    """The code lists that the catalog is the source of: a field may name a role or a risk."""
    lists = (
        ("role", Label("岗位", en="Roles"), found.named("role")),
        ("risk", Label("风险", en="Risks"), found.named("risk")),
    )
    return {
        name: Codes(
            name=name,
            label=label,
            items=tuple(Code(value=one.name, label=one.label) for one in brought.values()),
            version="1",
            source="catalog",
            dated=date.min,
        )
        for name, label, brought in lists
    }


_HOOKS = {"kind": "register_kinds", "rule": "register_rules", "scheme": "register_rules", "report": "register_reports"}


def _by(catalog: Catalog, sort: str, name: str) -> str:
    return f"plugin {catalog.plugin_of(sort, name)!r}, {_HOOKS[sort]}: {sort} {name!r}"


def _faults(catalog: Catalog) -> list[str]:
    faults: list[str] = []
    for kind in catalog.kinds.values():
        where = f"{_by(catalog, 'kind', kind.name)} ({kind.file}:{kind.line})"
        faults += [f"{where}, {fault}" for fault in _kind_faults(catalog, kind)]
    if faults:
        return faults  # filters cannot be checked against kinds that do not hold together
    for rule in catalog.rules.values():
        faults += [f"{_by(catalog, 'rule', rule.name)}: {f}" for f in _filter_faults(catalog, rule.where, "minor")]
        faults += [f"{_by(catalog, 'rule', rule.name)}: {f}" for f in because_faults(rule, catalog.kinds)]
        if rule.suggests.name not in catalog.risks:
            faults.append(
                f"{_by(catalog, 'rule', rule.name)} suggests {rule.suggests.name!r}, which no plugin brings; return the Risk beside the Rule"
            )
    for scheme in catalog.schemes.values():
        faults += [
            f"{_by(catalog, 'scheme', scheme.name)} lists {r!r}, which is no risk"
            for r in scheme.risks
            if r not in catalog.risks
        ]
    for report in catalog.reports.values():
        if report.kind not in catalog.kinds:
            faults.append(f"{_by(catalog, 'report', report.name)} counts {report.kind!r}, which is no kind")
            continue
        faults += [
            f"{_by(catalog, 'report', report.name)}: {f}" for f in _filter_faults(catalog, report.where, report.kind)
        ]
        faults += [
            f"{_by(catalog, 'report', report.name)}: {f}"
            for f in check.by_faults(report.by, catalog.kinds[report.kind], catalog.kinds)
        ]
    faults += [f"a check is of {c.kind!r}, which is no kind" for c in catalog.checks if c.kind not in catalog.kinds]
    faults += [
        f"a wait is of {w.kind!r}.{w.field}, which is no deadline"
        for w in catalog.waits
        if w.kind not in catalog.kinds or w.field not in {f.name for f in catalog.kinds[w.kind].deadlines}
    ]
    for role in catalog.roles.values():
        faults += [
            f"role {role.name!r} opens {one.kind!r}: {f}" for one in role.opens for f in _opening_faults(catalog, one)
        ]
    for narrowing in catalog.narrowings:
        faults += [
            f"scope of {narrowing.kind!r}: {f}" for f in _filter_faults(catalog, narrowing.where, narrowing.kind)
        ]
    return faults


def _opening_faults(catalog: Catalog, opening: Opening) -> Iterable[str]:
    yield from _filter_faults(catalog, opening.rows(("somebody",)), opening.kind)
    named = catalog.kinds[opening.kind].by_name if opening.kind in catalog.kinds else {}
    yield from (f"shows {name!r}, which is no field" for name in opening.sees if name not in named)


def _filter_faults(catalog: Catalog, where: Filter, kind: str) -> tuple[str, ...]:
    if kind not in catalog.kinds:
        return (f"there is no kind {kind!r}",)
    return check.faults(where, catalog.kinds[kind], catalog.kinds, catalog.codes)


def _kind_faults(catalog: Catalog, kind: Kind) -> list[str]:
    faults: list[str] = []
    for field in kind.fields:
        if field.facts.codes and field.facts.codes not in catalog.codes:
            known = ", ".join(sorted(catalog.codes))
            faults.append(
                f"field {field.name!r} names the code list {field.facts.codes!r}, which is not there; known: {known}"
            )
        if field.ref:
            target = field.ref.target if isinstance(field.ref.target, str) else field.ref.target.__kind__.name  # type: ignore[attr-defined]
            if target not in catalog.kinds:
                faults.append(f"field {field.name!r} refers to {target!r}, which no plugin brings")
            elif catalog.kinds[target].vault:
                faults.append(
                    f"field {field.name!r} refers to {target!r}, which is kept in the vault; nothing may refer into it"
                )
    faults += [f"lists the role {role!r}, which does not exist" for role in kind.roles if role not in catalog.roles]
    if kind.level_by and kind.by_name[kind.level_by].type.name not in ("text", "enum"):
        faults.append(f"is levelled by {kind.level_by!r}, which must be a text that holds one of {', '.join(LEVELS)}")
    return faults
