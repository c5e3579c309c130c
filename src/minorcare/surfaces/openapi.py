"""The OpenAPI 3.1 document, read from the declarations: what the API takes and gives, for whom, and how sensitive each value is."""

from __future__ import annotations

from collections.abc import Mapping

from minorcare.declare.codes import Codes
from minorcare.declare.kind import Kind
from minorcare.label import Label
from minorcare.surfaces.act_routes import act_paths, act_schemas
from minorcare.surfaces.office_routes import office_paths, office_schemas
from minorcare.surfaces.routes import (
    answers,
    filters,
    json_of,
    of_schema,
    operation,
    page,
    parameters,
    problem_schemas,
    responses,
    shared,
)
from minorcare.surfaces.schemas import Schema, own, schema

__all__ = ["document", "schema"]


def document(
    kinds: Mapping[str, Kind], codes: Mapping[str, Codes], *, title: str, version: str, prefix: str = "/api/v1"
) -> Schema:
    """The whole document. Vault kinds are left out: they have no routes.

    Args:
        kinds: All kinds by name.
        codes: All code lists by name.
        prefix: Where the API is mounted; the health check stands beside it, at ``/healthz``.
    """
    shown = {name: kind for name, kind in kinds.items() if not kind.vault}
    schemas: dict[str, Schema] = problem_schemas() | office_schemas() | act_schemas(shown)
    paths: dict[str, Schema] = {}
    for name, kind in shown.items():
        schemas |= _schemas(kind, codes)
        paths |= _record_paths(kind, shown, codes, f"{prefix}/records/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "tags": [{"name": name, "description": _words(kind.label)} for name, kind in shown.items()]
        + [{"name": "office", "description": "Work list, figures, sheets and journal of an office"}],
        "paths": paths | office_paths(prefix) | act_paths(prefix, shown),
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "responses": responses(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of an account, for programs"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-minorcare",
                    "description": "A signed-in browser",
                },
            },
        },
    }


def _words(label: Label) -> str:
    return f"{label.zh} ({label.in_('en')})"


# --- records ---


def _schemas(kind: Kind, codes: Mapping[str, Codes]) -> dict[str, Schema]:
    found = {
        kind.name: schema(kind, codes, "read"),
        f"{kind.name}-create": schema(kind, codes, "create"),
        f"{kind.name}-change": schema(kind, codes, "change"),
        f"{kind.name}-page": page(of_schema(kind.name)),
    }
    if kind.lifecycle:
        found[f"{kind.name}-transition"] = _transition_schema(kind, found[f"{kind.name}-change"])
    return found


def _transition_schema(kind: Kind, change: Schema) -> Schema:
    to = own(
        {"type": "string", "enum": list(kind.lifecycle.states) if kind.lifecycle else []},
        Label("转到", en="The state it goes to"),
    )
    return change | {"properties": {"to": to, **change["properties"]}, "required": ["to"]}


def _record_paths(kind: Kind, kinds: Mapping[str, Kind], codes: Mapping[str, Codes], path: str) -> dict[str, Schema]:
    name, one, own_id = kind.name, of_schema(kind.name), shared("Id")
    asked = (*filters(kind, kinds, codes), shared("Limit"), shared("After"))

    def does(
        act: str,
        zh: str,
        en: str,
        answer: dict[str, Schema],
        *,
        takes: tuple[Schema, ...] = (),
        body: str = "",
        statuses: tuple[str, ...] = (),
    ) -> Schema:
        return operation(
            f"{kind.table}_{act}",
            Label(f"{zh}：{kind.label.zh}", en=f"{en}: {kind.label.in_('en')}"),
            act,
            answer,
            tag=name,
            kind=name,
            parameters=takes,
            body=json_of(of_schema(f"{name}-{body}")) if body else None,
            writes=bool(body),
            statuses=statuses,
        )

    found: dict[str, Schema] = {
        path: {
            "get": does(
                "list", "列表", "List", {"200": answers("A page of records", of_schema(f"{name}-page"))}, takes=asked
            ),
            "post": does(
                "create", "新建", "Create", {"201": answers("The new record", one, versioned=True)}, body="create"
            ),
        },
        f"{path}/{{id}}": {
            "get": does("get", "查看", "Get", {"200": answers("The record", one, versioned=True)}, takes=(own_id,)),
            "patch": does(
                "change",
                "更改",
                "Change",
                {"200": answers("The record as it is now", one, versioned=True)},
                takes=(own_id, shared("IfMatch")),
                body="change",
                statuses=("428",),
            ),
        },
        f"{path}/{{id}}/history": {
            "get": does(
                "history",
                "历次版本",
                "History",
                {"200": answers("Its versions", of_schema("History"))},
                takes=(own_id,),
            ),
        },
    }
    if kind.lifecycle:
        found[f"{path}/{{id}}/transition"] = {
            "post": does(
                "transition",
                "转入另一状态",
                "Move to another state",
                {"200": answers("The record as it is now", one, versioned=True)},
                takes=(own_id, shared("IfMatch")),
                body="transition",
                statuses=("428",),
            ),
        }
    return found
