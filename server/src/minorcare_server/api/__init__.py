"""The API: the desk's methods, one address each."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from minorcare_server.api import about, calendar, imports, moves, office, oversight, records, told
from minorcare_server.api.exports import export
from minorcare_server.asking import FRONT, Handler, Work, at_desk

PREFIX = "/api/v1"


def add_routes(app: web.Application) -> None:
    """Everything below ``/api/v1``, the document that describes it, and the health check."""
    add = app.router.add_route

    def through(method: str, path: str, work: Work, **more: object) -> None:
        handler = at_desk(work, via="api", **more)  # type: ignore[arg-type]
        if method == "GET":
            app.router.add_get(PREFIX + path, handler)
        else:
            add(method, PREFIX + path, handler)

    app.router.add_get(f"{PREFIX}/records/{{kind}}", _lists(app[FRONT].looks.kind))
    through("POST", "/records/{kind}", records.create)
    through("GET", "/records/{kind}/{id}", records.get, brief=True)
    through("PATCH", "/records/{kind}/{id}", records.change)
    through("POST", "/records/{kind}/{id}/transition", records.transition)
    through("GET", "/records/{kind}/{id}/history", records.history)
    through("GET", "/worklist", office.worklist, brief=True)
    through("GET", "/tallies/{name}", office.tally)
    through("GET", "/reports/{name}", office.tally)
    through("GET", "/journal", office.journal)
    through("POST", "/journal/verify", oversight.verify)
    through("GET", "/changes", office.changes)
    through("POST", "/screen", oversight.screen)
    _add_moves(through)
    through("GET", "/told_back", told.told_back)
    through("GET", "/age_gates", told.age_gates)
    through("GET", "/endings/{id}", told.endings)
    through("GET", "/calendars", calendar.subscriptions)
    through("POST", "/calendars", calendar.subscribe)
    through("DELETE", "/calendars/{id}", calendar.revoke)
    app.router.add_get(calendar.PATH, calendar.poll)
    through("POST", "/exports", export, purpose=lambda front: front.exporting)
    importing: dict[str, object] = {"purpose": lambda front: front.importing, "most": imports.MOST_BYTES}
    through("POST", "/imports", imports.preview, **importing)
    through("GET", "/imports/{id}", imports.get, **importing)
    through("POST", "/imports/{id}/confirm", imports.confirm, **importing)
    through("POST", "/imports/{id}/undo", imports.undo, **importing)
    app.router.add_get("/openapi.json", about.document)
    app.router.add_get("/healthz", about.health)


def _add_moves(through: Callable[[str, str, Work], None]) -> None:
    """What is done about children who move, or stand here twice."""
    through("GET", "/transfers", moves.pending)
    through("POST", "/transfers", moves.send)
    through("POST", "/transfers/{id}/accept", moves.accept)
    through("POST", "/transfers/{id}/decline", moves.decline)
    through("POST", "/transfers/{id}/cancel", moves.cancel)
    through("GET", "/duplicates", moves.duplicates)
    through("POST", "/merges", moves.merge)
    through("POST", "/merges/{id}/undo", moves.undo_merge)


def _lists(looks: str) -> Handler:
    """Lists are short questions, all but one: who looked is caught up with the journal first, and that writes."""
    short, caught_up = at_desk(records.listed, via="api", brief=True), at_desk(records.looks, via="api")

    async def handler(request: web.Request) -> web.StreamResponse:
        return await (caught_up if request.match_info["kind"] == looks else short)(request)

    return handler
