"""The whole site on a real server, in a browser: what each role does first, with and without script, in both languages and sizes."""

import importlib.util
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from minorcare.calendar import day_of, system_clock
from minorcare.desk import Save
from minorcare.kinds import Assessment, CensusRound, Lead, Minor, Plan, Task, Visit
from minorcare.kinds.census import ScopeArea
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.synthetic import BROKEN
from minorcare.testing.streets import number
from minorcare.work import census, leads, visits

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1366, 768)}
LANGUAGES = ("zh", "en")
MOST_BYTES, MOST_REQUESTS = 60_000, 5
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not described: half the time
}
WORKER, HEAD, LIAISON, GRID = "child_supervisor", "station_head", "community_liaison", "grid_worker"
LANDING = {
    HEAD: ("今天要做什么", "What to do today"),
    WORKER: ("今天要做什么", "What to do today"),
    LIAISON: ("今天要做什么", "What to do today"),
    "leader": ("当前数字", "Figures"),
    "superior_viewer": ("当前数字", "Figures"),
    "auditor": ("留痕", "Journal"),
    "data_protection_officer": ("留痕", "Journal"),
    "grid_worker": ("今天要做什么", "What to do today"),
    "department": ("今天要做什么", "What to do today"),
}

_spec = importlib.util.spec_from_file_location("pictures", Path(__file__).parents[2] / "tools" / "pictures.py")
pictures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pictures)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("township")
    pictures.demo(made, "township", day_of(system_clock()))
    care(made)
    return made


def care(folder):
    """A child with a plan in force and an urgent visit, a lead, a census: what the pages of care are made of."""
    registry = Registry.open(folder / "street.db", config=Config(folder=folder))
    office = registry.store.offices()[0]
    head, worker, grid = (
        registry.desk(registry.actor(account, office=office), office=office, purpose="case", via="web")
        for account in (HEAD, WORKER, GRID)
    )
    child = worker.find("risk_tag", F.status == "suggested", order=("id",), limit=1).rows[0].values["minor"]
    goal = PlanGoal(said="按时到校", measure="一个月内无故缺课不超过一天", day=worker.day + timedelta(days=30))
    problem = PlanProblem(area="schooling", said="上学期缺课十一天")
    plan = Plan(minor=child, officer=WORKER, problems=(problem,), goals=(goal,), child_view="想去上学")
    visit = Visit(minor=child, type="home", planned=worker.day, officer=WORKER)
    worker.apply(*map(Save, (plan, visit)))
    worker.transition(Plan, plan.id, "submitted", base=1)
    head.transition(Plan, plan.id, "active", base=2, review=worker.day)
    codes = worker.catalog.codes
    state = codes["visit_state"].items[0].value
    visits.met(worker, child, seen=True, cares_now="nobody", state=state, urgent=("injured",))
    instrument = codes["instrument"].items[0].value
    reason = codes["assessment_reason"].items[0].value
    worker.save(Assessment(minor=child, instrument=instrument, reason=reason, assessed=worker.day))
    area = grid.actor.areas[0]
    leads.send(grid, Lead(area=area, observed=("child_alone",), seen_on=grid.day, source="grid"))
    born = worker.day - timedelta(days=3000)
    near = Minor(name="巫小川", sex="1", birth_date=born, resident_id=number(born, "1", 7), area=area)
    worker.save(near)
    worker.save(
        Task(minor=near.id, title="see_family", owner=GRID, given=worker.day, due=worker.day + timedelta(days=7))
    )
    round_ = CensusRound(name="排查", areas=(ScopeArea(area=area[:12]),), begins=head.day, ends=head.day)
    head.save(round_)
    census.start(head, round_.id, base=1)
    registry.close()


@pytest.fixture(scope="module")
def site(folder):
    command = [
        Path(sys.executable).with_name("minorcare"),
        "serve",
        "--db",
        folder / "street.db",
        "--port",
        "0",
        "--lang",
        "en",
    ]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        try:
            found = next(filter(None, (re.search(r"http://[\d.:]+", line) for line in server.stderr)))
            yield found[0]
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


@pytest.fixture
def enter(browser, site):
    """A page of somebody who has signed in, and what its console said."""
    contexts = []

    def open_(account, lang="zh", size="desktop", **options):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(f"/sign-in?lang={lang}")
        page.locator(f'button[name="demo"][value="{account}"]').click()
        page.wait_for_url(f"{site}/")
        return page

    yield open_
    for context in contexts:
        context.close()


def addresses(page, folder):
    """One page of each sort, a sheet that waits among them."""
    page.goto("/roster?state=suggested")
    child = page.locator("table.t tbody th a").first.get_attribute("href")
    page.goto(child)
    tag = page.locator("#why form").first.get_attribute("action").removesuffix("/transition")
    records = []
    for kind in ("plan", "visit?status=done", "visit?status=planned", "assessment", "lead"):
        page.goto(f"/records/{kind}")
        records.append(page.locator("table.t tbody th a").first.get_attribute("href"))
    page.goto("/import")
    page.locator("#f-kind").select_option("minor")
    page.locator("#f-file").set_input_files(folder / BROKEN)
    page.locator("form[enctype] button").click()
    page.wait_for_url("**/import/*-*")
    sheet = page.url
    edit = f"/records/minor/{child.rpartition('/')[2]}"
    return (
        "/", "/roster", "/roster?q=zzzz", child, tag, f"{edit}", f"{edit}/edit", "/records/risk_tag", "/records/due", "/records/area",
        "/records/disability_card/new", "/import", sheet, f"{sheet}?show=all", f"{sheet}?step=columns", "/nothing",
        *records, f"{records[3]}/edit", f"/records/plan/new?minor={child.rpartition('/')[2]}", f"{child}/add", "/records",
        "/records/census_result", "/records/visit/new?form=met",
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_breaks_a_rule(enter, folder, lang, size):
    """Axe finds nothing on any page with real records, folded open; none scrolls sideways; none makes the console complain."""
    page = enter(WORKER, lang, size, bypass_csp=True)
    found = {}
    for address in addresses(page, folder):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        result = Axe().run(page, options=RULES).response["violations"]
        found |= {f"{address}: {each['id']}": [node["html"][:200] for node in each["nodes"]] for each in result}
        for width in (320, SIZES[size][0]):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[f"{address}: wide"] = width

    assert {} == found


@pytest.mark.parametrize("account", LANDING)
def test_each_role_lands_on_its_own_work(enter, account):
    """The first page of each role has its own heading in both languages, no rule of axe against it, and a quiet console under the policy."""
    for lang, heading in zip(LANGUAGES, LANDING[account], strict=True):
        page = enter(account, lang)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert [] == page.said
        checked = enter(account, lang, "phone", bypass_csp=True)
        assert [] == Axe().run(checked, options=RULES).response["violations"]


@pytest.mark.parametrize("account", [WORKER, "leader", "auditor"])
def test_first_page_is_light(browser, site, account):
    """A first visit loads at most 60 kB over the wire in at most five requests, all from here."""
    context = browser.new_context(base_url=site)
    page, sizes = context.new_page(), {}
    page.goto("/sign-in?lang=zh")
    page.locator(f'button[name="demo"][value="{account}"]').click()
    page.wait_for_load_state("networkidle")
    cookies = context.cookies()
    context.close()
    fresh = browser.new_context(base_url=site)  # nothing kept
    fresh.add_cookies(cookies)
    page = fresh.new_page()
    page.on(
        "requestfinished",
        lambda request: sizes.update(
            {request.url: sum(request.sizes()[n] for n in ("responseBodySize", "responseHeadersSize"))}
        ),
    )
    page.goto("/", wait_until="networkidle")
    fresh.close()

    assert all(url.startswith(site) for url in sizes)
    assert 0 < len(sizes) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_search_to_a_number_in_clear(enter, script):
    """Three letters and Enter find a child; its number is shown for a purpose, and can be hidden again."""
    page = enter(WORKER, java_script_enabled=script)
    page.goto("/roster")
    name = page.locator("table.t tbody th a").first.inner_text()
    page.locator("#find").fill(initials(name))
    page.keyboard.press("Enter")
    page.wait_for_url("**/roster?q=*")
    page.locator("table.t tbody th a", has_text=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_text("显示（留痕）").first.click()
    page.locator("details[open] .ask button").first.click()
    shown = page.locator(".mask.shown code")
    expect(shown).to_have_text(re.compile(r"[0-9]{17}[0-9X]"))
    assert page.url.endswith("/reveal") is not script
    page.get_by_role("link", name="隐去").click()
    expect(shown).to_have_count(0)
    assert [] == page.said


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_suggestion_is_confirmed(enter, script):
    """From the first page to the evidence, and confirmed with the day of review that is offered."""
    page = enter(WORKER, java_script_enabled=script)
    page.locator(".is-verify a.b").first.click()
    page.wait_for_url("**/child/*")
    before = page.locator("#why .tag.yellow").count()
    form = page.locator("#why details", has_text="确认").first
    form.locator("summary").click()
    form.locator("button").click()
    expect(page.locator(".note.green")).to_contain_text("已办理")
    expect(page.locator("#why .tag.yellow")).to_have_count(before - 1)
    expect(page.locator("#why")).to_contain_text("由周敏确认")
    assert [] == page.said


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_child_is_entered_changed_and_taken_back(enter, script):
    """A form keeps what was typed when something is wrong, saves once it is right, and a change is taken back with one press."""
    page = enter(WORKER, java_script_enabled=script)
    page.goto("/records/minor/new")
    page.locator('[name="name"]').fill("白晓满")
    page.locator('[name="sex"]').select_option("2")
    page.locator('[name="birth_date"]').fill("2031-01-01")
    page.locator('[name="area"]').select_option(index=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("出生日期")
    expect(page.locator('[name="name"]')).to_have_value("白晓满")
    page.locator('[name="birth_date"]').fill("2019-03-01")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("白晓满")
    page.get_by_role("link", name="修改", exact=True).click()
    page.locator('[name="grade"]').fill("一年级（2）班")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#identity")).to_contain_text("一年级（2）班")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#identity")).not_to_contain_text("一年级（2）班")
    assert page.said in (
        [],
        ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"],
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_bad_sheet_is_put_right_loaded_and_taken_back(enter, folder, script):
    """One press settles what is alike, a row is left out, the good rows are loaded, and the batch is taken back."""
    page = enter(WORKER, java_script_enabled=script)
    page.goto("/import")
    page.locator("#f-kind").select_option("minor")
    page.locator("#f-file").set_input_files(folder / BROKEN)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入预览")
    before = good(page)
    page.locator(".alike button").first.click()
    expect(page.locator("tr.fixed").first).to_be_visible()
    assert good(page) > before
    page.locator('tr.bad select[name^="row:"]').first.select_option("leave")
    page.get_by_role("button", name="改好了，再检查").last.click()
    page.locator(".dock button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入完成")
    page.get_by_role("button", name="整批撤回").click()
    expect(page.locator(".note.green")).to_contain_text("已撤回")
    assert [] == page.said


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_plan_is_written_in_rows(enter, script):
    """More rows come with one press and keep what was typed; Enter saves; what is wrong is reached from its row; the plan holds both goals."""
    page = enter(WORKER, java_script_enabled=script)
    page.goto("/roster")
    page.locator("table.t tbody th a").last.click()
    page.locator("#add-form").select_option(label="一人一策")
    page.get_by_role("button", name="去填写").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新增一人一策")
    page.locator('[name="goals[0].said"]').fill("按时到校")
    page.locator('[name="goals[0].measure"]').fill("一个月内")
    page.locator('[name="goals[0].day"]').fill("2031-01-01")
    page.get_by_role("button", name="再加几行 目标").click()
    expect(page.locator('[name="goals[4].said"]')).to_be_visible()
    page.locator('[name="goals[3].said"]').fill("交到朋友")
    page.locator('[name="goals[3].measure"]').fill("有三个朋友")
    page.locator('[name="partners"]').fill("学校")
    page.locator('[name="goals[3].day"]').press("Enter")
    page.locator(".note.red a").first.click()
    assert page.url.endswith("#f-goals-1--day")
    page.locator('[name="goals[1].day"]').fill("2031-02-01")
    page.locator('[name="goals[1].day"]').press("Enter")
    expect(page.locator(".note.green")).to_contain_text("已保存")
    page.locator("#work1 a", has_text="一人一策").first.click()
    expect(page.locator(".several").last).to_contain_text("交到朋友")
    assert page.said in (
        [],
        ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"],
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_lead_is_sent_from_a_phone(enter, script):
    """Three taps and the receipt is there; the lead stands in the own list as received, and nothing else of it."""
    page = enter(GRID, size="phone", java_script_enabled=script)
    page.locator(".tabbar a", has_text="报线索").click()
    sent = page.locator("table.plan tr").count()
    page.get_by_label("深夜在外").check()
    page.get_by_role("button", name="提交").last.click()
    expect(page.get_by_role("status")).to_contain_text("回执号")
    expect(page.locator("table.plan tr")).to_have_count(sent + 1)
    expect(page.locator("table.plan tr").first).to_contain_text("已收到")
    assert [] == page.said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reporting_breaks_no_rule(enter, lang):
    """The pages of those who only report: nothing for axe, no scrolling sideways, every button high enough for a thumb."""
    page = enter(GRID, lang, "phone", bypass_csp=True)
    task = page.locator(".task a.b").first.get_attribute("href")
    found = {}
    for address in ("/", "/report/lead", task, "/records"):
        page.goto(address)
        result = Axe().run(page, options=RULES).response["violations"]
        found |= {f"{address}: {each['id']}": [node["html"][:200] for node in each["nodes"]] for each in result}
        low = page.evaluate(
            "[...document.querySelectorAll('.b, .in, .picks label')].filter(each => each.offsetParent)"
            ".filter(each => each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML)"
        )
        found |= {f"{address}: low": low} if low else {}
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[f"{address}: wide"] = width

    assert {} == found


def test_a_filter_changes_the_list_alone(enter):
    """With script, choosing a filter asks at once, changes the list, the count and the address, and leaves the page where it was."""
    page = enter(WORKER)
    page.goto("/roster")
    everybody = page.locator("#count").inner_text()
    page.locator('.fbar select[name="schooling"]').select_option("primary")
    page.wait_for_url("**schooling=primary**")
    expect(page.locator("#count")).not_to_have_text(everybody)
    expect(page.locator("#chips")).to_contain_text("就学情况")
    assert [] == page.said


def good(page):
    return int(page.locator(".tile.green .v").inner_text().removesuffix("行"))


def initials(name):
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
