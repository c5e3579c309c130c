"""Timing two pieces of code against each other, and the table of what came out."""

from __future__ import annotations

import gc
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs

MOST_TIMES = 1000
"""Of anything, so that a test may run all of it once."""


@attrs.frozen(kw_only=True)
class Result:
    """One line of the table. Times are microseconds an operation; ``ratio`` is what the budget is about."""

    name: str
    children: int
    ours: float
    hand: float
    budget: float | None
    at_least: bool = False  # a rate, which may not fall below the budget
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the hand-written: of times, or of rates where the budget is a floor."""
        return self.hand / self.ours if self.at_least else self.ours / self.hand

    @property
    def ok(self) -> bool | None:
        """Whether it is within its budget, if it has one."""
        if self.budget is None:
            return None
        return self.ratio >= self.budget if self.at_least else self.ratio <= self.budget

    def as_json(self) -> dict[str, Any]:
        """The line for a machine."""
        return {**attrs.asdict(self), "ratio": round(self.ratio, 3), "ok": self.ok}


@attrs.frozen(kw_only=True)
class Duty:
    """One thing to be done, by us and by hand. ``alike`` says whether both did the same: nothing else is worth timing.

    ``rounds`` measurements are taken of ``times`` operations each; ``each`` is how many things one operation does.
    """

    name: str
    budget: float | None
    ours: Callable[[], object]
    hand: Callable[[], object]
    alike: Callable[[], bool]
    rounds: int = 7
    times: int = 1
    each: int = 1
    note: str = ""

    def measured(self, children: int) -> Result:
        """Both sides, timed.

        Raises:
            AssertionError: they do not do the same.
        """
        assert self.alike(), f"{self.name}: ours and the hand-written do not give the same"
        times, rounds = min(self.times, MOST_TIMES), min(self.rounds, MOST_TIMES)
        ours, hand = side_by_side(self.ours, self.hand, rounds=rounds, times=times)
        return Result(
            name=self.name,
            children=children,
            ours=ours / self.each,
            hand=hand / self.each,
            budget=self.budget,
            note=self.note,
        )


def side_by_side(
    ours: Callable[[], object], hand: Callable[[], object], *, rounds: int, times: int = 1
) -> tuple[float, float]:
    """The best microseconds of each, turn about, so that what else the machine does falls on both.

    *times* operations make one measurement; there are *rounds* of them, after one that warms up.
    """
    best = [float("inf"), float("inf")]
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds + 1):
            for side, run in enumerate((ours, hand)):
                took = _timed(run, times)
                if turn:
                    best[side] = min(best[side], took)
    finally:
        gc.enable()
    return best[0], best[1]


def _timed(run: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - began) / times * 1e6


def table(results: Iterable[Result]) -> str:
    """The lines, one under the other."""
    lines = [f"{'':<44}{'children':>10}{'ours':>12}{'by hand':>12}{'ratio':>8}  budget"]
    for each in results:
        bound = "" if each.budget is None else f"{'≥' if each.at_least else '≤'} {each.budget:g}"
        word = {True: "ok", False: "OVER", None: ""}[each.ok]
        lines.append(
            f"{each.name:<44}{each.children:>10,}{_spelt(each.ours):>12}{_spelt(each.hand):>12}{each.ratio:>8.2f}"
            f"  {bound:<7} {word:<5} {each.note}".rstrip()
        )
    return "\n".join(lines)


def machine() -> str:
    """What it ran on."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores ({_model()}), load {os.getloadavg()[0]:.1f}; "
        f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    )


def _model() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _spelt(microseconds: float) -> str:
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if microseconds >= size:
            return f"{microseconds / size:.3g} {unit}"
    return f"{microseconds:.3g} µs"
