"""The parts that the operations of the API are written from: parameters, answers, one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minorcare.declare.checks import ID
from minorcare.declare.codes import Codes
from minorcare.declare.kind import Kind
from minorcare.declare.values import ValueType
from minorcare.label import Label
from minorcare.query.check import order_problems
from minorcare.query.fits import operators
from minorcare.query.paths import Resolved, names_of, resolve
from minorcare.query.questions import MAX_LIMIT
from minorcare.query.tree import Op, Path
from minorcare.surfaces.schemas import SECRET, SENSITIVITY, Schema, nullable, object_, own, value_schema

PROBLEM = "application/problem+json"
ETAG = '^"[0-9]+"$'
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"

_OPERATORS: Mapping[Op, str] = {
    "eq": "equals",
    "ne": "is empty or different from",
    "lt": "less than, or before",
    "lte": "at most, or up to",
    "gt": "more than, or after",
    "gte": "at least, or from",
    "in": "one of",
    "empty": "nothing is recorded (true), or something is (false)",
    "contains": "holds",
    "within": "is this area or lies in it",
    "matches": "is found by characters, pinyin or initials",
}

_STATUSES: Mapping[str, tuple[str, str]] = {
    "400": ("Malformed", "The query or the JSON cannot be read"),
    "401": ("SignInNeeded", "Nobody is signed in"),
    "403": ("Refused", "The actor may not do this, or the state of the record does not allow it"),
    "404": ("NotFound", "No such record for this actor: absent, foreign, sealed and erased read alike"),
    "409": ("Conflict", "Somebody else changed the record, or the same replay key came with other content"),
    "413": ("TooLarge", "The body is too long"),
    "415": ("WrongType", "The body is not of the type that is read here"),
    "422": ("Invalid", "The values are wrong; all problems at once"),
    "428": ("VersionNeeded", "If-Match is missing"),
    "503": ("Unavailable", "The store cannot answer now; the same call may be repeated"),
}
_READS, _WRITES = (
    ("400", "401", "403", "404", "422", "503"),
    ("400", "401", "403", "404", "409", "413", "415", "422", "503"),
)


def operation(
    name: str,
    label: Label,
    action: str,
    answer: Mapping[str, Schema],
    *,
    tag: str,
    kind: str | None = None,
    parameters: tuple[Schema, ...] = (),
    body: Schema | None = None,
    writes: bool = False,
    statuses: tuple[str, ...] = (),
) -> Schema:
    """One operation: who may call it, what it does to which kind, what it takes and every answer it gives.

    Args:
        action: What the desk does, as the journal calls it.
        answer: The answer when all goes well, by status.
        statuses: Errors besides those that every reading or writing operation may give.
    """
    errors = sorted({*(_WRITES if writes else _READS), *statuses})
    found: Schema = {
        "operationId": name,
        "summary": label.zh,
        "description": label.in_("en"),
        "tags": [tag],
        "security": [{"token": []}, {"session": []}],
        "x-minorcare-action": action,
        "parameters": [*parameters, shared("Language"), shared("Purpose")],
        "responses": dict(answer) | {code: _component("responses", _STATUSES[code][0]) for code in errors},
    }
    if kind:
        found["x-minorcare-kind"] = kind
    if writes:
        found["parameters"].append(shared("ReplayKey"))
    if body:
        found["requestBody"] = {"required": True, "content": body}
    return found


def json_of(schema: Schema) -> Schema:
    """JSON content of this schema."""
    return {"application/json": {"schema": schema}}


def answers(
    said: str, schema: Schema | None = None, *, versioned: bool = False, content: Schema | None = None
) -> Schema:
    """One answer; *versioned* ones carry the version of the record as ETag."""
    found: Schema = {"description": said}
    if schema or content:
        found["content"] = content or json_of(schema or {})
    if versioned:
        found["headers"] = {
            "ETag": {"description": 'The version, in quotes: "3"', "schema": {"type": "string", "pattern": ETAG}}
        }
    return found


def of_schema(name: str) -> Schema:
    """A reference to a schema among the components."""
    return _component("schemas", name)


def shared(name: str) -> Schema:
    """A reference to a parameter among the components."""
    return _component("parameters", name)


def _component(group: str, name: str) -> Schema:
    return {"$ref": f"#/components/{group}/{name}"}


def query(name: str, schema: Schema, said: str, **more: Any) -> Schema:
    """A parameter of the query; lists are written with commas."""
    found: Schema = {"name": name, "in": "query", "description": said, "schema": schema, **more}
    return found | ({"style": "form", "explode": False} if schema.get("type") == "array" else {})


def in_path(name: str, schema: Schema, said: str) -> Schema:
    """A parameter of the path."""
    return {"name": name, "in": "path", "required": True, "description": said, "schema": schema}


def parameters() -> dict[str, Schema]:
    """The parameters that operations share."""
    replay = "A UUID the client makes; the same key with the same content answers with the first receipt"
    return {
        "Id": in_path("id", {"type": "string", "pattern": f"^{ID}$"}, "The id of the record"),
        "Limit": query(
            "limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 50}, "At most so many items"
        ),
        "After": query("after", {"type": "string"}, "The cursor that the page before gave as `next`"),
        "Purpose": query(
            "purpose",
            {"type": "string"},
            "What it is done for, a code; stands in the journal. May be sent as the header X-Purpose instead",
        ),
        "IfMatch": {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": 'The version the change starts from, in quotes: "3"',
            "schema": {"type": "string", "pattern": ETAG},
        },
        "ReplayKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": replay,
            "schema": {"type": "string", "format": "uuid"},
        },
        "Language": {
            "name": "Accept-Language",
            "in": "header",
            "description": "The language of messages: Chinese unless English is asked for",
            "schema": {"type": "string", "default": "zh"},
        },
    }


def responses() -> dict[str, Schema]:
    """The answers when something goes wrong."""
    content = {PROBLEM: {"schema": of_schema("ProblemReport")}}
    return {name: {"description": said, "content": content} for name, said in _STATUSES.values()}


def problem_schemas() -> dict[str, Schema]:
    """One problem at its address, and the answer (RFC 9457) that carries them all."""
    text = {"type": "string"}
    each = object_(
        {
            "at": own(
                text, Label("位置", en="Address: a field, a path such as evidence[2].kind, or empty for the whole")
            ),
            "said": own(text, Label("问题", en="What is wrong; never repeats a value")),
            "remedy": own(text, Label("办法", en="What to do about it")),
            "code": own(text, Label("代码", en="The same for machines")),
        },
        required=("at", "said", "remedy", "code"),
    )
    report = object_(
        {
            "type": own(text, Label("类别", en="Kind of error")),
            "title": own(text, Label("标题", en="Kind of error, in words")),
            "status": own({"type": "integer"}, Label("状态码", en="HTTP status")),
            "detail": own(text, Label("说明", en="What happened, in words")),
            "problems": own(
                {"type": "array", "items": of_schema("Problem")}, Label("问题清单", en="Everything that is wrong")
            ),
            "current": own(
                {"type": "object"},
                Label("现在的记录", en="After a conflict: the record as it is now, as the caller sees it"),
                "restricted",
            ),
        },
        required=("type", "title", "status"),
        title=Label("没能办成", en="What went wrong"),
    )
    return {"Problem": each, "ProblemReport": report}


def filters(kind: Kind, kinds: Mapping[str, Kind], codes: Mapping[str, Codes]) -> Iterator[Schema]:
    """Every filter of a list in URL form: ``field`` and ``field__op``, then search and order."""
    for name in names_of(kind, kinds):
        found = resolve(Path((name,)), kind, kinds)
        for op in operators(found):
            yield _filter(name, op, found, codes)
    if kind.searchable:
        yield query(
            "q", {"type": "string", "minLength": 1}, "Search by name, pinyin or initials", **{SENSITIVITY: "personal"}
        )
    sortable = [name for name in names_of(kind, kinds) if not order_problems((name,), kind, kinds)]
    names = [sign + name for name in sortable for sign in ("", "-")]
    yield query(
        "order", {"type": "array", "items": {"type": "string", "enum": names}}, "Sort by these; `-` turns one round"
    )


def _filter(name: str, op: Op, found: Resolved, codes: Mapping[str, Codes]) -> Schema:
    item = _text_of(found, codes)
    schema = item
    if op == "in":
        schema = {"type": "array", "items": item}
    elif op == "empty":
        schema = {"type": "boolean"}
    elif op in ("within", "matches") or (op == "contains" and found.type.name == "text"):
        schema = {"type": "string", "minLength": 1}
    label = found.field.label if found.field else Label(name, en=name)
    more: Schema = {SENSITIVITY: found.field.sensitivity if found.field else "open"}
    if found.secret:
        more[SECRET] = True
    said = f"{label.zh} ({label.in_('en')}): {_OPERATORS[op]}"
    return query(name if op == "eq" else f"{name}__{op}", schema, said, **more)


def _text_of(found: Resolved, codes: Mapping[str, Codes]) -> Schema:
    """One value as it stands in a URL."""
    if found.type.name == "decimal":
        return {"type": "string", "pattern": _DECIMAL}
    if found.field is None:
        return _column(found.type)
    schema = value_schema(found.field, codes)
    schema = schema["items"] if found.type.name == "codes" else schema
    return {key: value for key, value in schema.items() if not key.startswith("x-")}


def _column(type_: ValueType) -> Schema:
    match type_.name:
        case "int":
            return {"type": "integer"}
        case "datetime":
            return {"type": "string", "format": "date-time"}
        case _:
            return {"type": "string"}


def page(items: Schema) -> Schema:
    """A page of *items*, and where the next one starts."""
    return object_(
        {
            "items": own({"type": "array", "items": items}, Label("条目", en="The items, in order")),
            "next": own(nullable({"type": "string"}), Label("下一页", en="Cursor of the next page; null at the end")),
        },
        required=("items", "next"),
    )
