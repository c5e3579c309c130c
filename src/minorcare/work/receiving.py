"""The receiving office's part of a transfer: what was posted comes onto its list, and a person accepts or declines it."""

from __future__ import annotations

from minorcare.declare import Id
from minorcare.desk import Act, Change, Desk, Transition
from minorcare.errors import Conflict, Invalid, NotFound, Problem
from minorcare.kinds import Direction, Minor, Transfer
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.parcels import Posted
from minorcare.store.protocol import Row
from minorcare.work.moves import TransferSettings, found, parcels, side
from minorcare.work.parcel import Parcel, sees_everything
from minorcare.work.unpacking import Place, Unpacking, derived

_NUMBER = "resident_id"


def deliver(desk: Desk) -> int:
    """Put what other offices have posted on this one's list, as the system; how many transfers are new or have late records."""
    return sum(_delivered(desk, posted) for posted in parcels(desk).waiting(desk.office))


def accept(desk: Desk, transfer: str, *, area: str, address: str | None = None) -> Id:
    """Take a child in, in one batch: its records are made here, and the transfer is accepted. The child's id here.

    What a person decides for their own office (tags, levels of attention) arrives undecided. A number that is on file here already
    stays with whoever has it, and the two are put up for comparison. Done again, it takes in what the sender has written since.

    Args:
        desk: Of a person who sees the whole street.
        transfer: Its id.
        area: The area the child lives in now.
        address: The address of its home; the old one does not come along.

    Raises:
        NotFound: there is no such transfer to this office.
        Invalid: a record cannot stand here, or the transfer was declined.
        Refused: the actor may not write all that has come.
    """
    sees_everything(desk)
    row = side(desk, transfer, Direction.IN)
    posted = parcels(desk).last(desk.office, transfer)
    if row.values["status"] == "completed" or (posted and posted.mark == row.values["mark"]):
        return Id(row.values["minor"])
    if posted is None:
        raise NotFound("parcel")
    parcel = _opened(desk, transfer, posted.mark)
    late = row.values["status"] == "accepted"
    acts = _late(desk, row, parcel, posted.mark) if late else _first(desk, row, parcel, posted.mark, area, address)
    desk.apply(*acts, key=f"transfer:{transfer}:in:{row.version}")
    return Id(side(desk, transfer, Direction.IN).values["minor"])


def decline(desk: Desk, transfer: str, *, note: str) -> None:
    """Send a child's transfer back, with the reason: it stays in the sender's care. Harmless if it was declined before.

    Raises:
        NotFound: there is no such transfer to this office.
        Invalid: it was accepted, or no reason is given.
    """
    row = side(desk, transfer, Direction.IN)
    if not note.strip():
        raise Invalid([_NO_REASON])
    if row.values["status"] != "declined":
        values = {"note": note, "name": None, "answer_by": None}
        desk.apply(Transition(Transfer, row.id, "declined", row.version, values), key=f"transfer:{transfer}:declined")


def _delivered(desk: Desk, posted: Posted) -> bool:
    row = found(desk, posted.transfer)
    try:
        if row is None:
            offered = _offered(desk, posted)
            desk.save(offered, key=f"transfer:{posted.transfer}:offered")
        elif _is_late(row, posted):
            desk.change(Transfer, row.id, base=row.version, answer_by=desk.day)
        else:
            return False
    except Conflict:  # a person took it off the list, or another process was first
        return False
    return True


def _offered(desk: Desk, posted: Posted) -> Transfer:
    parcel = _opened(desk, posted.transfer, posted.mark)
    return Transfer(
        id=Id(posted.transfer),
        direction=Direction.IN,
        other_office=posted.sender,
        name=parcel.name,
        reason=parcel.reason,
        moved_on=parcel.moved_on,
        records=len(parcel.records),
        left=parcel.left,
        answer_by=desk.calendar.add_working_days(desk.day, desk.settings(TransferSettings).answer_days),
    )


def _is_late(row: Row, posted: Posted) -> bool:
    """Whether something has come after the child was accepted, and nobody was told yet."""
    values = row.values
    return values["status"] == "accepted" and posted.mark != values["mark"] and values["answer_by"] is None


def _opened(desk: Desk, transfer: str, mark: str) -> Parcel:
    return Parcel.read(parcels(desk).open(desk.office, transfer, mark))


def _first(desk: Desk, row: Row, parcel: Parcel, mark: str, area: str, address: str | None) -> list[Act]:
    attempt = str(row.version)  # taken back and accepted anew, a child has another id: an id is used once
    home = None
    if (
        parcel.household and ("household", parcel.household) in parcel.by_key
    ):  # shared with siblings who move the same day
        home = derived(parcel.sender, parcel.household, parcel.moved_on.isoformat(), attempt)
    place = Place(area=area, address=address, minor=derived(row.id, attempt), home=home, twin=_twin(desk, parcel))
    answer = {
        "minor": place.minor,
        "mark": mark,
        "name": None,
        "answer_by": None,
        "records": len(parcel.records),
        "left": parcel.left,
    }
    acts = Unpacking(desk=desk, parcel=parcel, place=place).acts()
    return [*acts, Transition(Transfer, row.id, "accepted", row.version, answer)]


def _late(desk: Desk, row: Row, parcel: Parcel, mark: str) -> list[Act]:
    minor = row.values["minor"]
    told = Change(Transfer, row.id, row.version, {"mark": mark, "answer_by": None, "records": len(parcel.records)})
    children = desk.find(Minor, F.id == minor, limit=1).rows
    if not children:  # taken out of force here since: there is nobody to add to
        return [told]
    (child,) = children
    place = Place(area=str(child.area), address=None, minor=minor, home=child.values["household"])
    before = _opened(desk, row.id, row.values["mark"])
    return [*Unpacking(desk=desk, parcel=parcel, place=place, before=before).late(), told]


def _twin(desk: Desk, parcel: Parcel) -> Id | None:
    """Who holds the child's resident ID here."""
    number = parcel.by_key["minor", parcel.minor].body.get(_NUMBER)
    if number is None:
        return None
    held = desk.find_secrets(Minor, _NUMBER, [number]).get(number)
    return Id(held.id) if held else None


_NO_REASON = Problem(
    at="note",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明为什么退回", en="say why it is sent back"),
    code="required",
)
