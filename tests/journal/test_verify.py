"""How faults are told, and that one tampering anywhere in a chain of any length is found."""

from hypothesis import given
from hypothesis import strategies as st

from minorcare.journal import Anchor, chain_hash, genesis, verify_chain
from minorcare.journal.faults import SAYINGS, fault

OFFICE = "530111004"
CELLS = st.one_of(
    st.none(),
    st.integers(0, 2**63 - 1),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f\u2400")),
)


def chain(cells) -> list[tuple]:
    rows = [genesis(OFFICE, "2026-09-01T00:00:00.000Z").row()]
    for seq, one in enumerate(cells, 1):
        prev = rows[-1][14]
        columns = (
            OFFICE,
            seq,
            None,
            "2026-09-01T00:00:00.000Z",
            "wang",
            "web",
            None,
            "list",
            None,
            None,
            None,
            None,
            one,
        )
        rows.append((*columns, prev, chain_hash(columns, prev)))
    return rows


@given(st.lists(CELLS, max_size=8))
def test_an_honest_chain_has_no_faults(cells):
    """Whatever is written in a chain, it verifies as it was written."""
    assert [] == list(verify_chain(chain(cells)))


@given(st.lists(CELLS, min_size=1, max_size=8), st.data())
def test_any_other_cell_is_a_fault(cells, data):
    """Another value in any cell of any entry is found, with the head anchored: also one that is mended."""
    rows = chain(cells)
    anchor = Anchor(office=OFFICE, seq=len(cells), hash=rows[-1][14], at="2026-09-01T00:00:00.000Z")
    at = data.draw(st.integers(0, len(cells)))
    column = data.draw(st.integers(2, 14))
    other = data.draw(CELLS.filter(lambda cell: str(cell) != str(rows[at][column])))
    rows[at] = (*rows[at][:column], other, *rows[at][column + 1 :])

    assert [] != list(verify_chain(rows, [anchor]))


@given(st.permutations(range(6)))
def test_any_other_order_is_a_fault(order):
    """Entries in any order but their own are found."""
    rows = chain("abcde")

    assert (list(range(6)) == order) == ([] == list(verify_chain([rows[i] for i in order])))


def test_one_tampering_does_not_hide_the_next():
    """The walk goes on behind a fault and names the next one."""
    rows = chain("abcdefgh")
    rows[2] = (*rows[2][:4], "li", *rows[2][5:])
    del rows[4]
    rows[6] = (*rows[6][:4], "li", *rows[6][5:])

    assert [("changed", 2), ("removed", 4), ("changed", 7)] == [(f.code, f.seq) for f in verify_chain(rows)]


def test_an_entry_repeated_is_a_fault():
    """A store that hands out an entry twice is not believed."""
    rows = chain("abc")

    assert ["repeated"] == [f.code for f in verify_chain([*rows[:3], rows[2], *rows[3:]])]


def test_faults_are_said_in_both_languages():
    """Every fault has a full sentence in Chinese and in English, and no hole is left in either."""
    numbers = {"last": 9, "anchored": 12, "end": 8, "version": 3}

    for code in SAYINGS:
        told = fault(code, OFFICE, 7, "minor", "a", **numbers)
        assert told.said.en
        assert "{" not in told.said.zh + told.said.en


def test_a_fault_names_the_record():
    """An auditor is told which entry and which record, and no value."""
    rows = chain("ab")
    rows[1] = (*rows[1][:8], "minor", "id-1", *rows[1][10:])

    (told,) = verify_chain(rows)

    assert (OFFICE, 1, "minor", "id-1") == (told.office, told.seq, told.kind, told.id)
    assert "日志第 1 条被改动过：内容与它自己的校验值不符" == told.said.zh
