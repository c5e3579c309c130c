"""The operations of the API that are more than one record: moves between offices, two children made one, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from minorcare.declare.kind import Kind
from minorcare.label import Label
from minorcare.surfaces.office_acts import ACCEPT, CANCEL, DECLINE, MERGE, SEND, SUBSCRIBE, VERIFY, Parts, schema_of
from minorcare.surfaces.routes import answers, json_of, of_schema, operation, page, query, shared
from minorcare.surfaces.schemas import Schema, object_, own

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_NAMES: Schema = {"type": "array", "items": _TEXT}
_BODIES: Mapping[str, tuple[Parts, Label]] = {
    "TransferOut": (SEND, Label("迁出", en="A child is sent to another office")),
    "TransferIn": (ACCEPT, Label("接收", en="A child is taken in")),
    "TransferBack": (DECLINE, Label("退回", en="A child is sent back")),
    "TransferCancelled": (CANCEL, Label("撤回", en="What was sent is taken back")),
    "Merging": (MERGE, Label("合并", en="Two records are one child")),
}


def act_schemas(kinds: Mapping[str, Kind]) -> dict[str, Schema]:
    """What is sent and answered. Where a kind is not among *kinds*, its records are objects of which nothing is said."""
    return {
        **{name: schema_of(*each) for name, each in _BODIES.items()},
        "TransferPage": page(_of_kind("transfer", kinds)),
        "DuplicatePage": page(_pair(kinds)),
        "AgeGatePage": page(_gate(kinds)),
        "SentPage": page(_sent()),
        "EndingPage": page(_ending()),
        "Merged": _merged(),
        "Unmerged": _unmerged(),
        "Anchors": schema_of(VERIFY, Label("存证", en="What the chain is held against")),
        "Verified": _verified(),
        "Screened": _screened(),
        "Subscribing": schema_of(SUBSCRIBE, Label("日历订阅", en="A calendar is subscribed to")),
        "Subscribed": _subscribed(),
        "CalendarPage": page(_subscription()),
    }


def act_paths(prefix: str, kinds: Mapping[str, Kind]) -> dict[str, Schema]:
    """Its operations."""
    paged = (shared("Limit"), shared("After"))
    days = query("days", _NUMBER | {"minimum": 0, "maximum": 3660}, "Only those within so many days")
    return {
        f"{prefix}/transfers": {
            "get": _reads(
                "transfers", "list", "待办结的迁移", "Transfers not closed", "TransferPage", "transfer", *paged
            ),
            "post": _does(
                "transfers_send", "create", "迁出", "Send a child to another office", "TransferOut", kinds, "201"
            ),
        },
        f"{prefix}/transfers/{{id}}/accept": {
            "post": _does("transfers_accept", "transition", "接收", "Take a child in", "TransferIn", kinds)
        },
        f"{prefix}/transfers/{{id}}/decline": {
            "post": _does("transfers_decline", "transition", "退回", "Send a child back", "TransferBack", kinds)
        },
        f"{prefix}/transfers/{{id}}/cancel": {
            "post": _does(
                "transfers_cancel", "transition", "撤回", "Take back what was sent", "TransferCancelled", kinds
            )
        },
        f"{prefix}/duplicates": {
            "get": _reads("duplicates", "list", "疑似重复", "Pairs to compare", "DuplicatePage", "duplicate", *paged)
        },
        **_merge_paths(prefix),
        **_oversight_paths(prefix),
        **_calendar_paths(prefix),
        f"{prefix}/told_back": {
            "get": _reads(
                "told_back", "list", "我报的线索", "What became of your leads", "SentPage", "lead", shared("Limit")
            )
        },
        f"{prefix}/endings/{{id}}": {
            "get": _reads("endings", "get", "怎样结束", "What would end a tag", "EndingPage", "risk_tag", shared("Id"))
        },
        f"{prefix}/age_gates": {
            "get": _reads("age_gates", "list", "年龄节点", "Ages reached soon", "AgeGatePage", "age_gate", days, *paged)
        },
    }


def _merge_paths(prefix: str) -> dict[str, Schema]:
    merge, undo = Label("合并", en="Make one child of two"), Label("撤销合并", en="Take a merger back")
    made = {"201": answers("The merger; its id takes it back", of_schema("Merged"))}
    undone = {"200": answers("What was put back", of_schema("Unmerged"))}
    body, id_ = json_of(of_schema("Merging")), (shared("Id"),)
    return {
        f"{prefix}/merges": {
            "post": operation("merges_make", merge, "change", made, tag="office", kind="minor", body=body, writes=True)
        },
        f"{prefix}/merges/{{id}}/undo": {
            "post": operation(
                "merges_undo", undo, "restore", undone, tag="office", kind="minor", parameters=id_, writes=True
            )
        },
    }


def _oversight_paths(prefix: str) -> dict[str, Schema]:
    verify, screen = Label("核验留痕", en="Verify the office's journal and records"), Label("筛查", en="Run the rules")
    verified = {"200": answers("What is not as it was written", of_schema("Verified"))}
    screened = {"200": answers("What the rules found", of_schema("Screened"))}
    optional = json_of(of_schema("Anchors"))
    asked = operation("journal_verify", verify, "verify", verified, tag="office", kind="journal", writes=True)
    asked["requestBody"] = {"required": False, "content": optional}
    return {
        f"{prefix}/journal/verify": {"post": asked},
        f"{prefix}/screen": {
            "post": operation("screen", screen, "screen", screened, tag="office", kind="risk_tag", writes=True)
        },
    }


def _calendar_paths(prefix: str) -> dict[str, Schema]:
    new, gone = Label("订阅日历", en="Subscribe to one's own calendar"), Label("退订日历", en="End a subscription")
    made = {"201": answers("The key, shown this once", of_schema("Subscribed"))}
    done = {"204": answers("It is worthless now")}
    body = json_of(of_schema("Subscribing"))
    return {
        f"{prefix}/calendars": {
            "get": _reads("calendars", "list", "我的日历订阅", "One's own subscriptions", "CalendarPage", ""),
            "post": operation("calendars_subscribe", new, "grant", made, tag="office", body=body, writes=True),
        },
        f"{prefix}/calendars/{{id}}": {
            "delete": operation(
                "calendars_revoke", gone, "grant", done, tag="office", parameters=(shared("Id"),), writes=True
            )
        },
    }


def _reads(name: str, act: str, zh: str, en: str, what: str, kind: str, *takes: Schema) -> Schema:
    answer = {"200": answers(en, of_schema(what))}
    return operation(name, Label(zh, en=en), act, answer, tag="office", kind=kind or None, parameters=takes)


def _does(name: str, act: str, zh: str, en: str, body: str, kinds: Mapping[str, Kind], status: str = "200") -> Schema:
    """An act whose answer is this office's side of the transfer."""
    takes = () if status == "201" else (shared("Id"),)
    answer = {status: answers("This office's side of it", _of_kind("transfer", kinds), versioned=True)}
    label = Label(zh, en=en)
    return operation(
        name,
        label,
        act,
        answer,
        tag="office",
        kind="transfer",
        parameters=takes,
        body=json_of(of_schema(body)),
        writes=True,
    )


def _of_kind(name: str, kinds: Mapping[str, Kind]) -> Schema:
    return of_schema(name) if name in kinds else {"type": "object"}


def _pair(kinds: Mapping[str, Kind]) -> Schema:
    child = {"anyOf": [_of_kind("minor", kinds), {"type": "null"}]}
    return object_(
        {
            "note": own(_of_kind("duplicate", kinds), Label("记录", en="The note that they may be one"), "restricted"),
            "minor": own(child, Label("新登记", en="The newer record, if you see it"), "restricted"),
            "other": own(child, Label("已有登记", en="The record on file, if you see it"), "restricted"),
            "alike": own(_NAMES, Label("相同的内容", en="Names of the fields that hold the same"), "restricted"),
        },
        required=("note", "minor", "other", "alike"),
    )


def _gate(kinds: Mapping[str, Kind]) -> Schema:
    return object_(
        {
            "note": own(_of_kind("age_gate", kinds), Label("记录", en="The note"), "personal"),
            "name": own(_TEXT_OR_NONE, Label("姓名", en="Name of the child, as you see it"), "personal"),
            "means": own(_TEXT_OR_NONE, Label("意味着什么", en="What the age changes"), "personal"),
            "cites": own(_TEXT_OR_NONE, Label("依据", en="Where that is written"), "personal"),
        },
        required=("note", "name", "means", "cites"),
    )


def _sent() -> Schema:
    return object_(
        {
            "id": own(_TEXT, Label("编号", en="Id of the lead")),
            "seen_on": own({"type": "string", "format": "date"}, Label("发现日期", en="Seen on"), "personal"),
            "handled": own({"type": "boolean"}, Label("已处理", en="Whether it was handled; not what came of it")),
        },
        required=("id", "seen_on", "handled"),
    )


def _ending() -> Schema:
    day: Schema = {"type": ["string", "null"], "format": "date"}
    return object_(
        {
            "words": own(_TEXT, Label("情形", en="What would have to happen"), "sensitive"),
            "day": own(
                day, Label("日期", en="The first day on which it has; null while that is not known"), "sensitive"
            ),
        },
        required=("words", "day"),
    )


def _merged() -> Schema:
    return object_(
        {
            "id": own(_TEXT, Label("合并编号", en="Id of the merger")),
            "minor": own(_TEXT, Label("保留的孩子", en="Id of the child that stays")),
        },
        required=("id", "minor"),
    )


def _unmerged() -> Schema:
    left = object_({"kind": own(_TEXT, Label("种类", en="Kind")), "id": own(_TEXT, Label("编号", en="Id"))})
    return object_(
        {
            "id": own(_TEXT, Label("合并编号", en="Id of the merger")),
            "voided": own(_NUMBER, Label("作废", en="Records taken out of force")),
            "restored": own(_NUMBER, Label("恢复", en="Records put back")),
            "kept": own({"type": "array", "items": left}, Label("保留", en="Records left alone: changed since")),
        },
        required=("id", "voided", "restored", "kept"),
    )


def _verified() -> Schema:
    fault = object_(
        {
            "seq": own(_NUMBER, Label("序号", en="Number of the entry")),
            "kind": own(_TEXT_OR_NONE, Label("种类", en="Kind of the record")),
            "id": own(_TEXT_OR_NONE, Label("编号", en="Id of the record")),
            "code": own(_TEXT, Label("代码", en="The same for machines")),
            "said": own(_TEXT, Label("问题", en="What is not as it was; shows no value")),
        }
    )
    return object_(
        {
            "entry": own(_NUMBER, Label("序号", en="Number of the last entry")),
            "hash": own(_TEXT, Label("链头", en="Its hash")),
            "faults": own(
                {"type": "array", "items": fault}, Label("问题", en="Everything found; empty if all is well")
            ),
        },
        required=("entry", "hash", "faults"),
    )


def _screened() -> Schema:
    known = {
        "suggested": ("新提示", "Suggested"),
        "evidence_added": ("补充依据", "Open ones with new evidence"),
        "withdrawn": ("撤回", "Withdrawn by their rule"),
        "basis_gone": ("依据已消失", "Confirmed ones whose basis is gone"),
    }
    return object_({name: own(_NUMBER, Label(zh, en=en)) for name, (zh, en) in known.items()}, required=tuple(known))


def _subscribed() -> Schema:
    return object_(
        {
            "key": own(_TEXT, Label("密钥", en="Opens this calendar and nothing else"), "restricted"),
            "path": own(
                _TEXT, Label("地址", en="What a calendar program polls, below this server's name"), "restricted"
            ),
        },
        required=("key", "path"),
    )


def _subscription() -> Schema:
    return object_(
        {
            "id": own(_TEXT, Label("编号", en="Id of the subscription")),
            "made": own({"type": "string", "format": "date-time"}, Label("订阅时间", en="When it was made")),
            "expires": own({"type": "string", "format": "date"}, Label("有效期至", en="Its last day")),
        },
        required=("id", "made", "expires"),
    )
