"""A leader asks for something in writing and reads the answer, and sees no child on the way."""

from datetime import date, timedelta

import pytest

from minorcare.errors import Invalid, Refused
from minorcare.kinds import Due, Instruction
from minorcare.testing import desk_as
from minorcare.work import instructions as work

TODAY = date(2026, 11, 24)
BY = TODAY + timedelta(7)


@pytest.fixture
def leader(registry):
    return desk_as(registry, "leader", purpose="report")


def codes(told):
    return sorted((problem.at, problem.code) for problem in told.value.problems)


def asked(leader, addressee="supervisor", text="暑期防溺水巡查，请报进度", due=BY):
    ((_, id_, _),) = work.instruct(leader, addressee, text, due=due).value
    return id_


def test_from_the_question_to_the_answer(leader, head, supervisor):
    """Given, on the work list of whom it is for until it is answered, answered with day and person, closed."""
    id_ = asked(leader)
    (line,) = supervisor.find(Due).rows
    assert (BY, "supervisor", "instruction") == tuple(line.values[name] for name in ("day", "who", "what"))

    work.answer(head, id_, "已巡查水域 12 处，整改 3 处", base=1)
    (row,) = work.given_by(leader)
    assert ("answered", "已巡查水域 12 处，整改 3 处", TODAY, "head", True) == tuple(
        row.values[name] for name in ("status", "reply", "answered", "answered_by", "in_time")
    )
    assert () == supervisor.find(Due).rows

    work.close(head, id_, base=2)
    assert "closed" == leader.get(Instruction, id_).values["status"]


def test_an_answer_on_the_last_day_is_in_time(registry, leader, head):
    """On the day itself it is, on the day after it is late."""
    first, second = asked(leader), asked(leader)
    registry.clock.on(BY)
    work.answer(head, first, "已办", base=1)
    registry.clock.forward(timedelta(1))
    work.answer(head, second, "已办", base=1)
    assert [True, False] == [head.get(Instruction, id_).values["in_time"] for id_ in (first, second)]


def test_a_leader_gives_and_reads_and_does_nothing_else(registry, leader, head):
    """Neither answering, nor changing, nor closing, nor anything about a child; and everything given is read again."""
    id_ = asked(leader)
    for attempt in (
        lambda: work.answer(leader, id_, "x", base=1),
        lambda: work.close(leader, id_, base=1),
        lambda: leader.change(Instruction, id_, base=1, text="y"),
        lambda: leader.void(Instruction, id_, base=1, reason="x"),
        *(lambda kind=kind: leader.find(kind) for kind in ("minor", "guarantee", "task", "due", "risk_tag")),
    ):
        with pytest.raises(Refused):
            attempt()
    other = desk_as(registry, "mayor", purpose="report")
    asked(other)
    assert [id_] == [row.id for row in work.given_by(leader)]
    assert 1 == head.get(Instruction, id_).version


def test_what_was_given_on_paper_is_entered_by_the_station(registry, leader, head):
    """It stands under the leader's name, and the journal says who entered it."""
    work.instruct(head, "supervisor", "请核实", due=BY, given_by="leader")
    (row,) = work.given_by(leader)
    assert "leader" == row.values["given_by"]
    entries = desk_as(registry, "auditor", purpose="audit").find("journal").rows
    assert ["head"] == [e.values["actor"] for e in entries if e.values["what"] == "instruction"]


def test_no_child_can_be_named_by_reference_or_number(leader, head):
    """There is no reference, and a resident ID or phone in question or answer is refused without being repeated."""
    assert () == leader.catalog.kind(Instruction).references
    for number in ("53011120150304422X", "13900000001", "139 0000 0001"):
        with pytest.raises(Invalid) as told:
            asked(leader, text=f"请看 {number} 一家")
        assert [("text", "personal")] == codes(told)
        assert number not in told.value.in_("zh") + told.value.in_("en")
    id_ = asked(leader, text="2026 年第 12 号简报所列 3147 名")
    with pytest.raises(Invalid) as told:
        work.answer(head, id_, "电话 13900000001", base=1)
    assert [("reply", "personal")] == codes(told)


@pytest.mark.parametrize("addressee", ["liaison_two", "grid", "leader", "nobody"])
def test_it_goes_to_somebody_who_can_answer(leader, addressee):
    """To the station head or a child supervisor."""
    with pytest.raises(Invalid) as told:
        asked(leader, addressee)
    assert [("addressee", "person")] == codes(told)


def test_what_is_no_instruction(leader, head):
    """A limit in the past, and an answer without words."""
    with pytest.raises(Invalid) as told:
        asked(leader, due=TODAY - timedelta(1))
    assert [("due", "range")] == codes(told)
    id_ = asked(leader)
    with pytest.raises(Invalid) as told:
        work.answer(head, id_, "", base=1)
    assert [("reply", "required")] == codes(told)


@pytest.mark.parametrize("account", ["liaison_two", "grid", "volunteer", "superior", "auditor", "committee_a"])
def test_others_do_not_read_it(registry, leader, account):
    """It is between leaders and the station."""
    asked(leader)
    with pytest.raises(Refused):
        desk_as(registry, account).find(Instruction)
    with pytest.raises(Refused):
        work.instruct(desk_as(registry, account), "supervisor", "x", due=BY)
