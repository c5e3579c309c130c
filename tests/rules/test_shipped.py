"""The shipped rules find whom the national texts mean, on both sides of every edge."""

from datetime import date, timedelta

import pytest

from minorcare.calendar import months, years
from minorcare.query import faults
from minorcare.rules.shipped import FIVE_GROUPS, RISKS, RuleSettings, rules

TODAY = date(2026, 11, 24)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
HALF_A_YEAR, A_YEAR = TODAY - months(6), TODAY - months(12)
SIX_MONTHS_AGO = TODAY - months(6)
AWAY = {"type": "works_away", "began": A_YEAR}
SIXTEEN, EIGHTEEN = TODAY - years(16), TODAY - years(18)  # whose birthday is today


def away(**changes):
    return {"circumstance": [{**AWAY, **changes}]}


def restricted(type, **changes):
    return {"restricted_circumstance": [{"type": type, **changes}]}


def plain(type, **changes):
    return {"circumstance": [{"type": type, **changes}]}


BOTH, ONE, DRUGS = {"both_parents_away"}, {"one_away_other_unable"}, {"drug_affected_parent"}
HELD = {"parent_in_custody"}
CARD, RECOGNISED, ACT = {"disability_card"}, {"difficulty_recognised"}, {"misbehaviour_recorded"}
NONE = set()


def test_rules_fit_the_kinds(street):
    """Every shipped rule asks only what there is."""
    minor = street.kinds["minor"]

    assert {()} == {faults(rule.where, minor, street.kinds, {}) for rule in rules(RuleSettings())}


def test_every_rule_is_cited():
    """Every risk and rule names the text it rests on, every text for people is there in English, and names are unique."""
    known = rules(RuleSettings())

    assert all(each.cites for each in (*RISKS, *known, FIVE_GROUPS))
    assert all(
        label.en for label in (*(risk.label for risk in RISKS), *(rule.because for rule in known), FIVE_GROUPS.label)
    )
    assert len(known) == len({rule.name for rule in known})
    assert {rule.suggests.name for rule in known} == {risk.name for risk in RISKS} > set(FIVE_GROUPS.risks)


def test_nothing_known(found):
    """A child of whom nothing is known is in no group."""
    assert NONE == found()
    assert NONE == found(parents=[("51", {}), ("52", {})])


@pytest.mark.parametrize(
    ("birth", "expected"),
    [(EIGHTEEN + timedelta(days=1), CARD), (EIGHTEEN, CARD), (EIGHTEEN - timedelta(days=1), NONE)],
)
def test_eighteenth_birthday(found, birth, expected):
    """A person is a minor up to and on the eighteenth birthday, and of age from the day after (法释〔2006〕1号)."""
    assert expected == found({"disability_card": {"type": "1", "level": "1"}}, birth=birth)


@pytest.mark.parametrize(
    ("birth", "expected"), [(SIXTEEN + timedelta(days=1), BOTH), (SIXTEEN, BOTH), (SIXTEEN - timedelta(days=1), NONE)]
)
def test_sixteenth_birthday(found, birth, expected):
    """A child is left behind before sixteen only (国发〔2016〕13号), counted like every age."""
    assert expected == found(parents=[("51", away()), ("52", away())], birth=birth)


def test_leap_day(found):
    """Born on 29 February, a child turns sixteen on 28 February of a year without one."""
    parents = [("51", away()), ("52", away())]

    assert BOTH == found(parents=parents, birth=date(2012, 2, 29), day=date(2028, 2, 29))
    assert NONE == found(parents=parents, birth=date(2012, 2, 29), day=date(2028, 3, 1))


@pytest.mark.parametrize(
    ("valid_until", "expected"), [(None, CARD), (TOMORROW, CARD), (TODAY, CARD), (YESTERDAY, NONE)]
)
def test_expired_card(found, valid_until, expected):
    """A disability card counts up to and on its last day."""
    assert expected == found({"disability_card": {"type": "1", "level": "1", "valid_until": valid_until}})


@pytest.mark.parametrize(("issued", "expected"), [(TODAY, CARD), (TOMORROW, NONE)])
def test_card_issued(found, issued, expected):
    """A disability card counts from its first day."""
    assert expected == found({"disability_card": {"type": "1", "level": "1", "issued": issued}})


@pytest.mark.parametrize(("ended", "expected"), [(None, RECOGNISED), (TODAY, RECOGNISED), (YESTERDAY, NONE)])
def test_ended_recognition(found, ended, expected):
    """A recognition counts up to and on the day it ends."""
    fact = {"types": ("poverty",), "recognised": A_YEAR, "ended": ended}

    assert expected == found({"difficulty_recognition": fact})


def test_recognition_to_come(found):
    """A recognition counts from its day."""
    assert RECOGNISED == found({"difficulty_recognition": {"recognised": TODAY}})
    assert NONE == found({"difficulty_recognition": {"recognised": TOMORROW}})


@pytest.mark.parametrize(("happened", "expected"), [(TODAY, ACT), (A_YEAR, ACT), (A_YEAR - timedelta(days=1), NONE)])
def test_act_a_year_old(found, happened, expected):
    """A recorded act suggests the tag for twelve months."""
    assert expected == found({"misbehaviour_act": {"act": "B02", "happened": happened}})


def test_act_by_the_offices_own_span(found):
    """An office may let an act count for less."""
    fact = {"misbehaviour_act": {"act": "B02", "happened": HALF_A_YEAR}}

    assert ACT == found(fact, settings=RuleSettings(act_months=6))
    assert NONE == found(fact, settings=RuleSettings(act_months=5))


@pytest.mark.parametrize(
    ("began", "expected"), [(HALF_A_YEAR, BOTH), (HALF_A_YEAR + timedelta(days=1), NONE), (None, NONE)]
)
def test_half_a_year_away(found, began, expected):
    """Both parents must have been away for six full months; a day that nobody knows is no six months."""
    assert expected == found(parents=[("51", away(began=began)), ("52", away())])


def test_end_of_a_month(found):
    """Where the month six months back is shorter, its last day is the day (民法典第二百零二条)."""
    parents = [("51", away(began=date(2027, 2, 28))), ("52", away())]

    assert NONE == found(parents=parents, day=date(2027, 8, 27))
    assert BOTH == found(parents=parents, day=date(2027, 8, 28))
    assert BOTH == found(parents=parents, day=date(2027, 8, 31))


def test_away_by_the_offices_own_span(found):
    """An office may count absence from three months on."""
    parents = [("51", away(began=TODAY - months(3))), ("52", away())]

    assert BOTH == found(parents=parents, settings=RuleSettings(away_months=3))
    assert NONE == found(parents=parents, settings=RuleSettings(away_months=4))


@pytest.mark.parametrize(("ended", "expected"), [(TOMORROW, BOTH), (TODAY, BOTH), (YESTERDAY, NONE)])
def test_back_from_work(found, ended, expected):
    """A parent is away up to and on the last day of it."""
    assert expected == found(parents=[("51", away(ended=ended)), ("52", away())])


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        (("51", "52"), BOTH),
        (("57", "58"), BOTH),  # step- or adoptive parents
        (("51", "51"), NONE),
        (("51",), NONE),
        (("61", "62"), NONE),  # grandparents
    ],
)
def test_whose_absence(found, relations, expected):
    """Both a father and a mother must be away."""
    assert expected == found(parents=[(relation, away()) for relation in relations])


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"left": TODAY}, BOTH),
        ({"left": YESTERDAY}, NONE),
        ({"joined": TODAY}, BOTH),
        ({"joined": TOMORROW}, NONE),
        ({"household": "elsewhere"}, NONE),
    ],
)
def test_parent_of_the_household(found, period, expected):
    """Only who belongs to the child's household today is looked at."""
    assert expected == found(parents=[("51", {**away(), "member": period}), ("52", away())])


@pytest.mark.parametrize("type", ["missing", "deceased", "severely_disabled", "seriously_ill"])
@pytest.mark.parametrize("order", [1, -1])
def test_other_parent_unable(found, type, order):
    """One parent away and the other unable to look after the child is left behind too, whichever of the two it is."""
    parents = [*zip(("51", "52"), (away(), plain(type))[::order], strict=True)]

    assert ONE == found(parents=parents)


@pytest.mark.parametrize(("ended", "expected"), [(TODAY, ONE), (YESTERDAY, NONE)])
def test_other_parent_well_again(found, ended, expected):
    """The other parent counts as unable up to and on the last day of it."""
    assert expected == found(parents=[("51", away()), ("52", plain("seriously_ill", ended=ended))])


@pytest.mark.parametrize("type", ["divorced", "unemployed", "low_income", "other"])
def test_other_parent_able(found, type):
    """Poverty or divorce of the other parent is no inability."""
    assert NONE == found(parents=[("51", away()), ("52", plain(type))])


def test_nobody_away(found):
    """Where no parent works away, a child whose parents are unable is no left-behind child."""
    assert NONE == found(parents=[("51", plain("deceased")), ("52", plain("missing"))])


def test_away_and_unable_in_one(found):
    """One parent who is both, beside one at home, leaves nobody behind."""
    both = {"circumstance": [AWAY, {"type": "seriously_ill"}]}

    assert NONE == found(parents=[("51", both), ("52", {})])


def test_other_parent_in_custody(found):
    """Custody of six full months is inability as well; a day less, or custody that has ended, is not."""
    assert ONE | HELD == found(parents=[("51", away()), ("52", restricted("in_custody", began=SIX_MONTHS_AGO))])
    assert HELD == found(
        parents=[("51", away()), ("52", restricted("in_custody", began=SIX_MONTHS_AGO + timedelta(days=1)))]
    )
    assert NONE == found(
        parents=[("51", away()), ("52", restricted("in_custody", began=SIX_MONTHS_AGO, ended=YESTERDAY))]
    )


def test_other_parent_out_of_reach(found):
    """Lost contact of six full months is inability; revoked guardianship is so at once."""
    assert ONE == found(parents=[("51", away()), ("52", plain("lost_contact", began=SIX_MONTHS_AGO))])
    assert NONE == found(parents=[("51", away()), ("52", plain("lost_contact", began=TODAY))])
    assert ONE == found(parents=[("51", away()), ("52", restricted("custody_revoked"))])


@pytest.mark.parametrize(
    ("type", "changes", "expected"),
    [
        ("drug_dependence", {}, DRUGS),
        ("compulsory_detox", {}, DRUGS),
        ("in_custody", {}, HELD),
        ("compulsory_detox", {"ended": TODAY}, DRUGS),
        ("compulsory_detox", {"ended": YESTERDAY}, NONE),
        ("drug_dependence", {"began": TODAY}, DRUGS),
        ("drug_dependence", {"began": TOMORROW}, NONE),
    ],
)
def test_drugs_of_a_parent(found, type, changes, expected):
    """Dependence or compulsory detox of a parent counts while it lasts; custody is another group."""
    assert expected == found(parents=[("52", restricted(type, **changes))])


def test_drugs_of_an_uncle(found):
    """The group is children of the persons concerned: nobody else in the household counts."""
    assert NONE == found(parents=[("71", restricted("drug_dependence")), ("61", restricted("drug_dependence"))])


def test_drug_affected_until_eighteen(found):
    """The group follows a child up to and on the eighteenth birthday."""
    parents = [("51", restricted("drug_dependence"))]

    assert DRUGS == found(parents=parents, birth=EIGHTEEN)
    assert NONE == found(parents=parents, birth=EIGHTEEN - timedelta(days=1))


def test_several_groups_at_once(found):
    """A child may be in several groups: none hides another."""
    facts = {"disability_card": {"type": "1", "level": "1"}, "misbehaviour_act": {"act": "B01", "happened": TODAY}}
    parents = [("51", away()), ("52", {**away(), **restricted("compulsory_detox", began=SIX_MONTHS_AGO)})]

    assert CARD | ACT | BOTH | ONE | DRUGS == found(facts, parents)
