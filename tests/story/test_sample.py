"""The sample that the documentation begins with: a whole local module in one file, and everything that comes of it."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from minorcare.desk import Save
from minorcare.errors import Invalid, NotFound
from minorcare.kinds import Area, AreaLevel, Due, JournalEntry, Minor, Officer, RiskTag
from minorcare.kinds.resident_id import checksum
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.surfaces.openapi import document
from minorcare.surfaces.sheets import Workbook, read
from minorcare.surfaces.writing import template
from minorcare.testing import OFFICE, SetClock, desk_as
from minorcare.work import imports

SAMPLE = Path(__file__).parents[2] / "examples" / "waterpatrol"
BIN = Path(sys.executable).parent
MINE, FOREIGN = f"{OFFICE}001", f"{OFFICE}002"

WRONG = """
Sighting()  # wrong
Sighting(minor=Id("m"), place="lake")  # wrong
Sighting(minor=Id("m"), place=1, seen_on=date(2026, 1, 1))  # wrong
Sighting(minor="m", place="lake", seen_on=date(2026, 1, 1))  # wrong
Sighting(minor=Id("m"), place="lake", seen_on="2026-01-01")  # wrong
Sighting(minor=Id("m"), place="lake", seen_on=date(2026, 1, 1), status="closed")  # wrong
Sighting(minor=Id("m"), place="lake", seen_on=date(2026, 1, 1), depth=3)  # wrong
Sighting(Id("m"), "lake", date(2026, 1, 1))  # wrong
right = Sighting(minor=Id("m"), place="lake", seen_on=date(2026, 1, 1))
right.place = "river"  # wrong
number: int = right.place  # wrong
day: date = right.due  # wrong
right.depth  # wrong
field()  # wrong
Risk("waterpatrol.deep", label=Label("深"))  # wrong
Rule("waterpatrol.deep", version="1", suggests=NEAR_WATER, when=exists(Sighting), because=Label("深"))  # wrong
Rule("waterpatrol.deep", version=1, suggests="near_water", when=exists(Sighting), because=Label("深"))  # wrong
Rule("waterpatrol.deep", version=1, suggests=NEAR_WATER, when=F.status, because=Label("深"))  # wrong
Tally("waterpatrol.by_place", Sighting, by="place", label=Label("按水域"))  # wrong
Tally("waterpatrol.by_place", "waterpatrol.sighting", by=("place",))  # wrong
"""


@pytest.fixture
def patrol(tmp_path):
    """An office whose configuration names the file, with two children in two communities."""
    config = Config.read(SAMPLE / "minorcare.toml")
    registry = Registry.create(tmp_path / "street.db", office=OFFICE, config=config, clock=SetClock(), demo=True)
    registry.found(
        OFFICE,
        *(
            Area(code=code, name=name, level=AreaLevel.COMMUNITY)
            for code, name in ((MINE, "柳荫社区"), (FOREIGN, "北苑社区"))
        ),
        *(
            Officer(account=account, name=account, role=role, posted_to=area)
            for account, role, area in (
                ("supervisor", "child_supervisor", OFFICE),
                ("liaison", "community_liaison", MINE),
                ("other", "community_liaison", FOREIGN),
                ("auditor", "auditor", OFFICE),
            )
        ),
    )
    desk = desk_as(registry, "supervisor")
    minors = [
        Minor(name=name, sex="1", birth_date=date(2015, 3, 4), area=area)
        for name, area in (("陈小禾", MINE), ("丁一", FOREIGN))
    ]
    desk.apply(*map(Save, minors))
    sighting = registry.catalog.kind("waterpatrol.sighting")
    yield SimpleNamespace(
        registry=registry,
        desk=desk,
        minors=[minor.id for minor in minors],
        sighting=lambda minor, **more: sighting.cls(
            **{"minor": minor, "place": "南河闸口", "seen_on": date(2026, 11, 20), **more}
        ),
        kind=sighting,
    )
    registry.close()


def test_it_runs_as_printed():
    """The file alone is a module that Python runs, without a word of output."""
    answer = subprocess.run([sys.executable, "waterpatrol.py"], cwd=SAMPLE, capture_output=True, text=True, check=True)

    assert ("", "") == (answer.stdout, answer.stderr)


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The lines that each type checker objects to, in the sample and in wrong uses of it."""
    folder = tmp_path_factory.mktemp("typing")
    source = (SAMPLE / "waterpatrol.py").read_text("utf-8")
    (folder / "waterpatrol.py").write_text(source, "utf-8")
    (folder / "wrong.py").write_text(source + WRONG, "utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "standard", "pythonVersion": "3.11"}', "utf-8")
    files = ["waterpatrol.py", "wrong.py"]
    mypy = subprocess.run(
        [BIN / "mypy", "--strict", "--python-executable", sys.executable, *files],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    pyright = subprocess.run(
        [BIN / "basedpyright", "--pythonpath", sys.executable, "--outputjson", *files],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [each for each in json.loads(pyright.stdout)["generalDiagnostics"] if each["severity"] == "error"]
    return {
        "mypy": re.findall(r"^(\w+\.py):(\d+): error: ", mypy.stdout, re.MULTILINE),
        "basedpyright": [(Path(each["file"]).name, str(each["range"]["start"]["line"] + 1)) for each in found],
        "source": source,
    }


@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_it_is_typed(checked, checker):
    """Both type checkers pass it, and find every wrong use of it and nothing else."""
    lines = (checked["source"] + WRONG).splitlines()
    wrong = {number for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}

    assert [] == [line for file, line in checked[checker] if file == "waterpatrol.py"]
    assert wrong == {int(line) for file, line in checked[checker] if file == "wrong.py"}


def test_it_is_loaded_by_its_path(patrol):
    """Its kind, risk, rule and report stand in the catalog under its file's name."""
    catalog = patrol.registry.catalog

    named = {
        ("kind", "waterpatrol.sighting"), ("risk", "waterpatrol.near_water"),
        ("rule", "waterpatrol.open_sighting"), ("report", "waterpatrol.by_place"),
    }  # fmt: skip
    assert {"waterpatrol"} == {catalog.plugin_of(*each) for each in named}
    assert patrol.kind.file.endswith("waterpatrol.py")


def test_a_sighting_gets_its_day_and_stands_on_the_work_list(patrol):
    """Call back within three days of the sighting: counted by the declaration, listed until the case is closed."""
    desk, sighting = patrol.desk, patrol.sighting(patrol.minors[0])

    desk.save(sighting)

    assert date(2026, 11, 23) == desk.get("waterpatrol.sighting", sighting.id).values["due"]
    (task,) = desk.find(Due).rows
    told = [task.values[name] for name in ("day", "what", "which", "record", "minor")]
    assert [date(2026, 11, 23), "waterpatrol.sighting", "due", sighting.id, patrol.minors[0]] == told

    desk.transition("waterpatrol.sighting", sighting.id, "talking", base=1)
    assert 1 == len(desk.find(Due).rows)
    desk.transition("waterpatrol.sighting", sighting.id, "closed", base=2)
    assert () == desk.find(Due).rows


def test_only_the_declared_moves_are_made(patrol):
    """From found a case is talked over or closed, never returned at once."""
    sighting = patrol.sighting(patrol.minors[0])
    patrol.desk.save(sighting)

    with pytest.raises(Invalid) as refused:
        patrol.desk.transition("waterpatrol.sighting", sighting.id, "returned", base=1)

    assert "talking, closed" in refused.value.problems[0].remedy.en


def test_an_open_sighting_suggests_the_tag(patrol):
    """The rule finds the child in the same transaction, with the sighting as evidence, and withdraws when the case is closed."""
    desk, sighting = patrol.desk, patrol.sighting(patrol.minors[0])

    desk.save(sighting)

    (tag,) = desk.find(RiskTag).rows
    assert (patrol.minors[0], "waterpatrol.near_water", "suggested", "waterpatrol.open_sighting") == tuple(
        tag.values[name] for name in ("minor", "risk", "status", "rule")
    )
    assert [("waterpatrol.sighting", sighting.id)] == [(each.kind, each.id) for each in tag.values["evidence"]]
    desk.transition("waterpatrol.sighting", sighting.id, "closed", base=1)
    assert "withdrawn" == desk.get(RiskTag, tag.id).values["status"]


def test_its_report_counts(patrol):
    """The tally counts sightings and children by place."""
    first, second = patrol.minors
    patrol.desk.apply(
        Save(patrol.sighting(first)), Save(patrol.sighting(first)), Save(patrol.sighting(second, place="东塘"))
    )

    counts = patrol.desk.tally(patrol.registry.catalog.reports["waterpatrol.by_place"])

    assert {("南河闸口",): (2, 1), ("东塘",): (1, 1)} == {count.key: (count.records, count.minors) for count in counts}


def test_it_has_an_api(patrol):
    """The OpenAPI document has its routes and its schemas, with how sensitive each value is."""
    described = document(patrol.registry.catalog.kinds, patrol.registry.catalog.codes, title="x", version="1")

    path = "/api/v1/records/waterpatrol.sighting"
    assert {path, f"{path}/{{id}}", f"{path}/{{id}}/history", f"{path}/{{id}}/transition"} <= set(described["paths"])
    assert "waterpatrol.sighting" == described["paths"][path]["get"]["x-minorcare-kind"]
    schema = described["components"]["schemas"]["waterpatrol.sighting-create"]
    assert {"minor", "place", "seen_on"} == set(schema["required"]) - {"id"}
    levels = {name: schema["properties"][name]["x-minorcare-sensitivity"] for name in ("place", "seen_on")}
    assert {"place": "open", "seen_on": "personal"} == levels


def test_it_has_an_import_template_that_is_read_back(patrol):
    """The template's headings are understood, and a filled one imports; children are named by their number."""
    catalog, desk = patrol.registry.catalog, patrol.desk
    book = read(template(patrol.kind, catalog.codes), "template.xlsx")
    assert ("孩子*", "水域*", "发现日期*", "回访期限") == book.filled[0].rows[0]
    number = "99000020130901113" + checksum("99000020130901113")
    numbered = Minor(name="乔一", sex="1", birth_date=date(2013, 9, 1), resident_id=number, area=MINE)
    desk.save(numbered)
    filled = book.filled[0].but({"A2": number, "B2": "南河闸口", "C2": "2026-11-20"})

    shown = imports.preview(desk, Workbook(sheets=(filled,)), "waterpatrol.sighting")
    imports.commit(desk, shown)

    (row,) = desk.find("waterpatrol.sighting").rows
    assert (numbered.id, date(2026, 11, 23)) == (row.values["minor"], row.values["due"])
    again = imports.preview(desk, Workbook(sheets=(filled,)), "waterpatrol.sighting")
    assert (0, 1) == (again.counts.good, again.counts.unchanged)


def test_its_scope_is_that_of_the_child(patrol):
    """The liaison of another community finds nothing of it: not the record, not the tag, not the task, not the figure."""
    sighting = patrol.sighting(patrol.minors[0])
    patrol.desk.save(sighting)
    mine, other = (desk_as(patrol.registry, account) for account in ("liaison", "other"))
    tally = patrol.registry.catalog.reports["waterpatrol.by_place"]

    assert [1, 1, 1, 1] == [
        len(mine.find("waterpatrol.sighting").rows), len(mine.find(RiskTag).rows), len(mine.find(Due).rows), len(mine.tally(tally))
    ]  # fmt: skip
    assert [0, 0, 0, 0] == [
        len(other.find("waterpatrol.sighting").rows), len(other.find(RiskTag).rows), len(other.find(Due).rows), len(other.tally(tally))
    ]  # fmt: skip
    for ask in (other.get, other.history):
        with pytest.raises(NotFound):
            ask("waterpatrol.sighting", sighting.id)
    with pytest.raises(NotFound):
        other.change("waterpatrol.sighting", sighting.id, base=1, place="东塘")
    with pytest.raises(Invalid):
        other.save(patrol.sighting(patrol.minors[0]))


def test_it_is_journalled(patrol):
    """Who wrote and who read is in the chain, without a value; the file verifies."""
    sighting = patrol.sighting(patrol.minors[0])
    patrol.desk.save(sighting)
    desk_as(patrol.registry, "liaison").get("waterpatrol.sighting", sighting.id)

    entries = (
        desk_as(patrol.registry, "auditor", purpose="audit")
        .find(JournalEntry, F.record == sighting.id, order=("entry",))
        .rows
    )

    assert [("supervisor", "create"), ("liaison", "get")] == [
        (row.values["actor"], row.values["action"]) for row in entries
    ]
    assert "南河闸口" not in "".join(str(row.values) for row in entries)
    assert [] == list(patrol.registry.store.verify())


def test_the_file_opens_without_the_plugin_and_loses_nothing(patrol, tmp_path):
    """Left out of the configuration, its table stays as it is; named again, everything is there."""
    sighting = patrol.sighting(patrol.minors[0])
    patrol.desk.save(sighting)
    copy = tmp_path / "copy.db"
    patrol.registry.store.backup(str(copy))
    shutil.copy(tmp_path / "street.db.keys", tmp_path / "copy.db.keys")

    without = Registry.open(copy, config=Config(folder=tmp_path), clock=SetClock())
    assert "waterpatrol.sighting" not in without.catalog.kinds
    assert () == desk_as(without, "supervisor").find(Due).rows
    assert [] == list(without.store.verify())
    without.close()
    back = Registry.open(copy, config=Config.read(SAMPLE / "minorcare.toml"), clock=SetClock())
    assert "南河闸口" == desk_as(back, "supervisor").get("waterpatrol.sighting", sighting.id).values["place"]
    back.close()
