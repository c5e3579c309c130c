"""Hygiene of text: the invisible goes, the impossible is refused, names stay as they are."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minorcare.declare.text import clean, faults, halfwidth

ODD = st.text(
    st.sampled_from(
        "张三ae\u0301 \n\t\r·・•\u200b\u200c\u200d\u200e\u202a\u2069\ufeffﭐمེ👨👧️❤🏽\uf900豈\U0002f800\u3000"
    )
)


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "𠀀𪚥",  # extension B
        "\U0002ebf0三",  # extension I, newer than Python 3.11's tables
        "王\ue863",  # a private-use character of an old input method
        "\uf9d1\ufa0e",  # compatibility ideographs, which NFC would replace
        "\U0002f801",
        "阿卜杜·热合曼",
        "㛃",
        "〇〇",
        "Zoë Müller",
        "葛\U000e0100城",  # a variation selector chooses between two shapes
        "بۇۋى",
        "མེ་ཏོག",
        "ᠮᠣᠩᠭᠣᠯ",
    ],
)
def test_real_names_pass_unchanged(name):
    """No real name is altered or refused, however rare its characters."""
    assert name == clean(name)
    assert () == faults(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeff张三", "张三"),
        ("张\u200b三\u2060", "张三"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("\u2066张\u2069三\u200e", "张三"),
        (" \u3000张三\u00a0\n", "张三"),
        ("张  三", "张  三"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("Zoe\u0308", "Zoë"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("• 一\n• 二", "• 一\n• 二"),
        ("リ・ム", "リ・ム"),
        ("豈e\u0301", "豈é"),
    ],
)
def test_what_cannot_be_seen_goes(text, expected):
    """BOM, zero-width, bidi controls and outer space go; line ends, composition and the middle dot are made alike."""
    assert expected == clean(text)


@pytest.mark.parametrize("text", ["👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "مى\u200cخ", "ཀ\u200dབ"])
def test_joiners_stay_where_they_shape_what_is_read(text):
    """A joiner between emoji, and joiners after Arabic or Tibetan letters, stay."""
    assert text == clean(text)


@pytest.mark.parametrize("text", ["张\u200d三", "a\u200cb", "👨\u200d张", "\u200d张"])
def test_joiners_go_elsewhere(text):
    """Between other characters a joiner only makes equal names unequal, and goes."""
    assert text.replace("\u200d", "").replace("\u200c", "") == clean(text)


@given(st.text() | ODD)
@example("\u200d\u200c\u200d")
def test_cleaning_twice_changes_nothing_more(text):
    """Cleaning is idempotent."""
    assert clean(text) == clean(clean(text))


@given(st.text(st.characters(min_codepoint=0x3400, exclude_categories=["Cc", "Cf", "Cs", "Zs"]), max_size=8))
def test_nothing_but_composition_changes_letters(text):
    """Outside of composition and dots, cleaning leaves letters alone: the compatibility form of a name is the same before and after."""
    if not any(char in "・･" for char in text):
        assert unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", clean(text))


@pytest.mark.parametrize("char", ["\x00", "\x1f", "\x07", "\x0b", "\x7f", "\x85", "\ud800", "\ufffe", "\U0010ffff"])
def test_the_impossible_is_refused(char):
    """Control characters, halves of characters, non-characters and traces of loss are refused, at the ends of a text too."""
    for text in (f"张{char}三", char, f"张三{char}"):
        assert 1 == len(faults(clean(text)))


def test_every_fault_is_named_with_a_remedy():
    """All faults come at once, in both languages, naming the code points and not the text."""
    found = faults("机密\x00\x1f\ufffd")

    assert 2 == len(found)
    assert "U+0000, U+001F" in found[0][0].zh
    assert all(label.en and "机密" not in label.zh + label.en for pair in found for label in pair)


def test_traces_of_a_lost_character_are_refused():
    """U+FFFD says that a file was read in the wrong encoding: the name must be entered again."""
    assert "UTF-8" in faults("张\ufffd")[0][1].zh


def test_line_feeds_and_tabs_are_text():
    """A note may have lines and tabs."""
    assert () == faults("一\n\t二")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_what_utf8_can_hold_is_not_refused(text):
    """Nothing but controls, non-characters and U+FFFD is refused."""
    assert "\ufffd" in text or () == faults(text)


def test_full_width_letters_and_digits_become_ordinary():
    """Digits and letters are made ordinary; Chinese punctuation is not."""
    assert "530X（甲），Az" == halfwidth("５３０Ｘ（甲），Ａｚ")


def test_the_range_of_python_is_covered():
    """The last code point of every plane is refused, up to the last there is."""
    assert all(faults(chr(plane << 16 | 0xFFFF)) for plane in range((sys.maxunicode >> 16) + 1))
