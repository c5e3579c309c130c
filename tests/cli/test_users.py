"""Officers, passwords and tokens from the command line."""

import json

import pytest

from .conftest import EAST, run

NEW = {"MINORCARE_NEW_PASSWORD": "a quiet river at noon"}
LI = ("user", "add", "li", "--name", "李联络", "--role", "community_liaison", "--area", EAST)


def signs_in(office, account, password):
    result = run("report", "groups", "--db", str(office.db), "--as", account, env={"MINORCARE_PASSWORD": password})
    return result.exit_code == 0


def test_the_station_head_enters_an_officer(office):
    """An officer with a password signs in at once; who gave it is an entry."""
    added = office.json(*LI, by="head", env=NEW)

    assert ("li", True) == (added["account"], added["password"])
    assert signs_in(office, "li", NEW["MINORCARE_NEW_PASSWORD"])
    assert ("head", "cli", "li") == (
        *office.entries("grant")[-1][:2],
        json.loads(office.entries("grant")[-1][3])["whose"],
    )


def test_an_officer_may_be_entered_before_there_is_a_password(office):
    """Without one nobody signs in, and the command says how to give one."""
    added = office.run(*LI, by="head")

    assert 0 == added.exit_code
    assert "minorcare user password li" in added.stderr
    assert not signs_in(office, "li", NEW["MINORCARE_NEW_PASSWORD"])


@pytest.mark.parametrize("who", ["supervisor", "liaison", "worker"])
def test_others_enter_nobody(office, who):
    """Only who runs the office says who works in it."""
    assert 1 == office.run(*LI, by=who, env=NEW).exit_code


@pytest.mark.parametrize("wrong", [("--role", "king"), ("--area", "530111009001")], ids=["role", "area"])
def test_a_wrong_post_is_refused(office, wrong):
    """A role that does not exist sees nothing, an area elsewhere is not ours to give."""
    changed = dict(zip(LI[3::2], LI[4::2], strict=True)) | {wrong[0]: wrong[1]}

    result = office.run(*LI[:3], *(word for pair in changed.items() for word in pair), by="head", env=NEW)

    assert 1 == result.exit_code


def test_everybody_sets_their_own_password(office):
    """The old one is worthless afterwards."""
    assert 0 == office.run("user", "password", "liaison", by="liaison", env=NEW).exit_code
    assert signs_in(office, "liaison", NEW["MINORCARE_NEW_PASSWORD"])
    assert not signs_in(office, "liaison", "liaison rides a bicycle")


def test_another_password_is_set_by_the_station_head_only(office):
    """A supervisor cannot take over an account."""
    assert 1 == office.run("user", "password", "liaison", by="supervisor", env=NEW).exit_code
    assert 1 == office.run("user", "password", "nobody", by="head", env=NEW).exit_code
    assert 0 == office.run("user", "password", "liaison", by="head", env=NEW).exit_code


def test_a_short_password_is_refused_unrepeated(office):
    """Twelve characters at least; what was typed is not shown again."""
    result = office.run("user", "password", "liaison", by="liaison", env={"MINORCARE_NEW_PASSWORD": "hunter2"})

    assert 1 == result.exit_code
    assert "12 characters" in result.stderr
    assert "hunter2" not in result.output


def test_a_forgotten_password_is_set_at_the_computer_and_written_down(office):
    """Who runs the computer can help the station head back in, but not unseen."""
    assert 0 == office.run("user", "reset", "head", env=NEW).exit_code
    assert 1 == office.run("user", "reset", "nobody", env=NEW).exit_code
    assert signs_in(office, "head", NEW["MINORCARE_NEW_PASSWORD"])
    assert [("minorcare", {"what": "reset", "whose": "head"})] == [
        (entry[0], json.loads(entry[3])) for entry in office.entries("grant")
    ]


def test_a_token_is_shown_once_and_can_be_revoked(office):
    """Listed are label and last day; after revoking it opens nothing."""
    token = office.json("user", "token", "liaison", "--label", "nightly", by="liaison")["token"]
    (listed,) = office.json("user", "tokens", "liaison", by="liaison")["tokens"]

    before = office.run("report", "groups", env={"MINORCARE_TOKEN": token})
    office.json("user", "revoke", "liaison", listed["id"], by="liaison")
    after = office.run("report", "groups", env={"MINORCARE_TOKEN": token})

    assert (0, 1, "nightly") == (before.exit_code, after.exit_code, listed["label"])
    assert token not in json.dumps(listed)
    assert 1 == office.run("user", "revoke", "liaison", listed["id"], by="liaison").exit_code


def test_nobody_issues_tokens_for_others(office):
    """A token is as good as a password."""
    assert 1 == office.run("user", "token", "head", "--label", "x", by="supervisor").exit_code


def test_a_token_lasts_a_year_at_most(office):
    """A token that never expires is a password nobody changes."""
    result = office.run("user", "token", "liaison", "--label", "x", "--expires", "2199-01-01", by="liaison")

    assert 1 == result.exit_code
    assert "expires" in result.stderr
