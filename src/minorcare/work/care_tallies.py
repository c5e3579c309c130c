"""The figures that ship about leads, hazards, attention and census rounds. Households and children, results and tags are counted apart."""

from __future__ import annotations

from minorcare.kinds import Attention, CensusResult, HouseholdHazard, Lead, LifeEvent
from minorcare.label import Label
from minorcare.query import F, Tally

CARE_TALLIES = (
    Tally("leads", Lead, by=("area.community", "status"), label=Label("各社区线索", en="Leads by community")),
    Tally("life_events", LifeEvent, by=("type", "status"), label=Label("家庭变故与意外", en="Life events")),
    Tally("household_hazards", HouseholdHazard, by=("type", "status"), label=Label("家庭隐患", en="Household hazards")),
    Tally(
        "attention_levels",
        Attention,
        by=("level",),
        where=F.status == "set",
        label=Label("关注等级", en="Attention levels"),
    ),
    Tally(
        "census_results",
        CensusResult,
        by=("round", "area.community", "status"),
        label=Label("排查结果", en="Census results"),
    ),
)
