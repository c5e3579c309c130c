"""Each group of the law on both sides of each of its edges: birthdays, half years, terms, degrees, sources."""

from datetime import date, timedelta

import pytest

from minorcare.calendar import months, years
from minorcare.rules.shipped import RuleSettings

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
TOMORROW, YESTERDAY = TODAY + DAY, TODAY - DAY
HALF_A_YEAR, A_YEAR = TODAY - months(6), TODAY - months(12)
UNSUPPORTED, ORPHAN, HELD = {"parents_cannot_raise"}, {"both_parents_lost"}, {"parent_in_custody"}
STREET, IDLE, MIGRANT = {"found_on_the_street"}, {"out_of_school_and_work"}, {"came_with_a_parent"}
NONE = set()


def birthday(age):
    """The date of birth of somebody whose birthday of that age is today."""
    return TODAY - years(age)


def plain(type, **more):
    return {"circumstance": [{"type": type, **more}]}


def kept(type, **more):
    return {"restricted_circumstance": [{"type": type, **more}]}


DEAD, ILL = plain("deceased"), plain("seriously_ill")
MISSING = plain("missing", source="court")


# --- without actual support: 民发〔2019〕62号, 民发〔2020〕125号 ---


@pytest.mark.parametrize(
    ("type", "level", "counts"),
    [
        ("4", "1", True), ("4", "2", True), ("4", "3", False), ("1", "4", False), ("7", "3", False),
        ("5", "3", True), ("5", "4", True), ("6", "3", True), ("6", "4", True), ("5", None, False), (None, "2", True),
        (None, "3", False),
    ],
)  # fmt: skip
def test_how_severe_a_disability_must_be(found, type, level, counts):
    """Level 1 or 2 of any type, 3 or 4 if intellectual or mental; a disability without its level decides nothing."""
    disabled = plain("severely_disabled", disability_type=type, disability_level=level)

    assert (UNSUPPORTED if counts else NONE) == found(parents=[("51", disabled), ("52", ILL)])


@pytest.mark.parametrize(("began", "counts"), [(HALF_A_YEAR, True), (HALF_A_YEAR + DAY, False), (None, False)])
def test_contact_lost_for_half_a_year(found, began, counts):
    """Six full months without contact and support, of a day that is known."""
    assert (UNSUPPORTED if counts else NONE) == found(parents=[("51", plain("lost_contact", began=began)), ("52", ILL)])


def test_contact_found_again(found):
    """Whoever is in contact again is not out of it."""
    assert NONE == found(parents=[("51", plain("lost_contact", began=A_YEAR, ended=YESTERDAY)), ("52", ILL)])
    assert UNSUPPORTED == found(parents=[("51", plain("lost_contact", began=A_YEAR, ended=TODAY)), ("52", ILL)])


@pytest.mark.parametrize("type", ["in_custody", "compulsory_detox", "liberty_restricted"])
@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"began": HALF_A_YEAR}, True),
        ({"began": HALF_A_YEAR + DAY}, False),
        ({"began": TODAY, "term_months": 6}, True),
        ({"began": TODAY, "term_months": 5}, False),
        ({"began": HALF_A_YEAR, "term_months": 5}, True),
        ({"began": A_YEAR, "term_months": 12, "ended": TODAY}, True),
        ({"began": A_YEAR, "term_months": 12, "ended": YESTERDAY}, False),
        ({"term_months": 6}, True),
        ({}, False),
    ],
)
def test_held_for_half_a_year(found, type, more, counts):
    """Six months of custody, detox or another measure, by its term or by the time that has passed, while it lasts."""
    told = found(parents=[("51", kept(type, **more)), ("52", ILL)])

    assert counts == bool(UNSUPPORTED & told)


@pytest.mark.parametrize("type", ["custody_revoked", "deported"])
def test_what_the_second_text_added(found, type):
    """Guardianship revoked, or sent abroad: at once, and until it ends."""
    assert UNSUPPORTED == found(parents=[("51", kept(type)), ("52", kept(type))])
    assert NONE == found(parents=[("51", kept(type, ended=YESTERDAY)), ("52", kept(type))])
    assert NONE == found(parents=[("51", kept(type, began=TOMORROW)), ("52", kept(type))])


@pytest.mark.parametrize(
    "type", ["works_away", "divorced", "remarried", "low_income", "unemployed", "accident", "other"]
)
def test_what_is_no_inability(found, type):
    """Poverty, work or divorce of a parent makes nobody unsupported."""
    assert not UNSUPPORTED & found(parents=[("51", plain(type, began=A_YEAR)), ("52", ILL)])


def test_involved_with_drugs_alone(found):
    """Dependence is not in the set: only compulsory treatment is."""
    assert not UNSUPPORTED & found(parents=[("51", kept("drug_dependence", began=A_YEAR)), ("52", ILL)])


@pytest.mark.parametrize(
    ("father", "mother", "expected"),
    [
        (ILL, ILL, UNSUPPORTED),
        (DEAD, ILL, UNSUPPORTED),
        (ILL, DEAD, UNSUPPORTED),
        (MISSING, ILL, UNSUPPORTED),
        (DEAD, DEAD, ORPHAN),
        (DEAD, MISSING, ORPHAN),
        (ILL, {}, NONE),
        (DEAD, {}, NONE),
    ],
)
def test_both_parents_are_looked_at(found, father, mother, expected):
    """Both in the set, or one dead or missing and the other in it; with both lost the child is an orphan."""
    assert expected == found(parents=[("51", father), ("52", mother)])


def test_an_ill_parent_who_died(found):
    """What was so of a dead parent does not make the other one's death a lack of support."""
    was_ill = {"circumstance": [{"type": "seriously_ill"}, {"type": "deceased"}]}

    assert ORPHAN == found(parents=[("51", was_ill), ("52", DEAD)])


@pytest.mark.parametrize(
    ("source", "expected"), [("court", UNSUPPORTED), ("document", UNSUPPORTED), ("community", NONE), ("police", NONE)]
)
def test_who_says_that_somebody_is_missing(found, source, expected):
    """Missing is who a court declared so: from the court, or from its document."""
    assert expected == found(parents=[("51", plain("missing", source=source)), ("52", ILL)])


def test_back_after_a_declaration(found):
    """A declaration counts until it is lifted; a death does not end."""
    lifted = plain("missing", source="court", began=A_YEAR, ended=YESTERDAY)

    assert NONE == found(parents=[("51", lifted), ("52", ILL)])
    assert UNSUPPORTED == found(parents=[("51", plain("deceased", ended=YESTERDAY)), ("52", ILL)])


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([("57", {})], NONE),  # an able stepfather raises the child
        ([("57", {"member": {"left": YESTERDAY}})], UNSUPPORTED),
        ([("57", {"member": {"left": TODAY}})], NONE),
        ([("57", ILL)], UNSUPPORTED),
        ([("59", {})], NONE),
        ([("61", {})], UNSUPPORTED),  # grandparents are no parents
    ],
)
def test_whoever_else_is_a_parent(found, others, expected):
    """No parent by law may be able to raise the child: a stepfather counts as long as he belongs to the household."""
    assert expected == found(parents=[("51", DEAD), ("52", ILL), *others])


def test_a_parent_who_moved_out(found):
    """Whoever moves out stays a father: in custody elsewhere he still cannot raise the child, and able he still could."""
    gone = {"member": {"left": A_YEAR}}

    assert UNSUPPORTED == found(parents=[("51", {**ILL, **gone}), ("52", ILL)])
    assert NONE == found(parents=[("51", {**gone}), ("52", ILL)])


@pytest.mark.parametrize("relations", [("51",), ("52",), ("51", "57"), ("61", "62")])
def test_one_parent_on_record(found, relations):
    """Of a parent of whom nothing is recorded nothing is concluded."""
    assert NONE == found(parents=[(relation, ILL) for relation in relations])


def test_the_offices_own_span(found):
    """An office may count custody and lost contact otherwise."""
    parents = [("51", plain("lost_contact", began=TODAY - months(3))), ("52", ILL)]

    assert UNSUPPORTED == found(parents=parents, settings=RuleSettings(custody_months=3))
    assert NONE == found(parents=parents, settings=RuleSettings(custody_months=4))


# --- eighteen, and what goes on ---


@pytest.mark.parametrize(
    ("age", "schooling", "counts"),
    [
        (birthday(18), None, True),
        (birthday(18) - DAY, None, False),
        (birthday(18) - DAY, "senior", True),
        (birthday(18) - DAY, "suspended", False),
        (birthday(18) - DAY, "out_of_school", False),
        (birthday(25), "higher", True),
        (birthday(25) - DAY, "higher", False),
    ],
)
@pytest.mark.parametrize(("parents", "rule"), [(DEAD, ORPHAN), (ILL, UNSUPPORTED)])
def test_pupils_go_on(found, age, schooling, counts, parents, rule):
    """An orphan, and a child without support, is one to the eighteenth birthday, and as a pupil to the twenty-fifth."""
    told = found(parents=[("51", parents), ("52", parents)], birth=age, child={"schooling": schooling})

    assert (rule if counts else NONE) == told


def test_an_office_may_end_it_at_eighteen(found):
    """How long a pupil keeps the tag is for the place to say."""
    pupil = {"birth": birthday(18) - DAY, "child": {"schooling": "senior"}, "parents": [("51", DEAD), ("52", DEAD)]}

    assert NONE == found(**pupil, settings=RuleSettings(pupils_until=18))
    assert ORPHAN == found(**pupil, settings=RuleSettings(pupils_until=19))


@pytest.mark.parametrize(
    ("kind", "rule"), [("misbehaviour_act", "misbehaviour_recorded"), ("serious_act", "serious_misbehaviour_recorded")]
)
@pytest.mark.parametrize(
    ("happened", "birth", "counts"),
    [
        (A_YEAR, birthday(17), True),
        (A_YEAR - DAY, birthday(17), False),
        (A_YEAR, birthday(18) - DAY, True),
        (A_YEAR, birthday(25), True),
        (A_YEAR, birthday(25) - DAY, False),
    ],
)
def test_an_act_counts_for_a_year(found, kind, rule, happened, birth, counts):
    """Twelve months from the day of the act, and the eighteenth birthday does not cut them short (五类重点青少年: 6 to 25)."""
    assert counts == (rule in found({kind: {"happened": happened}}, birth=birth))


# --- custody ---


@pytest.mark.parametrize(
    ("type", "more", "expected"),
    [
        ("in_custody", {}, HELD),
        ("in_custody", {"began": TODAY}, HELD),
        ("in_custody", {"began": TOMORROW}, NONE),
        ("in_custody", {"ended": TODAY}, HELD),
        ("in_custody", {"ended": YESTERDAY}, NONE),
        ("liberty_restricted", {}, NONE),
        ("custody_revoked", {}, NONE),
    ],
)
def test_a_parent_in_custody(found, type, more, expected):
    """From the first day of custody to the last, whatever the term; another measure is no serving of a sentence."""
    assert expected == found(parents=[("52", kept(type, **more))])


def test_custody_ends_with_childhood(found):
    """It is children of the persons concerned who are meant: up to and on the eighteenth birthday."""
    assert HELD == found(parents=[("51", kept("in_custody"))], birth=birthday(18))
    assert NONE == found(parents=[("51", kept("in_custody"))], birth=birthday(18) - DAY)


@pytest.mark.parametrize(
    ("relation", "member", "expected"),
    [
        ("51", {"left": A_YEAR}, HELD),
        ("57", {"left": YESTERDAY}, NONE),
        ("57", {}, HELD),
        ("61", {}, NONE),
    ],
)
def test_whose_custody(found, relation, member, expected):
    """A father who moved out is still the father; a stepfather who left, or a grandfather, is not meant."""
    assert expected == found(parents=[(relation, {**kept("in_custody"), "member": member})])


# --- recognitions ---


@pytest.mark.parametrize(
    ("types", "rules"),
    [
        (("orphan",), {"difficulty_recognised", "recognised_orphan"}),
        (("poverty", "de_facto_unsupported"), {"difficulty_recognised", "recognised_de_facto_unsupported"}),
        (("poverty",), {"difficulty_recognised"}),
    ],
)
@pytest.mark.parametrize(("ended", "counts"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_recognitions_name_the_kind_of_difficulty(found, types, rules, ended, counts):
    """What civil affairs recognised is what the child is, up to and on the day it ends."""
    fact = {"types": types, "recognised": A_YEAR, "ended": ended}

    assert (rules if counts else NONE) == found({"difficulty_recognition": fact})


@pytest.mark.parametrize(
    ("more", "counts"),
    [({}, True), ({"valid_until": TODAY}, True), ({"valid_until": YESTERDAY}, False), ({"assessed": TOMORROW}, False)],
)
def test_assessed_without_a_certificate(found, more, counts):
    """A child that was assessed counts without a certificate, as long as the finding is valid."""
    fact = {"type": "5", "assessed": A_YEAR, **more}

    assert ({"disability_assessed"} if counts else NONE) == found({"disability_assessment": fact})


# --- migrant children ---

HOME = {"residence": "other_province"}
HERE = {"residence_period": {"began": HALF_A_YEAR}}


@pytest.mark.parametrize(
    ("residence", "expected"),
    [
        ("same_city", MIGRANT), ("same_province", MIGRANT), ("other_province", MIGRANT),
        ("local", NONE), ("same_county", NONE), ("unknown", NONE), ("hk_mo_tw", NONE), (None, NONE),
    ],
)  # fmt: skip
def test_across_the_county_line(found, residence, expected):
    """Only a registration in another county makes a migrant."""
    assert expected == found(HERE, [("51", {})], home={"residence": residence})


@pytest.mark.parametrize(
    ("began", "ended", "expected"),
    [
        (HALF_A_YEAR, None, MIGRANT),
        (HALF_A_YEAR + DAY, None, NONE),
        (A_YEAR, TODAY, MIGRANT),
        (A_YEAR, YESTERDAY, NONE),
    ],
)
def test_half_a_year_here(found, began, ended, expected):
    """Six full months here, and still here."""
    assert expected == found({"residence_period": {"began": began, "ended": ended}}, [("52", {})], home=HOME)


@pytest.mark.parametrize(
    ("birth", "expected"), [(birthday(16) + DAY, MIGRANT), (birthday(16), MIGRANT), (birthday(16) - DAY, NONE)]
)
def test_migrant_until_sixteen(found, birth, expected):
    """Up to and on the sixteenth birthday."""
    assert expected == found(HERE, [("51", {})], home=HOME, birth=birth)


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ([("51", {})], MIGRANT),
        ([("51", plain("works_away", began=TODAY)), ("52", {})], MIGRANT),
        ([("51", plain("works_away", began=TODAY))], NONE),
        ([("51", plain("works_away", began=A_YEAR, ended=YESTERDAY))], MIGRANT),
        ([("51", {"member": {"left": YESTERDAY}})], NONE),
        ([("61", {})], NONE),
    ],
)
def test_with_a_parent(found, parents, expected):
    """Whoever came without a parent who is here now is no migrant child."""
    assert expected == found(HERE, parents, home=HOME)


# --- the street; neither school nor work ---


@pytest.mark.parametrize(
    ("more", "birth", "expected"),
    [
        ({}, birthday(3), STREET),
        ({"found": TOMORROW}, birthday(3), NONE),
        ({"ended": TODAY}, birthday(3), STREET),
        ({"ended": YESTERDAY}, birthday(3), NONE),
        ({}, birthday(18) - DAY, STREET),
        ({}, birthday(25), STREET),
        ({}, birthday(25) - DAY, NONE),
    ],
)
def test_found_on_the_street(found, more, birth, expected):
    """From the day of finding until the child is handed over; young people to 25."""
    assert expected == found({"street_finding": {"found": TODAY, **more}}, birth=birth)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [(birthday(6), NONE), (birthday(6) - DAY, IDLE), (birthday(25), IDLE), (birthday(25) - DAY, NONE)],
)
def test_from_six_to_twenty_five(found, birth, expected):
    """Idle youth begins the day after the sixth birthday and ends with the twenty-fifth."""
    assert expected == found({"schooling_gap": {"began": A_YEAR}}, birth=birth)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"began": HALF_A_YEAR}, IDLE),
        ({"began": HALF_A_YEAR + DAY}, NONE),
        ({"ended": TODAY}, IDLE),
        ({"ended": YESTERDAY}, NONE),
        ({"reason": "unwilling"}, IDLE),
        ({"reason": "medical_leave"}, NONE),
        ({"reason": "home_teaching"}, NONE),
        ({"reason": "deferred"}, NONE),
        ({"reason": "enrolled_elsewhere"}, NONE),
    ],
)
def test_out_of_school_for_half_a_year(found, more, expected):
    """Six full months out of school, and no lawful way to be taught elsewhere."""
    assert expected == found({"schooling_gap": {"began": A_YEAR, **more}})


@pytest.mark.parametrize(
    ("birth", "work", "expected"),
    [
        (birthday(16), {"began": A_YEAR}, IDLE),  # sixteen from tomorrow on: work does not count yet
        (birthday(16) - DAY, {"began": A_YEAR}, NONE),
        (birthday(16) - DAY, {"began": TODAY}, NONE),
        (birthday(16) - DAY, {"began": TOMORROW}, IDLE),
        (birthday(16) - DAY, {"began": A_YEAR, "ended": TODAY}, NONE),
        (birthday(16) - DAY, {"began": A_YEAR, "ended": YESTERDAY}, IDLE),
    ],
)
def test_work_counts_from_sixteen(found, birth, work, expected):
    """Who is sixteen and works is not idle; who is younger belongs to school."""
    assert expected == found({"schooling_gap": {"began": A_YEAR}, "employment": work}, birth=birth)


def test_spans_are_the_offices_own(found):
    """Half a year is usual and not the law."""
    gap = {"schooling_gap": {"began": TODAY - months(3)}}
    here = {"residence_period": {"began": TODAY - months(3)}}

    assert IDLE == found(gap, settings=RuleSettings(idle_months=3))
    assert NONE == found(gap, settings=RuleSettings(idle_months=4))
    assert MIGRANT == found(here, [("51", {})], home=HOME, settings=RuleSettings(migrant_months=3))
    assert NONE == found(here, [("51", {})], home=HOME, settings=RuleSettings(migrant_months=4))
    assert IDLE == found(
        {"schooling_gap": {"began": A_YEAR}}, birth=birthday(25), settings=RuleSettings(youth_until=25)
    )
    assert NONE == found(
        {"schooling_gap": {"began": A_YEAR}}, birth=birthday(25), settings=RuleSettings(youth_until=24)
    )
