"""What a child may be entitled to: a catalogue of policies, each with its conditions, the body that decides, and the papers it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import attrs

from minorcare.declare import LEVELS, Code, Codes, Kind, Sensitivity
from minorcare.errors import DeclarationError
from minorcare.label import Label
from minorcare.query import Filter, all_of, exists
from minorcare.query.url import parse
from minorcare.rules.tables import expect, label, parsed, texts

_HEAD = {"version": str, "source": str, "dated": date, "policies": list}
_POLICY = {
    "name": str,
    "zh": str,
    "en": str,
    "cites": str,
    "body": str,
    "papers": list,
    "level": str,
    "conditions": list,
}


@attrs.frozen(kw_only=True)
class BenefitSettings:
    """What an office sets about benefits. The clocks are those of one county (楚雄); elsewhere they are ten and five.

    Attributes:
        enter_days: Working days from complete papers to the entry in the national system.
        opinion_days: Working days from there to the street's opinion.
        decide_days: Working days from there to the decision above.
        tell_days: Working days from the decision until the family is told.
        publicise: Policies whose decisions are published in the community. None by default: children's benefits are not (社会救助法
            article 45 orders it for social assistance in general).
        family_papers: Papers that are good for every child of a household.
    """

    enter_days: int = 3
    opinion_days: int = 15
    decide_days: int = 15
    tell_days: int = 3
    publicise: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    family_papers: tuple[str, ...] = attrs.field(
        default=("household_register", "guardian_identity", "parents_death", "parents_state", "income_statement"),
        converter=tuple,
    )


@attrs.frozen(kw_only=True)
class Condition:
    """A condition on the child, or that there is such a record about the child, in the form that URLs have."""

    kind: str
    where: str


@attrs.frozen(kw_only=True)
class Policy:
    """One benefit: who may have it, who decides, what it takes. ``level`` is how sensitive it is to know that a child has it."""

    name: str
    label: Label
    cites: str
    body: str
    papers: tuple[str, ...]
    level: Sensitivity
    conditions: tuple[Condition, ...]

    def entitled(self, kinds: Mapping[str, Kind], codes: Mapping[str, Codes]) -> Filter:
        """The children who fulfil every condition.

        Raises:
            Invalid: a condition asks what cannot be asked.
        """
        return all_of(*self._parts(kinds, codes))

    def _parts(self, kinds: Mapping[str, Kind], codes: Mapping[str, Codes]) -> Iterator[Filter]:
        for one in self.conditions:
            where = parse(parse_qsl(one.where), kinds[one.kind], kinds, codes).where
            yield where if one.kind == "minor" else exists(one.kind, where)


@cache
def policies() -> Mapping[str, Policy]:
    """The policies that ship, by name."""
    return {one.name: one for one in read_policies(files("minorcare").joinpath("rules", "benefit_policies.toml"))}


def policy_codes() -> Codes:
    """The catalogue as a code list: what a benefit may be."""
    raw = parsed(files("minorcare").joinpath("rules", "benefit_policies.toml"))
    return Codes(
        name="benefit_policy",
        label=Label("保障待遇", en="Benefits"),
        items=tuple(Code(value=one.name, label=one.label) for one in policies().values()),
        version=raw["version"],
        source=raw["source"],
        dated=raw["dated"],
    )


def read_policies(file: Traversable | Path) -> tuple[Policy, ...]:
    """The policies of a file.

    Raises:
        DeclarationError: naming the file, the policy and everything that is wrong with it.
    """
    raw = expect(parsed(file), _HEAD, {}, file.name)
    made = tuple(_policy(one, f"{file.name}, policy {n}") for n, one in enumerate(raw["policies"], start=1))
    names = [one.name for one in made]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise DeclarationError(f"{twins[0]!r} stands twice", remedy="give each a name of its own", where=file.name)
    return made


def _policy(raw: object, where: str) -> Policy:
    table: Mapping[str, Any] = expect(raw, _POLICY, {}, where)
    if table["level"] not in LEVELS:
        raise DeclarationError("level is none", remedy=f"use {', '.join(LEVELS)}", where=where)
    return Policy(
        name=table["name"],
        label=label(table),
        cites=table["cites"],
        body=table["body"],
        papers=texts(table["papers"], "papers", where),
        level=cast("Sensitivity", table["level"]),
        conditions=tuple(_conditions(table["conditions"], where)),
    )


def _conditions(raw: Iterable[object], where: str) -> Iterator[Condition]:
    for number, one in enumerate(raw, start=1):
        if not isinstance(one, Mapping) or one.keys() != {"kind", "where"}:
            said = f"condition {number} is no table of kind and where"
            raise DeclarationError(said, remedy='write { kind = "…", where = "…" }', where=where)
        yield Condition(kind=str(one["kind"]), where=str(one["where"]))
