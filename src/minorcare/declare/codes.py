"""Editable code lists (versioned data with a source), told apart from enums (states in code)."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import attrs

from minorcare.label import Label


@attrs.frozen(kw_only=True)
class Code:
    """One value of a code list. A retired code stays readable; new records may not use it."""

    value: str
    label: Label
    aliases: tuple[str, ...] = ()
    retired: date | None = None


@attrs.frozen(kw_only=True, slots=False)
class Codes:
    """A code list: what a field may hold, from which source, as of which date."""

    name: str
    label: Label
    items: tuple[Code, ...]
    version: str
    source: str
    dated: date

    @cached_property
    def _by_value(self) -> dict[str, Code]:
        return {item.value: item for item in self.items}

    @cached_property
    def _by_word(self) -> dict[str, Code]:
        words: dict[str, Code] = {}
        for item in self.items:
            for word in (item.value, item.label.zh, item.label.en or "", *item.aliases):
                words.setdefault(word.strip().casefold(), item)
        words.pop("", None)
        return words

    def get(self, value: str) -> Code | None:
        """The code with this value, retired or not."""
        return self._by_value.get(value)

    def match(self, word: str) -> Code | None:
        """The code a person means: by value, Chinese or English label, or alias."""
        return self._by_word.get(word.strip().casefold())

    def label_of(self, value: str) -> Label:
        """What to show for *value*; an unknown value is shown as it is."""
        code = self._by_value.get(value)
        return code.label if code else Label(value, en=value)
