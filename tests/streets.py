"""Streets that are costly to make: imported once for all processes of a run, and copied for each test that wants one.

Fixtures for the folders whose `conftest.py` takes them in.
"""

import shutil
import time
from pathlib import Path

import orjson
import pytest

from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Minor,
    MisbehaviourAct,
    RestrictedCircumstance,
)
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.synthetic import RESTRICTED, ROSTER, load_settings, make, officers
from minorcare.testing import SetClock, desk_as, registry_in
from minorcare.work import imports

EXAMPLES = Path(__file__).parents[1] / "examples"
FACTS = (Circumstance, RestrictedCircumstance, DisabilityCard, DifficultyRecognition, MisbehaviourAct)


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Makes a folder once for all processes of a run: the first one makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # where pytest-xdist runs several

    def get(name, build):
        folder, done, failed = (shared / f"{name}{end}" for end in ("", ".done", ".failed"))
        try:
            folder.mkdir()
        except FileExistsError:
            while not done.exists():
                assert not failed.exists(), f"another process could not make {name}"
                time.sleep(0.1)
            return folder
        try:
            build(folder)
        except BaseException:
            failed.touch()
            raise
        done.touch()
        return folder

    return get


def opened(source, folder):
    """A registry on a copy of a closed file, beside a copy of its keys."""
    for name in ("street.db", "street.db.keys"):
        shutil.copy(source / name, folder)
    return Registry.open(folder / "street.db", config=Config(folder=folder), clock=SetClock())


def imported(settings, sheets, folder):
    """Import a street's sheets into a new registry; how many rows of each were good stands beside it."""
    registry = registry_in(folder, office=settings.code)
    registry.found(settings.code, *officers(settings))
    head, supervisor = (
        desk_as(registry, account, office=settings.code, purpose="import")
        for account in ("station_head", "child_supervisor")
    )
    counts = {}
    roster, facts = imports.read(sheets / ROSTER), imports.read(sheets / RESTRICTED)
    for desk, book, kind in (
        (head, roster, Area),
        (supervisor, roster, Minor),
        *((supervisor, facts, each) for each in FACTS),
    ):
        sheet = "名册" if kind is Minor else kind.__kind__.label.zh
        shown = imports.preview(desk, book, kind, sheet=sheet)
        assert () == shown.problems
        imports.commit(desk, shown)
        counts[sheet] = shown.counts.good
    registry.close()
    (folder / "counts.json").write_bytes(orjson.dumps(counts))


@pytest.fixture(scope="session")
def jinma_folder(once):
    """The demo street, imported from its sheets: to be copied, never opened."""
    return once("jinma", lambda folder: imported(load_settings("jinma"), EXAMPLES / "jinma", folder))


@pytest.fixture
def jinma(jinma_folder, tmp_path):
    """The demo street of one test."""
    registry = opened(jinma_folder, tmp_path)
    yield registry
    registry.close()


@pytest.fixture(scope="session")
def township_folder(once):
    """A small street, made anew and imported from its sheets, which stand beside it: to be copied, never opened."""

    def build(folder):
        settings = load_settings("township")
        make(settings, settings.seed, settings.day, folder)
        imported(settings, folder, folder)

    return once("township", build)


@pytest.fixture
def township(township_folder, tmp_path):
    """The small street of one test."""
    registry = opened(township_folder, tmp_path)
    yield registry
    registry.close()
