"""What becomes of a kind: where it is declared, and everything that was read from the declaration."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from minorcare.access import Actor, Role, View, view_of
from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind, Sensitivity
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.query import Op, Path, operators, resolve
from minorcare.query.paths import names_of, target_name
from minorcare.rules import Rule
from minorcare.rules.reach import reaches

_SOMEBODY = ("000000000",)  # an area of nobody's: what matters here is whether a role is bounded by one


@attrs.frozen(kw_only=True)
class Explained:
    """What a registry makes of one kind.

    ``filters`` are the operators of every name a question may use, ``rules`` the fields that each rule reads, ``roles`` what each
    role that sees anything of it sees.
    """

    kind: Kind
    plugin: str
    place: str
    table: str | None
    fields: tuple[ExplainedField, ...]
    routes: tuple[tuple[str, str], ...]
    filters: tuple[tuple[str, tuple[Op, ...]], ...]
    rules: tuple[tuple[Rule, tuple[str, ...]], ...]
    reports: tuple[str, ...]
    roles: tuple[ExplainedRole, ...]


@attrs.frozen(kw_only=True)
class ExplainedField:
    """One field: its type in a word or two, its level, and what else is so of it."""

    name: str
    label: Label
    type: str
    sensitivity: Sensitivity
    marks: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ExplainedRole:
    """What a role sees of a kind: which rows, whether it writes, and the fields it does not see in clear."""

    role: Role
    rows: Label
    writes: bool
    masked: tuple[str, ...]


def explain(catalog: Catalog, name: str) -> Explained:
    """Everything there is to say of the kind called *name*. Reads declarations only, and no record.

    Raises:
        Invalid: there is no such kind.
    """
    kind = catalog.kinds.get(name)
    if kind is None:
        known = ", ".join(sorted(catalog.kinds))
        said, remedy = (
            Label("没有这种记录", en="there is no such kind"),
            Label(f"从中选择：{known}", en=f"choose from: {known}"),
        )
        raise Invalid([Problem(at="kind", said=said, remedy=remedy, code="unknown")])
    return Explained(
        kind=kind,
        plugin=catalog.plugin_of("kind", name),
        place=f"{kind.file}:{kind.line}",
        table=None if kind.vault else kind.table,
        fields=tuple(_field(kind, field) for field in kind.fields),
        routes=tuple(_routes(catalog, kind)),
        filters=() if kind.vault else tuple(_filters(catalog, kind)),
        rules=tuple(_rules(catalog, kind)),
        reports=tuple(sorted(report.name for report in catalog.reports.values() if report.kind == name)),
        roles=tuple(_roles(catalog, kind)),
    )


def _field(kind: Kind, field: Field) -> ExplainedField:
    facts = field.facts
    said = {
        "required": field.required,
        "about": field is kind.about,
        "secret": facts.secret,
        "searchable": facts.searchable,
        "identifying": facts.identifying,
        "unique": facts.unique,
        "deadline": field in kind.deadlines,
    }
    type_: str = field.type.name
    if field.ref:
        type_ = f"ref {target_name(field.ref)}"
    elif facts.codes:
        type_ = f"{type_} {facts.codes}"
    return ExplainedField(
        name=field.name,
        label=field.label,
        type=type_,
        sensitivity=field.sensitivity,
        marks=tuple(mark for mark, is_so in said.items() if is_so),
    )


def _routes(catalog: Catalog, kind: Kind) -> Iterator[tuple[str, str]]:
    from minorcare.surfaces.openapi import document

    paths = document(catalog.kinds, catalog.codes, title="", version="")["paths"]
    for path, operations in paths.items():
        if f"{path}/".startswith(f"/api/v1/records/{kind.name}/"):
            yield from ((method.upper(), path) for method in operations if method != "parameters")


def _filters(catalog: Catalog, kind: Kind) -> Iterator[tuple[str, tuple[Op, ...]]]:
    for name in names_of(kind, catalog.kinds):
        if found := operators(resolve(Path((name,)), kind, catalog.kinds)):
            yield name, tuple(found)


def _rules(catalog: Catalog, kind: Kind) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    for rule in catalog.rules.values():
        read = {
            field for reach in reaches(rule.where, catalog.kinds) if reach.kind == kind.name for field in reach.fields
        }
        if read:
            yield rule, tuple(sorted(read))


def _roles(catalog: Catalog, kind: Kind) -> Iterator[ExplainedRole]:
    for role in catalog.roles.values():
        actor = Actor(name="anybody", role=role.name, areas=_SOMEBODY)
        view = view_of(
            actor, kind, roles=catalog.roles, has_area=kind.name in catalog.with_area, narrowed=catalog.narrowed
        )
        if view.readable or kind.name in role.reports:
            yield ExplainedRole(role=role, rows=_rows(view), writes=view.writable, masked=view.masked)


def _rows(view: View) -> Label:
    if view.owner is not None:
        return Label("本人负责的", en="own rows")
    if not view.readable:
        return Label("只报送，不查看", en="reports without reading")
    return Label("全街道", en="whole office") if view.areas is None else Label("负责区域", en="own areas")
