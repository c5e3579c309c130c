"""Pages outside the door: there for everybody, whatever else has failed."""

from __future__ import annotations

from aiohttp import web

from minorcare_server import languages
from minorcare_server.asking import FRONT
from minorcare_server.contexts import Emergency, PhoneLine
from minorcare_server.shells import outside


async def emergency(request: web.Request) -> web.StreamResponse:
    """Whom to call. Asks for no sign-in and no database."""
    lang, front = languages.of_page(request), request.app[FRONT]
    label, number = front.duty
    page = Emergency(
        office="",
        duty=PhoneLine(label=label.in_(lang), number=number),
        lines=tuple(PhoneLine(label=each.in_(lang), number=call) for each, call in front.lines),
    )
    return outside(request, page)
