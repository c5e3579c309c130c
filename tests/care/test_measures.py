"""Measures: every child is reached by one a year, every focus child has a plan. What is missing comes through the desk."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Invalid, Refused
from minorcare.calendar import age_on
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.kinds import Attention, MeasureDelivery, Minor, RiskTag, UniversalMeasure
from minorcare.kinds.plans import Plan
from minorcare.query import EVERYTHING, F
from minorcare.testing import OFFICE, desk_as
from minorcare.testing.streets import AREAS
from minorcare.work import coverage, tags
from minorcare.work.coverage import Born, merged

DAY = date(2026, 11, 24)
ONE, TWO = f"{OFFICE}001", f"{OFFICE}002"
OLDEST_ASKED = 9


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def measure(head):
    made = UniversalMeasure(name="防溺水进社区", topic="drowning", covers=OFFICE, begins=date(2026, 1, 1))
    head.save(made)
    return made.id


def delivered(desk, measure, **more):
    values = {"measure": measure, "day": DAY, "covers": OFFICE} | more
    desk.save(MeasureDelivery(**values))


def names(ask, desk, **more):
    """Everybody a query gives, page by page."""
    found, after = [], None
    while True:
        page = ask(desk, after=after, limit=3, **more)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            return sorted(found)


def children(desk, where=EVERYTHING):
    return {row.id: row.values for row in desk.find(Minor, where, limit=500).rows}


def minors(desk):
    return sorted(id_ for id_, child in children(desk).items() if age_on(child["birth_date"], desk.day) < 18)


def test_every_child_is_missing_at_first(head, measure):
    """A measure that is only planned reaches nobody; one delivery for all ages and areas reaches all."""
    assert minors(head) == names(coverage.without_measure, head)
    delivered(head, measure)

    assert [] == names(coverage.without_measure, head)


@pytest.mark.parametrize(("day", "reached"), [(DAY, True), (date(2025, 11, 25), True), (date(2025, 11, 24), False)])
def test_a_year_is_a_year(head, measure, day, reached):
    """What was delivered a year ago today no longer counts; the day after it does."""
    delivered(head, measure, day=day)

    assert reached == ("child-01" not in names(coverage.without_measure, head))


@pytest.mark.parametrize(("day", "reached"), [(date(2026, 11, 24), True), (date(2026, 11, 25), False)])
def test_ages_are_those_on_the_day(registry, head, measure, day, reached):
    """A child is fifteen until the end of the sixteenth birthday (周岁): the day after, a measure up to fifteen misses it."""
    registry.clock.on(date(2026, 11, 25))
    delivered(head, measure, day=day, covers=TWO, from_age=10, to_age=15)

    # child-03 was born on 24 November 2010
    assert reached == ("child-03" not in names(coverage.without_measure, head))


def test_what_is_missing_comes_through_the_desk(registry, head, measure):
    """A liaison sees the children of their own community, though the measure was for the street; others see none."""
    delivered(head, measure, covers=ONE)
    liaison = desk_as(registry, "liaison_two")

    assert set(names(coverage.without_measure, liaison)) == {
        id_ for id_ in names(coverage.without_measure, head) if children(head)[id_]["area"].startswith(TWO)
    }
    assert names(coverage.without_measure, liaison)
    assert [] == names(coverage.without_measure, desk_as(registry, "liaison_one"))
    for account in ("grid", "leader", "auditor"):
        with pytest.raises(Refused):
            coverage.without_measure(desk_as(registry, account))
        with pytest.raises(Refused):
            coverage.without_plan(desk_as(registry, account))


def test_how_far_a_measure_has_come(registry, head, measure):
    """The children it is for, and how many of them its deliveries were for; a role that only counts may ask."""
    delivered(head, measure, covers=ONE)
    found = coverage.reach(head, measure)

    assert (12, len(children(head, F.area.within(ONE)))) == (found.population, found.covered)
    delivered(head, measure, covers=OFFICE, to_age=OLDEST_ASKED)
    wanted = [
        one
        for one in children(head).values()
        if one["area"].startswith(ONE) or age_on(one["birth_date"], DAY) <= OLDEST_ASKED
    ]
    assert len(wanted) == coverage.reach(head, measure).covered
    assert 12 == coverage.reach(desk_as(registry, "leader"), measure).population


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"covers": f"{OFFICE}999"}, "covers"),
        ({"from_age": 8, "to_age": 7}, "to_age"),
        ({"day": DAY + timedelta(days=1)}, "day"),
        ({"to_age": 18}, "to_age"),
    ],
)
def test_a_delivery_is_of_some_area_and_ages(head, measure, values, at):
    """An area that is not there, ages the wrong way round, tomorrow, grown-ups: refused."""
    with pytest.raises(Invalid) as refused:
        delivered(head, measure, **values)

    assert [at] == [problem.at for problem in refused.value.problems]


DELIVERIES = st.lists(
    st.builds(
        lambda back, covers, ages: {
            "day": DAY - timedelta(days=back),
            "covers": covers,
            "from_age": min(ages),
            "to_age": max(ages),
        },
        st.sampled_from([0, 1, 180, 363, 364, 365, 366, 700]),
        st.sampled_from([OFFICE, *AREAS]),
        st.tuples(st.integers(0, 17), st.integers(0, 17)),
    ),
    max_size=8,
)


@settings(settings.get_profile("quick"), max_examples=25)
@given(deliveries=DELIVERIES, account=st.sampled_from(["head", "liaison_two", "liaison_grid"]))
def test_nobody_is_left_out_or_invented(registry, deliveries, account):
    """Against plain Python, child by child and delivery by delivery, for whoever asks."""
    head, desk = desk_as(registry, "head"), desk_as(registry, account)
    for row in head.find(MeasureDelivery, limit=500).rows:
        head.void(MeasureDelivery, row.id, base=row.version, reason="test")
    offered = head.find(UniversalMeasure).rows
    measure = offered[0].id if offered else "offered"
    if not offered:
        head.save(UniversalMeasure(id=Id(measure), name="普惠", topic="law", covers=OFFICE, begins=DAY))
    head.apply(*(Save(MeasureDelivery(measure=Id(measure), **one)) for one in deliveries))

    def reached(child):
        for one in deliveries:
            recent = date(2025, 11, 24) < one["day"] <= DAY
            there = child["area"].startswith(one["covers"])
            if recent and there and one["from_age"] <= age_on(child["birth_date"], one["day"]) <= one["to_age"]:
                return True
        return False

    seen = children(desk)
    assert [id_ for id_ in minors(desk) if not reached(seen[id_])] == names(coverage.without_measure, desk)


DAYS = st.integers(0, 12).map(lambda n: date(2010, 1, 1) + timedelta(days=n))
PARTS = st.lists(
    st.builds(
        lambda area, days: Born(area=area, after=min(days), by=max(days)), st.sampled_from("ab"), st.tuples(DAYS, DAYS)
    ),
    max_size=8,
)


@given(parts=PARTS)
def test_merging_changes_nobody(parts):
    """As few parts as may be hold the same days of birth, and no two of one area meet."""

    def held(some):
        return {(each.area, day) for each in some for day in range(13) if each.after < days(day) <= each.by}

    def days(count):
        return date(2010, 1, 1) + timedelta(days=count)

    done = merged(parts)

    assert held(parts) == held(done)
    assert all(one.area != other.area or one.by < other.after for one, other in pairwise(done))


def standing(registry, kind, values, state):
    registry.found(OFFICE, kind.__kind__.build({**kind.__kind__.values(kind(**values)), "status": state}))


def test_a_focus_child_has_a_plan(registry, head):
    """Close attention or a confirmed tag asks for one; a plan in force answers, a draft or one that is closed does not."""
    assert [] == names(coverage.without_plan, head)
    [tag] = head.find(RiskTag, (F.minor == "child-09") & (F.risk == "difficulty")).rows
    tags.confirm(head, tag.id, base=1)
    for child, level in (("child-10", "focus"), ("child-11", "urgent"), ("child-12", "watch"), ("child-06", "urgent")):
        values = {"minor": Id(child), "level": level, "reasons": ("judgement",), "proposed": DAY}
        standing(registry, Attention, values, "proposed" if child == "child-06" else "set")
    assert ["child-09", "child-10", "child-11"] == names(coverage.without_plan, head)

    for child, state in (("child-09", "draft"), ("child-10", "active"), ("child-11", "closed")):
        standing(registry, Plan, {"minor": Id(child)}, state)

    assert ["child-09", "child-11"] == names(coverage.without_plan, head)
    assert ["child-11"] == names(coverage.without_plan, desk_as(registry, "liaison_two"))


def test_a_restricted_tag_asks_for_a_plan_without_naming_itself(registry, head):
    """A liaison sees that the child has no plan; which tag asks for it stays above their ceiling."""
    liaison = desk_as(registry, "liaison_two")
    [tag] = head.find(RiskTag, (F.minor == "child-03") & (F.risk == "misbehaviour")).rows
    tags.confirm(head, tag.id, base=1)

    assert ["child-03"] == names(coverage.without_plan, liaison)
    assert liaison.find(RiskTag, F.id == tag.id).rows[0].values["risk"] is None
