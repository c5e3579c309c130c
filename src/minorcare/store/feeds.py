"""Tokens of calendar feeds. They open a feed and nothing else, since the address of a feed is kept by programs of strangers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Protocol, TypeVar

import attrs
import sqlite_utils

from minorcare.calendar import Clock, day_of, stamp
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

T = TypeVar("T")
PREFIX = "mcf_"
"""What a feed's token begins with, so that programs that look for leaked secrets know one, and nobody takes it for another."""
_ID_LENGTH = 12


class SideTables(Protocol):
    """What this needs of a store."""

    def side(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run *work* on the plain side tables, in a transaction of its own."""


@attrs.frozen(kw_only=True)
class FeedToken:
    """A feed as it is listed: everything but its token."""

    id: str
    made: str
    expires: date


@attrs.frozen(kw_only=True)
class Feeds:
    """Who may poll which work list. A token is shown once and kept as the hash of 256 random bits."""

    store: SideTables
    clock: Clock

    def new(self, office: str, account: str, *, expires: date, most_days: int) -> str:
        """A token for the feed of *account*, good to the end of the day *expires* in China.

        Raises:
            Invalid: the day has passed, or lies more than *most_days* ahead.
        """
        today = day_of(self.clock())
        last = today + timedelta(days=most_days)
        if not today <= expires <= last:
            raise Invalid([_out_of_time(last)])
        token = PREFIX + secrets.token_urlsafe(32)
        hashed = _hash(token)
        row = {
            "hash": hashed,
            "office": office,
            "account": account,
            "id": hashed[:_ID_LENGTH],
            "made": stamp(self.clock()),
            "expires": expires.isoformat(),
        }
        self.store.side(lambda db: _table(db).insert(row))
        return token

    def by_token(self, token: str) -> tuple[str, str] | None:
        """Office and account of a token that is good today."""
        hashed = _hash(token)
        for row in self._rows("hash = ?", [hashed]):
            if hmac.compare_digest(row["hash"], hashed) and date.fromisoformat(row["expires"]) >= day_of(self.clock()):
                return row["office"], row["account"]
        return None

    def of(self, office: str, account: str) -> tuple[FeedToken, ...]:
        """The feeds of an account, the expired ones too, oldest first."""
        rows = self._rows("office = ? AND account = ?", [office, account])
        return tuple(
            FeedToken(id=row["id"], made=row["made"], expires=date.fromisoformat(row["expires"])) for row in rows
        )

    def revoke(self, office: str, account: str, id: str) -> bool:
        """Make a token worthless, by the *id* it is listed under; whether there was one."""
        return self._deleted("office = ? AND account = ? AND id = ?", [office, account, id]) > 0

    def sweep(self, office: str) -> int:
        """Forget the tokens of an office that have expired; how many."""
        return self._deleted("office = ? AND expires < ?", [office, day_of(self.clock()).isoformat()])

    def _rows(self, where: str, given: list[Any]) -> list[dict[str, Any]]:
        return self.store.side(lambda db: list(_table(db).rows_where(where, given, order_by="made, id")))

    def _deleted(self, where: str, given: list[Any]) -> int:
        def work(db: sqlite_utils.Database) -> int:
            table = _table(db)
            before = table.count_where(where, given)
            if before:
                table.delete_where(where, given)
            return before

        return self.store.side(work)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _out_of_time(last: date) -> Problem:
    return Problem(
        at="expires",
        said=Label("早于今天，或超过期限", en="has passed, or lies too far ahead"),
        remedy=Label(f"请填今天到 {last} 之间的日期", en=f"give a day from today to {last}"),
        code="range",
    )


def _table(db: sqlite_utils.Database) -> sqlite_utils.db.Table:
    columns = {"hash": str, "office": str, "account": str, "id": str, "made": str, "expires": str}
    return db.table("feed_token").create(columns, pk="hash", if_not_exists=True, strict=True)
