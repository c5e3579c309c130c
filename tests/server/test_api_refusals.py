"""What the API does not take, and what it does not tell."""

import asyncio
import io
import json

import pytest

from minorcare.query import F

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"
MINE, OTHERS = "530111004001", "530111004002"
JSON = {"Content-Type": "application/json"}
CHILD = {"name": "白晓满", "sex": "2", "birth_date": "2019-03-01", "area": MINE}
SMUGGLED = {
    "version": 9,
    "since": "2020-01-01T00:00:00.000Z",
    "no": 1,
    "digest": "0",
    "seq": 1,
    "void": True,
    "salt": "00",
    "masked": [],
    "role": "station_head",
    "is_admin": True,
    "actor": "station_head",
    "__proto__": {},
    "$where": "1",
    "id_": "x",
    "office_": "530111005",
}


async def refused(answer, status):
    assert (status, "application/problem+json") == (answer.status, answer.content_type)
    told = await answer.json()
    assert told["type"]
    assert told["title"]
    assert told["status"] == status
    return told


@pytest.mark.parametrize("name", SMUGGLED)
async def test_smuggled_fields_are_refused(api, desk, child, name):
    """A field that a caller may not set is named and refused, in new records and in changes; nothing is written."""
    body = CHILD | {name: SMUGGLED[name]}

    made = await api(LIAISON, "POST", "/records/minor", json=body)
    changed = await api(
        LIAISON, "PATCH", f"/records/minor/{child.id}", json={name: SMUGGLED[name]}, headers={"If-Match": '"1"'}
    )

    assert 1 == len((await refused(made, 422))["problems"])
    assert 1 == len((await refused(changed, 422))["problems"])
    assert not desk(LIAISON).find("minor", F.name == CHILD["name"]).rows
    assert 1 == desk(LIAISON).get("minor", child.id).version


@pytest.mark.parametrize("name", ["id", "office"])
async def test_change_moves_no_record(api, child, name):
    """A change gives a record neither another id nor another office."""
    answer = await api(
        HEAD, "PATCH", f"/records/minor/{child.id}", json={name: "530111005"}, headers={"If-Match": '"1"'}
    )

    assert "fixed" == (await refused(answer, 422))["problems"][0]["code"]


async def test_state_is_no_value(api, desk):
    """A state is moved by a transition and by nothing else."""
    tag = desk(HEAD).find("risk_tag", F.status == "suggested", limit=1).rows[0]

    answer = await api(
        HEAD, "PATCH", f"/records/risk_tag/{tag.id}", json={"status": "confirmed"}, headers={"If-Match": '"1"'}
    )

    assert "transition" == (await refused(answer, 422))["problems"][0]["code"]


async def test_masked_fields_are_not_written(api, desk):
    """Who does not see a tag's ground may not write it either, nor learn by trying what it is."""
    tag = next(row for row in desk(LIAISON).find("risk_tag", limit=500).rows if "reason" in row.masked)

    answer = await api(
        LIAISON, "PATCH", f"/records/risk_tag/{tag.id}", json={"reason": "x"}, headers={"If-Match": '"1"'}
    )

    assert [("reason", "masked")] == [(each["at"], each["code"]) for each in (await refused(answer, 422))["problems"]]
    assert 1 == desk(HEAD).get("risk_tag", tag.id).version


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 12),
        ("name", None),
        ("name", ["白"]),
        ("name", {"zh": "白"}),
        ("birth_date", "2019-02-30"),
        ("birth_date", "20190301"),
        ("birth_date", 43525),
        ("birth_date_estimated", "true"),
        ("birth_date_estimated", 1),
        ("sex", 2),
        ("household", 5),
        ("name", "白\u0000"),
        ("note", "x" * 501),
    ],
)
async def test_wrong_types_are_not_guessed(api, field, value):
    """A value of another type is refused at its field: nothing is converted in silence."""
    answer = await api(LIAISON, "POST", "/records/minor", json=CHILD | {field: value})

    assert [field] == [each["at"] for each in (await refused(answer, 422))["problems"]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name":"a","name":"b"}',
        b'{"name":NaN}',
        b'{"name":1e400}',
        b'{"name":1.5}',
        b'{"name":9007199254740993}',
        b"\xef\xbb\xbf{}",
        b'{"name":"\xff"}',
        '{"name":"白"}'.encode("utf-16"),
        b'{"name":"\\ud800"}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"name":"a"} x',
        b"{'name':'a'}",
        b'{"name":' + b"9" * 5000 + b"}",
    ],
)
async def test_malformed_json_is_refused(api, body):
    """What two readers could understand differently is read by none."""
    answer = await api(LIAISON, "POST", "/records/minor", data=body, headers=JSON)

    await refused(answer, 400)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null"])
async def test_json_that_is_no_object_is_refused(api, body):
    """A record is an object."""
    await refused(await api(LIAISON, "POST", "/records/minor", data=body, headers=JSON), 422)


@pytest.mark.parametrize(
    "type_", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
async def test_only_json_is_taken(api, type_):
    """What a form of another site could send is not read."""
    await refused(
        await api(LIAISON, "POST", "/records/minor", data=json.dumps(CHILD), headers={"Content-Type": type_}), 415
    )


async def test_bodies_are_capped(api):
    """A body beyond a megabyte is refused, whether its length is announced or not."""

    async def pieces():
        for _ in range(40):
            yield b" " * 65_536
            await asyncio.sleep(0)

    announced = await api(LIAISON, "POST", "/records/minor", data=io.BytesIO(b" " * 2_000_000), headers=JSON)
    dripped = await api(LIAISON, "POST", "/records/minor", data=pieces(), headers=JSON)

    await refused(announced, 413)
    await refused(dripped, 413)


@pytest.mark.parametrize(
    "query",
    [
        "nothing=1",
        "name__like=a",
        "name__eq__eq=a",
        "birth_date__gte=yesterday",
        "minor.name=a",
        "limit=0",
        "limit=501",
        "limit=x",
        "order=nothing",
        "order=resident_id",
        "after=x",
        "fields=*",
        "unmask=1",
        "sex=",
        "sex=1&order=name&order=sex",
        "list=everything",
    ],
)
async def test_unknown_filters_are_not_ignored(api, query):
    """A condition that cannot be asked is refused; dropping it would answer another question."""
    await refused(await api(LIAISON, "GET", f"/records/minor?{query}"), 422)


async def test_unknown_filter_lists_the_fields(api):
    """The remedy says what can be asked."""
    told = await refused(await api(LIAISON, "GET", "/records/minor?brithdate=1"), 422)

    assert "birth_date" in told["problems"][0]["remedy"]


async def test_secrets_stay_out_of_addresses(api):
    """A number by which a child could be found is not asked in a URL, and no message repeats it."""
    answer = await api(HEAD, "GET", "/records/minor?resident_id=990101201901010018")

    assert "990101201901010018" not in json.dumps(await refused(answer, 422))


async def test_a_liaison_sees_one_community(api, desk, foreign):
    """Lists, filters, searches, counts, work list, records behind a reference, errors: nothing of the next community shows."""
    head = desk(HEAD)
    foreign_ids = {row.id for row in head.find("minor", F.area.within(OTHERS), limit=500).rows}
    household, name = foreign.values["household"], foreign.values["name"]
    paths = [
        *(f"/records/{kind}?limit=500" for kind in ("minor", "household", "member", "circumstance", "risk_tag", "due")),
        f"/records/minor?area__within={OTHERS}&limit=500",
        f"/records/minor?id={foreign.id}",
        f"/records/minor?household={household}",
        f"/records/member?household.area__within={OTHERS}",
        "/records/minor?order=name&limit=500",
        "/worklist?limit=500",
        "/worklist?who=station_head&limit=500",
        "/tallies/minors_by_community",
        "/tallies/groups_by_community",
        f"/records/minor/{foreign.id}",
        f"/records/minor/{foreign.id}/history",
        f"/records/household/{household}",
    ]

    answers = [await (await api(LIAISON, "GET", path)).text() for path in paths]
    searched = await (await api(LIAISON, "GET", "/records/minor", params={"q": name})).json()

    assert foreign_ids
    assert not [
        (path, id)
        for path, text in zip(paths, answers, strict=True)
        for id in foreign_ids | {OTHERS, f'"{household}"'}
        if f'"{id}"' in text or (id == OTHERS and f'"{OTHERS}' in text)
    ]
    assert not foreign_ids & {each["id"] for each in searched["items"]}


async def test_a_liaison_writes_in_one_community(api, desk, child, foreign):
    """No record is made in, moved to, or tied to another community."""
    made = await api(LIAISON, "POST", "/records/minor", json=CHILD | {"area": OTHERS})
    moved = await api(
        LIAISON, "PATCH", f"/records/minor/{child.id}", json={"area": OTHERS}, headers={"If-Match": '"1"'}
    )
    tied = await api(
        LIAISON,
        "PATCH",
        f"/records/minor/{child.id}",
        json={"household": foreign.values["household"]},
        headers={"If-Match": '"1"'},
    )

    for answer in (made, moved, tied):
        await refused(answer, 422)
    assert MINE == desk(HEAD).get("minor", child.id).area[:12]


@pytest.mark.parametrize("account", [LEADER, AUDITOR, "grid_worker", "school", "volunteer"])
async def test_no_child_for_whoever_works_without(api, account, child):
    """Leaders see figures, auditors the journal, grid workers tasks: a child none of them."""
    for path in ("/records/minor", f"/records/minor/{child.id}", f"/records/minor/{child.id}/history"):
        answer = await api(account, "GET", path)
        await refused(answer, 403)
        assert child.id not in await answer.text()


async def test_programs_without_a_token_are_told(api):
    """Nobody comes in unnamed, and who has lost their post comes in no more."""
    for account in ("", "nobody"):
        answer = await api(account, "GET", "/records/minor")
        await refused(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("en", "There"),
        ("zh-CN,en;q=0.5", "没有"),
        ("", "没有"),
        ("fr", "没有"),
        ("en;q=0", "没有"),
        ("en-GB;q=0.8, zh;q=0.9", "没有"),
    ],
)
async def test_errors_are_told_in_the_readers_language(api, header, word):
    """Chinese, unless English is liked better."""
    told = await refused(await api(HEAD, "GET", "/nothing", headers={"Accept-Language": header}), 404)

    assert word.casefold() in told["detail"].casefold()


async def test_other_methods(api, child):
    """HEAD is GET without a body; OPTIONS says what there is; anything else is refused with what there is."""
    path = f"/records/minor/{child.id}"
    head, options, delete = (
        await api(HEAD, "HEAD", path),
        await api(HEAD, "OPTIONS", path),
        await api(HEAD, "DELETE", path),
    )

    assert (200, b"", '"1"') == (head.status, await head.read(), head.headers["ETag"])
    assert (204, "GET, HEAD, OPTIONS, PATCH") == (options.status, options.headers["Allow"])
    assert "GET, HEAD, OPTIONS, PATCH" == delete.headers["Allow"]
    await refused(delete, 405)


@pytest.mark.parametrize(
    "headers", [{"X-HTTP-Method-Override": "PATCH"}, {"X-Original-URL": "/api/v1/journal"}, {"X-User": HEAD}]
)
async def test_headers_of_other_servers_mean_nothing(api, headers):
    """No header makes a request another one."""
    plain, asked = await api(LIAISON, "GET", "/journal"), await api(LIAISON, "GET", "/journal", headers=headers)

    assert (403, await plain.json()) == (asked.status, await asked.json())


async def test_an_error_of_ours_tells_nothing(api, registry, child, monkeypatch, caplog):
    """The answer holds a number, the log the place under that number, and neither the value it happened with."""
    monkeypatch.setattr(type(registry.store), "history", lambda *_: 1 / int(child.values["name"]))

    told = await refused(await api(HEAD, "GET", f"/records/minor/{child.id}/history"), 500)

    number = told["detail"].split("编号 ")[1][:8]
    assert number in caplog.text
    assert child.values["name"] not in caplog.text + json.dumps(told, ensure_ascii=False)
