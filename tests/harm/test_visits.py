"""A visit that finds something urgent has reported it: one report, at once, whoever went and however it was recorded."""

from datetime import date, timedelta

import attrs
import pytest

from minorcare.kinds import HarmReport, Reporter, Visit
from minorcare.query import F
from minorcare.testing import NOON, OFFICE, desk_as
from minorcare.work import harm, harm_visits, visits
from minorcare.work.tick import tick

DAY = date(2026, 11, 24)
FOUND = {"seen": True, "cares_now": "grandparents", "state": "watch"}


def went(desk, minor="child-04", **found):
    """A visit of today, recorded as met by chance; its id."""
    made = visits.met(desk, minor, **{**FOUND, **found})
    return next(id_ for kind, id_, _ in made.value if kind == "visit")


@pytest.mark.parametrize("sign", list(harm_visits.SITUATIONS))
def test_each_urgent_sign_opens_a_report(head, liaison, sign):
    """Of that child, with a situation, found now, red; the visitor stands in the vault and the journal names nobody."""
    visit = went(liaison, urgent=(sign,))

    row = head.get(HarmReport, harm_visits.report_id(visit))
    assert ("child-04", (harm_visits.SITUATIONS[sign],), "noted", DAY) == tuple(
        row.values[name] for name in ("minor", "situations", "status", "tell_by")
    )
    who = harm.reporter_row(head, row.id).values
    assert ("liaison_two", "head") == (who["account"], who["receiver"])
    entries = head.find("journal", F.record == row.id, order=("entry",)).rows
    assert ("minorcare", "create") == tuple(entries[0].values[name] for name in ("actor", "action"))


def test_every_code_of_the_list_has_a_situation(registry):
    """No urgent sign is left out, and every situation is one of the nine."""
    codes = registry.catalog.codes
    assert {item.value for item in codes["urgent_sign"].items} == set(harm_visits.SITUATIONS)
    assert set(harm_visits.SITUATIONS.values()) <= {item.value for item in codes["harm_situation"].items}
    assert [f"R{n}" for n in range(1, 10)] == [item.value for item in codes["harm_situation"].items]


@pytest.mark.parametrize(
    ("cares", "opened"), [("nobody", True), ("unknown", False), ("child", False), ("mother", False)]
)
def test_nobody_to_look_after_a_child_is_urgent_by_itself(head, liaison, cares, opened):
    """A child without anybody now is reported; with a brother under age, or nobody could say who, it is not by that alone."""
    visit = went(liaison, cares_now=cares)

    found = [row.values["situations"] for row in head.find(HarmReport).rows]

    assert ([("R6",)] if opened else []) == found
    assert opened == bool([row for row in head.find(HarmReport).rows if row.id == harm_visits.report_id(visit)])


def test_an_ordinary_visit_opens_nothing(head, liaison):
    """However bad the state: only what is urgent is a report."""
    for item in ("good", "fair"):
        went(liaison, safety=item)

    assert () == head.find(HarmReport).rows


def test_a_planned_visit_opens_one_too(registry, head, liaison):
    """And sent twice under one key, it is one visit and one report."""
    planned = Visit(minor="child-04", type="home", planned=DAY, officer="liaison_two")
    liaison.save(planned)
    registry.clock.forward(timedelta(minutes=3))
    for _ in range(2):
        visits.done(
            liaison, planned.id, base=1, key="3a3f3a72-9a3f-4a7e-9a3c-6a9fbd1a2b01", **FOUND, urgent=("violence", "injured"),
            note="手臂有淤青", no_next="no_pace",
        )  # fmt: skip
        registry.clock.forward(timedelta(minutes=1))

    (row,) = head.find(HarmReport).rows
    assert (("R4", "R5"), 1) == (row.values["situations"], row.version)
    assert "手臂有淤青" in row.values["words"]
    assert [2] == [each.minutes for each in harm.untold(head)]


def test_a_supervisors_visit_is_received_by_the_supervisor(supervisor):
    """Who reads reports receives what they found themselves."""
    visit = went(supervisor, urgent=("missing",))

    kept = supervisor.get(Reporter, harm.reporter_of(harm_visits.report_id(visit))).values
    assert ("supervisor", "supervisor") == (kept["account"], kept["receiver"])


def test_what_came_by_another_way_is_opened_by_time(registry, head, liaison):
    """A visit moved to done without the work function has no report yet; the next tick opens it, and the one after opens no second."""
    made = Visit(minor="child-04", type="home", planned=DAY, officer="liaison_two")
    liaison.save(made)
    liaison.transition(Visit, made.id, "done", base=1, **FOUND, urgent=("violence",), no_next="no_pace")
    assert () == head.find(HarmReport).rows

    counts = [tick(registry.system_desk(OFFICE)).steps["harm_reports"] for _ in range(2)]

    assert [1, 0] == counts
    (row,) = head.find(HarmReport).rows
    assert ("child-04", ("R4",), "noted", DAY) == tuple(
        row.values[name] for name in ("minor", "situations", "status", "tell_by")
    )
    assert ("liaison_two", "head") == tuple(harm.reporter_row(head, row.id).values[n] for n in ("account", "receiver"))


@pytest.mark.parametrize(("days", "opened"), [(7, 1), (8, 0)])
def test_time_looks_a_week_back(registry, liaison, days, opened):
    """What is older has been dealt with by other means."""
    made = Visit(minor="child-04", type="home", planned=DAY, officer="liaison_two")
    liaison.save(made)
    liaison.transition(Visit, made.id, "done", base=1, **FOUND, urgent=("violence",), no_next="no_pace")
    registry.clock.forward(timedelta(days=days))

    assert opened == harm_visits.open_missing(registry.system_desk(OFFICE))


def test_who_may_not_report_visits_all_the_same(registry, head):
    """A report refused does not undo the visit that was made: its advice is shown, and time opens the report."""
    liaison = desk_as(registry, "liaison_two")
    mute = attrs.evolve(liaison, role=attrs.evolve(liaison.role, reports=()))

    visit = went(mute, urgent=("violence",))

    assert "done" == head.get(Visit, visit).values["status"]
    assert visits.urgent(liaison, head.get(Visit, visit).values).calls[0].number == "110"
    assert 1 == harm_visits.open_missing(registry.system_desk(OFFICE))
    assert NOON == registry.clock()
