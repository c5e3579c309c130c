"""Telephone numbers: mobile numbers and landlines of China, service numbers, numbers abroad.

Stored are digits only: ``13800138000``, ``087163312345`` (with the area code), ``087163312345-801`` (with an extension),
``12355``; a number abroad in E.164 (``+85223456789``). No message repeats a number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from minorcare.declare.text import clean
from minorcare.errors import Problem
from minorcare.label import Label

FIELD = "phone"

SHORT_CODES = frozenset(
    {
        *("110", "119", "120", "122"),  # police, fire, ambulance, traffic accidents
        *("12110", "12309", "12333", "12338", "12345", "12348", "12355", "12356"),
        # police by text message, procuratorate, human resources, women, government, legal aid, youth, mental health
    }
)
"""Service numbers that are accepted as they are; phonenumbers refuses some of them (12355)."""

_CHINA = 86
_DIGITS = re.compile(r"\+?[0-9]+")
_EXTENSION = re.compile(r"(0[0-9]{9,11})(?:转|分机|ext|x|#)([0-9]{1,6})", re.IGNORECASE)
_EXTENSION_DASHED = re.compile(r"(0[0-9]{2,3}-?[0-9]{7,8})-([0-9]{1,6})")
_NOISE = re.compile(r"[\s()\-‐-―−.·]+")
_TWO_NUMBERS = re.compile(r"[,，;；、/|\n]|\d{7,}\s+\d{7,}")
_FLOAT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]+|[0-9]{7,}\.0*")
_BARE_LANDLINE = re.compile("[2-8][0-9]{6,7}")

_NOT_ONE = Label("含有不止一个号码", en="contains more than one number")
_ONE_EACH = Label("一格只填一个号码，其余填入另一项", en="enter one number here and the others in fields of their own")
_MANGLED = Label("已被电子表格转成数值", en="was turned into a number by a spreadsheet")
_AS_TEXT = Label("请把该列设为“文本”格式后重新录入", en="format the column as text and enter it again")
_NO_AREA = Label("缺少区号", en="has no area code")
_ADD_AREA = Label("座机请加区号，例如 0871", en="write a landline with its area code, such as 0871")
_WRONG = Label("不是有效的电话号码", en="is not a telephone number that exists")
_CHECK = Label(
    "请核对位数；境外号码请以 + 和国家代码开头",
    en="count the digits; begin a number abroad with + and the country code",
)


def normalise(text: str) -> str:
    """*text* as a number is stored; what is no number comes back without its spaces and hyphens, for :func:`examine` to refuse."""
    plain, extension = _split(text)
    number = _national(plain)
    return f"{number}-{extension}" if extension and number else number or plain


def examine(text: str, *, at: str = FIELD) -> tuple[Problem, ...]:
    """What is wrong with a number; *at* is the address of the problem."""
    plain, _ = _split(text)
    if _national(plain) is not None:
        return ()
    folded = unicodedata.normalize("NFKC", clean(text))
    if _FLOAT.fullmatch(folded):
        problem = Problem(at=at, said=_MANGLED, remedy=_AS_TEXT, code="mangled")
    elif _TWO_NUMBERS.search(folded):
        problem = Problem(at=at, said=_NOT_ONE, remedy=_ONE_EACH, code="several")
    elif _BARE_LANDLINE.fullmatch(plain):
        problem = Problem(at=at, said=_NO_AREA, remedy=_ADD_AREA, code="no_area_code")
    else:
        problem = Problem(at=at, said=_WRONG, remedy=_CHECK)
    return (problem,)


def last_four(text: str) -> str:
    """What may be shown of a number: ``…8000``. A service number hides nothing and is shown whole."""
    number = normalise(text)
    return number if number in SHORT_CODES else f"…{number.partition('-')[0][-4:]}"


def _split(text: str) -> tuple[str, str]:
    """The number without spaces, hyphens and Excel's apostrophe, and its extension."""
    if text.isascii() and text.isdigit():
        return text, ""
    folded = unicodedata.normalize("NFKC", clean(text)).lstrip("'")
    if _FLOAT.fullmatch(folded):
        return folded, ""
    dashed = _EXTENSION_DASHED.fullmatch(folded)
    if dashed:
        return _NOISE.sub("", dashed[1]), dashed[2]
    plain = _NOISE.sub("", folded)
    spelt = _EXTENSION.fullmatch(plain)
    return (spelt[1], spelt[2]) if spelt else (plain, "")


def _national(plain: str) -> str | None:
    """The number in the form in which it is stored, ``None`` if there is no such number."""
    if not _DIGITS.fullmatch(plain):
        return None
    if plain in SHORT_CODES or _everyday().fullmatch(plain):
        return plain
    return _parsed(plain)


@cache
def _everyday() -> re.Pattern[str]:
    """Mobile numbers, and landlines with their area code, as they are stored: nearly all that is ever entered.

    Whether a number is in use is the word of phonenumbers itself, whose parser is too slow for the thousands of a roster.
    """
    # Imported here: importing minorcare stays cheap, and the tables of phonenumbers are large.
    from phonenumbers import PhoneMetadata

    china = PhoneMetadata.metadata_for_region("CN")
    assert china
    assert china.mobile
    assert china.fixed_line
    mobile, fixed = china.mobile.national_number_pattern, china.fixed_line.national_number_pattern
    # not those whose own part begins with 1 or 9: service numbers, which are stored otherwise
    return re.compile(f"{mobile}|0(?=(?:10|2[0-9]|[3-9][0-9]{{2}})[02-8][0-9]{{6,7}}$)(?:{fixed})")


def _parsed(plain: str) -> str | None:
    """As :func:`_national`, for whatever there is: service numbers, numbers abroad, numbers with the country code."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    abroad = parsed.country_code != _CHINA
    style = phonenumbers.PhoneNumberFormat.E164 if abroad else phonenumbers.PhoneNumberFormat.NATIONAL
    written = phonenumbers.format_number(parsed, style)
    return written if abroad else re.sub("[^0-9]", "", written)
