"""A page of the JSON API over HTTP: ours, with sign-in, scope, masks and a durable entry, against a handler with none of them.

``python -m benchmarks.pages ours|hand FILE OFFICE`` is one of the two servers: it prints its port, and ends with its input.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import orjson
from aiohttp import web

from benchmarks import hand
from benchmarks.measure import Result
from benchmarks.towns import Town
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare_server import Signed, create_app

CONNECTIONS = 16
ROUNDS, SECONDS = 4, 2.0
OURS, BY_HAND = "/api/v1/records/minor?limit=50", "/minors"


@attrs.frozen
class Officer:
    """Everybody is the same officer."""

    office: str

    async def actor(self, request: web.Request) -> Signed:  # noqa: ARG002 - as an authenticator is asked
        """The child supervisor."""
        return Signed(account="child_supervisor", office=self.office)


def ours(path: Path, office: str) -> web.Application:
    """The application as it is."""
    return create_app(Registry.open(path, config=Config(folder=path.parent)), Officer(office))


def by_hand(path: Path, office: str) -> web.Application:
    """The least that answers: one statement, on the loop, whose JSON is passed on."""
    conn = hand.connect(path, readonly=True)

    async def page(_: web.Request) -> web.Response:
        (body,) = conn.execute(hand.JSON_PAGE, (office,)).fetchone()
        return web.Response(body=body.encode(), content_type="application/json")

    app = web.Application()
    app.router.add_get(BY_HAND, page)
    return app


def measured(town: Town, folder: Path) -> Result:
    """Pages a second of both, turn about, by one client."""
    copy = folder / "hand.db"
    town.registry.store.backup(str(copy))
    with _serving("ours", town.path, town.office) as mine, _serving("hand", copy, town.office) as theirs:
        asked = ((mine, OURS), (theirs, BY_HAND))
        bodies = [orjson.loads(asyncio.run(_answer(port, path))) for port, path in asked]
        for row in bodies[0]["items"]:
            del row["masked"]
        assert bodies[0]["items"] == bodies[1], "the two servers do not give the same page"
        best = [0.0, 0.0]
        for _ in range(ROUNDS):
            for side, (port, path) in enumerate(asked):
                best[side] = max(best[side], asyncio.run(_rate(port, path)))
    return Result(
        name="API page of 50 over HTTP",
        children=town.children,
        ours=1e6 / best[0],
        hand=1e6 / best[1],
        budget=0.67,
        at_least=True,
        note=f"{best[0]:,.0f} against {best[1]:,.0f} pages a second, {CONNECTIONS} connections",
    )


async def _rate(port: int, path: str) -> float:
    """Pages a second over connections that are kept."""
    until = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(_ask_on(port, path, until) for _ in range(CONNECTIONS)))
    return sum(counts) / SECONDS


async def _ask_on(port: int, path: str, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < until:
        await _exchange(reader, writer, path)
        count += 1
    writer.close()
    await writer.wait_closed()
    return count


async def _answer(port: int, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = await _exchange(reader, writer, path)
    writer.close()
    await writer.wait_closed()
    return body


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    assert head.startswith("http/1.1 200"), head
    return await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))


@contextmanager
def _serving(which: str, path: Path, office: str) -> Iterator[int]:
    """A server in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.pages", which, str(path), office]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


async def _serve(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


SERVERS: dict[str, Callable[[Path, str], web.Application]] = {"ours": ours, "hand": by_hand}

if __name__ == "__main__":
    asyncio.run(_serve(SERVERS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])))
