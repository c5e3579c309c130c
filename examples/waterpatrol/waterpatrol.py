from datetime import date
from minorcare import (F, Id, Label, Lifecycle, Minor, Record, Risk, Rule, Tally, deadline, exists, field, hookimpl, kind, months, ref, state)

CASE = Lifecycle(found="talking closed", talking="returned closed", returned="closed")      # state="states it may go to"

@kind("waterpatrol.sighting", label=Label("涉水险情", en="Water hazard sighting"))
class Sighting(Record):
    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    place: str = field(label=Label("水域", en="Place"), max_length=80, sensitivity="open")
    seen_on: date = field(label=Label("发现日期", en="Seen on"), sensitivity="personal")
    due: date | None = deadline(days=3, after="seen_on", default=None, label=Label("回访期限", en="Call back by"))
    status: str = state(CASE, label=Label("状态", en="Status"))

NEAR_WATER = Risk("waterpatrol.near_water", label=Label("涉水风险", en="Water risk"), cites="《未成年人保护法》第十八条", review=months(3))

@hookimpl
def register_kinds() -> list[type[Record]]:
    return [Sighting]

@hookimpl
def register_rules(settings: None) -> list[Risk | Rule]:
    return [NEAR_WATER, Rule("waterpatrol.open_sighting", version=1, suggests=NEAR_WATER, when=exists(Sighting, F.status != "closed"),
                             because=Label("{place} 有未回访的涉水险情", en="Unanswered sighting at {place}"))]

@hookimpl
def register_reports(settings: None) -> list[Tally]:
    return [Tally("waterpatrol.by_place", Sighting, by=("place",), label=Label("按水域", en="By place"))]
