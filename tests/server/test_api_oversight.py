"""The rules run and the journal verified over HTTP: by whom, and of which office."""

import sqlite3

import pytest

from minorcare.calendar import stamp
from minorcare.kinds import Area, AreaLevel
from minorcare.query import F
from minorcare_server.api import oversight

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"
OTHER = "530111005"


def tamper(registry, statement, *values):
    conn = sqlite3.connect(registry.store.path)
    assert conn.execute(statement, values).rowcount > 0
    conn.commit()
    conn.close()


async def test_the_rules_run(api, desk):
    """What was taken away is suggested again, once; a person confirms."""
    head = desk(HEAD)
    before = head.find("risk_tag", F.status == "suggested", limit=500).rows
    head.void("risk_tag", before[0].id, base=before[0].version, reason="test")

    first = await (await api(HEAD, "POST", "/screen")).json()
    again = await (await api(HEAD, "POST", "/screen")).json()

    assert {"suggested": 1, "evidence_added": 0, "withdrawn": 0, "basis_gone": 0} == first
    assert 0 == sum(again.values())
    assert len(before) == len(head.find("risk_tag", F.status == "suggested", limit=500).rows)


@pytest.mark.parametrize("who", [AUDITOR, LEADER, "grid_worker"])
async def test_screening_is_for_who_writes_tags(api, who):
    """Others are refused."""
    assert 403 == (await api(who, "POST", "/screen")).status


@pytest.mark.parametrize(("who", "status"), [(AUDITOR, 200), (HEAD, 200), (LIAISON, 403), (LEADER, 403)])
async def test_the_journal_is_verified_for_those_who_oversee(api, who, status):
    """Who may read it may have it verified, without any body; it is well, and says where it stands."""
    answer = await api(who, "POST", "/journal/verify")

    assert status == answer.status
    if status == 200:
        told = await answer.json()
        assert [] == told["faults"]
        assert 64 == len(told["hash"])


async def test_verifying_is_in_the_journal_before_its_answer_leaves(api, desk):
    """By whom, and by which way in."""
    told = await (await api(AUDITOR, "POST", "/journal/verify")).json()

    (entry,) = desk(HEAD).find("journal", F.action == "verify").rows
    assert (AUDITOR, "api") == (entry.values["actor"], entry.values["via"])
    assert entry.values["entry"] <= told["entry"]


async def test_a_changed_record_is_named_without_a_value(api, registry, child):
    """Kind and id, in the reader's language."""
    tamper(registry, "UPDATE version SET body = replace(body, ?, '某某') WHERE id = ?", child.values["name"], child.id)

    answer = await api(AUDITOR, "POST", "/journal/verify", headers={"Accept-Language": "en"})

    faults = (await answer.json())["faults"]
    assert {("minor", child.id)} == {(each["kind"], each["id"]) for each in faults}
    assert "某某" not in await answer.text()
    assert child.values["name"] not in await answer.text()
    assert all(each["said"].isascii() for each in faults)


async def test_the_faults_of_another_office_are_not_told(api, registry):
    """An auditor answers for one street."""
    registry.open_office(OTHER)
    registry.found(OTHER, Area(code=OTHER, name="邻街道", level=AreaLevel.STREET))
    tamper(registry, "UPDATE version SET body = replace(body, '邻', '某') WHERE office = ?", OTHER)

    assert [] == (await (await api(AUDITOR, "POST", "/journal/verify")).json())["faults"]
    assert list(registry.store.verify())


async def test_an_anchor_shows_that_the_end_was_cut_off(api, registry):
    """Without one a shorter chain looks whole."""
    anchors = [str(each) for each in registry.store.anchors(stamp(registry.clock()))]
    held = await api(AUDITOR, "POST", "/journal/verify", json={"anchors": anchors})
    assert [] == (await held.json())["faults"]
    tamper(registry, "DELETE FROM journal WHERE seq >= (SELECT max(seq) - 1 FROM journal)")

    cut = await api(AUDITOR, "POST", "/journal/verify", json={"anchors": anchors})

    assert {"cut", "anchor"} & {each["code"] for each in (await cut.json())["faults"]}


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"anchors": "one"}, ["anchors"]),
        ({"anchors": ["nonsense", "", "other"]}, ["anchors[0].anchor", "anchors[2].anchor"]),
        ({"anchors": [""] * 1001}, ["anchors"]),
        ({"everything": True}, ["everything"]),
    ],
)
async def test_anchors_that_are_none_are_named(api, body, at):
    """Each by its place."""
    answer = await api(AUDITOR, "POST", "/journal/verify", json=body)

    assert 422 == answer.status
    assert at == [each["at"] for each in (await answer.json())["problems"]]


async def test_one_verifying_at_a_time(api):
    """It reads everything: who asks meanwhile is told to ask again."""
    with oversight._ONE:
        answer = await api(AUDITOR, "POST", "/journal/verify")

    assert (503, "1") == (answer.status, answer.headers["Retry-After"])
    assert 200 == (await api(AUDITOR, "POST", "/journal/verify")).status
