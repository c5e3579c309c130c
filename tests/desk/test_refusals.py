"""A write that is refused leaves an entry: that it was tried, and nothing of what was in it; and who looked is known at once."""

from datetime import date

import pytest

from minorcare import Conflict, Invalid, NotFound, Refused
from minorcare.declare import Id
from minorcare.desk import Change, Save
from minorcare.kinds import Minor, RiskTag
from minorcare.query import F, Query
from minorcare.testing import OFFICE, desk_as

SECRET = "小星星"


def child(**values):
    known = {"name": SECRET, "sex": "1", "birth_date": date(2016, 5, 1), "area": f"{OFFICE}002"}
    return Minor(**{**known, **values})


def refusals(registry):
    """Actor, kind and detail of every refusal in the journal."""
    head = desk_as(registry, "head")
    page = head.find("journal", F.action == "refuse", order=("entry",), limit=500)
    return [(row.values["actor"], row.values["what"], row.values["detail"]) for row in page.rows]


def test_a_refused_write_is_an_entry(registry, liaison):
    """Of a role that may not, of a record that is not seen, of values that are wrong: who, which kind, why; no id and no value."""
    grid = desk_as(registry, "grid")
    for desk, error, act in (
        (grid, Refused, Save(child())),
        (liaison, NotFound, Change(Minor, "child-01", 1, {"name": SECRET})),
        (liaison, NotFound, Change(Minor, SECRET, 1, {"name": SECRET})),
        (liaison, Invalid, Save(child(sex=SECRET))),
    ):
        with pytest.raises(error):
            desk.apply(act)

    assert [
        ("grid", "minor", '{"asked":"write"}'),
        ("liaison_two", "minor", '{"asked":"write"}'),
        ("liaison_two", "minor", '{"asked":"write"}'),
        ("liaison_two", "minor", '{"asked":"write","problems":["code"]}'),
    ] == refusals(registry)
    assert [] == list(grid.store.verify())


def test_undoing_and_screening_that_are_refused_are_entries_too(registry, liaison):
    """Whichever way in; that somebody else was faster is no refusal."""
    with pytest.raises(NotFound):
        liaison.undo("01a20caa-0000-7000-8000-000000000009")
    with pytest.raises(Invalid):
        liaison.rehearse(Save(child(area=SECRET)))
    with pytest.raises(Conflict):
        liaison.change(Minor, "child-03", base=9, note="x")

    assert ['{"asked":"undo"}', '{"asked":"rehearse","problems":["area"]}'] == [
        detail for *_, detail in refusals(registry)
    ]


def test_what_is_written_leaves_no_refusal(registry, liaison):
    """A write that is done is not called refused."""
    liaison.save(RiskTag(id=Id("own"), minor=Id("child-03"), risk="difficulty", found=date(2026, 11, 24)))
    assert [] == refusals(registry)


def test_who_looked_is_known_however_it_is_asked(registry, liaison):
    """A look stands among those who looked as soon as anybody asks: by ``find``, as bytes, or counted."""
    supervisor = desk_as(registry, "supervisor")
    liaison.get(Minor, "child-03")
    seen = F.minor == "child-03"

    assert "liaison_two" in {row.values["actor"] for row in supervisor.find("seen", seen, limit=500).rows}
    liaison.get(Minor, "child-04")
    query = Query(kind="seen", where=F.minor == "child-04", limit=500)
    assert b"liaison_two" in supervisor.find_json(query).body
