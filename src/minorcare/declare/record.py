"""The class every kind derives from."""

from __future__ import annotations

import os
import time
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from minorcare.declare.fields import deadline, field, ref, state
from minorcare.declare.values import Id
from minorcare.errors import Problem

if TYPE_CHECKING:
    from minorcare.declare.kind import Kind

R = TypeVar("R")


def new_id() -> Id:
    """A fresh UUIDv7 (RFC 9562): sorts by time, needs no counter, may be made by any client."""
    stamp = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    text = f"{stamp << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1:032x}"
    return Id(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, field, ref, deadline, state)
)
def _frozen(cls: type[R]) -> type[R]:
    return attrs.frozen(kw_only=True)(cls)


@_frozen
class Record:
    """A fact about a street, as one kind declares it. Immutable: a change is a new version of it.

    ``id`` may be made by the client, so that a retry is harmless; ``office`` is the 9-digit code of the street, which the desk
    fills in.
    """

    __kind__: ClassVar[Kind]

    id: Id = attrs.field(factory=new_id)
    office: str = ""

    def check(self) -> tuple[Problem, ...]:
        """What is wrong between the fields of this record; a kind overrides it. Single values are checked by their facts."""
        return ()

    def tidy(self) -> Self:
        """The same record with its values in their one written form (a resident ID in capitals); a kind overrides it."""
        return self

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002  (for a kind to use)
        """The same record with what a move to *state* fills in (who decided, and when); a kind overrides it.

        A new record enters its first state in the same way: from where else it can be moved there, it must tell the two apart.
        """
        return self

    def but(self, **changes: Any) -> Self:
        """A copy with some values changed, its state kept; the record itself where they are what it holds.

        Raises:
            TypeError: a name is no field.
        """
        kind = type(self).__kind__
        unknown = changes.keys() - kind.by_name.keys() - {"id", "office"}
        if unknown:
            raise TypeError(
                f"{kind.name} has no field {', '.join(sorted(unknown))}; its fields: {', '.join(kind.by_name)}"
            )
        if not [name for name, value in changes.items() if getattr(self, name) is not value]:
            return self
        return kind.build({**kind.values(self), **changes})  # type: ignore[return-value]
