"""Areas that get other codes: whatever names one moves along, by what its kind declares."""

import types
from datetime import date

import pytest

from minorcare.declare import Id, Label, Record, field, kind
from minorcare.desk import Save
from minorcare.hooks import hookimpl
from minorcare.kinds import (
    Area,
    AreaLevel,
    CensusRound,
    DutyPost,
    Granted,
    Household,
    MeasureDelivery,
    Minor,
    Officer,
    UniversalMeasure,
)
from minorcare.kinds.census import ScopeArea
from minorcare.kinds.duties import BodyLevel
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as, registry_in, street
from minorcare.work.areas import recode

TODAY = date(2026, 11, 24)
TWO, NEW, THREE = f"{OFFICE}002", f"{OFFICE}009", f"{OFFICE}003"


@kind("watch.tower", label=Label("瞭望点", en="Tower"), roles=("station_head",))
class Tower(Record):
    """A kind of a plugin that looks at an area under a name of its own."""

    looks_at: str = field(label=Label("看向", en="Looks at"), sensitivity="open", area=True)
    note: str = field(label=Label("说明", en="Note"), sensitivity="open")


@pytest.fixture
def registry(tmp_path):
    module = types.ModuleType("watch")
    module.register_kinds = hookimpl(lambda: [Tower], specname="register_kinds")
    with_towers = registry_in(tmp_path, module)
    street(with_towers)
    yield with_towers
    with_towers.close()


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


def test_every_field_that_names_an_area_moves(head):
    """Posts below the area, grants, duty sheets, rounds, measures, deliveries and a plugin's own field; a text that looks alike does not."""
    measure = UniversalMeasure(name="防溺水", topic="drowning", covers=TWO, begins=TODAY)
    tower = Tower(looks_at=f"{TWO}/07/", note=TWO)
    duty = DutyPost(id=Id("duty-1"), level=BodyLevel.COMMUNITY, posted_to=TWO, post="主任", duties="包保")
    made = (
        measure,
        MeasureDelivery(measure=measure.id, day=TODAY, covers=f"{TWO}/07/3/"),
        CensusRound(
            id=Id("round-1"), name="秋季", areas=(ScopeArea(area=TWO), ScopeArea(area=THREE)), begins=TODAY, ends=TODAY
        ),
        Granted(
            id=Id("grant-1"),
            officer="liaison_two",
            ceiling="restricted",
            within_area=TWO,
            approver="head",
            reason="x",
            expires=TODAY,
        ),
        duty,
        tower,
    )
    head.apply(*map(Save, made))

    recode(head, {TWO: NEW}, names={NEW: "新社区"})

    assert [NEW] == [row.values["covers"] for row in head.find(UniversalMeasure).rows]
    assert [f"{NEW}/07/3/"] == [row.values["covers"] for row in head.find(MeasureDelivery).rows]
    assert (ScopeArea(area=NEW), ScopeArea(area=THREE)) == head.get(CensusRound, "round-1").values["areas"]
    assert NEW == head.get(Granted, "grant-1").values["within_area"]
    assert NEW == head.get(DutyPost, duty.id).values["posted_to"]
    assert (f"{NEW}/07/", TWO) == tuple(head.get(Tower, tower.id).values[n] for n in ("looks_at", "note"))
    posts = {row.values["account"]: row.values["posted_to"] for row in head.find(Officer, limit=50).rows}
    assert (NEW, f"{NEW}/07/", f"{OFFICE}001") == tuple(posts[n] for n in ("liaison_two", "grid", "liaison_one"))
    for kind_ in (Household, Minor):
        assert () == head.find(kind_, F.area.within(TWO)).rows
    assert [] == list(head.store.verify())


def test_two_areas_that_become_one_are_named_once(head):
    """A round through both goes through the one, and the tail of a code goes with it."""
    head.save(
        CensusRound(
            id=Id("round-1"), name="秋季", areas=(ScopeArea(area=TWO), ScopeArea(area=THREE)), begins=TODAY, ends=TODAY
        )
    )

    recode(head, {TWO: NEW, THREE: NEW}, names={NEW: "新社区"})

    assert (ScopeArea(area=NEW),) == head.get(CensusRound, "round-1").values["areas"]
    closed = {row.values["code"] for row in head.find(Area, ~F.closed.is_empty, limit=50).rows}
    assert {TWO, THREE} <= closed
    assert AreaLevel.COMMUNITY == head.find(Area, F.code == NEW).rows[0].values["level"]
