"""The application around pages and API: doors, headers, mounting, and that it knows nothing about children."""

import ast
import asyncio
import logging
import re
from pathlib import Path

import pytest
from aiohttp import web

import minorcare_server
from minorcare.calendar import day_of
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.store.accounts import Accounts
from minorcare_server import Signed, create_app
from minorcare_server.errors import TooMany
from minorcare_server.security import is_own
from minorcare_server.sign_in import Brake, inside

HEAD, LIAISON, AUDITOR = "station_head", "community_liaison", "auditor"
OFFICE = "530111004"
PASSWORD = "正确 马 电池 订书针 上山下海"
OWN = {"Sec-Fetch-Site": "same-origin"}
SOURCES = sorted(Path(minorcare_server.__file__).parent.rglob("*.py"))


class Gate:
    """A sign-in of another application."""

    async def actor(self, request):
        account = request.headers.get("X-Account")
        return Signed(account=account, office=OFFICE) if account else None


@pytest.fixture
async def client(registry, aiohttp_client):
    return await aiohttp_client(create_app(registry))


@pytest.fixture
def accounts(registry):
    return Accounts(registry.store, registry.clock)


# --- what the server does not know ---


def test_the_server_names_no_kind_tag_or_role(registry):
    """No name of the catalog stands as a text in the server: which kind is shown where is said by the front."""
    catalog = registry.catalog
    words = {
        "area",
        "due",
        "duplicate",
    }  # also a column of every record, a column of the roster, the state of a row of a sheet
    names = {*catalog.kinds, *catalog.risks, *catalog.rules, *catalog.roles, *catalog.schemes, *catalog.reports} - words

    assert [] == [
        f"{path.name}:{node.lineno} {node.value!r}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
        if path.name != "texts.py"
    ]


def test_middlewares_name_their_handler():
    """aiohttp hands the next handler over by its name."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef) and any(
                "middleware" in ast.unparse(d) for d in node.decorator_list
            ):
                assert ["request", "handler"] == [each.arg for each in node.args.args], path


# --- headers ---


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/emergency",
        "/nothing",
        "/api/v1/records/minor",
        "/api/nothing",
        "/healthz",
        "/openapi.json",
        "/static/app.css",
        "/static/nothing",
    ],
)
async def test_every_answer_is_strict(client, path):
    """Every answer, errors and files too, has the policy and no name of a server; none but a file is kept anywhere."""
    answer = await client.get(path, allow_redirects=False)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert ("nosniff", "same-origin") == (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"])
    assert "Server" not in answer.headers
    if not path.startswith(("/static/app", "/openapi")):
        assert "no-store" == answer.headers["Cache-Control"]


async def test_static_files_are_kept_by_their_address(client):
    """A file whose address names its content is kept for a year; without that it is asked for again."""
    page = await (await client.get("/emergency")).text()
    address = re.search(r'href="(/static/app\.css\?v=\w+)"', page)[1]

    named, plain = await client.get(address), await client.get("/static/app.css")

    assert "immutable" in named.headers["Cache-Control"]
    assert "no-cache" == plain.headers["Cache-Control"]
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert (await client.get(path)).status in (403, 404)


# --- doors ---


async def test_pages_lead_to_the_sign_in(client):
    """Who is not signed in is led to the door, and from there back; a form that is sent too late is not lost in a redirect."""
    asked = await client.get("/roster?sex=1", allow_redirects=False)
    sent = await client.post("/records/minor/new", data={"key": "x"}, headers=OWN, allow_redirects=False)

    assert (303, "/sign-in?next=%2Froster%3Fsex%3D1") == (asked.status, asked.headers["Location"])
    assert 401 == sent.status


async def test_sign_in_and_out(client, accounts, desk):
    """A session begins with the password, in a cookie no script reads, and ends for good; both stand in the journal."""
    accounts.set_password(OFFICE, LIAISON, PASSWORD)
    form = {"account": LIAISON, "password": PASSWORD, "next": "/roster?sex=1"}

    entered = await client.post("/sign-in", data=form, headers=OWN, allow_redirects=False)
    cookie = entered.cookies["minorcare"]
    inside_ = await client.get("/roster", allow_redirects=False)
    left = await client.post("/sign-out", headers=OWN, allow_redirects=False)
    replayed = await client.get("/roster", headers={"Cookie": f"minorcare={cookie.value}"}, allow_redirects=False)

    assert (303, "/roster?sex=1") == (entered.status, entered.headers["Location"])
    assert (True, "Lax", "/", "") == (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
    assert [200, 303, 303] == [inside_.status, left.status, replayed.status]
    assert replayed.headers["Location"].startswith("/sign-in")
    entries = desk(AUDITOR).find("journal", F.actor == LIAISON, order=("entry",)).rows
    assert "sign_in" == entries[0].values["action"]
    assert "sign_out" == entries[-1].values["action"]


async def test_behind_a_proxy_that_speaks_https(registry, aiohttp_client):
    """There the cookie goes over https only and no other host can set it; a header that anyone can send does not decide that."""
    behind = await aiohttp_client(create_app(registry, https=True))
    plain = await aiohttp_client(create_app(registry))
    told = OWN | {"X-Forwarded-Proto": "https"}

    one = await behind.post("/sign-in", data={"demo": HEAD}, headers=told, allow_redirects=False)
    two = await plain.post("/sign-in", data={"demo": HEAD}, headers=told, allow_redirects=False)

    assert one.cookies["__Host-minorcare"]["secure"]
    assert "max-age" in one.headers["Strict-Transport-Security"]
    assert not two.cookies["minorcare"]["secure"]
    assert "Strict-Transport-Security" not in two.headers


async def test_a_wrong_password_says_nothing(client, accounts, registry, monkeypatch):
    """A wrong password and an account that is not there get the same page; no session begins."""
    monkeypatch.setattr(type(registry), "demo", False)
    accounts.set_password(OFFICE, LIAISON, PASSWORD)
    pages = []
    for account in (LIAISON, "nobody", "grid_worker"):
        answer = await client.post("/sign-in", data={"account": account, "password": "x" * 20}, headers=OWN)
        pages.append((answer.status, (await answer.text()).replace(f'value="{account}"', "")))
        assert "minorcare" not in answer.cookies

    assert 1 == len(set(pages))
    assert 422 == pages[0][0]


async def test_guessing_is_slowed_down(client, accounts):
    """After some wrong tries the same place has to wait for that account, even with the right password."""
    accounts.set_password(OFFICE, LIAISON, PASSWORD)
    statuses = [
        (
            await client.post("/sign-in", data={"account": LIAISON, "password": f"wrong {n} wrong {n}"}, headers=OWN)
        ).status
        for n in range(9)
    ]
    right = await client.post("/sign-in", data={"account": LIAISON, "password": PASSWORD}, headers=OWN)

    assert [422] * 8 + [429] == statuses
    assert 429 == right.status
    assert right.headers["Retry-After"]


def test_the_brake_lets_go():
    """Whoever waits may try again, and other places were never stopped."""
    now = [0.0]
    brake = Brake(lambda: now[0])
    for _ in range(8):
        brake.check("a", "1")
        brake.failed("a", "1")
    with pytest.raises(TooMany):
        brake.check("a", "1")
    brake.check("a", "2")
    now[0] = 60.0
    brake.check("a", "1")


async def test_demo_users_exist_in_demonstrations_only(client, registry, monkeypatch):
    """Nobody enters a real file without a password."""
    assert 'name="demo"' in await (await client.get("/sign-in")).text()
    monkeypatch.setattr(type(registry), "demo", False)

    answer = await client.post("/sign-in", data={"demo": HEAD}, headers=OWN, allow_redirects=False)

    assert 422 == answer.status
    assert 'name="demo"' not in await (await client.get("/sign-in")).text()


async def test_programs_come_with_a_token(client, accounts, registry):
    """A token opens the API as its account, until it is revoked; a wrong one is not made good by a cookie."""
    token = accounts.new_token(OFFICE, LIAISON, label="测试", expires=day_of(registry.clock()))
    asked = {"Authorization": f"Bearer {token}"}

    first = await client.get("/api/v1/records/minor", headers=asked)
    accounts.revoke_token(OFFICE, LIAISON, accounts.tokens(OFFICE, LIAISON)[0].id)
    revoked = await client.get("/api/v1/records/minor", headers=asked)
    await client.post("/sign-in", data={"demo": HEAD}, headers=OWN)
    wrong = await client.get("/api/v1/records/minor", headers={"Authorization": "Bearer mc_wrong"})

    assert [200, 401, 401] == [first.status, revoked.status, wrong.status]


async def test_an_ended_post_ends_the_session(client, desk, registry):
    """Role and post are read anew for every request."""
    await client.post("/sign-in", data={"demo": LIAISON}, headers=OWN)
    officer = desk(HEAD).find("officer", F.account == LIAISON).rows[0]
    before = await client.get("/roster", allow_redirects=False)
    kind = registry.catalog.kind("officer")
    desk(HEAD).change("officer", officer.id, base=1, ended=kind.by_name["ended"].from_json("2026-11-23"))

    after = await client.get("/roster", allow_redirects=False)

    assert [200, 303] == [before.status, after.status]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "{own}"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "{own}.evil.example"}, 403),
        ({}, 403),
    ],
)
async def test_other_sites_change_nothing(client, headers, status):
    """A form is taken from a page of this site only, and not from who does not say where it comes from."""
    own = str(client.make_url("/")).rstrip("/")
    given = {name: value.format(own=own) for name, value in headers.items()}

    answer = await client.post("/sign-in", data={"demo": HEAD}, headers=given, allow_redirects=False)

    assert status == answer.status
    assert (status == 303) == ("minorcare" in answer.cookies)


async def test_other_sites_change_nothing_over_the_api(client):
    """A signed-in browser cannot be made to write by a page elsewhere, whatever type the body claims."""
    await client.post("/sign-in", data={"demo": HEAD}, headers=OWN)
    for type_ in ("text/plain", "application/json", "application/x-www-form-urlencoded"):
        answer = await client.post(
            "/api/v1/records/minor", data=b"{}", headers={"Content-Type": type_, "Origin": "https://evil.example"}
        )
        assert 403 == answer.status


@pytest.mark.parametrize(
    "address", ["//evil", "https://evil", "/\\evil", "/minorsevil", "", "javascript:x", "/minors/\n", "/minors//x\\"]
)
def test_addresses_outside_are_not_followed(address):
    """Only what lies within the application is gone back to."""
    assert "/minors/" == inside("/minors", address)
    assert "/minors/roster?q=1" == inside("/minors", "/minors/roster?q=1")


# --- mounting ---


async def test_mounted_in_another_application(registry, aiohttp_client):
    """Below a prefix, with another's sign-in: every address it gives begins with the prefix, and the neighbours are left alone."""

    async def hello(_):
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    app.add_subapp("/minors", create_app(registry, Gate()))
    client = await aiohttp_client(app)
    asked = {"X-Account": LIAISON}

    home = await client.get("/")
    page = await client.get("/minors/", headers=asked)
    roster = await (await client.get("/minors/roster", headers=asked)).text()
    document = await (await client.get("/minors/openapi.json")).json()
    listed = await client.get("/minors/api/v1/records/minor?limit=1", headers=asked)
    lost = await client.get("/minors/nothing")
    unsigned = await client.get("/minors/roster", allow_redirects=False)

    assert ("hello", True) == (await home.text(), "Content-Security-Policy" not in home.headers)
    assert [200, 200, 404, 401] == [page.status, listed.status, lost.status, unsigned.status]
    assert "/minors" == document["servers"][0]["url"]
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', await page.text() + roster + await lost.text())
    assert addresses
    assert all(each.startswith("/minors/") for each in addresses)
    assert 404 == (await client.get("/minors/sign-in")).status
    assert (await client.get(re.search(r'href="(/minors/static/app[^"]*)"', roster)[1])).status == 200


async def test_caps_hold_when_mounted(registry, aiohttp_client):
    """The caps on bodies are the application's own, whatever the outer one allows."""
    app = web.Application(client_max_size=2**30)
    app.add_subapp("/minors", create_app(registry, Gate()))
    client = await aiohttp_client(app)

    async def pieces():
        for _ in range(40):
            yield b" " * 65_536

    answer = await client.post(
        "/minors/api/v1/records/minor",
        data=pieces(),
        headers={"X-Account": HEAD, "Content-Type": "application/json", **OWN},
    )

    assert 413 == answer.status


async def test_two_registries_in_one_process(registry, tmp_path, aiohttp_client):
    """Two applications in one process keep their people apart."""
    other = Registry.create(tmp_path / "other.db", office="530111005", demo=True)
    try:
        app = web.Application()
        app.add_subapp("/one", create_app(registry))
        app.add_subapp("/two", create_app(other))
        client = await aiohttp_client(app)
        await client.post("/one/sign-in", data={"demo": HEAD}, headers=OWN)

        one, two = (
            await client.get("/one/roster", allow_redirects=False),
            await client.get("/two/roster", allow_redirects=False),
        )

        assert (200, 303) == (one.status, two.status)
        assert HEAD not in await (await client.get("/two/sign-in")).text()
    finally:
        other.close()


def test_whose_request_it_is():
    """A token makes a request its own, a cookie does not."""
    from aiohttp.test_utils import make_mocked_request

    def own(method, **headers):
        return is_own(
            make_mocked_request(
                method, "/", headers={n.replace("_", "-"): v for n, v in headers.items()} | {"Host": "a.example"}
            )
        )

    assert own("GET")
    assert own("POST", Authorization="Bearer x")
    assert own("POST", Origin="http://a.example")
    assert not own("POST", Authorization="Basic x")
    assert not own("POST", Cookie="minorcare=x")
    assert not own("POST", Authorization="Bearer ")


async def test_logs_hold_no_query(registry, aiohttp_server, aiohttp_client, caplog):
    """What was searched for stands in no log."""
    from minorcare_server.serving import AccessLog

    server = await aiohttp_server(
        create_app(registry, Gate()), access_log_class=AccessLog, access_log=logging.getLogger("access")
    )
    client = await aiohttp_client(server)
    with caplog.at_level(logging.INFO):
        await client.get("/roster", params={"q": "陈小禾"}, headers={"X-Account": LIAISON})

    assert "/roster" in caplog.text
    assert "q=" not in caplog.text
    assert "陈小禾" not in caplog.text
    assert "%E9" not in caplog.text


async def test_a_body_that_does_not_come_is_not_waited_for(client, monkeypatch):
    """A form that trickles is given up; one that comes slowly but steadily is read."""
    monkeypatch.setattr("minorcare_server.asking.PATIENCE", 0.3)

    async def trickle(pause):
        for _ in range(5):
            yield b"account=a&"
            await asyncio.sleep(pause)

    slow = await client.post("/sign-in", data=trickle(0.5), headers=OWN)
    monkeypatch.setattr("minorcare_server.asking.LEAST_RATE", 20.0)
    steady = await client.post("/sign-in", data=trickle(0.2), headers=OWN)

    assert [408, 422] == [slow.status, steady.status]
