"""A list that is above the actor's ceiling reads as unknown, by every way: never as empty."""

from datetime import date, timedelta

import orjson
import pytest

from minorcare.declare import Id
from minorcare.kinds import Plan
from minorcare.kinds.plans import PlanGoal
from minorcare.query import F, Query

GOAL = PlanGoal(said="按时上学", measure="一个月缺课不超过一天", day=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("level", "goals"), [("restricted", (GOAL,)), ("restricted", ()), ("sensitive", (GOAL,)), ("sensitive", ())]
)
def test_a_masked_list_is_null_and_an_empty_one_is_empty(registry, head, liaison, level, goals):
    """One record, a page, a page as bytes, its versions and a past day agree."""
    head.save(Plan(id=Id("plan-1"), minor=Id("child-03"), level=level, goals=goals))
    registry.clock.forward(timedelta(2))
    masked, known = level == "restricted", None if level == "restricted" else goals
    past = liaison.at(date(2026, 11, 24))

    for row in (liaison.get(Plan, "plan-1"), *liaison.find(Plan).rows, *past.find(Plan).rows, past.get(Plan, "plan-1")):
        assert (masked, known) == ("goals" in row.masked, row.values["goals"])
    for desk in (liaison, past):
        [shown] = orjson.loads(desk.find_json(Query(kind="plan", where=F.id == "plan-1")).body)
        assert (masked, None if masked else len(goals)) == (
            "goals" in shown["masked"],
            shown["goals"] if masked else len(shown["goals"]),
        )
    [version] = liaison.history(Plan, "plan-1")
    assert masked == ("goals" in version.masked)
    assert (None if masked else len(goals)) == (
        version.values["goals"] if masked else len(version.values["goals"] or ())
    )
