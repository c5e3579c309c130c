"""Nobody in a synthetic street exists, and everybody could."""

import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from minorcare.declare import checks
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    RestrictedCircumstance,
    codelists,
    phone,
)
from minorcare.synthetic import build, load_settings

KINDS = (
    Area,
    Household,
    Minor,
    Member,
    Circumstance,
    RestrictedCircumstance,
    DisabilityCard,
    DifficultyRecognition,
    MisbehaviourAct,
)
DAY = date(2026, 12, 1)


@pytest.fixture(scope="module", params=["jinma", "township"])
def street(request):
    return build(load_settings(request.param), 3, DAY)


@pytest.fixture(scope="module")
def numbers(street):
    people = (*street.records(Minor), *street.records(Member))
    return [person.resident_id for person in people if person.resident_id]


def check_character(first17):
    """ISO 7064 MOD 11-2, as GB 11643 tabulates it."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True)) % 11]


def test_numbers_have_the_right_check_character(numbers):
    """Every resident ID would pass at a counter."""
    assert [] == [number for number in numbers if number[17] != check_character(number[:17])]


def test_numbers_are_given_once(numbers):
    """No two people share a number."""
    assert len(numbers) == len(set(numbers))


def test_numbers_are_of_no_area(numbers):
    """The first two digits are no province of GB/T 2260 (11 to 82), nor may a foreigner's permit have 90 to 99 there."""
    assert {"99"} == {number[:2] for number in numbers}


def test_numbers_agree_with_the_children(street):
    """Birth date and sex are those in the number."""
    with_number = [minor for minor in street.children if minor.resident_id]

    assert [] == [
        minor.id
        for minor in with_number
        if f"{minor.birth_date:%Y%m%d}" != minor.resident_id[6:14]
        or int(minor.resident_id[16]) % 2 != (minor.sex == "1")
    ]


def test_some_children_have_no_number(street):
    """As many as the settings say, one of them left behind; none of whom a fact must name."""
    without = {minor.id for minor in street.children if minor.resident_id is None}

    assert street.settings.without_id == len(without)
    assert without & {minor.id for minor in street.risks()["left_behind"]}
    assert not without & {fact.who.id for fact in street.facts}


def test_telephones_are_nobodys(street):
    """Right in form; after the area code comes 0, which no subscriber's number begins with."""
    phones = [member.phone for member in street.records(Member) if member.phone]

    assert [] == [number for number in phones if phone.examine(number)]
    assert {street.settings.phone_stem} == {number[:5] for number in phones}
    assert street.settings.phone_stem.endswith("0")


def test_places_are_invented():
    """No county, city or street of the names that are put together is in the national table of areas."""
    table = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    names = tomllib.loads(files("minorcare.synthetic").joinpath("names.toml").read_text(encoding="utf-8"))
    places = [place for name, group in names["places"].items() if name != "roads" for place in group]
    parts = [part for place in places for part in re.findall("[\u4e00-\u9fff]+?[省州市县区]", place)]

    assert [] == [part for part in parts if part in table]


def test_records_are_right(street):
    """Every record passes the checks of its kind."""
    codes = {each.name: each for each in codelists.load_codes()}

    found = [
        problem
        for kind in KINDS
        for record in street.records(kind)
        for problem in (
            *checks.problems(kind.__kind__, kind.__kind__.values(record), codes=codes, day=DAY),
            *record.check(),
        )
    ]

    assert [] == found


def test_households_hang_together(street):
    """One to four children and their grown-ups, in one area that is on the list."""
    codes = {area.code for area in street.areas}

    for family in street.families:
        assert family.household.area in codes
        assert {(family.household.area, family.household.id)} == {(m.area, m.household) for m in family.minors}
        assert {family.household.id} == {member.household for member in family.members}
        assert 1 <= len(family.minors) <= 4
        births = [member.resident_id[6:10] for member in family.members if member.relation in ("51", "52")]
        assert all(family.minors[0].birth_date.year - int(year) >= 18 for year in births)


def test_names_are_hard():
    """Names that are read in two ways, that old fonts lack, that have a dot."""
    names = [minor.name for minor in build(load_settings("jinma"), 3, DAY).children]

    assert set("曾单解仇查") <= {name[0] for name in names}
    assert any("·" in name for name in names)
    assert any(ord(char) > 0xFFFF for name in names for char in name)


def test_another_seed_is_another_street():
    """Two seeds share no household."""
    settings = load_settings("township")
    one, other = (
        {minor.resident_id for minor in build(settings, seed, DAY).children if minor.resident_id} for seed in (1, 2)
    )

    assert len(one & other) <= 1
