"""Which changes can matter to a rule, and to which children.

A rule is a filter on ``minor``. Wherever it reads another record, the way there can be walked back: a parent's circumstance reaches
every child of the household. The way back is itself a filter, asked once before a change and once after it, so that a member who
moves reaches the children of both households.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from minorcare.declare import Kind
from minorcare.query import (
    EVERYTHING,
    And,
    Compare,
    Exists,
    Filter,
    Given,
    Not,
    Or,
    Path,
    about_link,
    resolve,
    shared_link,
)
from minorcare.query.paths import target_name
from minorcare.rules.definitions import Rule

IDS = Given("ids")
"""The hole in every inverse: the ids of the records that change."""

MOVED_BY_ANY_WRITE = frozenset({"since", "version"})
"""What the store keeps beside the fields and moves with every version of a record."""


@attrs.frozen
class Reach:
    """One way in which a rule reads records of a kind.

    ``inverse`` is a filter on ``minor``: the children whom the records of ``kind`` with an id in ``Given("ids")`` can matter to.
    ``fields`` are what the rule reads of such a record on this way, the references that lead to and from it included. For
    ``exists(Member, exists(Circumstance, F.type == "deceased"), on="household")`` they are::

        Reach("minor", {"household"}, F.id.is_in(Given("ids")))
        Reach("member", {"household", "id"}, exists(Member, F.id.is_in(Given("ids")), on="household"))
        Reach("circumstance", {"member", "type"},
              exists(Member, exists(Circumstance, F.id.is_in(Given("ids")), via="member"), on="household"))
    """

    kind: str
    fields: frozenset[str]
    inverse: Filter


def reaches(where: Filter, kinds: Mapping[str, Kind]) -> tuple[Reach, ...]:
    """Every way in which *where*, a filter on ``minor``, reads records; ways with one inverse are one.

    ``minor`` itself always comes first: a child that appears or disappears matters to every rule.

    Raises:
        PathError: the filter does not fit the kinds; the catalog says so at start-up.
    """
    start = _Place(kind=kinds["minor"])
    found: dict[tuple[str, Filter], set[str]] = {("minor", start.inverse()): set()}
    for kind, field, inverse in _reads(where, start, kinds):
        found.setdefault((kind, inverse), set()).add(field)
    return tuple(Reach(kind, frozenset(fields), inverse) for (kind, inverse), fields in found.items())


@attrs.frozen(kw_only=True, eq=False)
class Index:
    """What all rules read, arranged for the question "this record changed: what has to be looked at again?"."""

    rules: tuple[Rule, ...]
    risks_by_kind: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    inverses_by_kind: Mapping[str, tuple[tuple[Filter, frozenset[str]], ...]]

    @classmethod
    def of(cls, rules: Iterable[Rule], kinds: Mapping[str, Kind]) -> Index:
        """The index of *rules*. Their whole question counts, the age gate of the risk included."""
        risks: dict[str, dict[str, frozenset[str]]] = {}
        inverses: dict[str, dict[Filter, frozenset[str]]] = {}
        for rule in (known := tuple(rules)):
            for reach in reaches(rule.where, kinds):
                _widen(risks.setdefault(reach.kind, {}), rule.suggests.name, reach.fields)
                _widen(inverses.setdefault(reach.kind, {}), reach.inverse, reach.fields)
        return cls(
            rules=known,
            risks_by_kind={kind: tuple(by_risk.items()) for kind, by_risk in risks.items()},
            inverses_by_kind={kind: tuple(by_inverse.items()) for kind, by_inverse in inverses.items()},
        )

    def rules_for(self, kind: str, fields: Iterable[str] | None = None) -> tuple[Rule, ...]:
        """The rules to run when *fields* of a record of *kind* change; ``None`` when the record appears or disappears.

        A rule that reads one of them brings every other rule of its risk along: whether a tag still has a basis is judged by all
        of them together (:func:`~minorcare.rules.findings.decide`).
        """
        changed = _changed(fields)
        risks = {risk for risk, read in self.risks_by_kind.get(kind, ()) if changed is None or read & changed}
        return tuple(rule for rule in self.rules if rule.suggests.name in risks)

    def inverses_for(self, kind: str, fields: Iterable[str] | None = None) -> tuple[Filter, ...]:
        """The filters on ``minor`` that find the children touched, ``Given("ids")`` being the records that change; each once."""
        changed = _changed(fields)
        return tuple(i for i, read in self.inverses_by_kind.get(kind, ()) if changed is None or read & changed)


@attrs.frozen(kw_only=True)
class _Place:
    """Where in a rule a condition stands: the kind it is about, and the ``exists`` that led there, outermost first."""

    kind: Kind
    way: tuple[Exists, ...] = ()

    def through(self, link: Exists, kind: Kind) -> _Place:
        return _Place(kind=kind, way=(*self.way, link))

    def inverse(self, *references: str) -> Filter:
        """The children for whom a record here, or one named from here by *references*, is among the given ids."""
        # the reference's own value is compared, not the id behind it: the same children without a join
        inverse: Filter = Compare(Path(references or ("id",)), "in", IDS)
        for link in reversed(self.way):
            inverse = attrs.evolve(link, where=inverse)
        return inverse


_Read = tuple[str, str, Filter]
_K = TypeVar("_K")


def _reads(asked: Filter, place: _Place, kinds: Mapping[str, Kind]) -> Iterator[_Read]:
    match asked:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _reads(part, place, kinds)
        case Not(part):
            yield from _reads(part, place, kinds)
        case Exists():
            yield from _link_reads(asked, place, kinds)
        case Compare(left, _, right):
            if not left.names:
                yield from ((place.kind.name, field.name, place.inverse()) for field in place.kind.searchable)
            for path in (left, right):
                if isinstance(path, Path) and path.names:
                    yield from _path_reads(path, place, kinds)


def _link_reads(asked: Exists, place: _Place, kinds: Mapping[str, Kind]) -> Iterator[_Read]:
    other = kinds[asked.kind]
    if asked.on is None:
        via = about_link(place.kind, other, asked.via).name
        own, theirs, link = "id", via, Exists(other.name, EVERYTHING, via=via)
    else:
        shared = shared_link(place.kind, other, asked.on)
        own, theirs, link = shared[0].name, shared[1].name, Exists(other.name, EVERYTHING, on=asked.on)
    inner = place.through(link, other)
    yield place.kind.name, own, place.inverse()
    yield other.name, theirs, inner.inverse()
    yield from _reads(asked.where, inner, kinds)


def _path_reads(path: Path, place: _Place, kinds: Mapping[str, Kind]) -> Iterator[_Read]:
    found = resolve(path, place.kind, kinds)
    along, references = list(found.kinds), [ref.name for ref in found.refs]
    # the area of a record that has none of its own is that of whom it is about
    while found.column == "area" and "area" not in along[-1].by_name and (about := along[-1].about) and about.ref:
        references.append(about.name)
        along.append(kinds[target_name(about.ref)])
    for depth, (kind, field) in enumerate(zip(along, (*references, found.column), strict=True)):
        yield kind.name, field, place.inverse(*references[:depth])


def _widen(known: dict[_K, frozenset[str]], key: _K, fields: frozenset[str]) -> None:
    known[key] = known.get(key, frozenset()) | fields


def _changed(fields: Iterable[str] | None) -> frozenset[str] | None:
    return None if fields is None else MOVED_BY_ANY_WRITE.union(fields)
