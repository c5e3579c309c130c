"""Any kind of record from the command line: seen, created, changed and moved as at a desk, and refused in its words."""

import json
import uuid
from datetime import timedelta

import pytest

from minorcare import F, Registry
from minorcare.calendar import day_of, system_clock
from minorcare.errors import MinorcareError

from .conftest import EAST, OFFICE, WEST

VISIT = ("--purpose", "visit")


@pytest.fixture
def children(office):
    """The children of the two communities, as the supervisor's list has them."""
    found = office.json("record", "list", "minor", "--where", "order=name", *VISIT, by="supervisor")["items"]
    return {child["name"]: child for child in found}


@pytest.fixture
def refused(office):
    """What a command says when it is refused: its code, and where each problem is."""

    def ask(*args, by, **more):
        result = office.run(*args, "--format", "json", *VISIT, by=by, **more)
        assert (1, "") == (result.exit_code, result.stdout)
        told = json.loads(result.stderr)
        return told["code"], [problem["at"] for problem in told["problems"]]

    return ask


def values(**given):
    """Values as a program hands them over."""
    return {"input": json.dumps(given, ensure_ascii=False)}


def test_a_list_is_what_the_desk_finds(office, children):
    """Conditions, order and pages are those of the API."""
    asked = ("record", "list", "minor", "--where", f"area__within={EAST}&order=name", *VISIT)
    first = office.json("record", "list", "minor", "--where", "order=name", "--limit", "1", *VISIT, by="supervisor")
    after = office.json(
        "record", "list", "minor", "--where", "order=name", "--limit", "1", "--after", first["next"], *VISIT, by="supervisor"
    )  # fmt: skip

    assert ["曾小禾"] == [child["name"] for child in office.json(*asked, by="supervisor")["items"]]
    assert sorted(children) == [each["name"] for page in (first, after) for each in page["items"]]
    assert after["next"] is None


def test_a_list_and_a_record_are_words_to_people(office, children):
    """Labels and code labels, no codes; what is not shown in full is named."""
    listed = office.run("record", "list", "circumstance", "--lang", "zh", *VISIT, by="supervisor")
    shown = office.run("record", "get", "minor", children["曾小禾"]["id"], *VISIT, by="supervisor")

    assert "外出务工" in listed.stdout
    assert ["2016-03-04" in shown.stdout, "Female" in shown.stdout] == [True, True]
    assert "not shown in full: " in shown.stderr
    assert "1234" not in listed.stdout
    assert "no records\n" == office.run("record", "list", "visit", *VISIT, by="supervisor").stdout


def test_the_record_is_the_one_of_the_desk(office):
    """Values, masks and version are what the library gives."""
    registry = Registry.open(office.db)
    desk = registry.desk(registry.actor("supervisor", office=OFFICE), office=OFFICE, purpose="visit")
    row = desk.find("minor", F.name == "曾小禾").rows[0]
    registry.close()

    shown = office.json("record", "get", "minor", row.id, *VISIT, by="supervisor")

    assert (row.id, row.version, "2016-03-04", "…1234") == tuple(
        shown[name] for name in ("id", "version", "birth_date", "phone")
    )
    assert set(row.masked) == set(shown["masked"])


def test_a_record_is_created_changed_and_kept_in_its_versions(office):
    """The values come from standard input, the version says from where, and both versions stay."""
    child = {"name": "周晴", "sex": "2", "birth_date": "2015-05-06", "area": WEST}
    made = office.json("record", "create", "minor", "--values", "-", *VISIT, by="supervisor", **values(**child))

    changed = office.json(
        "record", "change", "minor", made["id"], "--base", "1", "--values", "-", *VISIT, by="supervisor", **values(grade="三年级")
    )  # fmt: skip
    versions = office.json("record", "history", "minor", made["id"], *VISIT, by="supervisor")["items"]
    told = office.run("record", "history", "minor", made["id"], *VISIT, by="supervisor")

    assert (1, 2, "三年级") == (made["version"], changed["version"], changed["grade"])
    assert [(2, "change", ["grade"]), (1, "create", True)] == [
        (each["version"], each["action"], each["changed"] if each["version"] == 2 else "name" in each["changed"])
        for each in versions
    ]
    assert "Grade" in told.stdout


def test_a_record_goes_where_its_states_allow(office, children):
    """A move takes values with it, or none; a state that is not there is named."""
    tag = office.json("record", "list", "risk_tag", "--where", "risk=left_behind", *VISIT, by="supervisor")["items"][0]
    move = ("record", "transition", "risk_tag", tag["id"])
    base = ("--base", str(tag["version"]), *VISIT)
    soon = (day_of(system_clock()) + timedelta(days=30)).isoformat()

    nowhere = office.run(*move, "heaven", *base, "--format", "json", by="supervisor")
    missing = office.run(*move, "confirmed", *base, "--format", "json", by="supervisor")
    done = office.json(*move, "confirmed", *base, "--values", "-", by="supervisor", **values(review=soon))

    assert [1, 1] == [nowhere.exit_code, missing.exit_code]
    assert ["to"] == [problem["at"] for problem in json.loads(nowhere.stderr)["problems"]]
    assert ["review"] == [problem["at"] for problem in json.loads(missing.stderr)["problems"]]
    assert (children["曾小禾"]["id"], "confirmed", "supervisor") == (done["minor"], done["status"], done["decided_by"])


def test_who_reports_without_reading_is_told_that_it_arrived(office):
    """A grid worker sends a lead, is told its id, and sees it no more."""
    lead = {"area": f"{EAST}/01/", "observed": ["child_alone"], "seen_on": "2026-01-02", "source": "grid"}

    told = office.json("record", "create", "lead", "--values", "-", *VISIT, by="worker", **values(id="lead-1", **lead))
    shown = office.run("record", "get", "lead", "lead-1", *VISIT, by="worker")

    assert {"id": "lead-1", "version": 1, "masked": []} == told
    assert (1, "your role does not show lead\n") == (shown.exit_code, shown.stderr)


@pytest.mark.parametrize("command", ["get", "history", "change"])
def test_foreign_and_absent_read_alike(office, children, command):
    """Nobody learns from a command that a record is there."""
    more = ("--base", "1", "--values", "-") if command == "change" else ()
    told = {
        office.run("record", command, "minor", id_, *more, *VISIT, by="liaison", **values(grade="x")).stderr
        for id_ in (children["曾大山"]["id"], str(uuid.uuid4()))
    }

    assert ["no such minor"] == [each[:13] for each in told]


def test_refusals_have_codes(refused, children):
    """A program is told what went wrong as the API calls it, and where."""
    id_ = children["曾小禾"]["id"]
    change = ("record", "change", "minor", id_, "--values", "-")

    assert ("not-found", []) == refused("record", "get", "minor", children["曾大山"]["id"], by="liaison")
    assert ("refused", []) == refused("record", "list", "minor", by="leader")
    assert ("conflict", []) == refused(*change, "--base", "9", by="liaison", **values(grade="x"))
    assert ("invalid", ["nickname", "birth_date"]) == refused(
        *change, "--base", "1", by="liaison", **values(birth_date="2090-01-01x", nickname="x")
    )
    assert ("invalid", ["nothing"]) == refused("record", "list", "minor", "--where", "nothing=1", by="liaison")


@pytest.mark.parametrize("kind", ["reporter", "nothing"])
def test_what_is_kept_in_the_vault_is_not_reached_by_name(refused, kind):
    """A sealed kind is answered like one that does not exist."""
    assert ("invalid", ["kind"]) == refused("record", "list", kind, by="head")
    assert ("invalid", ["kind"]) == refused("record", "get", kind, "x", by="head")


def test_a_secret_has_no_place_among_the_arguments(refused):
    """Arguments are seen by everybody on the computer: no number is searched for there."""
    assert ("invalid", ["phone"]) == refused("record", "list", "minor", "--where", "phone=13900001234", by="supervisor")


def test_who_looked_is_told_at_once(office, children):
    """A look of a moment ago is in the list of those who looked."""
    id_ = children["曾小禾"]["id"]
    office.json("record", "get", "minor", id_, *VISIT, by="liaison")

    (look,) = office.json(
        "record", "list", "seen", "--where", f"minor={id_}&actor=liaison", "--purpose", "audit", by="head"
    )["items"]

    assert ("get", "visit") == (look["action"], look["why"])


def test_every_error_has_the_name_that_the_api_gives_it():
    """The code of an error is the last word of the type that the API tells."""
    from minorcare.cli.shape import _code
    from minorcare_server.errors import _KINDS

    ours = {cls: name for cls, _, name, _ in _KINDS if cls.__module__ == "minorcare.errors"}

    assert {"invalid", "not-found", "conflict", "masked", "refused", "unavailable"} == set(ours.values())
    for cls, name in ours.items():
        error = cls.__new__(cls)
        assert isinstance(error, MinorcareError)
        assert name == _code(error)
