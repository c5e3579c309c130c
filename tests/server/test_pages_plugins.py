"""A plugin's kind has everything that a kind of the house has, from its declaration alone."""

import importlib.util
import re
import uuid
from html import unescape
from pathlib import Path

import pytest

from minorcare.query import F
from minorcare.testing import OFFICE, desk_as, registry_in, street
from minorcare_server import create_app

FILE = Path(__file__).parents[2] / "examples" / "waterpatrol" / "waterpatrol.py"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def patrolled(tmp_path):
    spec = importlib.util.spec_from_file_location("waterpatrol", FILE)
    plugin = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plugin)
    registry = registry_in(tmp_path, plugin)
    street(registry)
    yield registry
    registry.close()


@pytest.fixture
async def page(patrolled, aiohttp_client):
    client = await aiohttp_client(create_app(patrolled))
    await client.post("/sign-in", data={"demo": "supervisor"}, headers=OWN)

    async def ask(path, form=None):
        answer = await (
            client.get(path) if form is None else client.post(path, data=form, headers=OWN, allow_redirects=False)
        )
        answer.html = unescape(await answer.text())
        return answer

    return ask


async def test_a_plugins_kind_is_on_the_pages(page, patrolled):
    """It is in the menu and on the child's page, has a list, a form and moves, and its rule's finding is told with the plugin's words."""
    desk = desk_as(patrolled, "supervisor", office=OFFICE)
    child = desk.get("minor", "child-01")
    form = (await page("/records/waterpatrol.sighting/new?minor=child-01")).html
    assert "专题（扩展）" in form
    assert 'href="/records/waterpatrol.sighting"' in form
    assert "水域" in form
    key = str(uuid.uuid4())

    made = await page(
        "/records/waterpatrol.sighting/new",
        {"key": key, "minor": str(child.no), "place": "老水库", "seen_on": desk.day.isoformat()},
    )

    assert 303 == made.status, made.html
    html = (await page("/child/child-01")).html
    assert "涉水险情" in html
    assert f'href="/records/waterpatrol.sighting/{key}"' in html
    assert "老水库 有未回访的涉水险情" in html
    assert "回访期限" in html[html.index('id="matters"') :]
    record = (await page(f"/records/waterpatrol.sighting/{key}")).html
    move = re.search(r'name="to" value="(\w+)"', record)[1]
    moved = await page(
        f"/records/waterpatrol.sighting/{key}/transition",
        {"to": move, "base": "1", "back": f"/records/waterpatrol.sighting/{key}"},
    )
    assert 303 == moved.status
    assert move == desk.find("waterpatrol.sighting", F.id == key).rows[0].values["status"]
    listed = (await page("/records/waterpatrol.sighting")).html
    assert child.values["name"] in listed
    assert "扩展" in listed
    assert f'value="{move}"' in listed


async def test_a_plugins_kind_is_imported(page):
    """It is among what a sheet may hold, and has an empty sheet to fill in."""
    html = (await page("/import")).html

    assert 'value="waterpatrol.sighting"' in html
    assert 'href="/import/template/waterpatrol.sighting.xlsx"' in html
