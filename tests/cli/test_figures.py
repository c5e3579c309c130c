"""Figures: exact, within one's areas and level, and readable by programs."""

import json

import pytest


def group(found, name):
    return next(item for item in found["groups"] if item["group"] == name)


def test_groups_are_reported_in_the_order_of_the_scheme(office):
    """The five groups with their persons, by status, and the minors they are among: this and nothing else."""
    assert {
        "minors": 2,
        "groups": [
            {"group": "misbehaviour", "persons": 1, "confirmed": 0, "suggested": 1},
            {"group": "disability", "persons": 1, "confirmed": 0, "suggested": 1},
            {"group": "difficulty", "persons": 0, "confirmed": 0, "suggested": 0},
            {"group": "drug_affected", "persons": 0, "confirmed": 0, "suggested": 0},
            {"group": "left_behind", "persons": 1, "confirmed": 0, "suggested": 1},
        ],
    } == office.json("report", "groups", by="supervisor")


def test_a_liaison_counts_her_own_community(office):
    """Figures end where the area ends; a group above the ceiling is unknown, not nought."""
    found = office.json("report", "groups", by="liaison")

    assert (1, 1, 0) == (found["minors"], group(found, "left_behind")["persons"], group(found, "disability")["persons"])
    assert {"persons": None, "confirmed": None, "suggested": None} == {
        name: value for name, value in group(found, "misbehaviour").items() if name != "group"
    }


def test_small_numbers_are_hidden_from_a_leader(office):
    """Whoever may not know the children may not count them one by one."""
    found = office.json("report", "groups", by="leader")

    assert (None, None) == (found["minors"], group(found, "left_behind")["persons"])


def test_who_has_no_figures_is_refused(office):
    """Tasks are no figures."""
    assert 1 == office.run("report", "groups", by="worker").exit_code


def test_the_table_is_in_the_language(office):
    """A street's report reads as the street writes it."""
    chinese = office.run("report", "groups", "--lang", "zh", by="supervisor").stdout
    english = office.run("report", "groups", "--lang", "en", by="supervisor").stdout

    assert "五类群体（未成年人 2）" in chinese
    assert "留守儿童" in chinese
    assert "Left-behind child" in english


def test_an_unknown_scheme_lists_the_known(office):
    """A report that is not there says which are."""
    result = office.run("report", "groups", "--scheme", "seven_groups", by="supervisor")

    assert 1 == result.exit_code
    assert "five_groups" in result.stderr


def test_a_report_is_tallied_by_its_name(office):
    """What a plugin brought as a report is one word away."""
    found = office.json("tally", "minors_by_sex", by="supervisor")

    assert ["sex"] == found["by"]
    assert [{"key": ["1"], "records": 1, "minors": 1}, {"key": ["2"], "records": 1, "minors": 1}] == found["counts"]


def test_a_kind_is_tallied_by_fields_and_filter(office):
    """Any kind can be counted by its fields, with the filters of the API."""
    by_risk = office.json("tally", "risk_tag", "--by", "risk,status", "--where", "risk=left_behind", by="supervisor")
    old = office.json("tally", "minor", "--where", "birth_date__lt=2015-01-01&sex=1", by="supervisor")

    assert [{"key": ["left_behind", "suggested"], "records": 1, "minors": 1}] == by_risk["counts"]
    assert [[], 1] == [old["counts"][0]["key"], old["counts"][0]["records"]]


@pytest.mark.parametrize(
    "args",
    [
        ("mnor",),
        ("minor", "--by", "nickname"),
        ("minor", "--where", "nickname=x"),
        ("minor", "--where", "resident_id=x"),
    ],
)
def test_a_wrong_tally_says_what_there_is(office, args):
    """Unknown kinds, fields and conditions are refused with what exists; a secret has no place in an argument."""
    result = office.run("tally", *args, "--format", "json", by="supervisor")

    assert 1 == result.exit_code
    assert json.loads(result.stderr)["problems"][0]["remedy"]


def test_cells_are_named_for_people(office):
    """Codes, states, risks and communities are shown by their names."""
    tags = office.run("tally", "groups", "--lang", "zh", by="supervisor").stdout
    communities = office.run("tally", "minors_by_community", "--lang", "zh", by="supervisor").stdout
    sexes = office.run("tally", "minor", "--by", "sex", "--lang", "zh", by="supervisor").stdout

    assert "留守儿童" in tags
    assert "待核实" in tags
    assert "东岸社区" in communities
    assert "女" in sexes
