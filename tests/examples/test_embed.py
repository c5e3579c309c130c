"""The examples of other programs that use minorcare: each is run as it stands."""

import importlib.util
import subprocess
import sys
from datetime import date
from pathlib import Path

from minorcare import Minor, Officer, Registry

EMBED = Path(__file__).parents[2] / "examples" / "embed"
STREET = "530111004"


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, EMBED / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_library_alone(tmp_path):
    """A script makes a registry, writes, asks, and sees who looked; its journal verifies."""
    done = subprocess.run(
        [sys.executable, EMBED / "library.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert "云溪小学 version 2" in done.stdout
    assert done.stdout.rstrip().endswith("faults in the journal: 0")


async def test_within_an_application(tmp_path, aiohttp_client):
    """An application that is there already mounts minorcare below a prefix, behind its own sign-in."""
    registry = Registry.create(tmp_path / "street.db", office=STREET)
    try:
        registry.found(STREET, Officer(account="zhou", name="周敏", role="child_supervisor", posted_to=STREET))
        desk = registry.desk(registry.actor("zhou", office=STREET), office=STREET, purpose="visit")
        desk.save(Minor(name="陈小禾", sex="2", birth_date=date(2015, 3, 4), area=STREET))
        client = await aiohttp_client(loaded("aiohttp_app").make(registry, STREET))
        known = {"X-Office-Account": "zhou"}

        home, stranger = await client.get("/"), await client.get("/minors/roster")
        roster = await client.get("/minors/roster", headers=known)
        listed = await client.get("/minors/api/v1/records/minor", headers=known)

        assert [200, 401, 200, 200] == [home.status, stranger.status, roster.status, listed.status]
        assert "陈小禾" in await roster.text()
        assert ["陈小禾"] == [each["name"] for each in (await listed.json())["items"]]
    finally:
        registry.close()
