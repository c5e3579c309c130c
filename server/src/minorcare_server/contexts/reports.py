"""The page of somebody who sends what they do not read."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from minorcare_server.contexts.shared import Field, Link, PhoneLine, Wrong


@attrs.frozen(kw_only=True)
class Receipt:
    """What was sent has arrived: under which number, and what happens next."""

    number: str
    said: str


@attrs.frozen(kw_only=True)
class Sent:
    """Something that was sent before, and what has become of it. Nothing else of it is told."""

    number: str
    day: date
    state: str
    done: bool = False


@attrs.frozen(kw_only=True)
class ReportPage:
    """A few questions, the receipt for the answers, and what became of earlier ones."""

    template: ClassVar[str] = "report.html"
    title: str
    lead: str = ""
    place: str = ""
    """What it is about: the day and place of a line of the work list."""
    phones: tuple[PhoneLine, ...] = ()
    action: str = ""
    cancel: str
    key: str = ""
    fields: tuple[Field, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    receipt: Receipt | None = None
    again: Link | None = None
    told: bool = False
    """Whether it is told what became of what was sent."""
    sent: tuple[Sent, ...] = ()
