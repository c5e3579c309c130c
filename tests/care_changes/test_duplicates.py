"""Children on file twice are found, and nobody is told more than they may see."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Minor, Refused
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.kinds import Duplicate, ForeignMatch
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.testing.streets import number
from minorcare.work import transfer
from minorcare.work.duplicates import SENT_FOR_REVIEW, like, propose, review_elsewhere, spoken, suspects
from minorcare.work.tick import tick

BORN, EAST, WEST = date(2014, 5, 6), f"{OFFICE}001", f"{OFFICE}002"


def child(name="单雨桐", *, birth=BORN, area=EAST, no=None, **more):
    return Minor(name=name, sex="2", birth_date=birth, area=area, resident_id=no and number(birth, "2", no), **more)


def found(desk):
    return {(pair.ground, frozenset((pair.one.id, pair.other.id))) for pair in suspects(desk)}


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        (child(), child(area=WEST), "name_birth"),
        (child(no=5), child(area=WEST), "name_birth"),
        (child(no=5), child(no=6), None),
        (child(), child(birth=date(2014, 5, 7)), None),
        (child(), child("善雨桐"), "sound_birth_area"),
        (child(), child("善雨彤"), "sound_birth_area"),
        (child(area=WEST), child("善雨桐", area=f"{WEST}/1/"), "sound_birth_area"),
        (child(), child("善雨桐", area=WEST), None),
        (child("单雨"), child("但雨"), "sound_birth_area"),
        (child("单雨"), child("王雨"), None),
        (child("张三"), child("张珊"), None),
        (child("Anna Maria"), child("anna maria"), "sound_birth_area"),
    ],
)
def test_each_ground_has_two_sides(head, one, other, ground):
    """Same name and birth; same sound, birth and community; never where two different numbers say otherwise."""
    head.apply(Save(one), Save(other))

    assert ({(ground, frozenset((one.id, other.id)))} if ground else set()) == found(head)


def test_the_same_number_is_found_whatever_else_differs(registry, head):
    """Entered by somebody who could not see the first, under another name: the system writes it down at once, a search finds it."""
    first = child(no=7)
    head.save(first)
    second = child("另一个名字", no=7, area=WEST)
    desk_as(registry, "liaison_two").save(second)

    assert {("resident_id", frozenset((first.id, second.id)))} == found(head)
    assert [(second.id, first.id)] == [(r.values["minor"], r.values["other"]) for r in head.find(Duplicate).rows]
    assert 0 == propose(registry.system_desk(OFFICE))


def test_what_is_found_is_proposed_once(registry, head):
    """A second night proposes nothing; nor what a person has said is no duplicate."""
    head.apply(Save(child()), Save(child(area=WEST)))
    desk = registry.system_desk(OFFICE)
    assert (1, 0) == (tick(desk).steps["duplicates"], tick(desk).steps["duplicates"])
    row = head.find(Duplicate).rows[0]
    head.transition(Duplicate, row.id, "different", base=row.version)

    assert 0 == tick(desk).steps["duplicates"]
    assert ["different"] == [row.values["status"] for row in head.find(Duplicate).rows]


def test_only_who_sees_both_is_told(registry, head):
    """A liaison of one community learns nothing of a child of another: neither by the list nor by a search of her own."""
    one, other = child(), child(area=WEST)
    head.apply(Save(one), Save(other))
    liaison = desk_as(registry, "liaison_one")

    assert set() == found(liaison)
    with pytest.raises(Refused):
        liaison.find(Duplicate)
    with pytest.raises(Refused):
        list(suspects(desk_as(registry, "leader")))
    assert {one.id} == {row.id for row in like(liaison, name="单雨桐", birth_date=BORN, area=WEST)}
    assert {one.id, other.id} == {row.id for row in like(head, name="单雨桐", birth_date=BORN, area=WEST)}


def test_who_is_about_to_be_entered_is_found_by_number(head):
    """Before a record is made, whoever sees the first is shown it."""
    first = child(no=8)
    head.save(first)

    asked = like(head, name="不同名", birth_date=date(2001, 1, 1), area=WEST, number=first.resident_id)
    assert [first.id] == [row.id for row in asked]


_ONE = st.builds(
    child,
    st.sampled_from(["单雨", "善雨", "但雨", "王一", "汪一", "王伊"]),
    birth=st.sampled_from([BORN, date(2014, 5, 7)]),
    area=st.sampled_from([EAST, WEST]),
    no=st.none() | st.integers(1, 2),
)
_SOUNDS = {"单雨": {"shanyu", "danyu", "chanyu"}, "善雨": {"shanyu"}, "但雨": {"danyu"}} | {
    name: {"wangyi"} for name in ("王一", "汪一", "王伊")
}


@settings(max_examples=25)
@given(children=st.lists(_ONE, max_size=7))
def test_all_pairs_are_found_and_none_invented(fresh, children):
    """The pairs are those of a comparison of each with each, in plain Python."""
    desk = _office(fresh())
    kept, numbers = [], set()
    for each in children:  # in one office a number is on file once, as far as one sees
        if each.resident_id not in numbers:
            kept.append(each.but(id=Id(f"one-{len(kept)}")))
            numbers |= {each.resident_id} - {None}
    if kept:
        desk.apply(*map(Save, kept))
    expected = {
        frozenset((a.id, b.id))
        for n, a in enumerate(kept)
        for b in kept[:n]
        if a.birth_date == b.birth_date
        and None in (a.resident_id, b.resident_id)
        and (a.name == b.name or (a.area == b.area and _SOUNDS[a.name] & _SOUNDS[b.name]))
    }

    assert expected == {pair for _, pair in found(desk)}


def _office(registry):
    from minorcare import Actor, Area
    from minorcare.kinds import AreaLevel

    registry.found(
        OFFICE,
        *(Area(code=code, name=code, level=AreaLevel.COMMUNITY) for code in (EAST, WEST)),
    )
    return registry.desk(Actor(name="head", role="station_head", areas=(OFFICE,)), office=OFFICE, purpose="check")


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("单雨", {"shanyu", "danyu", "chanyu"}),
        ("张三", {"zhangsan"}),
        ("阿卜杜·热合曼", {"abudureheman", "abodureheman"}),
    ],
)
def test_a_name_sounds_as_it_is_read(name, sounds):
    """Whole, in every reading, without tones, dots and initials."""
    assert sounds == spoken(name)


def matches(desk):
    return [(row.values["minor"], row.values["pair"], row.values["status"]) for row in desk.find(ForeignMatch).rows]


@pytest.mark.parametrize("by", ["number", "name"])
def test_a_match_elsewhere_says_only_that_it_was_sent(registry, head, neighbours, by):
    """Each office has its half, without a word of where the other is or by what they were found; nothing is written twice."""
    number_ = 9 if by == "number" else None
    here = child(no=number_)
    there = child("别名" if by == "number" else "单雨桐", no=number_, area=neighbours.area)
    head.save(here)
    neighbours.head.save(there)

    counts = [review_elsewhere(neighbours.own, registry.system_desk) for _ in range(2)]
    counts.append(review_elsewhere(neighbours.system, registry.system_desk))

    ((mine, pair, status),), ((theirs, same, _),) = matches(head), matches(neighbours.head)
    assert ([1, 0, 0], here.id, there.id, pair) == (counts, mine, theirs, same)
    assert (SENT_FOR_REVIEW.zh, "open") == ("已转核对", status)
    said = str([row.values for row in head.find(ForeignMatch).rows])
    assert neighbours.office not in said
    assert there.id not in said
    assert "foreign_match" not in {row.values["what"] for row in desk_as(registry, "liaison_one").find("due").rows}
    with pytest.raises(Refused):
        desk_as(registry, "liaison_one").find(ForeignMatch)


def test_a_child_on_the_move_is_no_match(registry, head, neighbours):
    """While it is on file at both ends, rightly, nobody is sent to compare."""
    made = transfer.send(head, "child-03", to=neighbours.office, reason="moved_home", moved_on=BORN)
    transfer.deliver(neighbours.system)
    transfer.accept(neighbours.head, made, area=neighbours.area)

    assert 0 == review_elsewhere(neighbours.own, registry.system_desk)
    assert 0 == review_elsewhere(neighbours.system, registry.system_desk)


def test_two_numbers_elsewhere_are_two_children(registry, head, neighbours):
    """The same name and birth with two different numbers is no match."""
    head.save(child(no=3))
    neighbours.head.save(child(no=4, area=neighbours.area))

    assert 0 == review_elsewhere(neighbours.own, registry.system_desk)
    assert () == head.find(ForeignMatch, F.status == "open").rows
