"""What the desk asks of whoever decides on a tag, by whatever way the decision comes."""

from datetime import date, timedelta

import pytest

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.desk import Restore
from minorcare.kinds import RiskTag
from minorcare.query import F

TODAY = date(2026, 11, 24)
LAST = date(2027, 2, 24)
"""Difficulty is reviewed within three months."""


@pytest.fixture
def tag(head):
    """A tag that somebody suggested."""
    head.save(RiskTag(id=Id("tag-1"), minor=Id("child-03"), risk="difficulty", found=TODAY))
    return "tag-1"


def problems(told):
    return [(problem.at, problem.code) for problem in told.value.problems]


def test_dismissing_needs_a_reason(head, tag):
    """No reason, no dismissal."""
    with pytest.raises(Invalid) as told:
        head.transition(RiskTag, tag, "dismissed", base=1)
    assert [("reason", "required")] == problems(told)

    head.transition(RiskTag, tag, "dismissed", base=1, reason="已核实，不符合")


@pytest.mark.parametrize(
    ("day", "fits"), [(TODAY - timedelta(1), False), (TODAY, True), (LAST, True), (LAST + timedelta(1), False)]
)
def test_a_tag_is_reviewed_within_the_time_of_its_risk(head, tag, day, fits):
    """From today to three months on, for difficulty: neither a day past nor a day after, confirming or keeping."""
    if fits:
        head.transition(RiskTag, tag, "confirmed", base=1, review=day)
        return
    with pytest.raises(Invalid) as told:
        head.transition(RiskTag, tag, "confirmed", base=1, review=day)
    assert [("review", "range")] == problems(told)
    head.transition(RiskTag, tag, "confirmed", base=1, review=TODAY)
    with pytest.raises(Invalid) as told:
        head.change(RiskTag, tag, base=2, review=day)
    assert [("review", "range")] == problems(told)


def test_a_review_that_is_overdue_stays_until_somebody_reviews(head, registry, tag):
    """Time going on makes no tag unwritable, and bringing one back is deciding again."""
    head.transition(RiskTag, tag, "confirmed", base=1, review=TODAY)
    registry.clock.forward(timedelta(30))

    head.change(RiskTag, tag, base=2, reason="待复核")
    head.transition(RiskTag, tag, "ended", base=3, reason="不再符合")
    with pytest.raises(Invalid) as told:
        head.apply(Restore(RiskTag, tag, 4, 3))
    assert [("review", "range")] == problems(told)


def test_who_may_not_decide_learns_nothing_of_the_risk(liaison, head):
    """A day far away is answered like any other where the tag is above the ceiling: its time of review would tell which it is."""
    [kept] = head.find(RiskTag, (F.minor == "child-03") & (F.risk == "drug_affected")).rows
    told = []
    for day in (TODAY, date(2030, 1, 1)):
        with pytest.raises(Invalid) as caught:
            liaison.transition(RiskTag, kept.id, "confirmed", base=1, review=day)
        told.append(problems(caught))
    assert told[0] == told[1]
    assert {"masked"} == {code for _, code in told[0]}
