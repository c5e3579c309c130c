"""``F``: how a filter is written in Python."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from minorcare.query.tree import Compare, Filter, Given, Op, Path, Scalar, Today


@attrs.frozen(eq=False, repr=False)
class Term:
    """A field on the left (or right) side of a comparison: ``F.minor.birth_date.age >= 6``."""

    _path: Path = Path(())

    def __getattr__(self, name: str) -> Term:
        if name.startswith("_"):
            raise AttributeError(name)
        return Term(Path((*self._path.names, name)))

    def __repr__(self) -> str:
        return f"F.{self._path}"

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} has no truth value; compare it: {self!r} == True, or {self!r}.is_empty")

    __hash__ = None  # type: ignore[assignment]

    @property
    def age(self) -> Term:
        """Full years since this date, reached on the day after the birthday (domain: 周岁)."""
        return Term(Path(self._path.names, "age"))

    @property
    def community(self) -> Term:
        """The community (12 digits) an area lies in."""
        return Term(Path(self._path.names, "community"))

    def __eq__(self, other: Scalar | Term | Today | Given) -> Filter:  # type: ignore[override]
        return self._compare("eq", other)

    def __ne__(self, other: Scalar | Term | Today | Given) -> Filter:  # type: ignore[override]
        return self._compare("ne", other)

    def __lt__(self, other: Scalar | Term | Today | Given) -> Filter:
        return self._compare("lt", other)

    def __le__(self, other: Scalar | Term | Today | Given) -> Filter:
        return self._compare("lte", other)

    def __gt__(self, other: Scalar | Term | Today | Given) -> Filter:
        return self._compare("gt", other)

    def __ge__(self, other: Scalar | Term | Today | Given) -> Filter:
        return self._compare("gte", other)

    def is_in(self, values: Iterable[Scalar] | Given) -> Filter:
        """One of *values*."""
        if isinstance(values, str):
            raise TypeError(f"{self!r}.is_in takes several values; compare one with ==")
        return Compare(self._path, "in", values if isinstance(values, Given) else tuple(values))

    @property
    def is_empty(self) -> Filter:
        """Nothing is recorded."""
        return Compare(self._path, "empty", True)

    def contains(self, value: Scalar | Given) -> Filter:
        """A text holds this text; a list holds this value."""
        return Compare(self._path, "contains", value)

    def within(self, area: str | Given) -> Filter:
        """An area is *area* or lies in it."""
        return Compare(self._path, "within", area)

    def matches(self, name: str | Given) -> Filter:
        """A name is found by *name*: characters, pinyin or initials."""
        return Compare(self._path, "matches", name)

    def _compare(self, op: Op, other: Scalar | Term | Today | Given) -> Filter:
        if other is None:
            raise TypeError(f"compare {self!r} with None by {self!r}.is_empty, or ~{self!r}.is_empty")
        if isinstance(other, Term):
            return Compare(self._path, op, other._path)  # noqa: SLF001
        return Compare(self._path, op, other)


F = Term()
"""The record a question is about: ``F.status == "open"``."""
