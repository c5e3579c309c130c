"""Running the application: one process, one file, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from minorcare.registry import Registry
from minorcare.store.serving import only_server
from minorcare_server.app import create_app
from minorcare_server.connections import Doorman, Patience

GRACE = 5.0
"""Seconds that requests under way are given when the server stops."""
KEEP_ALIVE = 30.0
log = logging.getLogger("minorcare.server")


class AccessLog(AbstractAccessLogger):
    """Who asked for what, and what came of it; never a query, which may hold names."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """One line a request."""
        path = request.rel_url.raw_path
        self.logger.info(
            '%s "%s %s" %s %s %.0fms',
            request.remote,
            request.method,
            path,
            response.status,
            response.body_length,
            time * 1000,
        )

    @property
    def enabled(self) -> bool:
        """Whether anybody reads it."""
        return self.logger.isEnabledFor(logging.INFO)


def serve(
    registry: Registry,
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    https: bool = False,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve *registry* until SIGTERM or SIGINT; requests under way are finished first.

    Args:
        registry: Stays open.
        host: The address to listen on. Beyond this machine, put a proxy that speaks https in front.
        port: 0 takes any that is free.
        https: Whether that proxy is there: sign-in cookies then go over https only.
        ready: Told the address once requests are taken.

    Raises:
        Unavailable: the file is being served already.
        OSError: the port is taken.
    """
    with only_server(registry.store.path):
        asyncio.run(_run(create_app(registry, https=https), host, port, ready))


async def _run(app: web.Application, host: str, port: int, ready: Callable[[str], None]) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    runner = web.AppRunner(
        app,
        access_log_class=AccessLog,
        keepalive_timeout=KEEP_ALIVE,
        shutdown_timeout=GRACE,
    )
    await runner.setup()
    try:
        assert runner.server is not None  # it is set up
        listening = await loop.create_server(Doorman(runner.server, Patience()), host, port)
        ready(_address(*listening.sockets[0].getsockname()[:2]))
        await stop.wait()
        listening.close()
    finally:
        await runner.cleanup()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
