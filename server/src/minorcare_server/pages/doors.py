"""Pages outside the door: what is there for everybody."""

from __future__ import annotations

from aiohttp import web

from minorcare_server.contexts import Emergency, PhoneLine
from minorcare_server.shells import outside


async def emergency(request: web.Request) -> web.StreamResponse:
    """Whom to call. Needs no sign-in and no database."""
    return outside(request, Emergency(office="", duty=PhoneLine(label="", number="")))
