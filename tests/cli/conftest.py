"""A registry with real passwords, a demonstration of the same street, and the command run on either."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from minorcare import Area, Household, Member, Minor, Officer, Registry
from minorcare.cli import main
from minorcare.desk import Save
from minorcare.kinds import AreaLevel, Circumstance, DisabilityCard, MisbehaviourAct
from minorcare.store.accounts import Accounts

OFFICE, EAST, WEST = "530111004", "530111004001", "530111004002"
PASSWORDS = {name: f"{name} rides a bicycle" for name in ("head", "supervisor", "liaison", "worker", "leader")}
ROLES = {
    "head": ("station_head", OFFICE),
    "supervisor": ("child_supervisor", OFFICE),
    "liaison": ("community_liaison", EAST),
    "worker": ("grid_worker", f"{EAST}/01/"),
    "leader": ("leader", OFFICE),
    "child_supervisor": ("child_supervisor", OFFICE),
}


@attrs.frozen
class Office:
    """A database, and what is run on it."""

    db: Path

    def run(self, *args: str, by: str | None = None, env: dict[str, str] | None = None, **more: Any) -> Result:
        """The command on this database; signed in by password as *by*."""
        signed = [] if by is None else ["--as", by]
        secret = {} if by is None else {"MINORCARE_PASSWORD": PASSWORDS.get(by, "nobody's password")}
        return run(*args, "--db", str(self.db), *signed, env={**secret, **(env or {})}, **more)

    def json(self, *args: str, **more: Any) -> Any:
        """What the command answers in JSON; it must have been done."""
        result = self.run(*args, "--format", "json", **more)
        assert 0 == result.exit_code, result.output
        return json.loads(result.stdout)

    def entries(self, *actions: str) -> list[tuple[str, ...]]:
        """Actor, purpose and detail of the entries with these actions, by a database tool."""
        conn = sqlite3.connect(self.db)
        marks = ",".join("?" * len(actions))
        asked = f"SELECT actor, via, purpose, detail FROM journal WHERE action IN ({marks}) ORDER BY seq"
        found = conn.execute(asked, actions).fetchall()
        conn.close()
        return found


def run(*args: str, env: dict[str, str] | None = None, **more: Any) -> Result:
    """The command, in English unless the environment says otherwise."""
    quiet = {
        "MINORCARE_PASSWORD": None,
        "MINORCARE_TOKEN": None,
        "MINORCARE_NEW_PASSWORD": None,
        "LC_ALL": "en_US.UTF-8",
    }
    return CliRunner().invoke(main, args, env={**quiet, **(env or {})}, **more)


def _fill(registry: Registry) -> None:
    registry.found(
        OFFICE,
        Area(code=OFFICE, name="金马街道", level=AreaLevel.STREET),
        Area(code=EAST, name="东岸社区", level=AreaLevel.COMMUNITY),
        Area(code=WEST, name="西岸社区", level=AreaLevel.COMMUNITY),
        Area(code=f"{EAST}/01/", name="东岸1网格", level=AreaLevel.GRID),
        *(Officer(account=account, name=account, role=role, posted_to=area) for account, (role, area) in ROLES.items()),
    )
    desk = registry.desk(registry.actor("supervisor", office=OFFICE), office=OFFICE, purpose="census")
    house = Household(code="JM-1", area=EAST)
    child = Minor(
        name="曾小禾", sex="2", birth_date=date(2016, 3, 4), area=EAST, household=house.id, phone="13900001234"
    )
    other = Minor(name="曾大山", sex="1", birth_date=date(2014, 7, 9), area=WEST)
    parents = [
        Member(household=house.id, name=name, relation=relation)
        for name, relation in (("曾建国", "51"), ("李梅", "52"))
    ]
    away = [Circumstance(member=p.id, type="works_away", began=date(2025, 1, 1), source="community") for p in parents]
    card = DisabilityCard(minor=other.id, type="1", level="2", issued=date(2025, 1, 1), source="document")
    act = MisbehaviourAct(minor=other.id, act="B01", happened=desk.day, source="police")
    desk.apply(*(Save(record) for record in (house, child, other, *parents, *away, card, act)))


def _template(folder: Path, *, demo: bool) -> Path:
    path = folder / "office.db"
    registry = Registry.create(path, office=OFFICE, demo=demo)
    _fill(registry)
    if not demo:
        accounts = Accounts(registry.store)
        for account, password in PASSWORDS.items():
            accounts.set_password(OFFICE, account, password)
    registry.close()
    return path


@pytest.fixture(scope="session")
def real_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("real"), demo=False)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("demo"), demo=True)


def _copied(template: Path, folder: Path) -> Office:
    for name in (template.name, f"{template.name}.keys"):
        shutil.copy2(template.with_name(name), folder / name)
    return Office(folder / template.name)


@pytest.fixture
def office(real_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A registry of real records: nobody gets in without a password."""
    monkeypatch.chdir(tmp_path)
    return _copied(real_template, tmp_path)


@pytest.fixture
def demo_office(demo_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same street as a demonstration."""
    monkeypatch.chdir(tmp_path)
    return _copied(demo_template, tmp_path)


Run = Callable[..., Result]
