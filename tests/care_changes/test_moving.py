"""What people do about a transfer, with what follows at once; and taking back what was sent, whatever the other office does meanwhile."""

from datetime import date

import pytest

from minorcare.errors import Conflict, Invalid, NotFound, Refused
from minorcare.kinds import Transfer
from minorcare.testing import OFFICE, desk_as
from minorcare.work import moving, transfer
from minorcare.work.receiving import accept
from minorcare.work.transfer import standing

MOVED = date(2026, 11, 20)


@pytest.fixture
def sent(registry, head, neighbours):
    """A child under way, as it stands on both lists."""
    return moving.move_out(
        head, "child-03", to=neighbours.office, reason="moved_home", moved_on=MOVED, at=registry.system_desk
    )


def states(*desks):
    return [row.values["status"] for desk in desks for row in desk.find(Transfer).rows]


def test_what_is_sent_is_on_the_others_list_at_once(head, neighbours, sent):
    """Nobody waits for the next tick."""
    assert [sent] == [row.id for row in transfer.pending(neighbours.head).rows]
    assert ["pending", "pending"] == states(head, neighbours.head)


def test_taken_back_it_is_declined_on_both_sides(registry, head, neighbours, sent):
    """The child stays, the reason stands on both, nothing is due any more, and it may be sent again."""
    moving.take_back(head, sent, note="不搬了", at=registry.system_desk)

    assert ["declined", "declined"] == states(head, neighbours.head)
    assert {"不搬了"} == {desk.get(Transfer, sent).values["note"] for desk in (head, neighbours.head)}
    assert "active" == standing(head, "child-03")
    assert ((), ()) == (transfer.pending(head).rows, transfer.pending(neighbours.head).rows)
    again = transfer.send(head, "child-03", to=neighbours.office, reason="moved_home", moved_on=MOVED)
    assert again != sent


def test_what_was_taken_back_cannot_be_taken_in(registry, head, neighbours, sent):
    """Not with the parcel still there, and not once it is swept away."""
    moving.take_back(head, sent, note="不搬了", at=registry.system_desk)

    for _ in range(2):
        with pytest.raises(Invalid) as told:
            moving.move_in(neighbours.head, sent, area=neighbours.area, at=registry.system_desk)
        assert [("status", "state")] == [(p.at, p.code) for p in told.value.problems]
        transfer.sweep(neighbours.system)


@pytest.mark.parametrize("closed", [False, True])
def test_what_was_accepted_cannot_be_taken_back(registry, head, neighbours, sent, closed):
    """Whether the sender's records have ended by then or not: it is in the other office's care."""
    accept(neighbours.head, sent, area=neighbours.area)
    if closed:
        transfer.finish(head, sent, receiver=neighbours.system)

    with pytest.raises(Invalid) as told:
        moving.take_back(head, sent, note="不搬了", at=registry.system_desk)

    assert ["status"] == [problem.at for problem in told.value.problems]
    assert "declined" not in states(head, neighbours.head)


def test_accepted_in_between_it_is_not_taken_back(registry, head, neighbours, sent, monkeypatch):
    """The other office accepts after this one has looked: its record is another version, and the child is in one care."""
    looked = moving.found

    def and_then_accepted(desk, id):
        row = looked(desk, id)
        if desk.office == neighbours.office and row.values["status"] == "pending":
            accept(neighbours.head, sent, area=neighbours.area)
        return row

    monkeypatch.setattr(moving, "found", and_then_accepted)
    with pytest.raises((Conflict, Invalid)):
        moving.take_back(head, sent, note="不搬了", at=registry.system_desk)
    assert ["pending", "accepted"] == states(head, neighbours.head)


def test_what_was_marked_and_never_posted_is_taken_back(registry, head, neighbours):
    """The sender was stopped between marking and posting: it is offered first, so that nothing can be accepted later."""
    sent = moving.move_out(
        head, "child-03", to=neighbours.office, reason="moved_home", moved_on=MOVED, at=lambda _: neighbours.own
    )
    assert [] == states(neighbours.head)
    transfer.parcels(head).drop(neighbours.office, sent)

    moving.take_back(head, sent, note="不搬了", at=registry.system_desk)

    assert ["declined", "declined"] == states(head, neighbours.head)


def test_taking_back_is_for_the_sender(registry, head, neighbours, sent):
    """The receiver declines; a liaison, who sees a part of the street, does neither."""
    with pytest.raises(NotFound):
        moving.take_back(neighbours.head, sent, note="x", at=registry.system_desk)
    with pytest.raises(Refused):
        moving.take_back(desk_as(registry, "liaison_two"), sent, note="x", at=registry.system_desk)
    assert ["pending", "pending"] == states(head, neighbours.head)


def test_declined_it_is_closed_at_the_senders_at_once(registry, head, neighbours, sent):
    """And taking it back then changes nothing."""
    moving.send_back(neighbours.head, sent, note="没有这户", at=registry.system_desk)
    moving.take_back(head, sent, note="不搬了", at=registry.system_desk)

    assert ["declined", "declined"] == states(head, neighbours.head)
    assert "没有这户" == head.get(Transfer, sent).values["note"]


def test_what_cannot_go_on_at_once_goes_on_by_tick(registry, head, neighbours, sent):
    """The act itself stands; the step that failed is tried again."""

    def nowhere(_):
        raise Refused(transfer._NO_OFFICE.said)

    moving.send_back(neighbours.head, sent, note="没有这户", at=nowhere)
    assert ["pending", "declined"] == states(head, neighbours.head)
    transfer.carry_on(registry.system_desk(OFFICE), registry.system_desk)
    assert ["declined", "declined"] == states(head, neighbours.head)


def test_a_reason_is_needed(registry, head, neighbours, sent):
    """On either side; blanks are none."""
    for desk, act in ((neighbours.head, moving.send_back), (head, moving.take_back)):
        with pytest.raises(Invalid) as told:
            act(desk, sent, note=" ", at=registry.system_desk)
        assert ["note"] == [problem.at for problem in told.value.problems]
