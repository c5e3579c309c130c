"""A harm report is added to and never taken back (未成年人保护法 art. 11): neither the record, nor anything that was said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.harm import SAID, HarmReport
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look

_LISTS, _VERBATIM = ("situations", "supplements", "also_told"), "words"
_KEPT = tuple(
    name for name in SAID if name != "minor"
)  # a child who leaves the file, or is found twice in it, is linked anew


def says_something(record: Record, look: Look) -> Iterable[Problem]:
    """A new report says one thing at least."""
    if not any(getattr(record, name) for name in SAID) and not look.ids(HarmReport, F.id == record.id):
        yield Problem(at=_VERBATIM, said=_NOTHING_SAID[0], remedy=_NOTHING_SAID[1], code="required")


def nothing_unsaid(record: Record, look: Look) -> Iterable[Problem]:
    """What was said stays: the first words as they were, every situation and supplement, and of the rest none is emptied."""
    now, this = HarmReport.__kind__.written(cast("HarmReport", record)), F.id == record.id
    for name in dict.fromkeys((*_KEPT, *_LISTS)):
        for before in look.values(HarmReport, name, this):
            if before is not None and not _stays(name, before, now.get(name)):
                yield Problem(at=name, said=_UNSAID[0], remedy=_UNSAID[1], code="kept")


def never_taken_back(record: Record, look: Look) -> Iterable[Problem]:  # noqa: ARG001  (whatever else there is)
    """No report leaves the file, by voiding or by undoing what made it."""
    yield Problem(at="", said=_TAKEN_BACK[0], remedy=_TAKEN_BACK[1], code="kept")


def _stays(name: str, before: Any, now: Any) -> bool:
    if name in _LISTS:
        kept = now or []
        return all(each in kept for each in json.loads(before))
    return now == before if name == _VERBATIM else now is not None


_NOTHING_SAID = (
    Label("还什么都没有写", en="says nothing yet, nor does any other field"),
    Label("写一样就能提交，其余可以以后补充", en="fill in any one field; the rest can be added later"),
)
_UNSAID = (
    Label("已经报告的内容不能改掉或删去", en="was reported already, and is neither replaced nor removed"),
    Label("原样保留，把新情况写进“补充”", en="leave it as it is, and write what is new as a supplement"),
)
_TAKEN_BACK = (
    Label("强制报告不能撤回", en="is never taken back: it is a harm report"),
    Label(
        "写“补充”说明查明的情况，或改为关联到正确的孩子",
        en="add what was found as a supplement, or link the right child",
    ),
)

HARM_CHECKS = (
    Check(HarmReport, says_something),
    Check(HarmReport, nothing_unsaid),
    Check(HarmReport, never_taken_back, when="gone"),
)
