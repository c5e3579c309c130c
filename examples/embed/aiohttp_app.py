"""minorcare inside an application that is there already, behind that application's own sign-in."""

import sys

from aiohttp import web

from minorcare import Registry
from minorcare_server import Signed, create_app


class Gateway:
    """Whoever the office's own sign-in let in: its proxy names the account in a header that it takes from nobody else."""

    def __init__(self, office: str) -> None:
        self.office = office

    async def actor(self, request: web.Request) -> Signed | None:
        account = request.headers.get("X-Office-Account")
        return Signed(account=account, office=self.office) if account else None


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="街道工作台")


def make(registry: Registry, office: str) -> web.Application:
    app = web.Application()
    app.router.add_get("/", hello)
    app.add_subapp("/minors", create_app(registry, Gateway(office)))
    return app


if __name__ == "__main__":
    opened = Registry.open(sys.argv[1])  # python aiohttp_app.py jinma.db
    try:
        web.run_app(make(opened, opened.store.offices()[0]), host="127.0.0.1", port=8080)
    finally:
        opened.close()
