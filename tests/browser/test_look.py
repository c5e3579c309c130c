"""The look of every page, in a browser: nothing for axe to find, nothing that overflows, little to load."""

import gzip
import importlib.util
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from minorcare_server.templating import POLICY, STATIC, environment, render

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1366, 768)}
WIDTHS = (320, 390, 861, 1024, 1366, 1920)
LANGUAGES = ("zh", "en")
MOST_BYTES, MOST_REQUESTS = 60_000, 5
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not described: half the time
}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

_spec = importlib.util.spec_from_file_location(
    "example_contexts", Path(__file__).parents[1] / "server" / "example_contexts.py"
)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
NAMES = [example.name for example in _module.examples("zh")]


def rendered(lang: str) -> dict[str, bytes]:
    templates = environment(lang)
    return {
        f"/{lang}/{each.name}": render(templates, each.shell, each.page).encode() for each in _module.examples(lang)
    }


PAGES = rendered("zh") | rendered("en")

AT = {"/roster": "/zh/roster-no-result", "/child/0192/reveal": "/zh/child-revealed"}
"""What the addresses that these tests follow answer with."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = AT.get(self.path.split("?")[0], self.path.split("?")[0])
        if path in PAGES:
            self.answer(PAGES[path], "text/html; charset=utf-8")
        elif path.startswith("/static/") and (STATIC / path.removeprefix("/static/")).is_file():
            self.answer((STATIC / path.removeprefix("/static/")).read_bytes(), TYPES[Path(path).suffix])
        else:
            self.send_error(404)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def answer(self, body, kind):
        body = gzip.compress(body)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


def sized(browser: Browser, size: tuple[int, int], **options: object) -> BrowserContext:
    return browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(browser, site, lang, size):
    """No page breaks a rule of WCAG 2.2 A and AA or of best practice that axe knows, with everything folded open."""
    context = sized(browser, size, bypass_csp=True)
    page, found = context.new_page(), {}
    for name in NAMES:
        page.goto(f"{site}/{lang}/{name}")
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        result = Axe().run(page, options=RULES).response["violations"]
        found |= {f"{name}: {each['id']}": [node["html"][:200] for node in each["nodes"]] for each in result}
    context.close()

    assert {} == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_overflows(browser, site, lang):
    """From 320 to 1920 pixels no page scrolls sideways, and no text is cut off by its button or tag."""
    context = sized(browser, SIZES["desktop"])
    page, wide = context.new_page(), []
    for name in NAMES:
        page.goto(f"{site}/{lang}/{name}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((name, width))
            cut = page.evaluate(
                "[...document.querySelectorAll('.b, .tag, .tile, .chip, .side a, .tabbar a')]"
                ".filter(each => each.scrollWidth > each.clientWidth + 1 && each.offsetParent).map(each => each.textContent)"
            )
            wide += [(name, width, text) for text in cut]
    context.close()

    assert [] == wide


@pytest.mark.parametrize("lang", LANGUAGES)
def test_first_page_is_light(browser, site, lang):
    """A first visit loads at most 60 kB over the wire in at most five requests, all of them from here."""
    visits = []
    for name in NAMES:
        page, loaded = sized(browser, SIZES["phone"]).new_page(), []
        page.on("response", lambda response, loaded=loaded: loaded.append(response))
        page.goto(f"{site}/{lang}/{name}")
        visits.append((page, loaded))
    for page, loaded in visits:
        page.wait_for_load_state("networkidle")
        sizes = {each.url: int(each.headers["content-length"]) for each in loaded}
        page.context.close()

        assert all(url.startswith(site) for url in sizes)
        assert len(loaded) <= MOST_REQUESTS, sizes
        assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_policy_holds_without_complaint(browser, site, lang):
    """Under the strict policy of the server no page has a style, script or image that it forbids."""
    context = sized(browser, SIZES["desktop"])
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in NAMES:
        page.goto(f"{site}/{lang}/{name}", wait_until="load")
    context.close()

    assert [] == said


def test_every_part_replaced_by_script_is_a_link_or_a_form(browser, site):
    """Whatever htmx asks for, the same element asks for without it."""
    context = sized(browser, SIZES["desktop"])
    page, alone = context.new_page(), []
    for name in NAMES:
        page.goto(f"{site}/zh/{name}")
        alone += page.evaluate(
            "[...document.querySelectorAll('[hx-get], [hx-post]')].filter(each =>"
            " each.getAttribute('hx-get') !== null && each.getAttribute('hx-get') !== (each.getAttribute('href') ?? each.getAttribute('action'))"
            " || each.getAttribute('hx-post') !== null && (each.method !== 'post' || each.getAttribute('hx-post') !== each.getAttribute('action')))"
            ".map(each => each.outerHTML)"
        )
    context.close()

    assert [] == alone


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_search_and_reveal_work_with_and_without_script(browser, site, script):
    """A search answers with its count and address; a secret is shown after a purpose was chosen. With script only a part changes."""
    context = sized(browser, SIZES["desktop"], java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site}/zh/roster")
    page.get_by_label("姓名、拼音首字母、档案号").fill("zzz")
    page.keyboard.press("Enter")
    page.get_by_text("没有符合条件的").wait_for()
    assert "q=zzz" in page.url
    assert "42 人中符合 0 人" == page.get_by_role("status").inner_text()
    assert (0 < page.locator(".views").count()) is script

    page.goto(f"{site}/zh/child")
    page.get_by_text("显示（留痕）").first.click()
    page.get_by_role("button", name="办理救助").first.click()
    page.get_by_text("000000201503120028").wait_for()
    assert page.url.endswith("/reveal") is not script
    context.close()


@pytest.mark.parametrize("name", ["today", "roster", "child", "import-check", "form"])
def test_phone_targets_can_be_hit(browser, site, name):
    """On a phone no button, link of a menu, or input is lower than 44 pixels; no other link lower than 24."""
    context = sized(browser, SIZES["phone"], has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/zh/{name}")
    low = page.evaluate(
        "[...document.querySelectorAll('.b, .in, .tabbar a, .top a, .who > summary')].filter(each => each.offsetParent)"
        ".filter(each => each.getBoundingClientRect().height < 36 || each.matches('.b, .in, .tabbar a') && each.getBoundingClientRect().height < 43.5)"
        ".map(each => each.outerHTML)"
    )
    context.close()

    assert [] == low
