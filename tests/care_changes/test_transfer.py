"""A child goes from one office's care to another's: nothing is lost, nothing is there twice, and each side decides for itself."""

import sqlite3
from datetime import date, timedelta

import pytest

from minorcare import Invalid, Member, Minor, NotFound, Refused, RiskTag
from minorcare.desk import Save
from minorcare.kinds import (
    AgeGate,
    Circumstance,
    Direction,
    DisabilityCard,
    Duplicate,
    Household,
    MisbehaviourAct,
    Reporter,
    RestrictedCircumstance,
    Transfer,
)
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work import transfer
from minorcare.work.ages import note_gates
from minorcare.work.tags import confirm
from minorcare.work.transfer import (
    TransferSettings,
    accept,
    carry_on,
    decline,
    deliver,
    finish,
    pending,
    send,
    standing,
)

MOVED = date(2026, 11, 20)


def begin(head, neighbours, minor="child-03", **more):
    made = send(head, minor, to=neighbours.office, reason="moved_home", moved_on=MOVED, **more)
    deliver(neighbours.system)
    return made


def move(head, neighbours, minor="child-03"):
    made = begin(head, neighbours, minor)
    new = accept(neighbours.head, made, area=neighbours.area)
    assert "completed" == finish(head, made, receiver=neighbours.system)
    return made, new


def values(desk, kind, *hidden):
    """What every record of a kind says, without ids and places, which differ between offices."""
    left_out = {"id", "area", "code", "address", "household", "minor", "member", *hidden}
    rows = desk.find(kind, limit=500).rows
    return sorted(sorted((n, str(v)) for n, v in row.values.items() if n not in left_out) for row in rows)


def states(desk):
    return [row.values["status"] for row in desk.find(Transfer, limit=50).rows]


def test_a_child_moves_with_all_that_is_known_of_it(head, neighbours):
    """Home, parents, what is told of them, restricted or not, and recorded acts arrive as they were; at the sender's they end."""
    kinds = (Member, Circumstance, RestrictedCircumstance, MisbehaviourAct)
    asked = {
        Member: F.household == "home-2",
        Circumstance: F.member == "parent-2f",
        MisbehaviourAct: F.minor == "child-03",
    }
    before = {kind: len(head.find(kind, asked[kind]).rows) if kind in asked else 1 for kind in kinds}
    whole = {kind: values(head, kind) for kind in kinds}
    _, new = move(head, neighbours)

    assert "曾子单" == neighbours.head.get(Minor, new).values["name"]
    assert {kind: before[kind] for kind in kinds} == {kind: len(values(neighbours.head, kind)) for kind in kinds}
    for kind in kinds:
        arrived = values(neighbours.head, kind)
        assert all(row in whole[kind] for row in arrived)
        assert sorted(arrived + values(head, kind)) == whole[kind]
    for kind, old in ((Minor, "child-03"), (Household, "home-2"), (Member, "parent-2m"), (MisbehaviourAct, "act-1")):
        with pytest.raises(NotFound):
            head.get(kind, old)
    assert ("gone", "active") == (standing(head, "child-03"), standing(neighbours.head, new))
    assert [] == list(head.store.verify())


def test_between_out_and_in_the_child_is_pending(head, neighbours):
    """Marked at the sender's, on the receiver's list, in nobody else's care; it stays the sender's until the other has answered."""
    made = begin(head, neighbours)

    assert ("pending", ["pending"], ["pending"]) == (standing(head, "child-03"), states(head), states(neighbours.head))
    assert [made] == [row.id for row in pending(head).rows] == [row.id for row in pending(neighbours.head).rows]
    assert () == neighbours.head.find(Minor).rows
    assert "曾子单" == head.get(Minor, "child-03").values["name"]
    new = accept(neighbours.head, made, area=neighbours.area)
    assert ("pending", "active") == (standing(head, "child-03"), standing(neighbours.head, new))
    finish(head, made, receiver=neighbours.system)
    assert ((), ()) == (pending(head).rows, pending(neighbours.head).rows)


def test_the_answer_is_due(head, neighbours):
    """Five working days, or as many as the office has set, on the work lists of both; gone once it is answered."""
    made = begin(with_settings(head, TransferSettings(answer_days=3)), neighbours)

    assert [date(2026, 11, 27)] == [row.values["day"] for row in head.find("due", F.record == made).rows]
    assert [date(2026, 12, 1)] == [row.values["day"] for row in neighbours.head.find("due", F.record == made).rows]
    accept(neighbours.head, made, area=neighbours.area)
    assert () == neighbours.head.find("due", F.record == made).rows


def test_each_step_can_be_done_again(head, neighbours):
    """Sent twice, told twice, accepted twice, finished twice: it is as if done once."""
    made, again = begin(head, neighbours), begin(head, neighbours)
    new, twice = (accept(neighbours.head, made, area=neighbours.area) for _ in range(2))
    finish(head, made, receiver=neighbours.system)

    assert (made, new) == (again, twice)
    assert made == send(head, "child-03", to=neighbours.office, reason="moved_home", moved_on=MOVED, id=made)
    assert ("completed", 0) == (finish(head, made, receiver=neighbours.system), deliver(neighbours.system))
    assert [new] == [row.id for row in neighbours.head.find(Minor).rows]
    assert 0 == carry_on(neighbours.own, lambda _: neighbours.system)


def test_what_is_written_meanwhile_goes_along(head, neighbours):
    """A fact recorded after the child was taken in is posted, put on the receiver's list, and taken in before anything ends."""
    made = begin(head, neighbours)
    new = accept(neighbours.head, made, area=neighbours.area)
    card = DisabilityCard(minor="child-03", type="1", level="3", issued=date(2026, 11, 1), source="household")
    child = head.get(Minor, "child-03")
    head.apply(Save(card))
    head.change(Minor, "child-03", base=child.version, school="新学校")

    assert "pending" == finish(head, made, receiver=neighbours.system)
    assert (1, 0) == (deliver(neighbours.system), deliver(neighbours.system))
    assert [neighbours.head.day] == [row.values["day"] for row in neighbours.head.find("due", F.record == made).rows]
    assert new == accept(neighbours.head, made, area=neighbours.area)
    assert "completed" == finish(head, made, receiver=neighbours.system)
    assert ["3"] == [row.values["level"] for row in neighbours.head.find(DisabilityCard).rows]
    assert "新学校" == neighbours.head.get(Minor, new).values["school"]


def test_what_the_receiver_changed_itself_stands(head, neighbours):
    """Late news does not overwrite what the new office has found out since."""
    made = begin(head, neighbours)
    new = accept(neighbours.head, made, area=neighbours.area)
    neighbours.head.change(Minor, new, base=1, school="本地小学")
    head.change(Minor, "child-03", base=1, school="旧学校", grade="五年级")
    finish(head, made, receiver=neighbours.system)
    accept(neighbours.head, made, area=neighbours.area)

    found = neighbours.head.get(Minor, new).values
    assert ("本地小学", "五年级") == (found["school"], found["grade"])


def test_what_the_sender_takes_back_is_taken_back(head, neighbours):
    """A fact that turns out wrong before the move is over does not stay behind at the other end."""
    made = begin(head, neighbours)
    accept(neighbours.head, made, area=neighbours.area)
    head.void(MisbehaviourAct, "act-1", base=1, reason="wrong")
    finish(head, made, receiver=neighbours.system)
    accept(neighbours.head, made, area=neighbours.area)

    assert () == neighbours.head.find(MisbehaviourAct).rows
    assert "completed" == finish(head, made, receiver=neighbours.system)


def test_a_declined_child_stays(head, neighbours):
    """With the reason told back, and the child in the sender's care as before; it can be sent again."""
    made = begin(head, neighbours)
    with pytest.raises(Invalid):
        decline(neighbours.head, made, note=" ")
    decline(neighbours.head, made, note="不住在本街道")
    decline(neighbours.head, made, note="不住在本街道")

    assert "declined" == finish(head, made, receiver=neighbours.system)
    assert ("active", "不住在本街道") == (standing(head, "child-03"), head.get(Transfer, made).values["note"])
    with pytest.raises(Invalid):
        accept(neighbours.head, made, area=neighbours.area)
    assert made != begin(head, neighbours)


def test_brothers_and_sisters_arrive_in_one_home(head, neighbours):
    """The home and its grown-ups are there once; at the sender's they stay as long as a child does."""
    move(head, neighbours, "child-01")
    left_behind = [row.id for row in head.find(Member, F.household == "home-1").rows]
    head.change(Member, "parent-1f", base=1, name="测试家长改")
    move(head, neighbours, "child-02")

    assert {"parent-1f", "parent-1m"} == set(left_behind)
    homes = {row.values["household"] for row in neighbours.head.find(Minor).rows}
    assert (2, 1) == (len(neighbours.head.find(Minor).rows), len(homes))
    assert {"测试家长改", "测试家长1m"} == {row.values["name"] for row in neighbours.head.find(Member).rows}
    assert () == head.find(Household, F.id == "home-1").rows


def test_what_people_decide_is_decided_anew(head, neighbours):
    """A tag confirmed at the sender's arrives as a suggestion: it is for a person of the new office to confirm."""
    tag = head.find(RiskTag, F.minor == "child-01").rows[0]
    confirm(head, tag.id, base=tag.version)
    _, new = move(head, neighbours, "child-01")

    (arrived,) = neighbours.head.find(RiskTag, F.minor == new).rows
    assert ("left_behind", "suggested", None) == tuple(arrived.values[n] for n in ("risk", "status", "decided_by"))
    known = {row.id for kind in (Member, Circumstance) for row in neighbours.head.find(kind).rows}
    assert {each.id for each in arrived.values["evidence"]} <= known
    assert 0 == neighbours.head.screen().changed


def test_what_is_one_office_s_own_stays(head, neighbours):
    """The note of an age is the sender's, and ends with its record: the new office writes its own."""
    note_gates(neighbours.own)
    move(head, neighbours)

    assert () == head.find(AgeGate, F.minor == "child-03").rows
    assert () == neighbours.head.find(AgeGate).rows
    assert 1 == note_gates(neighbours.system)


def test_a_number_that_is_on_file_there_is_not_given_twice(head, neighbours):
    """The child arrives without its number, and the two are put up for comparison."""
    number = head.reveal(Minor, "child-01", "resident_id")
    known = Minor(name="陈小禾", sex="2", birth_date=date(2015, 3, 4), resident_id=number, area=neighbours.area)
    neighbours.head.save(known)
    _, new = move(head, neighbours, "child-01")

    assert None is neighbours.head.get(Minor, new).values["resident_id"]
    assert [(new, known.id)] == [
        (row.values["minor"], row.values["other"]) for row in neighbours.head.find(Duplicate).rows
    ]


def test_secrets_are_sealed_for_the_receiver(head, neighbours):
    """A number is found at the other end and nowhere in the file in between."""
    number = head.reveal(Minor, "child-01", "resident_id")
    made = begin(head, neighbours, "child-01")
    head.store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = head.store.path.read_bytes()
    conn = sqlite3.connect(head.store.path)
    parcel = "".join(row[0] for row in conn.execute("SELECT sealed FROM parcel"))
    conn.close()
    new = accept(neighbours.head, made, area=neighbours.area)

    assert number.encode() not in raw
    assert "陈" not in parcel
    assert number == neighbours.head.reveal(Minor, new, "resident_id")
    assert [new] == [row.id for row in neighbours.head.find_secrets(Minor, "resident_id", [number]).values()]


def test_the_vault_does_not_travel(head, neighbours):
    """What is kept in the vault stays where it is."""
    kept = Reporter(told="邻居说的")
    head.save(kept)
    move(head, neighbours)

    assert "邻居说的" == head.get(Reporter, kept.id).values["told"]
    with pytest.raises(NotFound):
        neighbours.head.get(Reporter, kept.id)


def test_parcels_are_forgotten(head, neighbours, registry):
    """Declined, at once; completed, after as many days as the office has set. Until then it can be opened again."""
    made, _ = move(head, neighbours)
    other = begin(head, neighbours, "child-04")
    decline(neighbours.head, other, note="不住在本街道")

    assert (1, 0) == (transfer.sweep(neighbours.system), transfer.sweep(neighbours.system))
    registry.clock.forward(timedelta(days=31))
    assert 1 == transfer.sweep(registry.system_desk(neighbours.office))
    conn = sqlite3.connect(head.store.path)
    assert [(0,), (0,)] == [
        conn.execute(sql).fetchone()
        for sql in ("SELECT count(*) FROM parcel", "SELECT count(*) FROM key WHERE kind='parcel'")
    ]
    conn.close()
    assert "completed" == head.get(Transfer, made).values["status"]


def test_who_does_not_see_everything_moves_nobody(registry, neighbours):
    """A liaison neither sends nor accepts: what she does not see could not go along."""
    with pytest.raises(Refused):
        begin(desk_as(registry, "liaison_two"), neighbours)
    made = begin(desk_as(registry, "supervisor"), neighbours)
    with pytest.raises(Refused):
        accept(neighbours.liaison, made, area=neighbours.area)
    assert ("pending", ()) == (standing(neighbours.own, "child-03"), neighbours.head.find(Minor).rows)


@pytest.mark.usefixtures("neighbours")
@pytest.mark.parametrize("to", ["530111009", OFFICE])
def test_an_office_that_is_not_there_gets_nothing(head, to):
    """Neither one that is not kept here nor one's own."""
    with pytest.raises(Invalid):
        send(head, "child-03", to=to, reason="moved_home", moved_on=MOVED)
    assert [] == states(head)


def test_a_child_leaves_for_one_office_at_a_time(registry, head, neighbours):
    """Two that both accept would both hold it."""
    registry.open_office("530111006")
    begin(head, neighbours)
    with pytest.raises(Invalid):
        send(head, "child-03", to="530111006", reason="moved_home", moved_on=MOVED)
    with pytest.raises(Invalid):
        head.save(
            Transfer(
                minor="child-03", direction=Direction.OUT, other_office="530111006", reason="other", moved_on=MOVED
            )
        )
    assert ["pending"] == states(head)


def test_there_and_back_again(head, neighbours):
    """A child that returns is a new record of the first office, with everything that went along both ways."""
    _, there = move(head, neighbours, "child-01")
    made = send(neighbours.head, there, to=OFFICE, reason="returned_home", moved_on=date(2026, 11, 24))
    deliver(neighbours.own)
    back = accept(head, made, area=f"{OFFICE}001")
    finish(neighbours.head, made, receiver=neighbours.own)

    assert ("active", "gone") == (standing(head, back), standing(neighbours.head, there))
    home = head.get(Minor, back).values["household"]
    assert {"测试家长1f", "测试家长1m"} == {r.values["name"] for r in head.find(Member, F.household == home).rows} - {
        r.values["name"] for r in head.find(Member, F.household == "home-3").rows
    }
    assert [] == list(head.store.verify())


def test_an_acceptance_that_was_taken_back_can_be_given_again(head, neighbours):
    """Undone before the sender has ended anything, it is on the list as before, and nothing stands in its way."""
    made = begin(head, neighbours)
    first = accept(neighbours.head, made, area=neighbours.area)
    neighbours.head.undo(f"transfer:{made}:in:1")

    assert ("pending", ()) == (finish(head, made, receiver=neighbours.system), neighbours.head.find(Minor).rows)
    second = accept(neighbours.head, made, area=neighbours.area)
    assert "completed" == finish(head, made, receiver=neighbours.system)
    assert first != second
    assert "active" == standing(neighbours.head, second)


def test_time_does_all_that_needs_no_person(head, neighbours, registry):
    """A tick in either office tells the receiver and ends what was accepted; the answer itself is a person's."""
    from minorcare.work.tick import tick

    made = send(head, "child-03", to=neighbours.office, reason="moved_home", moved_on=MOVED)
    assert 1 == tick(neighbours.system, at=registry.system_desk).steps["transfers"]
    assert 0 == tick(neighbours.own, at=registry.system_desk).steps["transfers"]
    new = accept(neighbours.head, made, area=neighbours.area)
    assert 1 == tick(neighbours.own, at=registry.system_desk).steps["transfers"]
    assert ("gone", "active") == (standing(head, "child-03"), standing(neighbours.head, new))
    assert 0 == tick(neighbours.system, at=registry.system_desk).steps["transfers"]
