"""What goes over the wire is small: static files are compressed once, when the server starts, and pages as they leave."""

from __future__ import annotations

import gzip
import mimetypes
from hashlib import sha256

import attrs
from aiohttp import hdrs, web

from minorcare_server.errors import NoSuchPage
from minorcare_server.security import STATIC
from minorcare_server.templating import STATIC as FILES

LEAST = 1000
"""Bytes from which compressing is worth it."""
GZIP = "gzip"
_TEXTS = ("text/", "image/svg+xml", "application/javascript", "text/javascript")


@attrs.frozen(kw_only=True)
class _File:
    type: str
    plain: bytes = attrs.field(repr=False)
    packed: bytes = attrs.field(repr=False)
    etag: str


class Files:
    """The static files, in memory: there are few, and none is large."""

    def __init__(self) -> None:
        self._files = {
            path.relative_to(FILES).as_posix(): _read(path.name, path.read_bytes())
            for path in FILES.rglob("*")
            if path.is_file()
        }

    async def get(self, request: web.Request) -> web.StreamResponse:
        """One of them. Its address names its content, so that it may be kept for as long as the address is."""
        found = self._files.get(request.match_info["name"])
        if found is None:
            raise NoSuchPage
        headers = {hdrs.ETAG: found.etag, hdrs.VARY: hdrs.ACCEPT_ENCODING}
        if request.headers.get(hdrs.IF_NONE_MATCH) == found.etag:
            return web.Response(status=304, headers=headers)
        packed = _takes_gzip(request) and len(found.packed) < len(found.plain)
        if packed:
            headers[hdrs.CONTENT_ENCODING] = GZIP
        return web.Response(body=found.packed if packed else found.plain, content_type=found.type, headers=headers)


def add_static(app: web.Application) -> None:
    """Serve the files."""
    app.router.add_get(STATIC + "{name:.+}", Files().get, name="static")


def pack(request: web.Request, response: web.StreamResponse) -> None:
    """Pages leave compressed. Answers to programs do not: they are read by machines nearby, many a second."""
    long = isinstance(response, web.Response) and isinstance(response.body, bytes) and len(response.body) >= LEAST
    if long and response.content_type == "text/html":
        response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if _takes_gzip(request):
            response.enable_compression(web.ContentCoding.gzip)


def _takes_gzip(request: web.Request) -> bool:
    return GZIP in request.headers.get(hdrs.ACCEPT_ENCODING, "").casefold()


def _read(name: str, data: bytes) -> _File:
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(data, 9, mtime=0) if found.startswith(_TEXTS) else data
    return _File(type=found, plain=data, packed=packed, etag=f'"{sha256(data).hexdigest()[:16]}"')
