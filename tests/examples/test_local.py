"""A one-file module of an office: what it declares is everything there is to do."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from minorcare.desk import Save
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.kinds import Area, AreaLevel, Due, JournalEntry, Minor, Officer
from minorcare.kinds.resident_id import checksum
from minorcare.plugins import Config, installed
from minorcare.query import F, Query
from minorcare.registry import Registry
from minorcare.surfaces.openapi import document
from minorcare.surfaces.sheets import Workbook, read
from minorcare.surfaces.writing import template
from minorcare.testing import OFFICE, SetClock, desk_as
from minorcare.work import imports
from minorcare.work.explain import explain
from minorcare_server import Signed, create_app

LOCAL = Path(__file__).parents[2] / "examples" / "local"
STAY = "holidaycare.stay"
MINE, FOREIGN = f"{OFFICE}001", f"{OFFICE}002"
NUMBER = "99000020150304113" + checksum("99000020150304113")


@pytest.fixture
def home(tmp_path):
    """An office with the module enabled, and two children in two communities."""
    config = Config.read(LOCAL / "minorcare.toml")
    registry = Registry.create(tmp_path / "street.db", office=OFFICE, config=config, clock=SetClock(), demo=True)
    communities = ((MINE, "柳荫社区"), (FOREIGN, "北苑社区"))
    registry.found(
        OFFICE,
        *(Area(code=code, name=name, level=AreaLevel.COMMUNITY) for code, name in communities),
        *(
            Officer(account=account, name=account, role=role, posted_to=area)
            for account, role, area in (
                ("supervisor", "child_supervisor", OFFICE),
                ("liaison", "community_liaison", MINE),
                ("other", "community_liaison", FOREIGN),
                ("grid", "grid_worker", MINE),
                ("auditor", "auditor", OFFICE),
            )
        ),
    )
    minors = (
        Minor(name="陈小禾", sex="1", birth_date=date(2015, 3, 4), resident_id=NUMBER, area=MINE),
        Minor(name="丁一", sex="2", birth_date=date(2016, 5, 6), area=FOREIGN),
    )
    desk_as(registry, "supervisor").apply(*map(Save, minors))
    stay = registry.catalog.kind(STAY).cls
    yield SimpleNamespace(
        registry=registry,
        file=tmp_path / "street.db",
        desk=lambda account: desk_as(registry, account),
        minors=[minor.id for minor in minors],
        stay=lambda minor, **more: stay(**{"minor": minor, "place": "柳荫儿童之家", "day": date(2026, 11, 24), **more}),
    )
    registry.close()


def test_it_is_short():
    """Forty lines, one kind, one hook."""
    source = (LOCAL / "holidaycare.py").read_text("utf-8")

    assert 40 >= len(source.splitlines())
    assert (1, 1) == (source.count("\n@kind("), source.count("\n@hookimpl"))


def test_it_is_known_without_being_imported():
    """The configuration alone says that it is enabled."""
    config = Config.read(LOCAL / "minorcare.toml")

    assert [("holidaycare", True)] == [
        (each.name, each.enabled) for each in installed(config) if each.where.endswith(".py")
    ]


def test_it_has_a_table(home):
    """One real column for each field, clustered by office, with an index for the child and for the area."""
    with closing(sqlite3.connect(home.file)) as conn:
        columns = [row[1] for row in conn.execute("PRAGMA table_info(holidaycare__stay)")]
        (sql,) = conn.execute("SELECT sql FROM sqlite_master WHERE name='holidaycare__stay'").fetchone()
        indexed = {
            column[2]
            for index in conn.execute("PRAGMA index_list(holidaycare__stay)")
            for column in conn.execute(f'PRAGMA index_info("{index[1]}")')
        }

    declared = ["minor", "place", "day", "allergies", "fetched_by", "sign_out", "status"]
    assert ["office", "id", "version", "since", "no", "area", *declared] == columns
    assert sql.endswith("STRICT, WITHOUT ROWID")
    assert {"minor", "area"} <= indexed


def test_it_has_a_deadline_until_the_child_is_signed_out(home):
    """A child still there stands on the list of the day; to sign out takes the name of whoever fetched it."""
    desk, stay = home.desk("liaison"), home.stay(home.minors[0])
    desk.save(stay)

    assert [(date(2026, 11, 24), STAY)] == [(row.values["day"], row.values["what"]) for row in desk.find(Due).rows]
    with pytest.raises(Invalid) as refused:
        desk.transition(STAY, stay.id, "left", base=1)
    assert [("fetched_by", "required")] == [(problem.at, problem.code) for problem in refused.value.problems]
    desk.transition(STAY, stay.id, "left", base=1, fetched_by="陈大")
    assert () == desk.find(Due).rows


def test_it_has_an_api_schema(home):
    """Routes and schemas, with requirements, lengths and levels as declared; what the store answers fits them."""
    import jsonschema

    catalog = home.registry.catalog
    described = document(catalog.kinds, catalog.codes, title="x", version="1")
    create = described["components"]["schemas"][f"{STAY}-create"]
    read_as = {**described, "$ref": f"#/components/schemas/{STAY}"}

    assert {"get", "post"} <= set(described["paths"][f"/api/v1/records/{STAY}"])
    assert {"minor", "place", "day"} == set(create["required"]) - {"id"}
    assert "sensitive" == create["properties"]["allergies"]["x-minorcare-sensitivity"]
    home.desk("supervisor").save(home.stay(home.minors[0], allergies="青霉素"))
    for account in ("supervisor", "liaison"):
        (row,) = orjson.loads(home.desk(account).find_json(Query(kind=STAY)).body)
        jsonschema.Draft202012Validator(read_as).validate(row)


def test_it_has_an_import_template(home):
    """Headings, required ones marked, and a filled template goes in."""
    catalog = home.registry.catalog
    book = read(template(catalog.kind(STAY), catalog.codes), "template.xlsx")

    assert ("孩子*", "托管点*", "日期*", "过敏与用药", "接走的人", "签退期限") == book.filled[0].rows[0]
    filled = book.filled[0].but(
        {"A2": NUMBER, "B2": "柳荫儿童之家", "C2": "2026-11-23", "A3": NUMBER, "B3": "柳荫儿童之家", "C3": "2027-01-01"}
    )
    shown = imports.preview(home.desk("liaison"), Workbook(sheets=(filled,)), STAY)

    assert (1, 1) == (shown.counts.good, shown.counts.bad)
    assert ["导入!C3"] == [problem.at for problem in shown.problems]
    imports.commit(home.desk("liaison"), shown, only_good=True)
    assert [home.minors[0]] == [row.values["minor"] for row in home.desk("liaison").find(STAY).rows]


def test_its_scope_is_that_of_its_child(home):
    """Another community's liaison sees and writes nothing of it; a grid worker sees no record and no reason."""
    stay = home.stay(home.minors[0])
    home.desk("liaison").save(stay)
    other = home.desk("other")

    assert () == other.find(STAY).rows
    assert () == other.find(Due).rows
    with pytest.raises(NotFound):
        other.get(STAY, stay.id)
    with pytest.raises(NotFound):
        other.transition(STAY, stay.id, "left", base=1, fetched_by="陈大")
    with pytest.raises(Invalid):
        other.save(home.stay(home.minors[0]))
    for account in ("grid", "auditor"):
        with pytest.raises(Refused):
            home.desk(account).find(STAY)


def test_it_is_journalled(home):
    """Writing, reading and what was refused are entries of the chain, without a value; the file verifies."""
    stay = home.stay(home.minors[0], allergies="青霉素")
    home.desk("liaison").save(stay)
    home.desk("supervisor").get(STAY, stay.id)

    entries = home.desk("auditor").find(JournalEntry, F.record == stay.id, order=("entry",)).rows

    assert [("liaison", "create"), ("supervisor", "get")] == [
        (row.values["actor"], row.values["action"]) for row in entries
    ]
    assert "青霉素" not in repr([dict(row.values) for row in entries])
    assert [] == list(home.registry.store.verify())


def test_it_is_explained(home):
    """Who brought it, where it is declared, who sees it and how it is asked for."""
    told = explain(home.registry.catalog, STAY)

    assert ("holidaycare", "holidaycare__stay") == (told.plugin, told.table)
    assert "holidaycare.py:" in told.place
    assert {"station_head", "child_supervisor", "community_liaison"} <= {each.role.name for each in told.roles}
    assert ("GET", f"/api/v1/records/{STAY}") in told.routes


class ByName:
    """The sign-in of a test: the token is the account."""

    async def actor(self, request):
        account = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return Signed(account=account, office=OFFICE) if account else None


async def test_it_has_pages_and_an_api_that_answer(home, aiohttp_client):
    """A list, a record and a form, in words of the declaration; and the same through the API."""
    stay = home.stay(home.minors[0])
    home.desk("liaison").save(stay)
    client = await aiohttp_client(create_app(home.registry, ByName()))
    mine, other = ({"Authorization": f"Bearer {account}"} for account in ("liaison", "other"))

    listed = await client.get(f"/records/{STAY}", headers=mine)
    shown = await client.get(f"/records/{STAY}/{stay.id}", headers=mine)
    form = await client.get(f"/records/{STAY}/new", headers=mine)
    foreign = await client.get(f"/records/{STAY}/{stay.id}", headers=other)
    api = await client.get(f"/api/v1/records/{STAY}", headers=mine)

    assert [200, 200, 200, 404, 200] == [answer.status for answer in (listed, shown, form, foreign, api)]
    assert "柳荫儿童之家" in await listed.text()
    assert "签退期限" in await shown.text()
    fields = await form.text()
    assert [] == [word for word in ("托管点", "过敏与用药", "接走的人") if word not in fields]
    assert "柳荫儿童之家" not in await foreign.text()
    assert [stay.id] == [item["id"] for item in (await api.json())["items"]]
