"""Reports and ledgers on the command line: as the library has them, with the same refusals."""

import pytest


@pytest.fixture
def frozen(office):
    return office.json("ledger", "prepare", "six_focuses", "--day", "2026-06-01", by="supervisor")["id"]


def test_yearly_account_is_exact_for_the_head_and_suppressed_for_a_leader(office):
    """The same cells; none of a leader's is small."""
    exact = office.json("report", "six_focuses", by="head")
    shown = office.json("report", "six_focuses", by="leader")
    total = exact["cells"]["total"]

    assert (2, 1, 1, 0, 0, 1) == tuple(
        total[name] for name in ("minors", "misbehaviour", "disability", "difficulty", "drug_affected", "left_behind")
    )
    assert {None} == {count for row in shown["cells"].values() for count in row.values()}
    assert exact["cells"].keys() == shown["cells"].keys()
    assert [] == exact["broken"]
    assert "—" in office.run("report", "monthly", "--rows", by="leader").stdout


def test_ledger_goes_its_way(office, frozen, tmp_path):
    """Prepared by one, reviewed by another, sent, accepted, corrected by a slip; printed twice with the same bytes."""
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    office.json("ledger", "print", frozen, "--to", str(first), by="head")
    office.json("ledger", "review", frozen, by="head")
    office.json("ledger", "submit", frozen, "--to", "区民政局", "--signed-by", "李主任", by="head")
    office.json("ledger", "accept", frozen, "--receipt", "收7", by="head")
    office.json("ledger", "amend", frozen, "total", "minors", "--was", "2", "--now", "3", "--why", "漏报", by="head")
    office.json("ledger", "print", frozen, "--to", str(second), by="supervisor")
    (row,) = office.json("ledger", "list", by="head")["ledgers"]

    assert (frozen, "accepted", 4) == (row["id"], row["status"], row["version"])
    assert first.read_bytes() == second.read_bytes()
    assert 2 == office.json("ledger", "show", frozen, by="head")["cells"]["total"]["minors"]


def test_leader_finds_the_ledger_and_sees_it_without_small_numbers(office, frozen):
    """Its way is no secret to who sees figures; its small numbers are."""
    (row,) = office.json("ledger", "list", by="leader")["ledgers"]
    cells = office.json("ledger", "show", frozen, by="leader")["cells"]

    assert (frozen, "prepared") == (row["id"], row["status"])
    assert {None} == {count for each in cells.values() for count in each.values()}
    assert 1 == office.run("ledger", "list", by="worker").exit_code


def test_number_opens_its_list(office, frozen):
    """As many records as it says."""
    found = office.json("ledger", "behind", frozen, "total", "minors", by="head")

    assert (2, 0) == (len(found["ids"]), found["unseen"])
    assert 0 == office.run("ledger", "behind", frozen, "total", "minors", by="head").exit_code


def test_workbook_is_written(office, frozen, tmp_path):
    """It is one."""
    made = tmp_path / "made.xlsx"
    office.json("ledger", "print", frozen, "--to", str(made), "--xlsx", by="head")

    assert b"PK" == made.read_bytes()[:2]


def test_returned_and_dropped_ledgers_say_why(office, frozen):
    """One that was sent is returned, one that was not is dropped; then another may be made in its place."""
    office.json("ledger", "drop", frozen, "--why", "漏了一户", by="head")
    again = office.json(
        "ledger", "prepare", "six_focuses", "--day", "2026-06-01", "--replaces", frozen, by="supervisor"
    )["id"]
    office.json("ledger", "review", again, by="head")
    office.json("ledger", "submit", again, "--to", "区民政局", "--signed-by", "李主任", by="head")

    assert "returned" == office.json("ledger", "return", again, "--why", "缺一列", by="head")["status"]


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("supervisor", ("review",)),  # who prepared it
        ("liaison", ("show",)),  # another level and area
        ("leader", ("print", "--to", "x.html")),
        ("worker", ("show",)),
    ],
)
def test_who_may_not_is_refused(office, frozen, tmp_path, monkeypatch, by, words):
    """With a sentence and exit code 1, and no file."""
    monkeypatch.chdir(tmp_path)
    first, *more = words
    refused = office.run("ledger", first, frozen, *more, by=by)

    assert 1 == refused.exit_code
    assert "Traceback" not in refused.output
    assert [] == list(tmp_path.glob("*.html"))


def test_unknown_report_names_those_there_are(office):
    """Nobody has to guess."""
    assert "monthly" in office.run("ledger", "prepare", "weekly", by="head").output


def test_roster_is_written(office, tmp_path):
    """As a page or a workbook; a leader gets no file."""
    page, book = tmp_path / "roster.html", tmp_path / "roster.xlsx"
    for file in (page, book):
        office.json("report", "roster", "left_behind", "--to", str(file), by="supervisor")
    refused = office.run("report", "roster", "left_behind", "--to", str(tmp_path / "x.html"), by="leader")

    assert page.read_bytes().startswith(b"<!doctype html>")
    assert b"PK" == book.read_bytes()[:2]
    assert (1, False) == (refused.exit_code, (tmp_path / "x.html").exists())
