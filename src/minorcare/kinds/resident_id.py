"""The resident identity number (公民身份号码, GB 11643-1999): six digits of area, eight of birth, three in sequence, one check.

Children may have none (no household registration, street children), so it identifies nobody by itself. No message of this module
repeats a number, a date of birth or a sex: at most the last four characters are shown.

Sex is told in the codes of GB/T 2261.1: "1" male, "2" female.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul

from minorcare.declare.text import clean, halfwidth
from minorcare.errors import Problem
from minorcare.label import Label

FIELD = "resident_id"
MALE, FEMALE = "1", "2"

_NUMBER = re.compile("[0-9]{17}[0-9X]")
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_OLD_NUMBER = re.compile("[0-9]{15}")
_FLOAT = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+|[0-9]{10,}\.[0-9]*", re.IGNORECASE)
_ROUNDED = re.compile("[0-9]{15}000")
_NOISE = re.compile(r"[\s'’`‘-]+")  # a leading ' is how Excel marks text
_EARLIEST = date(1880, 1, 1)
_FOREIGNER = "9"  # permanent residence cards for foreigners, format of 2023, begin with it
_RESIDENCE_PERMITS = frozenset({"810000", "820000", "830000"})  # residents of Hong Kong, Macao, Taiwan
# In force, but unknown to the table of python-stdnum 2.2: 临平, 钱塘, 雄安.
_NEWER_AREAS = frozenset({"133100", "330113", "330114"})

_AS_TEXT = Label(
    "请在原表中把该列设为“文本”格式，重新录入完整号码后再导入",
    en="format the column as text in the sheet, enter the full number again, import again",
)
_COPY_AGAIN = Label(
    "请照身份证或户口簿逐位核对", en="compare it digit by digit with the card or the household register"
)
_LENGTH = Label("不是 18 位公民身份号码", en="is not a resident ID number of 18 characters")
_MANGLED = Label(
    "已被电子表格转成数值，末几位已丢失", en="was turned into a number by a spreadsheet; its last digits are lost"
)
_ROUND = Label("末三位为 000，可能被电子表格截断", en="ends in 000 and may have been rounded by a spreadsheet")
_CHECK_DIGIT = Label("校验码不符", en="does not match its check character")
_NO_DATE = Label("其中的出生日期不存在", en="contains a date of birth that does not exist")
_OLD = Label("是 15 位旧号码", en="is an old number of 15 digits")
_UPGRADE = Label(
    "请填写 18 位号码，其末四位应为 {last}", en="enter the number of 18 characters; it should end in {last}"
)
_BIRTH = Label(
    "其中的出生日期（resident_id）与所填出生日期（birth_date）不一致",
    en="resident_id and birth_date name different days of birth",
)
_SEX = Label("其中的性别（resident_id）与所填性别（sex）不一致", en="resident_id and sex contradict each other")
_BOTH = Label("请照证件核对这两项", en="compare both with the card or the household register")
_AREA = Label("前六位不在已知的行政区划代码中", en="begins with an area code that is not known")
_AREA_REMEDY = Label(
    "新设区划可能尚未收录；核对无误即可保存", en="it may be a new area; if it matches the card, save it as it is"
)


def normalise(text: str) -> str:
    """*text* as a number is stored: ordinary digits, no spaces, hyphens or Excel's apostrophe, ``X`` in upper case."""
    return text if _NUMBER.fullmatch(text) else _NOISE.sub("", halfwidth(clean(text))).upper()


def checksum(first17: str) -> str:
    """The check character of the first seventeen digits: ISO 7064 MOD 11-2. Raises ValueError for anything but 17 digits."""
    if not re.fullmatch("[0-9]{17}", first17):
        raise ValueError("the check character is made from seventeen digits")
    return "10X98765432"[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def upgrade15(text: str) -> str:
    """The number of 18 characters that replaced an old one of 15 (born 1900 to 1999). Raises ValueError for anything else."""
    number = normalise(text)
    if not _OLD_NUMBER.fullmatch(number):
        raise ValueError("an old number has fifteen digits")
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + checksum(first17)


def birth_of(text: str) -> date | None:
    """The date of birth in a number of 18 characters, whatever its check character; ``None`` where there is none."""
    number = normalise(text)
    if not _NUMBER.fullmatch(number):
        return None
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth >= _EARLIEST else None


def sex_of(text: str) -> str | None:
    """The sex in a number of 18 characters, as a code of GB/T 2261.1; ``None`` where it is no such number."""
    number = normalise(text)
    if not _NUMBER.fullmatch(number):
        return None
    return MALE if int(number[16]) % 2 else FEMALE


def last_four(text: str) -> str:
    """What may be shown of a number: ``…123X``."""
    return f"…{normalise(text)[-4:]}"


def examine(
    text: str, *, birth_date: date | None = None, sex: str | None = None, at: str = FIELD
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What is wrong with a number, all at once: errors, then warnings.

    *birth_date* and *sex* (a code of GB/T 2261.1) are what the record says beside it; given, they must not contradict the number.
    An unknown area is a warning only, because no table of areas is up to date. *at* is the address of the problems.
    """
    number = normalise(text)
    if _mangled(number):
        return (Problem(at=at, said=_MANGLED, remedy=_AS_TEXT, code="mangled"),), ()
    old = _OLD_NUMBER.fullmatch(number) is not None
    if not old and not _NUMBER.fullmatch(number):
        return (Problem(at=at, said=_LENGTH, remedy=_COPY_AGAIN, code="length"),), ()
    full = upgrade15(number) if old else number
    errors = [*_faults_inside(full, at), *_contradictions(full, birth_date, sex, at)]
    if old:
        errors.insert(0, Problem(at=at, said=_OLD, remedy=_UPGRADE.fill(last=last_four(full)), code="old_number"))
    return tuple(errors), _warnings(full, at)


def _mangled(number: str) -> bool:
    """Whether a spreadsheet kept the number as a float: 15 significant digits, then zeros or an exponent.

    Where the zeros happen to fit the check digit, only the sequence 000, which is not issued, tells.
    """
    if _FLOAT.fullmatch(number):
        return True
    return _ROUNDED.fullmatch(number) is not None and (number[14] == "0" or checksum(number[:17]) != "0")


def _warnings(number: str, at: str) -> tuple[Problem, ...]:
    found = []
    if _ROUNDED.fullmatch(number):  # one rounded number in eleven passes the check
        found.append(Problem(at=at, said=_ROUND, remedy=_COPY_AGAIN, code="perhaps_mangled"))
    if not (number.startswith(_FOREIGNER) or number[:6] in _RESIDENCE_PERMITS or _is_area(number[:6])):
        found.append(Problem(at=at, said=_AREA, remedy=_AREA_REMEDY, code="unknown_area"))
    return tuple(found)


def _faults_inside(number: str, at: str) -> list[Problem]:
    found = []
    if birth_of(number) is None:
        found.append(Problem(at=at, said=_NO_DATE, remedy=_COPY_AGAIN, code="impossible_date"))
    if checksum(number[:17]) != number[17]:
        found.append(Problem(at=at, said=_CHECK_DIGIT, remedy=_COPY_AGAIN, code="checksum"))
    return found


def _contradictions(number: str, birth_date: date | None, sex: str | None, at: str) -> list[Problem]:
    found = []
    birth = birth_of(number)
    if None not in (birth, birth_date) and birth != birth_date:
        found.append(Problem(at=at, said=_BIRTH, remedy=_BOTH, code="birth_date_differs"))
    if sex in (MALE, FEMALE) and sex != sex_of(number):  # "0" unknown and "9" not stated contradict nothing
        found.append(Problem(at=at, said=_SEX, remedy=_BOTH, code="sex_differs"))
    return found


@lru_cache(maxsize=4096)
def _is_area(code: str) -> bool:
    # Imported here: importing minorcare stays cheap. The table is asked itself, as stdnum's validate() refuses or even raises
    # KeyError for areas it does not know; past areas stay in it, since a number keeps the area of its first issue.
    from stdnum import numdb

    return code in _NEWER_AREAS or any("county" in facts for _, facts in numdb.get("cn/loc").info(code))
