"""The steps of a transfer as people take them, each followed at once by those that need nobody; and taking back what was sent.

What needs no person (putting a parcel on the other office's list, ending the sender's records once the child was taken in) is done
by ``tick`` anyway. Here it is tried straight away, so that nobody waits a day for it; if it cannot be done yet, ``tick`` does it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from minorcare.declare import Id
from minorcare.desk import Desk
from minorcare.errors import Invalid, MinorcareError, Problem
from minorcare.kinds import Direction, Transfer
from minorcare.label import Label
from minorcare.store.protocol import Row
from minorcare.work import transfer
from minorcare.work.moves import found, side
from minorcare.work.parcel import sees_everything

At = Callable[[str], Desk]
"""Opens the system's desk at an office (``registry.system_desk``)."""


def move_out(desk: Desk, minor: str, *, to: str, reason: str, moved_on: date, at: At, id: str | None = None) -> Id:
    """Send a child to another office, whose list it stands on from now; the id of the transfer, the same on both sides.

    Raises:
        Invalid, NotFound, Refused: as :func:`minorcare.work.transfer.send`.
    """
    made = transfer.send(desk, minor, to=to, reason=reason, moved_on=moved_on, id=id)
    _go_on(at, to)
    return made


def move_in(desk: Desk, id: str, *, area: str, at: At, address: str | None = None) -> Id:
    """Take a child in; the sender's records end. The child's id here.

    Raises:
        Invalid, NotFound, Refused: as :func:`minorcare.work.transfer.accept`.
    """
    sees_everything(desk)
    if side(desk, id, Direction.IN).values["status"] == "declined":
        raise Invalid([_DECLINED])
    made = transfer.accept(desk, id, area=area, address=address)
    _go_on(at, desk.office)
    return made


def send_back(desk: Desk, id: str, *, note: str, at: At) -> None:
    """Decline a child: it stays in the sender's care, who is told.

    Raises:
        Invalid, NotFound, Refused: as :func:`minorcare.work.transfer.decline`.
    """
    transfer.decline(desk, id, note=note)
    _go_on(at, side(desk, id, Direction.IN).values["other_office"])


def take_back(desk: Desk, id: str, *, note: str, at: At) -> None:
    """Cancel what this office has sent and the other has not answered: the child stays. Harmless if it is declined already.

    It is the other office's record that is declined first, from the version in which nobody had answered: had a person accepted the
    child in the meantime, this fails, and the child is not in the care of two.

    Args:
        desk: At the sender's office, of a person who sees the whole street.
        id: Of the transfer.
        note: Why; both offices read it.
        at: Opens the system's desk at the other office.

    Raises:
        NotFound: there is no such transfer from this office.
        Invalid: the other office has accepted the child, or no reason is given.
        Conflict: it is answering just now.
        Refused: the actor does not see everything.
    """
    sees_everything(desk)
    row = side(desk, id, Direction.OUT)
    if not note.strip():
        raise Invalid([_NO_REASON])
    if row.values["status"] == "declined":
        return
    other = at(row.values["other_office"])
    if row.values["status"] == "completed" or _offered(desk, row, other).values["status"] in ("accepted", "completed"):
        raise Invalid([_ACCEPTED])
    transfer.decline(other, id, note=note)
    transfer.finish(desk, id, receiver=other)


def as_it_stands(desk: Desk, id: str) -> Row:
    """This office's side of a transfer.

    Raises:
        NotFound: there is none that the actor sees.
    """
    return desk.get(Transfer, id)


def _offered(desk: Desk, row: Row, other: Desk) -> Row:
    """The other office's side. Where it is not there yet it is made first: what stands declined there cannot be accepted."""
    values = row.values
    if found(other, row.id) is None:
        given = {"reason": values["reason"], "moved_on": values["moved_on"], "id": row.id}
        transfer.send(desk, values["minor"], to=values["other_office"], **given)  # had it been stopped before posting
        transfer.deliver(other)
    return side(other, row.id, Direction.IN)


def _go_on(at: At, office: str) -> None:
    with suppress(
        MinorcareError
    ):  # what was asked for stands; the next tick tries this again, and tells of it if it fails
        transfer.carry_on(at(office), at)


_NO_REASON = Problem(
    at="note",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明为什么撤回", en="say why it is taken back"),
    code="required",
)
_ACCEPTED = Problem(
    at="status",
    said=Label("对方街道已经接收", en="the other office has accepted the child"),
    remedy=Label("要接回孩子，请对方再迁回", en="to have it back, ask that office to send it"),
    code="state",
)
_DECLINED = Problem(
    at="status",
    said=Label("已经退回或撤回", en="was sent back, or taken back by the other office"),
    remedy=Label("需要接收的，请对方重新迁出", en="to take the child in, ask the other office to send it again"),
    code="state",
)
