"""The shipped rules find whom the law means: in plain evaluation, in the store, for a whole office, for whom a change touches, as of a day."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.calendar import day_of
from minorcare.kinds import Area, AreaLevel, RiskTag
from minorcare.query import F, holds
from minorcare.rules.shipped import RISKS, RuleSettings, rules
from minorcare.testing import OFFICE
from minorcare.work.imports import every
from minorcare.work.screening import screened_as_of

from .oracle import everybody
from .worlds import AHEAD, TODAY, streets

RULES = rules(RuleSettings())
AREA = Area(code=f"{OFFICE}002", name="柳荫社区", level=AreaLevel.COMMUNITY)
ENDS = {
    "circumstance": "ended", "restricted_circumstance": "ended", "disability_card": "valid_until",
    "disability_assessment": "valid_until", "difficulty_recognition": "ended", "residence_period": "ended",
    "schooling_gap": "ended", "street_finding": "ended", "member": "left",
}  # fmt: skip


def by_filter(street, records, day):
    """Which rules find whom, where each is evaluated in plain Python."""
    raw = {name: {} for name in street.kinds}
    for record in records:
        kind = type(record).__kind__
        raw[kind.name][record.id] = kind.values(record)
    world, minor = street.world_of(raw), street.kinds["minor"]
    return {
        (child, rule)
        for rule in RULES
        for child, values in raw["minor"].items()
        if holds(rule.where, minor, values, world, day)
    }


@settings(max_examples=400)
@given(records=streets(), later=st.sampled_from([0, 1, 30, 200, 366]))
def test_rules_mean_what_the_law_says(street, records, later):
    """On any family, today and later, the rules find the children whom the definitions name, and no other."""
    day = TODAY + timedelta(days=later)

    assert everybody(records, day) == {(child, rule.suggests.name) for child, rule in by_filter(street, records, day)}


def test_the_families_drawn_reach_every_rule(street):
    """Each rule finds somebody among them: the comparison above compares something."""
    seen = Counter()

    @settings(max_examples=600, database=None)
    @given(records=streets())
    def look(records):
        seen.update({rule.name for _, rule in by_filter(street, records, TODAY)})

    look()
    assert {rule.name for rule in RULES} == set(seen), seen


def suggested(desk):
    return {(row.values["minor"], row.values["risk"]) for row in every(desk, RiskTag, F.status == "suggested")}


@st.composite
def changes(draw, records):
    """A record of the street, and another last day for it."""
    some = [one for one in records if type(one).__kind__.name in ENDS]
    if not some:
        return None
    record = draw(st.sampled_from(some))
    return record, {ENDS[type(record).__kind__.name]: draw(st.none() | st.sampled_from(AHEAD))}


@settings(max_examples=15)
@given(data=st.data())
def test_the_store_finds_the_same(fresh, data):
    """Screening an office, screening whom a change touches, and looking back at each day all give what the law says of that day."""
    registry = fresh()
    records = {one.id: one for one in data.draw(streets(families=3), label="records")}
    registry.found(OFFICE, AREA, *records.values())
    desk = registry.system_desk(OFFICE)
    told = {}
    for _ in range(4):
        today = day_of(registry.clock())
        desk.screen()
        assert everybody(records.values(), today) == suggested(desk)
        change = data.draw(changes(list(records.values())), label="change")
        if change is not None:
            record, values = change
            changed = records[record.id].but(**values)
            if not changed.check():
                base = desk.get(type(record), record.id).version
                desk.change(type(record), record.id, base=base, **values)
                records[record.id] = changed
                assert everybody(records.values(), today) == suggested(desk)
                assert 0 == desk.screen().changed
        told[today] = everybody(records.values(), today)
        registry.clock.forward(timedelta(days=data.draw(st.sampled_from([1, 30, 180, 366]), label="days")))
    for day, expected in told.items():
        looked = screened_as_of(desk, day)
        assert () == looked.beyond
        assert (day, expected) == (day, {(one.minor, one.risk) for one in looked.found})
    registry.close()


@pytest.mark.parametrize("risk", [risk.name for risk in RISKS])
def test_every_risk_has_a_rule(risk):
    """What ships can be found."""
    assert [rule.name for rule in RULES if rule.suggests.name == risk]
