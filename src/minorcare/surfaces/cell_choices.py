"""Cells that hold one of a list: a code, a state, an area."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import Enum

from minorcare.declare import wording
from minorcare.declare.codes import Codes
from minorcare.declare.text import clean
from minorcare.label import Label
from minorcare.surfaces.cell_reading import Unreadable, folded, plain
from minorcare.surfaces.sheets import Cell

_BETWEEN = re.compile(r"[、，,;；\n]+")


def read_code(cell: Cell, codes: Codes) -> str:
    """The code a person means, by value, label or alias. Raises :class:`Unreadable`."""
    return _one_code(codes, plain(cell), numbered=not isinstance(cell, str))


def read_codes(cell: Cell, codes: Codes) -> tuple[str, ...]:
    """The codes a person lists, each once. Raises :class:`Unreadable`."""
    numbered = not isinstance(cell, str)
    words = [word for word in map(clean, _BETWEEN.split(plain(cell))) if word]
    return tuple(dict.fromkeys(_one_code(codes, word, numbered=numbered) for word in words))


def _one_code(codes: Codes, word: str, *, numbered: bool) -> str:
    found = codes.match(word) or codes.match(unicodedata.normalize("NFKC", word))
    if found is None and numbered:  # 01 typed into a cell becomes 1
        found = codes.match(word.zfill(2))
    if found:
        return found.value
    spoken = [said for item in codes.items if not item.retired for said in (item.label.zh, *item.aliases)]
    said = Label(f"不在“{codes.label.zh}”里", en=f"is not in the list “{codes.label.in_('en')}”")
    choices = [(item.label.zh, item.label.in_("en")) for item in codes.items if not item.retired]
    raise _not_listed(said, wording.choose(choices, codes.label), word, spoken, "code")


def _not_listed(said: Label, remedy: Label, word: str, choices: Iterable[str], code: str) -> Unreadable:
    near = get_close_matches(word, list(choices), n=1)
    if near:
        remedy = Label(f"是不是“{near[0]}”？是就照此改正", en=f"did you mean “{near[0]}”? If so, write that")
    return Unreadable(said, remedy, code, near[0] if near else None)


def read_enum(cell: Cell, choices: type[Enum]) -> Enum:
    """The member a person means, by value, name or label. Raises :class:`Unreadable`."""
    word = folded(cell).casefold()
    for member in choices:
        if word in (
            str(member.value).casefold(),
            member.name.casefold(),
            *(said.casefold() for said in enum_labels(member)),
        ):
            return member
    words = [(enum_labels(member)[0], enum_labels(member)[-1]) for member in choices]
    raise Unreadable(Label("不是可选的值", en="is none of the choices"), wording.choose(words), "enum")


def enum_members(choices: type[Enum]) -> tuple[Enum, ...]:
    """The members of an enum, in their order."""
    return tuple(choices)


def enum_labels(member: Enum) -> tuple[str, ...]:
    """What people call a member: Chinese, then English, or its value."""
    label = getattr(member, "label", None)
    return (label.zh, label.in_("en")) if isinstance(label, Label) else (str(member.value),)


def read_area(cell: Cell, areas: Mapping[str, str]) -> str:
    """The code of an area a person names; *areas* gives the codes by name. Raises :class:`Unreadable`."""
    word = unicodedata.normalize("NFKC", plain(cell)).replace(" ", "")
    if word in areas:
        return areas[word]
    if word in areas.values():
        return word
    said = Label("没有这个社区或网格", en="is no community or grid of this office")
    remedy = Label("请填名单上的社区名称或代码", en="write the name or code of a community on the list")
    raise _not_listed(said, remedy, word, areas, "sheet.area")
