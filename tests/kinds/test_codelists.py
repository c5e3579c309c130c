"""The shipped code lists: complete, in both languages, each word with one meaning."""

import re
from datetime import date

import pytest

from minorcare.declare.inner import inner_fields
from minorcare.errors import DeclarationError
from minorcare.kinds.codelists import load_codes, read_codes
from minorcare.plugins.core import register_kinds

LISTS = {codes.name: codes for codes in load_codes()}
FROM_THE_CATALOG = {"benefit_policy", "risk", "role"}
"""Lists that the registry makes of what is declared."""
NAMED_ELSEWHERE = {"guardianship", "health"}
"""Lists for forms of plugins: no field of a shipped kind refers to them."""
GOOD = 'name="x"\nzh="甲"\nen="X"\nversion="1"\nsource="s"\ndated=2026-11-24\nitems=[{value="1",zh="一",en="One"},{value="2",zh="二",en="Two"}]\n'


def test_the_lists_ship():
    """Every list that the street's kinds name is there, and is theirs to name; ordered by name."""
    fields = [field for each in register_kinds() for field in each.__kind__.fields]
    inner = [one for field in fields if field.type.name == "values" for one in inner_fields(field.type.python)]
    named = {field.facts.codes for field in (*fields, *inner)} - {None}
    assert named - set(LISTS) == FROM_THE_CATALOG
    assert set(LISTS) - named == NAMED_ELSEWHERE
    assert sorted(LISTS) == list(LISTS)


@pytest.mark.parametrize("codes", LISTS.values(), ids=str)
def test_every_code_has_both_languages(codes):
    """Lists and codes have Chinese and English labels, a source and a date; values are plain."""
    assert codes.label.zh
    assert codes.label.en
    assert codes.version
    assert codes.source
    assert isinstance(codes.dated, date)
    assert all(re.search("[\u4e00-\u9fff]", item.label.zh) and re.match("[A-Z]", item.label.en) for item in codes.items)
    assert all(re.fullmatch("[a-z][a-z0-9_]*|[A-Z]?[0-9]+", item.value) for item in codes.items)


@pytest.mark.parametrize("codes", LISTS.values(), ids=str)
def test_every_word_means_one_code(codes):
    """By value, label or alias, every word leads back to its own code."""
    assert all(
        item is codes.match(word)
        for item in codes.items
        for word in (item.value, item.label.zh, item.label.en, *item.aliases)
    )


def test_sex_is_not_exchanged():
    """GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. Public copies exchange 1 and 2."""
    assert [("0", "未知的性别"), ("1", "男"), ("2", "女"), ("9", "未说明的性别")] == [
        (c.value, c.label.zh) for c in LISTS["sex"].items
    ]
    assert ("Male", "Female") == (LISTS["sex"].get("1").label.en, LISTS["sex"].get("2").label.en)


def test_the_ethnic_groups_are_fifty_six():
    """GB/T 3304: 01 Han to 56 Jino without a gap, and two codes for others; old names are read."""
    groups = LISTS["ethnic_group"]

    assert [f"{n:02}" for n in (*range(1, 57), 97, 98)] == [item.value for item in groups.items]
    assert ("汉族", "基诺族") == (groups.get("01").label.zh, groups.get("56").label.zh)
    assert ("05", "07", "14", "46") == tuple(groups.match(word).value for word in ("维吾尔", "彝族", "白", "崩龙"))


@pytest.mark.parametrize(
    ("value", "zh"),
    [
        ("02", "户主"),
        ("20", "子"),
        ("30", "女"),
        ("41", "孙子"),
        ("51", "父亲"),
        ("52", "母亲"),
        ("61", "祖父"),
        ("77", "妹妹"),
        ("99", "非亲属"),
    ],
)
def test_the_relations_are_those_of_the_standard(value, zh):
    """GB/T 4761-2008, two digits."""
    assert zh == LISTS["relation"].get(value).label.zh


def test_the_articles_are_complete():
    """预防未成年人犯罪法 article 28 has nine items, article 38 has nine and its opening; disability has seven types, four levels."""
    assert [f"B0{n}" for n in range(1, 10)] == [item.value for item in LISTS["misbehaviour"].items]
    assert [f"S0{n}" for n in range(10)] == [item.value for item in LISTS["serious_misbehaviour"].items]
    assert (7, 4) == (len(LISTS["disability_type"].items), len(LISTS["disability_level"].items))


def test_what_few_may_know_stands_in_a_list_of_its_own():
    """Custody, drugs, revoked guardianship and deportation are no open circumstance and no type of difficulty."""
    few = {
        word
        for item in LISTS["restricted_circumstance_type"].items
        for word in (item.value, item.label.zh, *item.aliases)
    }
    open_words = {
        w
        for name in ("circumstance_type", "difficulty_type")
        for i in LISTS[name].items
        for w in (i.value, i.label.zh, *i.aliases)
    }

    assert {"in_custody", "compulsory_detox", "drug_dependence", "custody_revoked", "deported"} <= few
    assert set() == few & open_words
    assert not [word for word in open_words if re.search("毒|服刑|艾滋|犯罪", word)]


def test_a_file_is_read(tmp_path):
    """A list from an office's own file is read like a shipped one, with aliases and retired codes."""
    file = tmp_path / "x.toml"
    file.write_text(GOOD.replace('en="Two"', 'en="Two", aliases=["贰"], retired=2020-01-01'), encoding="utf-8")
    codes = read_codes(file)

    assert ("2", date(2020, 1, 1)) == (codes.match("贰").value, codes.get("2").retired)


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('en="Two"', "", "x.toml, row 2", "en is missing"),
        ('zh="二"', 'zh="一"', "x.toml, row 2", "already stands in row 1"),
        ('value="2"', "value=2", "x.toml, row 2", "value is missing or no str"),
        ('en="Two"', 'en="Two", colour="red"', "x.toml, row 2", "colour means nothing here"),
        ('en="Two"', 'en="Two", retired="2020"', "x.toml, row 2", "retired is no date"),
        ('en="Two"', 'en="Two", aliases=[2]', "x.toml, row 2", "an alias is no text"),
        ('{value="2",zh="二",en="Two"}', '"2"', "x.toml, row 2", "is no table"),
        ('source="s"', "", "x.toml", "source is missing"),
        ('name="x"', 'name="y"', "x.toml", "named 'y'"),
        ("items=[", "items=", "x.toml", ""),
    ],
)
def test_an_error_names_file_and_row(tmp_path, old, new, where, said):
    """What is wrong with a file is said with file, row and remedy."""
    file = tmp_path / "x.toml"
    file.write_text(GOOD.replace(f",{old}" if not new and old.startswith("en") else old, new), encoding="utf-8")

    with pytest.raises(DeclarationError) as caught:
        read_codes(file)

    assert where == caught.value.where
    assert said in str(caught.value)
    assert caught.value.remedy
