r"""Names of people: how they are tidied, found, and masked.

A name is found by any part of it: by characters, by pinyin, by initials. The store keeps every *term* of a name in a table and
looks for ``term >= q AND term < q + "\U0010ffff"``; :func:`terms` makes the terms, :func:`query_terms` what is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from minorcare.declare.text import HAN, MIDDLE_DOT, clean, halfwidth

_MOST_READINGS = 32
"""Of one part of a name. Few names have more than four; it bounds what a made-up one can cost."""

# Characters read in more than one way in names, the reading as a surname first. Dictionaries give the common reading (曾 céng),
# which is wrong for the surname (Zēng); people type either, so both are found. The surnames of two characters are in here too,
# character by character: 尉迟 yuchi, 单于 chanyu, 万俟 moqi, 长孙 zhangsun, 澹台 tantai, 拓跋 tuoba, 呼延, 令狐.
_READINGS = """
曾zeng,ceng 单shan,dan,chan 解xie,jie 仇qiu,chou 查zha,cha 盖ge,gai 区ou,qu 朴piao,pu 缪miao,mou 翟zhai,di 覃qin,tan 乐yue,le
尉wei,yu 员yun,yuan 黑he,hei 折she,zhe 秘bi,mi 盛sheng,cheng 晟cheng,sheng 召shao,zhao 繁po,fan 种chong,zhong 重chong,zhong
祭zhai,ji 车che,ju 牟mu,mou 能nai,neng 佴nai,er 谌chen,shen 郇xun,huan 郗xi,chi 隗kui,wei 蕃pi,fan 么yao,me 贾jia,gu 柏bai,bo
薄bo,bao 卜bu,bo 洗xian,xi 那na,nuo 都du,dou 行xing,hang 万wan,mo 俟si,qi 澹tan,dan 长zhang,chang 拓tuo,ta 句gou,ju 适kuo,shi
什shi,shen 参shen,can 藏zang,cang 泷long,shuang 褚chu,zhu 颉xie,jie 契qi,xie 冒mao,mo 宓mi,fu 茜qian,xi 娜na,nuo 莎sha,suo
朝chao,zhao 蔚wei,yu 隽jun,juan 卡ka,qia 伽jia,qie,ga 仔zi,zai 嬛huan,xuan 玢bin,fen 炅jiong,gui 番pan,fan 还huan,hai
降jiang,xiang 率shuai,lv 宿su,xiu 扎zha,za 粘nian,zhan 琢zhuo,zuo 塞sai,se 似si,shi 侗dong,tong 佛fo,fu 芾fu,fei 桧gui,hui
珲hun,hui 稽ji,qi 靓liang,jing 勒le,lei 杉shan,sha 泊bo,po 瞿qu,ju 筠yun,jun 莞guan,wan 涌yong,chong
"""

_COMMON = re.compile("[\u4e00-\u9fff]*")  # nearly all names are nothing else, and need no folding
_HAN_CHAR = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
_TOKEN = re.compile(f"[{HAN}]|[^{HAN} ]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_DOTTED = re.compile(rf"(?<=[{HAN}])\s*[·.．]\s*(?=[{HAN}])")
_PADDED = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")


def tidy(name: str) -> str:
    """*name* as a register writes it: no padding between Chinese characters (``张　三``), ``·`` for a full stop between them.

    Spaces between other words stay (``Anna Maria``); full-width letters become ordinary.
    """
    return _PADDED.sub("", _DOTTED.sub(MIDDLE_DOT, halfwidth(clean(name))))


def mask(name: str) -> str:
    """What is shown of a name that may not be read: its first character and two stars, whatever its length (``张**``)."""
    first = clean(name)[:1]
    return f"{first}**" if first else ""


def terms(name: str) -> frozenset[str]:
    """By what *name* is found: every ending of its characters, of its pinyin and of its initials, in lower case.

    The parts of a name are its Chinese characters and the words of other scripts; dots, spaces and accents do not count. A
    character read in two ways gives terms in both; ``ü`` is written as v, u and yu. 张三 gives 张三, 三, zhangsan, san, zs, s.
    """
    parts = _TOKEN.findall(_folded(name))
    found: set[str] = set()
    written = ""
    spoken: tuple[str, ...] = ("",)
    first_letters = spoken
    for part in reversed(parts):
        readings, initials = _readings(part)
        written = part + written
        spoken = _before(readings, spoken)
        first_letters = _before(initials, first_letters)
        found.update((written, *spoken, *first_letters))
    return frozenset(found)


def query_terms(text: str) -> tuple[str, ...]:
    """What to look for when a person types *text*: each must begin some term of the name. Empty if nothing is left to look for.

    Case, width, spaces, dots and accents do not matter. Chinese characters and letters are looked for apart: ``张san`` is both.
    """
    return tuple(_HAN_RUN.findall(_folded(text).replace(" ", "")))


def _before(readings: tuple[str, ...], endings: tuple[str, ...]) -> tuple[str, ...]:
    """Every reading before every ending, in order; only the first reading once there are too many."""
    if len(readings) == len(endings) == 1:
        return (readings[0] + endings[0],)
    if len(readings) * len(endings) > _MOST_READINGS:
        readings = readings[:1]
    return _distinct(reading + ending for reading in readings for ending in endings)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _folded(text: str) -> str:
    """*text* in lower case without accents; whatever is no letter, digit or mark becomes a space.

    Compatibility forms are folded here, unlike in what is stored: a name is found whichever form was typed.
    """
    if _COMMON.fullmatch(text):
        return text
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return "".join(
        char if _counts(char) else "" if char in "\u200c\u200d" else " " for char in unicodedata.normalize("NFC", plain)
    )


@lru_cache(maxsize=8192)
def _counts(char: str) -> bool:
    # "Cn" and "Co" count: characters newer than this Python, and private ones of old input methods, are parts of names.
    category = unicodedata.category(char)
    return category[0] in "LMN" or category in ("Cn", "Co")


@lru_cache(maxsize=32768)
def _readings(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The readings of one character, the usual one last, and their initials; a word of another script reads as it is written."""
    if not _HAN_CHAR.fullmatch(part):
        return (part,), (part[0],)
    # Imported here: importing minorcare stays cheap, and the dictionary is large.
    from pypinyin import lazy_pinyin

    usual = (*_own_readings().get(part, ()), *lazy_pinyin(part))
    readings = _distinct(written for reading in usual for written in _spelt(reading))
    return readings, _distinct(reading[0] for reading in readings)


@lru_cache(maxsize=1)
def _own_readings() -> dict[str, tuple[str, ...]]:
    return {entry[0]: tuple(entry[1:].split(",")) for entry in _READINGS.split()}


def _spelt(reading: str) -> tuple[str, ...]:
    """How people type a syllable with ü: lv at the keyboard, lu by carelessness, lyu in passports."""
    if "v" not in reading:
        return (reading,)
    return (reading, reading.replace("v", "u"), reading.replace("v", "yu"))
