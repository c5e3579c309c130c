"""The key file, and what is sealed, found and signed with it."""

import json
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.errors import Invalid
from minorcare.store.keys import Keys, KeysUnusable, Unreadable, decrypt, encrypt, has_signed, hint, new_data_key

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WHOSE = {"office": "530111004", "kind": "minor", "id": "a"}
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Keys:
    return Keys.create(tmp_path_factory.mktemp("keys") / "jinma.db.keys")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "jinma.db.keys"


@posix
def test_the_file_is_its_owners_only(path):
    """Nobody else on the computer can read the keys, whatever the process's umask."""
    before = os.umask(0)
    try:
        Keys.create(path)
    finally:
        os.umask(before)

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("demo", [False, True])
def test_keys_come_back_from_their_file(path, demo):
    """What was sealed, blinded and signed before a restart is read after it, and a demonstration stays one."""
    made = Keys.create(path, demo=demo)
    wrapped, cursor = made.wrap(b"k" * 32, **WHOSE), made.seal_cursor([1])

    read = Keys.load(path, check=made.check_value())

    assert demo is read.demo
    assert b"k" * 32 == read.unwrap(wrapped, **WHOSE)
    assert [1] == read.open_cursor(cursor)
    assert made.blind("minor", "phone", "1") == read.blind("minor", "phone", "1")
    assert made.public_key_text() == read.public_key_text()


def test_keys_are_never_written_over(path):
    """A second creation is refused and leaves the first file as it was."""
    Keys.create(path)
    before = path.read_bytes()

    with pytest.raises(KeysUnusable, match="never written over"):
        Keys.create(path)

    assert before == path.read_bytes()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    """Where the file cannot be written, the path and what to check are said."""
    with pytest.raises(KeysUnusable, match=r"absent.*cannot be written.*check that its folder"):
        Keys.create(tmp_path / "absent" / "jinma.db.keys")


def test_a_missing_file_is_named(path):
    """Without its keys a registry does not open, and is told where to get them from."""
    with pytest.raises(KeysUnusable, match=r"jinma\.db\.keys: the key file is missing; restore it") as caught:
        Keys.load(path)

    assert "没有找到密钥文件" in caught.value.in_("zh")


def test_an_unreadable_file_is_named(path):
    """What cannot be read as a file is said to be so."""
    path.mkdir(mode=0o700)

    with pytest.raises(KeysUnusable, match="cannot be read"):
        Keys.load(path)


@posix
def test_a_file_open_to_others_is_refused(path):
    """Keys that others could read are not used, and the cure is given."""
    Keys.create(path)
    path.chmod(0o640)

    with pytest.raises(KeysUnusable, match=f"run chmod 600 {path}"):
        Keys.load(path)


def test_the_keys_of_another_database_are_refused(path, keys):
    """The check value in a database tells its keys from others."""
    Keys.create(path)

    with pytest.raises(KeysUnusable, match="another database"):
        Keys.load(path, check=keys.check_value())


@pytest.mark.parametrize("use", ["wrap", "blind", "cursor", "sign"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda keys, use: keys.pop(use),
        lambda keys, use: keys.update({use: []}),
        lambda keys, use: keys.update({use: {}}),
        lambda keys, use: keys[use][0].update(secret="AAAA"),
        lambda keys, use: keys[use][0].update(secret="?" * 43),
        lambda keys, use: keys[use][0].update(secret=3),
        lambda keys, use: keys[use][0].update(algorithm="rot13"),
        lambda keys, use: keys[use][0].update(id="a.b"),
    ],
)
def test_a_damaged_file_is_refused(path, use, damage):
    """A file with a key missing, cut short or of another make is refused whole, and its secrets are not repeated."""
    Keys.create(path)
    content = json.loads(path.read_text())
    secrets = [key["secret"] for some in content["keys"].values() for key in some]
    damage(content["keys"], use)
    path.write_text(json.dumps(content))

    with pytest.raises(KeysUnusable, match="damaged") as caught:
        Keys.load(path)

    assert not any(secret in str(caught.value) for secret in secrets)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"minorcare_keys": 2, "demo": false, "keys": {}}', "\x00"])
def test_another_file_is_refused(path, text):
    """What is no key file is not taken for one."""
    path.touch(mode=0o600)
    path.write_text(text)

    with pytest.raises(KeysUnusable, match="no key file"):
        Keys.load(path)


def test_secrets_are_not_printed(path):
    """Keys may end up in a traceback or a log without giving themselves away."""
    made = Keys.create(path)
    secrets = [key["secret"] for some in json.loads(path.read_text())["keys"].values() for key in some]

    assert "Keys(demo=False)" == repr(made)
    assert not any(secret in repr(vars(made)) for secret in secrets)


@given(TEXT, TEXT)
def test_sealed_text_is_read_under_its_key_and_place_only(text, aad):
    """What was encrypted comes back; with another key, another place or another letter it does not."""
    key = new_data_key()
    sealed = encrypt(key, text, aad=aad)

    assert text == decrypt(key, sealed, aad=aad)
    for other_key, other_aad in ((new_data_key(), aad), (key, aad + "x")):
        with pytest.raises(Unreadable):
            decrypt(other_key, sealed, aad=other_aad)


@given(st.integers(0, 68), st.integers(1, 0x10FFFF))
def test_altered_text_is_not_read(at, shift):
    """Another character anywhere in a sealed text makes it unreadable, never other text."""
    key = new_data_key()
    sealed = encrypt(key, "53011120150101001X", aad="a")
    other = chr((ord(sealed[at]) + shift) % 0x110000)

    with pytest.raises(Unreadable):
        decrypt(key, sealed[:at] + other + sealed[at + 1 :], aad="a")


@pytest.mark.parametrize(
    "junk",
    ["", ".", "A256GCM", "A256GCM.", "A256GCM.AAAA", "SM4GCM.AAAA", "A256GCM.x.AAAA", "\ud800.A", "A256GCM.\ud800"],
)
def test_junk_is_not_read(junk):
    """What was never sealed is unreadable."""
    with pytest.raises(Unreadable):
        decrypt(new_data_key(), junk, aad="")


def test_nothing_is_sealed_alike_twice(keys):
    """Equal text gives other bytes each time, under its algorithm's name."""
    key = new_data_key()

    assert encrypt(key, "a", aad="") != encrypt(key, "a", aad="")
    assert keys.wrap(key, **WHOSE) != keys.wrap(key, **WHOSE)
    assert keys.seal_cursor([1]) != keys.seal_cursor([1])
    assert {"A256GCM"} == {sealed.split(".")[0] for sealed in (encrypt(key, "a", aad=""), keys.wrap(key, **WHOSE))}


@pytest.mark.parametrize("part", ["office", "kind", "id"])
def test_a_wrapped_key_belongs_to_one_record(keys, part):
    """A data key copied to another record's row opens nothing there."""
    wrapped = keys.wrap(new_data_key(), **WHOSE)

    with pytest.raises(Unreadable):
        keys.unwrap(wrapped, **{**WHOSE, part: "other"})


def test_a_cursor_is_no_wrapped_key(keys):
    """Each key opens what it is for."""
    with pytest.raises(Unreadable):
        keys.unwrap(keys.seal_cursor([1]), **WHOSE)


def test_a_new_wrapping_key_still_opens_what_the_old_one_closed(path):
    """After a rotation old rows are read, told apart, and wrapped anew one by one; all else stays as it was."""
    old = Keys.create(path)
    key, check = new_data_key(), old.check_value()
    before = old.wrap(key, **WHOSE)

    old.rotated(path)
    new = Keys.load(path, check=check)

    assert key == new.unwrap(before, **WHOSE)
    assert [False, True] == [new.is_current(wrapped) for wrapped in (before, new.wrap(key, **WHOSE))]
    assert old.blind("minor", "phone", "1") == new.blind("minor", "phone", "1")
    assert [path.name] == [file.name for file in path.parent.iterdir()]
    with pytest.raises(Unreadable):
        old.unwrap(new.wrap(key, **WHOSE), **WHOSE)


def test_a_blind_value_is_one_for_one_text(keys, path):
    """A secret is found by its blind value within its field and registry, and nowhere else."""
    value = keys.blind("minor", "resident_id", "53011120150101001X")

    assert 32 == len(value)
    assert value == keys.blind("minor", "resident_id", "53011120150101001X")
    others = {
        keys.blind("member", "resident_id", "53011120150101001X"),
        keys.blind("minor", "phone", "53011120150101001X"),
        keys.blind("minor", "resident_id", "530111201501010010"),
        Keys.create(path).blind("minor", "resident_id", "53011120150101001X"),
    }
    assert 4 == len(others - {value})


@pytest.mark.parametrize(
    ("text", "shown"),
    [("53011120150101001X", "…001X"), ("13800001234", "…1234"), ("12345678", "…5678"), ("1234567", None), ("", None)],
)
def test_a_hint_is_four_characters_of_at_least_eight(text, shown):
    """A hint never shows more than half of a secret."""
    assert shown == hint(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT, lambda inner: st.lists(inner, max_size=3)
    )
)
def test_a_cursor_comes_back(keys, position):
    """A position handed out comes back as it was, in characters that a URL takes."""
    cursor = keys.seal_cursor(position)

    assert position == keys.open_cursor(cursor)
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_foreign_or_altered_cursor_is_invalid(keys, path):
    """A cursor of another registry, an altered one and junk are refused alike, with what to do."""
    cursor = keys.seal_cursor(["张小明", "a"])
    flipped = cursor[:-3] + ("A" if cursor[-3] != "A" else "B") + cursor[-2:]

    for bad in (
        Keys.create(path).seal_cursor([1]),
        flipped,
        cursor[:-1],
        cursor + "A",
        "",
        "张",
        keys.wrap(b"k" * 32, **WHOSE),
    ):
        with pytest.raises(Invalid, match="open the list again") as caught:
            keys.open_cursor(bad)
        assert ["cursor"] == [problem.code for problem in caught.value.problems]


def test_a_signature_is_checked_with_the_public_key_alone(keys, path):
    """Whoever has the public key can tell our signature from any other."""
    public, signature = keys.public_key_text(), keys.sign(b"head")

    assert has_signed(public, b"head", signature)
    assert not has_signed(public, b"other", signature)
    start, _, made = signature.rpartition(":")
    assert not has_signed(public, b"head", f"{start}:{'B' if made[0] == 'A' else 'A'}{made[1:]}")
    assert not has_signed(public, b"head", "")
    assert not has_signed(public, b"head", Keys.create(path).sign(b"head"))
    with pytest.raises(ValueError, match="public key"):
        has_signed("rsa:1:AAAA", b"head", signature)
