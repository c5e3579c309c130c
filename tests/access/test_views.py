"""Role by role and grant by grant: what the door opens to, and what it does not."""

from datetime import date
from types import ModuleType

import pytest

from minorcare.access import Actor, Grant
from minorcare.access.policies import Narrowing
from minorcare.declare import Id
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.hooks import hookimpl
from minorcare.kinds import Area, AreaLevel, Granted, Minor, Officer, Reporter, RiskTag
from minorcare.label import Label
from minorcare.plugins import Config
from minorcare.query import F, Query, Tally
from minorcare.registry import Registry
from minorcare.testing import OFFICE, desk_as

TWO = f"{OFFICE}002"
TAGS = Tally("t", RiskTag, by=("risk",), label=Label("t"))


def grant(ceiling, *, kind=None, area=None):
    until = date(2026, 12, 24)
    return Grant(officer="x", ceiling=ceiling, kind=kind, area=area, approver="head", reason="test", until=until)


def seen(registry, role, area, *grants, kind="minor"):
    """The ids seen, and the fields masked in all of them."""
    actor = Actor(name="x", role=role, areas=(area,), grants=grants)
    try:
        rows = registry.desk(actor, office=OFFICE, purpose="visit").find(kind, limit=500).rows
    except Refused:
        return None
    return {row.id for row in rows}, set.intersection(*(set(row.masked) for row in rows)) if rows else set()


def test_overseers_read_the_journal_and_no_child(quiet):
    """Auditor and data protection officer see every entry, all of it, and nothing of a record."""
    for account in ("auditor", "protection"):
        desk = desk_as(quiet, account)
        rows = desk.find("journal", limit=5).rows
        assert [()] * 5 == [row.masked for row in rows]
        assert all(row.values["actor"] and row.values["action"] for row in rows)
        for kind in ("minor", "household", "risk_tag", "misbehaviour_act", "due"):
            with pytest.raises(Refused):
                desk.find(kind)


def test_whoever_was_given_a_task_sees_that_it_is_theirs_and_when(registry):
    """A grid worker lists own tasks: day and area, neither the child nor what it is about; those of others are not there."""
    conn = registry.store._writer  # the street's own kinds give tasks to nobody by name: this row stands for a plugin's
    for id_, who in (("a", "grid"), ("b", "somebody")):
        cells = (
            OFFICE,
            id_,
            0,
            "2026-11-24T04:00:00.000Z",
            1,
            "2026-12-01",
            who,
            "risk_tag",
            "review",
            "r",
            TWO,
            "child-01",
        )
        conn.execute(f"INSERT INTO due VALUES ({','.join('?' * len(cells))})", cells)
    (row,) = desk_as(registry, "grid").find("due", order=("day",)).rows
    assert ("a", date(2026, 12, 1), "grid") == (row.id, row.values["day"], row.values["who"])
    assert row.values["minor"] is None
    assert {"what", "record", "minor"} <= set(row.masked)
    assert () == desk_as(registry, "volunteer").find("due").rows


def test_a_grant_for_everything_raises_the_ceiling_where_one_is_posted(quiet):
    """A liaison granted the restricted level sees restricted acts of the own community, and of no other."""
    assert seen(quiet, "community_liaison", TWO, kind="misbehaviour_act") is None
    assert ({"act-1"}, set()) == seen(quiet, "community_liaison", TWO, grant("restricted"), kind="misbehaviour_act")
    assert (set(), set()) == seen(
        quiet, "community_liaison", f"{OFFICE}003", grant("restricted"), kind="misbehaviour_act"
    )
    assert seen(quiet, "community_liaison", TWO, grant("restricted", kind="minor"), kind="misbehaviour_act") is None


def test_a_grant_for_an_area_adds_its_rows_and_raises_nothing_elsewhere(quiet):
    """Its level holds in that area only: own rows stay at the role's level, and rows come in no clearer than they were granted."""
    one, three = f"{OFFICE}001", f"{OFFICE}003"
    plain, _ = seen(quiet, "community_liaison", one)
    wider, masked = seen(quiet, "community_liaison", one, grant("sensitive", area=three))
    assert plain < wider
    assert {"resident_id", "phone"} == masked
    # the same rows, and acts above the role's level do not open by way of another area
    assert wider == seen(quiet, "community_liaison", one, grant("restricted", area=three))[0]
    assert seen(quiet, "community_liaison", one, grant("restricted", area=three), kind="misbehaviour_act") is None
    # a lower level would mask own rows or clear foreign ones: nothing comes in
    assert plain == seen(quiet, "community_liaison", one, grant("open", area=three))[0]
    # where it covers all that is seen anyway, it raises
    assert ({"act-1"}, set()) == seen(
        quiet, "community_liaison", TWO, grant("restricted", area=TWO), kind="misbehaviour_act"
    )


def test_a_grant_opens_an_area_to_who_has_none(quiet):
    """A volunteer granted one grid sees its children up to the level granted: a name below it is masked."""
    assert seen(quiet, "volunteer", TWO) is None
    inside = {row.id for row in desk_as(quiet, "head").find("minor", F.area.within(f"{TWO}/07/"), limit=50).rows}
    assert (inside, {"note", "phone", "registered_at", "resident_id"}) == seen(
        quiet, "volunteer", TWO, grant("personal", area=f"{TWO}/07/")
    )
    rows, masked = seen(quiet, "volunteer", TWO, grant("open", area=f"{TWO}/07/"))
    assert inside == rows
    assert {"name", "birth_date", "note"} <= masked


def test_masks_show_the_first_character_and_nothing_else(quiet):
    """A searchable value above the ceiling is 张**, whatever its length; any other is empty; neither can be asked for."""
    actor = Actor(name="x", role="volunteer", areas=(TWO,), grants=(grant("open", area=OFFICE),))
    desk = quiet.desk(actor, office=OFFICE, purpose="visit")
    names = {row.values["name"] for row in desk.find("minor", limit=500).rows}
    assert {"陈**", "曾**", "张**", "解**", "阿**", "李**", "王**", "单**", "吕**"} == names
    for asked in (
        F.matches("张"),
        F.name == "张三",
        F.birth_date.age >= 6,
        F.phone == "13800000002",
        F.household.address.contains("1"),
    ):
        with pytest.raises(Invalid):
            desk.find("minor", asked)
    for order in ("name", "-birth_date"):
        with pytest.raises(Invalid):
            desk.find("minor", order=(order,))
    with pytest.raises(Refused):
        desk.reveal("minor", "child-05", "phone")


def test_nobody_opens_a_desk_on_a_street_they_have_no_post_in(registry):
    """A second street in the same file is closed to the first one's officers, its officers and its vault too."""
    other = "530111005"
    registry.open_office(other)
    registry.found(other, Officer(account="chief", name="c", role="station_head", posted_to=other))
    chief = registry.desk(registry.actor("chief", office=other), office=other, purpose="case")
    chief.save(Reporter(id=Id("told"), told="x"))
    with pytest.raises(Refused):
        registry.desk(registry.actor("head", office=OFFICE), office=other, purpose="case")
    with pytest.raises(Refused):
        desk_as(registry, "head", office=other)
    district = Actor(name="d", role="superior_viewer", areas=("530111",))
    assert () == registry.desk(district, office=other, purpose="report").tally(
        Tally("t", Minor, by=("sex",), label=Label("t"))
    )
    with pytest.raises(NotFound):
        registry.desk(registry.actor("head", office=OFFICE), office=OFFICE, purpose="case").get(Reporter, "told")


def test_small_counts_are_not_told(quiet):
    """Leaders count, and cells below five (above the street: below ten) are empty; single records stay closed to them."""
    whole = {count.key: count.records for count in desk_as(quiet, "head").tally(TAGS)}
    assert set(whole.values()) & {1, 2, 3, 4}
    for account, least in (("leader", 5), ("superior", 10)):
        counts = desk_as(quiet, account).tally(TAGS)
        assert all(c.records is None or c.records >= least for c in counts)
        assert all(c.minors is None or c.minors >= least for c in counts)
        with pytest.raises(Refused):
            desk_as(quiet, account).find("risk_tag")


def test_a_past_day_is_counted_as_it_was(registry):
    """Who counts without reading counts on a past day too."""
    count = Tally("t", Minor, by=("area.community",), label=Label("t"))
    now = desk_as(registry, "leader").tally(count)
    registry.clock.on(date(2027, 1, 1))
    desk_as(registry, "head").void(Minor, "child-01", base=1, reason="x")
    assert sum(c.records or 0 for c in now) > 0
    assert 11 == sum(c.records for c in desk_as(registry, "head").tally(count))
    past = desk_as(registry, "leader").at(date(2026, 11, 24)).tally(count)
    assert {c.key for c in past} == {c.key for c in now}


def test_a_scope_of_a_plugin_narrows_by_what_the_actor_may_not_see(registry):
    """A narrowing is the office's own condition: it may rest on a value above the actor's ceiling, and tells nothing of it."""
    module = ModuleType("quiet")

    @hookimpl
    def register_policies():
        return [Narrowing(Minor, F.note.is_empty)]

    module.register_policies = register_policies
    path = registry.store.path
    narrowed = Registry.open(path, config=Config(folder=path.parent), plugins=(module,), clock=registry.clock)
    everybody = Actor(name="x", role="volunteer", areas=(OFFICE,), grants=(grant("personal", area=OFFICE),))
    for actor in (everybody, Actor(name="h", role="station_head", areas=(OFFICE,))):
        desk = narrowed.desk(actor, office=OFFICE, purpose="visit")
        found = {row.id for row in desk.find("minor", limit=50).rows}
        assert 11 == len(found)
        assert "child-04" not in found
        assert 11 == desk.find_json(Query(kind="minor", limit=50)).body.count(b'"no":')
        with pytest.raises(NotFound):
            desk.get("minor", "child-04")
        past = desk.at(date(2026, 11, 24)).find("minor", limit=50).rows
        assert found == {row.id for row in past}
    narrowed.close()


def test_a_grant_ends_with_its_day(registry):
    """The actor behind an account is read afresh: what was granted yesterday counts until its last day."""
    head = desk_as(registry, "head", purpose="administration")
    given = Granted(
        officer="liaison_two", ceiling="restricted", approver="head", reason="个案", expires=date(2026, 11, 30)
    )
    head.save(given)
    assert 1 == len(desk_as(registry, "liaison_two").find("misbehaviour_act").rows)
    registry.clock.on(date(2026, 12, 1))
    with pytest.raises(Refused):
        desk_as(registry, "liaison_two").find("misbehaviour_act")


def test_an_officer_who_has_left_is_nobody(registry):
    """The same words whether the account never was or is no more."""
    head = desk_as(registry, "head", purpose="administration")
    head.change(Officer, "post-liaison-two", base=1, ended=date(2026, 11, 23))
    said = set()
    for account in ("liaison_two", "nobody"):
        with pytest.raises(Refused) as caught:
            registry.actor(account, office=OFFICE)
        said.add(str(caught.value))
    assert 1 == len(said)


def test_areas_are_written_by_who_administers(registry):
    """What belongs to the office as a whole is the station head's to write."""
    new = Area(code=f"{OFFICE}004", name="新社区", level=AreaLevel.COMMUNITY)
    for account in ("supervisor", "liaison_two", "leader", "auditor"):
        with pytest.raises(Refused):
            desk_as(registry, account).save(new)
    desk_as(registry, "head").save(new)
