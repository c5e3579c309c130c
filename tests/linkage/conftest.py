"""The street of the kit with its directory, two bodies that sign in, and what tests of linkage share."""

from types import SimpleNamespace

import pytest

from minorcare.declare import Id
from minorcare.kinds import Officer
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.work.bodies import enter_directory

POSTS = {"police": ("department", OFFICE), "primary": ("school", OFFICE)}


@pytest.fixture(scope="session")
def linked(templates, tools, tmp_path_factory):
    """A closed file to copy: the directory is entered, the police station signs in, the others are asked on paper."""
    folder = tmp_path_factory.mktemp("linked")
    registry = tools.copied(templates.full, folder)
    registry.found(
        OFFICE,
        *(
            Officer(id=Id(f"post-{account}"), account=account, name=account, role=role, posted_to=area)
            for account, (role, area) in POSTS.items()
        ),
    )
    head = desk_as(registry, "head", purpose="administration")
    enter_directory(head)
    police = body(head, "police_station")
    head.change("body", police, base=1, account="police")
    registry.close()
    return folder / "street.db"


@pytest.fixture
def registry(linked, tools, tmp_path):
    """Such a street, to be written to."""
    made = tools.copied(linked, tmp_path / "street")
    yield made
    made.close()


@pytest.fixture
def head(registry):
    return desk_as(registry, "head", purpose="service")


@pytest.fixture
def supervisor(registry):
    return desk_as(registry, "supervisor", purpose="service")


def body(desk, code):
    """The id of a body by its code."""
    [row] = desk.find("body", F.code == code).rows
    return Id(row.id)


def said(refused):
    """Address and code of every problem, in order."""
    return sorted((problem.at, problem.code) for problem in refused.value.problems)


def due(desk, record):
    """The open deadlines of a record: which, on which day, whose."""
    rows = desk.find("due", F.record == record).rows
    return sorted((row.values["which"], row.values["day"], row.values["who"]) for row in rows)


@pytest.fixture(scope="session")
def linkage():
    """Functions that tests of this folder use."""
    return SimpleNamespace(body=body, said=said, due=due)
