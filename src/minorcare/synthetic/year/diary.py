"""What is written in the course of a year: by whom, for which purpose, in which order; and what of it is overdue on the day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from enum import Enum

import attrs

from minorcare.declare import Id, Record
from minorcare.desk import Act

_SATURDAY = 5


class Stage(Enum):
    """The steps in which a year is entered, in their order."""

    ORGANISED = "organised"
    SENT = "sent"
    TAKEN_UP = "taken_up"
    DONE = "done"
    APPROVED = "approved"
    OVERSEEN = "overseen"
    ASKED = "asked"
    REPORTED = "reported"


PURPOSES = {
    Stage.ORGANISED: "administration",
    Stage.SENT: "linkage",
    Stage.TAKEN_UP: "case",
    Stage.DONE: "visit",
    Stage.APPROVED: "plan",
    Stage.OVERSEEN: "plan",
    Stage.ASKED: "service",
    Stage.REPORTED: "harm_report",
}
"""What each step is journalled as being for: codes of the list ``purpose``."""


@attrs.frozen(kw_only=True)
class Batch:
    """What one officer enters at once."""

    account: str
    purpose: str
    acts: tuple[Act, ...]


@attrs.frozen(kw_only=True)
class Late:
    """A deadline that has passed: the kind and the field, the day, whose it is, and the id of the child or household it is about."""

    kind: str
    which: str
    day: date
    who: str | None
    about: Id | None


@attrs.define(kw_only=True, eq=False)
class Diary:
    """The year of one street while it is being written. Days and choices are drawn from ``rng`` and nothing else."""

    day: date
    rng: random.Random
    late: list[Late] = attrs.field(factory=list)
    _pages: dict[tuple[Stage, str], list[Act]] = attrs.field(factory=dict)
    _numbers: Counter[str] = attrs.field(factory=Counter)

    def id(self, kind: type[Record]) -> Id:
        """The next id of a kind: the same in every run."""
        name = kind.__kind__.name.replace("_", "-")
        self._numbers[name] += 1
        return Id(f"{name}-{self._numbers[name]:04}")

    def enter(self, stage: Stage, account: str, *acts: Act) -> None:
        """What *account* enters in a step."""
        self._pages.setdefault((stage, account), []).extend(acts)

    def due(
        self, kind: type[Record], which: str, day: date, *, who: str | None = None, about: Id | None = None
    ) -> date:
        """A deadline that stays open; one that has passed is remembered. Gives its day."""
        if day < self.day:
            self.late.append(Late(kind=kind.__kind__.name, which=which, day=day, who=who, about=about))
        return day

    def ago(self, least: int, most: int) -> date:
        """A weekday between *least* and *most* days ago, or one or two days before that."""
        return weekday_by(self.day - timedelta(self.rng.randint(least, most)))

    def ahead(self, least: int, most: int) -> date:
        """A weekday in *least* to *most* days, or one or two days after that."""
        return weekday_from(self.day + timedelta(self.rng.randint(least, most)))

    def batches(self) -> tuple[Batch, ...]:
        """Everything, step by step; within a step by who began first."""
        order = {stage: number for number, stage in enumerate(Stage)}
        pages = sorted(self._pages.items(), key=lambda page: order[page[0][0]])
        return tuple(
            Batch(account=account, purpose=PURPOSES[stage], acts=tuple(acts)) for (stage, account), acts in pages
        )


def weekday_by(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(max(0, day.weekday() - _SATURDAY + 1))


def weekday_from(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(7 - day.weekday() if day.weekday() >= _SATURDAY else 0)
