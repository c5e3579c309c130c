"""Records over HTTP are what they are at a desk: the same rows, the same errors, the same journal."""

import uuid

import pytest

from minorcare.declare import new_id
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.query import F, Query
from minorcare.surfaces.converters import to_json

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"
MINE = "530111004001"
SEALED, ABSENT = "reporter", "JM-00-0000-c9"


def written(row):
    kept = {"id": row.id, "no": row.no, "version": row.version, "since": row.since, "area": row.area}
    return kept | to_json(row.kind, row.values, row.masked)


def alike(rows):
    """Rows whose masked fields are named in one order; nothing shown is nothing, however it is written."""
    return [
        row | {"masked": sorted(row["masked"])} | {name: row[name] or None for name in row["masked"]} for row in rows
    ]


@pytest.mark.parametrize("account", [HEAD, LIAISON])
@pytest.mark.parametrize("kind", ["minor", "household", "member", "circumstance", "risk_tag", "officer", "area"])
async def test_list_is_what_the_desk_finds(api, desk, account, kind):
    """A page of the API holds the rows of the desk's page, value by value, and leads to the same next one."""
    rows = desk(account).find(Query(kind=kind, limit=7)).rows

    answer = await api(account, "GET", f"/records/{kind}?limit=7")

    assert 200 == answer.status
    page = await answer.json()
    assert alike(map(written, rows)) == alike(page["items"])
    if page["next"]:
        rest = await (await api(account, "GET", f"/records/{kind}?limit=7", params={"after": page["next"]})).json()
        after = desk(account).find(Query(kind=kind, limit=7, after=page["next"])).rows
        assert alike(map(written, after)) == alike(rest["items"])


async def test_get_has_its_version_as_etag(api, desk, child):
    """A record comes with its version; asked again with it, only that nothing has changed."""
    first = await api(LIAISON, "GET", f"/records/minor/{child.id}")
    again = await api(LIAISON, "GET", f"/records/minor/{child.id}", headers={"If-None-Match": first.headers["ETag"]})

    assert (200, '"1"') == (first.status, first.headers["ETag"])
    assert written(desk(LIAISON).get("minor", child.id)) == await first.json()
    assert (304, b"") == (again.status, await again.read())


async def test_filters_and_search_are_the_desks(api, desk, child):
    """The URL form asks what a filter asks."""
    asked = {"area__within": MINE, "sex": "1", "birth_date.age__gte": "6", "order": "-birth_date", "limit": "50"}
    where = F.area.within(MINE) & (F.sex == "1") & (F.birth_date.age >= 6)
    rows = desk(HEAD).find("minor", where, order=("-birth_date",)).rows

    found = (await (await api(HEAD, "GET", "/records/minor", params=asked)).json())["items"]
    by_name = await (await api(HEAD, "GET", "/records/minor", params={"q": child.values["name"]})).json()

    assert rows
    assert [row.id for row in rows] == [each["id"] for each in found]
    assert child.id in [each["id"] for each in by_name["items"]]


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/history"])
@pytest.mark.parametrize("kind", ["misbehaviour_act", "journal", "grant"])
async def test_refusals_are_the_desks(api, desk, kind, path):
    """What a role does not show at the desk, it does not show over HTTP: 403, in the same words."""
    id = new_id()
    with pytest.raises(Refused) as refused:
        desk(LIAISON).get(kind, id) if path else desk(LIAISON).find(kind)

    answer = await api(LIAISON, "GET", f"/records/{kind}{path.format(id=id)}")

    assert 403 == answer.status
    assert refused.value.in_("zh") == (await answer.json())["detail"]


async def test_absent_foreign_and_sealed_read_alike(api, desk, foreign):
    """Nobody learns from the API that a record is there: not by status, not by words, not by length."""
    bodies = set()
    for id in (ABSENT, foreign.id, "x" * 64):
        with pytest.raises(NotFound):
            desk(LIAISON).get("minor", id)
        for method, path, more in (
            ("GET", "", {}),
            ("GET", "/history", {}),
            ("PATCH", "", {"json": {"grade": "五年级"}, "headers": {"If-Match": '"1"'}}),
        ):
            answer = await api(LIAISON, method, f"/records/minor/{id}{path}", **more)
            bodies.add((answer.status, await answer.read()))
    assert 1 == len(bodies)
    assert 404 == bodies.pop()[0]


@pytest.mark.parametrize(
    "path", [f"/records/{SEALED}", f"/records/{SEALED}/1", "/records/nothing", "/nothing", "/records"]
)
async def test_kinds_of_the_vault_have_no_address(api, path):
    """A kind that can be sealed is answered like an address that was never there."""
    answer, nowhere = await api(HEAD, "GET", path), await api(HEAD, "GET", "/nowhere/at/all")

    assert (404, await nowhere.read()) == (answer.status, await answer.read())


async def test_create_change_and_history(api, desk):
    """A record is made, changed from a version, and its versions are kept."""
    made = await api(LIAISON, "POST", "/records/minor", json=new_child(name="白晓满"))
    id = (await made.json())["id"]

    changed = await api(LIAISON, "PATCH", f"/records/minor/{id}", json={"grade": "一年级"}, headers={"If-Match": '"1"'})
    history = await (await api(LIAISON, "GET", f"/records/minor/{id}/history")).json()

    assert (201, '"1"') == (made.status, made.headers["ETag"])
    assert made.headers["Location"].endswith(f"/api/v1/records/minor/{id}")
    assert (200, '"2"') == (changed.status, changed.headers["ETag"])
    assert written(desk(LIAISON).get("minor", id)) == await changed.json()
    assert [(2, ["grade"]), (1, True)] == [
        (each["version"], each["changed"] if each["version"] == 2 else "name" in each["changed"])
        for each in history["items"]
    ]


async def test_replay_key_makes_sending_again_harmless(api, desk):
    """The same key and content give the first record again, the same key with other content a conflict."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = await api(LIAISON, "POST", "/records/minor", json=new_child(), headers=key)
    again = await api(LIAISON, "POST", "/records/minor", json=new_child(), headers=key)
    other = await api(LIAISON, "POST", "/records/minor", json=new_child(grade="三年级"), headers=key)

    assert [201, 201, 409] == [first.status, again.status, other.status]
    assert await first.json() == await again.json()
    assert 1 == len(desk(LIAISON).find("minor", F.id == (await first.json())["id"]).rows)


async def test_stale_version_shows_the_newest(api, desk, child):
    """Who changes an old version is told, and sees the record as it is now."""
    path, old = f"/records/minor/{child.id}", {"If-Match": '"1"'}
    await api(HEAD, "PATCH", path, json={"grade": "四年级"}, headers=old)

    answer = await api(LIAISON, "PATCH", path, json={"grade": "五年级"}, headers=old)

    assert (409, '"2"') == (answer.status, answer.headers["ETag"])
    assert written(desk(LIAISON).get("minor", child.id)) == (await answer.json())["current"]


@pytest.mark.parametrize("given", [None, "1", 'W/"1"', "*", '"0"', '"-1"', '"1", "2"', '""'])
async def test_change_says_which_version(api, child, given):
    """Without a version nothing is changed, and nothing else than a version stands for one."""
    headers = {} if given is None else {"If-Match": given}

    answer = await api(HEAD, "PATCH", f"/records/minor/{child.id}", json={"grade": "x"}, headers=headers)

    assert (428 if given is None else 400) == answer.status


async def test_transition(api, desk):
    """A tag goes where its states allow, with what must be said."""
    tag = desk(HEAD).find("risk_tag", F.status == "suggested", limit=1).rows[0]
    path, at = f"/records/risk_tag/{tag.id}/transition", {"If-Match": f'"{tag.version}"'}

    nowhere = await api(HEAD, "POST", path, json={"to": "heaven", "x": 1}, headers=at)
    missing = await api(HEAD, "POST", path, json={"to": "confirmed"}, headers=at)
    done = await api(HEAD, "POST", path, json={"to": "confirmed", "review": "2027-02-24"}, headers=at)
    back = await api(HEAD, "POST", path, json={"to": "suggested"}, headers={"If-Match": done.headers["ETag"]})

    assert (422, ["to", "x"]) == (nowhere.status, [each["at"] for each in (await nowhere.json())["problems"]])
    assert (422, ["review"]) == (missing.status, [each["at"] for each in (await missing.json())["problems"]])
    assert (200, "confirmed", HEAD) == (done.status, (await done.json())["status"], (await done.json())["decided_by"])
    assert (422, "state") == (back.status, (await back.json())["problems"][0]["code"])


async def test_problems_are_the_desks(api, desk, child):
    """All problems at once, with the addresses, codes and words that the library gives."""
    values = {"birth_date": "2031-01-01", "sex": "7", "area": "530111004099"}
    kind = desk(LIAISON).catalog.kind("minor")
    typed = {name: kind.by_name[name].from_json(value) for name, value in values.items()}
    with pytest.raises(Invalid) as invalid:
        desk(LIAISON).change("minor", child.id, base=1, **typed)

    answer = await api(LIAISON, "PATCH", f"/records/minor/{child.id}", json=values, headers={"If-Match": '"1"'})

    assert 422 == answer.status
    assert [
        {"at": each.at, "said": each.said.zh, "remedy": each.remedy.zh, "code": each.code}
        for each in invalid.value.problems
    ] == (await answer.json())["problems"]


async def test_reads_and_writes_are_in_the_journal(api, desk, child):
    """What came by the API stands in the journal as such, with its purpose."""
    await api(LIAISON, "GET", f"/records/minor/{child.id}", headers={"X-Purpose": "visit"})
    await api(LIAISON, "GET", "/records/minor?purpose=case")
    entries = desk(AUDITOR).find("journal", (F.actor == LIAISON) & (F.via == "api"), order=("entry",)).rows

    assert [("get", "visit"), ("list", "case")] == [(row.values["action"], row.values["why"]) for row in entries]


async def test_who_looked_is_told_at_once(api, child):
    """A look that was a moment ago is in the list of those who looked; a role that oversees nothing does not read it."""
    await api(LIAISON, "GET", f"/records/minor/{child.id}")

    looks = await (await api(HEAD, "GET", f"/records/seen?minor={child.id}&order=-entry")).json()
    refused = await api(LIAISON, "GET", f"/records/seen?minor={child.id}")

    assert (LIAISON, "get") == (looks["items"][0]["actor"], looks["items"][0]["action"])
    assert 403 == refused.status


async def test_purpose_is_a_code(api):
    """A purpose that is not on the list opens no desk."""
    answer = await api(HEAD, "GET", "/records/minor?purpose=curiosity")

    assert (422, "purpose") == (answer.status, (await answer.json())["problems"][0]["at"])


def new_child(**values):
    return {"name": "白晓满", "sex": "2", "birth_date": "2019-03-01", "area": MINE} | values
