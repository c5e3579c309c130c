"""Moves of records on pages: what each asks for, the work function behind it, and what may not be moved."""

import re
import uuid
from datetime import timedelta

import attrs
import pytest

from minorcare.desk import Save
from minorcare.kinds import (
    Attention,
    CensusResult,
    CensusRound,
    Guarantee,
    GuaranteeAnswer,
    Lead,
    Plan,
    PlanReview,
    Task,
    Visit,
    WeeklyContact,
)
from minorcare.kinds.census import ScopeArea
from minorcare.kinds.entrusted import EntrustedCare
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.query import F
from minorcare.rules.office import OfficeSettings
from minorcare.surfaces.street import STREET
from minorcare.work import census, leads, visits
from minorcare_server import create_app

HEAD, WORKER, LIAISON = "station_head", "child_supervisor", "community_liaison"
MINE = "530111004001"
OWN = {"Sec-Fetch-Site": "same-origin"}


def key():
    return str(uuid.uuid4())


def move(html, label):
    """The form of a move on a page, as a browser without a script would send it when nothing is changed."""
    found = re.search(
        rf'<form method="post" action="([^"]*/transition)"[^>]*>((?:(?!</form>).)*<button[^>]*>{label}</button>)',
        html,
        re.DOTALL,
    )
    body = found[2]
    sent = re.findall(r'<input type="hidden" name="([\w\[\].]+)" value="([^"]*)"', body)
    sent += re.findall(r'<input class="in[^"]*" id="[^"]*" name="([\w\[\].]+)" value="([^"]*)"', body)
    sent += re.findall(r'<textarea[^>]* name="([\w\[\].]+)"[^>]*>([^<]*)</textarea>', body)
    for name, options in re.findall(r'<select[^>]* name="([\w\[\].]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent.append((name, chosen[1] if chosen else ""))
    return found[1], dict(sent)


def answers(desk):
    """All that is asked of a done visit, and nothing urgent."""
    codes = desk(HEAD).catalog.codes
    return {
        "seen": "true",
        "cares_now": codes["cares_now"].items[0].value,
        "state": codes["visit_state"].items[0].value,
    }


@pytest.fixture
async def page(visit):
    return await visit(HEAD)


@pytest.fixture
def planned(desk, child):
    """A visit planned for today."""
    visit = Visit(minor=child.id, type="home", planned=desk(HEAD).day, officer=HEAD)
    desk(HEAD).save(visit)
    return visit


@pytest.fixture
def handed_in(desk, child):
    """A plan that its author has handed in."""
    day = desk(HEAD).day
    plan = Plan(
        minor=child.id,
        problems=(PlanProblem(area="schooling", said="缺课"),),
        goals=(PlanGoal(said="按时到校", measure="一个月内", day=day + timedelta(days=30)),),
        child_view="想去上学",
    )
    desk(WORKER).save(plan)
    desk(WORKER).transition(Plan, plan.id, "submitted", base=1)
    return plan


async def test_a_visit_is_recorded_from_its_page(page, desk, planned):
    """The page asks what a done visit must say; done, the next visit is planned and tasks are given, in the same act."""
    record = f"/records/visit/{planned.id}"
    action, sent = move((await page(record)).html, "记走访")
    sent |= answers(desk) | {"problems[0].area": "schooling", "problems[0].said": "想转学"}
    sent["next"] = (desk(HEAD).day + timedelta(days=10)).isoformat()
    done = await page(action, sent)

    kept = desk(HEAD).get(Visit, planned.id).record()
    assert (303, f"{record}?notice=moved") == (done.status, done.headers["Location"])
    assert ("done", desk(HEAD).day, True) == (kept.status, kept.happened, kept.seen)
    assert "想转学" == kept.problems[0].said
    following = desk(HEAD).find(Visit, (F.minor == planned.minor) & (F.status == "planned")).rows
    assert [desk(HEAD).day + timedelta(days=10)] == [row.values["planned"] for row in following]
    assert 1 == len(desk(HEAD).find(Task, F.minor == planned.minor).rows)
    assert "撤销" in (await page(done.headers["Location"])).html


async def test_what_a_move_asks_for_must_be_said(page, desk, planned):
    """What is missing is said at its input, the move stands open with what was typed, and nothing is written."""
    action, sent = move((await page(f"/records/visit/{planned.id}")).html, "记走访")
    answer = await page(action, sent | {"note": "孩子在外婆家"})

    html = answer.html
    assert 422 == answer.status
    assert "有 3 处要改" in html
    for name in ("seen", "cares_now", "state"):
        anchor = re.search(rf'<a href="#([^"]*f-{name})">', html)[1]
        assert f'id="{anchor}"' in html
        assert f'id="{anchor}-e"' in html
    assert 1 == html.count("<details open")
    assert "孩子在外婆家</textarea>" in html
    assert "planned" == desk(HEAD).get(Visit, planned.id).values["status"]


async def test_more_rows_in_a_move(page, desk, planned):
    """The rows of a move can be more, too: it stands open with what was typed, and nothing is written."""
    action, sent = move((await page(f"/records/visit/{planned.id}")).html, "记走访")
    answer = await page(action, sent | {"visitors[0].name": "王医生", "more": "visitors"})

    assert 200 == answer.status
    assert 'value="王医生"' in answer.html
    assert 'name="visitors[4].name"' in answer.html
    assert "planned" == desk(HEAD).get(Visit, planned.id).values["status"]


async def test_what_cannot_wait_is_said_at_once(page, desk, planned):
    """A visit that found something urgent shows whom to call, 110 first, as soon as it is saved; one that did not shows nothing."""
    codes = desk(HEAD).catalog.codes
    action, sent = move((await page(f"/records/visit/{planned.id}")).html, "记走访")
    sent |= {
        "seen": "true",
        "cares_now": codes["cares_now"].items[0].value,
        "state": codes["visit_state"].items[0].value,
    }
    before = (await page(f"/records/visit/{planned.id}")).html
    done = await page(action, [*sent.items(), ("urgent", "injured")])
    html = (await page(done.headers["Location"])).html

    assert "现在就打电话" not in before
    assert html.index("tel:110") < html.index("tel:120") < html.index("变更记录")
    assert "先救治" in html


async def test_the_duty_phone_is_the_office_s(registry, aiohttp_client, desk, planned):
    """The number that an office sets stands beside 110."""
    office = OfficeSettings(duty="0871-6333 0000")
    catalog = attrs.evolve(registry.catalog, by_class={**registry.catalog.by_class, OfficeSettings: office})
    client = await aiohttp_client(create_app(attrs.evolve(registry, catalog=catalog)))
    await client.post("/sign-in", data={"demo": HEAD}, headers=OWN, allow_redirects=False)
    found = {name: value == "true" or value for name, value in answers(desk).items()}
    visits.done(desk(HEAD), planned.id, base=1, urgent=("injured",), **found)

    assert "0871-6333 0000" in await (await client.get(f"/records/visit/{planned.id}")).text()


async def test_a_visit_nobody_planned_is_recorded_in_one_form(page, desk, child):
    """Met by chance: one form, one act, and where it is urgent it leads to whom to call."""
    form = {"key": key(), "minor": str(child.no), "type": "chance", "happened": desk(HEAD).day.isoformat()}
    form |= answers(desk) | {"cares_now": "nobody"}
    missing = await page("/records/visit/new?form=met", form | {"seen": "", "state": ""})
    done = await page("/records/visit/new?form=met", form)

    [row] = desk(HEAD).find(Visit, F.status == "done").rows
    assert 422 == missing.status
    assert 'id="f-seen-e"' in missing.html
    assert 'id="f-state-e"' in missing.html
    assert (303, f"/records/visit/{row.id}?notice=saved") == (done.status, done.headers["Location"])
    assert "tel:110" in (await page(f"/records/visit/{row.id}")).html


async def test_a_lead_is_linked_and_its_sender_told(page, desk, child):
    """Linking names the child by the file number; whoever sent the lead is told in the same act."""
    worker = desk("grid_worker")
    lead = Lead(area=f"{MINE}/01/", observed=("child_alone",), seen_on=worker.day, source="grid")
    leads.send(worker, lead)
    action, sent = move((await page(f"/records/lead/{lead.id}")).html, "关联到孩子")
    unknown = await page(action, sent | {"minor": "99999999"})
    done = await page(action, sent | {"minor": str(child.no)})

    values = desk(HEAD).get(Lead, lead.id).values
    assert 422 == unknown.status
    assert "没有找到这个孩子" in unknown.html
    assert 303 == done.status
    assert ("told_back", child.id, "own_list") == tuple(values[name] for name in ("status", "minor", "told_how"))


async def test_a_plan_is_approved_by_a_second_person(visit, desk, handed_in):
    """Its author is not let approve it and is told why; another person is, and the day of review is set by the office."""
    author, other = await visit(WORKER), await visit(HEAD)
    record = f"/records/plan/{handed_in.id}"
    action, sent = move((await author(record)).html, "同意执行")
    refused = await author(action, sent)
    action, sent = move((await other(record)).html, "同意执行")
    done = await other(action, sent)

    kept = desk(HEAD).get(Plan, handed_in.id).record()
    assert 422 == refused.status
    assert "提交人不能审核自己的方案" in refused.html
    assert 303 == done.status
    assert ("active", HEAD) == (kept.status, kept.approver)
    assert kept.review is not None


async def test_moves_depend_on_how_a_record_stands(visit, desk, handed_in):
    """What is handed in can be approved or sent back; what is in force can be revised, with its goals as they are, and closed."""
    page = await visit(HEAD)
    submitted = (await page(f"/records/plan/{handed_in.id}")).html
    desk(HEAD).transition(Plan, handed_in.id, "active", base=2, review=desk(HEAD).day + timedelta(days=60))
    active = (await page(f"/records/plan/{handed_in.id}")).html
    action, sent = move(active, "修订，重新提交")
    done = await page(
        action, sent | {"goals[1].said": "交到朋友", "goals[1].measure": "三人", "goals[1].day": "2027-03-01"}
    )

    assert all(f">{label}</summary>" in submitted for label in ("同意执行", "退回修改"))
    assert ">修订，重新提交</summary>" not in submitted
    assert all(f">{label}</summary>" in active for label in ("修订，重新提交", "结案"))
    assert ">同意执行</summary>" not in active
    assert "按时到校" == sent["goals[0].said"]
    assert 303 == done.status
    kept = desk(HEAD).get(Plan, handed_in.id).record()
    assert ("submitted", ["按时到校", "交到朋友"]) == (kept.status, [goal.said for goal in kept.goals])


async def test_who_may_not_read_a_record_is_offered_no_move(visit, desk, child):
    """Of a plan that only a few may read, a liaison sees that there is one: nothing to change, to move or to take out of force."""
    plan = Plan(minor=child.id, level="restricted")
    desk(HEAD).save(plan)
    mine, theirs = [(await (await visit(account))(f"/records/plan/{plan.id}")).html for account in (LIAISON, HEAD)]

    for offered in ("/transition", "/void", "/edit"):
        assert f"/records/plan/{plan.id}{offered}" not in mine
        assert f"/records/plan/{plan.id}{offered}" in theirs


async def test_a_review_moves_the_plan_on(page, desk, handed_in):
    """Recording a planned review sets the day of the next one on the plan, which the same form asks for."""
    day = desk(HEAD).day
    desk(HEAD).transition(Plan, handed_in.id, "active", base=2, review=day)
    review = PlanReview(minor=handed_in.minor, plan=handed_in.id, day=day)
    desk(HEAD).save(review)
    action, sent = move((await page(f"/records/plan_review/{review.id}")).html, "记评估")
    result = desk(HEAD).catalog.codes["review_result"].items[0].value
    later = (day + timedelta(days=45)).isoformat()
    done = await page(action, sent | {"result": result, "review": later})

    assert "下次评估期限" in (await page(f"/records/plan/{handed_in.id}")).html
    assert 303 == done.status
    assert "held" == desk(HEAD).get(PlanReview, review.id).values["status"]
    assert later == desk(HEAD).get(Plan, handed_in.id).values["review"].isoformat()


async def test_a_guarantor_is_named_and_taken_over(page, desk, child):
    """One is named from a list of those who can be; naming another hands the child over in the same act."""
    html = (await page(f"/records/guarantee/new?minor={child.id}")).html
    offered = re.search(r'name="officer".*?</select>', html, re.DOTALL)[0]
    form = {"key": key(), "minor": str(child.no), "officer": "guarantor", "reason": "first"}
    first = await page("/records/guarantee/new", form)
    second = await page("/records/guarantee/new", form | {"key": key(), "officer": "guarantor_01", "reason": "left"})

    assert 'value="guarantor"' in offered
    assert 'value="grid_worker"' not in offered
    assert (303, 303) == (first.status, second.status)
    rows = desk(HEAD).find(Guarantee, F.minor == child.id).rows
    assert {("guarantor", "ended"), ("guarantor_01", "assigned")} == {
        (row.values["officer"], row.values["status"]) for row in rows
    }


async def test_who_accepts_is_the_guarantor(page, desk, child):
    """Entered for somebody who said so on paper, acceptance names the guarantor; anybody else is refused."""
    await page(
        "/records/guarantee/new", {"key": key(), "minor": str(child.no), "officer": "guarantor", "reason": "first"}
    )
    [row] = desk(HEAD).find(Guarantee, F.minor == child.id).rows
    action, sent = move((await page(f"/records/guarantee/{row.id}")).html, "接受")
    wrong = await page(action, sent | {"accepted_by": HEAD})
    done = await page(action, sent)

    assert "guarantor" == sent["accepted_by"]
    assert 422 == wrong.status
    assert 303 == done.status
    assert "accepted" == desk(HEAD).get(Guarantee, row.id).values["status"]


async def test_setting_a_level_ends_the_one_before(page, desk, child):
    """A level set by hand takes the place of the one that stands."""
    form = {"key": key(), "minor": str(child.no), "level": "watch", "reason": "祖母住院"}
    await page("/records/attention/new", form)
    without = await page("/records/attention/new", form | {"key": key(), "level": "focus", "reason": ""})
    await page("/records/attention/new", form | {"key": key(), "level": "focus"})

    rows = desk(HEAD).find(Attention, F.minor == child.id).rows
    assert 422 == without.status
    assert {("watch", "ended"), ("focus", "set")} == {(row.values["level"], row.values["status"]) for row in rows}
    assert "◆" not in (html := (await page(f"/child/{child.id}")).html)
    assert re.search(r'class="tag lv l3 orange">重点<', html)


async def test_a_contact_moves_the_next_one_on(page, desk, child):
    """A contact is about the care it is chosen from, and moves on the day by which the next is due."""
    day = desk(HEAD).day
    codes = desk(HEAD).catalog.codes
    care = EntrustedCare(
        minor=child.id,
        carer_name="李奶奶",
        reason=codes["entrusted_reason"].items[0].value,
        harmed_others=False,
        bad_habits=False,
        shirked_care=False,
        otherwise_unfit=False,
        began=day - timedelta(days=6),
    )
    desk(HEAD).save(care)
    html = (await page(f"/records/weekly_contact/new?minor={child.id}")).html
    form = {
        "key": key(),
        "care": care.id,
        "day": day.isoformat(),
        "way": codes["contact_way"].items[0].value,
        "parent": codes["relation"].items[0].value,
        "with_child": "true",
    }
    done = await page(f"/records/weekly_contact/new?minor={child.id}", form)

    assert re.search(rf'name="care".*?value="{care.id}"', html, re.DOTALL)
    assert (303, f"/child/{child.id}?notice=saved") == (done.status, done.headers["Location"])
    assert 1 == len(desk(HEAD).find(WeeklyContact).rows)
    assert day + timedelta(days=7) == desk(HEAD).get(EntrustedCare, care.id).values["contact_by"]


async def test_what_is_sent_by_others_is_moved_by_nobody(page, desk):
    """An answer of a guarantor is taken by the work itself; its page offers no move, and takes none."""
    answer = GuaranteeAnswer(area=MINE, guarantee="x", accepts=True)
    desk(HEAD).save(answer)
    html = (await page(f"/records/guarantee_answer/{answer.id}")).html
    forced = await page(f"/records/guarantee_answer/{answer.id}/transition", {"to": "taken", "base": "1"})

    assert "/transition" not in html
    assert 400 == forced.status
    assert "sent" == desk(HEAD).get(GuaranteeAnswer, answer.id).values["status"]


@pytest.mark.parametrize("ask", ["99", "x", "2"])
async def test_a_move_that_is_not_offered_is_not_made(page, desk, handed_in, ask):
    """An address may name a move that the record does not have as it stands: it is refused, and nothing is written."""
    answer = await page(f"/records/plan/{handed_in.id}/transition", {"to": "followed", "ask": ask, "base": "2"})

    assert answer.status in (400, 422)
    assert "submitted" == desk(HEAD).get(Plan, handed_in.id).values["status"]


async def test_a_move_on_an_old_version_is_not_made(page, desk, planned):
    """Somebody has moved the record meanwhile: it is said, and there is a way back."""
    action, sent = move((await page(f"/records/visit/{planned.id}")).html, "取消")
    desk(WORKER).transition(Visit, planned.id, "cancelled", base=1, not_met=_not_met(desk))
    answer = await page(action, sent | {"not_met": _not_met(desk)})

    assert 409 == answer.status
    assert "别人刚改过" in answer.html


def _not_met(desk):
    return desk(HEAD).catalog.codes["not_met"].items[0].value


async def test_where_nothing_is_declared_a_move_asks_for_what_was_missing(registry, aiohttp_client, desk, planned):
    """Of a kind whose moves no front describes, each is one button; what the record then lacks is asked for at that button."""
    bare = attrs.evolve(STREET, moves=tuple(each for each in STREET.moves if each[0] != "visit"))
    client = await aiohttp_client(create_app(registry, front=bare))
    await client.post("/sign-in", data={"demo": HEAD}, headers=OWN, allow_redirects=False)
    address = f"/records/visit/{planned.id}/transition"
    plain = await (await client.get(f"/records/visit/{planned.id}")).text()
    sent = {"to": "done", "ask": "done", "base": "1"}
    lacking = await client.post(address, data=sent, headers=OWN)
    html = await lacking.text()
    done = await client.post(
        address, data=sent | answers(desk) | {"no_next": "other"}, headers=OWN, allow_redirects=False
    )

    assert 'name="cares_now"' not in plain
    assert 422 == lacking.status
    assert all(f'name="{name}"' in html for name in ("seen", "cares_now", "state"))
    assert 303 == done.status
    assert "done" == desk(HEAD).get(Visit, planned.id).values["status"]


@pytest.fixture
def round_(desk):
    """A census round that runs in the liaison's community."""
    head = desk(HEAD)
    made = CensusRound(name="秋季排查", areas=(ScopeArea(area=MINE),), begins=head.day, ends=head.day)
    head.apply(Save(made))
    census.start(head, made.id, base=1)
    return made


@pytest.mark.usefixtures("round_")
async def test_unchanged_is_one_press(visit, desk):
    """A household that is as it is on file takes one press in the list; several marked ones take one press together."""
    page = await visit(LIAISON)
    listed = (await page("/records/census_result")).html
    marks = re.findall(r'name="id" value="([^"]+)"', listed)
    one = await page("/records/census_result/moves?do=0", [("id", marks[1]), ("one", marks[0])])
    after_one = desk(HEAD).find(CensusResult, F.status == "checked").rows
    several = await page("/records/census_result/moves", [("id", marks[1]), ("id", marks[2]), ("do", "0")])

    rows = desk(HEAD).find(CensusResult, F.status == "checked").rows
    assert f'name="one" value="{marks[0]}" formaction="/records/census_result/moves?do=0"' in listed
    assert [marks[0].partition("@")[0]] == [row.id for row in after_one]
    assert (303, 303) == (one.status, several.status)
    assert {mark.partition("@")[0] for mark in marks[:3]} == {row.id for row in rows}
    assert all(row.values["unchanged"] and row.values["seen_persons"] == row.values["expected_persons"] for row in rows)
    assert 1 == len({row.since for row in rows if row.id != marks[0].partition("@")[0]})


@pytest.mark.usefixtures("round_")
async def test_of_several_none_is_moved_if_one_cannot(visit, desk):
    """One of the marked records has been changed since: nothing is written, and it is said."""
    page = await visit(LIAISON)
    marks = re.findall(r'name="id" value="([^"]+)"', (await page("/records/census_result")).html)
    census.answer(desk(HEAD), marks[0].partition("@")[0], "refused", base=1)
    answer = await page("/records/census_result/moves", [("id", marks[0]), ("id", marks[1]), ("do", "0")])
    nothing = await page("/records/census_result/moves", [("do", "0")])
    forced = await page("/records/census_result/moves", [("id", marks[1]), ("do", "3")])

    assert (409, 303, 409) == (answer.status, nothing.status, forced.status)
    assert [] == list(desk(HEAD).find(CensusResult, F.status == "checked").rows)
