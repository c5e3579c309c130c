"""An ended grade of intervention is shown to nobody by the way: every list leaves it out, unless its state is asked for."""

import csv
import io
from datetime import date

import pytest

from minorcare.desk import Save
from minorcare.kinds import Intervention, Minor, MisbehaviourAct

HEAD = "station_head"
MINE = "530111004001"


@pytest.fixture
def grades(desk):
    """Four of one child: to be checked, active, dropped, ended. By state, the id of each."""
    head, boy = desk(HEAD), Minor(id="graded", name="单试", sex="1", birth_date=date(2012, 8, 9), area=MINE)
    made = {
        state: Intervention(
            id=f"grade-{state}",
            minor=boy.id,
            grade="1",
            deciding_body="school",
            basis="第三十一条",
            began=date(2026, 9, 1),
            document="决定书",
            measures=f"措施{n}",
        )
        for n, state in enumerate(("noted", "active", "dropped", "ended"))
    }
    act = MisbehaviourAct(minor=boy.id, act="B01", happened=date(2026, 9, 1), source="school")
    head.apply(Save(boy), Save(act), *map(Save, made.values()))
    moves = {"active": ("active",), "dropped": ("dropped",), "ended": ("active", "ended")}
    for state, steps in moves.items():
        for base, to in enumerate(steps, 1):
            more = {"review": date(2026, 12, 1)} if to == "active" else {"reason": "到期"} if to == "ended" else {}
            head.transition("intervention", made[state].id, to, base=base, **more)
    return {state: one.id for state, one in made.items()}


CURRENT = {"grade-noted", "grade-active"}
ASKED = [
    ({}, CURRENT),
    ({"minor": "graded"}, CURRENT),
    ({"order": "-began"}, CURRENT),
    ({"status": "ended"}, {"grade-ended"}),
    ({"status__in": "ended,dropped"}, {"grade-ended", "grade-dropped"}),
    ({"status__empty": "false"}, CURRENT | {"grade-ended", "grade-dropped"}),
]


@pytest.mark.usefixtures("grades")
@pytest.mark.parametrize(("asked", "shown"), ASKED)
async def test_lists_of_the_api_show_what_stands(api, asked, shown):
    """Unless a state is named; to ask for all, one says so."""
    found = await (await api(HEAD, "GET", "/records/intervention", params=asked)).json()

    assert shown == {each["id"] for each in found["items"]}


@pytest.mark.usefixtures("grades")
@pytest.mark.parametrize(("asked", "shown"), ASKED)
async def test_exports_take_out_what_lists_show(api, asked, shown):
    """No more, no less."""
    body = {"kind": "intervention", "fields": ["measures"], "format": "csv", "purpose": "check", "query": asked}
    answer = await api(HEAD, "POST", "/exports", json=body)

    lines = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert len(shown) == len(lines) - 1


@pytest.mark.usefixtures("grades")
async def test_the_pages_list_says_what_it_leaves_out(visit):
    """The states stand among the conditions; a filter of the bar asks for others."""
    page = await visit(HEAD)

    current, ended = await page("/records/intervention"), await page("/records/intervention?status=ended")

    assert "/records/intervention/grade-ended" not in current.html
    assert "/records/intervention/grade-active" in current.html
    assert "/records/intervention/grade-ended" in ended.html
    assert "/records/intervention/grade-active" not in ended.html


async def test_a_childs_page_shows_what_stands(visit, grades):
    """What has ended is on record, and has its own page."""
    page = await visit(HEAD)

    child, own = await page("/child/graded"), await page(f"/records/intervention/{grades['ended']}")

    assert "/records/intervention/grade-active" in child.html
    assert "/records/intervention/grade-ended" not in child.html
    assert "/records/intervention/grade-dropped" not in child.html
    assert 200 == own.status


@pytest.mark.usefixtures("grades")
async def test_other_kinds_are_listed_whole(api, desk):
    """Only what is named as such leaves anything out."""
    head = desk(HEAD)
    tag = head.find("risk_tag", limit=1).rows[0]
    head.transition("risk_tag", tag.id, "dismissed", base=tag.version, reason="不符")

    found = await (await api(HEAD, "GET", "/records/risk_tag?limit=500")).json()

    assert tag.id in {each["id"] for each in found["items"]}
