"""A registry in a script: make one, write, ask, and see who looked. Run it in an empty folder."""

from datetime import date

from minorcare import F, Minor, Officer, Registry

STREET = "530111004"
registry = Registry.create("street.db", office=STREET)  # its keys lie beside it, in street.db.keys
registry.found(STREET, Officer(account="zhou", name="周敏", role="child_supervisor", posted_to=STREET))
desk = registry.desk(registry.actor("zhou", office=STREET), office=STREET, purpose="visit")

child = Minor(name="陈小禾", sex="2", birth_date=date(2015, 3, 4), area=STREET)
desk.save(child)
desk.change(Minor, child.id, base=1, school="云溪小学")
for row in desk.find(Minor, F.matches("cxh") & (F.birth_date.age < 18)).rows:
    print(row.no, row.values["name"], row.values["school"], "version", row.version)
for look in desk.who_looked(child.id).rows:
    print(look.values["actor"], look.values["why"], look.values["action"])
print("faults in the journal:", len(list(registry.store.verify())))
registry.close()
