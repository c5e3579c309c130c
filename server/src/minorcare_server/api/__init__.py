"""The API: the desk's methods, one address each."""

from __future__ import annotations

from aiohttp import web

from minorcare_server.api import about, imports, office, records
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
    through("GET", "/changes", office.changes)
    through("POST", "/exports", export, purpose=lambda front: front.exporting)
    importing: dict[str, object] = {"purpose": lambda front: front.importing, "most": imports.MOST_BYTES}
    through("POST", "/imports", imports.preview, **importing)
    through("GET", "/imports/{id}", imports.get, **importing)
    through("POST", "/imports/{id}/confirm", imports.confirm, **importing)
    through("POST", "/imports/{id}/undo", imports.undo, **importing)
    app.router.add_get("/openapi.json", about.document)
    app.router.add_get("/healthz", about.health)


def _lists(looks: str) -> Handler:
    """Lists are short questions, all but one: who looked is caught up with the journal first, and that writes."""
    short, caught_up = at_desk(records.listed, via="api", brief=True), at_desk(records.looks, via="api")

    async def handler(request: web.Request) -> web.StreamResponse:
        return await (caught_up if request.match_info["kind"] == looks else short)(request)

    return handler
