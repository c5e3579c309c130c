"""Who is where: liaisons by area, stand-ins by day, duty sheets from the leading group to the building, and what is vacant."""

from datetime import date, timedelta

import pytest

from minorcare.declare import Id
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.kinds import BodyLevel, Deputy, DutyPost, Member, Officer
from minorcare.testing import OFFICE, desk_as
from minorcare.work import posts, responsibility

TODAY = date(2026, 11, 24)
ONE, TWO, THREE = f"{OFFICE}001", f"{OFFICE}002", f"{OFFICE}003"


def codes(told):
    return sorted((problem.at, problem.code) for problem in told.value.problems)


def accounts(rows):
    return [row.values["account"] for row in rows]


class TestLiaison:
    """Every child has one, by where it lives."""

    @pytest.mark.parametrize(
        ("area", "found"),
        [
            (ONE, ["liaison_one"]),
            (f"{TWO}/07/3/", ["liaison_two"]),
            (f"{TWO}/1/", ["liaison_two", "liaison_grid"]),
            (f"{TWO}/10/", ["liaison_two"]),
            (THREE, []),
        ],
    )
    def test_by_area(self, supervisor, area, found):
        """The liaison of the community, and that of the very grid; grid 1 is not grid 10."""
        assert found == accounts(posts.liaison_of(supervisor, area))

    def test_on_a_day(self, supervisor, head):
        """From the first day to the last, both included."""
        last = TODAY + timedelta(5)
        head.change(Officer, "post-liaison-one", base=1, ended=last)
        new = Officer(account="new", name="新", role="community_liaison", posted_to=ONE, began=last + timedelta(2))
        head.save(new)
        for days, found in ((5, ["liaison_one"]), (6, []), (7, ["new"])):
            day = TODAY + timedelta(days)
            assert found == accounts(posts.liaison_of(supervisor, ONE, day))
            assert bool(found) != (ONE in [row.values["code"] for row in posts.without_liaison(supervisor, day)])

    def test_communities_without_one_are_listed(self, supervisor, head):
        """A liaison of a grid, or one who covers the whole street, does not stand for a community."""
        assert [THREE] == [row.values["code"] for row in posts.without_liaison(supervisor)]
        head.save(Officer(account="wide", name="宽", role="community_liaison", posted_to=OFFICE))
        head.change(Officer, "post-liaison-two", base=1, ended=TODAY - timedelta(1))
        assert [TWO, THREE] == [row.values["code"] for row in posts.without_liaison(supervisor)]
        assert [] == accounts(posts.liaison_of(supervisor, THREE))

    def test_who_sees_no_officers_is_refused(self, registry):
        """Tasks of their own are all that outsiders see."""
        with pytest.raises(Refused):
            posts.liaison_of(desk_as(registry, "grid"), ONE)


class TestStandIn:
    """For some days one officer's work is done by another."""

    def test_for_these_days(self, supervisor, care):
        """From the first to the last day; the named person stays the named person."""
        care.confirmed(supervisor, "child-09")
        responsibility.assign(supervisor, "child-09", "committee_a")
        responsibility.deputise(
            supervisor, "committee_a", "committee_b", began=TODAY + timedelta(1), last=TODAY + timedelta(3)
        )
        for days, who in ((0, "committee_a"), (1, "committee_b"), (3, "committee_b"), (4, "committee_a")):
            assert who == responsibility.stand_in(supervisor, "committee_a", TODAY + timedelta(days))
        assert "committee_a" == responsibility.holder(supervisor, "child-09").acting

    @pytest.mark.parametrize(
        ("officer", "other", "first", "last", "at"),
        [
            ("committee_a", "committee_c", 3, 5, "officer"),  # away twice on the third day
            ("committee_b", "committee_c", 1, 1, "officer"),  # stands in for another
            ("committee_c", "committee_a", 2, 4, "stands_in"),  # is away
            ("committee_c", "committee_c", 8, 9, "stands_in"),  # is the same person
            ("committee_c", "nobody", 8, 9, "stands_in"),
            ("committee_c", "committee_b", 9, 8, "last"),
        ],
    )
    def test_who_cannot(self, supervisor, officer, other, first, last, at):
        """Nobody has two stand-ins on a day, nobody stands in for a stand-in, and a stand-in is there."""
        responsibility.deputise(
            supervisor, "committee_a", "committee_b", began=TODAY + timedelta(1), last=TODAY + timedelta(3)
        )
        with pytest.raises(Invalid) as told:
            responsibility.deputise(
                supervisor, officer, other, began=TODAY + timedelta(first), last=TODAY + timedelta(last)
            )
        assert at in {at for at, _ in codes(told)}

    def test_the_day_after_is_free(self, supervisor):
        """Side by side in time, and for two people on the same day, is no conflict."""
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=TODAY, last=TODAY)
        day = TODAY + timedelta(1)
        responsibility.deputise(supervisor, "committee_b", "committee_a", began=day, last=day)
        responsibility.deputise(supervisor, "committee_c", "committee_b", began=TODAY, last=TODAY)
        with pytest.raises(NotFound):
            responsibility.deputise(supervisor, "nobody", "committee_b", began=day, last=day)

    def test_it_lies_where_the_officer_is_posted(self, registry, supervisor):
        """A liaison sees who stands in at the own community, and no other's."""
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=TODAY, last=TODAY)
        assert 1 == len(desk_as(registry, "liaison_two").find(Deputy).rows)
        assert () == desk_as(registry, "liaison_one").find(Deputy).rows


def sheet(level, area, post, holder=None, **more):
    return DutyPost(level=level, posted_to=area, post=post, duties="按职责清单办理", holder=holder, **more)


class TestOrganisation:
    """Leading group, station, communities, grids, buildings."""

    @pytest.fixture
    def sheets(self, head):
        """A sheet for every body but one grid; one post is vacant."""
        made = (
            sheet(BodyLevel.LEADING_GROUP, OFFICE, "组长", "leader"),
            sheet(BodyLevel.STATION, OFFICE, "站长", "head"),
            sheet(BodyLevel.COMMUNITY, ONE, "联络员", "liaison_one"),
            sheet(BodyLevel.COMMUNITY, TWO, "联络员", "liaison_two"),
            sheet(BodyLevel.COMMUNITY, TWO, "包保委员"),
            sheet(BodyLevel.COMMUNITY, THREE, "联络员", "volunteer"),
            sheet(BodyLevel.GRID, f"{TWO}/07/", "网格长", "grid_head"),
            sheet(BodyLevel.GRID, f"{TWO}/1/", "网格员", "grid_two"),
            sheet(BodyLevel.BUILDING, f"{TWO}/07/3/", "楼栋长", "grid"),
        )
        for one in made:
            head.save(one)
        return made

    @pytest.mark.usefixtures("sheets")
    def test_from_above_to_below(self, supervisor):
        """Every open area has its body, in order, with its sheets; a closed one has none."""
        bodies = posts.organisation(supervisor)
        order = list(BodyLevel)
        assert sorted(bodies, key=lambda body: order.index(body.level)) == list(bodies)
        assert dict(zip(order, (1, 1, 3, 3, 1), strict=True)) == {
            level: sum(body.level is level for body in bodies) for level in order
        }
        two = next(body for body in bodies if body.area == TWO)
        assert {"联络员", "包保委员"} == {row.values["post"] for row in two.posts}

    @pytest.mark.usefixtures("sheets")
    def test_vacant_duties(self, supervisor, head):
        """A post without a holder, one whose holder has left, and a body without a sheet."""
        vacant = [(v.level, v.area, v.post) for v in posts.vacancies(supervisor)]
        assert [
            (BodyLevel.COMMUNITY, TWO, "包保委员"),
            (BodyLevel.GRID, f"{TWO}/10/", None),
        ] == vacant
        head.change(Officer, "post-volunteer", base=1, ended=TODAY - timedelta(1))
        assert (BodyLevel.COMMUNITY, THREE, "联络员") in [
            (v.level, v.area, v.post) for v in posts.vacancies(supervisor)
        ]

    def test_a_sheet_ends(self, supervisor, head):
        """From the day after its last day it is no sheet any more."""
        head.save(sheet(BodyLevel.STATION, OFFICE, "专员", "supervisor", began=TODAY, ended=TODAY))
        station = (BodyLevel.STATION, OFFICE, None)
        for days, missing in ((-1, True), (0, False), (1, True)):
            vacant = posts.vacancies(supervisor, TODAY + timedelta(days))
            assert missing == (station in [(v.level, v.area, v.post) for v in vacant])

    @pytest.mark.parametrize(
        ("level", "area", "holder", "problem"),
        [
            (BodyLevel.STATION, TWO, None, ("posted_to", "area")),
            (BodyLevel.GRID, TWO, None, ("posted_to", "area")),
            (BodyLevel.COMMUNITY, f"{OFFICE}099", None, ("posted_to", "area")),
            (BodyLevel.COMMUNITY, "530111005001", None, ("posted_to", "area")),
            (BodyLevel.LEADING_GROUP, "530111005", None, ("posted_to", "area")),
            (BodyLevel.COMMUNITY, TWO, "nobody", ("holder", "person")),
        ],
    )
    def test_what_is_no_sheet(self, head, level, area, holder, problem):
        """The area fits the body and lies in the street; the holder is in office."""
        with pytest.raises(Invalid) as told:
            head.save(sheet(level, area, "岗位", holder))
        assert [problem] == codes(told)

    @pytest.mark.usefixtures("sheets")
    def test_it_hangs_on_the_wall(self, registry):
        """Whoever works here reads the sheets, a leader and a grid worker too; the station head writes them."""
        for account in ("grid", "leader", "committee_a", "liaison_one"):
            desk = desk_as(registry, account)
            assert 9 == len(desk.find(DutyPost).rows)
            with pytest.raises(Refused):
                desk.save(sheet(BodyLevel.STATION, OFFICE, "专员"))
        with pytest.raises(Refused):
            desk_as(registry, "volunteer").find(DutyPost)


def test_households_without_a_responsible_adult_are_listed(registry, supervisor):
    """One named adult a household; one who has left counts no more; a liaison sees those of the own community."""
    assert 6 == len(responsibility.without_responsible(supervisor))
    supervisor.change(Member, "parent-1f", base=1, responsible=True)
    assert "home-1" not in {row.id for row in responsibility.without_responsible(supervisor)}
    supervisor.change(Member, "parent-1f", base=2, left=TODAY)
    assert "home-1" in {row.id for row in responsibility.without_responsible(supervisor)}
    mine = responsibility.without_responsible(desk_as(registry, "liaison_two"))
    assert {TWO} == {row.area[:12] for row in mine}
    assert Id("home-1") not in {row.id for row in mine}
