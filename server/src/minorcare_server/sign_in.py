"""Signing in: sessions of people, tokens of programs, and the page where a session begins."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import attrs
from aiohttp import web

from minorcare.access import trusted
from minorcare.calendar import day_of
from minorcare.errors import Refused
from minorcare.label import Label
from minorcare.query import Query
from minorcare.registry import Registry
from minorcare.store.accounts import Accounts
from minorcare.surfaces.front import Front
from minorcare_server import languages
from minorcare_server.asking import FRONT, MEGABYTE, POOL, Signed, body_of, over_https, root_of
from minorcare_server.contexts import DemoUser, SignIn
from minorcare_server.errors import TooMany
from minorcare_server.security import bearer
from minorcare_server.shells import outside

SECURE_COOKIE, PLAIN_COOKIE = "__Host-minorcare", "minorcare"
TRIES, PAUSE = 8, 20.0
"""So many wrong passwords at once, then one every so many seconds."""
WRONG = Label("账号或密码不对，请再试", en="Account or password is wrong; please try again")


@attrs.define
class Brake:
    """Slows down whoever guesses passwords, by account and address together: the real owner, elsewhere, is not locked out."""

    _clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[tuple[str, str], tuple[float, float]] = attrs.field(factory=OrderedDict)

    def check(self, account: str, remote: str) -> None:
        """Raise TooMany if there were too many wrong tries."""
        for key in ((account, remote), ("", remote)):
            left = self._tries(key)
            if left < 1:
                raise TooMany(max(1, round((1 - left) * PAUSE)))

    def failed(self, account: str, remote: str) -> None:
        """Count a wrong try."""
        for key, cost in (((account, remote), 1.0), (("", remote), 0.25)):
            self._left[key] = (self._tries(key) - cost, self._clock())
            self._left.move_to_end(key)
        while len(self._left) > 10_000:
            self._left.popitem(last=False)

    def _tries(self, key: tuple[str, str]) -> float:
        left, at = self._left.get(key, (float(TRIES), self._clock()))
        return min(float(TRIES), left + (self._clock() - at) / PAUSE)


class OwnSignIn:
    """The authenticator of an application that has no other: tokens in ``Authorization``, sessions in a cookie."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.accounts = Accounts(registry.store, registry.clock)
        self.brake = Brake()
        self._hashing = asyncio.Semaphore(2)  # a password costs 19 MB and a core

    async def actor(self, request: web.Request) -> Signed | None:
        """Whose token or session it is. A token that is wrong is not made good by a cookie."""
        token, cookie = bearer(request), request.cookies.get(cookie_of(request))
        if token is not None:
            found = await request.app[POOL].run(lambda: self.accounts.by_token(token))
        elif cookie:
            found = await request.app[POOL].run(lambda: self.accounts.by_session(cookie))
        else:
            found = None
        return Signed(office=found[0], account=found[1]) if found else None

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The sign-in page."""
        return await self._page(request, next_=request.query.get("next", ""))

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """What its forms send: account and password, or the name of a demo user."""
        form = parse_qs((await body_of(request, MEGABYTE)).decode("utf-8", "replace"), max_num_fields=10)
        given = {name: values[0] for name, values in form.items()}
        next_, account, remote = given.get("next", ""), given.get("account", "")[:100], request.remote or ""
        if self._registry.demo and "demo" in given:
            office = await request.app[POOL].run(lambda: self._post(given["demo"]))
        else:
            self.brake.check(account, remote)
            async with self._hashing:
                office = await request.app[POOL].run(lambda: self._right(account, given.get("password", "")))
        if office is None:
            self.brake.failed(account, remote)
            return await self._page(request, account=account, next_=next_, problem=WRONG, status=422)
        session = await request.app[POOL].run(lambda: self._open(office, given.get("demo") or account))
        response = web.Response(status=303, headers={"Location": inside(root_of(request.app), next_)})
        response.set_cookie(
            cookie_of(request), session, path="/", httponly=True, secure=over_https(request), samesite="Lax"
        )
        return response

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """End the session."""
        signed, cookie = await self.actor(request), request.cookies.get(cookie_of(request), "")
        if signed is not None and cookie:
            await request.app[POOL].run(lambda: self._close(signed, cookie))
        response = web.Response(status=303, headers={"Location": f"{root_of(request.app)}/sign-in"})
        response.del_cookie(cookie_of(request), path="/", httponly=True, secure=over_https(request), samesite="Lax")
        return response

    async def _page(
        self,
        request: web.Request,
        *,
        account: str = "",
        next_: str = "",
        problem: Label | None = None,
        status: int = 200,
    ) -> web.StreamResponse:
        lang = languages.of_page(request)
        users = await request.app[POOL].run(lambda: self._demo_users(request.app[FRONT], lang))
        said = problem.in_(lang) if problem else ""
        return outside(request, SignIn(account=account, next=next_, problem=said, demo_users=users), status=status)

    def _right(self, account: str, password: str) -> str | None:
        """The office whose account this is, if the password is right and the post is held. All offices are asked, always."""
        offices = self._registry.store.offices()
        right = [office for office in offices if self.accounts.check_password(office, account, password)]
        return next((office for office in right if self._holds(account, office)), None)

    def _post(self, account: str) -> str | None:
        return next((office for office in self._registry.store.offices() if self._holds(account, office)), None)

    def _holds(self, account: str, office: str) -> bool:
        try:
            self._registry.actor(account, office=office)
        except Refused:
            return False
        return True

    def _open(self, office: str, account: str) -> str:
        self._registry.note(office, account, "sign_in")
        return self.accounts.open_session(office, account)

    def _close(self, signed: Signed, session: str) -> None:
        self._registry.note(signed.office, signed.account, "sign_out")
        self.accounts.close_session(session)

    def _demo_users(self, front: Front, lang: str) -> tuple[DemoUser, ...]:
        if not self._registry.demo:
            return ()
        posts, registry = front.posts, self._registry
        kind, day = registry.catalog.kind(posts.kind), day_of(registry.clock())
        users = []
        for office in registry.store.offices():
            query = Query(kind=kind.name, order=(posts.account,), limit=100)
            for row in registry.store.reader().find(office, query, trusted, day).rows:
                values = row.values
                role = registry.catalog.roles.get(values[posts.role])
                if role is not None and values[posts.ended] is None:
                    users.append(
                        DemoUser(
                            account=values[posts.account],
                            name=values[posts.name],
                            role=role.label.in_(lang),
                            what=values[posts.post],
                        )
                    )
        return tuple(users)


def cookie_of(request: web.Request) -> str:
    """The name of the session's cookie: over https one that no other host can set."""
    return SECURE_COOKIE if over_https(request) else PLAIN_COOKIE


def inside(root: str, address: str) -> str:
    """*address* if it lies within the application, else its first page. Nobody is sent to another site."""
    parts = urlsplit(address)
    safe = not parts.scheme and not parts.netloc and "\\" not in address and not any(ord(c) < 33 for c in address)
    if safe and address.startswith(f"{root}/") and not address.startswith("//"):
        return address
    return f"{root}/"


def sign_in_address(root: str, here: str) -> str:
    """The sign-in page, to come back from to *here*."""
    return f"{root}/sign-in?next={quote(here, safe='')}"
