"""What type checkers make of declarations and questions: right uses pass, wrong ones are found in the editor."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent

KINDS = """
from datetime import date
from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.query import F, Filter, Query, Tally, all_of, exists, today
from minorcare.calendar import days

CASE = Lifecycle(found="closed", closed="")

@kind("household", label=Label("家庭", en="Household"))
class Household(Record):
    address: str = field(label=Label("住址", en="Address"))

@kind("sighting", label=Label("险情", en="Sighting"))
class Sighting(Record):
    household: Id = ref(Household, about=True, label=Label("家庭", en="Household"))
    place: str = field(label=Label("水域", en="Place"), max_length=80, sensitivity="open")
    seen_on: date = field(label=Label("发现日期", en="Seen on"))
    note: str | None = field(default=None, label=Label("备注", en="Note"))
    minutes: int = field(default=0, label=Label("时长", en="Minutes"), unit="minutes")
    due: date | None = deadline(days=3, after="seen_on", default=None, label=Label("期限", en="Due"))
    status: str = state(CASE, label=Label("状态", en="Status"))
"""

RIGHT = (
    KINDS
    + """
one = Sighting(household=Id("h"), place="lake", seen_on=date(2026, 1, 1))
two: Sighting = one.but(place="river")
named = Sighting(id=Id("x"), office="530111004", household=one.household, place="lake", seen_on=one.seen_on, note=None, minutes=3)
text: str = named.place
day: date | None = named.due
stand: str = named.status

asked: Filter = (F.status == "found") & (F.seen_on <= today() - days(30)) & ~F.note.is_empty
asked = asked | exists(Sighting, F.household.address == "x") & (F.seen_on.age >= 6)
asked = all_of(asked, F.minutes.is_in([1, 2]), F.area.community == "530111004002", F.due < F.seen_on)
query = Query(kind=Sighting, where=asked, order=("-due",))
same = Query(kind="sighting")
tally = Tally("by_place", Sighting, by=("place",), where=asked, label=Label("按水域", en="By place"))
"""
)

WRONG = (
    KINDS
    + """
Sighting()  # wrong
Sighting(household=Id("h"), place="lake")  # wrong
Sighting(household=Id("h"), place=1, seen_on=date(2026, 1, 1))  # wrong
Sighting(household="h", place="lake", seen_on=date(2026, 1, 1))  # wrong
Sighting(household=Id("h"), place="lake", seen_on=date(2026, 1, 1), status="closed")  # wrong
Sighting(household=Id("h"), place="lake", seen_on=date(2026, 1, 1), colour="blue")  # wrong
Sighting(Id("h"), "lake", date(2026, 1, 1))  # wrong
one = Sighting(household=Id("h"), place="lake", seen_on=date(2026, 1, 1))
one.place = "river"  # wrong
number: int = one.place  # wrong
one.colour  # wrong
field()  # wrong
field(label="水域")  # wrong
field(label=Label("x"), sensitivity="public")  # wrong
field(label=Label("x"), widget="slider")  # wrong
ref(Household)  # wrong
state(CASE, label=Label("x"), init=True)  # wrong
kind("x")  # wrong
none: Filter = F.note == None  # wrong
thing: Filter = F.note == object()  # wrong
F.note < None  # wrong
F.note.contains(None)  # wrong
F.minutes + 1  # wrong
F.seen_on <= today() - 30  # wrong
asked: Filter = F.note  # wrong
exists(Sighting, F.note)  # wrong
Query(Sighting)  # wrong
Query(kind=Sighting, order="due")  # wrong
Tally("by_place", Sighting, by=("place",))  # wrong
"""
)


def marked(source):
    return {number for number, line in enumerate(source.splitlines(), 1) if line.endswith("# wrong")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typing")
    (folder / "right.py").write_text(RIGHT, "utf-8")
    (folder / "wrong.py").write_text(WRONG, "utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "standard", "pythonVersion": "3.11"}', "utf-8")
    return folder


@pytest.fixture(scope="module")
def mypy_lines(folder):
    run = subprocess.run(
        [BIN / "mypy", "--strict", "--python-executable", sys.executable, "right.py", "wrong.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(\w+\.py):(\d+): error: ", run.stdout, re.MULTILINE)
    assert found, run.stdout + run.stderr
    return found, run.stdout


@pytest.fixture(scope="module")
def pyright_lines(folder):
    run = subprocess.run(
        [BIN / "basedpyright", "--pythonpath", sys.executable, "--outputjson", "right.py", "wrong.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [each for each in json.loads(run.stdout)["generalDiagnostics"] if each["severity"] == "error"]
    return [(Path(each["file"]).name, str(each["range"]["start"]["line"] + 1)) for each in found], run.stdout


@pytest.mark.parametrize("checker", ["mypy_lines", "pyright_lines"])
def test_right_uses_pass(checker, request):
    """Neither `mypy --strict` nor basedpyright complains about what the tutorial shows."""
    found, output = request.getfixturevalue(checker)

    assert [] == [line for file, line in found if file == "right.py"], output


@pytest.mark.parametrize("checker", ["mypy_lines", "pyright_lines"])
def test_wrong_uses_are_found(checker, request):
    """Every line that is wrong is reported, and no other."""
    found, output = request.getfixturevalue(checker)

    assert marked(WRONG) == {int(line) for file, line in found if file == "wrong.py"}, output
