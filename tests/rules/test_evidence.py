"""Evidence is what made a rule true for a child, no more and no less, and decides how sensitive a finding is."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minorcare.kinds import Circumstance, DisabilityCard, Evidence, Member, MisbehaviourAct, RestrictedCircumstance
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, any_of, exists, faults, holds
from minorcare.rules import Risk
from minorcare.rules.evidence import Hop, Source, kind_level, level_of, sources
from minorcare.rules.shipped import DISABILITY, LEFT_BEHIND, MISBEHAVIOUR, RuleSettings, rules

RULES = {rule.name: rule for rule in rules(RuleSettings())}


def pairs(street, source, world, children):
    """The join that a store makes of a source: every child with every record the last hop arrives at."""
    minor = street.kinds["minor"]
    found = [(id_, world.records["minor"][id_]) for id_ in children]
    found = [(id_, v) for id_, v in found if holds(source.also, minor, v, world, street.today)]
    for hop in source.hops:
        assert (hop.via is None) != (hop.on is None)
        kind = street.kinds[hop.kind]
        near, far = ("id", hop.via) if hop.via else (hop.on, hop.on)
        found = [
            (id_, values)
            for id_, before in found
            for values in world.records[hop.kind].values()
            if before.get(near) is not None
            and before[near] == values.get(far)
            and holds(hop.where, kind, values, world, street.today)
        ]
    return {(id_, source.kind, values["id"]) for id_, values in found}


def evidence_for(street, asked, world, child):
    found = [pairs(street, source, world, [child]) for source in sources(asked, street.kinds)]
    return {(kind, id_) for each in found for _, kind, id_ in each}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_evidence_carries_the_finding(street, data):
    """With everything else taken away, the evidence alone still makes a rule true that denies nothing."""
    asked = data.draw(street.questions(negated=False, crossing=False))
    records = data.draw(street.worlds)
    world = street.world_of(records)
    minor = street.kinds["minor"]
    children = [id_ for id_, v in world.records["minor"].items() if holds(asked, minor, v, world, street.today)]
    assume(children)

    for child in children:
        kept = evidence_for(street, asked, world, child) | {("minor", child)}
        bare = {
            kind: {id_: v for id_, v in of.items() if kind == "household" or (kind, id_) in kept}
            for kind, of in records.items()
        }
        smaller = street.world_of(bare)

        assert holds(asked, minor, smaller.records["minor"][child], smaller, street.today)


@given(st.data())
def test_hops_can_be_asked(street, data):
    """Every condition of a source is a question about the kind it stands at."""
    for source in sources(data.draw(street.questions()), street.kinds):
        assert () == faults(source.also, street.kinds["minor"], street.kinds, {})
        for hop in source.hops:
            assert () == faults(hop.where, street.kinds[hop.kind], street.kinds, {})


def test_documented_example(street):
    """An outer `exists` comes before the one within it, and the inner starts from the outer."""
    inner = exists(Circumstance, F.type == "deceased")
    where = (F.relation == "52") & inner

    found = sources(exists(Member, where, on="household"), street.kinds)

    member = Hop(kind="member", on="household", where=where)
    circumstance = Hop(kind="circumstance", via="member", where=F.type == "deceased")
    assert (Source(hops=(member,)), Source(hops=(member, circumstance))) == found
    assert ["member", "circumstance"] == [source.kind for source in found]


def test_denial_is_no_evidence(street):
    """What is not there cannot be shown, however deep it is denied."""
    asked = ~exists(Member, exists(Circumstance), on="household") & exists(DisabilityCard)

    assert ["disability_card"] == [source.kind for source in sources(asked, street.kinds)]


def test_condition_without_records(street):
    """A rule on the child's own fields has no evidence."""
    assert () == sources(F.school == "a", street.kinds)


def test_only_the_side_that_holds(street):
    """Of two sides of an "or", only the records of the one that holds are evidence."""
    dead = exists(Member, exists(Circumstance, F.type == "deceased"), on="household")
    asked = any_of((F.school == "a") & dead, exists(DisabilityCard) & exists(MisbehaviourAct))
    world = street.world_of(
        {
            "minor": {"c": {"school": "b", "household": "h"}},
            "member": {"p": {"household": "h"}},
            "circumstance": {"x": {"member": "p", "type": "deceased"}},
            "disability_card": {"d": {"minor": "c"}},
            "misbehaviour_act": {"b": {"minor": "c"}},
        }
    )

    assert {("disability_card", "d"), ("misbehaviour_act", "b")} == evidence_for(street, asked, world, "c")


def test_same_record_twice(street):
    """Two conditions on one record are two ways to one piece of evidence."""
    asked = exists(DisabilityCard, F.level == "1") & exists(DisabilityCard, F.type == "2")
    world = street.world_of(
        {"minor": {"c": {}}, "disability_card": {"d": {"minor": "c", "level": "1", "type": "2"}, "e": {"minor": "x"}}}
    )

    assert {("disability_card", "d")} == evidence_for(street, asked, world, "c")
    assert 1 == len(sources(exists(DisabilityCard) & exists(DisabilityCard), street.kinds))


def test_both_parents(street):
    """Both parents and both circumstances stand behind a left-behind child, a grandparent's does not."""
    away = {"type": "works_away", "began": street.today.replace(year=2025)}
    world = street.world_of(
        {
            "minor": {"c": {"household": "h", "birth_date": street.today.replace(year=2016)}},
            "member": {f"p{r}": {"household": "h", "relation": r} for r in ("51", "52", "61")},
            "circumstance": {f"x{r}": {"member": f"p{r}", **away} for r in ("51", "52", "61")},
        }
    )

    found = evidence_for(street, RULES["both_parents_away"].where, world, "c")

    assert {("member", "p51"), ("member", "p52"), ("circumstance", "x51"), ("circumstance", "x52")} == found


@pytest.mark.parametrize(
    ("cls", "level"),
    [
        (DisabilityCard, "open"),
        (Circumstance, "open"),
        (RestrictedCircumstance, "restricted"),
        (MisbehaviourAct, "restricted"),
    ],
)
def test_level_of_a_kind(cls, level):
    """A kind whose reference to its subject is restricted is restricted as a whole."""
    assert level == kind_level(cls.__kind__)


def test_kind_without_subject(street):
    """A household is about nobody, and a tag is as sensitive as its risk, which the kind does not know."""
    assert "open" == kind_level(street.kinds["household"])
    assert "restricted" == kind_level(street.kinds["risk_tag"])


def test_level_follows_what_was_found(street):
    """The same rule gives a restricted tag where it rests on a restricted record, and a sensitive one where it does not."""
    plain, secret = Evidence(kind="circumstance", id="x"), Evidence(kind="restricted_circumstance", id="y")

    assert "sensitive" == level_of(LEFT_BEHIND, (plain,), street.kinds)
    assert "restricted" == level_of(LEFT_BEHIND, (plain, secret), street.kinds)


def test_level_of_the_risk_is_the_least(street):
    """A risk keeps its own level, whatever it rests on."""
    card = Evidence(kind="disability_card", id="x")

    assert "restricted" == level_of(MISBEHAVIOUR, (card,), street.kinds)
    assert "sensitive" == level_of(DISABILITY, (), street.kinds)
    assert "open" == level_of(Risk("o", label=Label("o"), cites="", sensitivity="open"), (card,), street.kinds)


def test_evidence_of_a_plugin_that_is_gone(street):
    """What nobody can judge any more counts as restricted."""
    assert "restricted" == level_of(DISABILITY, (Evidence(kind="waterpatrol.sighting", id="x"),), street.kinds)


def test_shipped_rules_have_evidence(street):
    """Every shipped rule rests on records, and only the one that has two sides asks which of them holds."""
    either = {
        name for name, rule in RULES.items() if any(s.also != EVERYTHING for s in sources(rule.where, street.kinds))
    }

    assert all(sources(rule.where, street.kinds) for rule in RULES.values())
    assert {"one_away_other_unable"} == either
