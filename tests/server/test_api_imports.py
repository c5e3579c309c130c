"""A sheet over HTTP: seen first, written as one batch, taken back."""

import io

import pytest
from aiohttp import FormData

from minorcare.query import F
from minorcare.surfaces.writing import write_csv

HEAD, LIAISON, AUDITOR, GRID = "station_head", "community_liaison", "auditor", "grid_worker"
HEADINGS = ("姓名", "性别", "出生日期", "所属社区", "学校")
AREA = "530111004001"
GOOD = (("白晓满", "女", "2019-03-01", AREA, "云溪小学"), ("白大满", "男", "2017-05-01", AREA, "云溪小学"))
BAD = ("白小满", "女", "2031-03-01", AREA, "云溪小学")


def sheet(*rows, kind="minor", name="名册.csv"):
    out = io.BytesIO()
    write_csv(out, HEADINGS, rows)
    form = FormData()
    form.add_field("kind", kind)
    form.add_field("file", out.getvalue(), filename=name, content_type="text/csv")
    return form


async def test_preview_writes_nothing(api, desk):
    """A preview says what would be written and what is wrong where; nothing is on file."""
    answer = await api(LIAISON, "POST", "/imports", data=sheet(*GOOD, BAD))
    told = await answer.json()

    assert (201, "previewed", 3, 2, 1) == (answer.status, told["status"], told["rows"], told["good"], told["bad"])
    assert any("4" in each["at"] and each["remedy"] for each in told["problems"])
    assert f"/api/v1/imports/{told['id']}" == answer.headers["Location"]
    assert told == await (await api(LIAISON, "GET", f"/imports/{told['id']}")).json()
    assert not desk(LIAISON).find("minor", F.name == "白晓满").rows


async def test_confirm_writes_once_and_undo_takes_back(api, desk):
    """Confirmed twice it is written once; undone it is gone, and all of it stands in the journal."""
    id = (await (await api(LIAISON, "POST", "/imports", data=sheet(*GOOD))).json())["id"]

    first = await api(LIAISON, "POST", f"/imports/{id}/confirm")
    again = await api(LIAISON, "POST", f"/imports/{id}/confirm")
    there = desk(LIAISON).find("minor", F.school == "云溪小学").rows
    undone = await api(LIAISON, "POST", f"/imports/{id}/undo")

    assert (200, "imported", 2) == (first.status, (await first.json())["status"], (await first.json())["made"])
    assert await first.json() == await again.json()
    assert 2 == len(there)
    assert ("undone", []) == ((await undone.json())["status"], (await undone.json())["kept"])
    assert not desk(LIAISON).find("minor", F.school == "云溪小学").rows
    assert "undone" == (await (await api(LIAISON, "GET", f"/imports/{id}")).json())["status"]
    assert desk(AUDITOR).find("journal", (F.action == "import") & (F.actor == LIAISON)).rows


async def test_bad_rows_refuse_the_sheet_or_stay_behind(api):
    """All or nothing, unless the caller says that good rows may go first."""
    id = (await (await api(LIAISON, "POST", "/imports", data=sheet(*GOOD, BAD))).json())["id"]

    whole = await api(LIAISON, "POST", f"/imports/{id}/confirm")
    part = await api(LIAISON, "POST", f"/imports/{id}/confirm?only_good=true")

    assert 422 == whole.status
    assert (await whole.json())["problems"]
    assert (200, 2) == (part.status, (await part.json())["made"])


async def test_an_import_is_its_makers(api):
    """What somebody uploaded is nobody else's to see, to write or to undo, whatever its id."""
    id = (await (await api(LIAISON, "POST", "/imports", data=sheet(*GOOD))).json())["id"]
    for account in ("community_liaison_02", HEAD):
        for method, path in (("GET", ""), ("POST", "/confirm"), ("POST", "/undo")):
            assert 404 == (await api(account, method, f"/imports/{id}{path}")).status
    await api(LIAISON, "POST", f"/imports/{id}/confirm")
    assert 404 == (await api("community_liaison_02", "POST", f"/imports/{id}/undo")).status


@pytest.mark.parametrize(
    ("account", "form", "status"),
    [
        (LIAISON, {"kind": "nothing"}, 422),
        (LIAISON, {"kind": "reporter"}, 422),
        (LIAISON, {"kind": "journal"}, 422),
        (AUDITOR, {}, 422),
        (GRID, {}, 422),
        (LIAISON, {"name": "名册.exe"}, 422),
    ],
)
async def test_what_is_not_imported(api, account, form, status):
    """A kind that is not there or not the caller's to write, and a file that is no sheet."""
    assert status == (await api(account, "POST", "/imports", data=sheet(*GOOD, **form))).status


async def test_what_is_no_form(api):
    """A body that is no form with a file is malformed."""
    assert 400 == (await api(LIAISON, "POST", "/imports", json={"kind": "minor"})).status
    assert 400 == (await api(LIAISON, "POST", "/imports/1/confirm?everything=true")).status
