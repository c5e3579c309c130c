"""What a request asks, and of which desk: the one way from a request to the library and back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Literal, Protocol

import attrs
import orjson
from aiohttp import hdrs, web

from minorcare.access import Actor
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import Refused, TooLong
from minorcare.label import Label
from minorcare.registry import Registry
from minorcare.store.protocol import Noted
from minorcare.surfaces.front import Front
from minorcare_server import languages
from minorcare_server.clerk import Clerk, recorded
from minorcare_server.errors import NoSuchPage, SignInNeeded, TooLarge, TooSlow
from minorcare_server.threads import Pool

Via = Literal["api", "web"]
MEGABYTE = 2**20
MOST_BYTES = MEGABYTE
"""The longest body of a request that carries no file."""
PATIENCE, LEAST_RATE = 15.0, 1024.0
"""Seconds that a body may take, and how many bytes earn it one more: who sends slower than that holds a connection, not a form."""
BRIEF = 0.005
"""Seconds that a question may take if it is asked together with others."""
OF_THE_DESK = ("purpose",)
OF_THE_PAGE = ("purpose", "lang", "notice")


@attrs.frozen(kw_only=True)
class Signed:
    """Somebody who has proved who they are.

    Attributes:
        account: The account of an officer.
        office: The office it belongs to, a nine-digit street code.
        actor: With which role and areas; ``None``: as the officer's record says today.
    """

    account: str
    office: str
    actor: Actor | None = None


class Authenticator(Protocol):
    """Who is behind a request. An application that has a sign-in of its own brings its own."""

    async def actor(self, request: web.Request) -> Signed | None:
        """Who it is; ``None`` if nobody has signed in."""


@attrs.define(eq=False)
class Place:
    """Where an application is mounted; known once it is asked anything."""

    root: str | None = None


REGISTRY = web.AppKey("minorcare.registry", Registry)
POOL = web.AppKey("minorcare.pool", Pool)
PLACE = web.AppKey("minorcare.place", Place)
CLERK = web.AppKey("minorcare.clerk", Clerk)
FRONT = web.AppKey("minorcare.front", Front)
AUTHENTICATOR: web.AppKey[Authenticator] = web.AppKey("minorcare.authenticator")
HTTPS: web.AppKey[bool] = web.AppKey("minorcare.https")
SAFE = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
"""What changes nothing."""
HOME = "home"
"""Name of the route of the first page: its address is where the application is mounted."""


@attrs.frozen(kw_only=True)
class Asked:
    """A request, read: plain values that can be taken into a thread.

    Attributes:
        path: The variable parts of the address.
        pairs: The query, decoded, without what is asked of the desk or of the page as such.
        root: Where the application is mounted: ``""``, ``/minors``.
        here: The address, without its query.
    """

    registry: Registry
    front: Front
    path: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    lang: str
    root: str
    here: str

    def kind(self, desk: Desk) -> Kind:
        """The kind that the address names. What is kept in the vault has no address.

        Raises:
            NoSuchPage: there is no such kind.
        """
        found = desk.catalog.kinds.get(self.path["kind"])
        if found is None or found.vault:
            raise NoSuchPage
        return found

    def say(self, label: Label) -> str:
        """A text in the reader's language."""
        return label.in_(self.lang)


@attrs.frozen(kw_only=True)
class Answer:
    """What goes back."""

    body: bytes = b""
    status: int = 200
    type: str = "application/json"
    headers: Mapping[str, str] = attrs.field(factory=dict)

    @classmethod
    def json(cls, value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        """*value*, written as JSON."""
        return cls(body=orjson.dumps(value), status=status, headers=headers or {})

    @classmethod
    def see(cls, address: str) -> Answer:
        """After a form: look there."""
        return cls(status=303, headers={"Location": address})

    def response(self) -> web.Response:
        """As aiohttp sends it."""
        charset = "utf-8" if self.type.startswith("text/") else None
        return web.Response(
            body=self.body, status=self.status, content_type=self.type, charset=charset, headers=dict(self.headers)
        )


Work = Callable[[Desk, Asked], Answer]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def at_desk(
    work: Work,
    *,
    via: Via,
    purpose: Callable[[Front], str] = lambda front: front.reading,
    most: int = MOST_BYTES,
    brief: bool = False,
) -> Handler:
    """A handler: who it is, what is asked, and the rest at a desk, in a thread. Nothing leaves before the entries that tell of it.

    Args:
        work: What is done at the desk.
        via: How the journal names the way in.
        purpose: What for, where the request does not say.
        most: The longest body that is read.
        brief: Whether it only reads, and mostly in less time than it takes to hand it to a thread: asked together with others.
    """

    async def handler(request: web.Request) -> web.StreamResponse:
        signed = await request.app[AUTHENTICATOR].actor(request)
        if signed is None:
            raise SignInNeeded
        asked = await read(request, via=via, most=most)
        why = request.headers.get("X-Purpose") or request.query.get("purpose") or purpose(asked.front)

        def answered(later: list[Noted] | None) -> Answer:
            return work(desk_of(asked.registry, signed, why, via, later), asked)

        if request.method not in SAFE:
            return (await request.app[POOL].run(lambda: answered(None))).response()
        if brief:
            with suppress(TooLong):
                return (await request.app[CLERK].ask(answered)).response()
        return (await request.app[POOL].run(lambda: recorded(asked.registry.store, answered))).response()

    return handler


def desk_of(registry: Registry, signed: Signed, purpose: str, via: Via, later: list[Noted] | None = None) -> Desk:
    """The desk of somebody who has signed in, with today's role, areas and grants.

    Raises:
        SignInNeeded: the post has ended since.
    """
    try:
        actor = signed.actor or registry.actor(signed.account, office=signed.office)
    except Refused:
        raise SignInNeeded from None
    return registry.desk(actor, office=signed.office, purpose=purpose, via=via, later=later)


async def read(request: web.Request, *, via: Via, most: int = MOST_BYTES) -> Asked:
    """A request as plain values.

    Raises:
        TooLarge, TooSlow: the body is longer than *most*, or does not come.
    """
    apart = OF_THE_DESK if via == "api" else OF_THE_PAGE
    return Asked(
        registry=request.app[REGISTRY],
        front=request.app[FRONT],
        path=dict(request.match_info),
        pairs=tuple((name, value) for name, value in request.query.items() if name not in apart),
        query=dict(request.query),
        headers=request.headers,
        body=await body_of(request, most) if request.can_read_body else b"",
        lang=languages.of_api(request) if via == "api" else languages.of_page(request),
        root=root_of(request.app),
        here=request.rel_url.raw_path,
    )


async def body_of(request: web.Request, most: int) -> bytes:
    """The body, as it came. The cap holds whatever the request says its length is, and wherever the application is mounted."""
    if (request.content_length or 0) > most:
        raise TooLarge(most)
    found, loop = bytearray(), asyncio.get_running_loop()
    began = loop.time()
    try:
        async with asyncio.timeout(PATIENCE) as limit:
            async for piece in request.content.iter_any():
                found += piece
                if len(found) > most:
                    raise TooLarge(most)
                limit.reschedule(began + PATIENCE + len(found) / LEAST_RATE)
    except TimeoutError:
        raise TooSlow from None
    return bytes(found)


def over_https(request: web.Request) -> bool:
    """Whether the browser speaks https: to us, or to the proxy in front. No header of the request is asked: anyone can send one."""
    return request.secure or request.app[HTTPS]


def root_of(app: web.Application) -> str:
    """Where *app* is mounted, without a slash at its end."""
    place = app[PLACE]
    if place.root is None:
        place.root = str(app.router[HOME].url_for()).rstrip("/")
    return place.root
