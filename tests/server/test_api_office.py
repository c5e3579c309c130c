"""The office over HTTP: work list, figures, journal, changes, exports, and the document that describes all of it."""

import csv
import io
import re
from datetime import timedelta

import attrs
import openpyxl
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from minorcare.query import F
from minorcare_server import create_app

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"
MINE = "530111004001"


@pytest.fixture
def reviewed(desk):
    """Three confirmed tags, to be reviewed on three days: one has passed."""
    now = desk(HEAD)
    head = attrs.evolve(now, clock=lambda: now.clock() - timedelta(days=7))
    tags = head.find("risk_tag", (F.status == "suggested") & F.area.within(MINE), limit=3).rows
    for tag, day in zip(tags, ("2026-12-01", "2026-11-20", "2026-11-24"), strict=True):
        kind = head.catalog.kind("risk_tag")
        review = kind.by_name["review"].from_json(day)
        head.transition("risk_tag", tag.id, "confirmed", base=tag.version, review=review)
    return tags


@pytest.mark.usefixtures("reviewed")
async def test_worklist_is_overdue_first(api, desk):
    """What is late comes first, and it is what the desk finds."""
    answer = await api(LIAISON, "GET", "/worklist")

    items = (await answer.json())["items"]
    assert ["2026-11-20", "2026-11-24", "2026-12-01"] == [each["day"] for each in items]
    assert [row.id for row in desk(LIAISON).find("due", order=("day",)).rows] == [each["id"] for each in items]


@pytest.mark.usefixtures("reviewed")
async def test_worklist_of_somebody(api):
    """Tasks that are nobody's stand on the general list and on no officer's own."""
    answers = [await api(HEAD, "GET", f"/worklist?who={who}") for who in ("me", LIAISON)]

    assert [[], []] == [(await each.json())["items"] for each in answers]


@pytest.mark.usefixtures("reviewed")
async def test_worklist_takes_filters(api):
    """The work list is asked like any list."""
    late = await (await api(LIAISON, "GET", "/worklist?day__lt=2026-11-24")).json()
    wrong = await api(LIAISON, "GET", "/worklist?status=open")

    assert ["2026-11-20"] == [each["day"] for each in late["items"]]
    assert 422 == wrong.status


@pytest.mark.parametrize("path", ["tallies", "reports"])
@pytest.mark.parametrize("account", [HEAD, LIAISON, LEADER])
async def test_tallies_are_the_desks(api, desk, account, path):
    """Cells are those of the desk, small ones hidden from whoever may not see them."""
    person = desk(account)
    cells = person.tally(person.catalog.reports["groups_by_community"])

    items = (await (await api(account, "GET", f"/{path}/groups_by_community")).json())["items"]

    assert [(list(cell.key), cell.records, cell.minors) for cell in cells] == [
        (each["key"], each["records"], each["minors"]) for each in items
    ]
    assert (account == LEADER) == any(each["records"] is None for each in items)


async def test_tallies_of_the_past(api):
    """A tally is also told as it was at the end of a day; a day that is none is refused."""
    then = await (await api(HEAD, "GET", "/tallies/minors_by_sex?at=2026-11-23")).json()
    wrong = await api(HEAD, "GET", "/tallies/minors_by_sex?at=yesterday")

    assert [] == then["items"]
    assert 422 == wrong.status


async def test_tallies_have_names(api):
    """There is no open counting: only what was declared, without further conditions."""
    assert 404 == (await api(HEAD, "GET", "/tallies/nothing")).status
    assert 422 == (await api(HEAD, "GET", "/tallies/groups?sex=1")).status


async def test_journal_is_for_those_who_oversee(api, child):
    """An auditor reads the journal, filtered, newest first; a liaison does not."""
    await api(LIAISON, "GET", f"/records/minor/{child.id}")

    entries = (await (await api(AUDITOR, "GET", f"/journal?actor={LIAISON}")).json())["items"]

    assert [("get", child.id)] == [(each["action"], each["record"]) for each in entries]
    assert 403 == (await api(LIAISON, "GET", "/journal")).status


async def test_changes_are_followed(api, desk, child):
    """A program follows the writes by number, misses none and sees no reads."""
    before = (await last_page(api))["items"][-1]["entry"]
    desk(LIAISON).get("minor", child.id)
    desk(LIAISON).change("minor", child.id, base=1, grade="五年级")
    desk(LIAISON).change("minor", child.id, base=2, grade="六年级")

    first = await (await api(AUDITOR, "GET", f"/changes?after={before}&limit=1")).json()
    rest = await (await api(AUDITOR, "GET", f"/changes?after={first['next']}")).json()

    assert [(child.id, 2)] == [(each["record"], each["at_version"]) for each in first["items"]]
    assert [(child.id, 3)] == [(each["record"], each["at_version"]) for each in rest["items"]]
    assert rest["next"] is None
    assert 403 == (await api(LIAISON, "GET", "/changes")).status
    assert 422 == (await api(AUDITOR, "GET", "/changes?after=x")).status


async def last_page(api):
    page = await (await api(AUDITOR, "GET", "/changes?limit=500")).json()
    while page["next"]:
        page = await (await api(AUDITOR, "GET", f"/changes?limit=500&after={page['next']}")).json()
    return page


WANTED = {"kind": "minor", "fields": ["name", "birth_date", "resident_id"], "format": "csv", "purpose": "report"}


async def test_export_is_what_the_actor_sees(api, desk):
    """A liaison takes out their own children, numbers by their last four, all pages of them."""
    rows = desk(LIAISON).find("minor", F.sex == "1", limit=500).rows

    answer = await api(LIAISON, "POST", "/exports", json=WANTED | {"query": {"sex": "1", "limit": "2"}})

    lines = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert 2 < len(rows) == len(lines) - 1
    assert [row.values["name"] for row in rows] == [line[0] for line in lines[1:]]
    assert all(re.fullmatch("…....|", line[2]) for line in lines[1:])


async def test_export_says_who_took_it(api, desk):
    """A sheet carries who, what for and the head of the journal; the journal has it before the file leaves."""
    answer = await api(HEAD, "POST", "/exports", json=WANTED | {"format": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(await answer.read())).active
    told = [cell for (cell, *_) in sheet.iter_rows(values_only=True)][-2:]
    seq, mark = answer.headers["Journal-Head"].split()
    entry = desk(AUDITOR).find("journal", F.action == "export").rows[0]
    assert HEAD in told[0]
    assert "统计报送" in told[0]
    assert mark in told[1]
    assert int(seq) == entry.values["entry"]
    assert re.search(r'filename="minor-2026-11-24.xlsx"', answer.headers["Content-Disposition"])


@pytest.mark.parametrize(
    ("account", "body", "status", "at"),
    [
        (LEADER, {}, 403, None),
        (HEAD, {"kind": "reporter"}, 422, "kind"),
        (HEAD, {"kind": "nothing"}, 422, "kind"),
        (HEAD, {"fields": ["name", "nothing"]}, 422, "fields[1]"),
        (HEAD, {"fields": []}, 422, "fields"),
        (HEAD, {"format": "pdf"}, 422, "format"),
        (HEAD, {"purpose": "curiosity"}, 422, "purpose"),
        (HEAD, {"query": {"nothing": "1"}}, 422, "nothing"),
        (HEAD, {"everything": True}, 422, "everything"),
        (LIAISON, {"kind": "misbehaviour_act", "fields": ["minor"]}, 422, "fields[0]"),
    ],
)
async def test_exports_are_refused(api, account, body, status, at):
    """Nothing leaves that its taker may not see, or for no purpose."""
    answer = await api(account, "POST", "/exports", json=WANTED | body)

    assert status == answer.status
    if at:
        assert [at] == [each["at"] for each in (await answer.json())["problems"]]


async def test_document_is_the_routes(api, registry):
    """Every route of the application stands in the document, and nothing else does."""
    document = await (await api.client.get("/openapi.json")).json()
    app = create_app(registry)
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.method != "HEAD" and route.resource.canonical.startswith(("/api/", "/healthz"))
    }

    described = {
        (method, re.sub(r"^/api/v1/records/[^/]+", "/api/v1/records/{kind}", path))
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "post", "patch", "put", "delete")
    }

    assert routes == described
    kinds = {name for name, kind in registry.catalog.kinds.items() if not kind.vault}
    assert kinds == {path.split("/")[4] for path in document["paths"] if "/records/" in path}


async def test_document_is_valid_and_kept(api):
    """The document is OpenAPI 3.1 and need not be sent twice."""
    first = await api.client.get("/openapi.json")
    again = await api.client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    OpenAPIV31SpecValidator(await first.json()).validate()
    assert 304 == again.status


async def test_health(api):
    """Whoever watches the server asks without signing in, and learns nothing but that it works."""
    answer = await api.client.get("/healthz")

    assert (200, {"status": "ok"}) == (answer.status, await answer.json())
