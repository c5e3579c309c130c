"""Text for people, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

LANGUAGES = ("zh", "en")


@attrs.frozen
class Label:
    """A text for people: Chinese always, English for everything that ships.

    ``{name}`` stands for a value that :meth:`fill` puts in.
    """

    zh: str
    en: str | None = attrs.field(default=None, kw_only=True)

    def in_(self, lang: str) -> str:
        """The text in *lang* (``"zh"`` or ``"en"``), in Chinese where English is missing."""
        return self.en if lang == "en" and self.en is not None else self.zh

    def fill(self, **values: object) -> Label:
        """The same text with every ``{name}`` replaced; a value may itself be a :class:`Label`."""
        en = self.en
        return Label(
            self.zh.format_map(_in_language(values, "zh")),
            en=None if en is None else en.format_map(_in_language(values, "en")),
        )

    def __str__(self) -> str:
        return self.zh


def _in_language(values: Mapping[str, object], lang: str) -> dict[str, object]:
    return {name: value.in_(lang) if isinstance(value, Label) else value for name, value in values.items()}
