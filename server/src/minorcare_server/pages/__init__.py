"""The pages: handlers that fill the classes of :mod:`minorcare_server.contexts`."""

from __future__ import annotations

from aiohttp import web

from minorcare_server.asking import HOME
from minorcare_server.pages import doors


def add_routes(app: web.Application) -> None:
    """Every page."""
    app.router.add_get("/", doors.emergency, name=HOME)
    app.router.add_get("/emergency", doors.emergency)
