"""Connections that cost without asking: closed. aiohttp itself waits for ever for the rest of a request."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import attrs
from aiohttp import web


@attrs.frozen(kw_only=True)
class Patience:
    """How much is borne.

    Attributes:
        head: Seconds until the head of a request is complete, from the connection or from the first byte after an answer.
        address: Connections from one address at once; those of this machine are a proxy's and are counted together only.
        together: Connections at once.
    """

    head: float = 10.0
    address: int = 100
    together: int = 2000


class Doorman:
    """Makes the protocol of each connection, and counts them."""

    def __init__(self, serve: Callable[[], asyncio.Protocol], patience: Patience) -> None:
        self._serve, self.patience = serve, patience
        self._open: Counter[str] = Counter()

    def __call__(self) -> Guarded:
        """The protocol of a new connection: what ``loop.create_server`` asks for."""
        return Guarded(self._serve(), self)

    def enter(self, address: str) -> bool:
        """Count a connection; whether it may stay."""
        self._open[address] += 1
        most = self.patience.together if _own(address) else self.patience.address
        return self._open[address] <= most and self._open.total() <= self.patience.together

    def leave(self, address: str) -> None:
        """Forget a connection."""
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]


class Guarded(asyncio.Protocol):
    """Passes everything on, and closes the connection if the head of a request does not come."""

    def __init__(self, inner: asyncio.Protocol, doorman: Doorman) -> None:
        self._inner, self._doorman = inner, doorman
        self._transport: asyncio.Transport | None = None
        self._address = ""
        self._waiting: asyncio.TimerHandle | None = None
        self._answering = False
        self._refused = False

    def connection_made(self, transport: Any) -> None:
        """Let it in, if there is room."""
        self._transport = transport
        self._address = str((transport.get_extra_info("peername") or ("",))[0])
        self._refused = not self._doorman.enter(self._address)
        if self._refused:
            transport.abort()
            return
        self._wait()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """The first bytes after an answer begin a new head."""
        if not self._answering and self._waiting is None:
            self._wait()
        if not self._refused:
            self._inner.data_received(data)

    def head_read(self) -> None:
        """The head of a request is complete."""
        self._answering = True
        self._stop_waiting()

    def answered(self) -> None:
        """The answer is on its way."""
        self._answering = False

    def eof_received(self) -> bool | None:
        """Nothing more will come."""
        return None if self._refused else self._inner.eof_received()

    def pause_writing(self) -> None:
        """The other side reads slowly."""
        if not self._refused:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """It has caught up."""
        if not self._refused:
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone."""
        self._stop_waiting()
        self._doorman.leave(self._address)
        if not self._refused:
            self._inner.connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = asyncio.get_running_loop().call_later(self._doorman.patience.head, self._close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


@contextmanager
def answering(request: web.Request) -> Iterator[None]:
    """Around the answer to a request, whose head has come whole: the doorman waits for no more of it."""
    guarded = request.transport.get_protocol() if request.transport else None
    if not isinstance(guarded, Guarded):
        yield
        return
    guarded.head_read()
    try:
        yield
    finally:
        guarded.answered()


def _own(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True  # a socket file
