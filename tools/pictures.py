#!/usr/bin/env python3
"""Take the pictures of the README: an invented street behind a real server, seen by a browser.

    .venv/bin/python tools/pictures.py [--street jinma] [--keep FOLDER] [--into docs/pictures]

The same street gives the same pictures. With --keep the street is made once and used again.
"""

import argparse
import asyncio
import struct
import tempfile
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from aiohttp import web
from playwright.sync_api import BrowserContext, Page, sync_playwright

from minorcare.desk import Desk, Transition
from minorcare.kinds import Area, Minor
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.synthetic import BROKEN, RESTRICTED, ROSTER, load_settings, make, officers
from minorcare.synthetic.sheets import FACTS, facts_sheet
from minorcare.testing import SetClock
from minorcare.work import imports
from minorcare_server import create_app

TODAY = date(2026, 11, 24)
HEAD, WORKER = "station_head", "child_supervisor"
NAMES = {
    "station_head": "高远",
    "child_supervisor": "周敏",
    "community_liaison": "梁秋实",
    "leader": "郑衡",
    "auditor": "余航",
}
SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
MOST_BYTES = 200_000
UNDECIDED, RECENT = 7, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--street", default="jinma")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--into", type=Path, default=Path(__file__).parents[1] / "docs" / "pictures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        options.into.mkdir(parents=True, exist_ok=True)
        if not (folder / "street.db").exists():
            demo(folder, options.street)
        with serving(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            for size, viewport in SIZES.items():
                context = browser.new_context(
                    viewport=viewport, device_scale_factor=1, has_touch=size == "phone", locale="zh-CN"
                )
                for name, page in walk(context, address, folder / BROKEN, languages=size == "desktop"):
                    save(page, options.into / f"{name}.{size}.png")
                context.close()
            browser.close()


def demo(folder: Path, street: str, day: date = TODAY) -> None:
    """An office some weeks into its work: the roster imported, tags confirmed, some reviews late, some alerts new."""
    settings, clock = load_settings(street), SetClock()
    make(settings, settings.seed, day - timedelta(days=28), folder)
    clock.on(day - timedelta(days=28), 9)
    registry = Registry.create(
        folder / "street.db", office=settings.code, config=Config(folder=folder), clock=clock, demo=True
    )

    def desk(account: str, purpose: str) -> Desk:
        return registry.desk(
            registry.actor(account, office=settings.code), office=settings.code, purpose=purpose, via="web"
        )

    registry.found(settings.code, *(post.but(name=NAMES.get(post.account, post.name)) for post in officers(settings)))
    roster, facts = imports.read(folder / ROSTER), imports.read(folder / RESTRICTED)
    head, worker = desk(HEAD, "import"), desk(WORKER, "import")
    imports.commit(head, imports.preview(head, roster, Area, sheet="区域"))
    imports.commit(worker, imports.preview(worker, roster, Minor, file=ROSTER))
    clock.on(day - timedelta(days=20), 15)
    for kind in FACTS:
        imports.commit(worker, imports.preview(worker, facts, kind, sheet=facts_sheet(kind), file=RESTRICTED))
    decide(registry, desk, clock, day)
    registry.close()


def decide(registry: Registry, desk: object, clock: SetClock, day: date) -> None:
    """Confirm most of what was suggested, as a person would: a few a day, each with its day of review."""
    worker = desk(WORKER, "case")  # type: ignore[operator]
    rows = worker.find("risk_tag", order=("id",), limit=500).rows
    suggested = [row for row in rows if row.values["status"] == "suggested"]
    for n, row in enumerate(suggested[:-UNDECIDED]):
        recent = n >= len(suggested) - UNDECIDED - RECENT
        clock.on(day if recent else day - timedelta(days=14 - n % 12), 8 if recent else 10)
        review = worker.day + registry.catalog.risks[row.values["risk"]].review
        soon = {
            3: day - timedelta(days=3),
            9: day - timedelta(days=1),
            15: day,
            21: day,
            27: day + timedelta(days=2),
            33: day + timedelta(days=5),
        }
        worker.apply(Transition("risk_tag", row.id, "confirmed", row.version, {"review": soon.get(n, review)}))
    clock.on(day, 9)


@contextmanager
def serving(folder: Path, day: date = TODAY) -> Iterator[str]:
    """A server on the street, in a thread of its own; its clock stands still."""
    clock = SetClock()
    clock.on(day, 9)
    registry = Registry.open(folder / "street.db", config=Config(folder=folder), clock=clock)
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), []

    async def start() -> None:
        runner = web.AppRunner(create_app(registry))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found.extend((runner, runner.addresses[0][1]))
        ready.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    yield f"http://127.0.0.1:{found[1]}"
    asyncio.run_coroutine_threadsafe(found[0].cleanup(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    registry.close()


def walk(context: BrowserContext, address: str, sheet: Path, *, languages: bool) -> Iterator[tuple[str, Page]]:
    """The pages, one after the other."""
    page = context.new_page()
    page.goto(f"{address}/sign-in?lang=zh")
    page.locator(f'button[name="demo"][value="{WORKER}"]').click()
    page.wait_for_load_state()
    yield "today", page
    if languages:
        page.goto(f"{address}/?lang=en")
        yield "today.en", page
        page.goto(f"{address}/?lang=zh")
    page.goto(f"{address}/roster?state=confirmed")
    yield "roster", page
    page.goto(f"{address}/")
    child = page.locator(".is-late .t a").first.get_attribute("href") or ""
    page.goto(address + child.partition("#")[0])
    page.wait_for_load_state()
    yield "child", page
    page.goto(f"{address}/import")
    page.locator("#f-kind").select_option(index=1)
    page.locator("#f-file").set_input_files(sheet)
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_load_state()
    yield "import", page


def save(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    path.write_bytes(small(page.screenshot()))
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")
    assert size < MOST_BYTES, f"{path.name} is too large"


def small(png: bytes) -> bytes:
    """The same picture in the 256 colours it has most of: a page has few, and what is left are shades at the edge of letters."""
    width, height, rows = pixels(png)
    counted = Counter(row[x : x + 3] for row in rows for x in range(0, 3 * width, 3))
    palette = [colour for colour, _ in counted.most_common(256)]
    place = {colour: n for n, colour in enumerate(palette)}

    def nearest(colour: bytes) -> int:
        return min(
            range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(palette[n], colour, strict=True))
        )

    for colour in counted:
        if colour not in place:
            place[colour] = nearest(colour)
    body = b"".join(b"\0" + bytes(place[row[x : x + 3]] for x in range(0, 3 * width, 3)) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG of 8-bit RGB or RGBA, as a browser writes it."""
    at, body, width, height, size = 8, b"", 0, 0, 3
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data = png[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height, _, kind = struct.unpack(">IIBB", data[:10])
            size = {2: 3, 6: 4}[kind]
        body += data if name == b"IDAT" else b""
        at += 12 + length
    raw, stride, before, rows = zlib.decompress(body), width * size, bytes(width * size), []
    for y in range(height):
        line = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        unfilter(raw[y * (stride + 1)], line, before, size)
        before = bytes(line)
        rows.append(before if size == 3 else b"".join(before[x : x + 3] for x in range(0, stride, 4)))
    return width, height, rows


def unfilter(kind: int, line: bytearray, above: bytes, size: int) -> None:
    """One of the five filters of PNG, undone in place."""
    for x in range(len(line)) if kind else ():
        left, up, corner = (line[x - size], above[x], above[x - size]) if x >= size else (0, above[x], 0)
        if kind == 4:
            near = left + up - corner
            guess = min((left, up, corner), key=lambda each: abs(near - each))
        else:
            guess = (0, left, up, (left + up) // 2)[kind]
        line[x] = (line[x] + guess) & 255


if __name__ == "__main__":
    main()
