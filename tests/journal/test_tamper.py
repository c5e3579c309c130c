"""What an intruder does to the file, and that both verifiers say so: ours, and the example that shares no code with it."""

import pytest

from minorcare.journal import chain_hash

STREET = "530111004"


def test_an_untouched_file_is_sound(book):
    """Nothing is found where nothing was done, and every anchor holds."""
    anchors = [book.anchor(STREET), book.anchor("530111005")]

    assert [] == book.found(*anchors)
    code, said = book.example(*anchors)
    assert 0 == code
    assert "10 个版本" in said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("batch", "b2"),
        ("batch", None),
        ("at", "2026-09-01T08:00:03.001Z"),
        ("at", None),
        ("actor", "li"),
        ("via", "cli"),
        ("purpose", "audit"),
        ("purpose", "\u2400"),
        ("action", "create"),
        ("kind", "household"),
        ("id", "b"),
        ("id", None),
        ("version", 3),
        ("version", None),
        ("digest", "0" * 64),
        ("digest", None),
        ("detail", '{"n":2}'),
        ("detail", '{"n": 1}'),
        ("prev", "0" * 64),
        ("hash", "0" * 64),
    ],
)
@pytest.mark.parametrize("seq", [4, 7])
def test_a_changed_cell_is_found(book, column, value, seq):
    """Any cell of an entry, changed, gives that entry away: in the middle and near the end."""
    book.tamper(f"UPDATE journal SET {column} = ? WHERE office = ? AND seq = ?", value, STREET, seq)

    assert ("changed", STREET, seq) in book.found()
    code, said = book.example()
    assert 1 == code
    assert f": {STREET} {seq} " in said


@pytest.mark.parametrize("column", ["batch", "purpose", "detail"])
def test_an_empty_cell_is_not_the_mark_for_one(book, column):
    """The sign that stands for an empty cell in the preimage does not pass for one in the table."""
    book.tamper("UPDATE journal SET batch = NULL, purpose = NULL, detail = NULL WHERE office = ? AND seq = 8", STREET)
    book.mend(STREET)
    assert [] == book.found()

    book.tamper(f"UPDATE journal SET {column} = ? WHERE office = ? AND seq = 8", "\u2400", STREET)

    assert [("changed", STREET, 8)] == book.found()
    assert 1 == book.example()[0]


def test_text_moved_over_a_separator_is_found(book):
    """Moving the end of one cell to the start of the next does not give the same preimage."""
    book.tamper("UPDATE journal SET actor = 'wang' || char(31) || 'web', via = '' WHERE office = ? AND seq = 3", STREET)

    assert [("changed", STREET, 3)] == book.found()
    assert 1 == book.example()[0]


@pytest.mark.parametrize("seq", [0, 3, 5])
def test_a_removed_entry_is_found(book, seq):
    """The first entry or one in the middle, deleted, leaves a gap that is named."""
    book.tamper("DELETE FROM journal WHERE office = ? AND seq = ?", STREET, seq)

    assert [("removed", STREET, seq)] == book.found()
    code, said = book.example()
    assert 1 == code
    assert f": {STREET} {seq + 1} " in said


def test_a_removed_entry_that_wrote_is_found_twice(book):
    """A deleted entry is missed by the chain, and by the version it vouched for."""
    book.tamper("DELETE FROM journal WHERE office = ? AND seq = 4", STREET)

    assert [("removed", STREET, 4), ("unvouched", STREET, 4)] == book.found()


def test_a_removed_read_at_the_end_is_found_by_an_anchor_only(book):
    """A chain cannot show that its end was cut off; whoever kept an anchor can."""
    anchor = book.anchor(STREET)
    book.tamper("DELETE FROM journal WHERE office = ? AND seq = 8", STREET)

    assert [] == book.found()
    assert 0 == book.example()[0]
    assert [("cut", STREET, 8)] == book.found(anchor)
    code, said = book.example(anchor)
    assert 1 == code
    assert "末尾被截去" in said


def test_a_removed_write_at_the_end_is_found_by_its_version(book):
    """Cutting off an entry that wrote leaves a version that nothing vouches for."""
    book.tamper("DELETE FROM journal WHERE office = ? AND seq >= 7", STREET)

    assert [("unvouched", STREET, 7)] == book.found()
    assert 1 == book.example()[0]


def test_a_whole_journal_that_is_gone_is_found_by_an_anchor(book):
    """A street whose journal and versions were deleted is missed by its anchor."""
    anchor = book.anchor(STREET)
    book.tamper("DELETE FROM journal WHERE office = ?", STREET)
    book.tamper("DELETE FROM version WHERE office = ?", STREET)

    assert [] == book.found()
    assert [("gone", STREET, 0)] == book.found(anchor)
    assert 1 == book.example(anchor)[0]


def test_swapped_entries_are_found(book):
    """Two entries that change places are both named, and the honest ones around them are not."""
    book.tamper("UPDATE journal SET seq = 99 WHERE office = ? AND seq = 3", STREET)
    book.tamper("UPDATE journal SET seq = 3 WHERE office = ? AND seq = 5", STREET)
    book.tamper("UPDATE journal SET seq = 5 WHERE office = ? AND seq = 99", STREET)

    assert [("changed", STREET, 3), ("changed", STREET, 5)] == book.found()
    assert 1 == book.example()[0]


def test_a_replayed_entry_is_found(book):
    """An old entry, copied to the end as it stands, is not taken for a new one."""
    copied = "office, 9, batch, at, actor, via, purpose, action, kind, id, version, digest, detail, prev, hash"
    book.tamper(f"INSERT INTO journal SELECT {copied} FROM journal WHERE office = ? AND seq = 4", STREET)

    assert ("changed", STREET, 9) in book.found()
    assert 1 == book.example()[0]


def test_a_replayed_write_is_found_however_well_it_is_hashed(book):
    """A write entry appended a second time, hashed properly, lacks its version."""
    (told,) = book.db.execute("SELECT digest FROM journal WHERE office = ? AND seq = 4", (STREET,)).fetchone()
    book.note(STREET, "change", "minor", "a", version=2, digest=told)

    assert [("lost", STREET, 9)] == book.found()
    assert 1 == book.example()[0]


def test_an_entry_dated_back_is_found(book):
    """An entry that claims an earlier hour than the one ahead of it is named, however well it is hashed."""
    book.note(STREET, "get", "minor", "a", at="2026-08-01T00:00:00.000Z")

    assert [("time", STREET, 9)] == book.found()
    assert 1 == book.example()[0]


def test_a_changed_entry_with_a_mended_hash_is_found(book):
    """An entry changed and hashed anew is not the one that the next entry names; the changed one is blamed."""
    row = list(book.db.execute("SELECT * FROM journal WHERE office = ? AND seq = 5", (STREET,)).fetchone())
    book.tamper("DELETE FROM journal WHERE office = ? AND seq = 5", STREET)
    row[4] = "li"
    book.add((*row[:14], chain_hash(tuple(row[:13]), row[13])))

    assert [("replaced", STREET, 5)] == book.found()
    assert 1 == book.example()[0]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal WHERE office = ? AND seq = 3",
        "UPDATE journal SET actor = 'li' WHERE office = ? AND seq = 3",
        "UPDATE journal SET at = '2026-09-01T00:00:00.001Z' WHERE office = ? AND seq = 1",
    ],
)
def test_a_mended_chain_is_found_by_an_anchor_only(book, sql):
    """A chain made anew from the tampered entry on looks sound, but does not run through the anchor."""
    anchor = book.anchor(STREET)
    book.tamper(sql, STREET)
    book.mend(STREET)
    book.note(STREET, "sign_in")

    assert [] == book.found()
    assert 0 == book.example()[0]
    assert [("anchor", STREET, 8)] == book.found(anchor)
    assert 1 == book.example(anchor)[0]


def test_a_chain_that_grew_still_runs_through_its_anchors(book):
    """Anchors of any age hold while nothing but new entries was written."""
    anchors = [book.anchor(STREET)]
    book.note(STREET, "sign_in")
    anchors.append(book.anchor(STREET))
    book.note(STREET, "sign_out")

    assert [] == book.found(*anchors)
    assert 0 == book.example(*anchors)[0]


def test_a_wrong_beginning_is_found(book):
    """A chain that was cut at its start and mended does not begin with its foundation."""
    book.tamper("DELETE FROM journal WHERE office = ? AND seq = 0", STREET)
    book.mend(STREET)

    assert [("genesis", STREET, 0)] == book.found()
    assert 1 == book.example()[0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("""body = '{"name":"张小明","school":"四小"}'""", "body"),
        ("""body = '{"name": "张小明","school":"二小"}'""", "body"),
        ("body = NULL", "body"),
        ("salt = '00'", "body"),
        ("salt = NULL", "body"),
        ("salt = NULL, body = NULL", "body"),
        ("void = 1", "void"),
        ("until = 5", "order"),
        ("until = 9223372036854775807", "order"),
        ("seq = 5", "unvouched"),
        ("id = 'c'", "unvouched"),
        ("kind = 'household'", "unvouched"),
        ("version = 9", "unvouched"),
        ("office = '530111006'", "unvouched"),
    ],
)
def test_a_changed_version_is_found(book, change, fault):
    """Any cell of a version, changed, is seen: by its digest, its entry or its neighbours."""
    book.tamper(f"UPDATE version SET {change} WHERE office = ? AND id = 'a' AND version = 2", STREET)

    assert fault in [code for code, _, _ in book.found()]
    assert 1 == book.example()[0]


@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_removed_version_is_found(book, version):
    """The first, a middle or the last version of a record, deleted, is missed by the entry that wrote it."""
    seq = {1: 1, 2: 4, 4: 7}[version]
    book.tamper("DELETE FROM version WHERE office = ? AND id = 'a' AND version = ?", STREET, version)

    assert ("lost", STREET, seq) in book.found()
    assert 1 == book.example()[0]


def test_a_version_rolled_back_is_found(book):
    """Making the last version but one current again does not go unseen."""
    book.tamper("DELETE FROM version WHERE office = ? AND id = 'a' AND version = 4", STREET)
    book.tamper("UPDATE version SET until = 9223372036854775807 WHERE office = ? AND id = 'a' AND version = 3", STREET)

    assert [("lost", STREET, 7)] == book.found()
    assert 1 == book.example()[0]


def test_bodies_exchanged_between_children_are_found(book):
    """Two children's bodies and salts, exchanged, do not match the digests of either."""
    (one, two) = book.db.execute(
        "SELECT salt, body FROM version WHERE office = ? AND version = 1 ORDER BY id", (STREET,)
    ).fetchall()
    book.tamper("UPDATE version SET salt = ?, body = ? WHERE office = ? AND id = 'a' AND version = 1", *two, STREET)
    book.tamper("UPDATE version SET salt = ?, body = ? WHERE office = ? AND id = 'b' AND version = 1", *one, STREET)

    assert [("body", STREET, 1), ("body", STREET, 2)] == book.found()
    assert 1 == book.example()[0]


@pytest.mark.parametrize("action", ["erase", "seal"])
@pytest.mark.parametrize(
    "sql", ["DELETE FROM version WHERE id = 'a'", "UPDATE version SET salt = NULL, body = NULL WHERE id = 'a'"]
)
def test_an_erased_or_sealed_record_leaves_the_chain_whole(book, action, sql):
    """A record that was lawfully taken away is no fault, whether its rows went or were emptied."""
    for office in (STREET, "530111005"):
        book.note(office, action, "minor", "a")
    book.tamper(sql)

    assert [] == book.found()
    assert 0 == book.example()[0]


def test_an_erased_record_whose_body_stayed_is_found(book):
    """An erasure that did not reach every version is named."""
    book.note(STREET, "erase", "minor", "a")
    book.tamper("UPDATE version SET salt = NULL, body = NULL WHERE office = ? AND id = 'a' AND version < 4", STREET)

    assert [("left", STREET, 7)] == book.found()
    assert 1 == book.example()[0]


def test_an_entry_of_the_vault_needs_no_version(book):
    """What the vault keeps has a digest in the journal, and no version outside the vault."""
    book.note(STREET, "create", "vault", "v1", version=1, digest="0" * 64)

    assert [] == book.found()
    assert 0 == book.example()[0]


def test_text_that_is_no_text_is_found(book):
    """Bytes that are no UTF-8 do not stop the verifier from naming the entry."""
    book.tamper("UPDATE journal SET actor = CAST(x'77ff' AS TEXT) WHERE office = ? AND seq = 5", STREET)
    book.db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")

    assert [("changed", STREET, 5)] == book.found()
    code, said = book.example()
    assert 1 == code
    assert f": {STREET} 5 " in said


def test_a_file_that_is_no_registry_is_not_called_sound(book, tmp_path):
    """Where there is nothing to verify, the example says that it could not look."""
    book.path = tmp_path / "absent.db"

    code, said = book.example()

    assert 2 == code
    assert "无法检查" in said
