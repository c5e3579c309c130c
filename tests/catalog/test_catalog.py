"""Everything that was brought, checked against itself and frozen."""

import attrs
import pytest

from minorcare.access import Opening, Role
from minorcare.catalog import Brought, Catalog
from minorcare.errors import DeclarationError
from minorcare.kinds import DERIVED
from minorcare.label import Label
from minorcare.plugins import Config, load_catalog
from minorcare.query import F, Tally, exists
from minorcare.rules.checks import Check
from minorcare.rules.waits import Wait


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(Config())


def test_what_is_about_a_child_lies_where_the_child_lies(catalog):
    """Every kind of the core but those of the office and the vault lies in an area; those about a child name it."""
    nowhere = set(catalog.kinds) - catalog.with_area
    of_the_office = {"area", "body", "officer", "grant", "duty_post", "instruction", "census_round"}
    measures = {"universal_measure", "measure_delivery"}
    vault = {"reporter", "grave_intervention", "punishment", "non_prosecution"}
    assert of_the_office | measures | vault | {"journal", "seen"} == nowhere
    assert {"minor", "risk_tag", "disability_card", "misbehaviour_act", "difficulty_recognition", "duplicate"} <= set(
        catalog.about_minor
    )
    assert catalog.about_minor["minor"] is None


def test_shipped_rules_are_declared_for_what_ships(catalog):
    """Each scheme names risks there are, each rule suggests one, and all five groups can be found."""
    five = catalog.schemes["five_groups"]
    assert set(five.risks) <= {rule.suggests.name for rule in catalog.rules.values()}


def test_two_catalogs_share_nothing(catalog):
    """Loading twice gives two catalogs that are equal and apart."""
    other = load_catalog(Config())
    assert other is not catalog
    assert list(other.kinds) == list(catalog.kinds)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        catalog.kinds = {}


def test_an_unknown_kind_is_answered_with_those_there_are(catalog):
    """By class or by name."""
    with pytest.raises(DeclarationError, match=r"area.*minor.*risk_tag"):
        catalog.kind("minors")
    assert DERIVED <= set(catalog.kinds)


def opening(kind, rows, **more):
    """A role that sees other records by rows of its own."""
    return Role(name="odd", label=Label("o"), scope="own", opens=(Opening(kind=kind, rows=rows, level="open", **more),))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Check("fish", lambda *_: ()), "check is of 'fish'"),
        (Wait("minor", "birth_date", object, "days"), "which is no deadline"),
        (Wait("fish", "due", object, "days"), "which is no deadline"),
        (opening("fish", lambda _: F.who.is_empty), "opens 'fish'"),
        (opening("minor", F.officer.is_in), "opens 'minor'"),
        (opening("minor", lambda _: F.area.is_empty, sees=("whose",)), "shows 'whose', which is no field"),
        (Tally("t", "fish", label=Label("t")), "report 't' counts 'fish'"),
        (Tally("t", "minor", where=exists("reporter"), label=Label("t")), "vault"),
        (Tally("t", "reporter", label=Label("t")), "vault"),
        (Tally("t", "minor", by=("resident_id",), label=Label("t")), "encrypted"),
        (Tally("t", "minor", where=F.resident_id.contains("1"), label=Label("t")), "encrypted"),
    ],
)
def test_what_does_not_fit_is_refused_at_the_start(catalog, item, words):
    """Kinds that are not there, vaults, and secrets are found before the first question is asked."""
    del catalog
    from minorcare.plugins import core

    brought = [
        Brought(plugin="minorcare", hook=name, item=one)
        for name in ("register_codes", "register_kinds", "register_policies")
        for one in getattr(core, name)()
    ]
    with pytest.raises(DeclarationError, match=words):
        Catalog.of([*brought, Brought(plugin="minorcare", hook="register_reports", item=item)])
