"""School terms: when a child can be met at school. An editable table; beyond it, a guess that says it is one."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import attrs

from minorcare.calendar import years
from minorcare.errors import DeclarationError
from minorcare.label import Label


@attrs.frozen(kw_only=True)
class Term:
    """One school term, both days included."""

    label: Label
    first: date
    last: date


@attrs.frozen(kw_only=True)
class Terms:
    """The terms of a place, as announced for the days from ``known_from`` to ``known_to``.

    For other days the same day of the nearest known year stands in, and :meth:`announced` says no.
    """

    label: Label
    source: str
    known_from: date
    known_to: date
    terms: tuple[Term, ...]

    def announced(self, day: date) -> bool:
        """Whether it is known if schools are open around *day*; else what :meth:`in_term` says is a guess."""
        return self.known_from <= day <= self.known_to

    def in_term(self, day: date) -> bool:
        """Whether *day* lies in a term. Weekends and public holidays are the calendar's business."""
        while day > self.known_to and day - years(1) >= self.known_from:
            day -= years(1)
        while day < self.known_from and day + years(1) <= self.known_to:
            day += years(1)
        return any(term.first <= day <= term.last for term in self.terms)


@cache
def shipped_terms() -> Terms:
    """The table that ships."""
    return read_terms(files("minorcare").joinpath("work", "terms", "yunnan.toml"))


def read_terms(file: Traversable) -> Terms:
    """The table of an office from a file (a ``pathlib.Path`` will do).

    Raises:
        DeclarationError: naming the file, and what is wrong.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        made = Terms(
            label=_label(raw),
            source=str(raw["source"]),
            known_from=_day(raw["known"]["from"]),
            known_to=_day(raw["known"]["to"]),
            terms=tuple(
                Term(label=_label(each), first=_day(each["from"]), last=_day(each["to"])) for each in raw["terms"]
            ),
        )
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        said = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise DeclarationError(
            said, remedy="correct the table; write it like the one that ships", where=file.name
        ) from error
    ordered = [made.known_from, *(day for term in made.terms for day in (term.first, term.last))]
    if ordered != sorted(ordered) or made.known_from > made.known_to:
        raise DeclarationError("the days are not in order", remedy="list the terms from early to late", where=file.name)
    return made


def _label(raw: dict[str, Any]) -> Label:
    return Label(str(raw["zh"]), en=str(raw["en"]))


def _day(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value!r} is no date")
    return value
