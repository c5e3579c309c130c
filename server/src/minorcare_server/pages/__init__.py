"""The pages: handlers that fill the classes of :mod:`minorcare_server.contexts`."""

from __future__ import annotations

from aiohttp import web

from minorcare_server.asking import HOME, Handler, Work, at_desk
from minorcare_server.pages import (
    behind,
    children,
    doors,
    first,
    forms,
    imports,
    lists,
    moving,
    records,
    reporting,
    shelves,
    taken,
)


def add_routes(app: web.Application) -> None:
    """Every page."""

    def page(work: Work, **more: object) -> Handler:
        return at_desk(work, via="web", **more)  # type: ignore[arg-type]

    get, post = app.router.add_get, app.router.add_post
    get("/", page(first.today), name=HOME)
    get("/emergency", doors.emergency)
    get("/emergency/form", doors.paper)
    get("/roster", page(lists.roster))
    get("/child/{id}", page(children.child))
    get("/child/{id}/add", page(shelves.adding))
    post("/child/{id}/reveal", page(children.reveal))
    get("/records", page(shelves.everything))
    get("/records/{kind}", page(lists.listed))
    get("/records/{kind}/new", page(forms.new))
    post("/records/{kind}/new", page(forms.create))
    get("/records/{kind}/export", page(taken.export, purpose=lambda front: front.exporting))
    get("/records/{kind}/{id}", page(records.show))
    get("/records/{kind}/{id}/behind", page(behind.show))
    post("/records/{kind}/{id}/behind", page(behind.say))
    get("/records/{kind}/{id}/edit", page(forms.edit))
    post("/records/{kind}/{id}/edit", page(forms.change))
    post("/records/{kind}/moves", page(moving.several))
    post("/records/{kind}/{id}/transition", page(moving.transition))
    post("/records/{kind}/{id}/void", page(records.void))
    post("/records/{kind}/{id}/reveal", page(records.reveal))
    get("/report/{kind}", page(reporting.ask))
    post("/report/{kind}", page(reporting.send))
    post("/undo/{key}", page(records.undo))
    _add_imports(app)


def _add_imports(app: web.Application) -> None:
    def step(work: Work, **more: object) -> Handler:
        return at_desk(work, via="web", purpose=lambda front: front.importing, **more)  # type: ignore[arg-type]

    get, post = app.router.add_get, app.router.add_post
    get("/import", step(imports.start))
    post("/import", step(imports.upload, most=imports.MOST_BYTES))
    get("/import/template/{kind}.xlsx", step(imports.sample))
    post("/import/batch/{id}/undo", step(imports.undo))
    get("/import/{id}", step(imports.show))
    post("/import/{id}/columns", step(imports.match))
    post("/import/{id}/fix", step(imports.fix))
    get("/import/{id}/problems.xlsx", step(imports.problems))
    post("/import/{id}/load", step(imports.load))
