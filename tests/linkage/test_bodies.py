"""The directory of bodies: shipped once, kept by the office, and read by everybody who works there."""

import pytest

from minorcare import Invalid, NotFound, Refused
from minorcare.kinds import Body
from minorcare.kinds.bodies import shipped_bodies
from minorcare.kinds.codelists import load_codes
from minorcare.testing import OFFICE, desk_as
from minorcare.work.bodies import body_of, enter_directory

NAMED = {
    "peace_and_order", "justice_office", "youth_league_committee", "floating_population_office", "womens_federation",
    "disabled_persons_federation", "school", "civil_affairs", "police_station", "procuratorate", "relief_station",
    "child_welfare_home", "education_bureau", "market_supervision", "culture_tourism", "tobacco",
}  # fmt: skip


def test_the_directory_that_ships_is_whole():
    """Sixteen bodies, each with its duty, an article, a limit, and codes that are in the lists."""
    lists = {codes.name: {item.value for item in codes.items} for codes in load_codes()}

    assert {one.code for one in shipped_bodies()} == NAMED
    assert all(one.duty and "《" in one.basis for one in shipped_bodies())
    assert {one.type for one in shipped_bodies()} <= lists["department"]
    assert {code for one in shipped_bodies() for code in one.may_get} <= lists["shared_field"]
    assert all(one.statutory and one.account is None and one.answer_days >= 1 for one in shipped_bodies())


def test_it_is_entered_once(fresh):
    """What the office has changed stays, what is missing comes back, and a second time there is nothing to do."""
    registry = fresh()
    from minorcare.access import Actor

    desk = registry.desk(Actor(name="head", role="station_head", areas=(OFFICE,)), office=OFFICE, purpose="service")
    assert len(NAMED) == len(enter_directory(desk).value)
    school, tobacco = body_of(desk, "school"), body_of(desk, "tobacco")
    desk.change(Body, school.id, base=1, name="柳荫小学", answer_days=2)
    desk.void(Body, tobacco.id, base=1, reason="重复")

    assert 1 == len(enter_directory(desk).value)
    assert enter_directory(desk) is None
    assert ("柳荫小学", 2) == tuple(body_of(desk, "school").values[name] for name in ("name", "answer_days"))


def test_a_body_no_longer_asked_is_not_found(head):
    """Since the day it ended nobody asks it; its record stays."""
    row = body_of(head, "tobacco")
    head.change(Body, row.id, base=1, ended=head.day)

    with pytest.raises(NotFound):
        body_of(head, "tobacco")
    assert head.get(Body, row.id).values["name"] == "区烟草专卖局"


@pytest.mark.parametrize(
    ("account", "refused"),
    [("primary", False), ("police", False), ("supervisor", True), ("leader", True), ("nobody", True)],
)
def test_who_answers_for_a_body_signs_in_as_one(head, linkage, account, refused):
    """An account of a department or a school; never somebody of the office, never an account that is not there."""
    row = body_of(head, "school")
    if not refused:
        head.change(Body, row.id, base=1, account=account)
        return
    with pytest.raises(Invalid) as told:
        head.change(Body, row.id, base=1, account=account)
    assert [("account", "person")] == linkage.said(told)


def test_two_bodies_never_share_a_code(head, linkage):
    """Two schools have two codes: people name a body by it."""
    more = Body(code="school", type="school", name="北苑小学", duty="在校关爱", basis="《未成年人保护法》第二十八条")

    with pytest.raises(Invalid) as told:
        head.save(more)
    assert [("code", "taken")] == linkage.said(told)
    head.save(more.but(code="school_north"))


def test_everybody_reads_it_and_the_head_keeps_it(registry):
    """A grid worker reads whom to call; only who administers the office changes it; a volunteer has no business with it."""
    desk = desk_as(registry, "liaison_two")
    row = body_of(desk, "police_station")

    assert "police" == row.values["account"]
    assert "派出所" == body_of(desk_as(registry, "grid"), "police_station").values["name"]
    with pytest.raises(Refused):
        desk.change(Body, row.id, base=row.version, contact="0871-1")
    with pytest.raises(Refused):
        desk_as(registry, "volunteer").find(Body)
