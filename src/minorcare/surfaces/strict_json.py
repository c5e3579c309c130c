"""Reading JSON without mercy: what two readers could understand differently is refused."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from minorcare.declare.checks import MOST
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

MOST_BYTES = 1_048_576
"""The longest text read unless the caller says otherwise."""
DEEPEST = 16
"""How many objects and lists may stand inside each other; a record needs three."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_FIGURES = len(str(MOST)) + 1  # with the sign; int() takes quadratic time for long texts
_REMEDY = Label("请按 JSON 标准（RFC 8259）重新生成", en="write it as RFC 8259 says")


class _Stop(ValueError):
    """What ends the reading at once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def loads(data: bytes, *, most_bytes: int = MOST_BYTES) -> object:
    """The value of a JSON text: dict, list, str, int, bool and ``None``.

    Raises:
        Invalid: it is too long or too deep, no UTF-8, begins with a byte order mark, names a field twice, holds NaN, a number with
            a fraction or exponent, a number beyond 2^53, half a character, or is no JSON at all.
    """
    try:
        value: object = json.loads(
            _text(data, most_bytes),
            object_pairs_hook=_object,
            parse_float=_no_fraction,
            parse_int=_int,
            parse_constant=_no_constant,
        )
        _walk(value)
    except _Stop as stop:
        raise Invalid([stop.problem]) from None
    except RecursionError:
        raise Invalid([_too_deep()]) from None
    except json.JSONDecodeError as error:
        # the message of the error is left out: it may quote
        said = Label(
            f"第 {error.lineno} 行第 {error.colno} 列不是 JSON",
            en=f"line {error.lineno} column {error.colno} is no JSON",
        )
        raise Invalid([Problem(at="", said=said, remedy=_REMEDY, code="json")]) from None
    return value


def _text(data: bytes, most_bytes: int) -> str:
    if len(data) > most_bytes:
        _stop(
            f"超过 {most_bytes} 字节",
            f"is longer than {most_bytes} bytes",
            Label("请分几次提交", en="send it in parts"),
            "size",
        )
    if data.startswith(b"\xef\xbb\xbf"):
        _stop(
            "以字节顺序标记（BOM）开头",
            "begins with a byte order mark",
            Label("请存为不带 BOM 的 UTF-8", en="leave it out"),
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        _stop("不是 UTF-8 编码", "is not UTF-8", Label("请用 UTF-8 编码", en="encode it as UTF-8"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _stop(
            "同一个字段写了两次",
            "names a field twice in one object",
            Label("每个字段只写一次", en="name each field once"),
        )
    return found


def _int(text: str) -> int:
    if len(text) > _MOST_FIGURES or abs(int(text)) > MOST:
        remedy = Label("编号和号码请写成文字", en="write identity and telephone numbers as texts")
        _stop("有一个整数超出 2^53", "holds a whole number beyond 2^53", remedy, "range")
    return int(text)


def _no_fraction(_: str) -> NoReturn:
    remedy = Label(
        "小数请写成最小单位的整数，例如 12.5 元写成 1250（分）",
        en="write decimals as whole numbers of their smallest unit",
    )
    _stop("有带小数点或指数的数", "holds a number with a fraction or exponent", remedy, "type")


def _no_constant(_: str) -> NoReturn:
    _stop(
        "有 NaN 或 Infinity", "holds NaN or Infinity", Label("没有值请写 null", en="write null where there is no value")
    )


def _walk(value: object) -> None:
    """Look at every text and measure the depth, without recursion."""
    level: list[object] = [value]
    depth = 0
    while level:
        inner: list[object] = []
        for each in level:
            if isinstance(each, str):
                _whole(each)
            elif isinstance(each, dict):
                inner += each
                inner += each.values()
            elif isinstance(each, list):
                inner += each
        if depth == DEEPEST and any(isinstance(each, dict | list) for each in level):
            raise _Stop(_too_deep())
        level, depth = inner, depth + 1


def _whole(text: str) -> None:
    if not text.isascii() and _SURROGATE.search(text):
        _stop("有残缺的字符", "holds half a character", Label("请重新输入该字", en="type the character anew"), "text")


def _too_deep() -> Problem:
    said = Label(f"嵌套超过 {DEEPEST} 层", en=f"is nested more than {DEEPEST} levels deep")
    return Problem(
        at="", said=said, remedy=Label("请照接口文档的结构填写", en="follow the schema in /openapi.json"), code="depth"
    )


def _stop(zh: str, en: str, remedy: Label, code: str = "json") -> NoReturn:
    raise _Stop(Problem(at="", said=Label(zh, en=en), remedy=remedy, code=code))
