"""Names: found by every part, in characters, pinyin and initials; masked to one character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.kinds.names import mask, query_terms, terms, tidy

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
NAMES = HAN | st.text(max_size=12)


def found(name, query):
    """As the store looks: every query term begins some term of the name."""
    asked = query_terms(query)
    return bool(asked) and all(any(q <= term < q + "\U0010ffff" for term in terms(name)) for q in asked)


@pytest.mark.parametrize(
    "query",
    [
        "张",
        "张三",
        "三",
        "zhangsan",
        "zhang",
        "zs",
        "san",
        "s",
        "z",
        "ZhangSan",
        "zhang san",
        "ｚｓ",
        " 张　三 ",
        "张san",
        "zhangs",
    ],
)
def test_a_name_is_found_by_any_part(query):
    """张三 is found by its characters, its pinyin, its initials and the beginnings of them, however typed."""
    assert found("张三", query)


@pytest.mark.parametrize("query", ["李", "张四", "sz", "hang", "", "  ", "·"])
def test_a_name_is_not_found_by_what_it_is_not(query):
    """Other names, pinyin from the middle of a syllable, and nothing at all find nobody."""
    assert not found("张三", query)


def test_the_terms_of_a_plain_name():
    """A name of two characters has six terms."""
    assert {"张三", "三", "zhangsan", "san", "zs", "s"} == terms("张三")


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("曾小禾", ["zengxiaohe", "cengxiaohe", "zxh", "cxh"]),
        ("单田", ["shantian", "dantian"]),
        ("解珍", ["xiezhen", "jiezhen"]),
        ("仇英", ["qiuying", "chouying"]),
        ("查良", ["zhaliang", "chaliang"]),
        ("盖叫", ["gejiao", "gaijiao"]),
        ("区适", ["oushi", "qushi"]),
        ("朴正", ["piaozheng", "puzheng"]),
        ("缪荃", ["miaoquan", "mouquan"]),
        ("翟文", ["zhaiwen", "diwen"]),
        ("覃川", ["qinchuan", "tanchuan"]),
        ("乐嘉", ["yuejia", "lejia"]),
        ("任平", ["renping"]),
        ("尉迟恭", ["yuchigong", "weichigong", "ycg"]),
        ("单于丹", ["chanyudan"]),
        ("万俟卨", ["moqi"]),
        ("长孙无忌", ["zhangsunwuji", "changsun"]),
        ("澹台明", ["tantaiming"]),
        ("拓跋宏", ["tuobahong"]),
        ("令狐冲", ["linghuchong"]),
        ("欧阳小禾", ["ouyang", "xiaohe", "oyxh"]),
        ("吕布", ["lvbu", "lubu", "lyubu", "lüb", "lb"]),
        ("张𠀀", ["张𠀀", "𠀀"]),
        ("买买提·艾力", ["买买提艾力", "买买提・艾力", "艾力", "maimaiti", "maimaitiaili", "mmtal", "aili"]),
        ("Anna Müller", ["anna", "muller", "Müller", "annamuller", "am"]),
        ("王Anna", ["wanganna", "王anna", "anna", "wa"]),
        ("\uf9e1三", ["李三", "lisan"]),  # a compatibility ideograph is found by the common one
    ],
)
def test_names_that_dictionaries_read_wrongly_are_found(name, queries):
    """Both readings of surnames, compound surnames, ü, rare characters, dots and other scripts are found."""
    assert queries == [query for query in queries if found(name, query)]


@settings(deadline=None)  # the first example loads a table
@given(NAMES, st.integers(0, 12), st.integers(1, 12))
def test_any_run_of_characters_finds_a_chinese_name(name, start, length):
    """Every part of a Chinese name finds it."""
    chars = [char for char in name if "\u4e00" <= char <= "\u9fa5"]
    if len(chars) == len(name):
        part = name[start : start + length]
        assert not part or found(name, part)


@settings(deadline=None)  # the first example loads a table
@given(NAMES)
def test_a_name_finds_itself(name):
    """Whatever a name is written in, typing it finds it, unless nothing in it can be looked for."""
    assert found(name, name) or not query_terms(name)


@settings(deadline=None)  # the first example loads a table
@given(NAMES)
def test_terms_are_few_and_never_empty(name):
    """A name has a bounded number of terms, none empty, none with spaces."""
    made = terms(name)

    assert len(made) <= len(name) * 18 * 65
    assert all(term and " " not in term for term in made)


def test_many_readings_are_bounded():
    """A made-up name of nothing but ambiguous characters does not explode."""
    assert len(terms("单" * 40)) <= 40 * 65


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三", "张**"),
        ("欧阳娜娜", "欧**"),
        ("阿卜杜·热合曼", "阿**"),
        ("𠀀三", "𠀀**"),
        ("John Smith", "J**"),
        (" 李", "李**"),
        ("", ""),
    ],
)
def test_a_mask_shows_one_character(name, expected):
    """A masked name is its first character and two stars: its length does not show."""
    assert expected == mask(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张　三", "张三"),
        (" 李 小 明 ", "李小明"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("Anna Maria", "Anna Maria"),
        ("Ａｎｎａ", "Anna"),
        ("J. Smith", "J. Smith"),
        ("\uf9e1三", "\uf9e1三"),
    ],
)
def test_a_tidied_name_reads_as_in_the_register(name, expected):
    """Padding and stand-in dots go between Chinese characters; everything else stays."""
    assert expected == tidy(name)
