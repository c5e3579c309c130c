"""Pages of those who send what they do not read: a few questions, a receipt, and no word more than they may know."""

import re
import uuid
from datetime import date, timedelta

import pytest

from minorcare.kinds import Guarantee, GuaranteeAnswer, Instruction, Lead, Minor, Task, TaskReport
from minorcare.work import answers, leads, responsibility

HEAD, GRID, GUARANTOR, LEADER = "station_head", "grid_worker", "guarantor", "leader"
GRID_AREA = "530111004001/01/"


def key():
    return str(uuid.uuid4())


def fields(html):
    """The names that the form of a report sends, without its key."""
    return {name for name in re.findall(r' name="([\w\[\].]+)"', html[html.index("<main") :]) if name != "key"}


def text(html):
    return re.sub(r"<[^>]+>", " ", html[html.index("<main") :])


def seen(**more):
    return {
        "key": key(),
        "observed": "child_alone",
        "area": GRID_AREA,
        "seen_on": "2026-11-24",
        "source": "grid",
        "address": "2 栋楼下",
        "words": "",
    } | more


@pytest.fixture
def child(desk):
    """A child in the grid worker's grid: nobody else's is theirs to see."""
    lives = Minor(name="巫小川", sex="1", birth_date=date(2016, 5, 1), area=GRID_AREA)
    desk(HEAD).save(lives)
    return desk(HEAD).get(Minor, lives.id)


@pytest.fixture
def given(desk, child):
    """A task that the grid worker was given."""
    day = desk(HEAD).day
    desk(HEAD).save(Task(minor=child.id, title="see_family", owner=GRID, given=day, due=day + timedelta(days=7)))
    return desk(HEAD).find(Task).rows[0]


@pytest.fixture
def asked_for(desk, child):
    """A guarantee that waits for its answer."""
    responsibility.assign(desk(HEAD), child.id, GUARANTOR)
    return desk(HEAD).find(Guarantee).rows[0]


@pytest.mark.parametrize(
    ("account", "source", "area"),
    [
        (GRID, "grid", GRID_AREA),
        (GUARANTOR, "community", "530111004001"),
        ("school", "school", ""),
        ("department", "", ""),
    ],
)
async def test_a_lead_is_asked_for_in_few_fields(visit, account, source, area):
    """Who sends leads is asked what, where, when and as whom: filled in where the post says it, and nothing about a child."""
    page = await visit(account)
    html = (await page("/report/lead")).html
    chosen = dict(re.findall(r'name="source".*?value="([^"]*)"( selected)', html, re.DOTALL))
    placed = re.findall(r'name="area" value="([^"]*)" checked|name="area"[^>]*>[^§]*?value="(\d[^"]*)" selected', html)

    assert fields(html) == {"observed", "address", "words", "seen_on", "source"} | ({"area"} if area else set())
    assert 'name="seen_on" value="2026-11-24"' in html
    assert ([source] if source else []) == list(chosen)
    assert ([area] if area else []) == ["".join(each) for each in placed]
    assert "tel:110" in html
    assert 'href="/report/lead"' in (await page("/")).html


async def test_a_lead_is_received_and_handled(visit, desk):
    """The receipt has a number, the own list says received, and once the station has dealt with it, handled: nothing else."""
    page = await visit(GRID)
    form = seen(words="晚上九点还在楼下")
    done = await page("/report/lead", form)
    receipt = await page(done.headers["Location"])
    [row] = desk(HEAD).find(Lead).rows
    leads.dismiss(desk(HEAD), row.id, reason="走亲戚，已核实", base=1)
    after = (await page("/report/lead")).html

    number = row.id.replace("-", "")[-8:].upper()
    assert (303, f"/report/lead?sent={form['key']}") == (done.status, done.headers["Location"])
    assert f"回执号 {number}" in receipt.html
    assert "未保站会尽快研判" in receipt.html
    assert GRID == row.values["sent_by"]
    assert "已收到" in text(receipt.html)
    assert "已处理" in text(after)
    assert not re.search("走亲戚|晚上九点|不成立", text(after))


@pytest.mark.parametrize("account", ["school", "department", "volunteer"])
async def test_who_knows_no_areas_reports_from_where_they_are_posted(visit, desk, account):
    """Who cannot choose an area sends a lead for the street: it is in the station's list, with its deadline."""
    form = {name: value for name, value in seen(source="school").items() if name != "area"}
    done = await (await visit(account))("/report/lead", form)

    [row] = desk(HEAD).find(Lead).rows
    assert 303 == done.status
    assert ("530111004", account) == (row.values["area"], row.values["sent_by"])
    assert row.values["deal_by"] > desk(HEAD).day


async def test_sent_twice_it_is_one_lead(visit, desk):
    """The same form sent again makes no second lead."""
    page, form = await visit(GRID), seen()

    assert [303, 303] == [(await page("/report/lead", form)).status for _ in range(2)]
    assert 1 == len(desk(HEAD).find(Lead).rows)


async def test_nobody_elses_lead_is_told_of(visit, desk):
    """The own list holds what the reader sent; a receipt for anything else is not shown."""
    worker = desk("grid_leader")
    lead = Lead(area=GRID_AREA, observed=("hungry",), seen_on=worker.day, source="grid")
    leads.send(worker, lead)
    page = await visit(GRID)
    html = (await page(f"/report/lead?sent={lead.id}")).html
    made_up = (await page(f"/report/lead?sent={key()}")).html

    assert "还没有报过" in html
    assert "回执号" not in html
    assert "回执号" not in made_up


async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(visit, desk):
    """Without what was seen there is no lead; the words stay."""
    page = await visit(GRID)
    answer = await page("/report/lead", seen(observed="", words="孩子在哭"))
    ahead = await page("/report/lead", seen(seen_on="2027-01-01"))

    assert (422, 422) == (answer.status, ahead.status)
    assert 'id="f-observed-e"' in answer.html
    assert "孩子在哭</textarea>" in answer.html
    assert 'id="f-seen_on-e"' in ahead.html
    assert [] == list(desk(HEAD).find(Lead).rows)


@pytest.mark.parametrize("name", ["sent_by", "outcome", "minor", "deal_by", "contact"])
async def test_what_is_not_asked_is_not_taken(visit, desk, name):
    """A form that sends more than was asked is refused: nobody sends in another's name, or decides on what they send."""
    page = await visit(GRID)

    assert 400 == (await page("/report/lead", seen(**{name: "x"}))).status
    assert [] == list(desk(HEAD).find(Lead).rows)


async def test_who_only_reports_is_led_to_the_page_for_it(visit, desk):
    """The form of all fields is for who reads leads; the others are sent on, and cannot post to it."""
    page = await visit(GRID)
    form = {"key": key(), "area": GRID_AREA, "observed": "hungry", "seen_on": "2026-11-24", "source": "grid"}
    led, forced = await page("/records/lead/new", allow_redirects=False), await page("/records/lead/new", form)

    assert (303, "/report/lead") == (led.status, led.headers["Location"])
    assert 403 == forced.status
    assert [] == list(desk(HEAD).find(Lead).rows)


@pytest.mark.parametrize(
    ("account", "path"), [("auditor", "lead"), ("inspector", "lead"), (GRID, "instruction"), (LEADER, "lead")]
)
async def test_who_may_not_report_is_refused(visit, account, path):
    """A page to report on is for the roles that report it."""
    page = await visit(account)

    assert 403 == (await page(f"/report/{path}")).status
    assert f'href="/report/{path}"' not in (await page("/")).html


async def test_there_is_no_page_for_other_kinds(visit):
    """Of what nobody reports there is no page."""
    page = await visit(HEAD)

    assert 404 == (await page("/report/minor")).status
    assert 404 == (await page("/report/nothing")).status


async def test_a_task_is_reported_from_the_own_list(visit, desk, given):
    """The first page shows a day and a place; one tap leads to one question; the report is taken by the office later."""
    page = await visit(GRID)
    home = (await page("/")).html
    link = re.search(r'<a class="b sm pri" href="([^"]+)"[^>]*>任务回报</a>', home)[1]
    html = (await page(link)).html
    done = await page(link, {"key": key(), "result": "as_usual"})
    receipt = (await page(done.headers["Location"])).html

    child = desk(HEAD).get("minor", given.values["minor"])
    assert "一件要办的事" in home
    assert child.values["name"] not in home + html + receipt
    assert child.id not in home + html + receipt
    assert f'href="{link}"' in (await page("/records/due")).html
    assert {"result"} == fields(html)
    assert 303 == done.status
    assert "会从您的待办中移走" in receipt
    assert answers.Taken(taken=1) == answers.take_reports(desk(HEAD))
    assert "as_usual" == desk(HEAD).get(Task, given.id).values["result"]
    assert "任务回报" not in text((await page("/")).html)


async def test_nobody_reports_on_a_task_of_somebody_else(visit, desk, given):
    """Another's line of the work list, one that there is not, and one of another sort read alike: there is no such page."""
    page, line = await visit("building_head"), f"task:{given.id}:due"
    pages = [await page(f"/report/task_report?line={each}") for each in (line, "task:x:due", "visit:x:planned", "")]
    sent = await page(f"/report/task_report?line={line}", {"key": key(), "result": "as_usual"})

    assert {404} == {each.status for each in pages} | {sent.status}
    assert [] == list(desk(HEAD).find(TaskReport).rows)


async def test_a_guarantor_answers(visit, desk, asked_for):
    """Who is asked to answer for a child says yes, or no with a reason; who it is about is not told here."""
    page = await visit(GUARANTOR)
    link = re.search(r'href="(/report/guarantee_answer[^"]+)"', (await page("/")).html)[1]
    html = (await page(link)).html
    without = await page(link, {"key": key(), "accepts": "false", "why": ""})
    done = await page(link, {"key": key(), "accepts": "false", "why": "已有三个孩子"})

    [row] = desk(HEAD).find(GuaranteeAnswer).rows
    child = desk(HEAD).get("minor", asked_for.values["minor"])
    assert {"accepts", "why"} == fields(html)
    assert child.values["name"] not in html
    assert 422 == without.status
    assert 'id="f-why-e"' in without.html
    assert 303 == done.status
    assert (asked_for.id, False) == (row.values["guarantee"], row.values["accepts"])


async def test_a_leader_writes_an_instruction_and_reads_the_reply(visit, desk):
    """A leader chooses somebody of the station, asks for something by a day, and finds the reply in the list; no child is named."""
    page = await visit(LEADER)
    home = (await page("/")).html
    html = (await page("/report/instruction")).html
    offered = re.findall(r'type="radio" name="addressee" value="(\w+)"', html)
    due = (desk(HEAD).day + timedelta(days=3)).isoformat()
    form = {"key": key(), "addressee": HEAD, "text": "请报各社区一人一策完成情况。", "due": due}
    late = await page("/report/instruction", form | {"due": ""})
    done = await page("/report/instruction", form)
    [row] = desk(HEAD).find(Instruction).rows
    desk(HEAD).transition(Instruction, row.id, "answered", base=1, reply="已完成 21 份")

    assert 'href="/report/instruction"' in home
    assert {"addressee", "text", "due"} == fields(html)
    assert set(offered) == {HEAD, "child_supervisor"}
    assert 422 == late.status
    assert 303 == done.status
    assert (LEADER, due) == (row.values["given_by"], row.values["due"].isoformat())
    assert "已完成 21 份" in (await page("/records/instruction")).html
    assert "写批示" in (await page("/records/instruction")).html
    assert 'href="/child/' not in home + html


async def test_number_of_a_person_is_kept_out_of_an_instruction(visit, desk):
    """A telephone number in the text is refused at the text."""
    page = await visit(LEADER)
    form = {"key": key(), "addressee": HEAD, "text": "请联系 13912345678。", "due": "2026-12-01"}
    answer = await page("/report/instruction", form)

    assert 422 == answer.status
    assert 'id="f-text-e"' in answer.html
    assert [] == list(desk(HEAD).find(Instruction).rows)


async def test_pages_are_in_english_too(visit, given):
    """A report in English holds no Chinese but what was named in it."""
    page = await visit(GRID)
    html = (await page("/report/lead?lang=en")).html
    task = text((await page(f"/report/task_report?line=task:{given.id}:due&lang=en")).html)

    places = r"桐花社区\S*|演示\S*"
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(places, "", text(html)))
    assert "Done, everything as usual" in task
