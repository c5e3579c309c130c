"""Whom to call and what to write on come first: no sign-in, no journal, no disk; then a form with one field filled."""

import html
import re
import uuid

import pytest

from minorcare.kinds import HarmReport
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock, desk_as
from minorcare.work import harm
from minorcare_server import Signed, create_app

OUTSIDE = ("/emergency", "/emergency/form")
OWN = {"Sec-Fetch-Site": "same-origin"}


class ByName:
    """The sign-in of a test: the token is the account."""

    async def actor(self, request):
        account = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return Signed(account=account, office=OFFICE) if account else None


@pytest.fixture
def client_as(registry, aiohttp_client):
    async def signed_in(account):
        return await aiohttp_client(
            create_app(registry, ByName()), headers={"Authorization": f"Bearer {account}", **OWN}
        )

    return signed_in


def journal_length(registry):
    """Entries as they stand in the file: asking the door would write one."""
    return registry.store.reader().conn.execute("SELECT count(*) FROM journal").fetchone()[0]


@pytest.mark.parametrize("path", OUTSIDE)
async def test_help_needs_no_sign_in_no_journal_and_no_disk(registry, aiohttp_client, path):
    """The pages are there for a stranger, also when the database is not, and nothing is written down of who looked."""
    client = await aiohttp_client(create_app(registry))
    before = journal_length(registry)

    first = await (await client.get(path)).text()
    assert before == journal_length(registry)
    registry.close()
    registry.store.path.unlink()
    answer = await client.get(path)

    assert (200, first) == (answer.status, await answer.text())
    assert "110" in first
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", OUTSIDE)
async def test_the_duty_phone_is_the_offices_own(templates, tools, tmp_path, aiohttp_client, path):
    """The number and the name that the office has set stand on both pages, and in what an urgent visit says."""
    made = tools.copied(templates.full, tmp_path / "own")
    made.close()
    config = Config(folder=tmp_path, sections={"minorcare": {"office": {"duty": "0871-65550110", "name": "金马街道"}}})
    registry = Registry.open(tmp_path / "own" / "street.db", config=config, clock=SetClock())
    client = await aiohttp_client(create_app(registry))

    page = await (await client.get(path)).text()

    assert "0871-65550110" in page
    assert "金马街道" in page
    head = desk_as(registry, "head")
    assert "0871-65550110" in harm.urgent(head, {"status": "noted"}).text.zh
    registry.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_paper_form_has_a_line_for_everything(registry, aiohttp_client, lang):
    """All nine situations to tick, and a line for each field that a person fills in; who reports is on a slip of its own."""
    client = await aiohttp_client(create_app(registry))

    page = html.unescape(await (await client.get(f"/emergency/form?lang={lang}")).text())

    for item in registry.catalog.codes["harm_situation"].items:
        assert f"□ {item.label.in_(lang)}" in page
    by_name = registry.catalog.kind("harm_report").by_name
    for name in ("child", "found_at", "place", "words", "suspect", "authority", "told_at", "receipt", "result"):
        assert by_name[name].label.in_(lang) in page
    slip = page.index(registry.catalog.kind("reporter").by_name["unit"].label.in_(lang))
    assert page.index(by_name["result"].label.in_(lang)) < slip


@pytest.mark.parametrize("account", ["grid", "liaison_two", "volunteer", "leader"])
@pytest.mark.parametrize(("name", "value"), [("words", "夜里有哭声"), ("situations", "R4"), ("place", "测试路3号")])
async def test_a_form_with_one_field_filled_is_a_report(registry, client_as, account, name, value):
    """Everything else empty: it is received, red, and its sender stands in no entry; sent twice it is one."""
    client = await client_as(account)
    page = await (await client.get("/report/harm_report")).text()
    assert "tel:110" in page
    form = page[page.index('action="/report/harm_report"') :]
    names = set(re.findall(r'name="([a-z_]+)"', form)) - {"key", "situations"}  # boxes that are not ticked are not sent
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert str(uuid.UUID(key)) == key

    for _ in range(2):
        answer = await client.post(
            "/report/harm_report", data={**dict.fromkeys(names, ""), name: value, "key": key}, allow_redirects=False
        )
        assert 303 == answer.status, await answer.text()
    receipt = await (await client.get(answer.headers["Location"])).text()

    head = desk_as(registry, "head")
    (row,) = head.find(HarmReport).rows
    assert (key, "noted", head.day) == (row.id, row.values["status"], row.values["tell_by"])
    assert 'role="status"' in receipt
    wrote = head.find("journal", (F.action == "create") & (F.actor == account)).rows
    assert () == wrote
    assert account == harm.reporter_row(head, row.id).values["account"]


@pytest.mark.parametrize("account", ["grid", "liaison_two"])
async def test_the_api_takes_one_value_too(registry, client_as, account):
    """The same through the API: 201, no name in the journal, and a mistake is addressed as that of one record."""
    client = await client_as(account)

    good = await client.post("/api/v1/records/harm_report", json={"words": "夜里有哭声"})
    bad = await client.post("/api/v1/records/harm_report", json={"situations": ["R0"]})
    none = await client.post("/api/v1/records/harm_report", json={})

    assert [201, 422, 422] == [good.status, bad.status, none.status]
    assert ["situations[0]", "words"] == [(await each.json())["problems"][0]["at"] for each in (bad, none)]
    head = desk_as(registry, "head")
    assert account == harm.reporter_row(head, (await good.json())["id"]).values["account"]
    wrote = [
        r.values["actor"] for r in head.find("journal", F.what == "harm_report", limit=99).rows if r.values["record"]
    ]
    assert {"minorcare"} == set(wrote) - {"head"}


async def test_a_report_of_which_nobody_was_told_is_red_on_its_page(registry, client_as):
    """It says to call 110 until it says whom was told; the button for that is there, and it is filled in for now."""
    made = HarmReport(words="夜里有哭声")
    harm.report(desk_as(registry, "grid"), made)
    client = await client_as("head")

    before = await (await client.get(f"/records/harm_report/{made.id}")).text()
    harm.tell(desk_as(registry, "head"), made.id, base=1)
    after = await (await client.get(f"/records/harm_report/{made.id}")).text()

    assert "tel:110" in before
    assert "urgent" in before
    assert "police_110" in before
    assert 'class="note red urgent"' not in after


@pytest.mark.parametrize("account", ["grid", "liaison_two", "leader", "auditor"])
async def test_nobody_else_finds_a_page_of_it(registry, client_as, account):
    """Neither list nor record: the answer is that of a report that is not there."""
    made = HarmReport(words="夜里有哭声")
    harm.report(desk_as(registry, "liaison_one"), made)
    client = await client_as(account)

    answers = []
    for id_ in (made.id, "nothing"):
        page = await client.get(f"/records/harm_report/{id_}")
        data = await client.get(f"/api/v1/records/harm_report/{id_}")
        answers.append((page.status, data.status))

    assert answers[0] == answers[1]
    assert answers[0][0] in (403, 404)


async def test_the_receiver_has_a_page_of_who_reported(registry, client_as):
    """It names the sender and takes what the receiver adds; to the other who reads reports there is no such page, nor to anybody."""
    made = HarmReport(words="夜里有哭声")
    harm.report(desk_as(registry, "grid"), made)
    head, path = await client_as("head"), f"/records/harm_report/{made.id}"

    page = await (await head.get(f"{path}/behind")).text()
    assert f'href="{path}/behind"' in await (await head.get(path)).text()
    assert "测试grid" in page
    sent = {
        "base": "1",
        "key": re.search(r'name="key" value="([^"]+)"', page)[1],
        "name": "李四",
        "phone": "",
        "unit": "",
    }
    answer = await head.post(f"{path}/behind", data=sent, allow_redirects=False)

    assert 303 == answer.status
    who = harm.reporter_row(desk_as(registry, "head"), made.id)
    assert ("李四", "grid", 2) == (who.values["name"], who.values["account"], who.version)
    for account in ("supervisor", "grid", "liaison_two", "leader"):
        other = await client_as(account)
        for id_ in (made.id, "nothing"):
            assert 404 == (await other.get(f"/records/harm_report/{id_}/behind")).status
            assert 404 == (await other.post(f"/records/harm_report/{id_}/behind", data=sent)).status


async def test_a_receiver_takes_a_report_down_and_sees_it_through(registry, client_as):
    """By the form and the moves of its page: noted with one value, told, concluded, and the reporter told how."""
    client = await client_as("head")
    page = await (await client.get("/records/harm_report/new")).text()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    made = await client.post(
        "/records/harm_report/new", data={"key": key, "words": "来电：孩子被打"}, allow_redirects=False
    )
    assert 303 == made.status, await made.text()

    path = f"/records/harm_report/{key}"
    for base, (to, more) in enumerate(
        (
            ("told", {"authority": "police_110", "channel": "call_110", "told_at": "2026-11-24T12:00"}),
            ("received", {"receipt": "1号"}),
            ("concluded", {"result": "已立案"}),
            ("answered", {"result_told_how": "phone"}),
        ),
        start=1,
    ):
        html_ = await (await client.get(path)).text()
        ask = re.search(rf'name="to" value="{to}"', html_)
        assert ask, to
        answer = await client.post(
            f"{path}/transition", data={"to": to, "base": str(base), **more}, allow_redirects=False
        )
        assert 303 == answer.status, await answer.text()

    head = desk_as(registry, "head")
    assert "answered" == head.get(HarmReport, key).values["status"]
    assert "phone" == harm.reporter_row(head, key).values["result_told_how"]
