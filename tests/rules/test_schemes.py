"""Schemes and an office's own tags as data: what ships, what is read from TOML, and how a mistake is said."""

from datetime import date
from types import ModuleType

import pytest

from minorcare.declare import Id
from minorcare.errors import DeclarationError
from minorcare.hooks import hookimpl
from minorcare.kinds import Circumstance, DifficultyRecognition, RiskTag
from minorcare.label import Label
from minorcare.plugins import Config, load_catalog
from minorcare.query import F
from minorcare.rules import Risk, Rule
from minorcare.rules.definitions import Scheme, SchemeGroup
from minorcare.rules.schemelists import load_schemes, read_scheme
from minorcare.rules.shipped import FIVE_GROUPS, RISKS
from minorcare.testing import desk_as, registry_in, street

SHIPPED = {scheme.name: scheme for scheme in load_schemes()}
SCHEME = """
name = "ours"
zh = "本街道口径"
en = "Ours"
cites = "街道口径"
groups = [{ name = "a", zh = "甲", en = "A", risks = ["orphan", "migrant"] }, { name = "b", zh = "乙", en = "B", risks = ["disability"] }]
"""
TAGS = """
[[schemes]]
name = "ours"
zh = "本街道口径"
en = "Ours"
cites = "街道口径"
age_under = 16
groups = [{ name = "poor", zh = "低保家庭", en = "Poor families", risks = ["poor_family", "orphan"] }]

[[tags]]
name = "poor_family"
zh = "低保家庭儿童"
en = "Child of a family on allowance"
cites = "街道口径"
review_months = 4
age_under = 16
sensitivity = "personal"

[[tags.rules]]
name = "family_on_allowance"
version = 2
zh = "家庭成员享受低保"
en = "A member of the household is on allowance"
where = { "birth_date.age__gte" = 3 }
has = [{ of = "member", on = "household", has = [{ of = "circumstance", where = { type = "low_income" }, during = ["began", "ended"], since = { began = 2 } }] }]
lacks = [{ of = "difficulty_recognition", where = { types__contains = "poverty" }, within = { recognised = 24 } }]
"""


def test_the_national_groups_and_the_streets_own_ship_side_by_side():
    """Two schemes are data beside the five groups; only the street's fifth is marked as assumed."""
    jinma, national = SHIPPED["jinma_2024"], SHIPPED["national_five"]

    assert FIVE_GROUPS.risks == jinma.risks
    assert [False, False, False, False, True] == [group.assumed for group in jinma.groups]
    assert (0, 18) == (jinma.age_from, jinma.age_under)
    assert [
        ("idle_youth",),
        ("misbehaviour", "serious_misbehaviour"),
        ("street_child",),
        ("custody_affected",),
        ("left_behind",),
    ] == [group.risks for group in national.groups]
    assert (6, 25) == (national.age_from, national.age_under)
    assert not any(group.assumed for group in national.groups)


@pytest.mark.parametrize("scheme", [*SHIPPED.values(), FIVE_GROUPS], ids=lambda scheme: scheme.name)
def test_every_scheme_names_risks_there_are(scheme):
    """Each has a source, both languages, and risks that ship, once each."""
    assert scheme.cites
    assert all(label.en for label in (scheme.label, *(group.label for group in scheme.groups)))
    assert set(scheme.risks) <= {risk.name for risk in RISKS}
    assert len(scheme.risks) == len(set(scheme.risks))


@pytest.fixture
def kit(tmp_path):
    """The street of the kit, in which a child of nineteen and one of four are tagged as well."""
    registry = registry_in(tmp_path)
    street(registry)
    desk = desk_as(registry, "supervisor")
    for number, birth in (("5", date(2007, 6, 1)), ("2", date(2022, 6, 1))):
        desk.change("minor", f"child-0{number}", base=desk.get("minor", f"child-0{number}").version, birth_date=birth)
        desk.save(RiskTag(minor=Id(f"child-0{number}"), risk="disability", found=date(2026, 11, 1)))
    yield desk
    registry.close()


@pytest.mark.parametrize(
    ("ages", "children"),
    [
        ({}, {"child-02", "child-05", "child-06"}),
        ({"age_under": 18}, {"child-02", "child-06"}),
        ({"age_from": 6, "age_under": 25}, {"child-05", "child-06"}),
        ({"age_from": 6, "age_under": 18}, {"child-06"}),
    ],
)
def test_a_scheme_counts_persons_of_its_ages(kit, ages, children):
    """Eighteen ends the minors' register and no other list: each scheme counts its own ages."""
    scheme = Scheme.of("x", SchemeGroup(name="x", label=Label("x"), risks=("disability",)), label=Label("x"), **ages)

    assert children == {row.values["minor"] for row in kit.find(RiskTag, (F.risk == "disability") & scheme.counts).rows}


def test_a_scheme_is_read_from_a_file(tmp_path):
    """Its risks are those of its groups; several risks may make one group."""
    file = tmp_path / "ours.toml"
    file.write_text(SCHEME, "utf-8")

    scheme = read_scheme(file)

    assert ("orphan", "migrant", "disability") == scheme.risks
    assert (0, None) == (scheme.age_from, scheme.age_under)
    assert ["甲", "乙"] == [group.label.zh for group in scheme.groups]


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('cites = "街道口径"', "", "ours.toml", "cites is missing"),
        ('name = "ours"', 'name = "other"', "ours.toml", "named 'other'"),
        ('zh = "甲"', "zh = 1", "ours.toml, group 1", "zh is not a text"),
        ('risks = ["disability"]', "risks = []", "ours.toml, group 2", "risks is not a list"),
        ('risks = ["disability"]', "risks = [1]", "ours.toml, group 2", "no list of texts"),
        ('name = "b"', 'name = "a"', "ours.toml", "two groups are named 'a'"),
        ('name = "b"', 'name = "b", colour = 1', "ours.toml, group 2", "colour means nothing here"),
        ('en = "Ours"', 'en = "Ours"\nage_from = 6\nage_under = 6', "ours.toml", "age_under is not above"),
        ('en = "Ours"', 'en = "Ours"\nage_from = true', "ours.toml", "age_from is not a whole number"),
        ("groups = [", "groups = ", "ours.toml", "is no TOML"),
    ],
)
def test_a_mistake_is_said_with_its_place(tmp_path, old, new, where, said):
    """What is wrong with a file is said with file, row and remedy."""
    file = tmp_path / "ours.toml"
    assert old in SCHEME
    file.write_text(SCHEME.replace(old, new), "utf-8")

    with pytest.raises(DeclarationError, match=said) as caught:
        read_scheme(file)

    assert where == caught.value.where
    assert caught.value.remedy


@pytest.fixture
def named(tmp_path):
    """A configuration that names a file of the office's own groups."""

    def config(text=TAGS):
        file = tmp_path / "groups.toml"
        file.write_text(text, "utf-8")
        return Config(folder=tmp_path, sections={"minorcare": {"groups": str(file)}})

    return config


def test_an_offices_own_tag_is_found_like_any_other(tmp_path, named):
    """Scheme, tag and rule come from the file; the rule suggests, on both sides of each of its conditions."""
    registry = registry_in(tmp_path, config=named())
    street(registry)
    desk = desk_as(registry, "supervisor")
    risk, rule = registry.catalog.risks["poor_family"], registry.catalog.rules["family_on_allowance"]
    assert (16, "personal", 4, 2) == (risk.age_under, risk.sensitivity, risk.review.months, rule.version)
    assert ("poor_family", "orphan") == registry.catalog.schemes["ours"].risks

    def tagged():
        return {
            r.values["minor"] for r in desk.find(RiskTag, (F.risk == "poor_family") & (F.status == "suggested")).rows
        }

    told = Circumstance(member=Id("parent-1f"), type="low_income", began=date(2026, 10, 24), source="community")
    desk.save(told)
    assert set() == tagged()  # since 24 September it would be two months
    desk.change(Circumstance, told.id, base=1, began=date(2026, 9, 24))
    assert {"child-01", "child-02"} == tagged()
    desk.save(DifficultyRecognition(minor=Id("child-01"), types=("poverty",), recognised=date(2026, 1, 1), source="civil_affairs"))  # fmt: skip
    assert {"child-02"} == tagged()
    desk.change("minor", "child-02", base=desk.get("minor", "child-02").version, birth_date=date(2023, 11, 24))
    assert set() == tagged()  # three from tomorrow on
    registry.close()


def test_groups_may_stand_in_the_configuration_itself():
    """A short scheme needs no file of its own."""
    scheme = {"name": "ours", "zh": "本街道", "en": "Ours", "cites": "x", "groups": [{"name": "a", "zh": "甲", "en": "A", "risks": ["orphan"]}]}  # fmt: skip

    catalog = load_catalog(Config(sections={"minorcare": {"schemes": [scheme]}}))

    assert ("orphan",) == catalog.schemes["ours"].risks


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("type = ", "colour = ", "catalog", "circumstance has no field 'colour'"),
        ('"low_income"', '"rich"', "catalog", "low_income"),
        ('of = "member"', 'of = "fish"', "catalog", "fish"),
        ('"poor_family", "orphan"', '"poor_family", "elf"', "catalog", "'elf', which is no risk"),
        ('name = "poor_family"', 'name = "orphan"', "catalog", "risk 'orphan' is already brought"),
        ('sensitivity = "personal"', 'sensitivity = "secret"', "groups.toml, tag 1", "sensitivity is no level"),
        ("__gte", "__over", "groups.toml, tag 1, rule 1", "unknown operator"),
        ('during = ["began", "ended"]', 'during = ["began"]', "groups.toml, tag 1, rule 1, has 1, has 1", "two fields"),
        (
            "since = { began = 2 }",
            "since = { began = -2 }",
            "groups.toml, tag 1, rule 1, has 1, has 1, since",
            "months",
        ),
        ("version = 2", "", "groups.toml, tag 1, rule 1", "version is missing"),
        ("[[tags]]", "[[tag]]", "groups.toml", "tag means nothing here"),
    ],
)
def test_a_mistake_in_the_offices_groups_stops_the_start(named, old, new, where, said):
    """Wrong words, fields, codes and names are found before the first child is looked at."""
    assert old in TAGS

    with pytest.raises(DeclarationError, match=said) as caught:
        load_catalog(named(TAGS.replace(old, new)))

    assert where == caught.value.where


def test_a_rule_without_a_condition_is_refused(named):
    """A tag for everybody says nothing of anybody."""
    bare = TAGS.split("where = ", maxsplit=1)[0]

    with pytest.raises(DeclarationError, match="has no condition"):
        load_catalog(named(bare))


def test_a_file_that_is_not_there_is_named(tmp_path):
    """A mistyped name does not leave an office without its groups, unnoticed."""
    with pytest.raises(DeclarationError, match="cannot be read") as caught:
        load_catalog(Config(sections={"minorcare": {"groups": str(tmp_path / "none.toml")}}))

    assert "none.toml" == caught.value.where


def test_a_plugin_brings_groups_too():
    """What toml cannot say, a plugin says in Python: risk, rule and scheme side by side."""
    local = ModuleType("local")
    near = Risk("local.near", label=Label("近"), cites="x")

    @hookimpl
    def register_rules():
        rule = Rule("local.near", version=1, suggests=near, when=F.school == "a", because=Label("近"))
        return [near, rule, Scheme("local_groups", label=Label("本地"), risks=("local.near", "orphan"))]

    local.register_rules = register_rules
    catalog = load_catalog(Config(), local)

    assert ("local.near", "orphan") == catalog.schemes["local_groups"].risks
    assert {"five_groups", *SHIPPED} < set(catalog.schemes)
