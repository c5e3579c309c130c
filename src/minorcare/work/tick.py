"""What time alone does."""

from __future__ import annotations

from minorcare.desk import Desk, Screened


def tick(desk: Desk) -> Screened:
    """Everything that falls due in one office by *desk*'s day; done twice on a day, the second changes nothing.

    Birthdays, months away, expiring cards: rules find and lose children without any record changing, so an office is screened
    daily. A confirmed tag that age has overtaken becomes a task for a person. The desk is the system's
    (``registry.system_desk``).
    """
    return desk.screen()
