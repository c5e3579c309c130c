"""What is hashed for an entry and for a version, and how a value is written."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.journal import COLUMNS, Entry, canonical, chain_hash, digest, genesis, preimage

COLUMNS_OF_ONE = (
    "530111004",
    7,
    None,
    "2026-09-01T00:00:00.000Z",
    "wang",
    "web",
    "visit",
    "get",
    "minor",
    "a",
    3,
    None,
    "{}",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


def test_the_preimage_is_the_columns_as_text():
    """Columns stand as text joined by U+001F, numbers in decimal, an empty cell as U+2400."""
    expected = "530111004|7|␀|2026-09-01T00:00:00.000Z|wang|web|visit|get|minor|a|3|␀|{}|0".replace("|", "\x1f")

    assert expected.encode() == preimage((*COLUMNS_OF_ONE, "0"))
    assert hashlib.sha256(expected.encode()).hexdigest() == chain_hash(COLUMNS_OF_ONE, "0")


@pytest.mark.parametrize("bad", ["a\x1fb", "\u2400"])
def test_the_journals_own_signs_are_refused_in_a_value(bad):
    """A cell that would blur where it ends, or pass for an empty one, is refused by the name of its column."""
    columns = (*COLUMNS_OF_ONE[:4], bad, *COLUMNS_OF_ONE[5:])

    with pytest.raises(ValueError, match=r"^actor: holds") as caught:
        chain_hash(columns, "0")

    assert bad not in str(caught.value)


def test_a_row_of_another_length_is_refused():
    """An entry has all its columns, or no hash."""
    with pytest.raises(ValueError, match="13 columns"):
        chain_hash(COLUMNS_OF_ONE[:12], "0")


def test_an_entry_is_its_row():
    """An entry can be taken from its row and given back as one."""
    row = (*COLUMNS_OF_ONE, "0", chain_hash(COLUMNS_OF_ONE, "0"))

    assert row == Entry.from_row(row).row()
    assert ("office", "seq", "prev", "hash") == (*COLUMNS[:2], *COLUMNS[13:])


def test_a_chain_begins_by_naming_its_algorithm():
    """The first entry is number 0, follows nothing, and says how the chain is hashed."""
    first = genesis("530111004", "2026-09-01T00:00:00.000Z")

    assert (0, "genesis", "0", '{"algorithm":"sha256"}') == (first.seq, first.action, first.prev, first.detail)
    assert chain_hash(first.row()[:13], "0") == first.hash


def test_a_digest_covers_salt_and_body():
    """A version's digest is over salt, separator and body, so that one cannot pass for the other."""
    assert hashlib.sha256(b"00ff\x1f{}").hexdigest() == digest("00ff", b"{}")


@given(PLAIN)
def test_a_value_has_one_text(value):
    """What is written reads back the same, and the order in which keys were put does not show."""
    assert value == json.loads(canonical(value))
    if isinstance(value, dict):
        assert canonical(value) == canonical(dict(reversed(value.items())))


def test_keys_are_sorted_and_nothing_is_added():
    """Bodies hold no blanks, and Chinese as it is."""
    assert '{"a":[1,true],"b":"张"}'.encode() == canonical({"b": "张", "a": (1, True)})


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"height": 1.5}, "height: float"),
        ({"a": [{"b": 2.0}]}, r"a\[0\]\.b: float"),
        ({"school": None}, "school: null"),
        ({"a": [None]}, r"a\[0\]: null"),
        ({"a": b"x"}, "a: bytes"),
        (float("nan"), "value: float"),
        ({"a": "\ud800"}, "cannot be written"),
        ({"a": 2**70}, "cannot be written"),
        ({1: "a"}, "cannot be written"),
    ],
)
def test_what_has_no_written_form_is_refused(value, place):
    """Floats, nulls and whatever JSON cannot hold exactly are refused, by place."""
    with pytest.raises(ValueError, match=f"^{place}"):
        canonical(value)
