"""The command's lists of interventions show what stands, as the API's do."""

from datetime import date

import pytest

from minorcare import Minor, Registry
from minorcare.desk import Save
from minorcare.kinds import Intervention, MisbehaviourAct

from .conftest import EAST, OFFICE


@pytest.fixture
def graded(office):
    registry = Registry.open(office.db)
    desk = registry.desk(registry.actor("supervisor", office=OFFICE), office=OFFICE, purpose="census")
    boy = Minor(name="单试", sex="1", birth_date=date(2012, 8, 9), area=EAST)
    given = {"minor": boy.id, "grade": "1", "deciding_body": "school", "basis": "第三十一条", "began": date(2026, 9, 1)}
    first, second = (Intervention(**given, id=name, document="决定书") for name in ("stands", "dropped"))
    act = MisbehaviourAct(minor=boy.id, act="B01", happened=date(2026, 9, 1), source="school")
    desk.apply(*map(Save, (boy, act, first, second)))
    desk.transition("intervention", "dropped", "dropped", base=1)
    registry.close()
    return office


@pytest.mark.parametrize(
    ("where", "shown"),
    [("", ["stands"]), ("status=dropped", ["dropped"]), ("status__empty=false", ["dropped", "stands"])],
)
def test_the_list_shows_what_stands(graded, where, shown):
    """Unless a state is named."""
    found = graded.json("record", "list", "intervention", "--where", where, "--purpose", "check", by="supervisor")

    assert shown == sorted(each["id"] for each in found["items"])
