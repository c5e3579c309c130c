"""The whole site on a real server, in a browser: what each role does first, with and without script, in both languages and sizes."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from minorcare.calendar import day_of, system_clock
from minorcare.synthetic import BROKEN

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1366, 768)}
LANGUAGES = ("zh", "en")
MOST_BYTES, MOST_REQUESTS = 60_000, 5
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WORKER, HEAD, LIAISON = "child_supervisor", "station_head", "community_liaison"
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
    return made


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
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
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
