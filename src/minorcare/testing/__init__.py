"""The kit for tests of a registry and of plugins: a registry in a folder, a clock set by hand, a small invented street, strategies.

Plain functions, no pytest plugin: wrap them in fixtures as you like. The strategies need Hypothesis, the rest does not.

Example:
    >>> registry = registry_in(tmp_path, my_plugin)
    >>> made = street(registry)
    >>> desk = desk_as(registry, "supervisor")
    >>> desk.get(Minor, made.minors[0]).values["name"]
    '陈小禾'
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from minorcare.calendar import CHINA, Clock
from minorcare.desk import Desk
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.testing.streets import OFFICE, Street, street

__all__ = ["NOON", "OFFICE", "SetClock", "Street", "desk_as", "registry_in", "street", "with_settings"]

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
"""Noon in China on 24 November 2026: where a clock of the kit starts."""


@attrs.define(kw_only=True)
class SetClock:
    """A clock that stands still until it is set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """The instant it was last set to."""
        return self.now

    def on(self, day: date, hour: int = 12) -> None:
        """Set it to an hour of *day* in China."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=CHINA).astimezone(UTC)

    def forward(self, by: timedelta) -> None:
        """Set it on (or, with a negative span, back) by *by*."""
        self.now += by


def registry_in(
    folder: Path,
    *plugins: object,
    clock: Clock | None = None,
    office: str = OFFICE,
    name: str = "street.db",
    config: Config | None = None,
) -> Registry:
    """A new registry in *folder*, with one office, *plugins* beside the core, and a clock that stands still unless one is given."""
    made = config or Config(folder=folder)
    return Registry.create(
        folder / name, office=office, config=made, plugins=plugins, clock=clock or SetClock(), demo=True
    )


def desk_as(registry: Registry, account: str, *, purpose: str = "visit", office: str = OFFICE) -> Desk:
    """A desk of the officer with this account, as if they had signed in.

    Raises:
        Refused: there is no such officer.
    """
    return registry.desk(registry.actor(account, office=office), office=office, purpose=purpose)


def with_settings(desk: Desk, *made: Any) -> Desk:
    """The same desk where the office has set this: settings objects, each in place of the one of its class.

    Rules and checks stay as they were built at start-up; for those, give ``registry_in`` a configuration.
    """
    found = {cls: one for one in made for cls in type(one).__mro__ if attrs.has(cls)}
    return attrs.evolve(desk, catalog=attrs.evolve(desk.catalog, by_class={**desk.catalog.by_class, **found}))
