"""Passwords, tokens and sessions: plain side tables, beside the records and outside the journal's chain.

Nothing here is kept as it was given: passwords as argon2id, tokens and sessions as SHA-256 of 256 random bits, which no search can
find again. Whether an account still has a post is not asked here: the registry asks the officer's record, on every call.
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol, TypeVar

import attrs
import sqlite_utils
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from minorcare.calendar import Clock, day_of, parse_stamp, stamp, system_clock
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

T = TypeVar("T")
LEAST_LENGTH, MOST_LENGTH = 12, 256
"""Characters of a password. Length is all that is asked of one (NIST SP 800-63B): rules about kinds of characters make worse ones."""
TOKEN_DAYS = 366
"""The longest life of a token, in days."""
SESSION, IDLE = timedelta(hours=8), timedelta(minutes=30)
"""How long a session lasts, and how long without a request."""
PREFIX = "mc_"
"""What a token begins with, so that programs that look for leaked secrets know one."""

_NOTICE = timedelta(minutes=1)  # a session's last use is written down no more often: a page is many requests
_ID_LENGTH = 12
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of no password. Held against what is typed for an account that is not there, so that the answer takes as long.
_OF_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bWlub3JjYXJlLm5vYm9keQ$c1eK/NpFhHul9jqE0fjSGMuFjiKW7Ps1UHnSJh4kZY8"

_TABLES: dict[str, tuple[dict[str, Any], tuple[str, ...] | str]] = {
    "account": ({"office": str, "account": str, "password": str, "changed": str}, ("office", "account")),
    "token": (
        {"hash": str, "office": str, "account": str, "id": str, "label": str, "made": str, "expires": str},
        "hash",
    ),
    "session": ({"hash": str, "office": str, "account": str, "opened": str, "used": str}, "hash"),
}


class Reading(Protocol):
    """A thread's reading side."""

    @property
    def conn(self) -> sqlite3.Connection:
        """A connection that only reads."""


class SideTables(Protocol):
    """What this needs of a store."""

    def side(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run *work* in a transaction of its own."""

    def reader(self) -> Reading:
        """This thread's reading side."""


@attrs.frozen(kw_only=True)
class Token:
    """A token as it is listed: everything but the token."""

    id: str
    label: str
    made: str
    expires: date


@attrs.frozen
class Accounts:
    """How people and programs prove who they are. Everything is asked within one office.

    No error repeats a password or token. Every answer about an account that is not there is the answer about one that is.
    """

    _store: SideTables
    _clock: Clock = system_clock

    def __attrs_post_init__(self) -> None:
        """Make the tables that are missing."""
        there = {
            name for (name,) in self._store.reader().conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not there.issuperset(_TABLES):
            self._store.side(_make)

    def set_password(self, office: str, account: str, password: str) -> None:
        """Give *account* a password, and end its sessions.

        Raises:
            Invalid: it is too short or too long.
        """
        if problem := password_problem(password):
            raise Invalid([problem])
        hashed = _HASHER.hash(_normal(password))

        def work(db: sqlite_utils.Database) -> None:
            row = {"office": office, "account": account, "password": hashed, "changed": stamp(self._clock())}
            db.table("account").upsert(row, pk=("office", "account"))
            db.table("session").delete_where("office = ? AND account = ?", [office, account])

        self._store.side(work)

    def check_password(self, office: str, account: str, password: str) -> bool:
        """Whether this is the account's password. An account that is not there, or has none, takes as long to say no."""
        asked = "office = ? AND account = ?"
        rows = self._rows("account", asked, [office, account])
        known = rows[0]["password"] if rows else _OF_NOBODY
        text = _normal(password)[: MOST_LENGTH + 1]
        try:
            right = _HASHER.verify(known, text)
        except VerificationError:
            return False
        if right and rows and _HASHER.check_needs_rehash(known):
            anew = {"password": _HASHER.hash(text)}
            self._store.side(lambda db: db.table("account").update((office, account), anew))
        return right and bool(rows)

    def new_token(self, office: str, account: str, *, label: str, expires: date) -> str:
        """A token for a program that works for *account*, good to the end of the day *expires* in China. Shown this once.

        Raises:
            Invalid: the label is empty, or the day has passed or lies more than a year ahead.
        """
        now = self._clock()
        if problems := [*_unlabelled(label), *_out_of_time(expires, day_of(now))]:
            raise Invalid(problems)
        token = PREFIX + secrets.token_urlsafe(32)
        hashed = _hash(token)
        row = {
            "hash": hashed,
            "office": office,
            "account": account,
            "id": hashed[:_ID_LENGTH],
            "label": label,
            "made": stamp(now),
            "expires": expires.isoformat(),
        }
        self._store.side(lambda db: db.table("token").insert(row))
        return token

    def by_token(self, token: str) -> tuple[str, str] | None:
        """Office and account of a token that is good today."""
        row = self._by_hash("token", token)
        if row is None or date.fromisoformat(row["expires"]) < day_of(self._clock()):
            return None
        return row["office"], row["account"]

    def tokens(self, office: str, account: str) -> tuple[Token, ...]:
        """The tokens of an account, the expired ones too, oldest first."""
        rows = self._rows("token", "office = ? AND account = ? ORDER BY made, id", [office, account])
        return tuple(
            Token(id=row["id"], label=row["label"], made=row["made"], expires=date.fromisoformat(row["expires"]))
            for row in rows
        )

    def revoke_token(self, office: str, account: str, id: str) -> bool:
        """Make a token worthless, by the *id* it is listed under; whether there was one."""
        asked = "office = ? AND account = ? AND id = ?"
        return self._deleted("token", asked, [office, account, id]) > 0

    def open_session(self, office: str, account: str) -> str:
        """A new session of somebody who has just signed in."""
        token, now = secrets.token_urlsafe(32), stamp(self._clock())
        row = {"hash": _hash(token), "office": office, "account": account, "opened": now, "used": now}

        def work(db: sqlite_utils.Database) -> None:
            db.table("session").delete_where("opened < ?", [stamp(self._clock() - SESSION)])
            db.table("session").insert(row)

        self._store.side(work)
        return token

    def by_session(self, token: str, now: datetime | None = None) -> tuple[str, str] | None:
        """Office and account of a session that is good at *now*, which counts as a use of it."""
        row = self._by_hash("session", token)
        if row is None:
            return None
        now = now or self._clock()
        since, unused = now - parse_stamp(row["opened"]), now - parse_stamp(row["used"])
        if not timedelta(0) <= since < SESSION or unused >= IDLE:  # a clock put back makes no session young again
            self.close_session(token)
            return None
        if unused >= _NOTICE:
            used = {"used": stamp(now)}
            asked = "UPDATE session SET used = :used WHERE hash = :hash"  # no upsert: it may have been closed meanwhile
            self._store.side(lambda db: db.execute(asked, {**used, "hash": row["hash"]}))
        return row["office"], row["account"]

    def close_session(self, token: str) -> None:
        """End a session; harmless if it has ended."""
        self._deleted("session", "hash = ?", [_hash(token)])

    def close_all(self, office: str, account: str) -> int:
        """End every session of an account, and say how many there were."""
        return self._deleted("session", "office = ? AND account = ?", [office, account])

    def _by_hash(self, table: str, token: str) -> dict[str, Any] | None:
        hashed = _hash(token)
        for row in self._rows(table, "hash = ?", [hashed]):
            if hmac.compare_digest(row["hash"], hashed):
                return row
        return None

    def _rows(self, table: str, where: str, values: list[Any]) -> list[dict[str, Any]]:
        names = tuple(_TABLES[table][0])
        # on the reading side and by hand: this is asked on every request, and must not wait for who writes
        found = self._store.reader().conn.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {where}", values)
        return [dict(zip(names, row, strict=True)) for row in found]

    def _deleted(self, table: str, where: str, values: list[Any]) -> int:
        def work(db: sqlite_utils.Database) -> int:
            found = db.table(table)
            before = found.count_where(where, values)
            found.delete_where(where, values)
            return before

        return self._store.side(work)


def _make(db: sqlite_utils.Database) -> None:
    for name, (columns, key) in _TABLES.items():
        table = db.table(name)
        if not table.exists():
            table.create(columns, pk=key, not_null=set(columns), strict=True)
            if name != "account":
                table.create_index(["office", "account"])


def _normal(password: str) -> str:
    """One form of what keyboards and input methods type differently."""
    return unicodedata.normalize("NFKC", password)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def password_problem(password: str) -> Problem | None:
    """What keeps a text from being a password."""
    length = len(_normal(password))
    if length < LEAST_LENGTH:
        said = Label(f"不足 {LEAST_LENGTH} 个字符", en=f"is shorter than {LEAST_LENGTH} characters")
        remedy = Label("请用几个不相关的词连成一句", en="string a few unrelated words together")
    elif length > MOST_LENGTH:
        said = Label(f"超过 {MOST_LENGTH} 个字符", en=f"is longer than {MOST_LENGTH} characters")
        remedy = Label("请用短一些的密码", en="choose a shorter one")
    else:
        return None
    return Problem(at="password", said=said, remedy=remedy, code="length")


def _unlabelled(label: str) -> list[Problem]:
    if label.strip():
        return []
    said, remedy = Label("没有填写", en="is missing"), Label("写明给哪个程序用", en="say which program it is for")
    return [Problem(at="label", said=said, remedy=remedy, code="required")]


def _out_of_time(expires: date, today: date) -> list[Problem]:
    last = today + timedelta(days=TOKEN_DAYS)
    if today <= expires <= last:
        return []
    said = Label("早于今天，或超过一年", en="has passed, or lies more than a year ahead")
    remedy = Label(f"请填今天到 {last} 之间的日期", en=f"give a day from today to {last}")
    return [Problem(at="expires", said=said, remedy=remedy, code="range")]
