"""An office's own schemes and tags, written in TOML: in ``minorcare.toml`` or in a file it names. What needs more is a plugin.

A tag says of itself what a :class:`~minorcare.rules.definitions.Risk` says, and brings the rules that suggest it::

    [[tags]]
    name = "poor_family"
    zh = "低保家庭儿童"
    en = "Child of a family on allowance"
    cites = "街道工作口径"
    review_months = 6

    [[tags.rules]]
    name = "family_on_allowance"
    version = 1
    zh = "家庭成员享受低保"
    en = "A member of the household is on allowance"
    has = [{ of = "member", on = "household", has = [{ of = "circumstance", where = { type = "low_income" }, during = ["began", "ended"] }] }]

Conditions add up: ``where`` compares fields (``birth_date.age__gte = 6``, ``relation__in = ["51", "52"]``), ``during`` names the
first and last day of a period that must hold today, ``since`` and ``within`` give months by a date field (so long ago at least, or at
most), ``has`` looks for other records, ``lacks`` for their absence. The catalog checks every name at start-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any, get_args

from minorcare.calendar import months
from minorcare.declare import LEVELS
from minorcare.errors import DeclarationError
from minorcare.label import Label
from minorcare.query import Compare, Exists, F, Filter, Not, Op, all_of, today
from minorcare.query.check import parse_path
from minorcare.rules.definitions import Risk, Rule, Scheme
from minorcare.rules.parents import in_force
from minorcare.rules.schemelists import scheme_of
from minorcare.rules.settings import RuleSettings
from minorcare.rules.tables import expect, label, parsed, texts

_TAG = {"name": str, "zh": str, "en": str, "cites": str, "rules": list}
_TAG_MORE = {"review_months": int, "age_from": int, "age_under": int, "pupils_under": int, "sensitivity": str}
_AGES = ("age_from", "age_under", "pupils_under", "sensitivity")
_RULE = {"name": str, "version": int, "zh": str, "en": str}
_CONDITION = {"where": dict, "during": list, "since": dict, "within": dict, "has": list, "lacks": list}
_LOOK = {"of": str}
_LOOK_MORE = {"via": str, "on": str, **_CONDITION}
_OPS: tuple[Op, ...] = get_args(Op)


def own_groups(settings: RuleSettings) -> tuple[Risk | Scheme | Rule, ...]:
    """The schemes, tags and rules that an office keeps itself: those of its settings, then those of the file they name.

    Raises:
        DeclarationError: the file is not there, or something in it is missing, wrong or unknown; with its place.
    """
    given = _groups({"schemes": settings.schemes, "tags": settings.tags}, "minorcare.toml")
    if not settings.groups:
        return tuple(given)
    file = File(settings.groups)
    raw = expect(parsed(file), {}, {"schemes": list, "tags": list}, file.name)
    return (*given, *_groups(raw, file.name))


def _groups(raw: Mapping[str, Any], where: str) -> Iterator[Risk | Scheme | Rule]:
    for row, table in enumerate(raw.get("tags", ()), start=1):
        yield from _tag(table, f"{where}, tag {row}")
    for row, table in enumerate(raw.get("schemes", ()), start=1):
        yield scheme_of(table, f"{where}, scheme {row}")


def _tag(raw: object, where: str) -> Iterator[Risk | Rule]:
    table = expect(raw, _TAG, _TAG_MORE, where)
    if table.get("sensitivity", "sensitive") not in LEVELS:
        raise DeclarationError("sensitivity is no level", remedy=f"use one of {', '.join(LEVELS)}", where=where)
    risk = Risk(
        table["name"],
        label=label(table),
        cites=table["cites"],
        review=months(table.get("review_months", 6)),
        **{name: table[name] for name in _AGES if name in table},
    )
    yield risk
    for row, rule in enumerate(table["rules"], start=1):
        yield _rule(rule, risk, f"{where}, rule {row}")


def _rule(raw: object, risk: Risk, where: str) -> Rule:
    table = expect(raw, _RULE, _CONDITION, where)
    when = _condition(table, where)
    if when == all_of():
        raise DeclarationError("has no condition", remedy="write where, has or lacks", where=where)
    return Rule(
        table["name"],
        version=table["version"],
        suggests=risk,
        when=when,
        because=Label(table["zh"], en=table["en"]),
        cites=risk.cites,
    )


def _condition(table: Mapping[str, Any], where: str) -> Filter:
    parts = [_compare(key, value, where) for key, value in table.get("where", {}).items()]
    if "during" in table:
        first, *rest = texts(table["during"], "during", where)
        if len(rest) != 1:
            raise DeclarationError("during names two fields", remedy='write during = ["began", "ended"]', where=where)
        parts.append(in_force(first, rest[0]))
    for name, at_least in (("since", True), ("within", False)):
        parts += [
            _ago(field, count, f"{where}, {name}", at_least=at_least) for field, count in table.get(name, {}).items()
        ]
    parts += [_look(one, f"{where}, has {row}") for row, one in enumerate(table.get("has", ()), start=1)]
    parts += [Not(_look(one, f"{where}, lacks {row}")) for row, one in enumerate(table.get("lacks", ()), start=1)]
    return all_of(*parts)


def _compare(key: str, value: object, where: str) -> Filter:
    name, joint, word = key.partition("__")
    op = next((op for op in _OPS if op == (word if joint else "eq")), None)
    if op is None:
        raise DeclarationError(f"{key} has an unknown operator", remedy=f"use one of {', '.join(_OPS)}", where=where)
    if op == "empty":
        asked = Compare(parse_path(name), "empty", True)
        return asked if value is True else Not(asked)
    if isinstance(value, Mapping) or (isinstance(value, list) and op != "in"):
        raise DeclarationError(f"{key} is no value", remedy="give a text, a number, a date or true", where=where)
    # what the value is compared with, and whether it fits, the catalog says at start-up
    return Compare(parse_path(name), op, tuple(value) if isinstance(value, list) else value)  # type: ignore[arg-type]


def _ago(field: str, count: object, where: str, *, at_least: bool) -> Filter:
    if type(count) is not int or count < 0:
        raise DeclarationError(f"{field} is no number of months", remedy=f"write {{ {field} = 6 }}", where=where)
    then, left = today() - months(count), getattr(F, field)
    asked: Filter = left <= then if at_least else left >= then
    return asked


def _look(raw: object, where: str) -> Filter:
    table = expect(raw, _LOOK, _LOOK_MORE, where)
    return Exists(table["of"], _condition(table, where), via=table.get("via"), on=table.get("on"))
