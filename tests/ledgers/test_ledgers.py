"""A ledger is frozen: the same bytes for ever, two people, an answer from above, and slips for what was wrong."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from minorcare.declare import Id
from minorcare.errors import Conflict, Invalid, NotFound, Refused
from minorcare.journal import Anchor
from minorcare.kinds import DisabilityCard, Ledger, LedgerSheet, Minor
from minorcare.kinds.ledgers import Correction, FrozenText, mark_of
from minorcare.label import Label
from minorcare.query import F, Tally
from minorcare.testing import OFFICE, desk_as
from minorcare.work import form_files, ledgers
from minorcare.work.ledger_data import from_text, to_text
from minorcare.work.ledger_reading import amend, as_xlsx, behind, read, reprint, seen, slips

YEAR = date(2026, 6, 1)


@pytest.fixture
def frozen(supervisor):
    """The yearly account as it stands today, prepared by the supervisor."""
    return ledgers.prepare(supervisor, "six_focuses", day=YEAR)


@pytest.fixture
def sent(frozen, head):
    """The same, reviewed by the head and sent."""
    ledgers.review(head, frozen, base=1)
    ledgers.submit(head, frozen, base=2, to="区民政局", signed_by="李主任")
    return frozen


def problems(error):
    return sorted((problem.at, problem.code) for problem in error.value.problems)


def status(desk, id_):
    return desk.get(Ledger, id_).values["status"]


def test_data_change_and_the_reprint_does_not(frozen, head, registry):
    """Frozen, data changed, another day: every print has the same bytes, in both languages."""
    before = {(e, lang): reprint(head, frozen, exact=e, lang=lang) for e in (True, False) for lang in ("zh", "en")}
    head.save(Minor(id=Id("child-new"), name="新来", sex="1", birth_date=date(2020, 1, 1), area=f"{OFFICE}001"))
    card = head.get(DisabilityCard, "card-1")
    head.void(DisabilityCard, card.id, base=card.version, reason="重复登记")
    registry.clock.forward(timedelta(days=40))
    later = desk_as(registry, "supervisor")

    assert before == {key: reprint(later, frozen, exact=key[0], lang=key[1]) for key in before}
    assert 4 == len(set(before.values()))
    assert 12 == read(later, frozen).frozen.table.cells["total", "minors"]


def test_print_for_outside_has_no_small_number(frozen, head):
    """The print hides what is below ten and what would give it away; the exact one is for the office."""
    outside, own = reprint(head, frozen).decode(), reprint(head, frozen, exact=True).decode()
    numbers = [text for text in outside.split('<td class="n">')[1:] if not text.startswith("—")]

    assert ["12"] == [text.partition("<")[0] for text in numbers]
    assert '<td class="n">1</td>' in own


def test_print_carries_the_head_of_the_journal_and_the_fingerprint(frozen, head, registry):
    """A signed line by which one sees later that the chain still runs through the moment of freezing."""
    values = head.get(Ledger, frozen).values
    text = reprint(head, frozen).decode()

    assert values["anchor"] in text
    assert values["fingerprint"] in text
    assert OFFICE == Anchor.parse(values["anchor"]).office
    assert [] == list(registry.store.verify([Anchor.parse(values["anchor"])]))


def test_every_number_opens_the_records_behind_it_as_of_the_cut_off(registry):
    """Also after a child has moved, a card was voided, and another was entered."""
    registry.clock.on(date(2026, 12, 2))
    desk = desk_as(registry, "supervisor")
    made = ledgers.prepare(desk, "six_focuses", day=YEAR)
    registry.clock.on(date(2027, 2, 1))
    head = desk_as(registry, "head")
    monthly = ledgers.prepare(head, "monthly", day=date(2026, 12, 1))
    tags = behind(head, made, "total", "left_behind")

    assert ["child-01", "child-02", "child-03"] == sorted(row.id for row in tags.rows)
    assert 0 == tags.unseen
    child = head.get(Minor, "child-01")
    head.change(Minor, child.id, base=child.version, area=f"{OFFICE}003", name="陈改名")
    first = behind(head, monthly, f"a{OFFICE}001", "minors")

    assert 3 == len(first.rows) == read(head, monthly).frozen.table.cells[f"a{OFFICE}001", "minors"]
    assert "陈小禾" in {row.values["name"] for row in first.rows}


def test_number_and_list_agree_in_every_cell(frozen, head):
    """What a cell says is how many records open behind it, the totals too."""
    table = read(head, frozen).frozen.table

    for (row, column), count in table.cells.items():
        assert count == len(behind(head, frozen, row, column).rows), (row, column)


def test_list_behind_a_number_follows_todays_rights(frozen, registry, leader):
    """Whoever sees figures only opens nothing; there is no such cell is said as such."""
    with pytest.raises(Refused):
        behind(leader, frozen, "total", "minors")
    with pytest.raises(NotFound):
        behind(desk_as(registry, "liaison_one"), frozen, "total", "minors")
    with pytest.raises(Invalid) as caught:
        behind(desk_as(registry, "head"), frozen, "total", "nothing")

    assert [("cell", "unknown")] == problems(caught)


def test_leader_and_superior_see_the_frozen_table_without_small_numbers(frozen, leader, superior, head):
    """Leaders see the table, not the print and not the record; a ledger above the superior's level is refused."""
    shown = seen(leader, frozen)

    assert all(count is None or count >= 5 for count in shown.table.cells.values())
    assert 12 == shown.table.cells["total", "minors"]
    assert 1 == seen(head, frozen).table.cells["total", "misbehaviour"]
    with pytest.raises(Refused):
        reprint(leader, frozen)
    with pytest.raises(Refused):
        seen(superior, frozen)


@pytest.mark.usefixtures("frozen")
def test_nobody_reads_exact_numbers_by_asking_otherwise(leader):
    """Neither a list nor a count by content shows a leader what the sheet holds."""
    with pytest.raises(Refused):
        leader.find(LedgerSheet)
    with pytest.raises(Invalid):
        leader.tally(Tally("x", LedgerSheet, by=("texts",), label=Label("", en="")))


def test_second_person_reviews(frozen, supervisor, head):
    """Whoever prepared it cannot review it, nor make somebody else the preparer; another person can."""
    with pytest.raises(Invalid) as own:
        ledgers.review(supervisor, frozen, base=1)
    with pytest.raises(Invalid) as forged:
        supervisor.change(Ledger, frozen, base=1, prepared_by="head")
    ledgers.review(head, frozen, base=1)

    assert [("reviewed_by", "person")] == problems(own)
    assert ("prepared_by", "frozen") in problems(forged)
    assert ("head", "reviewed") == (head.get(Ledger, frozen).values["reviewed_by"], status(head, frozen))


def test_nobody_prepares_in_the_name_of_another(frozen, head):
    """Whoever writes a ledger is who prepared it, whatever they say: so they cannot review it themselves."""
    held = head.get(Ledger, frozen).record()
    ledgers.drop(head, frozen, base=1, why="重做")
    names = ("area", "report", "form_version", "begins", "ends", "cut_off", "sheet", "fingerprint", "anchor")
    made = Ledger(**{name: getattr(held, name) for name in names}, prepared_by="supervisor")
    head.save(made)

    assert "head" == head.get(Ledger, made.id).values["prepared_by"]
    with pytest.raises(Invalid):
        ledgers.review(head, made.id, base=1)


def test_way_up_and_back(sent, head, supervisor):
    """Sent with a day for the answer, returned with a reason, prepared anew in place of it, accepted with a receipt."""
    waiting = head.get(Ledger, sent).values

    assert (None, date(2026, 12, 8)) == (waiting["submit_by"], waiting["answer_by"])
    ledgers.returned(head, sent, base=3, why="缺一列")
    again = ledgers.prepare(head, "six_focuses", day=YEAR, replaces=sent)
    ledgers.review(supervisor, again, base=1)
    ledgers.submit(head, again, base=2, to="区民政局", signed_by="李主任", answer_by=date(2026, 12, 1))
    ledgers.accepted(head, again, base=3, receipt="收2026-7")

    assert ("returned", "accepted") == (status(head, sent), status(head, again))
    assert sent == head.get(Ledger, again).values["replaces"]
    assert () == head.find("due", F.record.is_in([sent, again])).rows


def test_nothing_is_sent_unreviewed_or_unsigned(frozen, head):
    """The order is fixed; a signature and an addressee are needed."""
    with pytest.raises(Invalid) as early:
        ledgers.submit(head, frozen, base=1, to="区民政局", signed_by="李主任")
    ledgers.review(head, frozen, base=1)
    with pytest.raises(Invalid) as bare:
        head.transition(Ledger, frozen, "submitted", base=2)

    assert [("status", "state")] == problems(early)
    assert [("signed_by", "required"), ("submitted_to", "required")] == problems(bare)


def test_deadline_to_send_stands_on_the_work_list(frozen, supervisor):
    """Five days after the period, with whoever prepared it."""
    (due,) = supervisor.find("due", F.record == frozen).rows

    assert (date(2027, 1, 5), "supervisor", "submit_by") == tuple(due.values[n] for n in ("day", "who", "which"))


def test_frozen_stays_frozen(frozen, head):
    """No value that was frozen can be changed, the sheet has no second version and is not taken out of force."""
    sheet = head.get(LedgerSheet, head.get(Ledger, frozen).values["sheet"])
    text = FrozenText(name="data", mark="0" * 64, text="{}")
    for change in ({"cut_off": date(2026, 1, 1)}, {"fingerprint": "0" * 64}, {"area": f"{OFFICE}001"}):
        with pytest.raises(Invalid) as caught:
            head.change(Ledger, frozen, base=1, **change)

        assert (next(iter(change)), "frozen") in problems(caught)
    with pytest.raises(Invalid):
        head.change(LedgerSheet, sheet.id, base=1, level="open")
    with pytest.raises(Invalid) as forged:
        head.save(LedgerSheet(area=OFFICE, level="open", texts=(text,)))
    with pytest.raises(Invalid):
        head.void(LedgerSheet, sheet.id, base=1, reason="想改")

    assert [("texts[0].mark", "fingerprint")] == problems(forged)


def test_sheet_that_is_not_what_was_frozen_is_not_printed(frozen, head):
    """A ledger that names another sheet than its own is refused when it is opened."""
    values = head.get(Ledger, frozen).record()
    data = to_text(read(head, frozen).frozen) + " "
    other = LedgerSheet(
        area=OFFICE, level="restricted", texts=(FrozenText(name="data", mark=mark_of(data), text=data),)
    )
    copy = Ledger(
        **{
            name: getattr(values, name)
            for name in ("area", "report", "form_version", "cut_off", "fingerprint", "anchor")
        },
        begins=date(2025, 1, 1),
        ends=date(2025, 12, 31),
        sheet=other.id,
        prepared_by="head",
    )
    head.save(other)
    head.save(copy)
    with pytest.raises(Conflict):
        read(head, copy.id)


def test_one_ledger_a_period_until_it_is_dropped(frozen, head):
    """A second one of the same period is refused; once dropped with a reason, another may be made."""
    with pytest.raises(Invalid) as twice:
        ledgers.prepare(head, "six_focuses", day=YEAR)
    ledgers.drop(head, frozen, base=1, why="漏了一户")
    again = ledgers.prepare(head, "six_focuses", day=YEAR, replaces=frozen)

    assert [("[1].report", "taken")] == problems(twice)
    assert ("dropped", "prepared") == (status(head, frozen), status(head, again))


def test_same_key_gives_the_same_ledger(head):
    """A retry after a lost answer makes no second ledger."""
    first = ledgers.prepare(head, "six_focuses", day=YEAR, key="retry-1")

    assert first == ledgers.prepare(head, "six_focuses", day=YEAR, key="retry-1")
    assert 1 == len(head.find(Ledger).rows)


def test_period_before_is_filled_from_what_was_sent(registry):
    """A number that was sent is repeated, not counted again, even where the records have changed since."""
    registry.clock.on(date(2026, 12, 1))
    desk, other = desk_as(registry, "head"), desk_as(registry, "supervisor")
    old = ledgers.prepare(desk, "monthly")
    ledgers.review(other, old, base=1)
    ledgers.submit(desk, old, base=2, to="区民政局", signed_by="李主任")
    registry.clock.on(date(2027, 1, 2))
    desk = desk_as(registry, "head")
    new = read(desk, ledgers.prepare(desk, "monthly")).frozen

    assert (date(2026, 11, 30), date(2026, 12, 31)) == (new.before.period.ends, new.table.recorded)
    assert f"ledger:{old}" == new.source
    assert new.before.cells == read(desk, old).frozen.table.cells
    assert "recorded" == read(desk, old).frozen.source


def test_return_that_repeats_a_sent_one_is_filled_from_it(head, supervisor, monkeypatch, tmp_path):
    """The same number of the same period is not counted in two ways; before the other was sent, it is counted."""
    columns = (
        'columns=[{name="a",zh="甲",en="A",kind="minor"},'
        '{name="b",zh="乙",en="B",kind="minor",where="birth_date.age__lt=18",same="six_focuses.minors"}]\n'
    )
    file = tmp_path / "second.toml"
    file.write_text(f'name="second"\nzh="二"\nen="Second"\nversion=1\nperiod="year"\ncites="-"\n{columns}', "utf-8")
    known = dict(form_files.shipped())
    monkeypatch.setattr(form_files, "shipped", lambda: known | {"second": form_files.read_form(file)})
    first = ledgers.prepare(head, "six_focuses", day=YEAR)
    counted = ledgers.prepare(head, "second", day=YEAR)
    ledgers.drop(head, counted, base=1, why="先报年报")
    ledgers.review(supervisor, first, base=1)
    ledgers.submit(head, first, base=2, to="区民政局", signed_by="李主任")
    head.save(Minor(id=Id("child-new"), name="新来", sex="1", birth_date=date(2020, 1, 1), area=f"{OFFICE}001"))
    filled = read(head, ledgers.prepare(head, "second", day=YEAR, replaces=counted)).frozen

    assert ({}, {"b": first}) == (read(head, counted).frozen.repeats, filled.repeats)
    assert (13, 12) == (filled.table.cells["total", "a"], filled.table.cells["total", "b"])
    assert first in reprint(head, ledger_of(head, "second")).decode()
    assert 12 == len(behind(head, ledger_of(head, "second"), "total", "b").rows)


def ledger_of(desk, report):
    """The ledger of a report that was not dropped."""
    (row,) = desk.find(Ledger, (F.report == report) & (F.status != "dropped")).rows
    return row.id


def test_slips_correct_what_was_sent_and_leave_it_as_it_is(sent, head):
    """Numbered, with the reason; the second goes on from what the first said; the print stays."""
    before = reprint(head, sent)
    amend(head, sent, (Correction(row="total", column="misbehaviour", was=1, now=2),), reason="漏报一人")
    amend(head, sent, (Correction(row="total", column="misbehaviour", was=2, now=3),), reason="再漏一人")
    with pytest.raises(Invalid) as wrong:
        amend(head, sent, (Correction(row="total", column="misbehaviour", was=1, now=4),), reason="记错")
    with pytest.raises(Invalid) as nowhere:
        amend(head, sent, (Correction(row="total", column="nobody", was=1, now=4),), reason="记错")

    assert [1, 2] == [row.values["number"] for row in slips(head, sent)]
    assert [("corrections[0].was", "range")] == problems(wrong)
    assert [("corrections[0].cell", "unknown")] == problems(nowhere)
    assert before == reprint(head, sent)


def test_slip_is_for_what_was_sent(frozen, head):
    """Before that, one drops the ledger and makes another; a slip is never written over."""
    with pytest.raises(Invalid) as caught:
        amend(head, frozen, (Correction(row="total", column="misbehaviour", was=1, now=2),), reason="漏报一人")

    assert [("ledger", "state")] == problems(caught)


def test_who_does_not_see_all_the_numbers_prepares_nothing(registry):
    """A liaison's level is below that of the yearly account, and a leader writes none; a liaison prepares what they see."""
    for account in ("liaison_one", "leader", "volunteer"):
        with pytest.raises(Refused):
            ledgers.prepare(desk_as(registry, account), "six_focuses", area=f"{OFFICE}001")


def test_ledger_of_one_community(head):
    """It has the numbers of that community alone."""
    made = ledgers.prepare(head, "six_focuses", day=YEAR, area=f"{OFFICE}001")
    table = read(head, made).frozen.table

    assert [f"a{OFFICE}001", "rest"] == [row.name for row in table.rows]
    assert 3 == table.cells["total", "minors"]


def test_equation_that_does_not_hold_stops_the_ledger(head, monkeypatch, tmp_path):
    """What contradicts itself is not frozen; the rule and the row are named, and no number."""
    monthly = form_files.shipped()["monthly"]
    file = tmp_path / "odd.toml"
    text = (
        'name="odd"\nzh="单"\nen="Odd"\nversion=1\nperiod="year"\ncites="-"\nequations=["a = b"]\n'
        'columns=[{name="a",zh="甲",en="A",kind="minor"},{name="b",zh="乙",en="B",kind="minor",where="sex=2"}]\n'
    )
    file.write_text(text, "utf-8")
    monkeypatch.setattr(form_files, "shipped", lambda: {"odd": form_files.read_form(file), "monthly": monthly})
    with pytest.raises(Invalid) as caught:
        ledgers.prepare(head, "odd", day=YEAR)

    assert {"cross_foot"} == {code for _, code in problems(caught)}
    assert "equations.total" in [at for at, _ in problems(caught)]


def test_workbook_has_the_same_numbers(frozen, head):
    """Texts and numbers, no formula; the fingerprint below."""
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(head, frozen, exact=True))).get_sheet_by_index(0).to_python()
    )
    (total,) = [row for row in rows if row[0] == "合计"]
    outside = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(head, frozen))).get_sheet_by_index(0).to_python()

    assert [12, 1] == [total[1], total[4]]
    assert any(head.get(Ledger, frozen).values["fingerprint"] in str(row[0]) for row in rows)
    assert [12] == [cell for cell in next(row for row in outside if row[0] == "合计") if isinstance(cell, int | float)]


def test_prints_are_in_the_journal(frozen, head):
    """Whatever leaves as a file is an entry before it does."""
    reprint(head, frozen)
    as_xlsx(head, frozen)
    entries = [row.values for row in head.find("journal", F.action == "export", limit=50).rows]

    assert 2 == sum(entry["what"] == "ledger" for entry in entries)


def test_data_are_read_as_they_were_written(frozen, head):
    """The one written form: text to data to text is the same text."""
    held = read(head, frozen).frozen

    assert held == from_text(to_text(held))
    with pytest.raises(ValueError, match="ledger"):
        from_text('{"format":2}')
