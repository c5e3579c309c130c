"""Passwords, tokens and sessions: kept so that a copied file opens nothing, and answered so that nobody learns by asking."""

import sqlite3
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from minorcare import Invalid, Registry
from minorcare.store.accounts import IDLE, MOST_LENGTH, PREFIX, SESSION, Accounts, password_problem

OFFICE, OTHER = "530111004", "530111005"
PASSWORD = "a quiet river at noon"
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Hours:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    opened = Registry.create(tmp_path_factory.mktemp("accounts") / "office.db", office=OFFICE)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Hours()


@pytest.fixture
def accounts(registry, clock):
    made = Accounts(registry.store, clock)
    registry.store.side(lambda db: [db.table(name).delete_where() for name in ("account", "token", "session")])
    return made


def written(registry):
    """Everything in the side tables, as whoever copies the file reads it."""
    conn = sqlite3.connect(registry.store.path)
    found = [conn.execute(f"SELECT * FROM {name}").fetchall() for name in ("account", "token", "session")]
    conn.close()
    return repr(found)


def test_a_password_opens_its_own_account_only(accounts):
    """Right for the account it was set for, in its office, and nowhere else."""
    accounts.set_password(OFFICE, "li", PASSWORD)

    assert accounts.check_password(OFFICE, "li", PASSWORD)
    assert not accounts.check_password(OFFICE, "li", PASSWORD.upper())
    assert not accounts.check_password(OFFICE, "wang", PASSWORD)
    assert not accounts.check_password(OTHER, "li", PASSWORD)


def test_a_new_password_replaces_the_old(accounts):
    """After a change the old one is worthless."""
    accounts.set_password(OFFICE, "li", PASSWORD)
    accounts.set_password(OFFICE, "li", "another river at night")

    assert not accounts.check_password(OFFICE, "li", PASSWORD)
    assert accounts.check_password(OFFICE, "li", "another river at night")


@pytest.mark.parametrize("password", ["", "elevenchars", "密码密码密码密码密码密", "x" * (MOST_LENGTH + 1)])
def test_a_password_has_twelve_characters_at_least(accounts, password):
    """Too short or endless is refused with what to do, and is not repeated."""
    with pytest.raises(Invalid) as caught:
        accounts.set_password(OFFICE, "li", password)

    assert ["password"] == [problem.at for problem in caught.value.problems]
    assert caught.value.problems[0].remedy.en
    assert not password or password not in str(caught.value)
    assert not accounts.check_password(OFFICE, "li", password)


@given(st.text(max_size=40))
def test_twelve_characters_of_any_kind_will_do(password):
    """No rule about digits or capitals: only length counts, in whatever script."""
    length = len(unicodedata.normalize("NFKC", password))

    assert (12 <= length <= MOST_LENGTH) == (password_problem(password) is None)


def test_a_password_is_the_same_however_it_is_typed(accounts):
    """An input method that types full-width letters opens the account too."""
    accounts.set_password(OFFICE, "li", PASSWORD)

    assert accounts.check_password(
        OFFICE, "li", "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in PASSWORD)
    )


def test_passwords_are_kept_as_argon2id(accounts, registry):
    """Two passes over nineteen MiB for each guess; the text is nowhere."""
    accounts.set_password(OFFICE, "li", PASSWORD)
    (kept,) = (row["password"] for row in registry.store.database["account"].rows)

    parameters = extract_parameters(kept)

    assert ("ID", 2, 19 * 1024) == (parameters.type.name, parameters.time_cost, parameters.memory_cost)
    assert PASSWORD not in written(registry)


def test_an_account_that_is_not_there_costs_as_much(accounts):
    """What a guess at an unknown account is held against was made with the same parameters as every real one."""
    from minorcare.store import accounts as module

    assert extract_parameters(module._HASHER.hash("x" * 12)) == extract_parameters(module._OF_NOBODY)
    assert not accounts.check_password(OFFICE, "nobody", PASSWORD)


def test_the_side_tables_are_strict(accounts, registry):
    """A column holds what it says."""
    accounts.tokens(OFFICE, "li")

    assert all(registry.store.database[name].strict for name in ("account", "token", "session"))


def test_a_token_says_whose_it_is(accounts):
    """Shown once; each is another, and all begin so that a scanner for secrets knows them."""
    one = accounts.new_token(OFFICE, "li", label="nightly", expires=date(2026, 12, 31))
    two = accounts.new_token(OFFICE, "wang", label="nightly", expires=date(2026, 12, 31))

    assert ((OFFICE, "li"), (OFFICE, "wang")) == (accounts.by_token(one), accounts.by_token(two))
    assert one.startswith(PREFIX)
    assert len(one) >= 40


def test_a_token_is_not_kept(accounts, registry):
    """A copied file opens nothing: only hashes are in it."""
    token, session = (
        accounts.new_token(OFFICE, "li", label="x", expires=date(2026, 12, 31)),
        accounts.open_session(OFFICE, "li"),
    )

    assert token not in written(registry)
    assert session not in written(registry)


@pytest.mark.parametrize("token", ["", "mc_", "x" * 5000, "\ud800", "' OR 1=1 --"])
def test_what_is_no_token_opens_nothing(accounts, token):
    """Whatever comes in is answered with nobody."""
    accounts.new_token(OFFICE, "li", label="x", expires=date(2026, 12, 31))

    assert accounts.by_token(token) is None
    assert accounts.by_session(token, START) is None


def test_a_token_is_good_to_the_end_of_its_last_day_in_china(accounts, clock):
    """The day ends at midnight in Shanghai, not in Greenwich."""
    token = accounts.new_token(OFFICE, "li", label="x", expires=date(2026, 11, 25))

    clock.now = datetime(2026, 11, 25, 15, 59, 59, tzinfo=UTC)
    last = accounts.by_token(token)
    clock.now = datetime(2026, 11, 25, 16, 0, 0, tzinfo=UTC)

    assert ((OFFICE, "li"), None) == (last, accounts.by_token(token))


@pytest.mark.parametrize("expires", [date(2026, 11, 23), date(2027, 11, 26), date(9999, 12, 31)])
def test_a_token_lasts_a_year_at_most(accounts, expires):
    """A token without end is a password that nobody changes; the label is asked for in the same breath."""
    with pytest.raises(Invalid) as caught:
        accounts.new_token(OFFICE, "li", label=" ", expires=expires)

    assert ["label", "expires"] == [problem.at for problem in caught.value.problems]


def test_a_token_is_revoked_by_the_id_it_is_listed_under(accounts):
    """The list has what one needs to choose, and not the token."""
    token = accounts.new_token(OFFICE, "li", label="nightly", expires=date(2026, 12, 31))
    (listed,) = accounts.tokens(OFFICE, "li")

    assert ("nightly", date(2026, 12, 31)) == (listed.label, listed.expires)
    assert not accounts.revoke_token(OFFICE, "wang", listed.id)
    assert accounts.revoke_token(OFFICE, "li", listed.id)
    assert not accounts.revoke_token(OFFICE, "li", listed.id)
    assert accounts.by_token(token) is None


def test_a_session_lasts_eight_hours(accounts):
    """However busy: after eight hours one signs in again."""
    session = accounts.open_session(OFFICE, "li")
    times = [START + timedelta(minutes=20 * n) for n in range(24)]

    assert {(OFFICE, "li")} == {accounts.by_session(session, now) for now in times}
    assert accounts.by_session(session, START + SESSION) is None


def test_a_session_ends_after_half_an_hour_unused(accounts):
    """A screen left alone locks itself, and stays locked."""
    session = accounts.open_session(OFFICE, "li")

    assert accounts.by_session(session, START + IDLE - timedelta(seconds=1)) is not None
    assert accounts.by_session(session, START + IDLE * 2) is None
    assert accounts.by_session(session, START + IDLE) is None


def test_a_clock_put_back_makes_no_session_immortal(accounts):
    """Before it was opened a session is not good either."""
    session = accounts.open_session(OFFICE, "li")

    assert accounts.by_session(session, START - timedelta(hours=1)) is None


def test_signing_out_ends_one_session_and_all_of_them(accounts):
    """One screen, or every screen of an account, and no other account's."""
    first, second, other = (accounts.open_session(OFFICE, name) for name in ("li", "li", "wang"))

    accounts.close_session(first)
    accounts.close_session(first)
    assert (None, (OFFICE, "li")) == (accounts.by_session(first, START), accounts.by_session(second, START))
    assert (1, 0) == (accounts.close_all(OFFICE, "li"), accounts.close_all(OFFICE, "li"))
    assert (None, (OFFICE, "wang")) == (accounts.by_session(second, START), accounts.by_session(other, START))


def test_a_new_password_ends_every_session(accounts):
    """Whoever knew the old one is out."""
    session = accounts.open_session(OFFICE, "li")

    accounts.set_password(OFFICE, "li", PASSWORD)

    assert accounts.by_session(session, START) is None


def test_sessions_of_yesterday_are_swept_out(accounts, registry, clock):
    """The table does not grow with the years."""
    accounts.open_session(OFFICE, "li")
    clock.now = START + timedelta(days=1)

    accounts.open_session(OFFICE, "li")

    assert 1 == registry.store.database["session"].count
