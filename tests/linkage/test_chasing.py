"""Who does not answer is reminded of, and the named person gets it, each on the right day and once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from minorcare.calendar import Calendar
from minorcare.kinds import Officer, Service
from minorcare.query import F
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.testing import OFFICE, desk_as
from minorcare.work import services
from minorcare.work.chasing import Chased, chase
from minorcare.work.tick import STEPS, tick

DAY = date(2026, 11, 24)  # a Tuesday
WORKING = Calendar()


@pytest.fixture
def asked(supervisor):
    """Asks a body for a child; gives the id."""

    def ask(code="justice_office", minor="child-03", **values):
        return services.ask(
            supervisor,
            minor,
            department=code,
            category="counselling",
            request="请安排一次谈话",
            basis="statutory_duty",
            **values,
        ).value[0][1]

    return ask


def state(desk, service):
    values = desk.get(Service, service).values
    return tuple(values[name] for name in ("reminded", "act_by", "escalated", "chase_by", "escalates_to"))


def test_day_by_day(registry, supervisor, asked, linkage):
    """Due on Friday: reminded on Thursday, escalated on Monday; on Thursday, Friday and over the weekend nobody above hears of it."""
    service, friday = asked(), date(2026, 11, 27)
    told = {}
    for ahead in range(9):
        registry.clock.on(DAY + timedelta(ahead))
        told[ahead] = chase(registry.system_desk(OFFICE)).done
    assert {ahead for ahead, done in told.items() if done} == {2, 6}
    monday = date(2026, 11, 30)
    assert (date(2026, 11, 26), date(2026, 11, 26), monday, monday, "head") == state(supervisor, service)
    assert [
        ("act_by", date(2026, 11, 26), "supervisor"),
        ("chase_by", monday, "head"),
        ("respond_by", friday, None),
    ] == linkage.due(supervisor, service)


def test_the_named_person_gets_it(registry, supervisor, asked):
    """It is on the list of the one named, and on nobody else's."""
    asked(escalates_to="supervisor")
    registry.clock.on(date(2026, 11, 30))
    chase(registry.system_desk(OFFICE))

    rows = supervisor.find("due", F.which == "chase_by").rows
    assert ["supervisor"] == [row.values["who"] for row in rows]


@pytest.mark.parametrize("move", ["accepted", "declined", "revoked"])
def test_what_is_answered_is_not_chased(registry, supervisor, asked, linkage, move):
    """Neither reminded of nor escalated, however late it is; and what was escalated leaves the list of the person named."""
    service, late = asked(), asked("school")
    registry.clock.on(date(2026, 12, 20))
    values = {"act_by": date(2026, 12, 20), "why_declined": "不归我们", "why_revoked": "不再需要"}
    supervisor.transition(Service, service, move, base=1, **values)
    assert Chased(escalated=1) == chase(registry.system_desk(OFFICE))
    assert "chase_by" in [which for which, *_ in linkage.due(supervisor, late)]

    supervisor.transition(Service, late, move, base=2, **values)
    assert Chased() == chase(registry.system_desk(OFFICE))
    assert "chase_by" not in [which for which, *_ in linkage.due(supervisor, late)]


def test_a_late_tick_names_the_right_day(registry, supervisor, asked):
    """Where the office was closed, the list shows since when it should have been chased."""
    service = asked()
    registry.clock.on(date(2026, 12, 20))
    chase(registry.system_desk(OFFICE))

    assert (date(2026, 12, 20), date(2026, 11, 26), date(2026, 12, 20), date(2026, 11, 30), "head") == state(
        supervisor, service
    )


def test_over_a_long_holiday(registry, supervisor, asked, linkage):
    """Asked on the last working day before National Day, three working days end after it, and so does the escalation."""
    registry.clock.on(date(2025, 9, 30))
    service = asked()
    assert [("respond_by", date(2025, 10, 11), None)] == linkage.due(supervisor, service)
    registry.clock.on(date(2025, 10, 12))
    assert 0 == chase(registry.system_desk(OFFICE)).escalated
    registry.clock.on(date(2025, 10, 13))
    assert 1 == chase(registry.system_desk(OFFICE)).escalated


def test_who_has_left_is_replaced(registry, head, asked):
    """A named person who is no longer in office gets nothing: the station head does."""
    service = asked(escalates_to="supervisor")
    head.change(Officer, "post-supervisor", base=1, ended=DAY)
    registry.clock.on(date(2026, 11, 30))
    assert Chased(escalated=1) == chase(registry.system_desk(OFFICE))

    assert "head" == state(desk_as(registry, "head"), service)[-1]


def test_where_nobody_is_left_its_day_still_passes(registry, head, asked, linkage):
    """A station without a head and without the person named: the service is escalated all the same, and shows as overdue."""
    service = asked(escalates_to="supervisor")
    liaison = desk_as(registry, "liaison_two")
    head.change(Officer, "post-supervisor", base=1, ended=DAY)
    head.change(Officer, "post-head", base=1, ended=DAY)
    registry.clock.on(date(2026, 11, 30))

    assert Chased(escalated=1) == chase(registry.system_desk(OFFICE))
    assert ("chase_by", date(2026, 11, 30), "supervisor") in linkage.due(liaison, service)


def test_time_does_it(registry, asked):
    """The tick of an office runs it, and a second time it does nothing."""
    asked()
    registry.clock.on(date(2026, 11, 30))

    assert "services" in {step.name for step in STEPS}
    assert 1 == tick(registry.system_desk(OFFICE)).steps["services"]
    assert 0 == tick(registry.system_desk(OFFICE)).steps["services"]


@effort(max_examples=12)
@given(
    asked_on=st.lists(st.dates(date(2026, 3, 2), date(2026, 4, 20)), min_size=1, max_size=5, unique=True),
    answered=st.sets(st.integers(0, 4)),
    last=st.dates(date(2026, 3, 2), date(2026, 5, 10)),
)
def test_every_late_one_and_no_other(linked, tools, tmp_path_factory, asked_on, answered, last):
    """Whatever is asked when, and answered or not: escalated are exactly those past their day by a working day, on that day."""
    registry = tools.copied(linked, tmp_path_factory.mktemp("late"))
    made = {}
    for number, day in enumerate(sorted(asked_on)):
        registry.clock.on(day)
        desk = desk_as(registry, "supervisor", purpose="service")
        where = "justice_office"
        made[number] = services.ask(
            desk,
            f"child-0{number + 1}",
            department=where,
            category="counselling",
            request="谈话",
            basis="statutory_duty",
        ).value[0][1]
        if number in answered:
            services.accept(desk, made[number], base=1)
    registry.clock.on(max(last, *asked_on))
    chase(registry.system_desk(OFFICE))
    desk = desk_as(registry, "supervisor", purpose="service")
    wanted = {}
    for number, day in enumerate(sorted(asked_on)):
        due = WORKING.add_working_days(WORKING.add_working_days(day, 3), LinkageSettings().escalate_working_days)
        if number not in answered and due <= desk.day:
            wanted[made[number]] = due

    assert wanted == {
        row.id: row.values["chase_by"] for row in desk.find(Service, ~F.chase_by.is_empty, limit=100).rows
    }
    registry.close()


@pytest.mark.parametrize(
    "change", [{"ended": DAY}, {"account": "primary"}, {"may_get": ()}, {"statutory": False}], ids=lambda each: next(iter(each))
)  # fmt: skip
def test_a_directory_that_changed_holds_up_nothing(registry, head, supervisor, asked, linkage, change):
    """The body is gone, signs in by now, or may be told less: the service is escalated all the same, and tells it nothing more."""
    service = asked("school", shared=("name",))
    head.change("body", linkage.body(head, "school"), base=1, **change)
    registry.clock.on(date(2026, 12, 20))

    assert Chased(escalated=1) == chase(registry.system_desk(OFFICE))
    stopped = supervisor.get(Service, service).values["share_stopped"]
    assert (stopped is not None) is (change.keys() & {"may_get", "statutory"} != set())
