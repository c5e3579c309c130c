"""Who gets in: by password, by token, and by neither on a demonstration only."""

from datetime import date, timedelta

import pytest

from minorcare import Area, Officer, Registry
from minorcare.kinds import AreaLevel
from minorcare.store.accounts import Accounts

from .conftest import OFFICE, PASSWORDS, run

WRONG = "the account or the password is wrong\n"


def test_a_demonstration_signs_in_by_itself(demo_office):
    """On invented people a command without ``--as`` acts as the child supervisor, and the journal says so."""
    found = demo_office.json("find", "zengxiaohe")

    assert ["曾小禾"] == [item["name"] for item in found["items"]]
    assert ("child_supervisor", "cli", "check") == demo_office.entries("list")[-1][:3]


@pytest.mark.parametrize(
    "command", [("find", "zeng", "--purpose", "visit"), ("report", "groups"), ("screen",), ("tally", "groups")]
)
def test_real_records_ask_who(office, command):
    """Nothing is shown or changed on a real file before somebody says who they are."""
    result = office.run(*command)

    assert (1, "") == (result.exit_code, result.stdout)
    assert "--as" in result.stderr


def test_a_password_signs_in(office):
    """The right password opens the desk, and the sign-in is an entry."""
    assert 0 == office.run("find", "zeng", "--purpose", "visit", by="liaison").exit_code
    assert ("liaison", "cli") == office.entries("sign_in")[-1][:2]


def test_a_wrong_password_and_an_unknown_account_read_alike(office):
    """Who guesses does not learn which accounts there are; a wrong password is written down, what was typed is not."""
    wrong = office.run("screen", by="supervisor", env={"MINORCARE_PASSWORD": "not the password"})
    unknown = office.run("screen", by="nobody")

    assert (1, WRONG) == (wrong.exit_code, wrong.stderr)
    assert (1, WRONG) == (unknown.exit_code, unknown.stderr)
    assert ["supervisor"] == [entry[0] for entry in office.entries("refuse")]


def test_without_password_and_terminal_nobody_signs_in(office):
    """A script without a password in its environment is told how to give one."""
    result = run("screen", "--db", str(office.db), "--as", "supervisor")

    assert 1 == result.exit_code
    assert "MINORCARE_PASSWORD" in result.stderr


@pytest.mark.parametrize("given", [(), ("--as", "liaison")])
def test_a_token_signs_in(office, given):
    """A token says by itself whose it is."""
    token = office.json("user", "token", "liaison", "--label", "script", by="liaison")["token"]

    result = office.run("find", "zeng", "--purpose", "visit", *given, env={"MINORCARE_TOKEN": token})

    assert 0 == result.exit_code
    assert "曾小禾" in result.stdout


def test_a_token_of_somebody_else_is_refused(office):
    """A token and an account that do not belong together are a wrong password."""
    token = office.json("user", "token", "liaison", "--label", "script", by="liaison")["token"]

    result = office.run("screen", "--as", "supervisor", env={"MINORCARE_TOKEN": token})

    assert (1, WRONG) == (result.exit_code, result.stderr)


def test_an_officer_who_left_stays_out(office):
    """A right password is worth nothing without a post."""
    registry = Registry.open(office.db)
    desk = registry.desk(registry.actor("head", office=OFFICE), office=OFFICE, purpose="administration")
    row = next(row for row in desk.find(Officer).rows if row.values["account"] == "supervisor")
    desk.change(Officer, row.id, base=row.version, ended=date.today() - timedelta(days=3))  # noqa: DTZ011
    registry.close()

    result = office.run("screen", by="supervisor")

    assert (1, WRONG) == (result.exit_code, result.stderr)


def test_a_purpose_is_asked_for_where_the_command_does_not_say_it(office):
    """Looking somebody up is for something; a report is for reporting."""
    asked, said = office.run("find", "zeng", by="liaison"), office.run("report", "groups", by="liaison")

    assert (1, 0) == (asked.exit_code, said.exit_code)
    assert "--purpose" in asked.stderr
    assert "report" == office.entries("tally")[-1][2]


def test_an_unknown_purpose_lists_the_known(office):
    """The journal holds codes, not free text."""
    result = office.run("find", "zeng", "--purpose", "curiosity", by="liaison")

    assert 1 == result.exit_code
    assert "visit" in result.stderr


def test_with_several_offices_one_is_named(office):
    """A command never guesses which street is meant."""
    registry = Registry.open(office.db)
    registry.open_office("530111005")
    registry.found(
        "530111005",
        Area(code="530111005", name="别处街道", level=AreaLevel.STREET),
        Officer(account="liaison", name="别人", role="child_supervisor", posted_to="530111005"),
    )
    Accounts(registry.store).set_password("530111005", "liaison", PASSWORDS["liaison"])
    registry.close()

    unsaid = office.run("report", "groups", by="liaison")
    wrong = office.run("report", "groups", "--office", "530111009", by="liaison")
    there = office.json("report", "groups", "--office", "530111005", by="liaison")

    assert (1, 1, 0) == (unsaid.exit_code, wrong.exit_code, there["minors"])
    assert "530111004, 530111005" in unsaid.stderr
