"""Everything in examples/ runs as it is, and the demo street is walked through as its pages say."""

import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from minorcare import F
from minorcare.cli import main
from minorcare.kinds import Area, Granted
from minorcare.plugins import Config, load_catalog
from minorcare.synthetic import load_settings, make
from minorcare.testing import OFFICE, desk_as, registry_in, street

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SCRIPTS = ("embed/library.py", "waterpatrol/walk.py", "how_to/offices.py", "how_to/school_list.py")
PLUGINS = ("waterpatrol/waterpatrol.py", "how_to/enrolment.py", "local/holidaycare.py")
ELSEWHERE = ("embed/aiohttp_app.py", "verify_journal.py", "waterpatrol/test_waterpatrol.py")


def test_every_example_is_run():
    """A file that is added to examples/ needs a test here."""
    found = {
        path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("**/*.py") if "__pycache__" not in path.parts
    }

    assert {*SCRIPTS, *PLUGINS, *ELSEWHERE} == found


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_runs(script, tmp_path):
    """It ends well in an empty folder, and says something."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ("", 0) == (done.stderr, done.returncode)
    assert done.stdout


@pytest.mark.parametrize("plugin", PLUGINS)
def test_plugin_loads_from_its_folder(plugin):
    """The `minorcare.toml` beside it switches it on, with its settings; what it brings bears its name."""
    file = EXAMPLES / plugin
    catalog = load_catalog(Config.read(file.with_name("minorcare.toml")))

    assert [name for (_, name), by in catalog.origin.items() if by == file.stem]


def test_setting_of_the_rule_is_read():
    """The how-to's rule takes the age from its section of `minorcare.toml`."""
    catalog = load_catalog(Config.read(EXAMPLES / "how_to" / "minorcare.toml"))

    assert (F.birth_date.age >= 7) in catalog.rules["enrolment.no_school"].when.parts


def test_test_of_the_plugin_passes():
    """The test that the tutorial shows passes where it lies."""
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_waterpatrol.py"]
    done = subprocess.run(asked, cwd=EXAMPLES / "waterpatrol", capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout


async def test_application_asks_its_own_sign_in(tmp_path, aiohttp_client):
    """Mounted under a prefix, it sees whom the office's own proxy names, within that person's area, and nobody else."""
    registry = registry_in(tmp_path)
    street(registry)
    made = runpy.run_path(str(EXAMPLES / "embed" / "aiohttp_app.py"))
    client = await aiohttp_client(made["make"](registry, OFFICE))

    nobody = await client.get("/minors/api/v1/records/minor")
    liaison = await client.get("/minors/api/v1/records/minor", headers={"X-Office-Account": "liaison_one"})
    areas = {item["area"] for item in (await liaison.json())["items"]}
    front = await (await client.get("/")).text()
    registry.close()

    assert (401, 200) == (nobody.status, liaison.status)
    assert {f"{OFFICE}001"} == areas
    assert "街道工作台" == front


@pytest.mark.parametrize(("page", "kind"), [("areas", Area), ("grant", Granted)])
def test_json_line_of_a_how_to_can_be_loaded(page, kind, tmp_path, monkeypatch):
    """The line that a how-to shows is written by the command that it shows."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    (line,) = re.findall(r"^```json\n(.+)\n```$", text, re.MULTILINE)
    (command,) = re.findall(r"^\$ minorcare (load .+)$", text, re.MULTILINE)
    registry = registry_in(tmp_path)
    street(registry)
    registry.close()
    file = shlex.split(command)[1]
    (tmp_path / file).write_text(line.replace("2026-12-08", "2099-12-08"), "utf-8")

    result = CliRunner().invoke(main, [*shlex.split(command.replace("--as wang", "--as head")), "--db", "street.db"])

    assert 0 == result.exit_code, result.output
    assert json.loads(line)["kind"] == kind.__kind__.name


class Walk:
    """The commands of a page, run one after another as somebody who signs in by password."""

    def __init__(self, lines):
        self.lines, self.last = lines, ""

    def run(self):
        for line in self.lines:
            undone = re.findall(r"undo-import ([0-9a-f-]{36})", self.last)
            words = [undone[-1] if word == "ID" else word for word in shlex.split(line)]
            env = {"MINORCARE_PASSWORD": "rain on the tin roof", "MINORCARE_TOKEN": None, "LC_ALL": "en_US.UTF-8"}
            result = CliRunner().invoke(main, words, env=env)
            self.last = result.output
            yield line, result


def test_demo_street_is_walked_through_as_its_pages_say(tmp_path, monkeypatch):
    """From `init` to the import that is taken back, on the sheets that ship, with the figures that the page gives."""
    folder = tmp_path / "jinma"
    shutil.copytree(EXAMPLES / "jinma", folder)
    monkeypatch.chdir(folder)
    settings, today = load_settings("jinma"), date.today()  # noqa: DTZ011 - the command asks the clock too
    if not settings.day <= today < settings.day.replace(year=settings.day.year + 1):
        # the pages hold for a year; after that, the same street drawn up for today
        make(settings, settings.seed, today, folder)
    page = (EXAMPLES / "jinma" / "README.md").read_text("utf-8")
    lines = re.findall(r"^\$ minorcare (.+)$", page, re.MULTILINE)

    done = dict(Walk(lines[lines.index("demo") + 1 :]).run())

    refused = "import roster-bad.xlsx --kind minor --as wang"
    assert {line: int(line == refused) for line in done} == {line: result.exit_code for line, result in done.items()}
    told = re.findall(r"^名册![A-Z]+\d+ .+$", done[refused].output, re.MULTILINE)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    assert 33 == len(truth["bad"]) == len([line for line in told if "same child" not in line])
    groups = [int(n) for n in re.findall(r"^\| [^|`]+ \| (\d+) \|$", page, re.MULTILINE)]
    counted = re.findall(r"│ +(\d+) │ +0 │ +\d+ │", done["report groups --as wang"].output)
    assert (
        groups
        == [*json.loads((folder / "truth.json").read_text("utf-8"))["counts"].values()]
        == [int(n) for n in counted]
    )
    assert "40 voided, 0 restored" in done["undo-import ID --as wang"].output


def test_registry_of_an_example_verifies(tmp_path):
    """The verifier that knows nothing of minorcare finds nothing wrong with what minorcare wrote."""
    registry = registry_in(tmp_path)
    street(registry)
    desk_as(registry, "supervisor").find("minor")
    registry.close()

    done = subprocess.run(
        [sys.executable, EXAMPLES / "verify_journal.py", tmp_path / "street.db"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout
