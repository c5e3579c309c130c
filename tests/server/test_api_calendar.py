"""The address that a calendar program polls: counts for whoever holds a key, and for everybody else no such address."""

import re
from datetime import date, timedelta

import pytest

from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.testing import SetClock
from minorcare_server import create_app

from .conftest import HEAD, LEADER, LIAISON, NOW, OFFICE, ByName

DAY = {"expires": "2026-12-24"}


@pytest.fixture
def now():
    return SetClock(now=NOW)


@pytest.fixture
def feeding(registry, tmp_path, now):
    """The same street, whose office has turned feeds on."""
    (tmp_path / "minorcare.toml").write_text("[settings.minorcare.feeds]\non = true\n", encoding="utf-8")
    opened = Registry.open(registry.store.path, config=Config.read(tmp_path / "minorcare.toml", without=()), clock=now)
    head = opened.desk(opened.actor(HEAD, office=OFFICE), office=OFFICE, purpose="check")
    (tag,) = head.find("risk_tag", F.status == "suggested", limit=1).rows
    head.transition("risk_tag", tag.id, "confirmed", base=tag.version, review=date(2026, 12, 1))
    yield opened
    opened.close()


@pytest.fixture
async def ask(feeding, aiohttp_client):
    client = await aiohttp_client(create_app(feeding, ByName()))

    async def asked(method, path, account=None, **more):
        headers = {"Authorization": f"Bearer {account}"} if account else {}
        return await client.request(method, path, headers=headers, **more)

    return asked


async def subscribed(ask, account=HEAD):
    made = await ask("POST", "/api/v1/calendars", account, json=DAY)
    assert 201 == made.status, await made.text()
    return (await made.json())["path"]


async def test_a_key_opens_a_calendar_of_counts(ask, feeding):
    """No sign-in, no name, no place, no kind; what it links to is where one signs in; nobody keeps a copy."""
    path = await subscribed(ask)

    answer = await ask("GET", path)

    text = await answer.text()
    assert (200, "text/calendar", "utf-8") == (answer.status, answer.content_type, answer.charset)
    assert "no-store" == answer.headers["Cache-Control"]
    assert re.search(r"SUMMARY:待办 \d+ 件", text)
    assert {f"URL:http://{answer.url.host}:{answer.url.port}/"} == set(re.findall("URL:.*", text.replace("\r", "")))
    names = {
        row.values["name"]
        for row in feeding.desk(feeding.actor(HEAD, office=OFFICE), office=OFFICE, purpose="check")
        .find("minor", limit=500)
        .rows
    }
    assert not [name for name in names if name in text]
    assert not [told for told in ("530111", HEAD, "age", "年龄", "risk") if told in text]


async def test_every_poll_is_in_the_journal(ask, feeding):
    """As a read of the work list by the account, through the calendar; a poll that opens nothing is no read."""
    path = await subscribed(ask)
    await ask("GET", path)
    await ask("GET", "/calendar.ics?key=mcf_made-up")

    desk = feeding.desk(feeding.actor(HEAD, office=OFFICE), office=OFFICE, purpose="check")
    told = {
        (r.values["actor"], r.values["what"], r.values["action"])
        for r in desk.find("journal", F.via == "calendar").rows
    }
    assert (HEAD, "due", "list") in told
    assert {(HEAD, "list")} == {(who, how) for who, _, how in told}
    (issued,) = desk.find("journal", F.action == "grant").rows
    assert "calendar" in issued.values["detail"]


async def alike(ask, path):
    """What everybody is told who opens nothing, without what differs from one request to the next."""
    answer = await ask("GET", path)
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "Content-Length")}
    text = re.sub(r'href="[^"]*lang=en[^"]*"', "", await answer.text())  # the same page in English
    return answer.status, headers, text


async def test_what_opens_nothing_is_answered_alike(ask, feeding, api):
    """Unknown, revoked, expired, of a post that has ended, of an office without feeds, and of no address at all: one answer."""
    revoked = await subscribed(ask)
    (listed,) = (await (await ask("GET", "/api/v1/calendars", HEAD)).json())["items"]
    assert 404 == (await ask("DELETE", f"/api/v1/calendars/{listed['id']}", LIAISON)).status
    assert 204 == (await ask("DELETE", f"/api/v1/calendars/{listed['id']}", HEAD)).status
    ended = await subscribed(ask, LIAISON)
    desk = feeding.desk(feeding.actor(HEAD, office=OFFICE), office=OFFICE, purpose="administration")
    (post,) = desk.find("officer", F.account == LIAISON).rows
    desk.change("officer", post.id, base=post.version, ended=desk.day.replace(day=23))
    good = await subscribed(ask)
    assert 200 == (await ask("GET", good)).status

    answers = [
        await alike(ask, path) for path in ("/no/such/address", "/calendar.ics", "/calendar.ics?key=x", revoked, ended)
    ]

    async def without_feeds(method, path):
        return await api.client.request(method, path)

    answers.append(await alike(without_feeds, good))
    assert 404 == answers[0][0]
    assert [answers[0]] * len(answers) == answers


async def test_a_key_expires(ask, now):
    """Good to the end of its last day, and the day after it opens nothing."""
    made = await ask("POST", "/api/v1/calendars", HEAD, json={"expires": "2026-11-24"})
    path = (await made.json())["path"]
    assert 200 == (await ask("GET", path)).status
    now.forward(timedelta(days=1))

    assert 404 == (await ask("GET", path)).status


async def test_a_key_is_no_way_into_anything_else(ask):
    """Not into the API, as a token or otherwise."""
    key = (await subscribed(ask)).partition("=")[2]

    assert 401 == (await ask("GET", f"/api/v1/worklist?key={key}")).status


@pytest.mark.parametrize("body", [{}, {"expires": "soon"}, {"expires": "2026-11-23"}, {"expires": "2027-02-23"}])
async def test_how_long_it_lives_is_said(ask, body):
    """From today to as long as the office allows."""
    answer = await ask("POST", "/api/v1/calendars", HEAD, json=body)

    assert 422 == answer.status
    assert ["expires"] == [each["at"] for each in (await answer.json())["problems"]]


async def test_feeds_are_off_by_default(api):
    """Nobody gets a key until an office turns them on."""
    assert 403 == (await api(HEAD, "POST", "/calendars", json=DAY)).status


async def test_who_has_no_work_list_has_no_calendar(ask):
    """Their key opens nothing."""
    path = await subscribed(ask, LEADER)

    assert 404 == (await ask("GET", path)).status
