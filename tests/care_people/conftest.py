"""The street of the kit with members of the two committees, and focus children where a test wants them."""

import itertools
from types import SimpleNamespace

import pytest

from minorcare.declare import Id
from minorcare.kinds import Guarantee, Officer, RiskTag
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.work import tags

TWO = f"{OFFICE}002"
POSTS = {
    "committee_a": ("guarantor", TWO),
    "committee_b": ("guarantor", TWO),
    "committee_c": ("guarantor", OFFICE),
    "grid_two": ("grid_worker", f"{TWO}/1/"),
    "grid_head": ("grid_leader", f"{TWO}/07/"),
    "mayor": ("leader", OFFICE),
}
_COUNT = itertools.count()


@pytest.fixture(scope="session")
def peopled(templates, tools, tmp_path_factory):
    """A closed file: the street of the kit and the officers above. To be copied."""
    folder = tmp_path_factory.mktemp("peopled")
    registry = tools.copied(templates.full, folder)
    registry.found(
        OFFICE,
        *(
            Officer(id=Id(f"post-{account}"), account=account, name=account, role=role, posted_to=area)
            for account, (role, area) in POSTS.items()
        ),
    )
    registry.close()
    return folder / "street.db"


@pytest.fixture
def streets(peopled, tools, tmp_path):
    """Gives as many such streets as one asks for."""
    opened = []

    def make():
        opened.append(tools.copied(peopled, tmp_path / f"street-{next(_COUNT)}"))
        return opened[-1]

    yield make
    for registry in opened:
        registry.close()


@pytest.fixture
def registry(streets):
    """One such street."""
    return streets()


@pytest.fixture
def supervisor(registry):
    """Who sees and writes everything about children."""
    return desk_as(registry, "supervisor")


@pytest.fixture
def head(registry):
    return desk_as(registry, "head", purpose="administration")


def confirmed(desk, minor, risk="difficulty"):
    """A focus child: the tag that stands as a suggestion, or a new one, confirmed."""
    rows = desk.find(RiskTag, (F.minor == minor) & (F.risk == risk) & (F.status == "suggested")).rows
    if not rows:
        desk.save(RiskTag(minor=Id(minor), risk=risk, level=_level(risk), found=desk.day))
        rows = desk.find(RiskTag, (F.minor == minor) & (F.risk == risk) & (F.status == "suggested")).rows
    tags.confirm(desk, rows[0].id, base=rows[0].version)
    return rows[0].id


def _level(risk):
    return "restricted" if risk in ("misbehaviour", "drug_affected") else "sensitive"


def ended(desk, tag):
    """The tag ends: the child is no focus child any more, unless by something else."""
    desk.transition(RiskTag, tag, "ended", base=desk.get(RiskTag, tag).version)


def of(desk, minor):
    """The guarantees of a child, first to last."""
    rows = desk.find(Guarantee, F.minor == minor, limit=500).rows
    return sorted(rows, key=lambda row: (row.values["began"], row.values["ended"] is None))


@pytest.fixture(scope="session")
def care():
    """Functions that tests of this folder use."""
    return SimpleNamespace(confirmed=confirmed, ended=ended, of=of, TWO=TWO)
