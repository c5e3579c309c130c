"""Whether journal and versions are as they were written. Streams: any store feeds it rows, and nothing is collected.

One tampering gives one fault or two, not one for every entry behind it: after a fault the walk goes on from the row as it
stands. Faults come in the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from minorcare.journal.anchors import Anchor
from minorcare.journal.entries import ABSENT, CURRENT, GENESIS_PREV, digest, preimage
from minorcare.journal.faults import Fault, fault

Row = tuple[Any, ...]  # as a database gives it: its types are part of what is verified
Stops = dict[int, set[str]]  # of one office: the hashes that anchors saw at an entry
_OFFICE, _SEQ, _AT, _ACTION, _KIND, _ID, _PREV, _HASH = 0, 1, 3, 7, 8, 9, 13, 14


def verify_chain(rows: Iterable[Row], anchors: Iterable[Anchor] = ()) -> Iterator[Fault]:
    """What is wrong with the chains of one office or many.

    Finds changed, replaced, removed, repeated and reordered entries, a wrong first entry and an entry dated before the one
    ahead of it. Only *anchors* show that the end was cut off or a chain made anew. Pass anchors of the offices in *rows*
    only: an anchor whose office has no rows is a fault. Their signatures are checked elsewhere (``store.keys.has_signed``).

    Args:
        rows: Table ``journal`` ordered by office, seq: the fifteen columns of :data:`~minorcare.journal.COLUMNS`, integers
            as int, text as str, an empty cell as None.
        anchors: Any number of them for each office, of any age.
    """
    stops: dict[str, Stops] = {}
    for anchor in anchors:
        stops.setdefault(anchor.office, {}).setdefault(anchor.seq, set()).add(anchor.hash)
    mine: Stops = {}
    last: Row | None = None
    sound = True
    for row in rows:
        if sound and last is not None and _is_own_hash(row) and _follows(row, last) and row[_SEQ] not in mine:
            last = row
            continue
        if last is None or row[_OFFICE] != last[_OFFICE]:
            yield from _cut(last, mine)
            last, sound, mine = None, True, stops.pop(row[_OFFICE], {})
        found = [*_wrong(row, last, sound=sound), *_unlike_anchors(row, mine)]
        yield from found
        last, sound = row, not any(each.seq == row[_SEQ] for each in found)
    yield from _cut(last, mine)
    for office, seen in stops.items():
        yield fault("gone", office, 0, anchored=max(seen))


def _follows(row: Row, last: Row) -> bool:
    return bool(
        row[_SEQ] == last[_SEQ] + 1
        and row[_PREV] == last[_HASH]
        and row[_OFFICE] == last[_OFFICE]
        and row[_AT] >= last[_AT]
    )


def _is_own_hash(row: Row) -> bool:
    try:
        return sha256(preimage(row[:_HASH])).hexdigest() == row[_HASH] and ABSENT not in row
    except UnicodeEncodeError:  # the store could not read the text, and handed over what it found
        return False


def _wrong(row: Row, last: Row | None, *, sound: bool) -> Iterator[Fault]:
    office, seq, expected = row[_OFFICE], row[_SEQ], 0 if last is None else last[_SEQ] + 1
    if seq > expected:
        yield fault("removed", office, expected, last=seq - 1)
    elif seq < expected:
        yield _about("repeated", row)
    # the row names the hash before it, and that is under its own: if it is intact, the other one was replaced
    elif last is not None and sound and row[_PREV] != last[_HASH] and _is_own_hash(row):
        yield _about("replaced", last)
    if not _is_own_hash(row):
        yield _about("changed", row)
    elif seq == 0 and (row[_ACTION] != "genesis" or row[_PREV] != GENESIS_PREV):
        yield _about("genesis", row)
    elif last is not None and sound and row[_AT] < last[_AT]:
        yield _about("time", row)


def _about(code: str, row: Row) -> Fault:
    return fault(code, row[_OFFICE], row[_SEQ], row[_KIND], row[_ID])


def _unlike_anchors(row: Row, mine: Stops) -> Iterator[Fault]:
    if mine.get(row[_SEQ], set()) - {row[_HASH]}:
        yield _about("anchor", row)


def _cut(last: Row | None, mine: Stops) -> Iterator[Fault]:
    if last is not None and mine and max(mine) > last[_SEQ]:
        yield fault("cut", last[_OFFICE], last[_SEQ] + 1, anchored=max(mine), end=last[_SEQ])


def verify_versions(
    rows: Iterable[Row], lost: Iterable[Row] = (), withheld: Mapping[tuple[str, str, str], int] | None = None
) -> Iterator[Fault]:
    """What is wrong between versions and the entries that wrote them. Run it beside :func:`verify_chain`, not instead.

    Finds a body or salt that no longer matches the entry's digest, a version without its entry, an entry without its
    version, versions that do not follow each other, and a false ``void``.

    Args:
        rows: Table ``version`` left-joined to ``journal`` on (office, seq), ordered by office, kind, id, version, fourteen
            cells: ``office, kind, id, version, seq, until, void, salt, body`` of the version, then ``kind, id, version,
            digest, action`` of the entry (None where there is none).
        lost: ``office, seq, kind, id, version`` of the entries with a digest for which no version has the same office, kind,
            id, version and seq (an anti-join); few, unless something was erased.
        withheld: For records erased or sealed, by (office, kind, id): seq of the last entry ``erase`` or ``seal`` about them.
            Their versions may be missing, or stand with salt and body empty. Entries of kind ``vault`` are never lost.
    """
    gone = withheld or {}
    last: Row | None = None
    for row in rows:
        if not (_is_next(row, last) and _is_vouched(row)) or row[:3] in gone:
            yield from _out_of_line(row, last, gone)
            yield from _unlike_entry(row, withheld=row[:3] in gone)
        last = row
    if last is not None and last[5] != CURRENT and last[:3] not in gone:
        yield _of_version("order", last)
    for office, seq, kind, id_, version in lost:
        if kind != "vault" and gone.get((office, kind, id_), -1) < seq:
            yield fault("lost", office, seq, kind, id_, version=version)


def _is_next(row: Row, last: Row | None) -> bool:
    if last is not None and row[2] == last[2] and row[1] == last[1] and row[0] == last[0]:
        return bool(row[3] == last[3] + 1 and row[4] == last[5] and row[4] > last[4])
    return bool(row[3] == 1 and (last is None or last[5] == CURRENT))


def _is_vouched(row: Row) -> bool:
    return row[9:12] == row[1:4] and _is_body(row) and row[6] == (row[13] == "void")


def _is_body(row: Row) -> bool:
    try:
        return bool(digest(row[7], row[8].encode()) == row[12])
    except (AttributeError, UnicodeEncodeError):  # empty, or no text at all
        return False


def _out_of_line(row: Row, last: Row | None, gone: Mapping[tuple[str, str, str], int]) -> Iterator[Fault]:
    if last is not None and row[:3] == last[:3]:
        if row[3] != last[3] + 1:
            yield _of_version("order", row)
        elif not last[5] == row[4] > last[4]:
            yield _of_version("order", last)
        return
    if last is not None and last[5] != CURRENT and last[:3] not in gone:
        yield _of_version("order", last)
    if row[3] != 1 and row[:3] not in gone:
        yield _of_version("order", row)


def _unlike_entry(row: Row, *, withheld: bool) -> Iterator[Fault]:
    if row[9:12] != row[1:4]:
        yield _of_version("unvouched", row)
        return
    if row[6] != (row[13] == "void"):
        yield _of_version("void", row)
    if withheld and row[7] is None and row[8] is None:
        return
    if withheld:
        yield _of_version("left", row)
    if not _is_body(row):
        yield _of_version("body", row)


def _of_version(code: str, row: Row) -> Fault:
    return fault(code, row[0], row[4], row[1], row[2], version=row[3])
