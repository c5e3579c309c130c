"""What a cell means for a field: one clear reading, or a problem that says how to fill it in."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.declare import Code, Codes, Id, Record, field, kind, ref
from minorcare.label import Label
from minorcare.surfaces.cells import Ask, CellProblem, Key, read_cell, write_cell


class Level(Enum):
    LOW = "low"
    HIGH = "high"


@kind("sheet_test", label=Label("样表", en="Sample"), key=("name",))
class Sample(Record):
    name: str = field(label=Label("姓名", en="Name"), max_length=20, searchable=True)
    resident_id: str | None = field(default=None, label=Label("身份证号", en="ID"), secret=True, identifying=True)
    phone: str | None = field(default=None, label=Label("电话", en="Phone"), secret=True)
    note: str | None = field(default=None, label=Label("备注", en="Note"))
    born: date | None = field(default=None, label=Label("出生日期", en="Born"))
    seen: datetime | None = field(default=None, label=Label("见面时间", en="Seen"))
    sex: str | None = field(default=None, label=Label("性别", en="Sex"), codes="sex")
    people: str | None = field(default=None, label=Label("民族", en="People"), codes="people")
    needs: tuple[str, ...] = field(default=(), label=Label("需求", en="Needs"), codes="needs")
    left_behind: bool | None = field(default=None, label=Label("留守", en="Left behind"))
    level: Level | None = field(default=None, label=Label("级别", en="Level"))
    visits: int | None = field(default=None, label=Label("次数", en="Visits"))
    money: Decimal | None = field(default=None, label=Label("金额", en="Money"), places=2)
    friend: Id | None = ref("sheet_test", default=None, label=Label("同伴", en="Friend"))
    area: str | None = field(default=None, label=Label("社区", en="Area"))


def code_list(name, label, **items):
    return Codes(
        name=name,
        label=Label(label, en=name),
        items=tuple(
            Code(value=value.strip("_"), label=Label(words[0], en=words[1]), aliases=tuple(words[2:]))
            for value, words in items.items()
        ),
        version="1",
        source="test",
        dated=date(2026, 1, 1),
    )


CODES = {
    "sex": code_list("sex", "性别", _1=("男", "male", "男性"), _2=("女", "female", "女性")),
    "people": code_list("people", "民族", _01=("汉族", "Han", "汉"), _11=("满族", "Manchu")),
    "needs": code_list("needs", "需求", food=("饮食", "food"), books=("图书", "books"), none=("无", "none")),
}
ASK = Ask(codes=CODES, areas={"柳荫社区": "530111004001", "北苑社区": "530111004002"})
TEXT_ONLY = Ask(codes=CODES, typed=False)


def value(name, cell, ask=ASK):
    reading = read_cell(Sample.__kind__.by_name[name], cell, ask)
    assert () == reading.problems
    return reading.value


def code(name, cell, ask=ASK):
    reading = read_cell(Sample.__kind__.by_name[name], cell, ask)
    assert reading.value is None
    (problem,) = reading.problems
    return problem.code


@pytest.mark.parametrize(
    "cell",
    [
        date(2012, 3, 4), datetime.fromisoformat("2012-03-04"), "2012-03-04", "2012/3/4", "2012.3.4", "20120304", 20120304, "2012年3月4日", "2012年3月4号",
        "２０１２年３月４日", " 2012 - 03 - 04 ", "2012-03-04 00:00:00", "2012．3．4",
    ],
)  # fmt: skip
def test_days_as_people_write_them(cell):
    """Every usual way to write a day is read as that day, without a remark."""
    reading = read_cell(Sample.__kind__.by_name["born"], cell, ASK)

    assert (date(2012, 3, 4), ()) == (reading.value, reading.notes)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2013-02-30", "sheet.no_such_day"), ("2013-13-01", "sheet.no_such_day"), ("20130230", "sheet.no_such_day"),
        ("12.3.4", "sheet.short_year"), ("12年3月4日", "sheet.short_year"), ("2012年3月", "sheet.no_day"), ("2012.3", "sheet.no_day"),
        (2012.3, "sheet.no_day"), ("农历三月初四", "sheet.lunar"), ("3/4/2012", "sheet.date"), ("去年", "sheet.date"), (7, "sheet.date"),
        (True, "sheet.date"), ("2012-03-04-05", "sheet.date"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell, expected):
    """A day that does not exist, half a year, half a date and another calendar are each told apart; none is guessed."""
    assert expected == code("born", cell)


def test_a_day_number_is_read_with_a_note():
    """A number in a date column is a day that lost its format; it is read, and said to be looked at."""
    reading = read_cell(Sample.__kind__.by_name["born"], 40972, ASK)

    assert date(2012, 3, 4) == reading.value
    assert ["sheet.day_number"] == [note.code for note in reading.notes]


def test_a_day_number_is_not_read_where_it_may_mean_another_day():
    """Not in a workbook that counts from 1904, and not in a text file, where nothing says that it is a number."""
    assert "sheet.day_number" == code("born", 40972, Ask(codes=CODES, epoch=1904))
    assert "sheet.date" == code("born", "40972", TEXT_ONLY)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]),
)
def test_every_day_is_read_back(day, form):
    """No day of two centuries is read as another."""
    assert day == value("born", form.format(day))


@pytest.mark.parametrize("cell", [990000201203041110, 9.90000201203041e17, "9.9E+17", "9.90000201203041E+17"])
def test_an_id_kept_as_a_number_is_refused(cell):
    """A spreadsheet keeps fifteen digits of a number: the ID is lost, and the remedy is to make the column text."""
    reading = read_cell(Sample.__kind__.by_name["resident_id"], cell, ASK)

    assert ["mangled"] == [problem.code for problem in reading.problems]
    assert "文本" in reading.problems[0].remedy.zh


@pytest.mark.parametrize(
    "cell",
    ["99000020120304111x", " 990000 20120304 111X ", "９９００００２０１２０３０４１１１Ｘ", "'99000020120304111X"],
)
def test_ids_are_written_alike(cell):
    """Width, spaces, case and the apostrophe of a text cell do not make another number."""
    assert "99000020120304111X" == value("resident_id", cell, TEXT_ONLY)


def test_a_phone_kept_as_a_number_is_whole():
    """Eleven digits survive being a number."""
    assert "13900000001" == value("phone", 13900000001)
    assert "13900000001" == value("phone", 13900000001.0)


def test_a_text_taken_for_a_date_is_refused():
    """Excel makes 3-1 of a class into the first of March; what was typed cannot be told any more."""
    assert "sheet.format" == code("note", date(2026, 3, 1))


@pytest.mark.parametrize("name", ["买买提·艾力", "𠮷田", "O'Brien", "null", "None", "=1+1", "张　三"])
def test_names_are_kept(name):
    """A name is a name, whatever it looks like; only padding goes."""
    assert name.replace("　", "") == value("name", name)


def test_an_apostrophe_of_a_text_file_goes():
    """Written before a formula or a number, it only said that the cell is text; in a workbook it is part of the text."""
    assert "=1+1" == value("note", "'=1+1", TEXT_ONLY)
    assert "'=1+1" == value("note", "'=1+1")
    assert "'Abd" == value("name", "'Abd", TEXT_ONLY)


@pytest.mark.parametrize("cell", ["无", "-", "/", "——", "暂无"])
def test_marks_for_nothing_are_read_as_blank_and_said(cell):
    """A dash where nothing is known is no value, and the preview says that it was read so."""
    for name in ("resident_id", "born", "sex", "visits", "note", "friend"):
        reading = read_cell(Sample.__kind__.by_name[name], cell, ASK)
        assert (None, (), ["sheet.blank"]) == (reading.value, reading.problems, [note.code for note in reading.notes])


def test_a_word_for_nothing_that_is_in_the_list_is_a_value():
    """无 may be one of the choices, or mean no."""
    assert ("none",) == value("needs", "无")
    assert value("left_behind", "无") is False


@pytest.mark.parametrize(
    ("cell", "expected"), [("男", "1"), ("1", "1"), (1, "1"), ("男性", "1"), ("MALE", "1"), (" 女 ", "2")]
)
def test_codes_by_value_label_and_alias(cell, expected):
    """A code is meant by whatever people call it."""
    assert expected == value("sex", cell)


def test_a_code_that_lost_its_zero_is_found():
    """01 typed into a cell becomes the number 1; as text, 1 is no code."""
    assert "01" == value("people", 1)
    assert "code" == code("people", "1")


def test_a_word_near_a_code_is_suggested_and_not_taken():
    """What may be meant is offered, ready to be put into the cell."""
    (problem,) = read_cell(Sample.__kind__.by_name["people"], "满族人", ASK).problems

    assert "满族" == problem.suggestion
    assert "满族人" not in problem.in_("zh") + problem.in_("en")


@pytest.mark.parametrize("cell", ["饮食、图书", "饮食,图书", "food；books", "饮食，图书，饮食"])
def test_several_codes_in_a_cell(cell):
    """They may be separated in any usual way; each counts once."""
    assert ("food", "books") == value("needs", cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("是", True), ("√", True), ("有", True), (True, True), ("Yes", True), (1, True), ("否", False), (0, False)],
)
def test_yes_and_no(cell, expected):
    """Yes and no in words, ticks and numbers."""
    assert value("left_behind", cell) is expected


def test_a_lone_x_is_neither_yes_nor_no():
    """It means no in one office and marks the box in another."""
    assert "type" == code("left_behind", "x")


def test_numbers():
    """Whole numbers and money, with separators and without the noise of binary fractions."""
    assert 3 == value("visits", 3.0)
    assert 1200 == value("visits", "1,200")
    assert Decimal("0.3") == value("money", 0.1 + 0.2)
    assert "type" == code("visits", 2.5)
    assert "type" == code("visits", "三次")
    assert "type" == code("money", True)
    assert "type" == code("money", "NaN")


def test_enums_references_and_moments():
    """A state by its name, another record by its key, a moment by the clock in China."""
    assert Level.HIGH is value("level", "HIGH")
    assert "enum" == code("level", "middling")
    assert Key(text="丁小满") == value("friend", "丁小满")
    assert datetime(2026, 9, 1, 0, 30, tzinfo=UTC) == value("seen", "2026/09/01 08:30")
    assert datetime(2026, 9, 1, 0, 30, tzinfo=UTC) == value("seen", datetime.fromisoformat("2026-09-01 08:30"))
    assert "type" == code("seen", "早上")


def test_areas_by_name_or_code():
    """A community is meant by its name or its code; one that does not exist is refused with the nearest name."""
    assert "530111004001" == value("area", "柳荫社区")
    assert "530111004002" == value("area", 530111004002)
    (problem,) = read_cell(Sample.__kind__.by_name["area"], "柳荫小区", ASK).problems
    assert ("sheet.area", "柳荫社区") == (problem.code, problem.suggestion)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", "丁小满"), ("born", date(2012, 3, 4)), ("sex", "2"), ("needs", ("food", "books")), ("left_behind", False),
        ("level", Level.LOW), ("visits", 3), ("money", Decimal("12.50")), ("seen", datetime(2026, 9, 1, 0, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_written_is_read_back(name, typed, lang):
    """A list that was exported can be imported."""
    cell = write_cell(Sample.__kind__.by_name[name], typed, CODES, lang)

    assert typed == value(name, str(cell) if isinstance(cell, Decimal) else cell)


@given(st.text() | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes())
def test_no_cell_breaks_the_reader(cell):
    """Whatever a cell holds, there is a reading or a problem, and no problem repeats it."""
    for each in Sample.__kind__.fields:
        reading = read_cell(each, cell, ASK)
        assert reading.value is None or not reading.problems


def test_a_placed_problem_names_the_heading():
    """People find a cell by its heading as much as by its address."""
    problem = CellProblem(
        at="名单!C7",
        heading="出生日期",
        said=Label("没有这一天", en="is no day"),
        remedy=Label("请核对", en="check it"),
    )

    assert "名单!C7 出生日期：没有这一天；请核对" == problem.in_("zh")
