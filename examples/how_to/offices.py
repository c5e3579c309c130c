"""Grants, areas and past days, on the invented street of the kit."""

import tempfile
from datetime import timedelta
from pathlib import Path

from minorcare import Area, F, Minor, Refused
from minorcare.kinds import AreaLevel, Granted, MisbehaviourAct
from minorcare.testing import desk_as, registry_in, street
from minorcare.work.areas import recode

folder = Path(tempfile.mkdtemp())
registry = registry_in(folder)
made = street(registry)
head = desk_as(registry, "head", purpose="administration")

# -- grant
try:
    desk_as(registry, "liaison_two", purpose="case").find(MisbehaviourAct)
except Refused as refused:
    print(refused.in_("zh"))

head.save(
    Granted(
        officer="liaison_two",
        ceiling="restricted",
        covers="misbehaviour_act",
        approver="head",
        reason="参与个案会商",
        expires=head.day + timedelta(days=14),
    )
)
print(len(desk_as(registry, "liaison_two", purpose="case").find(MisbehaviourAct).rows), "acts in the own community")

# -- why
child = made.minors[0]
for sight in head.why_visible(child):
    print(sight)

# -- area
head.save(Area(code="530111004004", name="柳荫社区", level=AreaLevel.COMMUNITY, opened=head.day))

# -- recode
receipt = recode(head, {"530111004003": "530111004005"}, names={"530111004005": "新桥社区"})
print(len(receipt.value), "records moved in one batch")
print([row.values["name"] for row in head.find(Area, F.code == "530111004005").rows])

# -- past
yesterday = head.at(head.day - timedelta(days=1))
print(len(yesterday.find(Minor).rows), "children yesterday,", len(head.find(Minor).rows), "today")
# -- end
registry.close()
