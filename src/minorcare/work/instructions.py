"""What a leader asks for in writing, and the answer (督办、批示). No child is named on either side."""

from __future__ import annotations

from datetime import date
from typing import Any

from minorcare.desk import Desk
from minorcare.kinds import Instruction
from minorcare.query import F
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every


def instruct(
    desk: Desk, addressee: str, text: str, *, due: date, given_by: str | None = None, key: str | None = None
) -> Receipt[Any]:
    """Ask the station for something, to be answered by a day.

    Args:
        addressee: The account of the station head or a child supervisor.
        given_by: The leader's account, where the station enters what a leader gave on paper.

    Raises:
        Invalid: *addressee* cannot answer, the text holds a number of a person, or *due* lies in the past.
    """
    asked = Instruction(given_by=given_by or desk.account, addressee=addressee, text=text, given=desk.day, due=due)
    return desk.save(asked, key=key)


def answer(desk: Desk, instruction: str, reply: str, *, base: int) -> Receipt[Any]:
    """Answer what was asked; it leaves the work list."""
    return desk.transition(Instruction, instruction, "answered", base=base, reply=reply or None)


def close(desk: Desk, instruction: str, *, base: int) -> Receipt[Any]:
    """Nothing more is to be done. A leader who wants more asks anew."""
    return desk.transition(Instruction, instruction, "closed", base=base)


def given_by(desk: Desk, account: str | None = None) -> tuple[Row, ...]:
    """What somebody (the desk's own actor, if nobody is named) has asked for, with the replies, newest first."""
    rows = every(desk, Instruction, F.given_by == (account or desk.account))
    return tuple(sorted(rows, key=lambda row: (row.values["given"], row.id), reverse=True))
