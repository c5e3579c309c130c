"""Telephone numbers: one stored form, errors with a remedy of their own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.kinds import phone
from minorcare.kinds.phone import examine, last_four, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 138 0013 8000", "13800138000"),
        ("１３８ 0013 8000", "13800138000"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("'13800138000", "13800138000"),
        ("（0871）6331 2345", "087163312345"),
        ("0871-63312345转801", "087163312345-801"),
        ("0871-63312345-801", "087163312345-801"),
        ("010-12345678", "01012345678"),
        ("400-812-3456", "4008123456"),
        ("12355", "12355"),
        ("110", "110"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_a_number_has_one_stored_form(text, expected):
    """However a number is typed, it is stored in one form, which reads back as itself."""
    assert expected == normalise(text)
    assert expected == normalise(expected)
    assert () == examine(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("63312345", "no_area_code"),
        ("13800138000/13900139000", "several"),
        ("13800138000 13900139000", "several"),
        ("13800138000、087163312345", "several"),
        ("1.38E+10", "mangled"),
        ("13800138000.0", "mangled"),
        ("1380013800", "invalid"),
        ("13800138000x", "invalid"),
        ("无", "invalid"),
        ("", "invalid"),
    ],
)
def test_what_is_wrong_is_told_apart(text, code):
    """Each common mistake has its own remedy."""
    assert [code] == [problem.code for problem in examine(text)]


AREA_CODES = ("10", *(f"2{last}" for last in range(10)), *map(str, range(300, 1000)))


@settings(deadline=None)  # the first example loads a table
@given(
    st.from_regex("1[0-9]{10}", fullmatch=True)
    | st.builds("0{}{}".format, st.sampled_from(AREA_CODES), st.from_regex("[0-9]{5,8}", fullmatch=True))
    | st.from_regex("[0-9]{3,13}", fullmatch=True)
)
def test_the_short_way_gives_the_same_number(text):
    """A number that is known by its form alone is one that phonenumbers, asked in full, writes the same way."""
    if phone._everyday().fullmatch(text):
        assert text == phone._parsed(text)


@settings(deadline=None)  # the first example loads a table
@given(st.text(st.sampled_from("0123456789+-/ .E"), max_size=24) | st.text())
def test_no_message_repeats_the_number(text):
    """Nothing typed raises, and no message holds five of its characters in a row."""
    for problem in examine(text, at="members[0].phone"):
        said = f"{problem.said.zh} {problem.said.en} {problem.remedy.zh} {problem.remedy.en}"
        assert problem.at == "members[0].phone"
        assert not any(text[i : i + 5] in said for i in range(len(text) - 4) if text[i : i + 5].isdigit())


def test_only_four_digits_are_shown():
    """The hint is the last four digits, without the extension; a service number is public."""
    assert ["…8000", "…2345", "12355"] == [last_four(n) for n in ("138 0013 8000", "0871-63312345-801", "12355")]
