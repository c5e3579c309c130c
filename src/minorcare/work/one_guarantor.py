"""Two records of one child, each with its guarantees: who answered for the child on which day, when the two are one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from minorcare.store.protocol import Row

_RANKS = ("ended", "declined", "assigned", "accepted")


@attrs.frozen(kw_only=True)
class Answering:
    """The guarantees of one child of two, each from first to last: whose trail stays whole, and of whose the ``outdone`` go."""

    stays: tuple[Row, ...]
    goes: tuple[Row, ...]
    outdone: tuple[Row, ...]


def answering(mine: Iterable[Row], theirs: Iterable[Row]) -> Answering:
    """Who has accepted stays before who is asked, who is asked before who declined; else *mine* before *theirs*.

    Of the others those go that share a day with one that stays: no day of a child belongs to two.
    """
    own, other = _in_order(mine), _in_order(theirs)
    stays, goes = (other, own) if _rank(other) > _rank(own) else (own, other)
    outdone = tuple(row for row in goes if any(_overlap(row, each) for each in stays))
    return Answering(stays=stays, goes=goes, outdone=outdone)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.values["began"], _end(row))))


def _rank(rows: tuple[Row, ...]) -> int:
    return max((_RANKS.index(row.values["status"]) for row in rows), default=-1)


def _overlap(one: Row, other: Row) -> bool:
    """The last day of one is the first of the next, and belongs to that."""
    return bool(one.values["began"] < _end(other) and other.values["began"] < _end(one))


def _end(row: Row) -> date:
    ended: date | None = row.values["ended"]
    return ended or date.max
