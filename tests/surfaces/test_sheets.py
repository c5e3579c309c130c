"""Reading spreadsheet files: what is understood, and what is refused before it can harm."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from minorcare.errors import Invalid
from minorcare.surfaces import sheets
from minorcare.surfaces.sheet_faults import FAULTS
from minorcare.surfaces.sheets import Limits, letters, place, read

MOMENT = datetime.fromisoformat("2012-03-04T05:06:00")
DATA = Path(__file__).parents[1] / "data" / "sheets"


def xlsx(*rows, prepare=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data, **changes):
    """The same archive with other members; a name is written with `__` for `/` and `_x` for `.x`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, changes.pop(member.filename, None) or old.read(member))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def refused(data, name="list.xlsx", limits=None):
    """The code of the one problem for which a file is refused."""
    with pytest.raises(Invalid) as caught:
        read(data, name, limits=limits)
    (problem,) = caught.value.problems
    assert problem.remedy.zh
    assert problem.remedy.en
    return problem.code.removeprefix("sheet.")


def test_a_workbook_gives_typed_cells():
    """Texts, whole and other numbers, yes and no, days and moments arrive as what they are; a blank cell as nothing."""
    book = read(xlsx(["文字", 12, 1.5, True, None, date(2012, 3, 4), MOMENT]), "list.xlsx")

    assert (("文字", 12, 1.5, True, None, date(2012, 3, 4), MOMENT),) == book.sheets[0].rows


def test_an_old_workbook_is_read():
    """.xls, as many offices keep it, with its merged cells."""
    book = xlwt.Workbook()
    book.add_sheet("名单").write_merge(0, 0, 0, 2, "标题")
    out = io.BytesIO()
    book.save(out)

    (sheet,) = read(out.getvalue(), "list.xls").sheets

    assert "标题" == sheet.cell(1, 1)
    assert (1, 1, 1, 3) == (sheet.merged[0].top, sheet.merged[0].left, sheet.merged[0].bottom, sheet.merged[0].right)


def test_an_open_document_sheet_is_read():
    """.ods, as LibreOffice writes it."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="名单"><table:table-row><table:table-cell'
        ' office:value-type="string"><text:p>姓名</text:p></table:table-cell></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)

    assert (("姓名",),) == read(out.getvalue(), "list.ods").sheets[0].rows


@pytest.mark.parametrize(
    "data",
    [
        "姓名,号码\r\n张三,0123\r\n".encode("gbk"),
        "姓名,号码\n张三,0123\n".encode(),
        "\ufeff姓名;号码\n张三;0123\n".encode(),
        "姓名\t号码\r\n张三\t0123\r\n".encode("utf-16"),
        '"姓名","号码"\n"张三","0123"\n'.encode("gb18030"),
    ],
    ids=["gbk", "utf8", "mark and semicolons", "utf16 and tabs", "quoted"],
)
def test_text_files_are_read_in_their_encoding(data):
    """Encoding and separator are told by the content, and every cell stays text: a number may begin with zeros."""
    (sheet,) = read(data, "list.csv").sheets

    assert (("姓名", "号码"), ("张三", "0123")) == sheet.rows
    assert not sheet.typed


def test_rare_characters_of_gb18030_are_kept():
    """A name that GBK cannot write arrives as it is in GB 18030."""
    assert "𠮷" == read("姓名\n𠮷\n".encode("gb18030"), "list.csv").sheets[0].cell(2, 1)


def test_addresses_count_empty_rows_and_columns():
    """A sheet that begins at C3 keeps its addresses."""

    def prepare(book):
        book.active["C3"] = "x"

    (sheet,) = read(xlsx(prepare=prepare), "list.xlsx").sheets

    assert "x" == sheet.cell(3, 3)
    assert "Sheet!C3" == sheet.at(3, 3)


def test_hidden_sheets_are_told_apart():
    """What a person does not see is not imported unasked."""

    def prepare(book):
        book.create_sheet("算").sheet_state = "veryHidden"
        book["算"]["A1"] = "x"

    book = read(xlsx(["姓名"], prepare=prepare), "list.xlsx")

    assert ["Sheet"] == [sheet.name for sheet in book.filled]
    assert [False, True] == [sheet.hidden for sheet in book.sheets]


def test_a_workbook_that_counts_from_1904_says_so():
    """Day numbers in it mean other days."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True, "in_memory": True}) as book:
        book.add_worksheet().write(0, 0, 40000)

    assert 1904 == read(out.getvalue(), "list.xlsx").sheets[0].epoch


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "list.xlsx", "empty"),
        (b" \n \n", "list.csv", "empty"),
        (xlsx(), "list.xlsx", "empty"),
        (b"MZ", "list.exe", "extension"),
        (b"a,b", "list", "extension"),
        (b"a,b\n1,2\n", "list.xlsx", "text_as_workbook"),
        (b"a\tb\n1\t2\n", "list.xls", "text_as_workbook"),
        (xlsx(["a"]), "list.csv", "workbook_as_text"),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>", "list.xls", "html"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "list.xls", "html"),
        (b"%PDF-1.7", "list.xlsx", "foreign"),
        (b"a,b\0c", "list.csv", "foreign"),
        (repacked(xlsx(["a"]))[:-400], "list.xlsx", "broken"),
        (b"PK\x03\x04" + b"x" * 500, "list.xlsx", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "list.xls", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "list.xlsx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "list.xls", "word"),
        ("姓名\n张\n".encode("gbk") + b"\xff\xff\n", "list.csv", "encoding"),
        ("姓名学校\n".encode() + "金马小学\n".encode("gbk"), "list.csv", "mixed_encoding"),
        ("姓名学校\n".encode("gbk") + "金马小学\n".encode(), "list.csv", "mixed_encoding"),
        (b"\xff\xfea", "list.csv", "encoding"),
        ('姓名,备注\n张,"没有关上\n李,x\n'.encode(), "list.csv", "quote"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_remedy(data, name, code):
    """Empty, damaged, protected and misnamed files are each told apart, and each is answered with what to do."""
    assert code == refused(data, name)


def test_a_problem_of_a_text_file_names_its_row():
    """The row in which a quotation mark stays open is the one that is named."""
    with pytest.raises(Invalid) as caught:
        read(b'a,b\n1,2\n3,"4\n5,6\n', "list.csv")

    assert "CSV!A3" == caught.value.problems[0].at


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file=100), "file"),
        (Limits(unpacked=100), "unpacked"),
        (Limits(members=2), "unpacked"),
        (Limits(rows=2), "rows"),
        (Limits(columns=2), "columns"),
        (Limits(cells=8), "cells"),
        (Limits(sheets=0), "sheets"),
        (Limits(text=3), "long_text"),
        (Limits(seconds=0.0), "time"),
    ],
)
def test_each_limit_holds(limits, code):
    """A file above any one limit is refused, and the answer says which."""
    data = xlsx(["a", "b", "c"], [1, 2, 3], ["long", 2, 3])

    assert code == refused(data, limits=limits)


def test_limits_hold_for_text_files():
    """Rows, columns and texts of a CSV file are counted too."""
    data = b"a,b,c\n1,2,3\nlong,2,3\n"

    assert ["rows", "columns", "cells", "long_text"] == [
        refused(data, "list.csv", limits)
        for limits in (Limits(rows=2), Limits(columns=2), Limits(cells=8), Limits(text=3))
    ]


def declaring(data, size, declared):
    """The archive with one member's size declared otherwise."""
    honest = size.to_bytes(4, "little")
    assert honest in data
    return data.replace(honest, declared.to_bytes(4, "little"))


def test_a_bomb_is_refused_unopened():
    """A file that declares a gigabyte is refused by its own declaration."""
    data = repacked(xlsx(["a"]), **{"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 70_000 + b"</worksheet>"})

    assert "unpacked" == refused(declaring(data, 70_023, 1 << 30))


def test_an_archive_that_lies_about_its_size_is_refused():
    """A member that unpacks to more than it declares is not read on."""
    data = repacked(xlsx(["a"]), **{"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>"})

    assert "broken" == refused(declaring(data, 50_000_023, 1000))


def test_one_far_cell_is_refused():
    """Seventeen thousand million cells are not made room for."""

    def prepare(book):
        book.active["XFD1048576"] = "x"

    assert refused(xlsx(["a"], prepare=prepare)) in ("crash", "rows", "memory", "broken")


@pytest.mark.skipif(not sheets.CAPPED_BY_SYSTEM, reason="this system cannot cap a process's memory")
def test_memory_is_capped_by_the_system():
    """A child that asks for more than its share is refused it."""

    def prepare(book):
        book.active["D1048575"] = "x"  # four million cells to make room for

    assert refused(xlsx(["a"], prepare=prepare), limits=Limits(memory=128 << 20)) in ("memory", "crash")


def test_memory_is_watched_where_the_system_cannot_cap_it():
    """The child is ended from outside as soon as it holds more than its share."""
    rows = [[f"text {row} {column}" for column in range(40)] for row in range(500)]

    with pytest.raises(Invalid) as caught:
        sheets._answer(xlsx(*rows), "xlsx", Limits(memory=8 << 20), watched=True)

    assert "sheet.memory" == caught.value.problems[0].code


def test_a_watched_child_answers_like_any_other():
    """Being watched changes nothing for a file that behaves."""
    data = xlsx(["a", 1])

    assert sheets._answer(data, "xlsx", Limits(), watched=True) == sheets._answer(data, "xlsx", Limits(), watched=False)


def test_no_message_repeats_the_file():
    """What a refused file holds, and what it is called, stays out of the message."""
    with pytest.raises(Invalid) as caught:
        read('姓名\n"张小三'.encode(), "张小三.csv")

    assert "张小三" not in caught.value.in_("zh") + str(caught.value)


def test_every_fault_of_the_child_has_words():
    """Whatever code the child may answer, people are told in both languages."""
    source = sheets.CHILD.read_text("utf-8")
    codes = {
        part.split('"')[1] for part in source.replace("refuse(", "Fault(").split("Fault(")[1:] if part.startswith('"')
    }

    assert codes
    assert set() == codes - set(FAULTS)
    assert all(text.en for fault in FAULTS.values() for text in fault)


def test_the_child_does_not_load_minorcare():
    """It knows its two libraries only, whatever the library around it grows into."""
    program = f"import runpy, sys; runpy.run_path({str(sheets.CHILD)!r}); print([m for m in sys.modules if 'minorcare' in m or m == 'attr'])"

    answer = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)

    assert "[]" == answer.stdout.strip()


@given(st.integers(1, 18_278), st.integers(1, 1_048_576))
def test_an_address_is_read_back(column, row):
    """Letters and numbers of a cell lead back to its column and row."""
    assert (row, column) == place(f"Sheet1!{letters(column)}{row}")


def test_corrections_are_put_into_a_copy():
    """A correction may reach beyond the last row or column; the sheet itself stays as it was read."""
    sheet = read(b"a,b\n1\n", "list.csv").sheets[0]

    assert (("a", "b"), ("1", "2"), ("x",)) == sheet.but({"B2": "2", "A3": "x"}).rows
    assert (("a", "b"), ("1",)) == sheet.rows


@pytest.mark.parametrize("name", ["street.xlsx", "community.xls", "school.csv"])
def test_the_sheets_of_the_tests_are_read(name):
    """The three sheets as offices keep them, from their files."""
    assert 1 == len(read(DATA / name).filled)
