"""What is written in the course of a year: the sentences of ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> Mapping[str, Any]:
    """All of them, by what they are about."""
    return tomllib.loads(files("minorcare.synthetic.year").joinpath("words.toml").read_text(encoding="utf-8"))
