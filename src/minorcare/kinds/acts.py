"""Official acts (职权行为): what a body did by virtue of its office, by whom it may be done, and how it came to this office."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import attrs

from minorcare.declare import Id, Label, Record, field, kind, ref, wording
from minorcare.errors import Problem
from minorcare.kinds.families import Minor, ordered

OF_THE_OFFICE = ("street", "community")
"""The bodies whose acts this office writes down as done by itself; everybody else's it receives."""


class Manner(Enum):
    """How an act came to be on file."""

    ISSUED = "issued"
    RECEIVED = "received"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _MANNERS[self]


_MANNERS = {
    Manner.ISSUED: Label("本街道、社区作出", en="Done by street or community"),
    Manner.RECEIVED: Label("收到其他单位的", en="Received from another body"),
}


@attrs.frozen(kw_only=True)
class Power:
    """Who may do one act, by which articles, whether a town may (and a street by delegation), and what a street does instead."""

    act: str
    may: tuple[str, ...] = attrs.field(converter=tuple)
    cites: str
    ask: Label
    town: bool = False


@cache
def powers() -> Mapping[str, Power]:
    """The table ``acts.toml``, by act (a code of the list ``official_act``)."""
    raw = tomllib.loads(files("minorcare").joinpath("kinds", "acts.toml").read_text(encoding="utf-8"))
    rows = (Power(**{**row, "ask": Label(row["ask"]["zh"], en=row["ask"]["en"])}) for row in raw["acts"])
    return MappingProxyType({row.act: row for row in rows})


@kind(
    "official_act",
    label=Label("职权行为", en="Official act"),
    level_by="level",
    cites="《未成年人保护法》；《预防未成年人犯罪法》；《家庭教育促进法》；《义务教育法》第五十八条",
)
class OfficialAct(Record):
    """One act towards a child or its guardians. The office issues what the law gives it, and records the rest as received.

    Orders to guardians with their sessions have a kind of their own (``education_order``), and so have grades of intervention.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    level: str = field(
        default="sensitive",
        label=Label("限阅级别", en="Level"),
        help=Label("涉及违法行为、侵害的填 restricted", en="Say restricted where it is about an offence or about harm"),
        pattern="open|personal|sensitive|restricted",
        max_length=12,
        sensitivity="open",
    )
    act: str = field(label=Label("行为", en="Act"), codes="official_act")
    issuer: str = field(label=Label("作出单位", en="Done by"), codes="deciding_body")
    manner: Manner = field(label=Label("来源", en="How it came here"))
    document: str | None = field(
        default=None,
        label=Label("文书号", en="Document"),
        help=Label("收到的必须填写；受委托作出的填委托文书号和本文书号", en="Needed of what was received"),
        max_length=80,
    )
    done: date = field(label=Label("作出日期", en="Done on"), max="today")
    ends: date | None = field(default=None, label=Label("期限至", en="Until"))
    content: str | None = field(default=None, label=Label("内容", en="What it says"), max_length=500)

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.done, self.ends, at="ends"), *_came(self))


def _came(act: OfficialAct) -> Iterator[Problem]:
    own = act.issuer in OF_THE_OFFICE
    if act.manner is Manner.ISSUED and not own:
        yield Problem(
            at="manner",
            said=Label("不是本街道、社区作出的", en="cannot be: it is the act of another body"),
            remedy=Label("登记为收到其他单位的", en="record it as received"),
            code="authority",
        )
    if act.manner is Manner.RECEIVED and own:
        yield Problem(
            at="manner",
            said=Label("是本街道、社区自己的行为", en="cannot be: it is an act of this office"),
            remedy=Label("登记为本街道、社区作出", en="record it as done by street or community"),
        )
    if act.manner is Manner.RECEIVED and not (act.document or "").strip():
        yield wording.required("document")
