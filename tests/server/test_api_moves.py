"""Over HTTP: a child sent twice by one key is sent once, two made one by a key are told apart by it, and nothing else is undone that way."""

import uuid
from datetime import date

import pytest

from minorcare.kinds import Area, AreaLevel, Duplicate, Lead, Minor, Officer
from minorcare.query import F
from minorcare.work import leads

HEAD, LIAISON, AUDITOR = "station_head", "community_liaison", "auditor"
OTHER = "530111005"


@pytest.fixture
def other(registry):
    """A second office in the same register."""
    registry.open_office(OTHER)
    registry.found(
        OTHER,
        Area(code=OTHER, name="邻街道", level=AreaLevel.STREET),
        Officer(account="neighbour", name="邻站长", role="station_head", posted_to=OTHER),
    )
    return OTHER


def sent_of(child, **more):
    return {"minor": child.id, "to": OTHER, "reason": "moved_home", "moved_on": "2026-11-20", **more}


async def test_a_child_is_sent_once_by_one_key(api, child, other):
    """The answer is the transfer, where it can be read, and its version; a retry answers with the same."""
    headers = {"Idempotency-Key": str(uuid.uuid4())}

    first = await api(HEAD, "POST", "/transfers", json=sent_of(child, to=other), headers=headers)
    again = await api(HEAD, "POST", "/transfers", json=sent_of(child, to=other), headers=headers)

    made = await first.json()
    assert (201, 201) == (first.status, again.status)
    assert made == await again.json()
    assert ("out", "pending", child.id) == (made["direction"], made["status"], made["minor"])
    assert first.headers["ETag"] == f'"{made["version"]}"'
    read = await api.client.get(first.headers["Location"], headers={"Authorization": f"Bearer {HEAD}"})
    assert made["id"] == (await read.json())["id"]
    listed = await (await api(HEAD, "GET", "/transfers?limit=1")).json()
    assert [made["id"]] == [each["id"] for each in listed["items"]]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/transfers?status=pending", None, 422),
        ("GET", "/transfers?limit=0", None, 422),
        ("GET", "/transfers?after=made-up", None, 422),
        ("GET", "/duplicates?minor=x", None, 422),
        ("GET", "/age_gates?days=soon", None, 422),
        ("GET", "/age_gates?days=3661", None, 422),
        ("GET", "/told_back?after=x", None, 422),
        ("GET", "/told_back?limit=501", None, 422),
        ("GET", "/told_back?limit=0", None, 422),
        ("GET", "/endings/nothing", None, 404),
        ("GET", "/endings/nothing?all=1", None, 422),
        ("POST", "/transfers", [], 422),
        ("POST", "/transfers", {"minor": 7}, 422),
        ("POST", "/transfers/nothing/accept", {"area": "530111004001"}, 404),
        ("POST", "/transfers/nothing/decline", {"note": "x"}, 404),
        ("POST", "/transfers/nothing/cancel", {"note": "x"}, 404),
        ("POST", "/merges", {"keep": "a", "drop": "b", "reason": "\x1f"}, 422),
        ("POST", "/merges", {"keep": "a", "drop": "b", "reason": "长" * 201}, 422),
        ("POST", "/merges", {"keep": "a", "drop": "b", "reason": "x"}, 404),
        ("POST", "/merges/nothing/undo", None, 404),
        ("PATCH", "/transfers", {}, 405),
    ],
)
async def test_what_is_wrong_is_told(api, method, path, body, status):
    """Each as a problem, none as a fault of ours."""
    answer = await api(HEAD, method, path, json=body) if body is not None else await api(HEAD, method, path)

    assert status == answer.status, await answer.text()
    assert "application/problem+json" == answer.content_type


async def test_a_body_of_another_type_is_not_read(api):
    """A form of another site cannot send one."""
    assert 415 == (await api(HEAD, "POST", "/merges", data=b'{"keep":"a"}')).status


@pytest.fixture
def twins(desk, child):
    """The child, entered again under another spelling, and the note of it."""
    two = Minor(name="曾子丹", sex=child.values["sex"], birth_date=date(2012, 8, 9), area=child.area, school="测试小学")
    desk(HEAD).save(two)
    desk(HEAD).save(Duplicate(minor=two.id, other=child.id))
    return two


async def test_two_are_made_one_and_told_apart_again(api, desk, child, twins):
    """The key of the merger is the id that undoes it; the pair is to be compared again."""
    key = str(uuid.uuid4())
    (pair,) = (await (await api(HEAD, "GET", "/duplicates")).json())["items"]
    assert {twins.id, child.id} == {pair["minor"]["id"], pair["other"]["id"]}
    assert {"sex", "area"} <= set(pair["alike"])

    body = {"keep": child.id, "drop": twins.id, "reason": "户口簿上是同一人"}
    made = await api(HEAD, "POST", "/merges", json=body, headers={"Idempotency-Key": key})
    assert (201, {"id": key, "minor": child.id}) == (made.status, await made.json())
    assert () == desk(HEAD).find("minor", F.id == twins.id).rows

    undone = await api(HEAD, "POST", f"/merges/{key}/undo")
    assert (200, []) == (undone.status, (await undone.json())["kept"])
    assert 1 == len(desk(HEAD).find("minor", F.id == twins.id).rows)
    assert [pair["alike"]] == [
        each["alike"] for each in (await (await api(HEAD, "GET", "/duplicates")).json())["items"]
    ]


async def test_only_a_merger_is_undone_that_way(api, desk, child):
    """Another batch of the same person has another address."""
    key = str(uuid.uuid4())
    desk(HEAD).change("minor", child.id, base=1, key=key, grade="五年级")

    assert 404 == (await api(HEAD, "POST", f"/merges/{key}/undo")).status
    assert "五年级" == desk(HEAD).get("minor", child.id).values["grade"]


async def test_a_pair_shows_no_child_that_the_reader_may_not_see(api):
    """Who sees no such notes is refused, in one way for all."""
    for who in (LIAISON, AUDITOR):
        assert 403 == (await api(who, "GET", "/duplicates")).status


async def test_what_became_of_a_lead_is_for_its_sender(api, desk, child):
    """Received, then handled, and no word of what came of it; others do not see that there is one."""
    lead = Lead(area=child.area, observed=("child_alone",), seen_on=date(2026, 11, 23), source="grid")
    leads.send(desk("grid_worker"), lead)

    shown = [{"id": lead.id, "seen_on": "2026-11-23", "handled": False}]
    assert shown == (await (await api("grid_worker", "GET", "/told_back")).json())["items"]
    leads.link(desk(HEAD), lead.id, minor=child.id, base=1)
    found = (await (await api("grid_worker", "GET", "/told_back")).json())["items"]
    assert [{**shown[0], "handled": True}] == found
    assert [] == (await (await api(HEAD, "GET", "/told_back")).json())["items"]


@pytest.mark.usefixtures("other")
async def test_nobody_is_answered_without_a_sign_in(api):
    """Every new address asks who it is."""
    for method, path in (
        ("GET", "/transfers"),
        ("POST", "/transfers"),
        ("POST", "/merges"),
        ("GET", "/duplicates"),
        ("GET", "/told_back"),
        ("GET", "/age_gates"),
        ("GET", "/endings/x"),
        ("POST", "/screen"),
        ("POST", "/journal/verify"),
        ("GET", "/calendars"),
        ("POST", "/calendars"),
        ("DELETE", "/calendars/x"),
    ):
        assert 401 == (await api(None, method, path, headers={"Sec-Fetch-Site": "same-origin"})).status, path
