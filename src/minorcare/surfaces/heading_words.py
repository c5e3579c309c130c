"""What headings may say, and which field each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from minorcare.surfaces.headings import Heading, folded, group_of, without_remark
from minorcare.surfaces.targets import Target

Place = tuple[str, str]
"""A target and one of its fields."""


@attrs.frozen(kw_only=True)
class Column:
    """A heading and the field it stands for; no field (``""``) says that the column is left out."""

    heading: str
    target: str = ""
    field: str = ""
    sure: bool = True


class Words:
    """What headings may say, and which field each means."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self.first = targets[0].name
        self.groups = {group_of(name): target.name for target in reversed(targets) for name in _names(target)}
        self.within = {target.name: _fields(target) for target in targets}
        self.bare: dict[str, list[Place]] = {}
        self.full: dict[str, Place] = {}
        for target in targets:
            for word, field in self.within[target.name].items():
                self.bare.setdefault(word, []).append((target.name, field))
                for name in _names(target):
                    self.full.setdefault(folded(name) + word, (target.name, field))
                    self.full.setdefault(f"{folded(name)}的{word}", (target.name, field))
            named = next((field.name for field in target.columns if field.facts.searchable), None)
            if named and target is not targets[0]:
                for name in _names(target):
                    self.full.setdefault(folded(name), (target.name, named))

    def columns(self, found: Iterable[Heading]) -> dict[int, Column]:
        """What each heading stands for, each field once, from left to right."""
        placed: dict[int, Column] = {}
        taken: set[Place] = set()
        left = self.first
        for heading in found:
            places = self._places(heading.parts)
            place = self._choose([each for each in places if each not in taken], left)
            if place is None:
                continue
            named = {target for target, _ in places}
            sure = len(named) == 1 or (place[0] == self.first and (left == self.first or left not in named))
            placed[heading.column] = Column(heading=heading.text, target=place[0], field=place[1], sure=sure)
            taken.add(place)
            left = place[0]
        return placed

    def _choose(self, places: list[Place], left: str) -> Place | None:
        """The field of the row's own record, else of the group on the left, else the first."""
        for target in (self.first, left):
            for place in places:
                if place[0] == target:
                    return place
        return places[0] if places else None

    def _places(self, parts: tuple[str, ...]) -> list[Place]:
        for read in (folded, lambda words: folded(without_remark(words))):
            words = [read(part) for part in parts]
            group = self.groups.get(group_of(parts[0])) if len(parts) > 1 else None
            if group:
                field = self.within[group].get(words[-1])
                places = (
                    [(group, field)] if field else [place for place in self._anywhere(words[-1]) if place[0] == group]
                )
            else:
                places = self._anywhere("".join(words)) or (self._anywhere(words[-1]) if len(words) > 1 else [])
            if places:
                return places
        return []

    def _anywhere(self, word: str) -> list[Place]:
        full = [self.full[word]] if word in self.full else []
        return list(dict.fromkeys([*full, *self.bare.get(word, ())]))


def _names(target: Target) -> tuple[str, ...]:
    return (target.name, target.called.zh, target.called.in_("en"), *target.aliases)


def _fields(target: Target) -> dict[str, str]:
    """The words for each field of a target: its key, its label in both languages, its aliases."""
    words: dict[str, str] = {}
    for field in target.columns:
        for word in (field.name, field.label.zh, field.label.in_("en"), *field.facts.aliases):
            words.setdefault(folded(word), field.name)
    return words
