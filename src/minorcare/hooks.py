"""What a plugin may bring. Every hook is called once, at start-up, and returns plain frozen objects.

Arguments are opt-in: a plugin's function may leave out those it does not need, and may give none of them a default.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from minorcare.access import Role
    from minorcare.access.policies import Narrowing
    from minorcare.declare import Codes, Record
    from minorcare.query import Tally
    from minorcare.rules import Risk, Rule, Scheme
    from minorcare.rules.checks import Check
    from minorcare.rules.waits import Wait

PROJECT = "minorcare"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_settings() -> type:  # type: ignore[empty-body]
    """The frozen attrs class into which the plugin's section of ``minorcare.toml`` is read; it is handed to the other hooks.

    A field whose type is an attrs class too is a table inside the section. A desk finds either by its class (``desk.settings``).
    """


@hookspec
def register_kinds() -> Iterable[type[Record]]:  # type: ignore[empty-body]
    """Kinds. Takes no settings: the schema never depends on configuration."""


@hookspec
def register_codes(settings: Any) -> Iterable[Codes]:  # type: ignore[empty-body]
    """Code lists that fields refer to by name."""


@hookspec
def register_rules(settings: Any) -> Iterable[Risk | Scheme | Rule]:  # type: ignore[empty-body]
    """Risks, schemes (named lists of risks) and the rules that find them."""


@hookspec
def register_checks(settings: Any) -> Iterable[Check | Wait]:  # type: ignore[empty-body]
    """Checks across records, run inside the transaction that writes one, and what an office sets of a deadline."""


@hookspec
def register_policies(settings: Any) -> Iterable[Role | Narrowing]:  # type: ignore[empty-body]
    """Roles, and scopes that narrow what others may see. Nothing here can widen."""


@hookspec
def register_reports(settings: Any) -> Iterable[Tally]:  # type: ignore[empty-body]
    """Tallies: the cells that reports are made of."""
