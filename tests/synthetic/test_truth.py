"""What a street says of itself, held against the definitions of the law, read anew here without the rules of minorcare."""

import random
from datetime import date, timedelta

import attrs
import pytest

from minorcare.kinds import (
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Minor,
    MisbehaviourAct,
    RestrictedCircumstance,
)
from minorcare.synthetic import build, load_settings

FATHERS, MOTHERS = {"51", "57"}, {"52", "58"}
UNABLE = {"missing", "deceased", "severely_disabled", "seriously_ill"}
DRUGS = {"drug_dependence", "compulsory_detox"}
UNSEEN = random.Random("twenty unseen seeds").sample(range(10**6), 20)
DAY = date(2027, 2, 28)


def age(birth, day):
    """Completed years; a year is complete on the day after the birthday."""
    return day.year - birth.year - ((day.month, day.day) <= (birth.month, birth.day))


def months_before(day, count):
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def lasts(first, last, day):
    return (first is None or first <= day) and (last is None or day <= last)


def told(family, kind, who, without):
    return [f.record for f in family.facts if type(f.record) is kind and f.who.id == who.id and f is not without]


def parents(family, relations, day):
    return [m for m in family.members if m.relation in relations and lasts(m.joined, m.left, day)]


def is_away(family, parent, day, without):
    six_months_ago = months_before(day, 6)
    return any(
        fact.type == "works_away"
        and fact.began is not None
        and fact.began <= six_months_ago
        and (fact.ended is None or fact.ended >= day)
        for fact in told(family, Circumstance, parent, without)
    )


def is_unable(family, parent, day, without):
    open_facts = [f for f in told(family, Circumstance, parent, without) if f.type in UNABLE]
    return any(
        lasts(f.began, f.ended, day) for f in (*open_facts, *told(family, RestrictedCircumstance, parent, without))
    )


def is_left_behind(family, day, without):
    """国发〔2016〕13号: both parents work away, or one does and the other cannot look after the child."""
    fathers, mothers = parents(family, FATHERS, day), parents(family, MOTHERS, day)
    father_away, mother_away = (any(is_away(family, p, day, without) for p in some) for some in (fathers, mothers))
    father_unable, mother_unable = (
        any(is_unable(family, p, day, without) for p in some) for some in (fathers, mothers)
    )
    return (father_away and (mother_away or mother_unable)) or (mother_away and father_unable)


def is_drug_affected(family, day, without):
    return any(
        fact.type in DRUGS and lasts(fact.began, fact.ended, day)
        for parent in parents(family, FATHERS | MOTHERS, day)
        for fact in told(family, RestrictedCircumstance, parent, without)
    )


def carried(family, minor, day, without=None):
    """The risks that a child carries on a day, if one fact were not on record."""
    found = set()
    if age(minor.birth_date, day) >= 18:
        return found
    if age(minor.birth_date, day) < 16 and is_left_behind(family, day, without):
        found.add("left_behind")
    if is_drug_affected(family, day, without):
        found.add("drug_affected")
    if any(lasts(f.issued, f.valid_until, day) for f in told(family, DisabilityCard, minor, without)):
        found.add("disability")
    if any(lasts(f.recognised, f.ended, day) for f in told(family, DifficultyRecognition, minor, without)):
        found.add("difficulty")
    if any(f.happened >= months_before(day, 12) for f in told(family, MisbehaviourAct, minor, without)):
        found.add("misbehaviour")
    return found


def read_anew(street, day):
    found = {risk: set() for risk in attrs.asdict(street.settings.planted)}
    for family in street.families:
        for minor in family.minors:
            for risk in carried(family, minor, day):
                found[risk].add(minor.id)
    return found


def planted(street):
    return {risk: {minor.id for minor in minors} for risk, minors in street.risks().items()}


@pytest.fixture(scope="module", params=["jinma", "township"])
def street(request):
    return build(load_settings(request.param), 20, DAY)


def test_jinma_has_the_figures_of_its_source():
    """The shipped seed: 3,147 minors; 1 misbehaviour, 7 disability, 3 difficulty, 9 drug-affected family."""
    settings = load_settings("jinma")

    street = build(settings, settings.seed, settings.day)

    assert 3147 == len(street.children)
    assert 13 == len({minor.area[:12] for minor in street.children})
    assert {"misbehaviour": 1, "disability": 7, "difficulty": 3, "drug_affected": 9, "left_behind": 41} == {
        risk: len(children) for risk, children in read_anew(street, settings.day).items()
    }


@pytest.mark.parametrize("seed", UNSEEN)
@pytest.mark.parametrize("name", ["jinma", "township"])
def test_any_seed_plants_what_the_settings_say(name, seed):
    """The definitions, read anew, find exactly the children who are said to carry a tag, and as many as are asked for."""
    settings = load_settings(name)

    street = build(settings, seed, DAY)

    assert planted(street) == read_anew(street, DAY)
    assert attrs.asdict(settings.planted) == {risk: len(children) for risk, children in street.risks().items()}
    assert settings.minors == sum(age(minor.birth_date, DAY) < 18 for minor in street.children)


@pytest.mark.parametrize("later", [1, 31, 181, 365])
def test_truth_holds_for_a_year(street, later):
    """Nobody planted ages out, no decoy grows into what it looks like."""
    day = DAY + timedelta(days=later)

    assert planted(street) == read_anew(street, day)


def test_each_fact_carries_what_it_is_said_to_carry(street):
    """Without the fact, its children lose its risk and nothing else, and nobody else loses anything."""
    for family in street.families:
        for fact in family.facts:
            lost = {
                (minor.id, risk)
                for minor in family.minors
                for risk in carried(family, minor, DAY) - carried(family, minor, DAY, without=fact)
            }
            assert {(minor.id, fact.risk) for minor in fact.children} == lost


def test_each_tag_rests_on_a_fact(street):
    """Every child with a tag is named by a fact that it rests on."""
    rests = {(minor.id, fact.risk) for fact in street.facts for minor in fact.children}

    assert {(id_, risk) for risk, ids in planted(street).items() for id_ in ids} == rests


def test_every_decoy_is_there(street):
    """As many households of each kind as the settings ask for, and no child in them carries what they look like."""
    decoys = [family for family in street.families if family.lacks]
    stories = [family.story for family in decoys]

    assert attrs.asdict(street.settings.decoys) == {
        name: stories.count(name) for name in attrs.asdict(street.settings.decoys)
    }
    assert [] == [f.household.code for f in decoys for m in f.minors if f.lacks in carried(f, m, DAY)]


def test_siblings_are_counted_each(street):
    """A parent's circumstance reaches all children of the household, and a child's own fact only that child."""
    counts = [
        (len(fact.children), isinstance(fact.who, Minor))
        for family in street.families
        for fact in family.facts
        if fact.risk
    ]

    assert any(children > 1 for children, own in counts if not own)
    assert {1} == {children for children, own in counts if own}


def test_groups_overlap(street):
    """Memberships are more than persons: some children carry two risks."""
    both = street.settings.both
    tags = planted(street)

    assert both.disability_difficulty == len(tags["disability"] & tags["difficulty"])
    assert both.left_behind_difficulty == len(tags["left_behind"] & tags["difficulty"])


def test_elder_siblings_are_not_left_behind():
    """Somewhere a child of sixteen lives beside a tagged one."""
    street = build(load_settings("jinma"), 20, DAY)

    assert any(
        "left_behind" in family.risks.get(younger.id, ()) and age(elder.birth_date, DAY) >= 16
        for family in street.families
        for younger in family.minors
        for elder in family.minors
    )
