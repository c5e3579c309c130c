"""Rows that answer a questionnaire: asked item by item, and shown with the words of the items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from minorcare.declare import Field, Kind
from minorcare.label import Label
from minorcare.surfaces.front import Front
from minorcare.surfaces.front_forms import Questionnaire
from minorcare_server.pages.acting import function

Row = Mapping[str, str]


@attrs.frozen(kw_only=True)
class Item:
    """One thing that is asked: what an answer calls it, its words, and what it stands under."""

    code: str
    label: Label
    under: tuple[Label, ...]


@attrs.frozen(kw_only=True)
class Asking:
    """The questionnaire that a record names."""

    front: Questionnaire
    items: tuple[Item, ...]
    scale: tuple[tuple[str, Label], ...]

    def rows(self, given: Sequence[Row]) -> Iterator[tuple[int, Item | None, Row]]:
        """A row for each item with its answer, and one for each answer to something else, with the number it is sent under.

        Those that are answered have the lowest numbers, in the order in which they are sent: so a problem of the second answer is
        one of the row that has it.
        """
        known = {item.code for item in self.items}
        by_code = {row.get(self.front.part, ""): (n, row) for n, row in enumerate(given)}
        following = len(given)
        for item in self.items:
            n, row = by_code.get(item.code, (following, {self.front.part: item.code}))
            following += n == following
            yield n, item, row
        yield from ((n, None, row) for n, row in enumerate(given) if row.get(self.front.part) not in known)

    def said(self, part: Field, value: Any) -> Label | None:
        """The words for a part of an answer; ``None`` where the questionnaire has none."""
        words: Mapping[str, Label] = {}
        if part.name == self.front.part:
            words = {item.code: item.label for item in self.items}
        elif part.name == self.front.answer:
            words = dict(self.scale)
        return words.get(str(value))


def keys_of(front: Front, kind: Kind) -> dict[str, str]:
    """The part of each row that names an item, by field: by itself it says nothing."""
    return {each.field: each.part for each in front.questionnaires if each.kind == kind.name}


def asking_of(front: Front, kind: Kind, field: Field, values: Mapping[str, Any]) -> Asking | None:
    """The questionnaire that a record with these values answers in *field*, if it is known here."""
    for each in front.questionnaires:
        if (each.kind, each.field) != (kind.name, field.name):
            continue
        for known in function(each.known)():
            if (known.name, known.version) == (values.get(each.name), values.get(each.version)):
                items = (Item(code=item.code, label=item.label, under=item.under) for item in known.items)
                scale = ((answer.value, answer.label) for answer in known.scale)
                return Asking(front=each, items=tuple(items), scale=tuple(scale))
    return None
