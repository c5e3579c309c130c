"""Hygiene of text: what is taken out of every text value, and what is refused.

A name must come out as its bearer writes it. So nothing here changes a letter: rare characters (CJK extensions, private-use
characters of old input methods, characters newer than this Python) pass as they are, and Unicode normalisation (NFC) leaves CJK
compatibility ideographs alone, which it would replace by other characters.

What is taken out cannot be seen and comes along when people copy from sheets, chats and web pages; left in, it makes two equal
names unequal. A zero-width joiner or non-joiner stays where it shapes what is read: after a letter of the Arabic script (Uyghur,
Kazakh), of Tibetan, Mongolian and the Indic scripts, and a joiner between two emoji. Anywhere else it goes.
"""

from __future__ import annotations

import re
import string
import unicodedata

from minorcare.label import Label

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd"
"""Chinese characters as the inside of a regex class, with radicals, 〇 and private use (where old systems put rare characters)."""

MIDDLE_DOT = "·"
"""The dot inside the names of several peoples (阿卜杜·热合曼): U+00B7."""

# What goes: soft hyphen, zero-width space, BOM, word joiner and invisible operators, direction marks and bidi controls, deprecated
# format characters, annotation anchors, tag characters.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINED_SCRIPTS = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINERS = re.compile(
    rf"(?P<keep>(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d]|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}]))|[\u200c\u200d]"
)
_JOINER_RUN = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_NEW_LINE = re.compile("\r\n|[\r\u2028\u2029]")
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
# Only straight between two Chinese characters, so that the bullets of a list stay bullets.
_DOT_LIKE = re.compile(rf"(?<=[{HAN}])[\u2022\u2027\u2219\u22c5\u2e31\u30fb\u318d\uff65](?=[{HAN}])")
# Not str.strip(): it would strip U+001F and its neighbours too, which are to be refused and not to vanish.
_SPACE = "\t\n \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Most texts are nothing but these and need no further look.
_ORDINARY = re.compile("[ -~\n·\u3001-\u301f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*")

_HALFWIDTH = {ord(char) + 0xFEE0: char for char in string.digits + string.ascii_letters}

_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_REFUSED = (
    (
        re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]"),
        Label("含有控制字符（{codes}）", en="contains control characters ({codes})"),
        Label("请删除这些看不见的字符后重新输入", en="remove these invisible characters and enter it again"),
    ),
    (
        re.compile("[\ud800-\udfff]"),
        Label("含有残缺的字符（{codes}）", en="contains halves of characters ({codes})"),
        Label("请重新输入该字，不要从别处粘贴", en="type the character anew instead of pasting it"),
    ),
    (
        re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]"),
        Label("含有无效字符（{codes}）", en="contains what is no character ({codes})"),
        Label("请删除后重新输入", en="remove it and enter it again"),
    ),
    (
        re.compile("\ufffd"),
        Label("有字在转换编码时丢失（{codes}）", en="has lost characters when its encoding was changed ({codes})"),
        Label(
            "请从原文件另存为 .xlsx 或 UTF-8 后重新导入，或照证件补上该字",
            en="save the original file as .xlsx or UTF-8 and import it again, or type the character as the document shows it",
        ),
    ),
)


def clean(text: str) -> str:
    """*text* without what cannot be seen, in NFC, line ends as line feeds, without space at its ends; inner space stays as it is.

    A look-alike of the middle dot straight between two Chinese characters becomes ``·``. Cleaning twice changes nothing more.
    """
    if _ORDINARY.fullmatch(text):
        return text.strip(" \n")
    while (cleaner := _cleaned(text)) != text:  # composing may move a mark to where it takes a joiner's place
        text = cleaner
    return text


def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", _NEW_LINE.sub("\n", text))
    text = _JOINERS.sub(lambda found: found["keep"] or "", _JOINER_RUN.sub(r"\1", text))
    return _DOT_LIKE.sub(MIDDLE_DOT, _composed(text)).strip(_SPACE)


def faults(text: str) -> tuple[tuple[Label, Label], ...]:
    """What must be refused in a cleaned text: pairs of what is wrong and what to do. The text itself is not repeated.

    Refused are control characters but tab and line feed (NUL ends texts in other programs, U+001F separates cells in digests),
    lone surrogates and non-characters (UTF-8, XML or PostgreSQL cannot hold them), and U+FFFD, the trace of a lost character.
    """
    if _ORDINARY.fullmatch(text):
        return ()
    found = []
    for pattern, said, remedy in _REFUSED:
        codes = ", ".join(f"U+{ord(char):04X}" for char in sorted(set(pattern.findall(text))))
        if codes:
            found.append((said.fill(codes=codes), remedy))
    return tuple(found)


def halfwidth(text: str) -> str:
    """*text* with full-width digits and letters (０Ａｚ) made ordinary; Chinese punctuation stays full-width."""
    return text.translate(_HALFWIDTH)


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)  # every second part is compatibility ideographs
    return "".join(part if i % 2 else unicodedata.normalize("NFC", part) for i, part in enumerate(parts))
