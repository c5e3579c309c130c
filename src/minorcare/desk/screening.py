"""Screening inside a transaction: what the rules find becomes suggestions; only a person confirms one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import orjson

from minorcare.catalog import Catalog
from minorcare.declare import Id, new_id
from minorcare.kinds import Evidence, RiskTag
from minorcare.query import F, Given
from minorcare.rules import Rule
from minorcare.rules.evidence import level_of, sources
from minorcare.rules.findings import AddEvidence, BasisGone, Decision, Held, Hit, Suggest, Withdraw, decide
from minorcare.store.protocol import Put, Tx

MOST_POINTS = 200
"""Up to so many children are asked about one by one; beyond, the whole office is one statement a rule."""

_TAG = RiskTag.__kind__
_HELD = ("id", "version", "minor", "risk", "status", "rule", "rule_version", "evidence", "decided", "basis_gone")


@attrs.frozen(kw_only=True)
class Screened:
    """What a screening wrote."""

    suggested: int = 0
    evidence_added: int = 0
    withdrawn: int = 0
    basis_gone: int = 0

    @property
    def changed(self) -> int:
        """How many tags were written."""
        return self.suggested + self.evidence_added + self.withdrawn + self.basis_gone


def screen(
    tx: Tx, catalog: Catalog, office: str, rules: Sequence[Rule], day: date, minors: Sequence[str] | None = None
) -> Screened:
    """Run *rules* over an office, or over the children *minors*, and write the difference to the tags as they stand."""
    if not rules or (minors is not None and not minors):
        return Screened()
    some = minors is not None and len(minors) <= MOST_POINTS
    found = tx.findings(tuple(rule.where for rule in rules), day, minors if some else None)
    if minors is not None and not some:
        wanted = set(minors)
        found = [(number, minor) for number, minor in found if minor in wanted]
    hits = _hits(tx, catalog, rules, found, day)
    risks = {rule.suggests.name for rule in rules}
    held = [
        h
        for h in _held(tx, day, minors if some else None)
        if h.risk in risks and (minors is None or some or h.minor in wanted)
    ]
    with tx.together():
        done = [_write(tx, catalog, office, decision, day) for decision in decide(hits, held, day=day)]
    return Screened(
        suggested=done.count("suggest"),
        evidence_added=done.count("evidence"),
        withdrawn=done.count("withdraw"),
        basis_gone=done.count("gone"),
    )


def _hits(tx: Tx, catalog: Catalog, rules: Sequence[Rule], found: Iterable[tuple[int, str]], day: date) -> list[Hit]:
    by_rule: dict[int, list[str]] = {}
    for number, minor in found:
        by_rule.setdefault(number, []).append(minor)
    hits = []
    for number, minors in sorted(by_rule.items()):
        rule = rules[number]
        evidence: dict[str, dict[Evidence, None]] = {minor: {} for minor in minors}
        for way in sources(rule.where, catalog.kinds):
            for minor, record in tx.pairs(way, day, minors):
                evidence[minor][Evidence(kind=way.kind, id=record)] = None
        hits += [
            Hit(
                minor=m, risk=rule.suggests.name, rule=rule.name, rule_version=rule.version, evidence=tuple(evidence[m])
            )
            for m in minors
        ]
    return hits


def _held(tx: Tx, day: date, minors: Sequence[str] | None) -> list[Held]:
    where = (
        F.id.is_empty
        if minors is not None and not minors
        else F.minor.is_in(Given("ids"))
        if minors is not None
        else ~F.id.is_empty
    )
    return [_as_held(row) for row in tx.select(_TAG, _HELD, where, day, {"ids": minors})]


def _as_held(row: tuple[Any, ...]) -> Held:
    cells: Mapping[str, Any] = dict(zip(_HELD, row, strict=True))
    return Held(
        id=cells["id"],
        version=cells["version"],
        minor=cells["minor"],
        risk=cells["risk"],
        status=cells["status"],
        rule=cells["rule"],
        rule_version=cells["rule_version"],
        evidence=tuple(Evidence(**one) for one in orjson.loads(cells["evidence"] or "[]")),
        decided=_day(cells["decided"]),
        gone=_day(cells["basis_gone"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(tx: Tx, catalog: Catalog, office: str, decision: Decision, day: date) -> str:
    if isinstance(decision, Suggest):
        tag = RiskTag(
            id=new_id(),
            office=office,
            minor=Id(decision.minor),
            risk=decision.risk,
            level=level_of(catalog.risks[decision.risk], decision.evidence, catalog.kinds),
            rule=decision.rule,
            rule_version=decision.rule_version,
            evidence=decision.evidence,
            found=decision.found,
        )
        tx.put(
            Put(
                kind="risk_tag",
                id=tag.id,
                record=tag,
                base=0,
                action="create",
                via=_signed(decision.rule, decision.rule_version),
            )
        )
        return "suggest"
    held = decision.tag
    stored = tx.load(_TAG, held.id)
    assert stored is not None
    assert isinstance(stored.record, RiskTag)
    signature = _signed(held.rule, held.rule_version)
    match decision:
        case AddEvidence(rule=rule, rule_version=version, evidence=evidence):
            level = level_of(catalog.risks[held.risk], evidence, catalog.kinds)
            record = stored.record.but(rule=rule, rule_version=version, evidence=evidence, level=level, basis_gone=None)
            action, said, signature = "change", "evidence", _signed(rule, version)
        case Withdraw():
            record, action, said = stored.record.but(status="withdrawn"), "transition", "withdraw"
        case BasisGone():
            record, action, said = stored.record.but(basis_gone=day), "change", "gone"
    tx.put(Put(kind="risk_tag", id=held.id, record=record, base=stored.version, action=action, via=signature))
    return said


def _signed(rule: str | None, version: int | None) -> str:
    return f"rule:{rule}@{version}"
