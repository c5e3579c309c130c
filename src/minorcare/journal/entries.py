"""An entry of the journal, and the bytes that are hashed for it.

What is hashed is what is stored: columns as text, joined by a separator. Verifying is a scan that parses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, cast

import attrs
import orjson

SEP = "\x1f"
"""Stands between the columns of a preimage. Refused within a value."""
ABSENT = "\u2400"
"""Stands for an empty (NULL) cell. Refused as a value."""
GENESIS_PREV = "0"
"""What the first entry of a chain names as the hash before it."""
CURRENT = 2**63 - 1
"""``until`` of a version that no later one has ended."""
ALGORITHM = "sha256"
"""Named in the first entry of every chain, so that a later chain may use another."""

Cell = str | int | None
_SEPARATORS = 13  # between the fourteen columns office … detail, prev
_SCALARS = frozenset({str, int, bool})


@attrs.frozen(kw_only=True)
class Entry:
    """One line of a journal: codes, ids, field names and counts; never a value of a record.

    The attributes are the columns of table ``journal``, in order. ``at`` is UTC text to the millisecond
    (``2026-09-01T00:00:00.000Z``), never before the entry before it. ``detail`` is canonical JSON text.
    """

    office: str
    seq: int
    batch: str | None = None
    at: str
    actor: str
    via: str
    purpose: str | None = None
    action: str
    kind: str | None = None
    id: str | None = None
    version: int | None = None
    digest: str | None = None
    detail: str | None = None
    prev: str
    hash: str

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Entry:
        """The entry in a row of table ``journal``, its fifteen columns in order."""
        return cls(**dict(zip(COLUMNS, row, strict=True)))

    def row(self) -> tuple[Cell, ...]:
        """The fifteen columns of this entry."""
        return tuple(getattr(self, name) for name in COLUMNS)


COLUMNS: tuple[str, ...] = tuple(attribute.name for attribute in attrs.fields(Entry))
"""Names of the columns of table ``journal``, in order: ``office … detail``, ``prev``, ``hash``."""


@attrs.frozen
class Head:
    """Where a chain stands: the last entry's number and hash."""

    seq: int
    hash: str


def preimage(columns: Sequence[Cell]) -> bytes:
    """The bytes hashed for an entry: columns ``office … detail`` and ``prev``, fourteen cells.

    Nothing is refused here, for speed. It need not be when verifying: a written preimage holds thirteen separators, so
    one with a separator moved into a value never equals it.

    Raises:
        UnicodeEncodeError: A cell holds a lone surrogate.
    """
    cells: list[Any] = [cell if cell.__class__ is str else ABSENT if cell is None else str(cell) for cell in columns]
    return SEP.join(cells).encode()


def chain_hash(columns: tuple[Cell, ...], prev: str) -> str:
    """The hash that a new entry carries, as lower-case hex.

    Args:
        columns: ``office … detail``, thirteen cells.
        prev: The hash of the entry before; ``GENESIS_PREV`` for the first.

    Raises:
        ValueError: A cell holds the separator, or is the mark for an empty cell; the message names its column only.
    """
    data = preimage((*columns, prev))
    if data.count(b"\x1f") != _SEPARATORS or ABSENT in columns:
        raise ValueError(_unwritable(columns))
    return sha256(data).hexdigest()


def _unwritable(columns: tuple[Cell, ...]) -> str:
    if len(columns) != _SEPARATORS:
        return f"an entry has {_SEPARATORS} columns before its hashes, not {len(columns)}"
    bad = [name for name, cell in zip(COLUMNS, columns, strict=False) if cell == ABSENT or SEP in str(cell)]
    return f"{', '.join(bad) or 'prev'}: holds U+001F or is U+2400, which the journal keeps for itself"


def digest(salt_hex: str, body: bytes) -> str:
    """What an entry says of a version: SHA-256 over its salt (as hex text), the separator and its body, as hex.

    The salt keeps a body from being guessed from its digest once the version is erased.
    """
    return sha256(salt_hex.encode() + b"\x1f" + body).hexdigest()


def canonical(value: object) -> bytes:
    """The one JSON text of *value*: keys sorted, no blanks, UTF-8. Mappings, lists, tuples, text, integers and booleans.

    Raises:
        ValueError: There is a float (it does not survive being read and written again), a null (leave the key out) or
            anything else that has no written form. The message names the place, never the value.
    """
    if not (value.__class__ is dict and all(map(_is_plain, cast("dict[str, object]", value).values()))):
        _refuse(value, "")
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        # only the reason is kept: a traceback may end up where the value must not
        raise ValueError(f"cannot be written as JSON: {error}") from None


def _is_plain(value: object) -> bool:
    """Whether a value is a scalar or a list of scalars, as nearly all are: then nothing need be looked at one by one."""
    if type(value) is list:
        return _SCALARS.issuperset(map(type, cast("list[object]", value)))
    return type(value) in _SCALARS


def _refuse(value: object, at: str) -> None:
    kind = type(value)
    if kind in _SCALARS:
        return
    if kind is dict:
        for key, item in cast("dict[str, object]", value).items():
            _refuse(item, f"{at}.{key}" if at else str(key))
    elif kind is list or kind is tuple:
        for index, item in enumerate(cast("list[object]", value)):
            _refuse(item, f"{at}[{index}]")
    elif value is None:
        raise ValueError(f"{at or 'value'}: null has no place in canonical JSON; leave the key out")
    else:
        raise ValueError(f"{at or 'value'}: {kind.__name__} has no written form; convert it by Field.to_json")


def genesis(office: str, at: str) -> Entry:
    """The first entry of an office's chain. It says which algorithm the chain is made with."""
    columns: tuple[Cell, ...] = (
        *(office, 0, None, at, "minorcare", "library", None, "genesis", None, None, None, None),
        canonical({"algorithm": ALGORITHM}).decode(),
    )
    return Entry.from_row((*columns, GENESIS_PREV, chain_hash(columns, GENESIS_PREV)))
