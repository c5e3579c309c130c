"""What a finding rests on: the records that a rule's ``exists`` matched, and how sensitive that makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from minorcare.declare import LEVELS, Kind, Sensitivity
from minorcare.kinds import Evidence
from minorcare.query import EVERYTHING, And, Exists, Filter, Or, about_link, all_of
from minorcare.rules.definitions import Risk


@attrs.frozen(kw_only=True)
class Hop:
    """One step away from a child: to the records of ``kind`` for which ``where`` holds.

    They name the record before by ``via``, or carry the same reference ``on`` as it does: exactly one of the two is given.
    """

    kind: str
    via: str | None = None
    on: str | None = None
    where: Filter = EVERYTHING


@attrs.frozen(kw_only=True)
class Source:
    """One positive ``exists`` of a rule: the way from a child to the records that make it true.

    The evidence is what the last hop arrives at. For a child for whom the rule holds, ``also`` (a filter on ``minor``) says which
    side of an "or" must hold for this source to count. The store joins hop to hop into pairs of a child and a record. From
    ``exists(Member, F.relation == "52" & exists(Circumstance, F.type == "deceased"), on="household")`` come two sources, of which
    the second is::

        Source(also=EVERYTHING, hops=(
            Hop(kind="member", on="household", where=F.relation == "52" & exists(Circumstance, …)),
            Hop(kind="circumstance", via="member", where=F.type == "deceased")))

    and asks::

        SELECT m.id, h2.id FROM minor m
        JOIN member h1 ON h1.office = m.office AND h1.household = m.household AND <where of the first hop, on h1>
        JOIN circumstance h2 ON h2.office = h1.office AND h2.member = h1.id AND <where of the second hop, on h2>
        WHERE m.office = :office AND m.id IN (:ids) AND <also, on m>
    """

    hops: tuple[Hop, ...]
    also: Filter = EVERYTHING

    @property
    def kind(self) -> str:
        """The kind of the evidence it gives."""
        return self.hops[-1].kind

    def narrowed(self, part: Filter) -> Source:
        """The same way, where *part* must hold too at its end: of the child itself as long as there is no hop."""
        if not self.hops:
            return attrs.evolve(self, also=all_of(self.also, part))
        *before, last = self.hops
        return attrs.evolve(self, hops=(*before, attrs.evolve(last, where=all_of(last.where, part))))


def sources(where: Filter, kinds: Mapping[str, Kind]) -> tuple[Source, ...]:
    """Where the evidence for *where*, a filter on ``minor``, comes from, in the order of writing, outer before inner.

    An ``exists`` within a negation gives no evidence: what is not there cannot be shown. A rule without any has none.

    Raises:
        PathError: the filter does not fit the kinds; the catalog says so at start-up.
    """
    return tuple(dict.fromkeys(_sources(where, kinds["minor"], Source(hops=()), kinds)))


def kind_level(kind: Kind) -> Sensitivity:
    """How sensitive it is that a record of *kind* is there.

    A kind whose reference to its subject is restricted is restricted as a whole. A kind levelled record by record counts as
    restricted, because the record is not looked at here.
    """
    if kind.level_by:
        return "restricted"
    return kind.about.sensitivity if kind.about else "open"


def level_of(risk: Risk, evidence: Iterable[Evidence], kinds: Mapping[str, Kind]) -> Sensitivity:
    """The level of a tag: the highest of its risk and of the evidence found, not of what its rule might have found.

    Evidence of a kind that no plugin brings any more counts as restricted.
    """
    found = {one.kind for one in evidence}
    levels = [kind_level(kinds[name]) if name in kinds else LEVELS[-1] for name in found]
    return max((risk.sensitivity, *levels), key=LEVELS.index)


def _sources(asked: Filter, kind: Kind, way: Source, kinds: Mapping[str, Kind]) -> Iterator[Source]:
    match asked:
        case And(parts):
            for part in parts:
                yield from _sources(part, kind, way, kinds)
        case Or(parts):
            for part in parts:
                # a lone exists says by its own hop that it holds
                chosen = way if isinstance(part, Exists) else way.narrowed(part)
                yield from _sources(part, kind, chosen, kinds)
        case Exists():
            other = kinds[asked.kind]
            via = about_link(kind, other, asked.via).name if asked.on is None else None
            hop = Hop(kind=other.name, via=via, on=asked.on, where=asked.where)
            arrived = attrs.evolve(way, hops=(*way.hops, hop))
            yield arrived
            yield from _sources(asked.where, other, arrived, kinds)
