"""What the API says about itself: its document, and whether it works."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version

import attrs
import orjson
from aiohttp import web

from minorcare.errors import Unavailable
from minorcare.label import Label
from minorcare.surfaces.openapi import document as describe
from minorcare_server.asking import POOL, REGISTRY, root_of

TITLE = "minorcare"


@attrs.define
class Document:
    """The OpenAPI document of an application, written when it is first asked for."""

    body: bytes = b""
    etag: str = ""

    def written(self, app: web.Application) -> Document:
        """With its bytes and their ETag."""
        if not self.body:
            catalog = app[REGISTRY].catalog
            told = describe(catalog.kinds, catalog.codes, title=TITLE, version=version("minorcare"))
            told["servers"] = [{"url": root_of(app) or "/"}]
            self.body = orjson.dumps(told)
            self.etag = f'"{sha256(self.body).hexdigest()[:32]}"'
        return self


DOCUMENT = web.AppKey("minorcare.document", Document)


async def document(request: web.Request) -> web.StreamResponse:
    """The document; it says nothing about anybody, so anyone may read it."""
    found = request.app[DOCUMENT].written(request.app)
    headers = {"ETag": found.etag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == found.etag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=found.body, content_type="application/json", headers=headers)


async def health(request: web.Request) -> web.StreamResponse:
    """Whether the store answers. Says nothing else, and asks for no sign-in."""
    registry = request.app[REGISTRY]
    if not await request.app[POOL].run(registry.store.offices):
        raise Unavailable(Label("没有机构", en="there is no office"))
    return web.Response(body=b'{"status":"ok"}', content_type="application/json")
