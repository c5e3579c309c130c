"""Census rounds: started from the register, answered household by household, whole only when none is left."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Conflict, Invalid, Refused
from minorcare.declare import Id
from minorcare.desk import Change, Save
from minorcare.kinds import CensusResult, CensusRound, Household, Minor
from minorcare.kinds.census import ScopeArea
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.work import census

DAY = date(2026, 11, 24)
ONE, TWO, THREE = f"{OFFICE}001", f"{OFFICE}002", f"{OFFICE}003"
ROUND = Id("round-1")


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def liaison(registry):
    return desk_as(registry, "liaison_two")


def planned(desk, *areas, **more):
    values = {"id": ROUND, "name": "秋季排查", "begins": DAY, "ends": date(2026, 12, 10)} | more
    desk.save(CensusRound(areas=tuple(ScopeArea(area=area) for area in areas), **values))


def started(desk, *areas):
    planned(desk, *areas)
    census.start(desk, ROUND, base=1)


def result(desk, home):
    [row] = desk.find(CensusResult, F.household == home).rows
    return row


def answer(desk, home, to, **more):
    row = result(desk, home)
    return census.answer(desk, row.id, to, base=row.version, **more)


def problems(refused):
    return [(problem.at, problem.code) for problem in refused.value.problems]


def test_a_round_starts_from_the_register(head):
    """Each household of its areas, and no other, is to be visited, with the persons and children on file."""
    started(head, TWO)

    rows = head.find(CensusResult, order=("id",)).rows
    # home-3 holds a child born on 24 November 2008, who is eighteen tomorrow
    assert {"home-2": (3, 1), "home-3": (3, 2), "home-4": (2, 1), "home-5": (3, 1)} == {
        row.values["household"]: (row.values["expected_persons"], row.values["expected_minors"]) for row in rows
    }
    assert ("running", DAY) == tuple(head.get(CensusRound, ROUND).values[name] for name in ("status", "started"))


def test_a_round_goes_through_areas_that_are_there(head):
    """An unknown area is refused, and so is one that lies in another of the scope: its households would stand twice."""
    for areas, wrong in (((f"{OFFICE}999",), ("areas[0].area", "area")), ((TWO, f"{TWO}/1/"), ("areas[1]", "twice"))):
        with pytest.raises(Invalid) as refused:
            planned(head, *areas)
        assert [wrong] == problems(refused)


def test_unchanged_is_one_act(head, liaison):
    """A liaison says of a page of households at once that nothing is different; the numbers are those on file."""
    started(head, TWO)
    rows = census.left(liaison, ROUND).rows

    census.unchanged(liaison, rows, by="网格员王")

    after = liaison.find(CensusResult).rows
    assert {"checked"} == {row.values["status"] for row in after}
    assert all(row.values["seen_persons"] == row.values["expected_persons"] for row in after)
    assert {(DAY, "网格员王", 1)} == {
        tuple(row.values[n] for n in ("visited", "visited_by", "visits")) for row in after
    }
    assert 100 == census.coverage(head, ROUND).percent
    with pytest.raises(Conflict):
        census.unchanged(liaison, rows)


def test_nobody_at_home_is_gone_to_again(registry, head):
    """Absent once is no answer but a day on the work list; absent twice, or anything else, is one."""
    started(head, f"{TWO}/07/3/")
    answer(head, "home-4", "absent")
    once = census.coverage(head, ROUND)
    due = [(row.values["which"], row.values["day"]) for row in head.find("due", F.what == "census_result").rows]
    registry.clock.forward(timedelta(days=3))

    answer(head, "home-4", "absent")

    twice = census.coverage(head, ROUND)
    assert (0, 1, False) == (once.percent, once.revisit_due, once.complete)
    assert [("revisit", DAY + timedelta(days=7))] == due
    assert (100, 0, 1, True) == (twice.percent, twice.revisit_due, twice.absent, twice.complete)
    assert () == head.find("due", F.what == "census_result").rows
    assert (2, DAY + timedelta(days=3)) == tuple(result(head, "home-4").values[n] for n in ("visits", "visited"))


def test_who_was_absent_or_refused_may_be_met_later(head):
    """A later visit takes the place of the earlier result."""
    started(head, f"{TWO}/07/3/")
    answer(head, "home-4", "absent")
    answer(head, "home-4", "refused")

    answer(head, "home-4", "checked", seen=2)

    assert ("checked", 3, 2) == tuple(result(head, "home-4").values[n] for n in ("status", "visits", "seen_persons"))


@pytest.mark.parametrize(
    ("to", "values", "at"),
    [
        ("absent", {}, "revisit"),
        ("checked", {}, "seen_persons"),
        ("refused", {"unchanged": True}, "unchanged"),
        ("checked", {"seen_persons": 2, "visited": DAY + timedelta(days=1)}, "visited"),
    ],
)
def test_a_result_says_what_it_must(head, to, values, at):
    """Absent without a day to go again, checked without a number, unchanged where nobody was met, tomorrow: refused."""
    started(head, TWO)
    row = result(head, "home-2")

    with pytest.raises(Invalid) as refused:
        head.transition(CensusResult, row.id, to, base=1, **values)

    assert [at] == [problem.at for problem in refused.value.problems]


def test_signing_off_is_refused_before_the_last_household(head):
    """With one household left, or one to be re-visited, there is no signature; then there is, and it stays as it was signed."""
    started(head, f"{TWO}/07/3/", f"{TWO}/1/")
    with pytest.raises(Invalid) as none:
        census.sign_off(head, ROUND, base=2)
    homes = [row.values["household"] for row in head.find(CensusResult).rows]
    for home in homes[1:]:
        answer(head, home, "moved")
    answer(head, homes[0], "absent")
    with pytest.raises(Invalid) as revisit:
        census.sign_off(head, ROUND, base=2)
    answer(head, homes[0], "absent")

    census.sign_off(head, ROUND, base=2)

    assert [("status", "census")] == problems(none) == problems(revisit)
    assert ("signed_off", DAY, "head") == tuple(
        head.get(CensusRound, ROUND).values[n] for n in ("status", "signed", "signed_by")
    )
    row = result(head, homes[0])
    with pytest.raises(Invalid) as late:
        head.apply(Change(CensusResult, row.id, row.version, {"note": "补记"}))
    assert [("round", "census")] == problems(late)


def test_a_round_without_households_is_not_signed_off(head):
    """Nothing of nothing is not everything."""
    started(head, f"{TWO}/10/")
    assert 0 == census.coverage(head, ROUND).households

    with pytest.raises(Invalid) as refused:
        census.sign_off(head, ROUND, base=2)

    assert (0, [("status", "census")]) == (census.coverage(head, ROUND).percent, problems(refused))


def test_results_belong_to_a_running_round_once_each(head):
    """Before the start there are none, and a household has one."""
    planned(head, TWO)
    with pytest.raises(Invalid) as early:
        head.save(CensusResult(household=Id("home-2"), round=ROUND))
    census.start(head, ROUND, base=1)
    with pytest.raises(Invalid) as twice:
        head.save(CensusResult(household=Id("home-2"), round=ROUND))

    assert [("round", "census")] == problems(early)
    assert [("household", "taken")] == problems(twice)


def test_households_of_the_round_are_those_at_its_start(head):
    """A household entered later is listed apart and keeps nobody from signing off."""
    started(head, f"{TWO}/07/3/")
    head.apply(Save(Household(id=Id("late"), code="N-1", area=f"{TWO}/07/3/")))
    answer(head, "home-4", "checked", seen=2)

    assert ["late"] == [row.id for row in census.entered_since(head, ROUND).rows]
    assert 100 == census.coverage(head, ROUND).percent
    census.sign_off(head, ROUND, base=2)


def test_everybody_sees_the_round_and_their_own_doors(registry, head, liaison):
    """A liaison reads the round, answers and counts in their own community, and neither plans nor signs."""
    started(head, ONE, TWO, THREE)

    assert 4 == census.coverage(liaison, ROUND).households
    assert 6 == census.coverage(head, ROUND).households
    assert 1 == census.coverage(head, ROUND, area=ONE).households
    assert {row.area[:12] for row in census.left(liaison, ROUND).rows} == {TWO}
    for act in (lambda: planned(liaison, TWO, id=Id("x"), name="x"), lambda: census.sign_off(liaison, ROUND, base=2)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        census.coverage(desk_as(registry, "grid"), ROUND)


def test_what_is_too_few_to_count_is_not_taken_for_nothing(registry, head):
    """A leader, whose small cells are hidden, is told of no per cent rather than of a wrong one."""
    started(head, ONE, TWO, THREE)
    answer(head, "home-1", "moved")

    found = census.coverage(desk_as(registry, "leader"), ROUND)

    assert (5, 0, None, None, None) == (found.expected, found.absent, found.moved, found.households, found.percent)
    assert not found.complete


def test_persons_and_tags_are_counted_apart(head):
    """A child with two tags is one person with two tags."""
    started(head, TWO)

    found = census.findings(head, ROUND)

    children = [row.id for row in head.find(Minor, F.area.within(TWO) & (F.birth_date.age < 18)).rows]
    carried = [row.values for row in head.find("risk_tag", F.area.within(TWO)).rows]
    assert len(children) == found.persons
    assert len({one["minor"] for one in carried}) == found.with_tags
    assert Counter(one["risk"] for one in carried) == found.tags
    assert sum(found.tags.values()) > found.with_tags


HOMES = [f"h{n}" for n in range(5)]
PLACES = [ONE, TWO, f"{TWO}/07/", f"{TWO}/1/", f"{TWO}/10/"]
STEPS = st.lists(
    st.tuples(st.sampled_from(HOMES), st.sampled_from(["checked", "absent", "refused", "moved"])), max_size=14
)
MOVES = {
    "expected": {"checked", "absent", "refused", "moved"},
    "absent": {"checked", "absent", "refused", "moved"},
    "refused": {"checked", "moved"},
    "checked": set(),
    "moved": set(),
}


@settings(settings.get_profile("quick"), max_examples=20)
@given(scope=st.sampled_from([(OFFICE,), (TWO,), (ONE, f"{TWO}/1/"), (f"{TWO}/10/",)]), steps=STEPS)
def test_whole_only_when_every_household_has_a_result(registry, scope, steps):
    """Against a plain-Python count: per cent, what is left, and whether a signature is given, after every visit."""
    mark = Id(f"r{len(desk_as(registry, 'head').find(CensusRound, limit=500).rows)}")
    head = desk_as(registry, "head")
    if mark == "r0":
        head.apply(
            *(
                Save(Household(id=Id(home), code=f"P-{home}", area=place))
                for home, place in zip(HOMES, PLACES, strict=True)
            )
        )
    planned(head, *scope, id=mark, name=mark)
    census.start(head, mark, base=1)
    here = [home for home in head.find(Household, limit=500).rows if any(home.area.startswith(a) for a in scope)]
    state, visits = dict.fromkeys((home.id for home in here), "expected"), Counter()
    for home, to in (step for step in steps if step[0] in state):
        [row] = head.find(CensusResult, (F.round == mark) & (F.household == home)).rows
        if to not in MOVES[state[home]]:
            with pytest.raises(Invalid):
                census.answer(head, row.id, to, base=row.version, seen=1)
            continue
        census.answer(head, row.id, to, base=row.version, seen=1)
        state[home], visits[home] = to, visits[home] + 1
    again = {home for home, now in state.items() if now == "absent" and visits[home] < 2}
    done = [home for home, now in state.items() if now != "expected" and home not in again]

    found = census.coverage(head, mark)

    assert (len(state), len(done), len(again)) == (found.households, found.answered, found.revisit_due)
    assert (100 * len(done) // len(state) if state else 0) == found.percent
    assert set(state) - set(done) == {row.values["household"] for row in census.left(head, mark, limit=500).rows}
    assert found.complete == (bool(state) and len(done) == len(state))
    if found.complete:
        census.sign_off(head, mark, base=2)
    else:
        with pytest.raises(Invalid):
            census.sign_off(head, mark, base=2)
