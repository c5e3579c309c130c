"""Which column is which: sheets as offices keep them, from their headings to typed records with every problem at its cell."""

import json
from pathlib import Path

import attrs
import pytest

from minorcare.errors import Invalid
from minorcare.kinds.families import Minor
from minorcare.kinds.resident_id import birth_of
from minorcare.surfaces.cells import CellProblem
from minorcare.surfaces.layouts import Layout, apply, detect
from minorcare.surfaces.sheet_rows import Link, rows
from minorcare.surfaces.sheets import Merge, Sheet, read
from minorcare.surfaces.targets import Target

DATA = Path(__file__).parents[1] / "data" / "sheets"
CHILD = (
    Target(name="minor", kind=Minor.__kind__, fields=("name", "resident_id", "sex", "birth_date", "area", "note")),
)
HEAD = ("姓名", "性别", "出生日期", "社区", "身份证号")
DING = ("丁小满", "男", "2012-03-04", "柳荫社区", "990000201203041110")


def sheet_of(*lines, **more):
    return Sheet(name="名单", rows=lines, **more)


@pytest.fixture
def parse(codes, areas, today):
    def parse(sheet, targets=CHILD, match=None):
        return rows(sheet, match or detect(sheet, targets), codes=codes, areas=areas, day=today)

    return parse


def held(match):
    return {f"{column.target}.{column.field}": number for number, column in match.columns.items()}


def found(parsed):
    """The problems by address: the cell and the code."""
    return {(problem.at.split("!")[1], problem.code) for row in parsed.rows for problem in row.problems}


def test_a_wide_sheet_with_title_and_grouped_heading(family):
    """Title, two rows of heading with merged cells: child, household, father and mother are told apart."""
    match = detect(read(DATA / "street.xlsx").filled[0], family)

    assert (2, 3) == (match.first, match.last)
    assert held(match) == {
        "household.code": 2, "minor.area": 3, "minor.name": 4, "minor.sex": 5, "minor.birth_date": 6, "minor.resident_id": 7,
        "minor.school": 8, "minor.grade": 9, "father.name": 10, "father.resident_id": 11, "father.phone": 12, "mother.name": 14,
        "mother.resident_id": 15, "mother.phone": 16, "household.address": 17, "minor.note": 18,
    }  # fmt: skip
    assert ["序号", "父亲 工作单位"] == [heading.text for heading in match.unmatched]
    assert () == match.unsure + match.problems


def test_a_community_list_with_words_of_its_own(family):
    """Other headings in another order, a remark in a heading, a group named by one word, an old file format."""
    match = detect(read(DATA / "community.xls").filled[0], family)

    assert (2, 2) == (match.first, match.last)
    assert held(match) == {
        "minor.name": 2, "minor.resident_id": 3, "minor.birth_date": 4, "minor.sex": 5, "guardian.name": 6, "guardian.relation": 7,
        "guardian.phone": 8, "guardian.resident_id": 9, "household.address": 10, "household.code": 11, "minor.area": 12,
        "minor.schooling": 13,
    }  # fmt: skip


def test_a_school_list_needs_one_correction_which_is_kept(family, parse):
    """A heading nobody knows is named as missing; a person says what it is, and the next list of that form is understood."""
    sheet = read(DATA / "school.csv").filled[0]
    match = detect(sheet, family)
    assert ["居住社区"] == [heading.text for heading in match.unmatched]
    assert ["sheet.missing"] == [problem.code for problem in parse(sheet, match=match).problems]

    kept = json.loads(json.dumps(match.corrected({"居住社区": ("minor", "area")}).layout.to_json()))
    again = apply(Layout.from_json(kept), sheet, family)

    assert () == again.problems
    assert 9 == held(again)["minor.area"]


def test_the_street_sheet_row_by_row(family, parse):
    """Every bad cell of the sheet is named with its address, and every good row gives typed records."""
    parsed = parse(read(DATA / "street.xlsx").filled[0], family)

    assert {4: "good", 5: "good", 6: "good", 7: "bad", 8: "bad", 9: "duplicate", 10: "bad"} == {
        row.number: row.status for row in parsed.rows
    }
    assert {("G7", "mangled"), ("C8", "sheet.area"), ("F8", "sheet.no_such_day"), ("F10", "sheet.short_year")} == found(
        parsed
    )
    assert [12] == [skipped.number for skipped in parsed.skipped]


def test_siblings_share_a_merged_household(family, parse):
    """The cells of household and parents, merged over two children, count for both; their records are made once."""
    first, second = parse(read(DATA / "street.xlsx").filled[0], family).rows[:2]

    assert first.records["father"] == second.records["father"]
    assert Link(target="household") == second.records["minor"]["household"]
    assert {"household": 4, "father": 4, "mother": 4} == second.same
    assert {} == first.same


def test_the_community_sheet_row_by_row(family, parse):
    """A day number is read with a note; month 13, an unknown relation and half a community's name are named."""
    parsed = parse(read(DATA / "community.xls").filled[0], family)

    assert ["good", "good", "bad"] == [row.status for row in parsed.rows]
    assert {("D5", "sheet.no_such_day"), ("G5", "code"), ("L5", "sheet.area")} == found(parsed)
    assert ["D4"] == [note.at.split("!")[1] for note in parsed.rows[1].notes]
    assert "087166000001" == parsed.rows[1].records["guardian"]["phone"]


def test_the_school_sheet_row_by_row(family, parse):
    """GBK, a number in scientific notation, a comma too many."""
    sheet = read(DATA / "school.csv").filled[0]
    parsed = parse(sheet, match=detect(sheet, family).corrected({"居住社区": ("minor", "area")}))

    assert ["good", "bad", "good", "bad"] == [row.status for row in parsed.rows]
    assert {("D3", "mangled"), ("K5", "sheet.no_heading")} == found(parsed)


def test_no_problem_repeats_what_a_cell_holds(family, parse):
    """Names, numbers and days of the sheet stay out of every message."""
    for name in ("street.xlsx", "community.xls"):
        sheet = read(DATA / name).filled[0]
        parsed = parse(sheet, family)
        said = [p.in_(lang) for row in parsed.rows for p in (*row.problems, *row.notes) for lang in ("zh", "en")]
        start = parsed.match.last
        cells = {str(cell) for row in sheet.rows[start:] for cell in row if cell is not None and len(str(cell)) > 3}
        lists = {"柳荫社区", "北苑社区", "桂园社区"}
        assert [] == [text for text in (*said, repr(parsed)) for cell in cells - lists if cell in text]


@pytest.mark.parametrize(
    "words", ["name", " 姓　名 ", "NAME*", "孩子姓名", "Name", "姓名（必填）", "child_name", "孩子的姓名"]
)
def test_headings_are_compared_loosely(words):
    """Key, label in either language and alias count, with the target's name or without, whatever the width, case and marks."""
    assert {"minor.name": 1} == held(detect(sheet_of((words,)), CHILD))


def test_a_repeated_heading_belongs_to_the_group_on_its_left(family):
    """身份证号 after 父亲姓名 is the father's once the child has one, and a person is asked to look."""
    match = detect(sheet_of(("姓名", "身份证号", "父亲姓名", "身份证号", "联系电话")), family)

    assert {
        "minor.name": 1,
        "minor.resident_id": 2,
        "father.name": 3,
        "father.resident_id": 4,
        "father.phone": 5,
    } == held(match)
    assert ["身份证号 (2)", "联系电话"] == [heading.text for heading in match.unsure]


def test_a_group_heading_counts_where_nothing_is_merged(family):
    """In a CSV file a group's name stands over its first column only."""
    sheet = sheet_of(("姓名", "父亲情况", None, "母亲", None), (None, "姓名", "电话", "姓名", "电话"), typed=False)

    assert {"minor.name": 1, "father.name": 2, "father.phone": 3, "mother.name": 4, "mother.phone": 5} == held(
        detect(sheet, family)
    )


def test_data_is_not_taken_for_a_second_heading():
    """The first child below one row of heading is a child."""
    assert (1, 1) == ((match := detect(sheet_of(HEAD, DING), CHILD)).first, match.last)


def test_a_sheet_without_heading_says_what_to_do(parse):
    """Data from the first row on cannot be understood, and the answer says to add headings."""
    assert ["sheet.no_headings"] == [problem.code for problem in parse(sheet_of(DING)).problems]
    assert ["sheet.no_headings"] == [problem.code for problem in parse(sheet_of()).problems]


def test_wrong_columns_are_named(parse):
    """Each required field without a column is a problem of the heading, and no row is read."""
    parsed = parse(sheet_of(("姓名", "备注"), ("丁小满", "x")))

    assert 3 == len(parsed.problems)
    assert () == parsed.rows


def test_a_kept_layout_finds_moved_columns():
    """Columns may change places; the rows of the heading may be others."""
    layout = detect(sheet_of(HEAD), CHILD).layout

    match = apply(layout, sheet_of(("标题",), HEAD[::-1]), CHILD)

    assert {"minor.resident_id": 1, "minor.area": 2, "minor.birth_date": 3, "minor.sex": 4, "minor.name": 5} == held(
        match
    )


def test_a_kept_layout_misses_a_column():
    """A sheet of another form is not read half: the columns that are gone are named."""
    with pytest.raises(Invalid) as caught:
        apply(detect(sheet_of(HEAD), CHILD).layout, sheet_of(HEAD[:-1], DING[:-1]), CHILD)

    assert ["sheet.missing"] == [problem.code for problem in caught.value.problems]


def test_a_correction_moves_a_field():
    """A field is held by one column: naming another takes it from the first, and a column may be left out."""
    match = detect(sheet_of((*HEAD, "备注")), CHILD).corrected({"身份证号": ("minor", "note"), "备注": None})

    assert 5 == held(match)["minor.note"]
    assert "minor.resident_id" not in held(match)
    with pytest.raises(KeyError):
        match.corrected({"身份证号": ("minor", "nonsense")})


def test_a_layout_of_another_version_is_refused():
    """What is not understood is not used."""
    with pytest.raises(ValueError, match="layout"):
        Layout.from_json({"columns": []})


def test_twins_in_a_sheet_name_each_other(parse):
    """The same number, or the same name and birthday: both rows say which the other is; only the later one is a duplicate."""
    anon = ("白露", "女", "2013-05-06", "柳荫社区", None)
    parsed = parse(sheet_of(HEAD, DING, anon, DING, anon))

    assert [(4,), (5,), (2,), (3,)] == [row.twins for row in parsed.rows]
    assert ["good", "good", "duplicate", "duplicate"] == [row.status for row in parsed.rows]
    assert all("sheet.twice" in {note.code for note in row.notes} for row in parsed.rows)


def test_two_numbers_make_two_children(parse):
    """Name and birthday may be shared by two children; their numbers tell them apart."""
    parsed = parse(sheet_of(HEAD, DING, (*DING[:4], "990000201203041137")))

    assert ["good", "good"] == [row.status for row in parsed.rows]


def test_rows_of_one_household_must_agree(family, parse):
    """Two addresses under one household number cannot both be right."""
    head = (*HEAD, "户编号", "住址")
    sheet = sheet_of(
        head, (*DING, "H1", "柳荫路1号"), ("白露", "女", "2013-05-06", "柳荫社区", None, "H1", "柳荫路2号")
    )

    assert {("G3", "sheet.differs")} == found(parse(sheet, family))


def test_a_number_and_a_birthday_that_contradict_each_other(parse):
    """The checks between fields run once each cell is right; their problem stands at the cell."""
    assert {("E2", "birth_date_differs")} == found(parse(sheet_of(HEAD, (*DING[:2], "2012-03-05", *DING[3:]))))


def test_what_is_missing_in_a_row_is_named_at_its_cell(parse):
    """A required cell that is blank, a birthday in the future and a wrong check character are problems of their cells."""
    sheet = sheet_of(HEAD, (None, "男", "2027-01-01", "柳荫社区", "990000201203041111"))

    assert {("A2", "required"), ("C2", "range")} == found(parse(sheet))


def test_a_field_may_be_told_from_the_rest_of_the_row(parse):
    """A birthday that is in the number need not be asked again."""
    derived = {"birth_date": lambda row: birth_of(row["minor"].get("resident_id", ""))}
    targets = (attrs.evolve(CHILD[0], derived=derived),)

    parsed = parse(sheet_of(("姓名", "性别", "社区", "身份证号"), (DING[0], DING[1], *DING[3:])), targets)

    assert "2012-03-04" == str(parsed.rows[0].records["minor"]["birth_date"])


def test_a_remark_in_the_margin_of_a_workbook_is_only_noted(parse):
    """In a workbook nothing can slip; in a text file the row has one separator too many."""
    lines = (HEAD, (*DING, "已核对"))

    assert ["good"] == [row.status for row in parse(sheet_of(*lines)).rows]
    assert ["bad"] == [row.status for row in parse(sheet_of(*lines, typed=False)).rows]


def test_rows_that_are_no_children_are_skipped_and_said(parse):
    """Blank rows, totals, signatures and a heading repeated on the next page."""
    parsed = parse(sheet_of(HEAD, DING, (), HEAD, ("合计", None, "1人"), ("填表人：周某",)))

    assert [2] == [row.number for row in parsed.rows]
    assert [4, 5, 6] == [skipped.number for skipped in parsed.skipped]


def test_a_vertically_merged_cell_counts_for_each_row(parse):
    """One community's name beside all its children."""
    second = ("白露", "女", "2013-05-06", None, None)

    parsed = parse(sheet_of(HEAD, DING, second, merged=(Merge(top=2, left=4, bottom=3, right=4),)))

    assert "530111004001" == parsed.rows[1].records["minor"]["area"]


def test_a_problem_found_later_is_put_at_its_cell(parse):
    """What the desk finds wrong is shown where people can mend it; without a column, at the row."""
    parsed = parse(sheet_of(HEAD, DING))
    (problem,) = parse(sheet_of(HEAD, (None, *DING[1:]))).rows[0].problems

    assert "名单!A2" == parsed.placed(2, "minor", attrs.evolve(problem, at="name")).at
    assert ("名单!A2", "户籍所在地") == (
        (placed := parsed.placed(2, "minor", attrs.evolve(problem, at="registered_at"))).at,
        placed.heading,
    )
    assert isinstance(placed, CellProblem)
