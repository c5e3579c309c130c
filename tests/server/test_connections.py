"""Who holds a connection without asking anything loses it; who asks slowly but steadily does not."""

import asyncio
import contextlib

import pytest
from aiohttp import web

from minorcare_server.connections import Doorman, Patience, answering

PATIENCE = Patience(head=0.4, address=3, together=3)


@pytest.fixture
async def port():
    async def slow(request):
        body = await request.read()
        await asyncio.sleep(1.0)
        return web.Response(body=body)

    @web.middleware
    async def door(request, handler):
        with answering(request):
            return await handler(request)

    app = web.Application(middlewares=[door])
    app.router.add_post("/", slow)
    runner = web.AppRunner(app, keepalive_timeout=5.0)
    await runner.setup()
    server = await asyncio.get_running_loop().create_server(Doorman(runner.server, PATIENCE), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await runner.cleanup()


@contextlib.asynccontextmanager
async def connected(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def received(reader):
    try:
        return await asyncio.wait_for(reader.read(65536), 10)
    except ConnectionError:
        return b""


HEAD = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"P", b"POST / HTTP/1.1\r\nHost: a\r\n"])
async def test_half_a_head_is_not_waited_for(port, sent):
    """Silence, a first byte, half a head: the connection is closed."""
    async with connected(port) as (reader, writer):
        writer.write(sent)
        assert b"" == await received(reader)


async def test_a_request_that_takes_its_time_is_answered(port):
    """Once the head is there, working long is no reason to be cut off; the connection serves the next request too."""
    async with connected(port) as (reader, writer):
        for _ in range(2):
            writer.write(HEAD + b"ab")
            assert (await received(reader)).endswith(b"ab")


async def test_a_second_head_is_not_waited_for_either(port):
    """After an answer, half of another head is cut off as well."""
    async with connected(port) as (reader, writer):
        writer.write(HEAD + b"ab")
        assert (await received(reader)).endswith(b"ab")
        writer.write(b"POST / HT")
        assert b"" == await received(reader)


async def test_too_many_at_once_are_turned_away(port):
    """Beyond so many connections the next is closed; when one leaves there is room again."""
    async with contextlib.AsyncExitStack() as stack:
        held = [await stack.enter_async_context(connected(port)) for _ in range(3)]
        for _, writer in held:
            writer.write(HEAD)
        async with connected(port) as (reader, writer):
            writer.write(HEAD + b"ab")
            assert b"" == await received(reader)
    await asyncio.sleep(0.2)
    async with connected(port) as (reader, writer):
        writer.write(HEAD + b"ab")
        assert (await received(reader)).endswith(b"ab")


def test_addresses_are_counted_apart():
    """Many from one address are turned away before others are; a proxy on this machine speaks for many."""
    doorman = Doorman(asyncio.Protocol, Patience(address=2, together=100))

    assert [True, True, False] == [doorman.enter("192.0.2.1") for _ in range(3)]
    assert doorman.enter("192.0.2.2")
    assert all(doorman.enter("127.0.0.1") for _ in range(10))
    doorman.leave("192.0.2.1")
    doorman.leave("192.0.2.1")
    assert doorman.enter("192.0.2.1")
