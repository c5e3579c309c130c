"""Benefits on the command line: step by step, with the day of each clock."""

import json

import pytest


@pytest.fixture
def child(office):
    """The id of a child of the office."""
    return office.json("record", "list", "minor", "--purpose", "visit", by="supervisor")["items"][0]["id"]


def paper(office, child, *types):
    for type_ in types:
        record = json.dumps({"minor": child, "type": type_, "received": "2026-01-05"})
        office.json("record", "create", "paper", "--values", "-", "--purpose", "visit", by="supervisor", input=record)


def test_benefit_goes_its_way(office, child):
    """Applied for with what is missing, complete, entered, sent up, granted, told, ended; each step says by when."""
    opened = office.json("benefit", "open", child, "difficulty_assistance", by="supervisor")
    made = opened["id"]
    assert ["household_register", "guardian_identity", "income_statement"] == opened["asked_papers"]
    assert 1 == office.run("benefit", "complete", made, by="supervisor").exit_code

    paper(office, child, *opened["asked_papers"])
    assert [] == office.json("benefit", "papers", child, "difficulty_assistance", by="supervisor")["missing"]
    steps = [
        office.json("benefit", *words, by="supervisor")
        for words in (
            ("complete", made),
            ("enter", made, "--external-id", "530111-77"),
            ("send-up", made, "--opinion", "符合条件"),
            ("granted", made, "--document", "官民7号"),
            ("told", made),
            ("end", made, "--cause-ended", "2026-01-05", "--why", "家庭收入提高"),
        )
    ]

    assert ["complete", "entered", "reported", "granted", "running", "ended"] == [step["status"] for step in steps]
    assert [True, True, True, True, False, False] == [step["by"] is not None for step in steps]


def test_list_shows_what_is_not_decided(office, child):
    """In words for people; a leader has no list of children."""
    made = office.json("benefit", "open", child, "orphan_allowance", by="supervisor")["id"]

    assert [made] == [one["id"] for one in office.json("benefit", "list", by="supervisor")["benefits"]]
    assert 1 == office.run("benefit", "list", by="leader").exit_code
    assert "孤儿" in office.run("benefit", "list", "--lang", "zh", by="supervisor").stdout
