"""From a record to the body of a version and back: its values in written form, its secrets sealed under a key of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minorcare.declare import Kind, Record
from minorcare.store.keys import Keys, blindly, decrypt, encrypt, hint, new_data_key
from minorcare.store.pending import Pending

Body = Mapping[str, Any]
_KEY = "SELECT wrapped FROM key WHERE office=? AND kind=? AND id=?"
_NEW_KEY = "INSERT INTO key VALUES (?,?,?,?)"


class Bodies:
    """The bodies of one office in an open transaction."""

    __slots__ = ("_keys", "_office", "_pending")

    def __init__(self, pending: Pending, keys: Keys, office: str) -> None:
        self._pending, self._keys, self._office = pending, keys, office

    def of(self, kind: Kind, record: Record, old: Body, *, new: bool) -> dict[str, Any]:
        """The body of a version: declared fields, no nulls, secrets as [ciphertext, blind index, last four].

        *old* is the body it follows, whose ciphertexts stay where the secrets do. A record that is *new* has no key yet.
        """
        body, data_key = kind.written(record), None
        for field in kind.secrets:
            value = body.get(field.name)
            if value is None:
                continue
            blind = self._keys.blind(kind.name, field.name, blindly(value))
            if field.name in old and old[field.name][1] == blind:
                body[field.name] = old[field.name]
                continue
            data_key = data_key or self._data_key(kind, record.id, new=new)
            body[field.name] = [encrypt(data_key, value, aad=f"{kind.name}.{field.name}"), blind, hint(value) or "…"]
        return body

    def record(self, kind: Kind, id: str, body: Body) -> Record:
        """The record that a body was made of, secrets in clear."""
        values = {f.name: f.from_json(body[f.name]) for f in kind.fields if f.name in body and not f.facts.secret}
        for field in kind.secrets:
            if field.name in body:
                sealed = body[field.name][0]
                values[field.name] = decrypt(self._data_key(kind, id), sealed, aad=f"{kind.name}.{field.name}")
        return kind.build({**values, "id": id, "office": self._office})

    def _data_key(self, kind: Kind, id: str, *, new: bool = False) -> bytes:
        at = {"office": self._office, "kind": kind.name, "id": id}
        row = None if new else self._pending.run(_KEY, tuple(at.values())).fetchone()
        if row:
            return self._keys.unwrap(row[0], **at)
        key = new_data_key()
        self._pending.add(_NEW_KEY, (*at.values(), self._keys.wrap(key, **at)))
        return key
