"""Resident ID numbers: what is an error, what is a warning, and what is never said."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from minorcare.kinds.codelists import load_codes
from minorcare.kinds.resident_id import birth_of, checksum, examine, last_four, normalise, sex_of, upgrade15

FEMALE_1949 = "11010519491231002X"  # the example in GB 11643-1999
MALE_1880 = "440524188001010014"  # likewise

BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def made(area="530111", birth=date(2012, 5, 1), sequence=123):
    first17 = f"{area}{birth:%Y%m%d}{sequence:03}"
    return first17 + checksum(first17)


NUMBERS = st.builds(made, birth=BIRTHS, sequence=st.integers(1, 999).filter(lambda n: n % 100))


def codes_of(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize("number", [FEMALE_1949, MALE_1880])
def test_the_examples_of_the_standard_pass(number):
    """The two numbers printed in the standard have no errors and no warnings."""
    assert ((), ()) == examine(number)


def test_odd_is_male():
    """The seventeenth digit tells the sex: odd is 1 male, even is 2 female, as in GB/T 2261.1."""
    sex = next(codes for codes in load_codes() if codes.name == "sex")

    assert ("2", "1") == (sex_of(FEMALE_1949), sex_of(MALE_1880))
    assert ("男", "Male") == (sex.get("1").label.zh, sex.get("1").label.en)
    assert ("女", "Female") == (sex.get("2").label.zh, sex.get("2").label.en)


@settings(deadline=None)  # the first example loads a table
@given(NUMBERS)
def test_the_check_character_is_the_one_of_stdnum(number):
    """Our check character equals that of python-stdnum."""
    assert ric.calc_check_digit(number) == number[-1]


@settings(deadline=None)  # the first example loads a table
@given(BIRTHS, st.integers(1, 999).filter(lambda n: n % 100))
def test_a_sound_number_passes_with_its_birth_and_sex(birth, sequence):
    """A number agrees with the birth and sex it was made of, however it is typed."""
    number = made(birth=birth, sequence=sequence)
    sex = "1" if sequence % 2 else "2"

    assert (birth, sex) == (birth_of(number), sex_of(number))
    for typed in (
        number,
        number.lower(),
        f" '{number[:6]} {number[6:14]}-{number[14:]}\u3000",
        number.translate({48 + n: 0xFF10 + n for n in range(10)}),
    ):
        assert number == normalise(typed)
        assert ((), ()) == examine(typed, birth_date=birth, sex=sex)


@settings(deadline=None)  # the first example loads a table
@given(NUMBERS, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number, place, by):
    """Any single wrong digit is an error."""
    digit = "0123456789X".index(number[place])
    wrong = number[:place] + str((digit + by) % 10) + number[place + 1 :]

    assert wrong == number or examine(wrong)[0]


@settings(deadline=None)  # the first example loads a table
@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_exchanged_never_pass(number, place):
    """Two neighbouring digits exchanged are an error."""
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert swapped == number or examine(swapped)[0]


def test_an_impossible_date_is_an_error():
    """30 February and the year 1700 are no dates of birth, even where the check character fits."""
    for digits in ("20120230", "17000101", "20121301"):
        first17 = f"530111{digits}123"

        assert ["impossible_date"] == codes_of(examine(first17 + checksum(first17))[0])


@pytest.mark.parametrize(
    "text",
    [
        "5.3011E+17",
        "5.30111201205014e+17",
        "530111201205012000.0",
        "530111201205013000",
        "530111201205010000",
        "530111201205012E3",
    ],
)
def test_a_number_that_a_spreadsheet_rounded_is_told_apart(text):
    """A float-mangled number gets its own error, with the remedy of the text format."""
    errors, warnings = examine(text)

    assert ["mangled"] == codes_of(errors)
    assert () == warnings
    assert "text" in errors[0].remedy.in_("en")


def test_a_rounded_number_that_fits_is_a_warning():
    """One rounded number in eleven passes the check; it may be real, so it is only a warning."""
    fitting = next(
        n for m in range(1, 13) for d in range(1, 10) if (n := f"5301112012{m:02}01{d}000") and checksum(n[:17]) == "0"
    )

    assert ((), ["perhaps_mangled"]) == (examine(fitting)[0], codes_of(examine(fitting)[1]))


def test_an_old_number_is_told_its_successor_by_four_characters():
    """A number of fifteen digits is an error that shows only the last four characters of the new one."""
    errors, _ = examine("110105491231002")

    assert FEMALE_1949 == upgrade15("110105491231002")
    assert ["old_number"] == codes_of(errors)
    assert "…002X" in errors[0].remedy.zh
    assert "…002X" in errors[0].remedy.en


@pytest.mark.parametrize(
    "area", ["530111", "810000", "820000", "830000", "330113", "330114", "133100", "440311", "659012", "911530"]
)
def test_newer_areas_and_residence_permits_pass(area):
    """Residence permits, permanent residence cards and areas that python-stdnum does not know pass without a warning."""
    assert ((), ()) == examine(made(area=area))


def test_an_unknown_area_is_a_warning():
    """An area no table knows warns and does not refuse."""
    errors, warnings = examine(made(area="539999"))

    assert () == errors
    assert ["unknown_area"] == codes_of(warnings)


def test_contradictions_name_both_fields():
    """A birth date or sex that contradicts the number is an error that names both fields."""
    errors, _ = examine(made(), birth_date=date(2012, 5, 2), sex="2")

    assert ["birth_date_differs", "sex_differs"] == codes_of(errors)
    assert all("resident_id" in p.said.zh and "resident_id" in p.said.en for p in errors)
    assert "birth_date" in errors[0].said.zh
    assert "sex" in errors[1].said.zh


@pytest.mark.parametrize("sex", ["0", "9", None])
def test_an_unknown_sex_contradicts_nothing(sex):
    """Sex unknown, not stated or absent goes with every number."""
    assert () == examine(made(), sex=sex)[0]


@pytest.mark.parametrize(
    "text", ["", "53011120120501123", "5301112012050112345", "G301112012050112345", "没有", "²30111201205011234"]
)
def test_anything_else_has_the_wrong_length(text):
    """What is no number of 18 characters is refused, without an exception."""
    assert ["length"] == codes_of(examine(text)[0])
    assert (None, None) == (birth_of(text), sex_of(text))


@settings(deadline=None)  # the first example loads a table
@given(st.text(st.sampled_from("0123456789Xx.E+ "), max_size=20) | NUMBERS | st.text())
def test_no_message_repeats_the_number(text):
    """No message holds five characters of the number in a row, and every one has both languages and an address."""
    number = normalise(text)
    errors, warnings = examine(text, birth_date=date(2000, 1, 1), sex="1", at="members[0].resident_id")

    for problem in (*errors, *warnings):
        said = f"{problem.said.zh} {problem.said.en} {problem.remedy.zh} {problem.remedy.en}"
        assert problem.at == "members[0].resident_id"
        assert not any(number[i : i + 5] in said for i in range(len(number) - 4) if number[i : i + 5].isdigit())


def test_only_four_characters_are_shown():
    """The hint of a number is its last four characters."""
    assert "…002X" == last_four(" 11010519491231002x")


def test_a_check_character_needs_seventeen_digits():
    """Anything but seventeen digits raises ValueError, as an old number must have fifteen."""
    with pytest.raises(ValueError, match="seventeen"):
        checksum("123")
    with pytest.raises(ValueError, match="fifteen"):
        upgrade15(FEMALE_1949)
