"""Moving a child from one office's care to another's, in steps that can each be done again.

Across offices nothing is one transaction. So the sender marks the child as leaving and posts its records in a sealed parcel; the
receiver takes them in, in one batch (:mod:`minorcare.work.receiving`); and only when that stands does the sender end its own. In
between the child is pending: on file at the sender's, whose duty it is until the other has answered. At no moment is it in the care
of two. Whoever is stopped half way, by a power cut too, starts again from the top: what is done is not done twice.

Nothing out of the vault goes along: what is sealed is handed over by those who may open it, on paper of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from minorcare.declare import Id, new_id
from minorcare.desk import Act, Desk, Save, Transition
from minorcare.errors import Conflict, Invalid, Problem, Refused
from minorcare.kinds import Direction, Minor, Transfer
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Page, Row
from minorcare.work.moves import TransferSettings, found, parcels, side
from minorcare.work.parcel import Gathered, gather, pack
from minorcare.work.receiving import accept, decline, deliver
from minorcare.work.referring import Ending

__all__ = [
    "Standing",
    "TransferSettings",
    "accept",
    "carry_on",
    "decline",
    "deliver",
    "finish",
    "pending",
    "send",
    "standing",
    "sweep",
]

Standing = Literal["active", "pending", "gone"]
_MOVED = "moved to another office"
_LEAVING = (F.direction == Direction.OUT) & (F.status == "pending")
_ARRIVED = (F.direction == Direction.IN) & (F.status == "accepted")


def send(
    desk: Desk,
    minor: str,
    *,
    to: str,
    reason: str,
    moved_on: date,
    id: str | None = None,
) -> Id:
    """Mark a child as leaving for another office and post its records; the id of the transfer, the same on both sides.

    Done again, for the same child and office or under the same *id*, it only posts what has changed since.

    Args:
        desk: Of a person who sees the whole street.
        minor: The child's id.
        to: The nine-digit code of the receiving office.
        reason: A code of the list ``transfer_reason``.
        moved_on: The day from which the child lives there.
        id: The id of the transfer, made by the caller so that a retry is the same transfer.

    Raises:
        Invalid: *to* is no office kept here, or the child is leaving for another one.
        NotFound: no such child.
        Refused: the actor does not see all that would have to go along.
    """
    row = _begun(desk, minor, to, id)
    if row is None:
        row = _marked(desk, minor, to, Id(id or new_id()), reason, moved_on)
    if row.values["status"] == "pending":
        _post(desk, row, gather(desk, row.values["minor"]))
    return Id(row.id)


def finish(desk: Desk, transfer: str, *, receiver: Desk) -> str:
    """Do at the sender's what the receiver's answer asks for, and say in which state the transfer is now.

    Accepted, with everything: the child's records here end, in one batch. Accepted, but something was written since: that is
    posted, and the child stays pending. Declined: the child stays. No answer yet: nothing.

    Args:
        desk: At the sender's office, of a person who sees the whole street, or the system's.
        transfer: Its id.
        receiver: A desk at the other office; the system's will do.

    Raises:
        NotFound: there is no such transfer from this office.
        Invalid, Conflict: something changed meanwhile, or a record names the child that the actor does not see.
        Refused: the actor does not see everything.
    """
    row = side(desk, transfer, Direction.OUT)
    other = found(receiver, transfer)
    answer = other.values["status"] if other else "pending"
    if row.values["status"] == "pending" and other is not None:
        if answer == "declined":
            values = {"note": other.values["note"], "answer_by": None}
            desk.apply(Transition(Transfer, row.id, "declined", row.version, values))
        elif answer != "pending":
            gathered = gather(desk, row.values["minor"])
            if gathered.mark != other.values["mark"]:
                _post(desk, row, gathered)
                return "pending"
            desk.apply(*_leaving(desk, row, gathered), key=f"transfer:{transfer}:moved")
    return _closed(desk, transfer, receiver)


def carry_on(desk: Desk, at: Callable[[str], Desk]) -> int:
    """Everything about transfers that needs no person, for one office; how many moved on. *at* opens the system's desk elsewhere."""
    moved = deliver(desk)
    here = desk.store.offices()
    for row in desk.find(Transfer, _LEAVING, limit=500).rows:
        if row.values["other_office"] in here:
            moved += _finished(desk, row.id, at(row.values["other_office"]))
    for row in desk.find(Transfer, _ARRIVED, limit=500).rows:  # the sender was stopped before it could say so
        if row.values["other_office"] in here:
            moved += _finished(at(row.values["other_office"]), row.id, desk)
    return moved


def sweep(desk: Desk) -> int:
    """Forget the parcels to this office whose transfer was declined, or completed long enough ago; how many transfers."""
    dropped, kept = 0, desk.settings(TransferSettings).kept_days
    for posted in parcels(desk).waiting(desk.office):
        row = found(desk, posted.transfer)
        if row is None or row.values["status"] not in ("declined", "completed"):
            continue
        answered = row.values["answered"]
        if row.values["status"] == "declined" or (desk.day - answered).days > kept:
            parcels(desk).drop(desk.office, posted.transfer)
            dropped += 1
    return dropped


def pending(desk: Desk, *, after: str | None = None, limit: int = 50) -> Page:
    """The transfers of this office that are not closed, both ways, by the day of answer."""
    waiting = F.status.is_in(("pending", "accepted"))
    return desk.find(Transfer, waiting, order=("answer_by",), after=after, limit=limit)


def standing(desk: Desk, minor: str) -> Standing:
    """Whether a child is in this office's care: on file and not leaving, on file and leaving, or not on file (any more)."""
    if not desk.find(Minor, F.id == minor, limit=1).rows:
        return "gone"
    return "pending" if desk.find(Transfer, (F.minor == minor) & _LEAVING, limit=1).rows else "active"


def _begun(desk: Desk, minor: str, to: str, id: str | None) -> Row | None:
    """The transfer that this is a retry of."""
    if id is not None and found(desk, id) is not None:
        return side(desk, id, Direction.OUT)
    for row in desk.find(Transfer, (F.minor == minor) & _LEAVING, limit=1).rows:
        if row.values["other_office"] == to and id in (None, row.id):
            return row
        raise Invalid([_LEAVING_ALREADY])
    return None


def _marked(desk: Desk, minor: str, to: str, id: Id, reason: str, moved_on: date) -> Row:
    if to not in desk.store.offices():
        raise Invalid([_NO_OFFICE])
    gathered = gather(desk, minor)
    made = Transfer(
        id=id,
        minor=Id(minor),
        direction=Direction.OUT,
        other_office=to,
        reason=reason,
        moved_on=moved_on,
        records=len(gathered.rows),
        left=gathered.left,
        answer_by=desk.calendar.add_working_days(desk.day, desk.settings(TransferSettings).answer_days),
    )
    desk.apply(Save(made), key=f"transfer:{id}:out")
    return side(desk, id, Direction.OUT)


def _post(desk: Desk, row: Row, gathered: Gathered) -> None:
    """Put a parcel on its way, unless the last one holds the same."""
    to, last = row.values["other_office"], parcels(desk).last(row.values["other_office"], row.id)
    if last is not None and last.mark == gathered.mark:
        return
    parcel = pack(desk, gathered, reason=row.values["reason"], moved_on=row.values["moved_on"])
    parcels(desk).post(to, row.id, gathered.mark, sender=desk.office, data=parcel.written())


def _leaving(desk: Desk, row: Row, gathered: Gathered) -> list[Act]:
    """The end of a child's records here; of its home's too, once no other child lives there."""
    minor = row.values["minor"]
    ending = Ending(desk=desk, reason=_MOVED, spared=frozenset({("transfer", row.id)}))
    for one in gathered.rows:
        if one.kind is Minor.__kind__:
            ending.end(one)
    for one in gathered.rows:
        others = (F.household == one.id) & (F.id != minor)
        if one.kind.name == "household" and not desk.find(Minor, others, limit=1).rows:
            ending.end(one)
    done = Transition(Transfer, row.id, "completed", row.version, {"minor": None, "answer_by": None})
    return [done, *ending.acts()]


def _closed(desk: Desk, transfer: str, receiver: Desk) -> str:
    """Tell the receiver, once the child has left here; the state of the transfer."""
    status = str(side(desk, transfer, Direction.OUT).values["status"])
    other = found(receiver, transfer)
    if status == "completed" and other is not None and other.values["status"] == "accepted":
        receiver.transition(Transfer, transfer, "completed", base=other.version, answer_by=None)
    return status


def _finished(desk: Desk, transfer: str, receiver: Desk) -> bool:
    """Whether it is closed now. What the system may not do, or what changes meanwhile, stays on the lists of both offices."""
    try:
        return finish(desk, transfer, receiver=receiver) != "pending"
    except (Refused, Invalid, Conflict):
        return False


_NO_OFFICE = Problem(
    at="to",
    said=Label("这里没有这个街道", en="is no office kept here"),
    remedy=Label(
        "核对 9 位街道代码；不在本系统的街道请走书面移交", en="check the nine-digit code; hand over on paper to others"
    ),
    code="office",
)
_LEAVING_ALREADY = Problem(
    at="minor",
    said=Label("这个孩子正在迁往别的街道", en="is leaving for another office already"),
    remedy=Label("等对方答复后再办", en="wait until it is answered"),
    code="taken",
)
