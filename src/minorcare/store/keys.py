"""The keys of a registry: wrapping of data keys, blind index, cursors, signatures.

They stand in a file beside the database (``jinma.db.keys``), never in it: a copied database shows no ID number, no phone number
and nothing of the vault. Passwords and tokens are no keys and not kept here.
"""

from __future__ import annotations

import hmac
import os
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.store import keyfile
from minorcare.store.keyfile import Key, KeysUnusable
from minorcare.store.sealing import ALGORITHM, KEY_BYTES, Cipher, Unreadable, cipher, from_text, seal, to_text, unseal

__all__ = ["Keys", "KeysUnusable", "Unreadable", "blindly", "decrypt", "encrypt", "has_signed", "hint", "new_data_key"]

_SEP = "\x1f"
_BLIND_BYTES = 16
_HINT, _LEAST_HIDDEN = 4, 4


def new_data_key() -> bytes:
    """A random key for the secrets of one record. Erasing the record drops it, and with it every copy of them."""
    return os.urandom(KEY_BYTES)


def encrypt(data_key: bytes, text: str, *, aad: str) -> str:
    """*text* sealed under a record's own key, bound to *aad* (what it is: such as kind, id and field)."""
    return seal(cipher(ALGORITHM, data_key), ALGORITHM, text.encode(), aad)


def decrypt(data_key: bytes, sealed: str, *, aad: str) -> str:
    """The text that :func:`encrypt` was given.

    Raises:
        Unreadable: The key or *aad* is another, or it was altered.
    """
    return unseal(cipher(sealed.partition(".")[0], data_key), sealed, aad).decode()


def hint(text: str) -> str | None:
    """What lists show of a secret: its last four characters (``…123X``); nothing of one shorter than eight."""
    return f"…{text[-_HINT:]}" if len(text) >= _HINT + _LEAST_HIDDEN else None


def blindly(text: str) -> str:
    """The form in which secrets are compared: without blanks, in capitals."""
    return "".join(text.split()).upper()


def has_signed(public_key: str, message: bytes, signature: str) -> bool:
    """Whether *signature* (``Keys.sign``) over *message* was made with the key whose ``public_key_text`` this is.

    Raises:
        ValueError: *public_key* is none.
    """
    algorithm, _, key = public_key.partition(":")
    if algorithm != "ed25519":
        raise ValueError("the public key is not written ed25519:KEY:BYTES")
    key_id, _, raw = key.partition(":")
    verifier = Ed25519PublicKey.from_public_bytes(from_text(raw))
    if signature.rpartition(":")[0] != f"{algorithm}:{key_id}":
        return False
    try:
        verifier.verify(from_text(signature.rpartition(":")[2]), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@attrs.frozen(kw_only=True, slots=False, repr=False, eq=False)
class Keys:
    """The keys of one registry. ``demo`` says that they were made for made-up records and must not guard real ones."""

    demo: bool
    _keys: keyfile.KeySet = attrs.field(alias="keys")

    @classmethod
    def create(cls, path: Path, *, demo: bool = False) -> Keys:
        """New keys, written to *path* (mode 0600, on disk before this returns).

        Raises:
            KeysUnusable: There is a file already, or it cannot be written.
        """
        made: keyfile.KeySet = {use: (Key.fresh(names[0]),) for use, names in keyfile.ALGORITHMS.items()}
        keyfile.write(path, made, demo=demo)
        return cls(keys=made, demo=demo)

    @classmethod
    def load(cls, path: Path, *, check: str | None = None) -> Keys:
        """The keys in *path*; *check* is the check value that the database holds.

        Raises:
            KeysUnusable: The file is missing, unreadable, open to others, damaged, or belongs to another database.
        """
        read, demo = keyfile.read(path)
        keys = cls(keys=read, demo=demo)
        if check is not None and not hmac.compare_digest(check.encode(), keys.check_value().encode()):
            said = Label("密钥文件不属于这个数据库", en="these keys belong to another database")
            remedy = Label(
                "请放回与数据库一起建立的密钥文件", en="put back the key file that was made with this database"
            )
            raise KeysUnusable(path, said, remedy)
        return keys

    def __repr__(self) -> str:
        return f"Keys(demo={self.demo})"

    def check_value(self) -> str:
        """What a database keeps to know its keys by: 32 hex digits that give nothing of them away. Rotation leaves it."""
        return self._mac("check", "minorcare")

    def rotated(self, path: Path) -> Keys:
        """The same keys with a new wrapping key, written to *path* before this returns.

        Old ones stay, to unwrap by, until every row of table ``key`` is wrapped anew: :meth:`is_current` tells which are.
        """
        keys: keyfile.KeySet = {**self._keys, "wrap": (*self._keys["wrap"], Key.fresh(ALGORITHM))}
        keyfile.write(path, keys, demo=self.demo, replace=True)
        return Keys(keys=keys, demo=self.demo)

    def is_current(self, wrapped: str) -> bool:
        """Whether a wrapped key is under the newest wrapping key."""
        return wrapped.startswith(f"{self._keys['wrap'][-1].prefix}.")

    def wrap(self, data_key: bytes, *, office: str, kind: str, id: str) -> str:
        """A record's data key as table ``key`` keeps it: sealed, and bound to that record."""
        prefix = self._keys["wrap"][-1].prefix
        return seal(self._ciphers[prefix], prefix, data_key, _SEP.join(("wrap", office, kind, id)))

    def unwrap(self, wrapped: str, *, office: str, kind: str, id: str) -> bytes:
        """The data key that :meth:`wrap` was given.

        Raises:
            Unreadable: It was wrapped by other keys or for another record, or was altered.
        """
        return self._open(wrapped, "wrap", _SEP.join(("wrap", office, kind, id)))

    def blind(self, kind: str, field: str, text: str) -> str:
        """What a secret is found by: 32 hex digits, equal for equal text, useless without the key.

        *text* is compared as it is: bring it to its normal form first.
        """
        return self._mac("blind", kind, field, text)

    def seal_cursor(self, position: object) -> str:
        """Where the next page begins, for the caller to hand back: unreadable to it, and safe in a URL. JSON types only."""
        prefix = self._keys["cursor"][-1].prefix
        return seal(self._ciphers[prefix], prefix, orjson.dumps(position), "cursor")

    def open_cursor(self, cursor: str) -> Any:
        """The position in a cursor.

        Raises:
            Invalid: This registry did not make it, or it was altered.
        """
        try:
            return orjson.loads(self._open(cursor, "cursor", "cursor"))
        except Unreadable:
            said = Label("翻页位置无效", en="this is no position in a list")
            remedy = Label("请从第一页重新打开列表", en="open the list again from its first page")
            raise Invalid([Problem(at="after", said=said, remedy=remedy, code="cursor")]) from None

    def sign(self, message: bytes) -> str:
        """A signature (Ed25519) over *message*: ``ed25519:KEYID:BYTES``."""
        return f"ed25519:{self._signer_id}:{to_text(self._signer.sign(message))}"

    def public_key_text(self) -> str:
        """What others check signatures by, :func:`has_signed`: ``ed25519:KEYID:BYTES``."""
        return f"ed25519:{self._signer_id}:{to_text(self._signer.public_key().public_bytes_raw())}"

    def _mac(self, *parts: str) -> str:
        message = _SEP.join(parts).encode()
        return hmac.digest(self._keys["blind"][-1].secret, message, "sha256")[:_BLIND_BYTES].hex()

    def _open(self, sealed: str, use: keyfile.Use, aad: str) -> bytes:
        prefix = sealed.rpartition(".")[0]
        if prefix not in {key.prefix for key in self._keys[use]}:
            raise Unreadable
        return unseal(self._ciphers[prefix], sealed, aad)

    @cached_property
    def _ciphers(self) -> dict[str, Cipher]:
        return {key.prefix: cipher(key.algorithm, key.secret) for use in ("wrap", "cursor") for key in self._keys[use]}

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._keys["sign"][-1].secret)

    @cached_property
    def _signer_id(self) -> str:
        return sha256(self._signer.public_key().public_bytes_raw()).hexdigest()[:8]
