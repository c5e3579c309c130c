"""Small values in forms: a row of inputs for each, without a script."""

import re
import uuid
from datetime import UTC, datetime

import pytest

from minorcare.kinds import Assessment, Plan
from minorcare.kinds.assessments import ItemAnswer
from minorcare.kinds.instruments import load_instruments
from minorcare.kinds.plans import PlanGoal, PlanProblem

HEAD, LIAISON = "station_head", "community_liaison"
PROBLEMS = [
    ("problems[0].area", "guardianship"),
    ("problems[0].said", "父母长期外出"),
    ("problems[0].source", ""),
    ("problems[1].area", "schooling"),
    ("problems[1].said", "上学期缺课十一天"),
    ("problems[1].source", "visit"),
]
GOALS = [
    ("goals[0].said", "每周通一次电话"),
    ("goals[0].measure", "连续八周有记录"),
    ("goals[0].day", "2027-01-31"),
    ("goals[0].reached", ""),
    ("goals[1].said", "按时到校"),
    ("goals[1].measure", "一个月无故缺课不超过一天"),
    ("goals[1].day", "2026-12-24"),
    ("goals[1].reached", ""),
]
EMPTY = [(f"goals[{n}].{part}", "") for n in (2, 3) for part in ("said", "measure", "day", "reached")]


def key():
    return str(uuid.uuid4())


def inputs(html, name):
    """What the inputs of a field's rows hold, in order, by the names that they send."""
    found = re.findall(rf'name="({name}\[\d+\]\.\w+)"(?:[^>]*value="([^"]*)"|[^>]*>([^<]*)</textarea>)?', html)
    return {at: value or text for at, value, text in found}


def plan(child, *more):
    return [("key", key()), ("minor", str(child.no)), ("level", "sensitive"), *more]


@pytest.fixture
async def page(visit):
    return await visit(HEAD)


async def test_rows_come_back_as_they_were_sent(page, desk, child):
    """Two problems and two goals are kept in their order; a form opened on them and saved changes nothing."""
    sent = plan(child, *PROBLEMS, *GOALS, *EMPTY)
    made = await page("/records/plan/new", sent)
    kept = desk(HEAD).get(Plan, sent[0][1]).record()
    edit = (await page(f"/records/plan/{kept.id}/edit")).html
    form = [("key", key()), ("base", "1"), *inputs(edit, "goals").items()]
    again = await page(f"/records/plan/{kept.id}/edit", form)

    assert 303 == made.status
    assert ("父母长期外出", "上学期缺课十一天") == tuple(each.said for each in kept.problems)
    assert PlanProblem(area="schooling", said="上学期缺课十一天", source="visit") == kept.problems[1]
    assert ("2027-01-31", "2026-12-24") == tuple(each.day.isoformat() for each in kept.goals)
    assert 303 == again.status
    assert kept.goals == desk(HEAD).get(Plan, kept.id).record().goals


async def test_a_form_offers_two_empty_rows(page, desk, child):
    """Below the rows on record are two more; each part has the input that suits it; the browser requires none of them."""
    goal = PlanGoal(said="按时到校", measure="一个月内", day=desk(HEAD).day)
    kept = Plan(minor=child.id, goals=(goal,))
    desk(HEAD).save(kept)
    new = (await page(f"/records/plan/new?minor={child.id}")).html
    edit = (await page(f"/records/plan/{kept.id}/edit")).html

    assert 2 * 4 == len(inputs(new, "goals"))
    assert 3 * 4 == len(inputs(edit, "goals"))
    assert re.search(r'<select class="in" id="f-problems-0--area" name="problems\[0\].area">', new)
    assert re.search(r'<input class="in num" id="f-goals-0--day"[^>]*type="date"', new)
    assert not re.search(r'name="(?:goals|problems)\[[^>]*required', new)


async def test_the_button_for_more_rows_writes_nothing(page, desk, child):
    """It gives three more rows of that field, keeps everything that was typed, and the form saves as it would have."""
    sent = plan(child, *PROBLEMS, *GOALS, *EMPTY)
    more = await page("/records/plan/new", [*sent, ("more", "goals")])
    once = inputs(more.html, "goals")
    twice = await page("/records/plan/new", [*sent[:3], *PROBLEMS, *once.items(), ("more", "goals")])

    assert 200 == more.status
    assert [] == list(desk(HEAD).find(Plan).rows)
    assert (7 * 4, 4 * 3) == (len(once), len(inputs(more.html, "problems")))
    assert "按时到校" == once["goals[1].said"]
    assert 10 * 4 == len(inputs(twice.html, "goals"))
    assert f'name="key" value="{sent[0][1]}"' in more.html
    assert 303 == (await page("/records/plan/new", sent)).status


async def test_enter_saves_and_adds_no_rows(page, child):
    """The first button of a form, which Enter presses, is the one that saves."""
    html = (await page(f"/records/plan/new?minor={child.id}")).html
    form = html[html.index('<form class="narrow"') :]

    assert 'name="more"' not in re.search(r"<button[^>]*>", form)[0]


async def test_a_problem_is_shown_at_its_row(page, desk, child):
    """What is missing in the second row is said there, with a way to it, and what was typed is still in its place."""
    wrong = [(name, "" if name == "goals[1].day" else value) for name, value in GOALS]
    answer = await page("/records/plan/new", plan(child, *PROBLEMS, *wrong))

    assert 422 == answer.status
    assert '<a href="#f-goals-1--day">目标 2 · 达成期限</a>' in answer.html
    assert 'id="f-goals-1--day-e"' in answer.html
    assert re.search(
        r'id="f-goals-1--day"[^>]*aria-describedby="f-goals-1--day-e"[^>]*aria-invalid="true"', answer.html
    )
    assert "按时到校" == inputs(answer.html, "goals")["goals[1].said"]
    assert [] == list(desk(HEAD).find(Plan).rows)


async def test_a_problem_below_an_emptied_row_is_still_at_its_own(page, child):
    """Emptied rows are gone from the form that comes back, so that the number of a problem is that of the row shown."""
    emptied = [(name, "" if name.startswith("goals[0]") else value) for name, value in GOALS]
    wrong = [(name, "" if name == "goals[1].measure" else value) for name, value in emptied]
    answer = await page("/records/plan/new", plan(child, *PROBLEMS, *wrong))

    assert 422 == answer.status
    assert 'id="f-goals-0--measure-e"' in answer.html
    assert "按时到校" == inputs(answer.html, "goals")["goals[0].said"]


async def test_a_row_goes_by_emptying_it(page, desk, child):
    """Of three, the one that is emptied goes and the others stay; with all of them emptied, none is left."""
    goals = tuple(PlanGoal(said=said, measure="有记录", day=desk(HEAD).day) for said in ("甲", "乙", "丙"))
    kept = Plan(minor=child.id, goals=goals)
    desk(HEAD).save(kept)
    rows = inputs((await page(f"/records/plan/{kept.id}/edit")).html, "goals")
    without = {name: "" if name.startswith("goals[1]") else value for name, value in rows.items()}
    address = f"/records/plan/{kept.id}/edit"

    await page(address, [("key", key()), ("base", "1"), *without.items()])
    two = desk(HEAD).get(Plan, kept.id).record().goals
    await page(address, [("key", key()), ("base", "2"), *dict.fromkeys(rows, "").items()])

    assert (goals[0], goals[2]) == two
    assert () == desk(HEAD).get(Plan, kept.id).record().goals


async def test_a_field_that_is_not_sent_stays(page, desk, child):
    """A form that has no rows of a field leaves them alone."""
    kept = Plan(minor=child.id, goals=(PlanGoal(said="甲", measure="有记录", day=desk(HEAD).day),))
    desk(HEAD).save(kept)

    await page(f"/records/plan/{kept.id}/edit", {"key": key(), "base": "1", "partners": "学校"})

    now = desk(HEAD).get(Plan, kept.id).record()
    assert ("学校", kept.goals) == (now.partners, now.goals)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("goals[0].nothing", "1")], "目标 1"),
        ([("goals[0].said", "甲"), ("goals[0].measure", "乙"), ("goals[0].day", "不是日期")], "达成期限"),
        ([("goals", "甲")], "goals[0]"),
        ([("goals", '[{"said": "甲"}]')], "怎样算达成"),
    ],
)
async def test_what_is_no_row_is_refused(page, desk, child, rows, said):
    """A part that there is not, a value that is none, a text where rows belong: nothing is dropped unseen."""
    answer = await page("/records/plan/new", plan(child, *rows))

    assert 422 == answer.status
    assert said in answer.html
    assert [] == list(desk(HEAD).find(Plan).rows)


async def test_many_rows_are_taken_up_to_a_limit(page, desk, child):
    """Forty goals are kept."""
    rows = [
        (f"goals[{n}].{part}", value)
        for n in range(40)
        for part, value in (("said", f"目标 {n}"), ("measure", "有记录"), ("day", "2027-01-01"), ("reached", ""))
    ]
    sent = plan(child, *rows)

    assert 303 == (await page("/records/plan/new", sent)).status
    assert 40 == len(desk(HEAD).get(Plan, sent[0][1]).record().goals)


async def test_rows_above_the_reader_are_neither_shown_nor_lost(visit, desk, child):
    """Of a plan that only a few may read, a reader who may not sees that there is one; a form of theirs changes nothing in it."""
    kept = Plan(minor=child.id, level="restricted", goals=(PlanGoal(said="甲", measure="有记录", day=desk(HEAD).day),))
    desk(HEAD).save(kept)
    liaison = await visit(LIAISON)
    html = (await liaison(f"/records/plan/{kept.id}/edit")).html
    sent = await liaison(f"/records/plan/{kept.id}/edit", [("key", key()), ("base", "1"), *GOALS])

    assert "goals[0]" not in html
    assert "甲" not in html
    assert sent.status in (403, 404, 409, 422)
    assert kept.goals == desk(HEAD).get(Plan, kept.id).record().goals


async def test_both_versions_of_rows_can_be_chosen(page, desk, child):
    """Who saves rows second sees both lists side by side, and either can be taken as it is."""
    kept = Plan(minor=child.id, goals=(PlanGoal(said="甲", measure="有记录", day=desk(HEAD).day),))
    desk(HEAD).save(kept)
    desk("child_supervisor").change(Plan, kept.id, base=1, goals=())
    address = f"/records/plan/{kept.id}/edit"
    second = await page(address, [("key", key()), ("base", "1"), *GOALS])
    mine = re.search(r"name=\"goals\" value=\"(\[.*?\])\"", second.html)[1]
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', second.html)) | {"goals": mine}

    done = await page(address, form)

    assert 409 == second.status
    assert "按时到校" in second.html
    assert 303 == done.status
    assert ("每周通一次电话", "按时到校") == tuple(g.said for g in desk(HEAD).get(Plan, kept.id).record().goals)


async def test_a_record_shows_its_rows(page, child):
    """A record's page shows every small value, part by part, with labels and codes in words."""
    made = plan(child, *PROBLEMS, *GOALS)
    await page("/records/plan/new", made)
    html = re.sub(r"<[^>]+>", "", (await page(f"/records/plan/{made[0][1]}")).html)

    assert "领域：就学" in html
    assert "问题：上学期缺课十一天" in html
    assert "来源：走访" in html
    assert "达成期限：2026-12-24" in html


async def test_an_area_of_a_row_is_chosen_by_name(page, desk):
    """A part that names an area offers the areas; two of which one lies in the other are refused at their row."""
    html = (await page("/records/census_round/new")).html
    form = [("key", key()), ("name", "秋季排查"), ("begins", "2026-11-24"), ("ends", "2026-12-24")]
    rows = [("areas[0].area", "530111004001"), ("areas[1].area", "530111004001/01/")]
    wrong = await page("/records/census_round/new", [*form, *rows])
    done = await page("/records/census_round/new", [*form, rows[0]])

    assert re.search(r'name="areas\[0\]\.area">.*?<option value="530111004001">桐花社区</option>', html, re.DOTALL)
    assert 422 == wrong.status
    assert 'id="f-areas-1--e"' in wrong.html
    assert 303 == done.status
    assert "530111004001" == desk(HEAD).get("census_round", form[0][1]).values["areas"][0].area


async def test_an_instant_is_typed_by_the_clock_on_the_wall(page, desk, child):
    """A time is typed and shown as it is in China, and kept as an instant; saved again unchanged it is the same."""
    form = {"key": key(), "minor": str(child.no), "type": "injury", "source": "grid", "found": "2026-11-24T07:05"}
    codes = [item.value for item in desk(HEAD).catalog.codes["life_event_type"].items]
    form["type"] = codes[0]
    done = await page("/records/life_event/new", form)
    row = desk(HEAD).get("life_event", form["key"])
    offered = re.search(
        r'name="found" value="([^"]+)" type="datetime-local"', (await page("/records/life_event/new")).html
    )

    assert 303 == done.status
    assert datetime(2026, 11, 23, 23, 5, tzinfo=UTC) == row.values["found"]
    assert "2026-11-24 07:05" in (await page(f"/records/life_event/{row.id}")).html
    assert "2026-11-24T09:12" == offered[1]


async def test_a_questionnaire_is_asked_item_by_item(page, desk, child):
    """An assessment offers every item of its instrument with its scale; those answered are kept, the others stay open."""
    instrument = next(each for each in load_instruments() if each.name == "guardianship_20")
    made = Assessment(
        minor=child.id,
        instrument=instrument.name,
        reason=desk(HEAD).catalog.codes["assessment_reason"].items[0].value,
        assessed=desk(HEAD).day,
        answers=(ItemAnswer(item=instrument.items[3].code, value=instrument.scale[1].value, evidence="走访所见"),),
    )
    desk(HEAD).save(made)
    html = (await page(f"/records/assessment/{made.id}/edit")).html
    rows = inputs(html, "answers")
    first = next(name for name, value in rows.items() if value == instrument.items[0].code).removesuffix(".item")
    sent = [("key", key()), ("base", "1"), *((n, v) for n, v in rows.items() if not n.endswith(".value"))]
    sent += [("answers[0].value", instrument.scale[1].value), (f"{first}.value", instrument.scale[0].value)]

    done = await page(f"/records/assessment/{made.id}/edit", sent)

    kept = desk(HEAD).get(Assessment, made.id).record()
    assert all(item.label.zh in html for item in instrument.items)
    assert len(instrument.items) == len([name for name in rows if name.endswith(".item")])
    assert html.index(instrument.items[0].label.zh) < html.index(instrument.items[3].label.zh)
    assert instrument.items[3].code == rows["answers[0].item"]
    assert 303 == done.status
    assert {instrument.items[3].code: "partly", instrument.items[0].code: instrument.scale[0].value} == kept.by_item
    assert "走访所见" == kept.answers[0].evidence
    assert instrument.items[3].label.zh in (await page(f"/records/assessment/{made.id}")).html
