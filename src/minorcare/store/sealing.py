"""Sealed text: authenticated encryption that says which algorithm and which key it was made with.

Written ``ALGORITHM.KEYID.BYTES`` (``ALGORITHM.BYTES`` under a record's own key, which has no name): a later registry may use
another algorithm for what it writes, and still read this. Bytes are nonce and ciphertext as base64url without padding.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from minorcare.errors import MinorcareError
from minorcare.label import Label

ALGORITHM = "A256GCM"
"""What new text is sealed with: AES-256 in Galois/counter mode, a random nonce of 96 bits each time."""
KEY_BYTES = 32
_NONCE_BYTES = 12
_SHORTEST = _NONCE_BYTES + 16  # the tag of an empty text


class Unreadable(MinorcareError):
    """A sealed text cannot be opened: another key made it, it was altered, or it belongs to another record."""

    def __init__(self) -> None:
        super().__init__(
            Label(
                "这项加密内容打不开：密钥不对，或内容被改动、被移到了别的记录；请核对密钥文件，并运行 minorcare journal verify",
                en="this sealed value cannot be opened: it was made with another key, altered, or moved from another record; "
                "check the key file and run minorcare journal verify",
            )
        )


class Cipher(Protocol):
    """Authenticated encryption, as ``cryptography`` offers it."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


CIPHERS: Mapping[str, Callable[[bytes], Cipher]] = {ALGORITHM: AESGCM}
"""Every algorithm that can be read, by the name it goes by in front of a sealed text."""


def cipher(algorithm: str, key: bytes) -> Cipher:
    """The cipher *algorithm* under *key*.

    Raises:
        Unreadable: There is no such algorithm here, or the key does not fit it.
    """
    try:
        return CIPHERS[algorithm](key)
    except (KeyError, ValueError):
        raise Unreadable from None


def seal(sealer: Cipher, prefix: str, text: bytes, aad: str) -> str:
    """*text* sealed, bound to *prefix* (``ALGORITHM`` or ``ALGORITHM.KEYID``) and to *aad*, which is not kept in it."""
    nonce = os.urandom(_NONCE_BYTES)
    return f"{prefix}.{to_text(nonce + sealer.encrypt(nonce, text, _bound(prefix, aad)))}"


def unseal(opener: Cipher, sealed: str, aad: str) -> bytes:
    """What :func:`seal` was given, under the same cipher and the same *aad*.

    Raises:
        Unreadable: Anything about it differs.
    """
    prefix, _, text = sealed.rpartition(".")
    try:
        raw = from_text(text)
        if len(raw) < _SHORTEST:
            raise Unreadable
        return opener.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(prefix, aad))
    except (ValueError, InvalidTag):
        raise Unreadable from None


def _bound(prefix: str, aad: str) -> bytes:
    return f"{prefix}\x1f{aad}".encode()


def to_text(raw: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes in base64url without padding.

    Raises:
        ValueError: It is not what :func:`to_text` writes, bit for bit: one sealed text has one spelling.
    """
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_text(raw) != text:
        raise ValueError("not base64url without padding")
    return raw
