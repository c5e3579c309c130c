"""Problems that several operations find in what they are sent."""

from __future__ import annotations

from minorcare.errors import Problem
from minorcare.label import Label


def missing(at: str) -> Problem:
    """Nothing was given."""
    said, remedy = Label("没有填写", en="is missing"), Label("请填写", en="give it")
    return Problem(at=at, said=said, remedy=remedy, code="required")


def wrong_type(at: str) -> Problem:
    """A value of another type."""
    said = Label("类型不对", en="is of the wrong type")
    return Problem(at=at, said=said, remedy=Label("请照 /openapi.json 填写", en="follow /openapi.json"), code="type")


def choose(at: str, known: str) -> Problem:
    """Not one of those that the caller may choose."""
    said = Label("没有这一项，或您看不到", en="is not there, or not for you to see")
    return Problem(at=at, said=said, remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"), code="unknown")
