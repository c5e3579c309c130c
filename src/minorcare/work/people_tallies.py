"""The figures that ship about responsibility: focus children, those for whom nobody answers, and how far guarantees have come."""

from __future__ import annotations

from minorcare.kinds import Guarantee, Minor, Task
from minorcare.label import Label
from minorcare.query import F, Tally, exists
from minorcare.rules.responsibility import ResponsibilitySettings, focus, standing


def people_tallies(settings: ResponsibilitySettings) -> tuple[Tally, ...]:
    """The figures of this module, with the focus children as the office counts them."""
    focused = focus(settings.not_focus)
    return (
        Tally(
            "focus_children",
            Minor,
            by=("area.community",),
            where=focused,
            label=Label("各社区重点对象", en="Focus children by community"),
        ),
        Tally(
            "focus_unassigned",
            Minor,
            by=("area.community",),
            where=focused & ~exists(Guarantee, standing()),
            label=Label("各社区未落实包保人的重点对象", en="Focus children without a guarantor by community"),
        ),
        Tally(
            "guarantees",
            Guarantee,
            by=("area.community", "status"),
            where=F.status != "ended",
            label=Label("各社区包保", en="Guarantees by community"),
        ),
        Tally(
            "tasks",
            Task,
            by=("area.community", "status"),
            label=Label("各社区任务", en="Tasks by community"),
        ),
    )
