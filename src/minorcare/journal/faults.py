"""What verifying can find, in words for the auditor."""

from __future__ import annotations

import attrs

from minorcare.label import Label


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that cannot be as it was written: where, which record, and what.

    ``seq`` is the entry in question (for something missing, the first number that is). ``kind`` and ``id`` are the
    record's, where they are known. ``code`` is one of the keys of :data:`SAYINGS`.
    """

    office: str
    seq: int
    kind: str | None = None
    id: str | None = None
    code: str
    said: Label


SAYINGS: dict[str, Label] = {
    "changed": Label(
        "日志第 {seq} 条被改动过：内容与它自己的校验值不符",
        en="journal entry {seq} was changed: what it says does not match its own hash",
    ),
    "replaced": Label(
        "日志第 {seq} 条被换过：后一条记下的校验值与它不符",
        en="journal entry {seq} was replaced: the entry after it names another hash",
    ),
    "removed": Label("日志缺少第 {seq} 条到第 {last} 条", en="journal entries {seq} to {last} are missing"),
    "repeated": Label("日志第 {seq} 条重复出现或顺序不对", en="journal entry {seq} stands twice or in the wrong place"),
    "genesis": Label(
        "日志第 {seq} 条不是建立日志的第一条", en="journal entry {seq} does not begin the journal as it should"
    ),
    "time": Label("日志第 {seq} 条的时间早于前一条", en="journal entry {seq} is dated before the entry ahead of it"),
    "anchor": Label(
        "日志第 {seq} 条与存证不符：存证之后，日志被整个改写过",
        en="journal entry {seq} is not what the anchor saw: the journal was written anew since",
    ),
    "cut": Label(
        "日志末尾被截去：存证见过第 {anchored} 条，现在只到第 {end} 条",
        en="the end of the journal was cut off: the anchor saw entry {anchored}, now it ends at {end}",
    ),
    "gone": Label(
        "整个日志不见了：存证见过第 {anchored} 条", en="the whole journal is gone: the anchor saw entry {anchored}"
    ),
    "body": Label(
        "第 {version} 版的内容被改动过：与日志第 {seq} 条的摘要不符",
        en="version {version} was changed: its body does not match the digest in journal entry {seq}",
    ),
    "unvouched": Label(
        "第 {version} 版没有日志为证：日志第 {seq} 条说的不是它",
        en="no journal entry vouches for version {version}: entry {seq} is missing or about something else",
    ),
    "order": Label(
        "第 {version} 版前后不连续：缺少一版，或起止序号不对",
        en="version {version} is out of line: a version is missing, or where one ends another does not begin",
    ),
    "void": Label(
        "第 {version} 版的作废标记与日志第 {seq} 条不符",
        en="version {version} and journal entry {seq} disagree whether the record was voided",
    ),
    "lost": Label(
        "日志第 {seq} 条写下的第 {version} 版不见了",
        en="version {version}, which journal entry {seq} wrote, is missing",
    ),
    "left": Label(
        "记录已删除或封存，第 {version} 版的内容却还在",
        en="the record was erased or sealed, yet the body of version {version} is still here",
    ),
    "row": Label(
        "表里的这条记录被改动过：与第 {version} 版（日志第 {seq} 条）不符",
        en="its row was changed: it does not match version {version}, written by journal entry {seq}",
    ),
    "absent": Label(
        "第 {version} 版（日志第 {seq} 条）有效，表里却没有这条记录",
        en="version {version}, written by journal entry {seq}, is in force, yet its row is missing",
    ),
    "stray": Label("表里有这条记录，却没有有效的版本", en="it has a row, yet no version in force"),
    "list": Label(
        "多值字段的索引与有效版本不符",
        en="the index of a field with several values does not match the version in force",
    ),
    "terms": Label("检索词与有效版本不符", en="its search terms do not match the version in force"),
    "key": Label(
        "它的密钥不见了或打不开，加密的内容无法读出",
        en="its key is missing or does not open: what it keeps secret cannot be read",
    ),
    "due": Label("待办与有效版本不符", en="the work list does not match the version in force"),
}
"""What each code of a fault says. A text repeats numbers only, never a value of a record."""


def fault(code: str, office: str, seq: int, kind: str | None = None, id: str | None = None, **numbers: int) -> Fault:
    """The fault *code* at an entry; *numbers* are what else its text names."""
    return Fault(office=office, seq=seq, kind=kind, id=id, code=code, said=SAYINGS[code].fill(seq=seq, **numbers))
