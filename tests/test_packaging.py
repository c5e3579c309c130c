"""What is locked and what is shipped."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "lock.txt").read_text("utf-8")
PROJECTS = [ROOT, ROOT / "server", *sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(project: Path) -> dict:
    return tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]


OURS = {normal(declared(project)["name"]) for project in PROJECTS}


def test_lock_names_no_place():
    """Every line is a pinned distribution or a hash: no host, no URL, no path of the machine that made it."""
    line = re.compile(r"[a-z0-9-]+==[^\s/:@]+( ; [^/:@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")

    assert [] == [each for each in LOCK.splitlines() if not line.fullmatch(each)]


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: declared(project)["name"])
def test_lock_has_every_runtime_dependency(project):
    """Whatever a project of this repository needs to run is pinned, or is one of its neighbours."""
    locked = {line.split("==")[0] for line in LOCK.splitlines() if "==" in line}
    needed = {normal(re.match(r"[\w.-]+", each)[0]) for each in declared(project)["dependencies"]}

    assert set() == needed - locked - OURS


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: declared(project)["name"])
def test_wheel_carries_the_whole_package(project, tmp_path):
    """Modules, type marker, and data beside them: an ignored or forgotten file would be missed by its users only."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=project,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    package = next((project / "src").glob("*/py.typed")).parent
    expected = {
        path.relative_to(project / "src").as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert expected == shipped
