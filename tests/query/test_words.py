"""Filters said to people."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import days, months
from minorcare.query import EVERYTHING, NOTHING, F, Given, exists, say, today


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (
            (F.mood == "x") & (F.birth_date.age >= 6),
            "心情 是 “x”，且 年龄 不小于 6",
            "mood is “x”, and age is at least 6",
        ),
        (F.sex != "1", "性别 不是 男", "sex is not Male"),
        (F.sex.is_in(["1", "2"]), "性别 是 男 或 女", "sex is Male or Female"),
        (F.needs.contains("study"), "需求 含有 学业辅导", "needs contains Help with study"),
        (F.school.contains("一小"), "学校 含有 “一小”", "school contains “一小”"),
        (F.birth_date <= date(2012, 1, 9), "出生日期 不晚于 2012年1月9日", "birth date is no later than 2012-01-09"),
        (
            F.seen_at < datetime(2026, 11, 24, 23, 5, tzinfo=UTC),
            "最近见到 早于 2026年11月25日 07:05",
            "last seen is before 2026-11-25 07:05",
        ),
        (F.birth_date > today(), "出生日期 晚于 今天", "birth date is after today"),
        (
            F.birth_date >= today() - days(30),
            "出生日期 不早于 今天起 30 天前",
            "birth date is no earlier than 30 days before today",
        ),
        (
            F.birth_date < today() + months(3),
            "出生日期 早于 今天起 3 个月后",
            "birth date is before 3 months after today",
        ),
        (F.height < Decimal("120.5"), "身高 小于 120.5", "height is less than 120.5"),
        (F.boards == True, "住校 为 是", "boards is yes"),  # noqa: E712
        (F.area.within("530111004"), "区域 在 530111004 之内", "area lies within 530111004"),
        (F.area.community == "530111004002", "所在社区 是 530111004002", "community is 530111004002"),
        (F.name.matches("zs"), "姓名 像 “zs”", "name is like “zs”"),
        (F.matches("zs"), "姓名等 像 “zs”", "its name is like “zs”"),
        (F.school.is_empty, "学校 没有填写", "school is not filled in"),
        (~F.school.is_empty, "学校 已填写", "school is filled in"),
        (F.resident_id == "530111201203054321", "身份证号 是 …4321", "ID number is …4321"),
        (F.resident_id == "4321", "身份证号 是 …", "ID number is …"),
        (F.household == F.household, "家庭 是 家庭", "household is household"),
        (F.household.address == Given("where"), "家庭的住址 是 〔where〕", "household’s address is [where]"),
        (F.no == 12, "档案号 是 12", "file number is 12"),
        (F.seen_at.age >= 6, "seen_at.age 不小于 6", "seen_at.age is at least 6"),
        (
            (F.sex == "1") & ((F.no == 1) | (F.no == 2)),
            "性别 是 男，且 （档案号 是 1，或 档案号 是 2）",
            "sex is Male, and (file number is 1, or file number is 2)",
        ),
        (
            (F.sex == "1") | (F.no == 1) & (F.no == 2),
            "性别 是 男，或 （档案号 是 1，且 档案号 是 2）",
            "sex is Male, or (file number is 1, and file number is 2)",
        ),
        (
            ~((F.sex == "1") | (F.no == 1)) & (F.no == 2),
            "并非（性别 是 男，或 档案号 是 1），且 档案号 是 2",
            "not (sex is Male, or file number is 1), and file number is 2",
        ),
        (exists("visit"), "有 走访记录", "there is a visit"),
        (
            ~exists("visit", F.status == "planned"),
            "没有 走访记录（状态 是 待走访）",
            "there is no visit (status is to do)",
        ),
        (
            exists("member", F.away == True, on="household"),  # noqa: E712
            "有 同一 家庭 的 家庭成员（外出 为 是）",
            "there is a member with the same household (away is yes)",
        ),
        (EVERYTHING, "不限", "everything"),
        (NOTHING, "一条也不要", "nothing"),
    ],
)
def test_a_filter_is_said_in_both_languages(town, asked, zh, en):
    """By the labels of the declarations, with brackets where they are needed."""
    assert zh == say(asked, town.child, town.kinds, town.codes, "zh")
    assert en == say(asked, town.child, town.kinds, town.codes, "en")


def test_enums_are_said_by_their_labels(town):
    """A member that carries a label is shown by it."""
    assert "心情 是 低落" == say(F.mood == town.Mood.LOW, town.child, town.kinds, town.codes, "zh")
    assert "mood is low" == say(F.mood == town.Mood.LOW, town.child, town.kinds, town.codes, "en")


def test_a_link_is_named_where_there_are_several(town):
    """Who gave an errand is not who takes it."""
    asked = exists("errand", ~F.giver.is_empty, via="taker")

    assert "有 以本记录为 承办人 的 事项（交办人 已填写）" == say(asked, town.officer, town.kinds, town.codes, "zh")
    assert "there is an errand that names this as taker (giver is filled in)" == say(
        asked, town.officer, town.kinds, town.codes, "en"
    )


def test_a_path_through_references_reads_outside_in(town):
    """The child's household's address."""
    asked = F.child.household.address == "x"

    assert "孩子的家庭的住址 是 “x”" == say(asked, town.visit, town.kinds, town.codes, "zh")
    assert "child’s household’s address is “x”" == say(asked, town.visit, town.kinds, town.codes, "en")


@given(st.data(), st.sampled_from(["zh", "en"]))
def test_everything_that_can_be_asked_can_be_said(town, data, lang):
    """Saying a filter never fails, and says a filter and its negation differently."""
    kind = data.draw(st.sampled_from([kind for kind in town.kinds.values() if not kind.vault]))
    asked = data.draw(town.filters(kind))

    said = say(asked, kind, town.kinds, town.codes, lang)

    assert said
    assert said != say(~asked, kind, town.kinds, town.codes, lang)


@given(st.data())
def test_no_secret_is_said(town, data):
    """No more of it than its last four characters."""
    secret = data.draw(st.text("0123456789X", min_size=1, max_size=18))

    said = say(F.resident_id == secret, town.child, town.kinds, town.codes, "zh")

    assert len(said) <= len("身份证号 是 …1234")
