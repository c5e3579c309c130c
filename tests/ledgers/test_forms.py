"""Forms are data: rows and columns of filters that are checked, rows that add up, equations that hold or are named."""

from datetime import date

import pytest

from minorcare.declare import Id
from minorcare.errors import DeclarationError, Invalid, Refused
from minorcare.kinds import Minor
from minorcare.query import check
from minorcare.testing import desk_as
from minorcare.work import figures as counting
from minorcare.work.figures import change, figures
from minorcare.work.form_files import form_of, read_form, shipped
from minorcare.work.forms import Equation, Period, sums

BY_AGE = """
name = "by_age"
zh = "按年龄"
en = "By age"
version = 1
period = "quarter"
cites = "《未成年人保护法》第九条"
equations = ["all = girls + others"]
columns = [
  { name = "all", zh = "全部", en = "All", kind = "minor", level = "personal" },
  { name = "girls", zh = "女", en = "Girls", kind = "minor", where = "sex=2", level = "personal" },
  { name = "others", zh = "其他", en = "Others", kind = "minor", where = "sex__in=0,1", level = "personal" },
  { name = "cards", zh = "残疾人证", en = "Cards", kind = "disability_card" },
  { name = "held", zh = "持证人数", en = "Holders", kind = "disability_card", count = "minors" },
]
rows = [
  { name = "small", zh = "未满 6 周岁", en = "Under 6", where = "birth_date.age__lt=6" },
  { name = "school", zh = "未满 14 周岁", en = "Under 14", where = "birth_date.age__lt=14" },
]
"""


def form_in(folder, text, name="by_age"):
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return read_form(file)


def counted(desk, form):
    return counting.exact(desk, form, form.period_at(desk.day), desk.office)


def test_every_shipped_form_asks_what_can_be_asked(registry):
    """Each column of each form names kinds, fields, values and states that are there."""
    period = Period(begins=date(2026, 11, 1), ends=date(2026, 11, 30))

    assert {"monthly", "six_focuses"} <= shipped().keys()
    for name in shipped():
        for column in form_of(registry.catalog, name).columns:
            where = column.asked(period, registry.catalog)
            kind = registry.catalog.kind(column.kind)

            assert () == check.faults(where, kind, registry.catalog.kinds, registry.catalog.codes), column.name
            assert column.count == "records" or kind.name in registry.catalog.about_minor


def test_rows_by_condition_never_overlap_and_nobody_is_left_out(head, tmp_path):
    """The first row that holds takes a child, the last takes the rest, and together they are the total, also behind a reference."""
    table = counted(head, form_in(tmp_path, BY_AGE))
    children = head.find(Minor, limit=100).rows

    assert ["small", "school", "rest"] == [row.name for row in table.rows]
    assert len(children) == table.cells["total", "all"] == sum(table.cells[row.name, "all"] for row in table.rows)
    assert table.ids["school", "all"] == tuple(
        sorted(r.id for r in children if date(2012, 11, 24) <= r.values["birth_date"] < date(2020, 11, 24))
    )
    assert 1 == table.cells["school", "held"] + table.cells["small", "held"] + table.cells["rest", "held"]
    assert () == table.broken


def test_rows_by_community_add_up_too(head):
    """A child whose area is no community stands in a row of its own."""
    child = head.get(Minor, "child-09")
    head.change(Minor, child.id, base=child.version, area=head.office)
    table = figures(head, "monthly", day=head.day)

    assert 1 == table.cells["rest", "minors"]
    assert 12 == table.cells["total", "minors"] == sum(table.cells[row.name, "minors"] for row in table.rows)


def test_an_equation_that_does_not_hold_is_named_with_its_row(head, tmp_path):
    """Cross-foot rules are tried in every row and in the total."""
    wrong = counted(head, form_in(tmp_path, BY_AGE.replace("sex__in=0,1", "sex=1")))

    assert {("all = girls + others", "total")} < set(wrong.broken)
    assert {row for _, row in wrong.broken} == {
        row
        for row in ("small", "school", "rest", "total")
        if wrong.cells[row, "all"] != wrong.cells[row, "girls"] + wrong.cells[row, "others"]
    }


def test_person_with_two_records_is_counted_once(head, tmp_path):
    """Children and records are told apart."""
    card = head.get("disability_card", "card-1").record()
    head.save(card.but(id=Id("card-2"), type="2"))
    table = counted(head, form_in(tmp_path, BY_AGE))

    assert (2, 1) == (table.cells["total", "cards"], table.cells["total", "held"])


def test_a_past_period_is_counted_as_it_was_recorded(registry, head):
    """What was written after the period does not change it; ages count on its last day."""
    clock = registry.clock
    clock.on(date(2026, 12, 3))
    later = desk_as(registry, "head")
    later.save(Minor(id=Id("child-new"), name="新来", sex="1", birth_date=date(2020, 1, 1), area=f"{head.office}001"))

    # of twelve, one is eighteen on the 25th
    assert 11 == figures(later, "monthly", day=date(2026, 11, 2)).cells["total", "minors"]
    assert 12 == figures(later, "monthly").cells["total", "minors"]


def test_leader_sees_no_small_number_and_station_head_all(head, leader):
    """The same table: exact for who may open the lists, without small cells for who may not."""
    exact, shown = figures(head, "six_focuses"), figures(leader, "six_focuses")

    assert 1 == exact.cells["total", "misbehaviour"]
    assert 12 == shown.cells["total", "minors"]
    assert all(count is None or count >= 5 for count in shown.cells.values())
    assert [] == [cell for cell, count in shown.cells.items() if count not in (None, exact.cells[cell])]
    assert {} == shown.ids


def test_column_above_the_level_has_no_number(superior, registry):
    """Nought would be a false answer; a role without figures is refused."""
    cells = figures(superior, "six_focuses").cells

    assert cells["total", "misbehaviour"] is None
    assert 12 == cells["total", "minors"]
    with pytest.raises(Refused):
        figures(desk_as(registry, "volunteer"), "six_focuses")


def test_counting_is_in_the_journal(head, leader):
    """Every column that was counted is an entry of who counted it."""
    figures(leader, "six_focuses")
    entries = head.find("journal", limit=100, order=("-entry",)).rows
    mine = [row.values for row in entries if row.values["actor"] == "leader"]

    assert any(row["action"] == "tally" and "six_focuses.misbehaviour" in (row["detail"] or "") for row in mine)


@pytest.mark.parametrize(
    ("period", "day", "begins", "ends", "before"),
    [
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), date(2028, 1, 1)),
        ("quarter", date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1)),
        ("half_year", date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31), date(2026, 1, 1)),
        ("year", date(2026, 6, 1), date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1)),
    ],
)
def test_period_of_a_day_and_the_one_before(tmp_path, period, day, begins, ends, before):
    """Months, quarters, half years and years begin and end where the calendar says."""
    found = form_in(tmp_path, BY_AGE.replace('"quarter"', f'"{period}"')).period_at(day)

    assert Period(begins=begins, ends=ends) == found
    assert before == found.before.begins
    assert begins.toordinal() - 1 == found.before.ends.toordinal()


def test_equations_are_read():
    """Names joined by plus and minus; a side that is empty, a name twice or a second equals sign is refused."""
    found = Equation.read("a = b + c - d")

    assert 0 == sums(found.terms, {"a": 4, "b": 3, "c": 2, "d": 1})
    assert 0 != sums(found.terms, {"a": 5, "b": 3, "c": 2, "d": 1})
    for wrong in ("a", "a =", "a = b = c", "a = a + b", "a = b c", "a = 2b"):
        with pytest.raises(ValueError, match=r"needed|empty|twice|joined"):
            Equation.read(wrong)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"quarter"', '"week"', "period"),
        ('name = "girls"', 'name = "all"', "twice"),
        ("girls + others", "girls + nobody", "no column"),
        ('name = "small"', 'name = "total"', "every form"),
        ('count = "minors"', 'count = "heads"', "count"),
        ('level = "personal"', 'level = "secret"', "level"),
        ("version = 1", "", "version"),
    ],
)
def test_wrong_form_is_refused_with_its_place(tmp_path, old, new, said):
    """A file with a mistake says where it is."""
    with pytest.raises(DeclarationError, match=said):
        form_in(tmp_path, BY_AGE.replace(old, new, 1))


def test_unknown_form_is_refused_with_those_there_are(head):
    """Nobody has to guess names."""
    with pytest.raises(Invalid) as caught:
        figures(head, "weekly")

    assert "monthly" in str(caught.value.problems[0].remedy.in_("en"))


def test_change_needs_both_numbers():
    """Where one is hidden, so is the difference."""
    assert (2, None, None) == (change(5, 3), change(None, 3), change(5, None))
