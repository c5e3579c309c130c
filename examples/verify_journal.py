"""Verify a registry's journal without trusting the program that wrote it: nothing of minorcare is imported.

    python verify_journal.py jinma.db ["minorcare-anchor-1 530111004 1234 …", or a file of such lines]

Walks every office's chain of hashes, then holds every version of every record against the entry that wrote it. Ends with 0 if
all is as it was written, with 1 at the first record that is not, with 2 if it could not look. An anchor shows what a chain
cannot: that its end was cut off, or that it was made anew. Whose signature it bears is not asked: use one you kept yourself.
"""

import hashlib
import sqlite3
import sys
from pathlib import Path

SEP, ABSENT, CURRENT = b"\x1f", "\u2400".encode(), 2**63 - 1
ENTRIES = """
    SELECT office, seq, batch, at, actor, via, purpose, action, kind, id, version, digest, detail, prev, hash
    FROM journal ORDER BY office, seq"""
VERSIONS = """
    SELECT v.office, v.kind, v.id, v.version, v.seq, v.until, v.void, v.salt, v.body, j.digest, j.action
    FROM version v LEFT JOIN journal j
      ON j.office = v.office AND j.seq = v.seq AND j.kind = v.kind AND j.id = v.id AND j.version = v.version
    ORDER BY v.office, v.kind, v.id, v.version"""
UNVERSIONED = """
    SELECT j.office, j.seq, j.kind, j.id FROM journal j WHERE j.digest IS NOT NULL AND j.kind IS NOT 'vault'
       AND NOT EXISTS (SELECT 1 FROM version v WHERE v.office = j.office AND v.kind = j.kind AND v.id = j.id
                       AND v.version = j.version AND v.seq = j.seq)
    ORDER BY j.office, j.seq"""
WITHHELD = """
    SELECT office, kind, id, max(seq) FROM journal WHERE action IN ('erase', 'seal') GROUP BY office, kind, id"""
Where = tuple[object, ...]
Anchors = dict[tuple[bytes, int], bytes]


class BadRecord(Exception):
    """The first record that is not as it was written."""


def must(holds: object, where: Where, zh: str, en: str) -> None:
    """Stop here unless *holds*; *where* is office, seq, kind and id."""
    if not holds:
        names = [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in where]
        raise BadRecord(f"{zh} {en}: " + " ".join(names))


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(SEP.join(parts)).hexdigest().encode()


def check_chains(db: sqlite3.Connection, anchors: Anchors) -> dict[bytes, tuple[int, bytes]]:
    """The head of each office, all entries walked."""
    heads: dict[bytes, tuple[int, bytes]] = {}
    time = b""
    for row in db.execute(ENTRIES):
        (office, seq, _, at, *_), where, own = row, (*row[:2], *row[8:10]), row[14]
        last, before = heads.get(office, (-1, b"0"))
        cells = [ABSENT if cell is None else cell if isinstance(cell, bytes) else b"%d" % cell for cell in row[:14]]
        must(seq == last + 1, where, "日志缺少条目，缺口之后是", "journal entries are missing before")
        must(sha256(*cells) == own and ABSENT not in row, where, "日志条目被改动", "journal entry was changed")
        must(row[13] == before, where, "前一条日志被换过", "the journal entry before this one was replaced")
        if seq == 0:
            begins = row[7] == b"genesis" and row[12] == b'{"algorithm":"sha256"}'
            must(begins, where, "日志开头不对", "journal does not begin as it should")
        must(seq == 0 or at >= time, where, "日志时间倒退", "journal entry is dated before the one ahead of it")
        must(
            anchors.get((office, seq), own) == own,
            where,
            "日志在存证之后被改写",
            "journal was written anew since the anchor",
        )
        heads[office], time = (seq, own), at
    for office, seq in sorted(anchors):
        end, _ = heads.get(office, (-1, b""))
        must(seq <= end, (office, seq), "日志末尾被截去，存证见过", "the journal's end was cut off; the anchor saw")
    return heads


def check_versions(db: sqlite3.Connection) -> int:
    """How many versions there are, each held against its entry."""
    gone = {(office, kind, id_): seq for office, kind, id_, seq in db.execute(WITHHELD)}
    count, number, end = 0, 0, CURRENT
    last = place = ()  # type: Where
    for *record, version, seq, until, void, salt, body, digest, action in db.execute(VERSIONS):
        office, kind, id_ = this = tuple(record)
        where, empty, withheld = (office, seq, kind, id_), salt is None and body is None, this in gone
        must(digest is not None, where, "这一版没有日志为证", "no journal entry vouches for this version")
        must(empty or not withheld, where, "已删除或封存，内容却还在", "erased or sealed, yet its body is still here")
        kept = salt is not None and body is not None and sha256(salt, body) == digest
        must(kept or withheld, where, "这一版的内容被改动", "version was changed")
        must(
            void == (action == b"void"), where, "作废标记与日志不符", "version and journal disagree whether it is void"
        )
        due = (number + 1, seq) if this == last else (1, CURRENT)
        must(withheld or (version, end) == due, where, "版本前后不连续，缺口之后是", "versions are out of line before")
        count, number, end, last, place = count + 1, version, CURRENT if withheld else until, this, where
    must(end == CURRENT, place, "这一版已终止，却没有下一版", "this version has ended and none follows")
    for office, seq, kind, id_ in db.execute(UNVERSIONED):
        withheld = gone.get((office, kind, id_), -1) > seq
        must(withheld, (office, seq, kind, id_), "日志写下的版本不见了", "the version that this entry wrote is missing")
    return count


def read_anchors(text: str) -> Anchors:
    """What hash was seen at each (office, seq)."""
    lines = text if text.startswith("minorcare-anchor-1 ") else Path(text).read_text("ascii")
    parts = [line.split() for line in lines.splitlines() if line.strip()]
    return {(office.encode(), int(seq)): own.encode() for _, office, seq, own, *_ in parts}


def main(path: str, anchor: str = "") -> int:
    try:
        anchors = read_anchors(anchor) if anchor else {}
        db = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        db.text_factory = bytes  # text is hashed as it is stored, readable or not
        db.execute("BEGIN")  # one state of the file, however long this takes
        heads, versions = check_chains(db, anchors), check_versions(db)
    except BadRecord as bad:
        print(f"✗ {bad}")
        return 1
    except (OSError, ValueError, sqlite3.Error) as error:
        print(f"✗ 无法检查 could not look: {error}")
        return 2
    for office, (seq, own) in sorted(heads.items()):
        print(f"✓ {office.decode()}: {seq + 1} 条日志 entries, {own.decode()}")
    print(f"✓ {versions} 个版本 versions")
    if not anchors:
        print("  没有存证，看不出末尾是否被截去 without an anchor, a cut end would not show")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else __doc__)
