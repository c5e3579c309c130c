"""File numbers as text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.journal import pack, unpack

NUMBERS = st.lists(st.integers(0, 2**40))


@given(NUMBERS)
def test_numbers_come_back(numbers):
    """Every number comes back once, in ascending order."""
    assert tuple(sorted(set(numbers))) == unpack(pack(numbers))


@given(NUMBERS)
def test_the_text_is_safe_and_one(numbers):
    """The text needs no escaping in JSON or a URL, and a set of numbers has only one."""
    assert re.fullmatch(r"[A-Za-z0-9_-]*", pack(numbers))
    assert pack(numbers) == pack(reversed(numbers + numbers))


@given(st.text("ABCDEabcde0189_-=+/ é", max_size=12))
def test_no_other_text_is_read(text):
    """A text either is what pack writes, to the letter, or is refused."""
    try:
        numbers = unpack(text)
    except ValueError:
        return
    assert text == pack(numbers)


@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=500))
def test_a_street_needs_few_letters_a_child(numbers):
    """Below thirty thousand files, no child takes more than four letters, whichever are listed."""
    assert len(pack(numbers)) <= 4 * len(numbers)


def test_fifty_neighbours_are_short():
    """A page of fifty children in a row of files takes about a letter and a third each."""
    assert 67 == len(pack(range(1000, 1050))) - 1


def test_a_negative_number_is_refused():
    """A file number counts from nought."""
    with pytest.raises(ValueError, match="never negative"):
        pack([3, -1])


@pytest.mark.parametrize("text", ["gA", "gAA", "AQA", "A", "AB", "AQ==", "A Q", "+A", "张"])
def test_damaged_text_is_refused(text):
    """Text cut off, padded, repeated or written longer than need be is no list of numbers."""
    with pytest.raises(ValueError, match=r"^packed file numbers"):
        unpack(text)
