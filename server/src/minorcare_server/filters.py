"""How dates, numbers and names are written, in Chinese and in English: the filters of the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from babel.dates import format_date

from minorcare.calendar import CHINA, day_of

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
TONES = {1: "", 2: "yellow", 3: "orange", 4: "red"}


def local_day(value: date | datetime) -> date:
    """The day, in China, of a day or of an instant with a time zone."""
    return day_of(value) if isinstance(value, datetime) else value


def day(value: date | datetime, today: date, *, lang: str) -> str:
    """A day in a table: ``11-24``, or ``24 Nov``; another year is said."""
    value = local_day(value)
    if lang == "zh":
        return value.strftime("%m-%d" if value.year == today.year else "%Y-%m-%d")
    return format_date(value, "d MMM" if value.year == today.year else "d MMM y", locale=LOCALES[lang])


def long_day(value: date, *, lang: str) -> str:
    """A day in a sentence, with its weekday: ``11月24日 星期二``, ``Tue 24 Nov``."""
    return format_date(value, "M月d日 EEEE" if lang == "zh" else "EEE d MMM", locale=LOCALES[lang])


def moment(value: date | datetime, today: date, *, lang: str) -> str:
    """An instant in a list: ``09:12`` today, ``11-12 09:12`` before; a day stays a day."""
    if not isinstance(value, datetime):
        return day(value, today, lang=lang)
    clock = value.astimezone(CHINA).strftime("%H:%M")
    return clock if local_day(value) == today else f"{day(value, today, lang=lang)} {clock}"


def due(value: date, today: date, *, lang: str) -> str:
    """How late, or how soon: ``逾期 3 天``, ``今天``, ``11-25 周三``; ``3 days late``, ``Today``, ``Wed 25 Nov``."""
    left = (value - today).days
    if left < 0:
        return f"逾期 {-left} 天" if lang == "zh" else f"{-left} {'day' if left == -1 else 'days'} late"
    if left == 0:
        return "今天" if lang == "zh" else "Today"
    if left > 300:
        return day(value, today, lang=lang)
    return format_date(value, "MM-dd EEE" if lang == "zh" else "EEE d MMM", locale=LOCALES[lang])


def dots(parts: Iterable[str], *, lang: str) -> str:
    """Short facts in a row; empty ones are left out."""
    return ("·" if lang == "zh" else " · ").join(part for part in parts if part)


def count(value: int) -> str:
    """``3147`` as ``3,147``."""
    return f"{value:,}"


def initial(name: str) -> str:
    """The character that stands for a person in a circle: the family name in Chinese, the first letter in English."""
    return name[:1].upper()


def tone(rank: int) -> str:
    """The colour of a level; its shape and its word say the same."""
    return TONES.get(rank, "")


def address(name: str) -> str:
    """A name as the id of an element: ``member[2].name`` as ``f-member-2--name``."""
    return "f-" + "".join(each if each.isalnum() or each in "-_" else "-" for each in name)


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    """All of them, for one language."""
    spoken = {each.__name__: partial(each, lang=lang) for each in (day, long_day, moment, due, dots)}
    return spoken | {each.__name__: each for each in (count, initial, tone, address)}
