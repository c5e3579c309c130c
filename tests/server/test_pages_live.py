"""The pages on a real server: every link leads somewhere, forms do what they say, and nobody sees more than at a desk."""

import re
import uuid
from html import unescape

import pytest
from yarl import URL

from minorcare.query import F
from minorcare_server import create_app

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"
MINE, OTHERS = "530111004001", "530111004002"
ROLES = (
    HEAD,
    LIAISON,
    AUDITOR,
    LEADER,
    "child_supervisor",
    "grid_worker",
    "school",
    "data_protection_officer",
    "volunteer",
)
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def browser(registry, aiohttp_client):
    """A browser that has signed in as a demo user."""
    clients = []

    async def open_(account):
        client = await aiohttp_client(create_app(registry))
        answer = await client.post("/sign-in", data={"demo": account}, headers=OWN, allow_redirects=False)
        assert (303, "/") == (answer.status, answer.headers["Location"])
        clients.append(client)
        return client

    return open_


def links(html):
    """Every address of a page, without what leads to a part of it."""
    found = re.findall(r'(?:href|action|src)="([^"]*)"', html)
    return {unescape(each).partition("#")[0] for each in found if each.startswith("/")} - {""}


@pytest.mark.parametrize("account", ROLES)
async def test_every_link_leads_somewhere(browser, account):
    """From the first page, each role finds only addresses that are there and open to it, in both languages."""
    client, todo, seen, kinds = await browser(account), ["/", "/?lang=en"], set(), set()
    while todo and len(seen) < 90:
        address = todo.pop(0)
        shape = re.sub(r"(JM-[\w-]+|[0-9a-f-]{36}|after=[^&]*|=[^&]*)", "*", address)
        if address in seen or shape in kinds:
            continue
        seen.add(address)
        kinds.add(shape)
        answer = await client.get(URL(address, encoded=True), allow_redirects=False)
        html = await answer.text() if answer.content_type == "text/html" else ""
        if address == "/roster" and account not in (HEAD, LIAISON, "child_supervisor"):
            continue  # an empty first page offers the roster to everybody
        assert answer.status in (200, 405), (address, answer.status, re.sub(r"<[^>]+>", " ", html)[-400:])
        todo += sorted(links(html))
    assert len(seen) > 8


async def test_roster_is_what_the_desk_finds(browser, desk):
    """The roster shows the reader's children and says how many there are."""
    client = await browser(LIAISON)
    rows = desk(LIAISON).find("minor", limit=50).rows

    html = await (await client.get("/roster")).text()

    assert {row.id for row in rows} <= set(re.findall(r"/child/([\w-]+)", html))
    assert f"共 {len(rows)} 人" in html


async def test_roster_is_filtered_and_searched(browser, child):
    """What is asked stands in the address, is said above the list, and can be taken away."""
    client = await browser(LIAISON)

    found = await (await client.get("/roster", params={"q": child.values["name"]})).text()
    boys = await (await client.get("/roster", params={"sex": "1", "area__within": "", "q": ""})).text()
    wrong = await client.get("/roster?nothing=1")

    assert child.id in found
    assert "性别 是 男" in unescape(boys)
    assert 422 == wrong.status


async def test_child_page_masks_and_reveals(browser, desk, child):
    """A number shows its last four until somebody says what for; then it is shown once and stands in the journal."""
    client = await browser(LIAISON)
    clear = desk(LIAISON, "visit").reveal("minor", child.id, "resident_id")
    form = {"record": f"minor/{child.id}", "field": "resident_id", "purpose": "visit"}

    before = await (await client.get(f"/child/{child.id}")).text()
    shown = await client.post(f"/child/{child.id}/reveal", data=form, headers=OWN)
    html = await shown.text()

    entries = desk(AUDITOR).find("journal", (F.action == "reveal") & (F.via == "web")).rows
    assert clear not in before
    assert f"…{clear[-4:]}" in before
    assert (200, "no-store") == (shown.status, shown.headers["Cache-Control"])
    assert clear in html
    assert [("visit", child.id)] == [(row.values["why"], row.values["record"]) for row in entries]


@pytest.mark.parametrize(
    "form",
    [{"purpose": "curiosity"}, {"purpose": ""}, {"field": "name"}, {"record": "nothing/1"}, {"record": "reporter/1"}],
)
async def test_reveal_needs_a_purpose_and_a_secret(browser, child, form):
    """Nothing is shown for no purpose, and nothing that is no secret of a record the reader sees."""
    client = await browser(LIAISON)
    asked = {"record": f"minor/{child.id}", "field": "resident_id", "purpose": "visit"} | form

    answer = await client.post(f"/child/{child.id}/reveal", data=asked, headers=OWN)

    assert answer.status in (400, 403, 404)


async def test_a_tag_is_confirmed_by_a_person(browser, desk):
    """The page of a child offers the moves of its tags; confirming asks for the day of review."""
    client = await browser(HEAD)
    tag = desk(HEAD).find("risk_tag", F.status == "suggested", limit=1).rows[0]
    child = f"/child/{tag.values['minor']}"
    address = f"/records/risk_tag/{tag.id}/transition"
    assert address in await (await client.get(child)).text()

    wrong = await client.post(
        address, data={"to": "confirmed", "base": "1", "review": "", "back": f"{child}#why"}, headers=OWN
    )
    done = await client.post(
        address,
        data={"to": "confirmed", "base": "1", "review": "2027-02-24", "back": f"{child}#why"},
        headers=OWN,
        allow_redirects=False,
    )

    assert 422 == wrong.status
    assert (303, f"{child}?notice=moved#why") == (done.status, done.headers["Location"])
    assert ("confirmed", HEAD) == tuple(desk(HEAD).get("risk_tag", tag.id).values[n] for n in ("status", "decided_by"))


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx"]
)
async def test_nobody_is_sent_elsewhere(browser, desk, back):
    """An address to go back to lies on this site or is not taken."""
    client = await browser(HEAD)
    tag = desk(HEAD).find("risk_tag", F.status == "suggested", limit=1).rows[0]
    form = {"to": "confirmed", "base": "1", "review": "2027-02-24", "back": back}

    answer = await client.post(f"/records/risk_tag/{tag.id}/transition", data=form, headers=OWN, allow_redirects=False)
    entered = await client.post("/sign-in", data={"demo": HEAD, "next": back}, headers=OWN, allow_redirects=False)

    assert "/?notice=moved" == answer.headers["Location"]
    assert "/" == entered.headers["Location"]


async def test_a_record_is_made_and_changed(browser, desk):
    """A form makes one record however often it is sent, says what is wrong beside the field, and keeps what was typed."""
    client = await browser(LIAISON)
    html = await (await client.get("/records/minor/new")).text()
    key = re.search(r'name="key" value="([^"]+)"', html)[1]
    form = {
        "key": key,
        "name": "白晓满",
        "sex": "2",
        "birth_date": "2019-03-01",
        "area": MINE,
        "birth_date_estimated": "false",
    }

    wrong = await client.post("/records/minor/new", data=form | {"birth_date": "2031-01-01"}, headers=OWN)
    for _ in range(2):
        made = await client.post("/records/minor/new", data=form, headers=OWN, allow_redirects=False)
    row = desk(LIAISON).get("minor", key)
    edit = await (await client.get(f"/records/minor/{key}/edit")).text()
    changed = await client.post(
        f"/records/minor/{key}/edit",
        data=form | {"key": new_key(), "base": "1", "grade": "一年级"},
        headers=OWN,
        allow_redirects=False,
    )

    text = await wrong.text()
    assert 422 == wrong.status
    assert 'value="白晓满"' in text
    assert "f-birth_date-e" in text
    assert (303, f"/child/{key}?notice=saved") == (made.status, made.headers["Location"])
    assert 1 == row.version
    assert 'value="白晓满"' in edit
    assert 303 == changed.status
    assert ("一年级", 2) == (desk(LIAISON).get("minor", key).values["grade"], desk(LIAISON).get("minor", key).version)


def new_key():
    return str(uuid.uuid4())


async def test_a_collision_shows_both(browser, desk, child):
    """Who saves second sees what the first wrote, chooses for each field, and loses nothing."""
    client = await browser(LIAISON)
    desk(HEAD).change("minor", child.id, base=1, grade="四年级")
    address = f"/records/minor/{child.id}/edit"

    second = await client.post(address, data={"key": new_key(), "base": "1", "grade": "五年级"}, headers=OWN)
    html = await second.text()
    chosen = await client.post(
        address, data={"key": new_key(), "base": "2", "grade": "五年级"}, headers=OWN, allow_redirects=False
    )

    assert 409 == second.status
    assert "四年级" in html
    assert "五年级" in html
    assert 'name="base" value="2"' in html
    assert 303 == chosen.status
    assert "五年级" == desk(HEAD).get("minor", child.id).values["grade"]


async def test_a_record_is_taken_out_of_force(browser, child):
    """Voiding asks for the version and a reason."""
    client = await browser(HEAD)
    answer = await client.post(
        f"/records/minor/{child.id}/void", data={"base": "1", "reason": "重复登记"}, headers=OWN, allow_redirects=False
    )

    assert 303 == answer.status
    assert 404 == (await client.get(f"/child/{child.id}")).status


async def test_export_of_a_page(browser, desk):
    """What a page lists can be taken out as a sheet, by whoever may."""
    client = await browser(LIAISON)
    answer = await client.get("/records/minor/export?sex=1&format=xlsx")

    assert (200, b"PK") == (answer.status, (await answer.read())[:2])
    assert desk(AUDITOR).find("journal", F.action == "export").rows


@pytest.mark.parametrize(
    "path",
    [
        "/roster",
        "/child/{id}",
        "/records/minor",
        "/records/minor/{id}",
        "/records/minor/{id}/edit",
        "/",
        "/records/risk_tag",
    ],
)
async def test_pages_show_one_community(browser, desk, foreign, path):
    """No page of a liaison names a child, a household or an area of the next community."""
    client = await browser(LIAISON)
    rows = desk(HEAD).find("minor", F.area.within(OTHERS), limit=500).rows

    answer = await client.get(path.format(id=foreign.id))
    html = await answer.text()

    assert ("{id}" in path) == (answer.status == 404)
    body = html.replace(foreign.id, "") if "{id}" in path else html  # a page may repeat its own address
    assert not [row.id for row in rows if row.id in body or f">{row.values['name']}<" in body]
    assert f'"{OTHERS}' not in body


async def test_absent_and_foreign_pages_read_alike(browser, foreign):
    """A page that is not there and one that is not yours are the same page."""
    client = await browser(LIAISON)
    pages = []
    for id in (foreign.id, "x" * len(foreign.id)):
        answer = await client.get(f"/child/{id}")
        pages.append((answer.status, (await answer.text()).replace(id, "")))

    assert pages[0] == pages[1]


async def test_language_is_remembered(browser):
    """The language chosen in an address holds for the pages after it."""
    client = await browser(HEAD)
    await client.get("/roster?lang=en")

    html = await (await client.get("/roster")).text()

    assert '<html lang="en"' in html
    assert "Roster" in html


async def test_emergency_asks_for_nothing(registry, aiohttp_client):
    """Whom to call is there before anybody signs in."""
    client = await aiohttp_client(create_app(registry))
    answer = await client.get("/emergency")

    assert 200 == answer.status
    assert "tel:110" in await answer.text()
