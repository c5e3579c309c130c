"""The operations of the API besides records: work list, figures, journal, imports, exports, health."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.routes import answers, in_path, json_of, of_schema, operation, page, query, shared
from minorcare.surfaces.schemas import ROW, Schema, object_, own

_TEXT: Schema = {"type": "string"}
_NAME: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_COUNT: Schema = {"type": ["integer", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_INSTANT: Schema = {"type": "string", "format": "date-time"}


def office_schemas() -> dict[str, Schema]:
    """The schemas of its answers."""
    texts = {"type": "array", "items": _TEXT}
    kept = {name: own(*each) for name, each in ROW.items() if name != "office"} | {
        "id": own(_TEXT, Label("编号", en="Of this row")),
        "masked": own(texts, Label("被遮盖的字段", en="The fields you may not see in full")),
    }
    version = object_(
        {
            "version": own(_NUMBER, Label("版本", en="Number of the version")),
            "at": own(_INSTANT, Label("时间", en="When it was recorded")),
            "actor": own(_TEXT, Label("经办人", en="Who recorded it")),
            "via": own(_TEXT, Label("途径", en="library, cli, web or api")),
            "action": own(_TEXT, Label("操作", en="What was done")),
            "changed": own(texts, Label("改了哪些", en="Names of the fields changed")),
            "values": own(
                {"type": "object"}, Label("内容", en="The values, as the record's own schema has them"), "restricted"
            ),
            "masked": own(texts, Label("被遮盖的字段", en="The fields you may not see in full")),
            "void": own({"type": "boolean"}, Label("作废", en="Whether this version takes the record out of force")),
        }
    )
    task = object_(
        {
            **kept,
            "day": own(_DAY, Label("期限", en="The day by which it must be done")),
            "who": own(_NAME, Label("负责人", en="Officer responsible, if somebody is")),
            "what": own(_NAME, Label("种类", en="Kind of the record behind it")),
            "which": own(_NAME, Label("期限字段", en="The field that holds the day")),
            "record": own(_NAME, Label("记录", en="Id of the record behind it")),
            "minor": own(_NAME, Label("孩子", en="Id of the child it is about")),
        }
    )
    return {
        "History": page(version),
        "Tasks": page(task),
        "Counts": page(_count()),
        "Entries": page(_entry(kept)),
        "Batch": _batch(),
    }


def _count() -> Schema:
    key: Schema = {"type": "array", "items": {"type": ["string", "integer", "null"]}}
    return object_(
        {
            "key": own(key, Label("分组", en="The values this cell stands for")),
            "records": own(_COUNT, Label("条数", en="Records; null where the cell is too small to show")),
            "minors": own(_COUNT, Label("人数", en="Children; null as above, or where the kind is about none")),
        }
    )


def _entry(kept: Schema) -> Schema:
    names = {
        "entry": ("序号", "Number in the chain of the office, without gaps"),
        "happened": ("时间", "When"),
        "actor": ("经办人", "Who"),
        "via": ("途径", "library, cli, web or api"),
        "why": ("用途", "What for, a code"),
        "action": ("操作", "What was done"),
        "what": ("种类", "Kind of the record"),
        "record": ("编号", "Id of the record"),
        "at_version": ("版本", "Version of the record"),
        "detail": ("细节", "Field names and counts as JSON, never values"),
    }
    types = {"entry": _COUNT, "at_version": _COUNT, "happened": {"type": ["string", "null"], "format": "date-time"}}
    return object_(kept | {name: own(types.get(name, _NAME), Label(zh, en=en)) for name, (zh, en) in names.items()})


def _batch() -> Schema:
    known = {
        "rows": ("行数", "Rows read"),
        "good": ("可导入", "Rows that can be written"),
        "bad": ("要改", "Rows to put right"),
        "duplicate": ("重复", "Rows that stand twice in the sheet"),
        "unchanged": ("无变化", "Rows that are on file already as they stand"),
        "made": ("新增", "Records made"),
        "changed": ("更新", "Records changed"),
    }
    left = object_({"kind": own(_TEXT, Label("种类", en="Kind")), "id": own(_TEXT, Label("编号", en="Id"))})
    return object_(
        {
            "id": own(_TEXT, Label("批次", en="Id of the import")),
            "kind": own(_TEXT, Label("种类", en="Kind of its records")),
            "status": own(
                {"type": "string", "enum": ["previewed", "imported", "undone"]},
                Label("状态", en="What has become of it"),
            ),
            "at": own(_INSTANT, Label("时间", en="When it was written")),
            **{name: own(_NUMBER, Label(zh, en=en)) for name, (zh, en) in known.items()},
            "problems": own(
                {"type": "array", "items": of_schema("Problem")}, Label("问题", en="What is wrong, by sheet and cell")
            ),
            "kept": own(
                {"type": "array", "items": left}, Label("保留", en="Records that undoing left alone: changed since")
            ),
        },
        required=("id", "kind", "status"),
    )


def office_paths(prefix: str) -> dict[str, Schema]:
    """Its operations."""
    name = in_path("name", _TEXT, "Name of the tally or report")
    day = query("at", _DAY, "As recorded at the end of this day")
    paged = (shared("Limit"), shared("After"))

    def reads(
        path: str, act: str, zh: str, en: str, what: str, *takes: Schema, kind: str | None = None
    ) -> dict[str, Schema]:
        answer = {"200": answers(en, of_schema(what))}
        operation_id = path.partition("/")[0]
        return {
            f"{prefix}/{path}": {
                "get": operation(operation_id, Label(zh, en=en), act, answer, tag="office", kind=kind, parameters=takes)
            }
        }

    who = query("who", _TEXT, "An officer; `me` and nobody's in my area unless given")
    after = query("after", _NUMBER | {"minimum": 0}, "The number of the last entry seen: what `next` was")
    return {
        **reads("worklist", "list", "待办事项", "The work list", "Tasks", who, *paged, kind="due"),
        **reads("tallies/{name}", "tally", "统计", "The cells of a tally", "Counts", name, day),
        **reads("reports/{name}", "tally", "报表", "The cells of a report", "Counts", name, day),
        **reads("journal", "list", "日志", "Entries of the journal", "Entries", *paged, kind="journal"),
        **reads("changes", "list", "变动", "Writes since an entry", "Entries", after, shared("Limit"), kind="journal"),
        **_import_paths(prefix),
        **_export_paths(prefix),
        "/healthz": {"get": _health()},
    }


def _import_paths(prefix: str) -> dict[str, Schema]:
    sheet = {"type": "string", "contentMediaType": "application/octet-stream"}
    form = object_(
        {
            "kind": own(_TEXT, Label("种类", en="Kind of the records in the sheet")),
            "file": own(sheet, Label("表格", en="An .xlsx, .xls or .csv file"), "restricted"),
        },
        required=("kind", "file"),
    )
    body = {"multipart/form-data": {"schema": form}}
    done = {"200": answers("The import as it is now", of_schema("Batch"))}
    only_good = query(
        "only_good", {"type": "boolean", "default": False}, "Leave out rows that are not good, instead of refusing"
    )

    def does(act: str, zh: str, en: str, answer: dict[str, Schema], body: Schema | None, *takes: Schema) -> Schema:
        operation_id = f"imports_{act}"
        writes = act != "get"
        return operation(
            operation_id, Label(zh, en=en), "import", answer, tag="office", parameters=takes, body=body, writes=writes
        )

    preview = {"201": answers("A preview: what would be written, and every problem", of_schema("Batch"))}
    return {
        f"{prefix}/imports": {"post": does("preview", "预览导入", "Preview an import", preview, body)},
        f"{prefix}/imports/{{id}}": {"get": does("get", "查看导入", "Look at an import", done, None, shared("Id"))},
        f"{prefix}/imports/{{id}}/confirm": {
            "post": does("confirm", "确认导入", "Write the import", done, None, shared("Id"), only_good)
        },
        f"{prefix}/imports/{{id}}/undo": {
            "post": does("undo", "撤销导入", "Undo the import", done, None, shared("Id"))
        },
    }


def _export_paths(prefix: str) -> dict[str, Schema]:
    asked = object_(
        {
            "kind": own(_TEXT, Label("种类", en="Kind of the records")),
            "query": own(
                {"type": "object", "additionalProperties": _TEXT},
                Label("条件", en="Conditions as in the URL of a list; here secrets may stand too"),
                "restricted",
            ),
            "fields": own({"type": "array", "items": _TEXT, "minItems": 1}, Label("字段", en="The columns")),
            "format": own({"type": "string", "enum": ["xlsx", "csv"]}, Label("格式", en="The kind of file")),
            "purpose": own(_TEXT, Label("用途", en="What for, a code")),
        },
        required=("kind", "fields", "format", "purpose"),
    )
    binary = {"type": "string", "contentMediaType": "application/octet-stream"}
    answer = {
        "200": answers(
            "The file; the header Journal-Head says where the journal stood",
            content={name: {"schema": binary} for name in ("text/csv", _XLSX)},
        )
    }
    label = Label("导出", en="Export records to a file")
    return {
        f"{prefix}/exports": {
            "post": operation("exports", label, "export", answer, tag="office", body=json_of(asked), writes=True)
        }
    }


def _health() -> Schema:
    """Open to whoever watches the server; says nothing about anybody."""
    state = object_(
        {"status": own({"type": "string", "const": "ok"}, Label("状态", en="ok while it works"))}, required=("status",)
    )
    return {
        "operationId": "healthz",
        "summary": "是否正常",
        "description": "Whether the server works",
        "tags": ["office"],
        "security": [],
        "x-minorcare-action": "health",
        "responses": {"200": answers("It works", state), "503": {"$ref": "#/components/responses/Unavailable"}},
    }
