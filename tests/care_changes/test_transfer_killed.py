"""A move is killed at any moment, the file opened again, and everything run again: the child is in one office's care, whole."""

import os
import shutil
import signal
import warnings
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.kinds import Transfer
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock, desk_as
from minorcare.work import transfer

OTHER, PLACE = "530111005", "530111005001"
MADE, CHILD, EVERY = "01a20caa-0000-7000-8000-000000000001", "child-03", 200
"""The transfer, the child, and the steps of SQLite's machine between two moments at which the process may die."""


def opened(path):
    return Registry.open(path, config=Config(folder=path.parent), clock=SetClock())


def whole_move(registry):
    """Everything, from the top, as whoever was stopped does it again."""
    head, neighbour = desk_as(registry, "head"), desk_as(registry, "neighbour", office=OTHER)
    system = registry.system_desk(OTHER)
    transfer.send(head, CHILD, to=OTHER, reason="moved_home", moved_on=date(2026, 11, 20), id=MADE)
    transfer.deliver(system)
    transfer.accept(neighbour, MADE, area=PLACE)
    return transfer.finish(head, MADE, receiver=system)


def killed_after(path, moments):
    """Run the move in a process that dies, without a word, after so many moments of writing; whether it did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        try:
            registry, left = opened(path), [moments]

            def moment():
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return 0

            registry.store._writer.set_progress_handler(moment, EVERY)
            whole_move(registry)
            registry.store._writer.set_progress_handler(None, 0)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or 0 == os.WEXITSTATUS(status)
    return os.WIFSIGNALED(status)


def content(registry):
    """What every record of both offices says, by office, kind and id. What is read and when leaves no trace in it."""
    found = {}
    for office in (OFFICE, OTHER):
        desk = registry.system_desk(office)
        for kind in registry.catalog.kinds.values():
            if not kind.vault and kind.name not in ("journal", "seen", "due") and desk.may_read(kind.name):
                rows = desk.find(kind.name, limit=500).rows
                found |= {(office, kind.name, row.id): {**row.values, "masked": row.masked} for row in rows}
    return {key: _without_new_ids(values) for key, values in found.items() if key[1] != "risk_tag"}


def _without_new_ids(values):
    return {name: value for name, value in values.items() if name != "evidence"}


def standings(registry):
    """Whose care the child is in: at home, and under whatever id at the neighbour's."""
    there = registry.system_desk(OTHER)
    home = transfer.standing(registry.system_desk(OFFICE), CHILD)
    arrived = [row.id for row in there.find("minor").rows if row.values["name"] == "曾子单"]
    return home, [transfer.standing(there, each) for each in arrived]


@pytest.fixture(scope="module")
def template(templates, open_second, tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    for end in ("", ".keys"):
        shutil.copy(f"{templates.full}{end}", folder / f"street.db{end}")
    registry = opened(folder / "street.db")
    open_second(registry)
    registry.close()
    return folder / "street.db"


@pytest.fixture(scope="module")
def copy(template, tmp_path_factory):
    """Gives fresh copies of the two offices."""

    def make():
        folder = tmp_path_factory.mktemp("copy")
        for end in ("", ".keys"):
            shutil.copy(f"{template}{end}", folder / f"street.db{end}")
        return folder / "street.db"

    return make


@pytest.fixture(scope="module")
def undisturbed(copy):
    """What both offices hold after a move that nothing has disturbed, and how many moments it took."""

    @cache
    def run():
        path, count = copy(), [0]

        def moment():
            count[0] += 1
            return 0

        registry = opened(path)
        registry.store._writer.set_progress_handler(moment, EVERY)
        assert "completed" == whole_move(registry)
        registry.store._writer.set_progress_handler(None, 0)
        found = content(registry)
        registry.close()
        return found, count[0]

    return run()


@settings(max_examples=25)
@given(data=st.data())
def test_killed_anywhere_and_run_again(copy, undisturbed, data):
    """After each death the child is on file, and in the care of one office at most; in the end in one, with everything it had."""
    wanted, moments = undisturbed
    path = copy()
    for _ in range(data.draw(st.integers(1, 3), label="deaths")):
        killed = killed_after(path, data.draw(st.integers(0, moments - 1), label="after"))
        registry = opened(path)
        home, there = standings(registry)
        assert [home, *there].count("active") <= 1
        assert [home, *there] != ["gone"]
        assert home != "gone" or there == ["active"]
        assert [] == list(registry.store.verify())
        registry.close()
        if not killed:
            break
    registry = opened(path)
    assert "completed" == whole_move(registry)

    assert ("gone", ["active"]) == standings(registry)
    assert wanted == content(registry)
    assert () == registry.system_desk(OFFICE).find(Transfer, transfer._LEAVING).rows
    assert [] == list(registry.store.verify())
    registry.close()


def test_the_moments_reach_into_every_step(undisturbed):
    """There are far more moments than steps, or the test above would not kill within one."""
    assert undisturbed[1] > 50
