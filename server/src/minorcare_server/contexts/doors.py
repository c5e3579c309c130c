"""Pages seen before signing in, and instead of a page: sign-in, emergency, errors."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from minorcare_server.contexts.shared import PhoneLine, Wrong


@attrs.frozen(kw_only=True)
class DemoUser:
    account: str
    name: str
    role: str
    what: str
    """What this person does first, in a few words."""


@attrs.frozen(kw_only=True)
class SignIn:
    template: ClassVar[str] = "sign_in.html"
    account: str = ""
    next: str = ""
    problem: str = ""
    demo_users: tuple[DemoUser, ...] = ()


@attrs.frozen(kw_only=True)
class Emergency:
    template: ClassVar[str] = "emergency.html"
    office: str
    duty: PhoneLine
    """Left out without a number."""
    lines: tuple[PhoneLine, ...] = ()


@attrs.frozen(kw_only=True)
class PaperLine:
    """A line to write on; with *choices*, these to tick."""

    label: str
    choices: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PaperPart:
    label: str
    lines: tuple[PaperLine, ...]


@attrs.frozen(kw_only=True)
class PaperForm:
    template: ClassVar[str] = "paper_form.html"
    title: str
    office: str
    duty: PhoneLine
    parts: tuple[PaperPart, ...]
    apart: PaperPart


@attrs.frozen(kw_only=True)
class Side:
    """One field of which two people wrote different values. ``theirs_value`` and ``yours_value`` are what the form sends."""

    name: str
    label: str
    theirs: str
    theirs_value: str
    yours: str
    yours_value: str


@attrs.frozen(kw_only=True)
class Collision:
    """Somebody saved first. The form sends ``base`` = the newest version, the chosen values and what you alone changed."""

    action: str
    base: int
    who: str
    at: datetime
    sides: tuple[Side, ...]
    kept: tuple[tuple[str, str], ...] = ()
    """Name and value of your other changes."""


@attrs.frozen(kw_only=True)
class Failure:
    """404 says the same for absent, foreign and sealed. ``number`` finds the failure in the server's log."""

    template: ClassVar[str] = "error.html"
    status: int
    said: str = ""
    remedy: str = ""
    wrong: tuple[Wrong, ...] = ()
    number: str = ""
    retry: str = ""
    collision: Collision | None = None
