"""The line in which the head of a chain is kept elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.errors import Invalid
from minorcare.journal import Anchor

ANCHORS = st.builds(
    Anchor,
    office=st.from_regex(r"[0-9]{9}", fullmatch=True),
    seq=st.integers(0, 2**62),
    hash=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    at=st.just("2026-09-01T00:00:00.000Z"),
    signature=st.none() | st.from_regex(r"ed25519:[0-9a-f]{8}:[A-Za-z0-9_-]{86}", fullmatch=True),
)
GOOD = f"minorcare-anchor-1 530111004 12 {'ab' * 32} 2026-09-01T00:00:00.000Z"


@given(ANCHORS)
def test_an_anchor_is_one_line(anchor):
    """An anchor is one line of ASCII, and that line is the anchor, however it was wrapped on paper."""
    line = str(anchor)

    assert line.isascii()
    assert anchor == Anchor.parse(line)
    assert anchor == Anchor.parse(f"\n {line.replace(' ', '  ')}\r\n")


def test_the_signature_is_over_the_rest_of_the_line():
    """What is signed is the line itself, so that it can be checked with any program."""
    assert GOOD.encode() == Anchor.parse(GOOD).signed("ed25519:1:2").statement()
    assert f"{GOOD} ed25519:1:2" == str(Anchor.parse(GOOD).signed("ed25519:1:2"))


@pytest.mark.parametrize(
    "line", ["", "  ", "anchor", GOOD.replace("-1 ", "-2 "), GOOD + " a:b:c d", GOOD.rsplit(" ", 1)[0]]
)
def test_what_is_no_anchor_is_said_so(line):
    """A line that is none at all is refused with what to do."""
    with pytest.raises(Invalid) as caught:
        Anchor.parse(line)

    assert ["anchor"] == [problem.at for problem in caught.value.problems]
    assert "请完整照抄" in caught.value.in_("zh")


def test_every_wrong_part_is_named():
    """All that is wrong with a line is said at once, by its part."""
    with pytest.raises(Invalid) as caught:
        Anchor.parse(f"minorcare-anchor-1 5301 -3 {'AB' * 32} yesterday sig")

    assert [f"anchor.{part}" for part in ("office", "seq", "hash", "at", "signature")] == [
        p.at for p in caught.value.problems
    ]
