"""A change reaches every child to whom it makes a difference, and the rules that read what changed."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.calendar import days
from minorcare.kinds import Circumstance, DisabilityCard, Member, Minor, RestrictedCircumstance
from minorcare.label import Label
from minorcare.query import EVERYTHING, F, Given, exists, faults, holds, today
from minorcare.rules import Risk, Rule
from minorcare.rules.reach import Index, Reach, reaches
from minorcare.rules.shipped import RuleSettings, rules

IDS = Given("ids")
ONE, OTHER = (Risk(name, label=Label(name), cites="", age_under=150) for name in ("one", "other"))
RULE = Rule("rule", version=1, suggests=ONE, when=EVERYTHING, because=Label(""))


def rule(name, when, risk=ONE):
    return attrs.evolve(RULE, name=name, when=when, suggests=risk)


def changes(before, after):
    """Every step from one street towards another: a record appears, disappears, or gets another value in one field.

    Each gives the kind, the id, the fields that differ (none named where a record comes or goes) and the street after it.
    """
    for kind, id_ in [(name, id_) for name in before for id_ in {**before[name], **after[name]}]:
        old, new = before[kind].get(id_), after[kind].get(id_)
        rest = {name: values for name, values in before[kind].items() if name != id_}
        if old is None:
            yield kind, id_, None, {**before, kind: {**rest, id_: new}}
            continue
        yield kind, id_, None, {**before, kind: rest}
        for field in [name for name in new or () if new[name] != old[name]]:
            yield kind, id_, {field}, {**before, kind: {**rest, id_: {**old, field: new[field], "version": 2}}}


def children(street, asked, records, ids=()):
    world = street.world_of(records)
    minor = street.kinds["minor"]
    found = world.records["minor"].items()
    return {id_ for id_, values in found if holds(asked, minor, values, world, street.today, given={"ids": ids})}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_child_is_missed(street, data):
    """Whoever a rule holds for before or after a change, but not both, is found by an inverse before or after it."""
    asked = data.draw(street.questions(), label="rule")
    before, towards = data.draw(street.worlds, label="before"), data.draw(street.worlds, label="towards")
    index = Index.of([rule("rule", asked)], street.kinds)
    held = children(street, asked, before)

    for kind, id_, fields, after in changes(before, towards):
        differs = held ^ children(street, asked, after)
        inverses = index.inverses_for(kind, fields)
        reached = {
            child
            for world in (before, after)
            for inverse in inverses
            for child in children(street, inverse, world, (id_,))
        }

        assert differs <= reached, (kind, id_, fields)
        assert not differs or index.rules_for(kind, fields)


@given(st.data())
def test_inverses_can_be_asked(street, data):
    """An inverse is a question like any other: it fits the kinds and can be compiled."""
    asked = data.draw(street.questions())

    found = reaches(asked, street.kinds)

    assert () == faults(asked, street.kinds["minor"], street.kinds, {})
    assert [()] * len(found) == [faults(reach.inverse, street.kinds["minor"], street.kinds, {}) for reach in found]
    assert len(found) == len({(reach.kind, reach.inverse) for reach in found})


def test_every_condition_of_the_tests_fits(street):
    """The questions drawn above mean something, or nothing would be tested."""
    wrong = [
        faults(asked, street.kinds[kind], street.kinds, {})
        for conditions in (street.plain, street.crossing)
        for kind, asks in conditions.items()
        for asked in asks
    ]

    assert {()} == set(wrong)


def test_documented_example(street):
    """The ways of a rule read as the docstring of `Reach` says."""
    asked = exists(Member, exists(Circumstance, F.type == "deceased"), on="household")

    minor, member, circumstance = reaches(asked, street.kinds)

    assert Reach("minor", frozenset({"household"}), F.id.is_in(IDS)) == minor
    assert Reach("member", frozenset({"household", "id"}), exists(Member, F.id.is_in(IDS), on="household")) == member
    way = exists(Member, exists(Circumstance, F.id.is_in(IDS), via="member"), on="household")
    assert Reach("circumstance", frozenset({"member", "type"}), way) == circumstance


def test_negation_changes_nothing(street):
    """What a rule denies matters as much as what it asks."""
    asked = exists(DisabilityCard, F.level == "1")

    assert reaches(asked, street.kinds) == reaches(~asked, street.kinds)


def test_reference_path(street):
    """Behind a reference, the children that name the record are found without looking at it."""
    minor, household = reaches(F.household.residence == "a", street.kinds)

    assert Reach("minor", frozenset({"household"}), F.id.is_in(IDS)) == minor
    assert Reach("household", frozenset({"residence"}), F.household.is_in(IDS)) == household


def test_right_side(street):
    """A field on the right is read like one on the left."""
    found = reaches(exists(Member, F.left < F.joined, on="household"), street.kinds)

    assert {"left", "joined", "household"} == found[1].fields


def test_area_of_a_record_without_one(street):
    """The area of a circumstance is that of its household: the whole chain is read."""
    found = reaches(exists(Member, exists(Circumstance, F.area == "530111004002"), on="household"), street.kinds)

    read = {reach.kind: reach.fields for reach in found}
    assert {"member"} == read["circumstance"]
    assert {"area"} == read["household"]


@pytest.mark.parametrize("asked", [EVERYTHING, exists(DisabilityCard), F.school == "a"])
def test_new_child_matters_to_every_rule(street, asked):
    """A child that appears is screened by every rule, whatever the rule reads of it."""
    index = Index.of([rule("rule", asked)], street.kinds)

    assert (F.id.is_in(IDS),) == index.inverses_for("minor")
    assert ["rule"] == [found.name for found in index.rules_for("minor")]


def test_unread_field_reaches_nobody(street):
    """A change that no rule reads costs nothing."""
    index = Index.of(rules(RuleSettings()), street.kinds)

    assert () == index.rules_for("minor", {"school", "note"})
    assert () == index.inverses_for("minor", {"school", "note"})
    assert () == index.rules_for("visit", {"happened"})


def test_whole_risk_is_judged(street):
    """A rule brings the other rules of its risk along, but not the children whom only those can find."""
    index = Index.of(
        [rule("card", exists(DisabilityCard)), rule("school", F.school == "a"), rule("third", F.school == "b", OTHER)],
        street.kinds,
    )

    assert ["card", "school"] == [found.name for found in index.rules_for("disability_card", {"minor"})]
    assert (exists(DisabilityCard, F.id.is_in(IDS), via="minor"),) == index.inverses_for("disability_card", {"minor"})


def test_what_every_write_moves(street):
    """A rule that reads when a record was last written is touched by any change of it."""
    index = Index.of([rule("stale", F.since < today() - days(30))], street.kinds)

    assert ["stale"] == [found.name for found in index.rules_for("minor", {"note"})]


def test_age_gate_counts(street):
    """A corrected date of birth reaches every rule whose risk has an age gate."""
    index = Index.of(rules(RuleSettings()), street.kinds)

    assert index.rules == index.rules_for("minor", {"birth_date"})


def test_parents_circumstance_reaches_siblings(street):
    """A restricted circumstance is walked back through the parent to all children of the household."""
    index = Index.of(rules(RuleSettings()), street.kinds)

    ways = index.inverses_for("restricted_circumstance", {"ended"})

    assert (exists(Member, exists(RestrictedCircumstance, F.id.is_in(IDS), via="member"), on="household"),) == ways
    touched = {found.suggests.name for found in index.rules_for("restricted_circumstance", {"ended"})}
    assert {"drug_affected", "left_behind", "custody_affected", "de_facto_unsupported"} == touched


def test_sibling_of_a_sibling(street):
    """A rule may read other children; each is a way of its own beside the child itself."""
    itself, others = reaches(exists(Minor, F.school == "a", on="household"), street.kinds)

    assert Reach("minor", frozenset({"household"}), F.id.is_in(IDS)) == itself
    assert Reach("minor", frozenset({"household", "school"}), exists(Minor, F.id.is_in(IDS), on="household")) == others
