"""The OpenAPI document."""

import json
from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from minorcare.declare import Code, Codes, Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.surfaces.converters import to_json
from minorcare.surfaces.openapi import document, schema

REASONS = Codes(
    name="reasons",
    label=Label("原因", en="Reasons"),
    items=(
        Code(value="ill", label=Label("生病", en="Ill")),
        Code(value="work", label=Label("打工", en="Work")),
        Code(value="old", label=Label("旧", en="Old"), retired=date(2025, 1, 1)),
    ),
    version="1",
    source="made up",
    dated=date(2026, 1, 1),
)
CODES = {"reasons": REASONS}
CASE = Lifecycle({"found": Label("发现", en="Found")}, found="talking closed", talking="closed")


@kind("pupil", label=Label("学生", en="Pupil"))
class Pupil(Record):
    name: str = field(
        label=Label("姓名", en="Name"), max_length=30, sensitivity="personal", searchable=True, example="张三"
    )
    number: str | None = field(
        default=None, label=Label("证件号", en="ID number"), pattern="[0-9]{17}[0-9X]", secret=True
    )
    area: str = field(label=Label("区域", en="Area"), sensitivity="open")


@kind("school.absence", label=Label("缺课", en="Absence"))
class Absence(Record):
    pupil: Id = ref(Pupil, about=True, label=Label("学生", en="Pupil"))
    since_day: date = field(label=Label("起始日", en="First day"), max="today", sensitivity="open")
    hours: Decimal | None = field(default=None, label=Label("学时", en="Hours"), places=1, min=Decimal("0.5"), unit="h")
    days: int = field(default=1, label=Label("天数", en="Days"), min=1, max=200)
    reason: str | None = field(default=None, codes="reasons", label=Label("原因", en="Reason"))
    reasons: tuple[str, ...] = field(default=(), codes="reasons", label=Label("各原因", en="Reasons"))
    due: date | None = deadline(days=3, after="since_day", default=None, label=Label("期限", en="Due"))
    status: str = state(CASE, label=Label("状态", en="Status"))


@kind("school.record", label=Label("封存", en="Sealed"), vault=True)
class Sealed(Record):
    text: str = field(label=Label("内容", en="Text"))


KINDS = {each.__kind__.name: each.__kind__ for each in (Pupil, Absence, Sealed)}
METHODS = {"get", "post", "patch", "put", "delete"}


@pytest.fixture(scope="module")
def api() -> dict:
    return document(KINDS, CODES, title="测试", version="1")


@pytest.fixture(scope="module")
def operations(api) -> dict:
    return {
        (method, path): each
        for path, item in api["paths"].items()
        for method, each in item.items()
        if method in METHODS
    }


def properties(schema):
    """Every property of every object in *schema*, however deep."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"].items()
        for each in schema.values():
            yield from properties(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from properties(each)


def test_document_is_valid(api):
    """The document is OpenAPI 3.1, before and after it went over the wire."""
    OpenAPIV31SpecValidator(json.loads(json.dumps(api))).validate()


def test_schemas_are_valid(api):
    """Every schema is one of JSON Schema 2020-12."""
    for each in api["components"]["schemas"].values():
        Draft202012Validator.check_schema(each)


def test_every_operation_says_who_and_what(operations):
    """Nobody can add a route that says neither who may call it nor what it does; only the health check is open to all."""
    assert [] == [
        key for key, each in operations.items() if "security" not in each or not each.get("x-minorcare-action")
    ]
    assert [("get", "/healthz")] == [key for key, each in operations.items() if not each["security"]]
    assert len(operations) == len({each["operationId"] for each in operations.values()})


def test_every_property_says_how_sensitive_it_is(api):
    """Bodies, answers, envelopes and parts of forms: each property has its level."""
    found = list(properties(api))

    assert len(found) > 100
    assert [] == [
        name
        for name, each in found
        if each.get("x-minorcare-sensitivity") not in ("open", "personal", "sensitive", "restricted")
    ]


def test_vault_kinds_have_no_trace(api):
    """A kind whose records can be sealed has no route and no schema."""
    assert "school.record" not in json.dumps(api)


def test_record_routes(operations):
    """A kind has a list, records and their history; only one with states has transitions."""
    mine = {
        key: each["x-minorcare-action"]
        for key, each in operations.items()
        if each.get("x-minorcare-kind") == "school.absence"
    }

    path = "/api/v1/records/school.absence"
    assert {
        ("get", path): "list",
        ("post", path): "create",
        ("get", path + "/{id}"): "get",
        ("patch", path + "/{id}"): "change",
        ("get", path + "/{id}/history"): "history",
        ("post", path + "/{id}/transition"): "transition",
    } == mine
    assert ("post", "/api/v1/records/pupil/{id}/transition") not in operations


def test_office_routes(operations):
    """Work list, figures, sheets, journal and health have routes beside the records."""
    paths = {path.removeprefix("/api/v1") for _, path in operations}

    assert {
        "/worklist",
        "/tallies/{name}",
        "/reports/{name}",
        "/imports",
        "/exports",
        "/journal",
        "/changes",
        "/healthz",
    } <= paths


def test_filters_are_parameters(operations):
    """Each field is asked by the operators that go with it; a secret only as a whole."""
    lists = {kind: operations["get", f"/api/v1/records/{kind}"]["parameters"] for kind in ("pupil", "school.absence")}
    names = {kind: [each["name"] for each in found if "name" in each] for kind, found in lists.items()}

    assert {
        "status",
        "status__in",
        "since_day__lte",
        "hours__gte",
        "reasons__contains",
        "area__within",
        "no",
        "order",
    } <= set(names["school.absence"])
    assert {"name__matches", "q", "number", "number__in", "number__empty"} <= set(names["pupil"])
    assert not {"number__contains", "number__lt", "number__ne"} & set(names["pupil"])
    assert all(len(found) == len(set(found)) for found in names.values())


def test_secret_parameters_are_marked(operations):
    """Whoever logs addresses can see which parameters must not be written down."""
    found = operations["get", "/api/v1/records/pupil"]["parameters"]

    assert {"number", "number__in", "number__empty"} == {
        each["name"] for each in found if each.get("x-minorcare-secret")
    }


def test_order_names_what_can_be_sorted(operations):
    """A list is sorted by single values, either way round, and not by secrets."""
    (order,) = [
        each for each in operations["get", "/api/v1/records/pupil"]["parameters"] if each.get("name") == "order"
    ]

    assert {"name", "-name"} <= set(order["schema"]["items"]["enum"])
    assert "number" not in order["schema"]["items"]["enum"]


def test_changes_name_a_version(operations):
    """What changes a record takes If-Match and can conflict; what it answers carries an ETag."""
    for method, path in (("patch", ""), ("post", "/transition")):
        each = operations[method, "/api/v1/records/school.absence/{id}" + path]
        assert {"$ref": "#/components/parameters/IfMatch"} in each["parameters"]
        assert {"200", "409", "422", "428"} <= set(each["responses"])
        assert "ETag" in each["responses"]["200"]["headers"]


def test_errors_are_problems(api):
    """Every error is problem+json with the address and remedy of each problem."""
    for each in api["components"]["responses"].values():
        assert ["application/problem+json"] == list(each["content"])
    assert {"at", "said", "remedy", "code"} == set(api["components"]["schemas"]["Problem"]["properties"])


def test_created_is_what_is_declared():
    """To create: required fields, no state, codes in force, bounds and lengths, nothing besides."""
    found = schema(Absence.__kind__, CODES, "create")
    props = found["properties"]

    assert found["additionalProperties"] is False
    assert ["pupil", "since_day"] == found["required"]
    assert ["id", "office", "pupil", "since_day", "hours", "days", "reason", "reasons", "due"] == list(props)
    assert ["ill", "work", None] == props["reason"]["enum"]
    assert (5, 1, "h") == (
        props["hours"]["minimum"],
        props["hours"]["x-minorcare-places"],
        props["hours"]["x-minorcare-unit"],
    )
    assert (1, 200, 1) == (props["days"]["minimum"], props["days"]["maximum"], props["days"]["default"])
    assert ("起始日", "First day", "today") == tuple(
        props["since_day"][key] for key in ("title", "description", "x-minorcare-max")
    )
    assert "pupil" == props["pupil"]["x-minorcare-ref"]


def test_changed_is_whatever_is_named():
    """To change: no field is required, neither id nor state can be named, and only optional fields can be emptied."""
    found = schema(Absence.__kind__, CODES, "change")

    assert "required" not in found
    assert not {"id", "office", "status"} & set(found["properties"])
    assert ("string", ["string", "null"]) == tuple(
        found["properties"][name]["type"] for name in ("since_day", "reason")
    )


def test_read_rows_fit_whether_masked_or_not():
    """What is read has its state, retired codes and masks, and fits the schema."""
    row = {"id": "a", "version": 1, "no": 7, "area": "530111004002", "since": "2026-09-01T08:00:00.000Z"}
    absence = {
        "pupil": "b",
        "since_day": date(2026, 9, 1),
        "hours": Decimal("1.5"),
        "reason": "old",
        "reasons": (),
        "status": "found",
    }
    pupil = {"name": "张**", "number": "…123X", "area": "530111004002"}

    for cls, values, masked in (
        (Absence, absence, ()),
        (Absence, absence | {"days": None}, ("days",)),
        (Pupil, pupil, ("name", "number")),
    ):
        validator = Draft202012Validator(schema(cls.__kind__, CODES, "read"))
        assert [] == list(validator.iter_errors(row | to_json(cls.__kind__, values, masked)))


def test_retirement_counts_from_its_day():
    """With a day given, a code may be written until it retires."""
    assert "old" in schema(Absence.__kind__, CODES, "create", day=date(2024, 12, 31))["properties"]["reason"]["enum"]
    assert "old" not in schema(Absence.__kind__, CODES, "create", day=date(2025, 1, 1))["properties"]["reason"]["enum"]


def test_secrets_are_marked(api):
    """A value kept encrypted says so wherever it is a property."""
    found = api["components"]["schemas"]

    assert all(
        found[name]["properties"]["number"]["x-minorcare-secret"] for name in ("pupil", "pupil-create", "pupil-change")
    )


def test_prefix_moves_the_api():
    """Mounted elsewhere, every path but the health check follows."""
    paths = document(KINDS, CODES, title="t", version="1", prefix="/street/api")["paths"]

    assert ["/healthz"] == [path for path in paths if not path.startswith("/street/api/")]
