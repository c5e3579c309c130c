"""What people at a terminal read of moves, mergers, ages, leads and calendars; programs read the JSON that the API gives."""

import json
import re
from datetime import date, timedelta

import pytest

from minorcare import Minor, Registry
from minorcare.calendar import day_of, system_clock
from minorcare.desk import Save
from minorcare.kinds import AgeGate, Area, AreaLevel, Duplicate, Lead, Officer
from minorcare.work import leads

from .conftest import EAST, OFFICE

OTHER = "530111005"
FOR = ("--purpose", "check", "--office", OFFICE)
TODAY = day_of(system_clock())


@pytest.fixture
def two(office):
    """Two offices; in the first a child on file twice, an age that is near, and a lead that the grid worker sent."""
    registry = Registry.open(office.db)
    registry.open_office(OTHER)
    registry.found(
        OTHER,
        Area(code=OTHER, name="邻街道", level=AreaLevel.STREET),
        Officer(account="neighbour", name="邻站长", role="station_head", posted_to=OTHER),
    )
    desk = registry.desk(registry.actor("head", office=OFFICE), office=OFFICE, purpose="census")
    one, two = (
        Minor(id=name, name="单雨", sex="2", birth_date=date(2014, 5, 6), area=EAST, school="一小")
        for name in ("one", "two")
    )
    near = TODAY + timedelta(days=9)
    desk.apply(*map(Save, (one, two, AgeGate(id="gate", minor="one", gate="12", on=near, due=near))))
    desk.save(Duplicate(id="twins", minor="two", other="one"))
    worker = registry.desk(registry.actor("worker", office=OFFICE), office=OFFICE, purpose="visit")
    leads.send(worker, Lead(id="lead", area=f"{EAST}/01/", observed=("child_alone",), seen_on=TODAY, source="grid"))
    registry.close()
    return office


def test_a_transfer_is_shown_as_a_record(two):
    """By its labels; what waits stands in a list until it is taken back."""
    sent = json.dumps({"to": OTHER, "reason": "moved_home", "moved_on": "2026-11-20", "id": "move"})

    out = two.run("transfer", "out", "one", "--values", "-", *FOR, by="head", input=sent)
    waits = two.run("transfer", "pending", *FOR, by="head", env={"LC_ALL": "zh_CN.UTF-8"})
    back = two.run("transfer", "cancel", "move", "--values", "-", *FOR, by="head", input='{"note": "不搬了"}')
    none = two.run("transfer", "pending", *FOR, by="head")

    assert [0, 0, 0, 0] == [done.exit_code for done in (out, waits, back, none)], out.output + back.output
    assert "pending" in out.stdout
    assert "迁出" in waits.stdout
    assert "declined" in back.stdout
    assert "no records\n" == none.stdout


def test_what_is_sent_is_not_shown_to_the_whole_computer(two):
    """Reasons and addresses are no arguments: everybody on it sees those."""
    given = two.run("transfer", "decline", "move", "--note", "没有这户", *FOR, by="head")

    assert 2 == given.exit_code
    assert "没有这户" not in given.output


def test_a_pair_is_laid_side_by_side(two):
    """Each child by file number, name and id; in words what is alike."""
    shown = two.run("duplicates", *FOR, by="head")

    line = next(line for line in shown.stdout.splitlines() if "twins" in line)
    assert [True, True] == ["单雨 one" in line, "单雨 two" in line]
    assert "Name" in line
    assert "Date of birth" in line


def test_two_are_made_one_and_told_apart(two):
    """The one line printed is the id by which it is undone; then the pair stands there again."""
    merged = two.run("merge", "one", "two", "--values", "-", *FOR, by="head", input='{"reason": "户口簿"}')
    assert 0 == merged.exit_code, merged.output
    assert "nothing to compare\n" == two.run("duplicates", *FOR, by="head").stdout

    undone = two.run("undo-merge", merged.stdout.strip(), *FOR, by="head")

    assert re.fullmatch(r"\d+ taken out of force, \d+ restored\n", undone.stdout)
    assert "twins" in two.run("duplicates", *FOR, by="head").stdout


def test_what_was_changed_since_a_merger_is_named(two):
    """And left as it is."""
    merged = two.run("merge", "one", "two", "--values", "-", *FOR, by="head", input='{"reason": "户口簿"}')
    registry = Registry.open(two.db)
    desk = registry.desk(registry.actor("head", office=OFFICE), office=OFFICE, purpose="visit")
    gate = desk.get("age_gate", "gate")
    desk.transition("age_gate", "gate", "done", base=gate.version, note="已告知")
    registry.close()

    told = two.json("undo-merge", merged.stdout.strip(), *FOR, by="head")

    assert [] == told["kept"] or {"kind": "age_gate", "id": "gate"} in told["kept"]
    assert 1 <= told["restored"]


def test_ages_say_what_they_change(two):
    """With day, child and law; none, and it says so."""
    shown = two.run("age-gates", *FOR, by="head", env={"LC_ALL": "zh_CN.UTF-8"})

    assert "单雨" in shown.stdout
    assert "《刑法》第十七条第三款" in shown.stdout.replace("\n", "")
    assert (TODAY + timedelta(days=9)).isoformat() in shown.stdout
    assert "none\n" == two.run("age-gates", "--days", "8", *FOR, by="head").stdout


def test_who_sent_a_lead_is_told(two):
    """Received; and whoever sent none, that they sent none."""
    assert "received" in two.run("told-back", *FOR, by="worker").stdout
    assert "you have sent no leads\n" == two.run("told-back", *FOR, by="head").stdout


def test_a_calendar_is_off_until_the_office_turns_it_on(two, tmp_path):
    """Then a key is shown once, listed without itself, and worthless once it is revoked."""
    last = (TODAY + timedelta(days=30)).isoformat()
    off = two.run("calendar", "subscribe", "--expires", last, *FOR, by="head")
    assert 1 == off.exit_code
    (tmp_path / "minorcare.toml").write_text("[settings.minorcare.feeds]\non = true\n", encoding="utf-8")

    made = two.run("calendar", "subscribe", "--expires", last, *FOR, by="head")
    assert 0 == made.exit_code, made.output
    (listed,) = two.json("calendar", "list", *FOR, by="head")["items"]

    assert made.stdout.startswith("mcf_")
    assert made.stdout.strip() not in two.run("calendar", "list", *FOR, by="head").stdout
    assert last == listed["expires"]
    assert 1 == two.run("calendar", "revoke", listed["id"], *FOR, by="supervisor").exit_code
    assert "it is worthless now\n" == two.run("calendar", "revoke", listed["id"], *FOR, by="head").stdout
    assert [] == two.json("calendar", "list", *FOR, by="head")["items"]


def test_what_would_end_a_tag_is_told(two):
    """Those with a day first, each in words; of a tag that is not there, nothing."""
    tags = two.json("record", "list", "risk_tag", "--where", "risk=left_behind", *FOR, by="supervisor")["items"]

    shown = two.run("endings", tags[0]["id"], *FOR, by="supervisor")

    assert 0 == shown.exit_code, shown.output
    assert "the child is 16 (2032-03-05)" in shown.stdout
    assert 1 == two.run("endings", "nothing", *FOR, by="supervisor").exit_code
