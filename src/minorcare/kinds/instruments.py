"""Instruments of assessment as data: items, scores, veto items and grades. A machine grade is advice and nothing more.

An instrument is a file beside this module (folder ``scales``) or an office's own: a head, a ``scale`` (the answers and their scores),
``grades`` from low to high, each with the score it begins at, and ``groups`` of ``parts`` of ``items``. An item may have a ``weight``
and a ``veto``: the answers that force the highest grade, whatever the score. What a person makes of the grade is another record's
business (《个人信息保护法》第二十四条: nothing with a weighty effect is decided by a machine alone).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import attrs

from minorcare.errors import DeclarationError
from minorcare.label import Label

T = TypeVar("T")

GRADES = ("low", "medium", "high", "critical")
"""The values of the list ``assessment_grade``, from low to high: what grades of different instruments have in common."""


@attrs.frozen(kw_only=True)
class Answer:
    """One answer of the scale, and its score: the higher, the worse."""

    value: str
    label: Label
    score: int


@attrs.frozen(kw_only=True)
class Item:
    """One thing that is looked at, the indicators it stands under, and the answers that force the highest grade."""

    code: str
    label: Label
    under: tuple[Label, ...]
    weight: int = 1
    veto: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Grade:
    """A grade by its common value, its local word, and the lowest score that reaches it."""

    value: str
    label: Label
    begins: int


@attrs.frozen(kw_only=True)
class Machine:
    """What a machine reads from a full set of answers: the score, the grade, and the items that forced the highest one."""

    score: int
    grade: str
    vetoes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=False)
class Instrument:
    """A way to assess. A changed one gets a new ``version``; what was assessed by the old one stays as it was.

    Attributes:
        wording: Whose words the items are (``"abridged, own wording"``).
        sensitive: Whether two people must assess together.
        valid_months: How long an assessment holds before it must be made again.
    """

    name: str
    version: int
    label: Label
    source: str
    wording: str
    dated: date
    sensitive: bool
    valid_months: int
    scale: tuple[Answer, ...]
    grades: tuple[Grade, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        """Its items by code."""
        return {item.code: item for item in self.items}

    @cached_property
    def scores(self) -> Mapping[str, int]:
        """The score of each answer of the scale."""
        return {answer.value: answer.score for answer in self.scale}

    def missing(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """The codes of the items that nobody has answered yet."""
        return tuple(item.code for item in self.items if item.code not in answers)

    def machine(self, answers: Mapping[str, str]) -> Machine:
        """What the machine reads from *answers*: the answer of each item by its code.

        Raises:
            KeyError: an item is not answered, or an answer is none of the scale.
        """
        score = sum(item.weight * self.scores[answers[item.code]] for item in self.items)
        vetoes = tuple(item.code for item in self.items if answers[item.code] in item.veto)
        reached = self.grades[-1] if vetoes else [grade for grade in self.grades if grade.begins <= score][-1]
        return Machine(score=score, grade=reached.value, vetoes=vetoes)

    def word(self, grade: str) -> Label:
        """The instrument's own word for a grade; the grade itself where it has none."""
        return next((each.label for each in self.grades if each.value == grade), Label(grade, en=grade))


@cache
def load_instruments() -> tuple[Instrument, ...]:
    """Every instrument that ships, ordered by name."""
    folder = files("minorcare").joinpath("kinds", "scales")
    found = (read_instrument(file) for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda instrument: instrument.name))


def read_instrument(file: Traversable) -> Instrument:
    """One instrument from a file (a ``pathlib.Path`` will do).

    Raises:
        DeclarationError: naming the file, and the item or grade that is wrong.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(str(error), remedy="correct the file; it is TOML in UTF-8", where=file.name) from error
    made = Instrument(
        name=_of(raw, "name", str, file.name),
        version=_of(raw, "version", int, file.name),
        label=_label(raw, file.name),
        source=_of(raw, "source", str, file.name),
        wording=_of(raw, "wording", str, file.name),
        dated=_of(raw, "dated", date, file.name),
        sensitive=_of(raw, "sensitive", bool, file.name),
        valid_months=_of(raw, "valid_months", int, file.name),
        scale=tuple(_answer(each, at) for each, at in _tables(raw, "scale", file.name)),
        grades=tuple(_grade(each, at) for each, at in _tables(raw, "grades", file.name)),
        items=tuple(_items(raw, file.name)),
    )
    if faults := tuple(_faults(made)):
        raise DeclarationError("; ".join(faults), remedy="correct the file", where=file.name)
    return made


def find(instruments: Iterable[Instrument], name: str, version: int) -> Instrument | None:
    """The instrument of this name and version, if there is one."""
    return next((each for each in instruments if (each.name, each.version) == (name, version)), None)


def _items(raw: Mapping[str, Any], where: str) -> Iterator[Item]:
    for group, at_group in _tables(raw, "groups", where):
        for part, at_part in _tables(group, "parts", at_group):
            under = (_label(group, at_group), _label(part, at_part))
            for each, at in _tables(part, "items", at_part):
                yield Item(
                    code=_of(each, "code", str, at),
                    label=_label(each, at),
                    under=under,
                    weight=_of({"weight": 1, **each}, "weight", int, at),
                    veto=tuple(_of({"veto": [], **each}, "veto", list, at)),
                )


def _answer(raw: Mapping[str, Any], where: str) -> Answer:
    return Answer(value=_of(raw, "value", str, where), label=_label(raw, where), score=_of(raw, "score", int, where))


def _grade(raw: Mapping[str, Any], where: str) -> Grade:
    return Grade(value=_of(raw, "value", str, where), label=_label(raw, where), begins=_of(raw, "from", int, where))


def _label(raw: Mapping[str, Any], where: str) -> Label:
    return Label(_of(raw, "zh", str, where), en=_of(raw, "en", str, where))


def _tables(raw: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The tables listed under *key*, each with where it stands, counted from 1."""
    listed = _of(raw, key, list, where)
    for row, each in enumerate(listed, start=1):
        at = f"{where}, {key} {row}"
        if not isinstance(each, dict):
            raise DeclarationError("is no table", remedy="write it as { … = … }", where=at)
        yield each, at


def _of(raw: Mapping[str, Any], key: str, type_: type[T], where: str) -> T:
    found = raw.get(key)
    if type(found) is not type_:  # exactly: True is no number
        raise DeclarationError(f"{key} is missing or no {type_.__name__}", remedy=f"write {key} = …", where=where)
    return found


def _faults(made: Instrument) -> Iterator[str]:
    values, codes = [grade.value for grade in made.grades], [item.code for item in made.items]
    begins = [grade.begins for grade in made.grades]
    if not made.scale or not made.items or not made.grades:
        yield "it has no scale, no items or no grades"
        return
    if values != [grade for grade in GRADES if grade in values]:
        yield f"grades must be some of {', '.join(GRADES)}, from low to high, each once"
    if begins[0] != 0 or begins != sorted(set(begins)):
        yield "the first grade must begin at 0 and each further one above the one before"
    if len(set(codes)) < len(codes):
        yield "two items have the same code"
    if len(made.scores) < len(made.scale):
        yield "two answers of the scale have the same value"
    if made.version < 1 or made.valid_months < 1 or any(item.weight < 1 for item in made.items):
        yield "version, valid_months and weights are at least 1"
    if any(answer.score < 0 for answer in made.scale):
        yield "a score is not below 0"
    for item in made.items:
        if wrong := [each for each in item.veto if each not in made.scores]:
            yield f"item {item.code} has the veto {', '.join(map(repr, wrong))}, which is no answer of the scale"
