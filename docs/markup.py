"""What the tables of the reference are written with."""

# ruff: noqa: INP001 - read by conf.py, no part of a package
from __future__ import annotations

from collections.abc import Iterable, Sequence

from minorcare.label import Label


def both(label: Label) -> str:
    """A label in both languages."""
    return f"{label.zh} {label.in_('en')}"


def as_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )
