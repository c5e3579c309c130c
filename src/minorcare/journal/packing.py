"""File numbers as short text: which children an answer showed, in the detail of a read's entry.

Numbers are sorted, each is written as its distance from the one before in groups of seven bits (LEB128), and the bytes as
base64url without padding: one to three characters for each child of a page, where an id as text would take 38.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable
from functools import lru_cache
from operator import sub

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/", b"+/\x00\x00")  # plain base64's own two are not ours
_MORE = 0x80


def pack(numbers: Iterable[int]) -> str:
    """*numbers* as text, each once, in ascending order.

    Raises:
        ValueError: A number is negative.
    """
    ordered = sorted(set(numbers))
    if ordered and ordered[0] < 0:
        raise ValueError("a file number is never negative")
    raw = b"".join(map(_varint, map(sub, ordered, [0, *ordered])))
    return binascii.b2a_base64(raw, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


@lru_cache(2**14)
def _varint(number: int) -> bytes:
    raw = bytearray()
    while number >= _MORE:
        raw.append(number & 0x7F | _MORE)
        number >>= 7
    raw.append(number)
    return bytes(raw)


def unpack(text: str) -> tuple[int, ...]:
    """The numbers that :func:`pack` made *text* of, ascending.

    Raises:
        ValueError: No list of numbers is written like this.
    """
    numbers: list[int] = []
    number = step = shift = 0
    for byte in _bytes(text):
        step |= (byte & 0x7F) << shift
        if byte & _MORE:
            shift += 7
            continue
        if (step == 0 and numbers) or (byte == 0 and shift):
            raise ValueError("packed file numbers repeat a number, or write one in a longer way than need be")
        number += step
        numbers.append(number)
        step = shift = 0
    if shift:
        raise ValueError("packed file numbers end in the middle of a number")
    return tuple(numbers)


def _bytes(text: str) -> bytes:
    try:
        plain = text.encode("ascii").translate(_FROM_URL)
        raw = binascii.a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)
    except ValueError:
        raise ValueError("packed file numbers are not base64url") from None
    if binascii.b2a_base64(raw, newline=False).rstrip(b"=") != plain:
        raise ValueError("packed file numbers are not base64url as it is written here")
    return raw
