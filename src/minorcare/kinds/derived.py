"""Kinds that the store alone writes: the work list, the journal, and who looked. They are read like any other."""

from __future__ import annotations

from datetime import date, datetime

from minorcare.declare import Id, Label, Owner, Record, field, kind, ref
from minorcare.kinds.areas import STAFF
from minorcare.kinds.families import Minor

DERIVED = frozenset({"due", "journal", "seen"})
_OVERSEERS = ("station_head", "data_protection_officer", "auditor")


@kind("due", label=Label("待办", en="Due"), owner=Owner("who", moves=()))
class Due(Record):
    """One open deadline of one record. Kept in the transaction that writes the record; gone when its state is final."""

    day: date = field(label=Label("期限", en="Due"), sensitivity="open")
    who: str | None = field(default=None, label=Label("责任人", en="Who"), sensitivity="open")
    what: str = field(label=Label("事项", en="What"), sensitivity="personal")
    which: str = field(label=Label("期限字段", en="Deadline"), sensitivity="personal")
    record: str = field(label=Label("记录", en="Record"), sensitivity="personal")
    area: str | None = field(default=None, label=Label("区域", en="Area"), sensitivity="open")
    minor: Id | None = ref(Minor, default=None, label=Label("孩子", en="Child"), sensitivity="personal")


@kind(
    "journal",
    label=Label("留痕", en="Journal"),
    roles=_OVERSEERS,
    cites="《未成年人网络保护条例》第三十六条、第三十七条",
)
class JournalEntry(Record):
    """One entry of the office's chain: codes, ids and field names, never values."""

    entry: int = field(label=Label("序号", en="No."), sensitivity="open")
    happened: datetime = field(label=Label("时间", en="At"), sensitivity="open")
    actor: str = field(label=Label("账号", en="Actor"), sensitivity="open")
    via: str = field(label=Label("途径", en="Via"), sensitivity="open")
    why: str = field(label=Label("用途", en="Purpose"), codes="purpose", sensitivity="open")
    action: str = field(label=Label("动作", en="Action"), sensitivity="open")
    what: str | None = field(default=None, label=Label("记录类型", en="Kind"), sensitivity="open")
    record: str | None = field(default=None, label=Label("记录", en="Record"), sensitivity="open")
    at_version: int | None = field(default=None, label=Label("版本", en="Version"), sensitivity="open")
    detail: str | None = field(default=None, label=Label("细节", en="Detail"), sensitivity="open")


@kind(
    "seen", label=Label("谁看过", en="Who looked"), roles=(*_OVERSEERS, *(r for r in STAFF if r == "child_supervisor"))
)
class Seen(Record):
    """One look at one child: derived from the journal."""

    minor: Id = ref(Minor, label=Label("孩子", en="Child"))
    entry: int = field(label=Label("序号", en="No."), sensitivity="open")
    happened: datetime = field(label=Label("时间", en="At"), sensitivity="open")
    actor: str = field(label=Label("账号", en="Actor"), sensitivity="open")
    why: str = field(label=Label("用途", en="Purpose"), codes="purpose", sensitivity="open")
    action: str = field(label=Label("动作", en="Action"), sensitivity="open")
