"""Walk through the module on the invented street of the kit: see, suggest, confirm, call back, count."""

import tempfile
from pathlib import Path

import waterpatrol

from minorcare import F, RiskTag
from minorcare.testing import desk_as, registry_in, street
from minorcare.work.tags import confirm

# -- an office with the plugin
folder = Path(tempfile.mkdtemp())
registry = registry_in(folder, waterpatrol)
child = street(registry).minors[0]
desk = desk_as(registry, "supervisor")

# -- somebody sees a child by the water
sighting = waterpatrol.Sighting(minor=child, place="南河闸口", seen_on=desk.day)
desk.save(sighting)
for task in desk.find("due", F.record == sighting.id).rows:
    print("on the work list by", task.values["day"])

# -- the rule has suggested a tag; a person confirms it
tag = desk.find(RiskTag, (F.minor == child) & (F.risk == "waterpatrol.near_water")).rows[0]
print(tag.values["status"], "by", tag.values["rule"])
confirm(desk, tag.id, base=tag.version, reason="已与家长核实")

# -- the call back is done, and the report counts what is on file
desk.transition(waterpatrol.Sighting, sighting.id, "talking", base=1)
desk.transition(waterpatrol.Sighting, sighting.id, "closed", base=2)
for cell in desk.tally(desk.catalog.reports["waterpatrol.by_place"]):
    print(*cell.key, cell.records)
print("work list:", len(desk.find("due", F.record == sighting.id).rows))
# -- the basis is gone: the confirmed tag waits for a person
print("basis gone on", desk.get(RiskTag, tag.id).values["basis_gone"])
registry.close()
