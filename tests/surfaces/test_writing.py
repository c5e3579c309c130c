"""Lists and templates: nothing in them runs, nothing in them is rounded, and they can be read again."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from minorcare.kinds.families import Minor
from minorcare.surfaces.layouts import detect
from minorcare.surfaces.sheet_rows import rows
from minorcare.surfaces.sheets import read
from minorcare.surfaces.targets import Target
from minorcare.surfaces.writing import cells_of, template, text_columns, write_csv, write_xlsx

MOMENT = datetime.fromisoformat("2012-03-04T05:06:00")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠a", '=HYPERLINK("http://x")']


def written(**more):
    out = io.BytesIO()
    write_xlsx(out, ["甲"], [[text] for text in FORMULAS], **more)
    return out.getvalue()


def test_a_workbook_holds_no_formula_and_no_link():
    """Whatever a text looks like, it is stored as text."""
    data = written()
    page = openpyxl.load_workbook(io.BytesIO(data)).active

    assert FORMULAS == [row[0].value for row in page.iter_rows(min_row=2)]
    assert {"s"} == {row[0].data_type for row in page.iter_rows(min_row=2)}
    assert not any(
        "hyperlinks" in name or "externalLinks" in name for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )


def test_csv_cells_start_with_an_apostrophe_where_they_would_run():
    """And the reader takes it off again."""
    out = io.BytesIO()
    write_csv(out, ["甲"], [[text] for text in FORMULAS])

    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert ["'" + text for text in FORMULAS] == [row[0] for row in read(out.getvalue(), "list.csv").sheets[0].rows[1:]]


def test_values_keep_their_type():
    """Numbers and days stay such, a number too long for Excel becomes text, yes is a word."""
    out = io.BytesIO()
    write_xlsx(
        out,
        list("abcdefg"),
        [["0123", 3, Decimal("1.50"), date(2012, 3, 4), MOMENT, True, 990000201203041110]],
    )

    assert ("0123", 3, 1.5, date(2012, 3, 4), MOMENT, "是", "990000201203041110") == read(
        out.getvalue(), "list.xlsx"
    ).sheets[0].rows[1]


def test_title_and_footer_stand_around_the_list():
    """Who exported it and when is part of the sheet."""
    (sheet,) = read(written(title="名单", footer=["导出人：周某", "2026-11-24"], sheet="花名册"), "list.xlsx").sheets

    assert ("花名册", "名单", "甲") == (sheet.name, sheet.cell(1, 1), sheet.cell(2, 1))
    assert ["导出人：周某", "2026-11-24"] == [row[0] for row in sheet.rows[-2:]]


def test_a_list_on_disk_leaves_nothing_beside_it(tmp_path):
    """Rows that wait in a file wait beside the list, and are gone when it is closed."""
    write_xlsx(tmp_path / "list.xlsx", ["甲"], [["1"]])
    write_csv(tmp_path / "list.csv", ["甲"], [["1"]])

    assert ["list.csv", "list.xlsx"] == sorted(path.name for path in tmp_path.iterdir())


def test_numbers_that_name_somebody_are_text_columns():
    """IDs, phones and codes keep their zeros whatever is typed into the column later."""
    fields = [Minor.__kind__.by_name[name] for name in ("birth_date", "resident_id", "sex")]
    out = io.BytesIO()
    write_xlsx(out, ["出生日期", "身份证号", "性别"], [], text_columns=text_columns(fields))

    columns = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active.column_dimensions

    assert (2, 3) == text_columns(fields)
    assert ["General", "@"] == [columns[letter].number_format for letter in "AB"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_is_understood_as_it_is(codes, lang):
    """Every heading of a template is known, and the required ones are marked."""
    targets = (Target(name="minor", kind=Minor.__kind__),)
    book = read(template(Minor.__kind__, codes, lang), "list.xlsx")

    match = detect(book.filled[0], targets)

    assert () == match.unmatched + match.problems + match.unsure
    assert 1 == len(book.filled)
    assert {field.name for field in Minor.__kind__.fields if field.required} == {
        match.columns[heading.column].field for heading in match.headings if heading.text.endswith("*")
    }


def test_a_wide_template_is_understood_as_it_is(codes, family):
    """The columns of father and mother are told apart by their headings alone."""
    match = detect(read(template(family, codes), "list.xlsx").filled[0], family)

    assert () == match.unmatched + match.problems
    assert {(target.name, field.name) for target in family for field in target.columns} == {
        (column.target, column.field) for column in match.columns.values()
    }


def test_a_template_offers_choices_and_keeps_text(codes):
    """Codes are chosen from a list, whatever its length; the ID column is text to the last row."""
    page = openpyxl.load_workbook(io.BytesIO(template(Minor.__kind__, codes))).active
    heads = {cell.value.rstrip("*"): cell.column_letter for cell in page[1]}
    lists = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }

    assert {heads["性别"], heads["民族"]} <= set(lists)
    assert "@" == page.column_dimensions[heads["公民身份号码"]].number_format


def test_an_exported_list_can_be_imported(codes, areas, today):
    """Headings, codes and days of a list come back as the records it was made from."""
    fields = [Minor.__kind__.by_name[name] for name in ("name", "sex", "birth_date", "area", "resident_id")]
    values = {
        "name": "丁小满",
        "sex": "1",
        "birth_date": date(2012, 3, 4),
        "area": "530111004001",
        "resident_id": "990000201203041110",
    }
    book, text = io.BytesIO(), io.BytesIO()
    for write, out in ((write_xlsx, book), (write_csv, text)):
        write(out, [field.label.zh for field in fields], [cells_of(fields, values, codes)])

    for data, name in ((book.getvalue(), "list.xlsx"), (text.getvalue(), "list.csv")):
        (sheet,) = read(data, name).sheets
        (row,) = rows(
            sheet, detect(sheet, (Target(name="minor", kind=Minor.__kind__),)), codes=codes, areas=areas, day=today
        ).rows
        assert values == row.records["minor"]
