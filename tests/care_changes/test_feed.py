"""A calendar that tells how much there is to do and nothing else, by a token that opens it and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare import Invalid, Refused
from minorcare.store.accounts import Accounts
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work.ages import note_gates
from minorcare.work.feed import VIA, FeedSettings, feeds, poll, render, subscribe, sweep
from minorcare.work.tick import tick

ON, LINK = FeedSettings(on=True), "https://jinma.example/today"
TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 4, tzinfo=UTC)


def entries(text):
    """The entries of a calendar, unfolded, as one reads them by RFC 5545."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found, one = [], None
    for line in lines:
        if line == "BEGIN:VEVENT":
            one = {}
        elif line == "END:VEVENT":
            found.append(one)
        elif one is not None:
            name, _, value = line.partition(":")
            one[name] = value
    return found


def test_feeds_are_off_by_default(head):
    """Nobody gets a token and nothing is polled until an office turns them on."""
    with pytest.raises(Refused):
        subscribe(head, expires=TODAY + timedelta(days=9))
    with pytest.raises(Refused):
        poll(head, link=LINK)


def test_a_poll_shows_counts_and_a_link(registry, head):
    """An entry a day; no name, no place, no kind, no account."""
    note_gates(registry.system_desk(OFFICE))
    text = poll(with_settings(head, ON), link=LINK)

    assert [("20261125", "待办 2 件", LINK), ("20261213", "待办 1 件", LINK)] == [
        (one["DTSTART;VALUE=DATE"], one["SUMMARY"], one["URL"]) for one in entries(text)
    ]
    for told in ("曾", "张", "age", "年龄", OFFICE, "head"):
        assert told not in text


def test_what_is_overdue_stands_on_today():
    """It is still to be done, so it is not in the past."""
    due = [TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=1)]
    found = entries(render(due, day=TODAY, now=NOW, link=LINK, whose="x"))

    assert [("20261124", "20261125", "待办 2 件，其中逾期 1 件"), ("20261125", "20261126", "待办 1 件")] == [
        (one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"], one["SUMMARY"]) for one in found
    ]
    english = entries(render(due, day=TODAY, now=NOW, link=LINK, whose="x", lang="en"))
    assert "2 to do\\, 1 of them overdue" == english[0]["SUMMARY"]


@given(days=st.lists(st.integers(-50, 400), max_size=30), link=st.text("a文/?=&", max_size=120))
def test_every_calendar_is_sound(days, link):
    """Lines end in CRLF and have at most 75 octets; unfolded, nothing is lost; each deadline is counted once; ids differ."""
    text = render([TODAY + timedelta(days=n) for n in days], day=TODAY, now=NOW, link=link, whose="who")

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert ("BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n") == (text[:17], text[-15:])
    assert "\n" not in text.replace("\r\n", "")
    found = entries(text)
    assert len(days) == sum(int(one["SUMMARY"].split()[1]) for one in found)
    assert len({one["UID"] for one in found}) == len(found)
    assert {link} >= {one["URL"] for one in found}


def test_every_poll_is_in_the_journal(registry):
    """As a read of the work list, by the account, through the calendar."""
    actor = registry.actor("supervisor", office=OFFICE)
    poll(with_settings(registry.desk(actor, office=OFFICE, purpose="check", via=VIA), ON), link=LINK)
    told = [row.values for row in desk_as(registry, "head").find("journal", limit=500).rows if row.values["via"] == VIA]

    assert told
    assert {("supervisor", "due", "list")} == {(row["actor"], row["what"], row["action"]) for row in told}


def test_a_token_opens_one_feed_and_nothing_else(registry, head):
    """It names its account; it is no way into the API; one that was made up opens nothing."""
    token = subscribe(with_settings(head, ON), expires=TODAY + timedelta(days=9))

    assert (OFFICE, "head") == feeds(head).by_token(token)
    assert None is Accounts(registry.store, registry.clock).by_token(token)
    assert None is feeds(head).by_token("mcf_x")
    assert None is feeds(head).by_token(
        Accounts(registry.store, registry.clock).new_token(OFFICE, "head", label="x", expires=TODAY)
    )
    assert token not in registry.store.path.read_bytes().decode("latin-1")


def test_a_token_expires(registry, head):
    """Good to the end of its day, and forgotten by the next tick; no longer life than the office allows."""
    token = subscribe(with_settings(head, ON), expires=TODAY + timedelta(days=1))
    registry.clock.forward(timedelta(days=1))
    assert (OFFICE, "head") == feeds(head).by_token(token)
    registry.clock.forward(timedelta(days=1))
    assert None is feeds(head).by_token(token)
    assert 1 == tick(registry.system_desk(OFFICE)).steps["feeds"]
    assert (0, ()) == (sweep(head), feeds(head).of(OFFICE, "head"))


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (90, True), (91, False)])
def test_a_token_has_a_longest_life(head, days, good):
    """From today to as many days as the office has set."""
    if good:
        subscribe(with_settings(head, ON), expires=TODAY + timedelta(days=days))
    else:
        with pytest.raises(Invalid):
            subscribe(with_settings(head, ON), expires=TODAY + timedelta(days=days))
    assert int(good) == len(feeds(head).of(OFFICE, "head"))


def test_a_token_can_be_revoked(head):
    """By the id it is listed under, and by its own account only."""
    token = subscribe(with_settings(head, ON), expires=TODAY)
    (listed,) = feeds(head).of(OFFICE, "head")

    assert not feeds(head).revoke(OFFICE, "supervisor", listed.id)
    assert feeds(head).revoke(OFFICE, "head", listed.id)
    assert None is feeds(head).by_token(token)
