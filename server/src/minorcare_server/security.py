"""What every answer carries, and which requests are not taken at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import hdrs, web

from minorcare_server.asking import SAFE, over_https
from minorcare_server.errors import Foreign
from minorcare_server.templating import POLICY

STATIC = "/static/"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_A_YEAR = "public, max-age=31536000, immutable"
NEVER = "no-store"


def is_own(request: web.Request) -> bool:
    """Whether a request that changes something comes from a page of this site, or from a program that showed a token.

    Browsers say where a request comes from, and a page of another site cannot add a token to one. A request that says nothing is
    not taken.
    """
    if request.method in SAFE or bearer(request) is not None:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get(hdrs.ORIGIN)
    return origin is not None and urlsplit(origin).netloc.casefold() == request.host.casefold()


def bearer(request: web.Request) -> str | None:
    """The token of a program."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" and token.strip() else None


def refuse_foreign(request: web.Request) -> None:
    """No other site may make a signed-in browser change anything.

    Raises:
        Foreign: one tries.
    """
    if not is_own(request):
        raise Foreign


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For ``on_response_prepare``: strict by default; a handler may set a header itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if over_https(request):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if hdrs.CACHE_CONTROL not in response.headers:
        response.headers[hdrs.CACHE_CONTROL] = _kept(request, response)
    response.headers.popall(hdrs.SERVER, None)


def _kept(request: web.Request, response: web.StreamResponse) -> str:
    """Static files are kept as long as their address is: it names their content. Nothing else is kept anywhere."""
    if STATIC in request.path and response.status in (200, 206, 304):
        return FOR_A_YEAR if "v" in request.query else "no-cache"
    return NEVER
