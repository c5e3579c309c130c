"""What the tests of spreadsheets share: the street's own kinds as the records of a row, and a few areas."""

from datetime import date

import pytest

from minorcare.kinds.codelists import load_codes
from minorcare.kinds.families import Household, Member, Minor
from minorcare.label import Label
from minorcare.surfaces.targets import Target


@pytest.fixture(scope="session")
def codes():
    return {each.name: each for each in load_codes()}


@pytest.fixture(scope="session")
def areas():
    return {"柳荫社区": "530111004001", "北苑社区": "530111004002", "桂园社区": "530111004003"}


@pytest.fixture(scope="session")
def today():
    return date(2026, 11, 24)


@pytest.fixture(scope="session")
def family():
    """A child, the household, and those who look after the child, in one row."""
    once = {"link": {"household": "household"}, "same": (("resident_id",), ("household", "name", "relation"))}
    return (
        Target(name="minor", kind=Minor.__kind__, link={"household": "household"}),
        Target(
            name="household",
            kind=Household.__kind__,
            fields=("code", "address", "residence"),
            derived={"area": lambda row: row["minor"].get("area")},
        ),
        Target(
            name="guardian", kind=Member.__kind__, label=Label("监护人", en="Guardian"), aliases=("家长",),
            constants={"guardian": True}, derived={"relation": lambda _: "99"}, **once,
        ),
        Target(name="father", kind=Member.__kind__, label=Label("父亲", en="Father"), constants={"relation": "51"}, **once),
        Target(name="mother", kind=Member.__kind__, label=Label("母亲", en="Mother"), constants={"relation": "52"}, **once),
    )  # fmt: skip
