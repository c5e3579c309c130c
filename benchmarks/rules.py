"""Twenty rules, each as a filter and as somebody would write it in SQL, driven from its selective side."""

from __future__ import annotations

from datetime import date

from minorcare import F, exists, today
from minorcare.calendar import latest_birth, months
from minorcare.kinds import Circumstance, DisabilityCard, Member, RiskTag
from minorcare.query import Filter, any_of
from minorcare.rules.definitions import PUPILS
from minorcare.rules.parents import ANY_PARENT
from minorcare.rules.shipped import FATHER, MOTHER, RuleSettings, parent, rules

GRANDPARENTS = ("61", "62", "63", "64")

_NOW = "(x.{0} IS NULL OR x.{0}<=:today) AND (x.{1} IS NULL OR x.{1}>=:today)"
_AWAY = "x.type='works_away' AND x.began<=:half_year AND (x.ended IS NULL OR x.ended>=:today)"
_LIVES = "(m.joined IS NULL OR m.joined<=:today) AND (m.left IS NULL OR m.left>=:today)"
_BEGUN = _NOW.format("began", "ended")
_LONG = "x.began<=:half_year AND (x.ended IS NULL OR x.ended>=:today)"


def _households(relations: tuple[str, ...], condition: str, table: str = "circumstance") -> str:
    listed = ",".join(f"'{code}'" for code in relations)
    return (
        f"SELECT m.household FROM {table} x JOIN member m ON m.office=:o AND m.id=x.member AND m.relation IN ({listed})"
        f" AND {_LIVES} WHERE x.office=:o AND {condition}"
    )


def _unable(relations: tuple[str, ...]) -> str:
    ill = "x.type IN ('missing','deceased','severely_disabled','seriously_ill')"
    held = "x.type IN ('custody_revoked','deported','drug_dependence')"
    lost = f"x.type='lost_contact' AND {_LONG}"
    told = _households(relations, f"(({ill} AND {_BEGUN}) OR ({lost}))")
    restricted = _households(relations, f"(({held} AND {_BEGUN}) OR ({_LONG}))", "restricted_circumstance")
    return f"{told} UNION {restricted}"


def _of_households(*inner: str) -> str:
    named = " INTERSECT ".join(f"SELECT * FROM ({one})" for one in inner)
    return f"SELECT id FROM minor WHERE office=:o AND household IN ({named})"


def _about(table: str, condition: str) -> str:
    return f"SELECT DISTINCT x.minor FROM {table} x WHERE x.office=:o AND {condition}"


_UNDER_16 = " AND birth_date>:born_16"
_DRUGS = f"x.type IN ('drug_dependence','compulsory_detox') AND {_BEGUN}"
_FATHER_AWAY, _MOTHER_AWAY = _households(FATHER, _AWAY), _households(MOTHER, _AWAY)

_LEGAL = {
    FATHER: f"(m.relation='51' OR (m.relation='57' AND {_LIVES}))",
    MOTHER: f"(m.relation='52' OR (m.relation='58' AND {_LIVES}))",
    FATHER + MOTHER: f"(m.relation IN ('51','52') OR (m.relation IN ('57','58') AND {_LIVES}))",
    ANY_PARENT: f"(m.relation IN ('50','51','52','59') OR (m.relation IN ('57','58') AND {_LIVES}))",
}
_LOST = (
    "(x.type='deceased' AND (x.began IS NULL OR x.began<=:today))"
    f" OR (x.type='missing' AND x.source IN ('court','document') AND {_BEGUN})"
)
_WEAK = (
    "(x.type='severely_disabled' AND (x.disability_level IN ('1','2') OR (x.disability_level IN ('3','4')"
    f" AND x.disability_type IN ('5','6'))) AND {_BEGUN}) OR (x.type='seriously_ill' AND {_BEGUN})"
    f" OR (x.type='lost_contact' AND {_LONG})"
)
_HELD = (
    "(x.type IN ('in_custody','compulsory_detox','liberty_restricted')"
    f" AND (x.term_months>=6 OR x.began<=:half_year) AND {_BEGUN})"
    f" OR (x.type IN ('custody_revoked','deported') AND {_BEGUN})"
)
_AT_SCHOOL = ",".join(f"'{code}'" for code in PUPILS)
_PUPIL = f" AND (birth_date>:born_18 OR (birth_date>:born_25 AND schooling IN ({_AT_SCHOOL})))"
_UNDER_18, _UNDER_25 = " AND birth_date>:born_18", " AND birth_date>:born_25"


def _told(condition: str, table: str = "circumstance") -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.office=:o AND x.member=m.id AND ({condition}))"


_IS_LOST = _told(_LOST)
_IS_HELPLESS = f"({_IS_LOST} OR {_told(_WEAK)} OR {_told(_HELD, 'restricted_circumstance')})"


def _homes(relations: tuple[str, ...], *told: tuple[str, str], also: str = "") -> str:
    """The households of parents by law of whom one of these things is told."""
    return " UNION ".join(
        f"SELECT m.household FROM {table} x JOIN member m ON m.office=:o AND m.id=x.member AND {_LEGAL[relations]}{also}"
        f" WHERE x.office=:o AND ({condition})"
        for table, condition in told
    )


def _no_other(condition: str) -> str:
    other = f"SELECT 1 FROM member m WHERE m.office=:o AND m.household=minor.household AND {_LEGAL[ANY_PARENT]}"
    return f" AND NOT EXISTS ({other} AND NOT {condition})"


def _children(of: str, rest: str) -> str:
    return f"SELECT id FROM minor WHERE office=:o AND id IN ({of}){rest}"


def _recognised(type_: str) -> str:
    return (
        "SELECT x.minor FROM difficulty_recognition__types__list t JOIN difficulty_recognition x ON x.office=:o AND x.id=t.id"
        f" WHERE t.office=:o AND t.value='{type_}' AND {_NOW.format('recognised', 'ended')}"
    )


_LOST_TOLD = ("circumstance", _LOST)
_CANNOT_TOLD = (("circumstance", _WEAK), ("restricted_circumstance", _HELD))
_IN_CUSTODY = ("restricted_circumstance", f"x.type='in_custody' AND {_BEGUN}")
_WITH_A_PARENT = (
    " AND EXISTS (SELECT 1 FROM household h WHERE h.office=:o AND h.id=minor.household"
    " AND h.residence IN ('same_city','same_province','other_province'))"
    " AND EXISTS (SELECT 1 FROM member m WHERE m.office=:o AND m.household=minor.household"
    f" AND m.relation IN ('51','52','57','58') AND {_LIVES}"
    f" AND NOT EXISTS (SELECT 1 FROM circumstance x WHERE x.office=:o AND x.member=m.id AND x.type='works_away' AND {_BEGUN}))"
)
_LAWFUL = "'medical_leave','home_teaching','deferred','enrolled_elsewhere'"
_NO_WORK = (
    " AND (birth_date>:born_16 OR NOT EXISTS (SELECT 1 FROM employment x WHERE x.office=:o AND x.minor=minor.id"
    f" AND {_BEGUN}))"
)

SHIPPED = (
    _about("misbehaviour_act", "x.happened>=:year"),
    _about("disability_card", _NOW.format("issued", "valid_until")),
    _about("difficulty_recognition", _NOW.format("recognised", "ended")),
    _of_households(_households(FATHER + MOTHER, _DRUGS, "restricted_circumstance")),
    _of_households(_FATHER_AWAY, _MOTHER_AWAY) + _UNDER_16,
    f"{_of_households(_FATHER_AWAY, _unable(MOTHER))}{_UNDER_16} UNION {_of_households(_MOTHER_AWAY, _unable(FATHER))}{_UNDER_16}",
    _children(_about("serious_act", "x.happened>=:year"), _UNDER_25),
    _children(_about("disability_assessment", _NOW.format("assessed", "valid_until")), _UNDER_18),
    _of_households(_homes(FATHER + MOTHER, _IN_CUSTODY)) + _UNDER_18,
    _children(_about("residence_period", _LONG), _UNDER_16 + _WITH_A_PARENT),
    _of_households(_homes(FATHER, _LOST_TOLD), _homes(MOTHER, _LOST_TOLD)) + _no_other(_IS_LOST) + _PUPIL,
    _children(_recognised("orphan"), _PUPIL),
    _of_households(
        _homes(FATHER, _LOST_TOLD, *_CANNOT_TOLD),
        _homes(MOTHER, _LOST_TOLD, *_CANNOT_TOLD),
        _homes(FATHER + MOTHER, *_CANNOT_TOLD, also=f" AND NOT {_IS_LOST}"),
    )
    + _no_other(_IS_HELPLESS)
    + _PUPIL,
    _children(_recognised("de_facto_unsupported"), _PUPIL),
    _children(_about("street_finding", _NOW.format("found", "ended")), _UNDER_25),
    _children(
        _about("schooling_gap", f"{_LONG} AND (x.reason IS NULL OR x.reason NOT IN ({_LAWFUL}))"),
        " AND birth_date<=:born_6" + _UNDER_25 + _NO_WORK,
    ),
)
"""The shipped rules, in their order."""

_PARENTS, _NONE = FATHER + MOTHER, "SELECT id FROM minor c WHERE office=:o AND NOT EXISTS (SELECT 1 FROM member m"
_HERE = "m.office=:o AND m.household=c.household"
_GRAND = ",".join(f"'{code}'" for code in GRANDPARENTS)
_BOTH = ",".join(f"'{code}'" for code in _PARENTS)

MORE: tuple[tuple[Filter, str], ...] = (
    (F.birth_date.age < 1, "SELECT id FROM minor WHERE office=:o AND birth_date>:born_1"),
    (
        (F.birth_date.age >= 6) & F.schooling.is_empty,
        "SELECT id FROM minor WHERE office=:o AND birth_date<=:born_6 AND schooling IS NULL",
    ),
    (F.schooling == "dropped_out", "SELECT id FROM minor WHERE office=:o AND schooling='dropped_out'"),
    (F.resident_id.is_empty, "SELECT id FROM minor WHERE office=:o AND resident_id__blind IS NULL"),
    (F.birth_date_estimated == True, "SELECT id FROM minor WHERE office=:o AND birth_date_estimated=1"),  # noqa: E712
    (
        F.household.residence != "local",
        (
            "SELECT id FROM minor c WHERE office=:o AND NOT EXISTS (SELECT 1 FROM household h WHERE h.office=:o AND h.id=c.household"
            " AND h.residence='local')"
        ),
    ),
    (
        parent(FATHER, exists(Circumstance, F.type == "missing")),
        _of_households(_households(FATHER, "x.type='missing'")),
    ),
    (
        parent(_PARENTS, exists(Circumstance, F.type == "deceased")),
        _of_households(_households(_PARENTS, "x.type='deceased'")),
    ),
    (~exists(Member, on="household"), f"{_NONE} WHERE {_HERE})"),
    (~exists(Member, F.responsible == True, on="household"), f"{_NONE} WHERE {_HERE} AND m.responsible=1)"),  # noqa: E712
    (~exists(Member, ~F.phone.is_empty, on="household"), f"{_NONE} WHERE {_HERE} AND m.phone__blind IS NOT NULL)"),
    (
        exists(Member, F.relation.is_in(GRANDPARENTS), on="household")
        & ~exists(Member, F.relation.is_in(_PARENTS), on="household"),
        (
            f"{_NONE} WHERE {_HERE} AND m.relation IN ({_BOTH}))"
            f" AND EXISTS (SELECT 1 FROM member m WHERE {_HERE} AND m.relation IN ({_GRAND}))"
        ),
    ),
    (exists(DisabilityCard, F.level == "1"), _about("disability_card", "x.level='1'")),
    (
        exists(RiskTag, (F.status == "confirmed") & any_of(F.review.is_empty, F.review <= today() + months(12))),
        _about("risk_tag", "x.status='confirmed' AND (x.review IS NULL OR x.review<=:next_year)"),
    ),
)
"""Fourteen more."""


def shipped() -> tuple[Filter, ...]:
    """The conditions of the shipped rules, age gates included."""
    return tuple(rule.where for rule in rules(RuleSettings()))


def bound(office: str, day: date) -> dict[str, str]:
    """What the hand-written statements are run with."""
    return {
        "o": office,
        "today": day.isoformat(),
        "half_year": (day - months(6)).isoformat(),
        "year": (day - months(12)).isoformat(),
        "next_year": (day + months(12)).isoformat(),
        **{f"born_{age}": latest_birth(age, day).isoformat() for age in (1, 6, 16, 18, 25)},
    }
