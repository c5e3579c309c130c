"""The application: routes, middlewares, and what they find in it."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import hdrs, web

from minorcare.errors import MinorcareError
from minorcare.registry import Registry
from minorcare.surfaces.front import Front
from minorcare.surfaces.street import STREET
from minorcare_server import api, pages
from minorcare_server.api.about import DOCUMENT, Document
from minorcare_server.asking import (
    AUTHENTICATOR,
    BRIEF,
    CLERK,
    FRONT,
    HTTPS,
    PLACE,
    POOL,
    REGISTRY,
    SAFE,
    Authenticator,
    Handler,
    Place,
    root_of,
)
from minorcare_server.clerk import Clerk
from minorcare_server.connections import answering
from minorcare_server.contexts import Failure, Wrong
from minorcare_server.errors import NoSuchPage, NotHere, Report, TooLarge, fault, report_of
from minorcare_server.languages import of_api, of_page
from minorcare_server.security import add_headers, refuse_foreign
from minorcare_server.shells import outside, remember_language
from minorcare_server.sign_in import OwnSignIn
from minorcare_server.threads import Pool
from minorcare_server.weight import add_static, pack

FOR_PROGRAMS = ("/api/", "/openapi.json", "/healthz")


def create_app(
    registry: Registry, authenticator: Authenticator | None = None, *, front: Front = STREET, https: bool = False
) -> web.Application:
    """The pages and the API of *registry*, as an application of its own or mounted in another.

    ``app.add_subapp("/minors", create_app(registry, MyAuthenticator()))``. Every address it gives starts where it is mounted.

    Args:
        registry: Stays open: whoever opened it closes it, after the application.
        authenticator: Who is behind a request. Without one the application has a sign-in page, sessions and tokens of its own.
        front: Which kinds stand where.
        https: Whether a proxy in front speaks https to browsers: cookies are then sent over nothing else.
    """
    app = web.Application(middlewares=[door])
    pool = Pool()
    app[REGISTRY], app[FRONT], app[POOL], app[DOCUMENT] = registry, front, pool, Document()
    app[HTTPS], app[CLERK], app[PLACE] = https, Clerk(registry.store, pool, BRIEF), Place()
    app.cleanup_ctx.append(pool.living)
    app.on_response_prepare.append(add_headers)
    pages.add_routes(app)
    api.add_routes(app)
    if authenticator is None:
        own = authenticator = OwnSignIn(registry)
        app.router.add_get("/sign-in", own.page)
        app.router.add_post("/sign-in", own.enter)
        app.router.add_post("/sign-out", own.leave)
    app[AUTHENTICATOR] = authenticator
    add_static(app)
    return app


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every request comes in here, and every answer goes out."""
    with answering(request):
        response = await _answer(request, handler)
        remember_language(request, response)
        pack(request, response)
        return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the handler answers. Whatever goes wrong is told: as a problem to a program, and as a page to a person."""
    try:
        refuse_foreign(request)
        return await handler(request)
    except MinorcareError as error:
        report = report_of(error)
    except web.HTTPMethodNotAllowed as error:
        allowed = tuple(sorted({*error.allowed_methods, hdrs.METH_OPTIONS}))
        if request.method == hdrs.METH_OPTIONS:
            return web.Response(status=204, headers={hdrs.ALLOW: ", ".join(allowed)})
        report = report_of(NotHere(allowed))
    except web.HTTPRequestEntityTooLarge as error:
        report = report_of(TooLarge(int(error.text or 0) if (error.text or "").isdigit() else 2**20))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        report = report_of(NoSuchPage()) if error.status in (403, 404) else fault(error)
    except Exception as error:  # noqa: BLE001 -- nothing that goes wrong may tell what it stumbled over
        report = fault(error)
    return told(request, report)


def told(request: web.Request, report: Report) -> web.StreamResponse:
    """The answer that says what went wrong."""
    root = root_of(request.app)
    if request.path.removeprefix(root).startswith(FOR_PROGRAMS):
        return report.response(of_api(request))
    own = isinstance(request.app[AUTHENTICATOR], OwnSignIn)
    if report.status == 401 and request.method in SAFE and own:
        here = urlencode({"next": request.rel_url.raw_path_qs})
        return web.Response(status=303, headers={hdrs.LOCATION: f"{root}/sign-in?{here}"})
    lang = of_page(request)
    wrong = tuple(
        Wrong(at=each.at, label=each.at, said=each.said.in_(lang), remedy=each.remedy.in_(lang))
        for each in report.problems
    )
    page = Failure(
        status=report.status,
        said="" if report.status in (401, 403, 404, 500) else report.title.in_(lang),
        remedy="" if report.status in (401, 403, 404, 500) else report.detail.in_(lang),
        wrong=wrong,
        number=report.number,
    )
    kept = {name: value for name, value in report.headers.items() if name != hdrs.WWW_AUTHENTICATE}
    return outside(request, page, status=report.status, headers=kept)
