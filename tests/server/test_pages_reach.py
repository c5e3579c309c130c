"""That everything is within reach and nothing in the way: the menu, all records, the page of a child, the work list's words."""

import re
import uuid
from datetime import timedelta

import pytest

from minorcare.kinds import (
    BodyLevel,
    Deputy,
    DutyPost,
    Guarantee,
    HouseholdHazard,
    Plan,
    Task,
    Visit,
)
from minorcare.kinds.plans import PlanMeasure
from minorcare.query import F
from minorcare.surfaces.street import STREET

HEAD, WORKER, LIAISON = "station_head", "child_supervisor", "community_liaison"
OTHERS = "530111004002"
CARE, KINDS_WITH_A_CHILD = "关爱工作", 25


def part(html, name):
    found = html[html.index(f'id="{name}"') :]
    return found[: found.index("</section>")]


def menu(html):
    """What the menu at the side leads to, in order."""
    return re.findall(r'<a href="(/[^"]*)"', html[html.index('<nav class="side"') : html.index("</nav>")])


def choices(html):
    """What can be added on a child's page, group by group."""
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', part(html, "add"), re.DOTALL)
    return {label: re.findall(r'<option value="([^"]+)">([^<]+)', body) for label, body in groups}


@pytest.fixture
async def page(visit):
    return await visit(HEAD)


async def test_the_menu_names_what_is_opened_every_day(visit):
    """The lists of care come after the roster, the rest is one entry away; nobody's menu is longer than a screen."""
    found = {
        account: menu((await (await visit(account))("/")).html) for account in (HEAD, LIAISON, "grid_worker", "leader")
    }

    lists = [f"/records/{kind}" for kind in ("visit", "lead", "plan", "guarantee", "risk_tag", "due")]
    assert ["/", "/roster", *lists] == found[HEAD][:8]
    assert {"/records/census_round", "/records/instruction", "/records"} <= set(found[HEAD])
    assert all(len(entries) <= 17 for entries in found.values())
    assert ["/", "/report/lead", "/records/visit", "/records/guarantee", "/records/due"] == found["grid_worker"][:5]
    assert "/report/lead" not in found[HEAD]
    assert not {"/roster", "/records/visit", "/records/lead"} & set(found["leader"])


@pytest.mark.parametrize("account", [HEAD, LIAISON, "grid_worker", "leader", "auditor"])
async def test_all_records_are_those_that_there_are_for_the_reader(visit, desk, account):
    """The page of all records leads to the list of every kind that the reader reads, and to no other."""
    html = (await (await visit(account))("/records")).html
    body = html[html.index("<main") :]
    listed = set(re.findall(r'href="/records/([\w.]+)"', body)) | ({"minor"} if 'href="/roster"' in body else set())
    mine = desk(account)

    assert listed == {name for name, kind in mine.catalog.kinds.items() if not kind.vault and mine.may_read(name)}
    assert not [name for name, kind in mine.catalog.kinds.items() if kind.vault and f"/records/{name}" in body]


async def test_a_child_without_records_has_no_empty_sections(page):
    """A new child's page has no section of work, and one choice for everything that can be added."""
    form = {"key": str(uuid.uuid4()), "name": "新孩子", "sex": "1", "birth_date": "2020-01-01", "area": "530111004001"}
    await page("/records/minor/new", form)
    html = (await page(f"/child/{form['key']}")).html
    found = choices(html)

    assert 'id="work1"' not in html
    assert 1 == html.count('<select class="in" id="add-form"')
    assert CARE == next(iter(found))
    assert sum(map(len, found.values())) > KINDS_WITH_A_CHILD
    assert "家庭隐患" not in {label for links in found.values() for _, label in links}, "it has no household yet"


async def test_work_stands_first_what_is_open_before_what_is_done(page, desk, child):
    """The plan comes before the visits, whatever was entered first; of each kind the open ones first, and no more than four."""
    day = desk(HEAD).day
    visits = [Visit(minor=child.id, type="home", planned=day + timedelta(days=n + 1)) for n in range(6)]
    for each in visits:
        desk(HEAD).save(each)
    for each in visits[1:]:
        desk(HEAD).transition(Visit, each.id, "cancelled", base=1, not_met=_first(desk, "not_met"))
    plan = Plan(minor=child.id)
    desk(HEAD).save(plan)
    html = (await page(f"/child/{child.id}")).html
    work = part(html, "work1")

    assert work.index("一人一策") < work.index("走访")
    shown = re.findall(r'href="/records/visit/([\w-]+)"', work)
    assert 4 == len(shown)
    assert visits[0].id == shown[0]
    assert f'href="/records/visit?minor={child.id}"' in work
    assert "看全部 6" in re.sub(r"<[^>]+>", "", work)
    assert f"/records/plan/new?minor={child.id}" in work
    assert f"/records/visit/new?form=met&minor={child.id}" in work
    assert html.index('id="matters"') < html.index('id="work1"') < html.index('id="add"')


async def test_what_belongs_to_the_household_stands_on_the_childs_page(page, desk, child):
    """A hazard of the home is shown there, and another is added from there."""
    home = child.values["household"]
    hazard = HouseholdHazard(
        household=home, type=_first(desk, "hazard_type"), found=desk(HEAD).day, source="visit", due=desk(HEAD).day
    )
    desk(HEAD).save(hazard)
    html = (await page(f"/child/{child.id}")).html

    assert f'href="/records/household_hazard/{hazard.id}"' in html
    assert f'href="/records/household_hazard/new?household={home}"' in html


async def test_the_choice_leads_to_the_form(page, child):
    """What is chosen leads to its form with the child filled in; with nothing chosen, to a page of all choices; nowhere else."""
    found = choices((await page(f"/child/{child.id}")).html)
    chosen = next(href for href, label in found[CARE] if label == "任务")
    led = await page(f"/child/{child.id}/add", params={"form": chosen}, allow_redirects=False)
    form = (await page(chosen)).html
    everything = (await page(f"/child/{child.id}/add?form=")).html
    elsewhere = [
        await page(f"/child/{child.id}/add", params={"form": each}, allow_redirects=False)
        for each in ("https://evil.example/", "//evil.example", "/sign-out", f"/records/minor/new?minor={child.id}")
    ]

    assert (303, chosen) == (led.status, led.headers["Location"])
    assert f'value="{child.no}"' in form
    assert f"孩子：{child.values['name']}" in form
    assert all(href in everything for links in found.values() for href, _ in links)
    assert {404} == {each.status for each in elsewhere}


async def test_who_reads_less_is_offered_less(visit, child):
    """What a reader may not know of can not be added either; who reads no child gets no choices."""
    liaison = choices((await (await visit(LIAISON))(f"/child/{child.id}")).html)
    head = choices((await (await visit(HEAD))(f"/child/{child.id}")).html)

    few = {label for links in liaison.values() for _, label in links}
    many = {label for links in head.values() for _, label in links}
    assert few < many
    assert {"分级干预", "严重不良行为记录"} <= many - few
    assert 403 == (await (await visit("grid_worker"))(f"/child/{child.id}/add")).status


async def test_a_foreign_child_gets_no_choices(visit, foreign):
    """The page of choices of a child one does not see is not there."""
    page = await visit(LIAISON)

    assert 404 == (await page(f"/child/{foreign.id}/add")).status
    assert 404 == (await page(f"/child/{foreign.id}/add?form=/records/task/new?minor={foreign.id}")).status


async def test_parts_of_a_record_are_added_from_it(page, desk, child):
    """From a plan its measures are added: child and plan are chosen already."""
    plan = Plan(minor=child.id)
    desk(HEAD).save(plan)
    html = (await page(f"/records/plan/{plan.id}")).html
    href = re.search(r'href="(/records/plan_measure/new[^"]+)"', html)[1]
    form = (await page(href)).html

    assert f"minor={child.id}" in href
    assert re.search(rf'name="plan".*?<option value="{plan.id}" selected>', form, re.DOTALL)


async def test_only_this_childs_records_are_offered(page, desk, child, foreign):
    """A reference is chosen among the records of the child that the form is about, and typed where no child is known."""
    mine, theirs = Plan(minor=child.id), Plan(minor=foreign.id)
    desk(HEAD).save(mine)
    desk(HEAD).save(theirs)
    known = (await page(f"/records/plan_measure/new?minor={child.id}")).html
    unknown = (await page("/records/plan_measure/new")).html

    assert f'value="{mine.id}"' in known
    assert theirs.id not in known
    assert re.search(r'<input class="in" id="f-plan" name="plan"', unknown)


# --- the work list ---


DEADLINES = {
    "visit": ("走访", "计划日期"),
    "plan_measure": ("方案措施", "完成期限"),
    "task": ("任务", "办理期限"),
    "guarantee": ("包保", "接受期限"),
}


@pytest.fixture
def due(desk, child):
    """A few deadlines of today, of several kinds and of nobody but the head."""
    head, day = desk(HEAD), desk(HEAD).day
    plan = Plan(minor=child.id)
    made = {
        "visit": Visit(minor=child.id, type="home", planned=day, officer=HEAD),
        "plan_measure": PlanMeasure(
            minor=child.id,
            plan=plan.id,
            said="每周辅导功课",
            provider="社工站",
            officer=HEAD,
            began=day,
            ends=day,
            legal_basis="《未成年人保护法》第九十九条",
        ),
        "task": Task(minor=child.id, title="see_family", owner=HEAD, given=day, due=day),
        "guarantee": Guarantee(minor=child.id, officer=LIAISON, began=day, reason="first", accept_by=day),
    }
    head.save(plan)
    for each in made.values():
        head.save(each)
    return made


@pytest.mark.parametrize(
    ("name", "account"), [*((name, HEAD) for name in ("visit", "plan_measure", "task")), ("guarantee", LIAISON)]
)
async def test_a_deadline_says_what_and_why(visit, due, child, name, account):
    """Each line says the kind of record, what it is called, whose it is, and which deadline; it leads to where it is done."""
    page = await visit(account)
    html = (await page("/")).html
    [line] = [
        each
        for each in re.findall(r'<li class="task is-today">.*?</li>', html, re.DOTALL)
        if f"/records/{name}/" in each
    ]
    kind, which = DEADLINES[name]

    assert f'href="/records/{name}/{due[name].id}"' in line
    assert f"{kind}：" in line
    assert child.values["name"] in line
    assert re.search(rf'class="m">{which}·', line)
    assert "今天" in line


@pytest.mark.usefixtures("due")
async def test_deadlines_are_said_alike_everywhere(page, child):
    """The child's page and the list of all deadlines say the same words; nothing is called by a code or a number of digits."""
    matters = part((await page(f"/child/{child.id}")).html, "matters")
    listed = (await page("/records/due")).html

    for name in ("visit", "task"):
        kind, which = DEADLINES[name]
        assert f"{kind}：" in matters
        assert which in matters
        assert f"{kind}：" in listed
        assert which in listed
    assert not re.search(r">\s*(sensitive|see_family|home)\s*<", matters + listed)


async def test_done_is_not_late(page, desk, child):
    """In a list a day is late only while the record is open."""
    visit = Visit(minor=child.id, type="home", planned=desk(HEAD).day - timedelta(days=3), officer=HEAD)
    desk(HEAD).save(visit)
    before = (await page("/records/visit")).html
    desk(HEAD).transition(Visit, visit.id, "cancelled", base=1, not_met=_first(desk, "not_met"))
    after = (await page("/records/visit")).html

    assert "逾期 3 天" in before
    assert "逾期" not in after


async def test_who_stands_in_sees_the_work_of_who_is_away(visit, desk, child):
    """For the days of standing in, the first page has the other's work too, and says for whom; before and after it has not."""
    day = desk(HEAD).day
    desk(HEAD).save(Visit(minor=child.id, type="home", planned=day, officer=LIAISON))
    before = (await (await visit(WORKER))("/")).html
    desk(HEAD).save(Deputy(area="530111004", officer=LIAISON, stands_in=WORKER, began=day, last=day))
    during = (await (await visit(WORKER))("/")).html

    assert "走访：入户" not in before
    assert "走访：入户" in during
    assert "替社区联络员办" in during


async def test_a_record_is_called_by_what_says_what_it_is(page, desk, child):
    """A plan is called by its number, a post by its name, a guarantee by its person: never by a level, an account or an area."""
    plan = Plan(minor=child.id)
    desk(HEAD).save(plan)
    post = DutyPost(level=BodyLevel.STATION, posted_to="530111004", post="站长", duties="统筹")
    desk(HEAD).save(post)
    desk(HEAD).save(
        Guarantee(minor=child.id, officer="guarantor", began=desk(HEAD).day, reason="first", accept_by=desk(HEAD).day)
    )
    [guarantee] = desk(HEAD).find(Guarantee).rows
    found = {
        name: re.search(r"<h1>([^<]*)", (await page(f"/records/{name}/{id}")).html)[1].strip()
        for name, id in (("plan", plan.id), ("duty_post", post.id), ("guarantee", guarantee.id))
    }
    person = desk(HEAD).find("officer", F.account == "guarantor").rows[0].values["name"]

    number = desk(HEAD).get(Plan, plan.id).no
    assert {"plan": f"一人一策 {number}", "duty_post": "站长", "guarantee": person} == found


def test_every_deadline_of_the_catalog_has_words(registry):
    """Each deadline of a kind, and the kind itself, has a label in both languages: nothing on the work list is called by its name in code."""
    for kind in registry.catalog.kinds.values():
        for field in kind.deadlines:
            for label in (kind.label, field.label):
                assert label.en
                assert re.search(r"[\u4e00-\u9fff]", label.zh), (kind.name, field.name)
    assert STREET.work.kind in registry.catalog.kinds


def _first(desk, codes):
    return desk(HEAD).catalog.codes[codes].items[0].value
