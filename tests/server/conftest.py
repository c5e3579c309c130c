"""A small street behind a real server: two communities, their families, and an officer for every role."""

import shutil
from datetime import UTC, date, datetime
from html import unescape

import pytest

from minorcare.desk import Save
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.synthetic import build, load_settings, officers
from minorcare_server import Signed, create_app

NOW = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
SETTINGS = load_settings("jinma")
OFFICE = SETTINGS.code
MINE, OTHERS = (community.code for community in SETTINGS.communities[:2])
HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"


OWN = {"Sec-Fetch-Site": "same-origin"}


class ByName:
    """The sign-in of a test: the token is the account."""

    async def actor(self, request):
        account = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return Signed(account=account, office=OFFICE) if account else None


def clock():
    return NOW


def families(street):
    """Eight families of each of two communities, those with recorded facts first."""
    for code in (MINE, OTHERS):
        mine = [each for each in street.families if each.household.area.startswith(code)]
        yield from sorted(mine, key=lambda each: -len(each.facts))[:8]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("street") / "street.db"
    street = build(SETTINGS, 1, date(2026, 11, 24))
    registry = Registry.create(path, office=OFFICE, demo=True, clock=clock)
    registry.found(OFFICE, *street.areas, *officers(SETTINGS))
    desk = registry.desk(registry.actor(HEAD, office=OFFICE), office=OFFICE, purpose="import")
    acts = []
    for family in families(street):
        acts += map(Save, (family.household, *family.minors, *family.members, *(fact.record for fact in family.facts)))
    desk.apply(*acts)
    registry.close()
    return path


@pytest.fixture
def registry(made, tmp_path):
    path = tmp_path / made.name
    for each in made.parent.glob(f"{made.name}*"):
        shutil.copy(each, tmp_path / each.name)
    registry = Registry.open(path, clock=clock)
    yield registry
    registry.close()


@pytest.fixture
def desk(registry):
    def open_(account, purpose="check"):
        return registry.desk(registry.actor(account, office=OFFICE), office=OFFICE, purpose=purpose, via="library")

    return open_


@pytest.fixture
def child(desk):
    """A child of the liaison's community."""
    return desk(HEAD).find("minor", F.area.within(MINE), limit=1).rows[0]


@pytest.fixture
def foreign(desk):
    """A child of the next community."""
    return desk(HEAD).find("minor", F.area.within(OTHERS), limit=1).rows[0]


@pytest.fixture
async def api(registry, aiohttp_client):
    """Ask the API as somebody: ``await api(HEAD, "GET", "/records/…")``."""
    client = await aiohttp_client(create_app(registry, ByName()))

    async def ask(account, method, path, **more):
        headers = {"Authorization": f"Bearer {account}"} if account else {}
        headers |= more.pop("headers", {})
        return await client.request(method, f"/api/v1{path}", headers=headers, **more)

    ask.client = client
    return ask


@pytest.fixture
async def visit(registry, aiohttp_client):
    """A browser without script that has signed in as a demo user: ``page = await visit(HEAD)``, then ``await page("/roster")``."""

    async def open_(account):
        client = await aiohttp_client(create_app(registry))
        await client.post("/sign-in", data={"demo": account}, headers=OWN, allow_redirects=False)

        async def page(path, form=None, **more):
            if form is None:
                answer = await client.get(path, **more)
            else:
                answer = await client.post(
                    path, data=form, headers=OWN | more.pop("headers", {}), allow_redirects=False, **more
                )
            answer.html = unescape(await answer.text()) if answer.content_type == "text/html" else ""
            return answer

        page.client = client
        return page

    return open_
