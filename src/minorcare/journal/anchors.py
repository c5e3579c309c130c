"""Anchors: where a chain stood, kept where the database is not.

A chain cannot show that its end was cut off, nor that all of it was made anew. A line on paper, in a mail or under an export
can: whoever holds one can ask whether the chain still runs through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from minorcare.errors import Invalid, Problem
from minorcare.label import Label

PREFIX = "minorcare-anchor-1"
_SHAPES: dict[str, tuple[str, Label]] = {
    "office": (r"[0-9]{9}", Label("街道代码应为九位数字", en="the office is no nine-digit street code")),
    "seq": (r"0|[1-9][0-9]{0,18}", Label("序号应为整数", en="the number of the entry is no whole number")),
    "hash": (
        r"[0-9a-f]{64}",
        Label("校验值应为 64 位十六进制小写字符", en="the hash is not 64 lower-case hexadecimal digits"),
    ),
    "at": (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
        Label("时间应形如 2026-09-01T00:00:00.000Z", en="the time is not written like 2026-09-01T00:00:00.000Z"),
    ),
    "signature": (
        r"[A-Za-z0-9]+:[A-Za-z0-9]+:[A-Za-z0-9_-]+",
        Label("签名应为“算法:密钥编号:签名”", en="the signature is not ALGORITHM:KEY:SIGNATURE"),
    ),
}
_COPY = Label("请完整照抄存档的那一行", en="copy the whole line as it was kept")


@attrs.frozen(kw_only=True)
class Anchor:
    """The head of an office's chain at a moment, and the signature that says this registry made it."""

    office: str
    seq: int
    hash: str
    at: str
    signature: str | None = None

    def statement(self) -> bytes:
        """What is signed: the line without its signature."""
        return f"{PREFIX} {self.office} {self.seq} {self.hash} {self.at}".encode()

    def signed(self, signature: str) -> Anchor:
        """The same anchor with *signature*, as ``Keys.sign`` gives it."""
        return attrs.evolve(self, signature=signature)

    def __str__(self) -> str:
        """One line of ASCII: ``minorcare-anchor-1 OFFICE SEQ HASH AT [SIGNATURE]``."""
        line = self.statement().decode("ascii")
        return f"{line} {self.signature}" if self.signature else line

    @classmethod
    def parse(cls, line: str) -> Anchor:
        """The anchor in a line that ``str(anchor)`` made; blanks around and between its parts do not matter.

        Raises:
            Invalid: The line is none; every part that is wrong is named.
        """
        first, *parts = line.split() or [""]
        if first != PREFIX or len(parts) not in {4, 5}:
            said = Label(
                f"这不是一行存证（应以 {PREFIX} 开头，后接四到五项）",
                en=f"no anchor: it starts with {PREFIX} and has four or five parts after it",
            )
            raise Invalid([Problem(at="anchor", said=said, remedy=_COPY, code="anchor")])
        named = dict(zip(_SHAPES, parts, strict=False))
        if problems := tuple(_wrong(named)):
            raise Invalid(problems)
        return cls(
            office=named["office"],
            seq=int(named["seq"]),
            hash=named["hash"],
            at=named["at"],
            signature=named.get("signature"),
        )


def _wrong(named: dict[str, str]) -> Iterator[Problem]:
    for name, text in named.items():
        shape, said = _SHAPES[name]
        if not re.fullmatch(shape, text, re.ASCII):
            yield Problem(at=f"anchor.{name}", said=said, remedy=_COPY, code="anchor")
