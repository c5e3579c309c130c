"""Twenty rules, each as a filter and as somebody would write it in SQL, driven from its selective side."""

from __future__ import annotations

from datetime import date

from minorcare import F, exists, today
from minorcare.calendar import latest_birth, months
from minorcare.kinds import Circumstance, DisabilityCard, Member, RiskTag
from minorcare.query import Filter, any_of
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

SHIPPED = (
    _about("misbehaviour_act", "x.happened>=:year"),
    _about("disability_card", _NOW.format("issued", "valid_until")),
    _about("difficulty_recognition", _NOW.format("recognised", "ended")),
    _of_households(_households(FATHER + MOTHER, _DRUGS, "restricted_circumstance")),
    _of_households(_FATHER_AWAY, _MOTHER_AWAY) + _UNDER_16,
    f"{_of_households(_FATHER_AWAY, _unable(MOTHER))}{_UNDER_16} UNION {_of_households(_MOTHER_AWAY, _unable(FATHER))}{_UNDER_16}",
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
        **{f"born_{age}": latest_birth(age, day).isoformat() for age in (1, 6, 16)},
    }
